# SPDX-License-Identifier: EUPL-1.2
"""Findings that are merged, split and linked, on both databases: who may, and what they take over."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import finding_release, shortcomings
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import ConclusionBasis, FindingCause, FindingState, Verdict
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.findings import service
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.findings.models import FindingLink
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Severity, Subject
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier, DossierPart
from samencontroleren.usage import service as usages
from tests.findings.life import Life
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

pytestmark = pytest.mark.database

S = FindingState
WHY = "Eén oorzaak."


class Several(Life):
    """The released finding on P-2, and others beside it."""

    def another(self, code: str, severity: Severity, due_on: date, vendor: int = 0, is_product: bool = True) -> Finding:
        """An open finding on another requirement, of this product or elsewhere."""
        dossier = self.dossier
        if vendor or not is_product:
            dossier = Dossier(round_id=self.dossier.round_id, vendor_id=self.world.vendors[vendor])
            dossier.product_id = self.world.products[vendor][0] if is_product else None
            dossier.subject, dossier.state = Subject.PRODUCT if is_product else Subject.VENDOR, DossierState.PUBLISHED
            self._add(dossier)
        made = Finding(dossier_id=dossier.id, vendor_id=dossier.vendor_id, product_id=dossier.product_id)
        made.requirement_version_id = self.world.requirement_versions[code]
        made.severity, made.due_on, made.state = severity, due_on, S.OPEN
        self._add(made)
        return made


@pytest.fixture
def life(app: Flask, unit: Session, world: World) -> Several:
    made = Several(world, unit)
    made.released()
    return made


def test_merged_they_take_the_gravest_severity_and_the_first_term(life: Several, world: World, unit: Session) -> None:
    into, actor = life.find(life.key), world["coordinator"].actor
    own = (into.severity, into.due_on)
    soon, sooner = clock.today() + timedelta(days=5), clock.today() + timedelta(days=3)
    grave, minor = life.another("P-4", Severity.CRITICAL, soon), life.another("P-3", Severity.LOW, sooner)
    service.merge_findings(actor, life.key, [grave.id, minor.id], WHY)
    assert (into.severity, into.due_on, into.state) == (Severity.CRITICAL, sooner, S.OPEN)
    assert {grave.state, minor.state} == {S.MERGED} and grave.merged_into_id == minor.merged_into_id == into.id
    found = service.get_finding(world["submitter1"].actor, life.key)
    assert {each.id for each in found.parts} == {grave.id, minor.id}
    assert service.get_finding(actor, grave.id).goes_on_in is into
    assert service.list_findings(actor).rows == [into]
    assert life.causes()[-1] is FindingCause.ABSORBED
    stands = service.stands(actor, [grave.id])
    assert stands[grave.id][0] is into  # a merged one stands as the one in which it goes on
    service.split_finding(actor, life.key, [grave.id], WHY)
    assert (grave.state, grave.severity, grave.due_on, grave.merged_into_id) == (S.OPEN, Severity.CRITICAL, soon, None)
    noted = select(TrailRow.object_id).where(TrailRow.action.in_(("finding.split", "finding.parted")))
    assert set(unit.scalars(noted)) == {grave.id, life.key}
    assert (into.severity, into.due_on) == (own[0], sooner)
    service.extend(actor, life.key, WHY, clock.today() + timedelta(days=400))
    service.split_finding(actor, life.key, [minor.id], WHY)
    assert minor.due_on == into.due_on == clock.today() + timedelta(days=400)  # more time was given to both
    assert (into.severity, into.own_severity) == (own[0], None)


@pytest.mark.parametrize("is_extended", [False, True])
def test_what_was_merged_before_counts_along_in_the_next_one(life: Several, world: World, is_extended: bool) -> None:
    into, actor, today = life.find(life.key), world["coordinator"].actor, clock.today()
    own, soon, late = (into.severity, into.due_on), today + timedelta(days=7), today + timedelta(days=180)
    grave, between = life.another("P-4", Severity.CRITICAL, soon), life.another("P-3", Severity.LOW, late)
    service.merge_findings(actor, between.id, [grave.id], WHY)
    if is_extended:  # the more time that was given to both is not taken back
        service.extend(actor, between.id, WHY, today + timedelta(days=400))
    service.merge_findings(actor, life.key, [between.id], WHY)
    assert (into.severity, into.due_on) == (Severity.CRITICAL, own[1] if is_extended else soon)
    assert grave.merged_into_id == between.merged_into_id == into.id
    assert (between.severity, between.due_on, between.own_severity) == (Severity.LOW, late, None)
    service.split_finding(actor, life.key, [grave.id], WHY)
    assert (into.severity, into.due_on, grave.severity) == (*own, Severity.CRITICAL)


def test_a_later_round_keeps_it_as_grave_as_what_goes_on_in_it(life: Several, world: World) -> None:
    into, actor, soon = life.find(life.key), world["coordinator"].actor, clock.today() + timedelta(days=5)
    grave = life.another("P-4", Severity.CRITICAL, soon)
    service.merge_findings(actor, life.key, [grave.id], WHY)
    for basis, severity in ((ConclusionBasis.EQUAL, Severity.LOW), (ConclusionBasis.CARRIED, Severity.HIGH)):
        later = life.next_dossier()
        short = [life.conclusion(later, code, Verdict.PARTLY) for code in ("P-2", "P-4")]
        short[0].basis, short[0].severity = basis, severity
        shortcomings.write_findings(later, short)
        finding_release.release_findings(later, short)
        assert into.dossier_id == later.id
        assert (into.severity, into.due_on) == (Severity.CRITICAL, soon)
        assert into.own_severity is Severity.LOW  # agreed on anew; what is taken over changes nothing
    service.split_finding(actor, life.key, [grave.id], WHY)
    assert (into.severity, grave.severity) == (Severity.LOW, Severity.CRITICAL)


def test_a_verdict_that_becomes_graver_makes_the_one_it_goes_on_in_graver(life: Several, world: World) -> None:
    into, actor, today = life.find(life.key), world["coordinator"].actor, clock.today()
    part = life.another("P-4", Severity.LOW, today + timedelta(days=170))
    own = (into.severity, into.due_on)
    service.merge_findings(actor, life.key, [part.id], WHY)
    later, soon = life.next_dossier(), today + questionnaires.finding_term(Severity.CRITICAL)
    short = [life.conclusion(later, code, Verdict.PARTLY) for code in ("P-2", "P-4")]
    short[1].severity = Severity.CRITICAL
    shortcomings.write_findings(later, short)
    draft = assessments.foreseen(later.id, [into, part], {each.requirement_version_id: each for each in short})
    assert {(each.severity, each.due_on) for each in draft.values()} == {(Severity.CRITICAL, soon)}  # heard on both
    assert (into.severity, part.severity) == (own[0], Severity.LOW)  # nothing changes before the release
    finding_release.release_findings(later, short)
    assert {(each.severity, each.due_on) for each in (into, part)} == {(Severity.CRITICAL, soon)}
    events = service.get_finding(world["submitter1"].actor, life.key).events
    assert [each.severity for each in events if each.cause is FindingCause.SEVERITY] == [Severity.CRITICAL]
    service.split_finding(actor, life.key, [part.id], WHY)
    assert (into.severity, part.severity, part.due_on) == (own[0], Severity.CRITICAL, soon)


@pytest.mark.parametrize("verdict", [Verdict.PARTLY, Verdict.NOT_APPLICABLE])
def test_what_a_later_round_solves_binds_the_one_it_went_on_in_no_more(
    life: Several, world: World, verdict: Verdict
) -> None:
    into, actor, soon = life.find(life.key), world["coordinator"].actor, clock.today() + timedelta(days=5)
    own = (into.severity, into.due_on)
    grave, later = life.another("P-4", Severity.CRITICAL, soon), life.next_dossier()
    service.merge_findings(actor, life.key, [grave.id], WHY)
    now = [life.conclusion(later, "P-2", verdict), life.conclusion(later, "P-4", Verdict.MEETS)]
    shortcomings.write_findings(later, now)
    draft = assessments.foreseen(later.id, [into], {each.requirement_version_id: each for each in now})
    assert [(each.severity, each.due_on) for each in draft.values()] == [own]  # heard on what it becomes
    assert (into.severity, into.due_on) == (Severity.CRITICAL, soon)
    finding_release.release_findings(later, now)
    assert (into.severity, into.due_on, into.own_severity, grave.state) == (*own, None, S.CLOSED)
    events = service.get_finding(world["submitter1"].actor, life.key).events
    assert [(each.severity, each.due_on) for each in events if each.cause is FindingCause.SEVERITY] == [own]


def test_what_is_new_is_foreseen_with_its_term_from_the_release(app: Flask, unit: Session, world: World) -> None:
    made = Several(world, unit)
    draft, late = made.finding(), clock.today() + timedelta(days=9)
    part, ago = made.another("P-4", Severity.LOW, late), timedelta(days=20)
    part.state, part.merged_into_id, part.found_on = S.DRAFT, draft.id, clock.today() - ago
    draft.own_severity, draft.own_due_on = draft.severity, draft.due_on - ago
    draft.found_on, draft.due_on = draft.found_on - ago, late - ago
    unit.flush()
    (concluded,) = unit.scalars(select(Conclusion))
    ahead = assessments.foreseen(made.dossier.id, [draft, part], {concluded.requirement_version_id: concluded})
    finding_release.release_findings(made.dossier, [concluded])
    assert (draft.state, part.state) == (S.OPEN, S.MERGED)
    assert [ahead[each.id].due_on for each in (draft, part)] == [draft.due_on, part.due_on]
    assert part.due_on == late + ago


def test_what_is_foreseen_of_many_takes_one_question(life: Several, world: World, unit: Session) -> None:
    day, actor = clock.today() + timedelta(days=9), world["coordinator"].actor
    into = [life.find(life.key), life.another("P-1", Severity.LOW, day)]
    for each, code in zip(into, ("P-3", "P-4"), strict=True):
        service.merge_findings(actor, each.id, [life.another(code, Severity.HIGH, day).id], WHY)
    with questions(unit.connection()) as asked:
        draft = assessments.foreseen(life.dossier.id, into, {})
    assert {each.severity for each in draft.values()} == {Severity.HIGH} and len(asked) == 1


def test_what_cannot_be_merged(life: Several, world: World) -> None:
    day, actor = clock.today() + timedelta(days=9), world["coordinator"].actor
    other = life.another("P-4", Severity.LOW, day)
    elsewhere = life.another("P-4", Severity.LOW, day, vendor=1)
    as_supplier = life.another("V-1", Severity.LOW, day, is_product=False)
    with pytest.raises(Invalid) as empty:
        service.merge_findings(actor, life.key, [], " ")
    assert set(empty.value.fields) == {"others", "reason"}
    with pytest.raises(Invalid) as itself:
        service.merge_findings(actor, life.key, [life.key], WHY)
    assert set(itself.value.fields) == {"others"}
    for stranger in (elsewhere, as_supplier):
        with pytest.raises(Conflict):
            service.merge_findings(actor, life.key, [stranger.id], WHY)
    refused = {"submitter1": Forbidden, "submitter2": NotFound, "ciso1": NotFound, "reviewer3": NotFound}
    for outsider, error in refused.items():
        with pytest.raises(error):
            service.merge_findings(world[outsider].actor, life.key, [other.id], WHY)
    with pytest.raises(NotFound):
        service.split_finding(actor, life.key, [other.id], WHY)
    life.assign("reviewer1")
    service.merge_findings(world["reviewer1"].actor, life.key, [other.id], WHY)
    with pytest.raises(Conflict):
        service.merge_findings(actor, other.id, [life.key], WHY)
    service.split_finding(world["reviewer1"].actor, life.key, [other.id], WHY)
    life.ask(RequestKind.CHECK)
    with pytest.raises(Conflict):  # first the decision that the supplier waits for
        service.merge_findings(actor, other.id, [life.key], WHY)


def test_a_finding_that_lapses_or_is_solved_lets_its_parts_go(life: Several, unit: Session, world: World) -> None:
    day, actor = clock.today() + timedelta(days=9), world["coordinator"].actor
    part = life.another("P-4", Severity.LOW, day)
    service.merge_findings(actor, life.key, [part.id], WHY)
    service.ask(world["submitter1"].actor, life.key, RequestKind.DISPUTE, "Onjuist")
    service.decide(actor, life.key, RequestKind.DISPUTE, True, "Terecht")
    assert (life.find(life.key).state, part.state, part.merged_into_id) == (S.LAPSED, S.OPEN, None)


def test_a_later_round_that_solves_the_one_but_not_the_other(life: Several, unit: Session, world: World) -> None:
    part = life.another("P-4", Severity.LOW, clock.today() + timedelta(days=9))
    service.merge_findings(world["coordinator"].actor, life.key, [part.id], WHY)
    later = life.next_dossier()
    met, short = life.conclusion(later, "P-2", Verdict.MEETS), life.conclusion(later, "P-4", Verdict.PARTLY)
    shortcomings.write_findings(later, [met, short])
    assert part.next_dossier_id == later.id  # found again: no second finding
    finding_release.release_findings(later, [met, short])
    assert (life.find(life.key).state, part.state, part.merged_into_id) == (S.CLOSED, S.OPEN, None)
    assert len(unit.scalars(select(Finding)).all()) == 2


def test_findings_of_one_supplier_are_linked_and_never_across(life: Several, unit: Session, world: World) -> None:
    day, actor = clock.today() + timedelta(days=9), world["coordinator"].actor
    other = life.another("V-1", Severity.LOW, day, is_product=False)
    stranger = life.another("P-4", Severity.LOW, day, vendor=1)
    with pytest.raises(NotFound):
        service.link_findings(actor, life.key, stranger.id, WHY)
    with pytest.raises(Invalid):
        service.link_findings(actor, life.key, life.key, "")
    made = service.link_findings(actor, life.key, other.id, WHY)
    assert service.link_findings(actor, other.id, life.key, WHY) is made  # the same one again
    assert [each.other for each in service.links_of(world["submitter1"].actor, life.key)] == [other]
    assert {each.id for each in service.linkable_to(actor, other)} == set()
    usage = usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
    usages.confirm_usage(world["ciso1"].actor, usage.id)
    municipal = world["ciso1"].actor
    assert service.get_finding(municipal, life.key).finding.id == life.key
    assert service.links_of(municipal, life.key) == []  # the other one is not in a result that it reads
    with pytest.raises(Forbidden):
        service.unlink_findings(world["submitter1"].actor, made.id)
    assert service.unlink_findings(actor, made.id) in (life.key, other.id)
    assert unit.scalars(select(FindingLink)).all() == []
    for action in ("finding.linked", "finding.unlinked"):
        assert set(unit.scalars(select(TrailRow.object_id).where(TrailRow.action == action))) == {life.key, other.id}
    played = unit.scalars(select(DossierPart.dossier_id).where(DossierPart.user_id == actor.user_id)).all()
    assert set(played) == {life.dossier.id, other.dossier_id}, "a part in the dossier of each"


def test_the_database_refuses_a_link_across_suppliers(life: Several, unit: Session, world: World) -> None:
    other = life.another("P-4", Severity.LOW, clock.today(), vendor=1)
    row = FindingLink(first_id=life.key, second_id=other.id, vendor_id=world.vendors[0], reason=WHY)
    row.made_at, row.made_by_id = clock.now(), world["coordinator"].user_id
    with pytest.raises(Exception, match=r"(?i)foreign key"), unit.begin_nested():
        unit.add(row)
        unit.flush()


def test_the_page_of_what_hangs_together(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit() as unit:
        life = Several(world, unit)
        life.released()
        part = life.another("P-4", Severity.HIGH, clock.today() + timedelta(days=5)).id
    vng, address = client_of(world["coordinator"]), f"/bevindingen/{life.key}"
    assert "Voeg samen, splits of koppel" in vng.get(address).text
    wrong = vng.post(f"{address}/samenvoegen", {"reason": "Eén oorzaak"}, status=422).text
    assert "Kies een of meer bevindingen" in wrong and "Eén oorzaak" in wrong
    vng.post(f"{address}/samenvoegen", {"others": [str(part)], "reason": WHY})
    supplier = client_of(world["submitter1"])
    page = supplier.get(address).text
    assert "Deze bevinding gaat ook over:" in page and WHY in page and "Voeg samen, splits of koppel" not in page
    assert "Gaat verder in:" in supplier.get(f"/bevindingen/{part}").text
    assert "Welke eisen gaan apart verder?" in vng.get(f"{address}/samenhang").text
    vng.post(f"{address}/splitsen", {"parts": [str(part)], "reason": WHY})
    vng.post(f"{address}/koppelen", {"other": str(part), "reason": WHY})
    assert "Hangt samen met:" in supplier.get(address).text
