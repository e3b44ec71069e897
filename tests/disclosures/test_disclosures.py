# SPDX-License-Identifier: EUPL-1.2
"""Reported changes and incidents: who reports, who reads, who is told, and the clocks of the law."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.disclosures import service
from samencontroleren.disclosures.clocks import clocks_of, month_after
from samencontroleren.disclosures.kinds import ChangeKind, DataKind, NoticeState, UpdateStep
from samencontroleren.disclosures.models import ChangeNotice, Incident
from samencontroleren.notifications.models import Notice
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.supplychain import explanation, facts, raising, rules
from samencontroleren.supplychain import service as flags
from samencontroleren.supplychain.kinds import FlagRule
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

KNOWN = datetime(2027, 1, 29, 23, 30, tzinfo=UTC)


def change(world: World, kind: ChangeKind = ChangeKind.HOSTING, whole: bool = False) -> ChangeNotice:
    products = [] if whole else [world.products[0][0]]
    words = {"explanation": "GEHEIME UITLEG", "measures": "Nieuwe afspraken"}
    day = clock.today()
    return service.report_change(world["submitter1"].actor, kind=kind, counts_from=day, product_ids=products, **words)


def incident(world: World, name: str = "vendor-admin1") -> Incident:
    return service.report_incident(
        world[name].actor,
        title="Inbraak op een server",
        what="Iemand was binnen.",
        began_at=None,
        known_at=clock.now() - timedelta(hours=1),
        data_kinds=[DataKind.PERSONAL],
        severity=Severity.HIGH,
        measures="Server uitgezet.",
        contact_name="Iemand",
        contact_phone="030 1234567",
        product_ids=[world.products[0][0]],
    )


def told(unit: Session, world: World, kind: str) -> set[str]:
    names = {each.membership_id: name for name, each in world.people.items()}
    return {names[key] for key in unit.scalars(select(Notice.membership_id).where(Notice.kind == kind))}


def test_the_clocks_run_on_and_the_last_one_from_the_notification() -> None:
    clocks = clocks_of(KNOWN, {})
    assert [each.due_at - KNOWN for each in clocks[:2]] == [timedelta(hours=24), timedelta(hours=72)]
    assert clocks[2].due_at == datetime(2027, 3, 1, 23, 30, tzinfo=UTC), "a month after the day it is due"
    done = KNOWN + timedelta(hours=60)
    clocks = clocks_of(KNOWN, {UpdateStep.NOTIFICATION: done})
    assert clocks[2].due_at == month_after(done) and not clocks[1].is_late(KNOWN + timedelta(days=9))
    assert clocks[0].is_late(KNOWN + timedelta(hours=25))
    assert month_after(datetime(2027, 1, 31, tzinfo=UTC)).day == 28
    assert month_after(datetime(2027, 12, 5, tzinfo=UTC)) == datetime(2028, 1, 5, tzinfo=UTC)


@pytest.mark.database
def test_a_change_goes_to_vng_and_its_reviewers(app: Flask, unit: Session, world: World) -> None:
    story.bring_to(story.start_round(world), story.subject(0, 0), DossierState.IN_REVIEW)
    made = change(world)
    assert told(unit, world, "change_reported") == {"coordinator", "coordinator2", "all-roles"}
    assert told(unit, world, "change_known") == {"reviewer1", "reviewer2"}
    for name in ("contributor1", "releaser", "vng-admin", "reviewer1"):
        assert service.get_change(world[name].actor, made.id) is made
    for name in ("submitter2", "ciso1", "reviewer3", "buyer2"):
        with pytest.raises(NotFound):
            service.get_change(world[name].actor, made.id)
    with pytest.raises((Forbidden, NotFound)):
        service.report_change(
            world["contributor1"].actor, kind=made.kind, counts_from=made.counts_from, explanation="x", measures="x"
        )
    with pytest.raises(Invalid):
        service.report_change(
            world["submitter1"].actor,
            kind=made.kind,
            counts_from=made.counts_from,
            explanation="x",
            measures="x",
            product_ids=[world.products[1][0]],
        )
    with pytest.raises(Forbidden):
        service.handle_change(world["releaser"].actor, made.id, "Gezien")
    with pytest.raises(Invalid):
        service.handle_change(world["coordinator"].actor, made.id, " ")
    service.handle_change(world["coordinator"].actor, made.id, "Wij beoordelen opnieuw.")
    assert (made.state, told(unit, world, "change_handled")) == (NoticeState.HANDLED, {"submitter1"})
    with pytest.raises(Conflict):
        service.handle_change(world["coordinator"].actor, made.id, "Nog eens")


@pytest.mark.database
def test_a_change_is_added_to_and_never_altered(app: Flask, unit: Session, world: World) -> None:
    story.bring_to(story.start_round(world), story.subject(0, 0), DossierState.IN_REVIEW)
    made = change(world)
    for name, refused in (("contributor1", Forbidden), ("coordinator", Forbidden), ("submitter2", NotFound)):
        with pytest.raises(refused):
            service.add_to_change(world[name].actor, made.id, "x")
    service.handle_change(world["coordinator"].actor, made.id, "Gezien.")
    numbers = [
        service.add_to_change(world[f"{each}1"].actor, made.id, "Meer").number for each in ("submitter", "vendor-admin")
    ]
    assert numbers == [1, 2]
    vng = {"coordinator", "coordinator2", "all-roles"}
    assert told(unit, world, "change_added") == vng | {"reviewer1", "reviewer2"}
    with pytest.raises(DatabaseError, match="frozen"), unit.begin_nested():
        unit.execute(text("UPDATE change_notice_additions SET text = 'x'"))


@pytest.mark.database
def test_users_learn_the_fact_and_nothing_else(app: Flask, unit: Session, world: World) -> None:
    story.use(world, 0, 0, 1)
    change(world), change(world, ChangeKind.ANSWER_FELL)
    proposals = {each.facts["kind"]: each for each in rules.change_reported(facts.reported(clock.today()))}
    assert {kind: each.is_shared for kind, each in proposals.items()} == {"hosting": True, "answer_fell": False}
    for due in raising.due_changes():
        raising.apply(due)
    for name, number in (("ciso1", 1), ("ciso2", 0), ("coordinator", 2)):
        found = flags.list_flags(world[name].actor, rule=FlagRule.CHANGE_REPORTED).rows
        assert len(found) == number, name
        for flag in found:
            with app.test_request_context():
                words = explanation.explain(world[name].actor, flag)
            assert "GEHEIME" not in f"{words}" and "wijziging" in words.title
    assert raising.due_changes() == [], "it stands, and is not closed the next day"


@pytest.mark.database
def test_an_incident_is_for_its_supplier_and_vng(app: Flask, unit: Session, world: World) -> None:
    made = incident(world)
    vng = {"coordinator", "coordinator2", "releaser", "all-roles"}
    assert told(unit, world, "incident_reported") == vng
    mails = unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("incident_reported"))).all()
    assert len(mails) == len(vng) and not [each for each in mails if "Inbraak" in each.text or "Bedacht" in each.text]
    for name in ("contributor1", "coordinator", "releaser"):
        assert service.get_incident(world[name].actor, made.id).incident is made
    for name in ("submitter2", "ciso1", "reviewer1", "vng-admin"):
        with pytest.raises(NotFound):
            service.get_incident(world[name].actor, made.id)
    with pytest.raises(Forbidden):
        service.add_update(world["coordinator"].actor, made.id, UpdateStep.NEWS, "x")
    service.add_update(world["submitter1"].actor, made.id, UpdateStep.EARLY_WARNING, "Gewaarschuwd")
    view = service.get_incident(world["coordinator"].actor, made.id)
    assert [each.done_at is not None for each in view.clocks] == [True, False, False]
    assert told(unit, world, "incident_updated") == vng
    for statement in ("UPDATE incidents SET what = 'x'", "DELETE FROM incident_updates"):
        with pytest.raises(DatabaseError, match="frozen"), unit.begin_nested():
            unit.execute(text(statement))


def test_the_pages(app: Flask, unit: Session, world: World) -> None:
    unit.flush()
    supplier, vng = PageClient(app, world["submitter1"]), PageClient(app, world["coordinator"])
    assert "Nog geen wijzigingen gemeld" in supplier.get("/meldingen").words
    refused = supplier.post("/meldingen/wijziging", {"explanation": "Half getypt"}, status=422)
    assert "Half getypt" in refused.text and "Kies een van de mogelijkheden." in refused.words
    sent = {"kind": "taken_over", "counts_from": "2027-09-01", "explanation": "Verkocht", "measures": ""}
    other = next(each.value for each in ChangeKind if each is not ChangeKind.TAKEN_OVER)
    bare = supplier.post("/meldingen/wijziging", {**sent, "kind": other}, status=422)
    assert "Schrijf op wat u eraan doet." in bare.words
    unowned = supplier.post("/meldingen/wijziging", sent | {"owner_country": "NL"}, status=422)
    assert "Vul de naam van de nieuwe eigenaar in." in unowned.words and "Vul het KvK-nummer" in unowned.words
    sent |= {"owner_name": "Koper BV", "owner_country": "NL", "owner_kvk_number": "1234"}
    assert "Een KvK-nummer heeft 8 cijfers." in supplier.post("/meldingen/wijziging", sent, status=422).words
    sent["owner_kvk_number"] = "12 34 56 78"
    stray = supplier.post("/meldingen/wijziging", sent | {"kind": other, "measures": "x"}, status=422)
    assert "hoort alleen bij een overname" in stray.words
    abroad = supplier.post("/meldingen/wijziging", sent | {"owner_country": "DE"}, status=422)
    assert "handelsregister van dat land" in abroad.words
    assert "Alleen een Nederlandse eigenaar heeft een KvK-nummer." in abroad.words
    twice = supplier.post("/meldingen/wijziging", sent | {"owner_register_number": "HRB 12"}, status=422)
    assert "Een Nederlandse eigenaar heeft een KvK-nummer." in twice.words and 'value="HRB 12"' in twice.text
    place = supplier.post("/meldingen/wijziging", sent).location
    shown = vng.get(place).words
    assert "Koper BV" in shown and "12345678" in shown and "Dag van de overdracht 1 september 2027" in shown
    assert "Verkocht" in vng.get(place).words and "Overname" in vng.get("/meldingen").words
    assert "Plan de overname" in PageClient(app, world["vng-admin"]).get(place).words
    assert "Schrijf wat VNG" in vng.post(f"{place}/behandelen", {}, status=422).words
    vng.post(f"{place}/behandelen", {"answer": "Wij plannen een herbeoordeling."})
    assert "herbeoordeling" in supplier.get(place).words
    assert "Vul dit in." in supplier.post(f"{place}/aanvullen", {"text": " "}, status=422).words
    supplier.post(f"{place}/aanvullen", {"text": "De overdracht is een week later."})
    assert "Aanvulling 1" in vng.get(place).words and "Vul aan" not in vng.get(place).words
    late = {"known_at": "2999-01-01T10:00", "title": "Inbraak", "what": "x", "measures": "y", "severity": "high"}
    late |= {"data_kinds": "personal", "contact_name": "Iemand", "contact_phone": "030"}
    assert "Dit moment moet nog komen." in supplier.post("/meldingen/incident", late, status=422).words
    place = supplier.post("/meldingen/incident", late | {"known_at": "2026-01-01T10:00"}).location
    assert "Termijn voorbij" in vng.get(place).words
    assert "Vul dit in." in supplier.post(f"{place}/aanvullen", {"step": "news", "text": ""}, status=422).words
    supplier.post(f"{place}/aanvullen", {"step": "ended", "text": "Opgelost"})
    assert "Voorbij" in supplier.get(place).words
    PageClient(app, world["ciso1"]).get(place, 404)
    PageClient(app, world["buyer1"]).get("/meldingen", 403)
