# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets by the services, on both databases: what goes in, what freezes, who may, what is known, mergers."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.organisations.actor import Mandated
from samencontroleren.procurement import merging, service
from samencontroleren.procurement.kinds import Aspect, Change, Level, SetState, Weight
from samencontroleren.procurement.models import Candidate, RequirementSet, SetLine, SetVersion
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.usage import service as usages
from samencontroleren.vendors.contributions import Move
from samencontroleren.vendors.kinds import ChangeKind
from tests.assessments.flow import Flow
from tests.support.wordings import publish, wording
from tests.support.world import World

OPTIONS = [{"value": "online", "nl": "Online", "en": "Online"}, {"value": "installed", "nl": "Zelf", "en": "Own"}]
IN_CLOUD = {"is": ["S-1", "online"]}


@dataclass
class Shop:
    """A questionnaire with a scope question, and a set of gemeente 1 made with it."""

    world: World
    questionnaire: uuid.UUID
    wordings: dict[str, uuid.UUID]
    key: uuid.UUID

    def choose(self, *online: str, **more: object) -> service.SetPage:
        """The inkoper says what is bought."""
        buyer = self.world["buyer1"].actor
        choices = service.Choices({"S-1": frozenset(online)} if online else {}, **more)  # type: ignore[arg-type]  # facts of the class
        service.set_choices(buyer, self.key, self.page().shown.revision, choices, "Zaaksysteem")
        return self.page()

    def page(self, number: int | None = None) -> service.SetPage:
        """The set as the inkoper sees it."""
        session().expire_all()
        return service.get_set(self.world["buyer1"].actor, self.key, number)

    def adjust(self, code: str, weight: Weight, reason: str = "") -> None:
        """The inkoper weighs one requirement."""
        page = self.page()
        line = next(each for each in page.lines if each.requirement_version.requirement.code == code)
        weighed = {line.id: service.Weighed(weight, reason)}
        service.adjust_lines(self.world["buyer1"].actor, self.key, page.shown.revision, weighed)

    def finalise(self) -> None:
        """The inkoper lays it down."""
        service.finalise(self.world["buyer1"].actor, self.key, self.page().shown.revision)


def codes(page: service.SetPage) -> list[str]:
    """What stands in the set."""
    return [each.requirement.code for each in page.requirements]


@pytest.fixture
def shop(app: Flask, unit: Session, world: World) -> Iterator[Shop]:
    product, supplier = Subject.PRODUCT, AddressedTo.SUPPLIER
    scope = {"answer_kind": AnswerKind.CHOICE, "options": OPTIONS, "norms": []}
    plain = {"answer_kind": AnswerKind.COMPLIANCE, "options": []}
    made = {
        "S-1": wording("S-1", supplier, product, **scope),
        "C-1": wording("C-1", supplier, product, IN_CLOUD, **plain, segment="Clouddiensten", severity=Severity.HIGH),
        "C-2": wording("C-2", supplier, product, {"not": IN_CLOUD}, **plain, severity=Severity.LOW),
        "C-3": wording("C-3", AddressedTo.CLIENT, product, **plain),
        "C-4": wording("C-4", AddressedTo.BOTH, product, **plain, is_key=True, norms=[]),
    }
    everything = [*made.values(), *world.requirement_versions.values()]
    questionnaire = publish("Winkel", everything)
    found = service.add_set(world["buyer1"].actor, "Proefset", questionnaire, "TN-1")
    yield Shop(world, questionnaire, made, found.id)


@pytest.mark.database
def test_what_is_bought_decides_what_stands_in_it(shop: Shop) -> None:
    assert codes(shop.page()) == ["C-1", "C-2", "C-4", "V-1", "V-2", "P-1", "P-2", "P-3", "P-4"]
    assert set(shop.page().open_conditions) == {shop.wordings["C-1"], shop.wordings["C-2"]}
    online = shop.choose("online")
    assert "C-2" not in codes(online) and "C-1" in codes(online) and not online.open_conditions
    assert codes(shop.choose("installed", norms=frozenset(("BIO2",))))[:2] == ["C-2", "V-1"]
    low = shop.choose("online", levels=dict.fromkeys(Aspect, Level.LOW))
    assert {each.requirement_version.requirement.code for each in low.inside if each.weight is Weight.MUST} == {
        *("C-4", "V-1", "P-1")
    }
    assert codes(shop.choose("online", segments=frozenset(("Clouddiensten",)))) == [
        *("C-1", "V-1", "V-2", "P-1", "P-2", "P-3", "P-4")
    ]


@pytest.mark.database
def test_what_a_person_did_stays_through_choices_and_versions(shop: Shop, world: World) -> None:
    buyer = world["buyer1"].actor
    shop.choose("online")
    with pytest.raises(Invalid) as refused:
        shop.adjust("P-2", Weight.OUT)
    assert all(name.startswith("reason-") for name in refused.value.fields)
    shop.adjust("P-2", Weight.OUT, "Geldt hier niet")
    shop.adjust("C-1", Weight.WISH)
    page = shop.page()
    assert [version.requirement.code for _theme, rows in service.others(page.shown) for version in rows] == [
        *("S-1", "C-2")
    ]
    with pytest.raises(Invalid):
        service.add_lines(buyer, shop.key, page.shown.revision, [shop.wordings["C-3"]])
    read = page.shown.revision
    service.add_lines(buyer, shop.key, read, [shop.wordings["C-2"]])
    with pytest.raises(Changed):
        service.add_lines(buyer, shop.key, read, [shop.wordings["S-1"]])
    page = shop.choose("online", levels=dict.fromkeys(Aspect, Level.HIGH))
    assert "C-2" in codes(page) and "P-2" not in codes(page)
    assert [each.reason for each in page.left_out] == ["Geldt hier niet"]
    shop.finalise()
    assert service.finalise(buyer, shop.key, shop.page().shown.revision - 1).state is SetState.FINAL
    for refused_act in (lambda: shop.adjust("C-1", Weight.MUST), lambda: shop.choose("installed"), shop.finalise):
        with pytest.raises(Conflict):
            refused_act()
    changed = _next_questionnaire(shop)
    service.add_version(buyer, shop.key)
    with pytest.raises(Conflict):
        service.add_version(buyer, shop.key)
    page = shop.page()
    assert (page.shown.number, page.is_draft, page.shown.questionnaire.number) == (2, True, 2)
    assert "C-2" in codes(page) and "P-2" not in codes(page) and "NEW" in codes(page)
    shop.adjust("V-2", Weight.OUT, "Ook niet")
    found = {(version.requirement.code, change) for version, change in service.changes_since(shop.page())}
    assert found == {("C-4", Change.REWORDED), ("NEW", Change.ADDED), ("V-2", Change.DROPPED)}
    assert changed in [line.requirement_version_id for line in shop.page().lines]
    assert codes(shop.page(1)) != codes(shop.page()) and service.changes_since(shop.page(1)) == []
    with pytest.raises(NotFound):
        shop.page(3)


def _next_questionnaire(shop: Shop) -> uuid.UUID:
    """Version 2 rewords C-4 and asks one thing more."""
    old = session().get_one(RequirementVersion, shop.wordings["C-4"])
    columns = {each.key: getattr(old, each.key) for each in RequirementVersion.__table__.columns}
    new = RequirementVersion(**columns | {"id": uuid.uuid4(), "number": 2, "digest": "2" * 64})
    session().add(new)
    session().flush()
    rest = [key for code, key in shop.wordings.items() if code != "C-4"]
    added = wording("NEW", AddressedTo.SUPPLIER, Subject.PRODUCT, answer_kind=AnswerKind.TEXT, options=[])
    publish("Winkel", [*rest, new.id, added, *shop.world.requirement_versions.values()], number=2)
    return new.id


@pytest.mark.database
def test_what_is_laid_down_never_changes(shop: Shop, unit: Session) -> None:
    shop.finalise()
    for statement in (
        "UPDATE requirement_set_versions SET choices = '{}'",
        "DELETE FROM requirement_set_versions",
        "UPDATE requirement_set_lines SET weight = 'wish'",
        "DELETE FROM requirement_set_lines",
        "INSERT INTO requirement_set_lines SELECT * FROM requirement_set_lines",
        "UPDATE requirement_set_lines SET version_id = municipality_id",
    ):
        with pytest.raises(DatabaseError, match="frozen"), unit.begin_nested():
            unit.execute(text(statement))


@pytest.mark.database
def test_only_the_own_gemeente_has_it(shop: Shop, world: World) -> None:
    page = shop.page()
    line = page.lines[0].id
    for name in ("ciso1", "owner1"):
        assert service.get_set(world[name].actor, shop.key).can_edit is False
        with pytest.raises(Forbidden):
            service.scope_page(world[name].actor, shop.key)
    strangers = ("buyer2", "ciso2", "reviewer1", "admin1", "coordinator", "releaser", "vng-admin", "submitter1")
    for name in strangers:
        who = world[name].actor
        assert service.list_sets(who).rows == [], name
        for act in (
            lambda who=who: service.get_set(who, shop.key),
            lambda who=who: service.set_choices(who, shop.key, 1, service.Choices(), "X"),
            lambda who=who: service.adjust_lines(who, shop.key, 1, {line: service.Weighed(Weight.WISH)}),
            lambda who=who: service.add_lines(who, shop.key, 1, [line]),
            lambda who=who: service.finalise(who, shop.key, 1),
            lambda who=who: service.add_version(who, shop.key),
            lambda who=who: service.add_candidate(who, shop.key, world.products[0][0]),
            lambda who=who: service.remove_candidate(who, shop.key, world.products[0][0]),
        ):
            with pytest.raises(NotFound):
                act()
        if not name.startswith("buyer"):
            with pytest.raises((NotFound, Forbidden)):
                service.add_set(who, "Vreemd", shop.questionnaire)
    other = service.add_set(world["buyer2"].actor, "Van twee", shop.questionnaire)
    with pytest.raises(NotFound):
        service.adjust_lines(world["buyer2"].actor, other.id, 1, {line: service.Weighed(Weight.WISH)})
    with pytest.raises(Invalid):
        service.add_set(world["buyer2"].actor, "X", shop.questionnaire, municipality_id=world.municipalities[0])


@pytest.mark.database
def test_a_partnership_buys_with_a_mandate(shop: Shop, world: World) -> None:
    """The mandate for the register covers buying; without it there is nothing."""
    one = world.municipalities[0]
    acting = replace(world["buyer3"].actor, mandated=Mandated(register=(one,)))
    made = service.add_set(acting, "Namens een", shop.questionnaire, municipality_id=one)
    assert made.municipality_id == one and service.get_set(acting, shop.key).can_edit
    assert service.get_set(world["buyer1"].actor, made.id).found.name == "Namens een"
    with pytest.raises(NotFound):
        service.get_set(world["buyer3"].actor, made.id)


def test_the_wall_in_the_database(shop: Shop, database: Database, world: World) -> None:
    """Without any permission: who stands on another side sees no row, and can not put one there."""
    tables = (RequirementSet, SetVersion, SetLine, Candidate)
    service.add_candidate(world["buyer1"].actor, shop.key, world.products[0][0])
    session().flush()

    def seen(name: str) -> list[bool]:
        with database.unit(write=True, side=world[name].actor.side) as opened:
            return [bool(opened.scalar(select(func.count()).select_from(each))) for each in tables]

    assert seen("ciso1") == [True] * 4
    for name in ("ciso2", "submitter1", "coordinator"):
        assert seen(name) == [False] * 4, name


@pytest.mark.database
def test_parts_stay_with_the_gemeente_of_their_set(shop: Shop, world: World, unit: Session) -> None:
    stray = Candidate(set_id=shop.key, municipality_id=world.municipalities[1], product_id=world.products[0][0])
    with pytest.raises(IntegrityError), unit.begin_nested():
        unit.add(stray)
        unit.flush()


@pytest.mark.database
def test_what_is_known_follows_the_layer(
    shop: Shop, world: World, unit: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer, (first, _other) = world["buyer1"].actor, world.products[0]
    monkeypatch.setattr(world, "questionnaire", publish("Eerder", list(world.requirement_versions.values())))
    Flow(world).publish_both({"P-2": Verdict.PARTLY})
    for product in (first, world.products[1][0]):
        service.add_candidate(buyer, shop.key, product)
        service.add_candidate(buyer, shop.key, product)
    page = shop.page()
    known = service.known_of(buyer, shop.key)
    assert [each.count(page.requirements) for each in known] == [6, 0]
    assert known[0].verdicts is None and known[0].verdict_counts(page.requirements) == {}
    assert service.count_for_all(known[:1], page.requirements) == 6
    assert service.count_for_all(known, page.requirements) == 6
    assert service.count_for_all(known[1:], page.requirements) == 0
    usages.confirm_usage(world["ciso1"].actor, usages.claim_usage(buyer, first, "Zaken").id)
    deep = service.known_of(buyer, shop.key)[0]
    assert deep.verdict_counts(page.requirements) == {Verdict.MEETS: 5, Verdict.PARTLY: 1}
    for sort in ("-beoordeeld", "resultaat", "-zekerheid", "geldig", "-product", "leverancier"):
        assert len(service.ordered(known, sort, page.requirements)) == 2
    for sort in ("-beoordeeld", "resultaat", "-resultaat"):
        assert service.ordered(known, sort, page.requirements)[0].product.id == first, sort
    unit.execute(text("DELETE FROM requirement_set_candidates"))
    for product in [key for both in world.products for key in both]:
        service.add_candidate(buyer, shop.key, product)
    assert len(service.list_candidates(buyer, shop.key)) == service.MOST == 6
    service.remove_candidate(buyer, shop.key, first)
    service.remove_candidate(buyer, shop.key, first)
    with pytest.raises(NotFound):
        service.add_candidate(buyer, shop.key, uuid.uuid4())
    assert len(service.list_candidates(buyer, shop.key)) == 5


@pytest.mark.database
def test_gemeenten_and_products_that_merge(shop: Shop, world: World, unit: Session) -> None:
    (old, into), buyer = world.products[0], world["buyer1"].actor
    for product in (old, into):
        service.add_candidate(buyer, shop.key, product)
    shop.finalise()
    one, two = world.municipalities[:2]
    assert merging.MERGING.preview([one], two) == [("Inkoopsets", 1)]
    merging.MERGING.move([one], two)
    assert set(unit.scalars(select(SetLine.municipality_id))) == {two}
    page = service.get_set(world["buyer2"].actor, shop.key)
    assert page.shown.state is SetState.FINAL and len(page.lines) == 9
    facts = {"moves_people": False, "on": page.shown.created_at.date(), "reason": "", "into_product_id": into}
    vendor = world.vendors[0]
    move = Move(ChangeKind.PRODUCT_MERGE, vendor, vendor, (old,), **facts)  # type: ignore[arg-type]  # facts of the class
    assert merging.SUPPLIERS.preview(move) == [("Kandidaten in inkoopsets", 1)]
    merging.SUPPLIERS.move(move)
    assert [product.id for product, _vendor in service.list_candidates(world["buyer2"].actor, shop.key)] == [into]
