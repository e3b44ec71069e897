# SPDX-License-Identifier: EUPL-1.2
"""Before the hearing the reviewers say whether a verdict is about what an earlier round found."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service
from samencontroleren.assessments.arranging import Agreed, Earlier, Named, planned, still_agreed
from samencontroleren.assessments.finding_layout import going_on
from samencontroleren.assessments.kinds import FindingCause, FindingState, Severity, Verdict
from samencontroleren.assessments.models import Finding, FindingEvent
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.findings import service as findings
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.models import ReleasedFinding
from samencontroleren.usage import service as usages
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import World

A, B, OLD, GONE = (uuid.UUID(int=number) for number in (1, 2, 8, 9))
LOW, MEDIUM, HIGH, CRITICAL = Severity
SHORT = {A: MEDIUM, B: HIGH}
BEFORE = {A: Earlier([OLD], 2, [OLD])}
VERDICTS = {"P-1": Verdict.PARTLY, "P-2": Verdict.NOT_MET}
NEW = "De sleutels staan op één plek"


def rows(*agreed: Agreed, earlier: dict[uuid.UUID, Earlier] | None = None) -> list[tuple[object, ...]]:
    found = planned(SHORT, agreed, BEFORE if earlier is None else earlier)
    return [(each.requirement, each.part, each.title, each.goes_on) for each in found]


def test_what_was_found_before_goes_on_by_itself_until_it_is_agreed_otherwise() -> None:
    assert rows() == [(B, 1, "", None)]
    assert rows(Agreed((B,), [], earlier=OLD)) == [(B, 1, "", OLD)]
    assert rows(Agreed((B,), [], earlier=GONE)) == [(B, 1, "", None)]  # it was solved meanwhile
    checked = {A: Earlier([OLD], 2)}
    assert rows(Agreed((B,), [], earlier=OLD), earlier=checked) == [(B, 1, "", None)]
    beside = Agreed((A,), [Named(NEW)], earlier=OLD)
    assert rows(beside) == [(B, 1, "", None), (A, 3, NEW, None)]
    # it keeps its place once the earlier one is solved
    assert rows(beside, earlier={A: Earlier(parts=2)})[0] == (A, 3, NEW, None)
    assert rows(Agreed((A,), [Named("Eén"), Named("Twee")])) == [(B, 1, "", None)]  # of before it was found again
    into = Agreed((B,), [], earlier=OLD)
    assert still_agreed([into]) == [into] and still_agreed([into, Agreed((B,), [])]) == []


def test_what_goes_on_is_as_grave_as_its_release_makes_it() -> None:
    old = Finding(id=OLD, severity=LOW)
    joined = Finding(id=GONE, severity=MEDIUM, merged_into_id=OLD)

    def grave(weighs: Severity | None, *agreed: Agreed) -> list[tuple[Severity, list[uuid.UUID]]]:
        found = going_on({A: [old], B: [joined]}, {A: weighs}, planned({A: CRITICAL}, agreed, BEFORE))
        return [(each.severity, list(each.requirements)) for each in found]

    assert grave(None) == [(MEDIUM, [A, B])]  # one row: the other was merged into it
    assert grave(HIGH) == [(HIGH, [A, B])]
    assert grave(CRITICAL, Agreed((A,), [Named(NEW)], earlier=OLD)) == [(MEDIUM, [A, B])]  # it is about another one
    beside = planned({A: CRITICAL}, [Agreed((A,), [Named(NEW)], earlier=OLD)], BEFORE)
    several = going_on({A: [old, Finding(id=B, severity=MEDIUM)]}, {A: CRITICAL}, beside)
    assert [each.severity for each in several] == [LOW, MEDIUM], "nor about what stands next to that"
    apart = going_on({A: [old]}, {A: None}, planned(SHORT, [Agreed((B,), [], earlier=OLD)], BEFORE))
    assert [each.severity for each in apart] == [HIGH]


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Flow:
    """P-1 was found before; now both reviewers judge P-1 and P-2 short, and want to talk first."""
    return talked(world)


def talked(world: World) -> Flow:
    Flow(world).publish_both({"P-1": Verdict.PARTLY})
    made = Flow(world)
    dossier = made.product_dossier
    made.submit_standing(dossier)
    made.assign(dossier)
    for name, wants in (("reviewer1", True), ("reviewer2", False)):
        made.judge(world[name], dossier, VERDICTS)
        service.mark_ready(world[name].actor, dossier.id, wants)
    return made


def old_finding(unit: Session) -> Finding:
    return unit.scalars(select(Finding).where(Finding.state == FindingState.OPEN)).one()


def heard(flow: Flow) -> list[service.Foreseen]:
    """What the supplier is heard on: each finding that is no part of another one."""
    actor, key = flow.world["submitter1"].actor, flow.product_dossier.id
    concluded = {each.requirement_version_id: each for each in service.current_conclusions(actor, key)}
    found = service.foreseen(key, service.list_findings(actor, key), concluded).values()
    return sorted((each for each in found if each.requirements), key=lambda each: (each.since is None, each.part))


def to_release(flow: Flow) -> None:
    world, key = flow.world, flow.product_dossier.id
    service.reply_to_hearing(world["submitter1"].actor, key, has_objection=False)
    flow.publish(flow.vendor_dossier)
    sharing.release(world["releaser"].actor, key)


def goes_on_from_the_release(flow: Flow, world: World, unit: Session) -> None:
    """A verdict goes on in an earlier finding; until the release who reads that knows nothing."""
    first, second, key = world["reviewer1"].actor, world["reviewer2"].actor, flow.product_dossier.id
    old, one, two = old_finding(unit), flow.version("P-1"), flow.version("P-2")
    stood, weight = (old.due_on, old.severity, old.revision), old.severity
    layout = service.layout_of(second, key)
    assert layout.earlier == {old.id: one} and list(layout.new) == [two]
    for wrong, into in (([one], old.id), ([two], uuid.uuid4())):
        with pytest.raises(Conflict):
            service.arrange(first, key, wrong, [], earlier=into)
    with pytest.raises(Invalid):
        service.arrange(first, key, [], [], earlier=old.id)
    with pytest.raises(Invalid):  # VNG decides with a reason
        service.arrange(world["coordinator"].actor, key, [two], [], earlier=old.id)
    made = service.arrange(first, key, [two], [], "Eén oorzaak.", earlier=old.id)
    service.agree_arrangement(second, key, made.id)
    service.finish_discussion(first, key)
    draft = unit.scalars(select(Finding).where(Finding.state == FindingState.DRAFT)).one()
    assert draft.merged_into_id == old.id
    [told] = heard(flow)
    assert (told.finding_id, told.requirements, told.since) == (old.id, [one, two], old.found_on)
    assert (old.due_on, old.severity, old.revision) == stood, "who reads the finding of then is told nothing yet"
    usage = usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
    usages.confirm_usage(world["ciso1"].actor, usage.id)
    assert findings.get_finding(world["ciso1"].actor, old.id).parts == []
    assert findings.get_finding(world["submitter1"].actor, old.id).parts == [draft]
    to_release(flow)
    assert (old.severity, old.due_on) == (told.severity, told.due_on) and old.own_severity is weight
    assert (old.state, draft.state) == (FindingState.OPEN, FindingState.MERGED)
    assert findings.get_finding(world["ciso1"].actor, old.id).parts == [draft]
    event = unit.scalars(select(FindingEvent).where(FindingEvent.cause == FindingCause.ABSORBED)).one()
    assert (event.finding_id, event.reason) == (old.id, "Eén oorzaak.")
    released = {each.finding_id: each for each in unit.scalars(select(ReleasedFinding)) if each.part_of}
    assert released.keys() == {draft.id}, "so the layers say what it goes on in"


def is_weighed_where_its_own_verdict_is(flow: Flow, world: World, unit: Session) -> None:
    """The earlier one stays as grave as what is to go on in it: that is changed at its own verdict."""
    first, vng, key = world["reviewer1"].actor, world["coordinator"].actor, flow.product_dossier.id
    old, one, two = old_finding(unit), flow.version("P-1"), flow.version("P-2")
    made = service.arrange(first, key, [two], [], "Eén oorzaak.", earlier=old.id)
    service.agree_arrangement(world["reviewer2"].actor, key, made.id)
    service.finish_discussion(first, key)
    draft = unit.scalars(select(Finding).where(Finding.state == FindingState.DRAFT)).one()
    told = []
    for asked, finding, severity in ((two, draft, CRITICAL), (one, old, LOW), (two, draft, LOW)):
        assert service.gradable(vng, finding) is not None
        service.change_severity(vng, key, asked, severity, "Gewogen.", finding_id=finding.id)
        told.append([(each.finding_id, each.severity) for each in heard(flow)])
    assert told == [[(old.id, CRITICAL)], [(old.id, CRITICAL)], [(old.id, LOW)]]
    assert (draft.merged_into_id, draft.severity) == (old.id, LOW)


def goes_on_alone_after_a_check_was_asked(flow: Flow, world: World, unit: Session) -> None:
    """The supplier says that the earlier one is solved: that is decided on first."""
    first, second, key = world["reviewer1"].actor, world["reviewer2"].actor, flow.product_dossier.id
    old, two = old_finding(unit), flow.version("P-2")
    made = service.arrange(first, key, [two], [], earlier=old.id)
    service.agree_arrangement(second, key, made.id)
    assert not service.layout_of(first, key).kept_from(old.id)
    old.state = FindingState.CHECK_ASKED
    assert service.layout_of(first, key).kept_from(old.id)
    service.finish_discussion(first, key)
    assert [len(each.requirements) for each in heard(flow)] == [1, 1]
    to_release(flow)
    draft = unit.scalars(select(Finding).where(Finding.requirement_version_id == two)).one()
    assert (draft.state, draft.merged_into_id) == (FindingState.OPEN, None)


def makes_one_beside_it(flow: Flow, world: World, unit: Session) -> None:
    """Another finding on the same requirement; a later round finds both again."""
    first, second, key = world["reviewer1"].actor, world["reviewer2"].actor, flow.product_dossier.id
    old, one = old_finding(unit), flow.version("P-1")
    with pytest.raises(Invalid):
        service.arrange(first, key, [], [Named(NEW, CRITICAL)], earlier=old.id)  # another severity without a reason
    made = service.arrange(first, key, [], [Named(NEW, CRITICAL)], "Dit is acuut.", earlier=old.id)
    old.state = FindingState.CHECK_ASKED  # one can still be kept apart from it
    service.agree_arrangement(second, key, made.id)
    old.state = FindingState.OPEN
    service.finish_discussion(first, key)
    old_one, _other, new_one = heard(flow)
    assert [(each.title, each.severity, each.since) for each in (old_one, new_one)] == [
        ("", old.severity, old.found_on),
        (NEW, CRITICAL, None),
    ]
    vng, new = world["coordinator"].actor, unit.get_one(Finding, new_one.finding_id)
    assert service.gradable(vng, old) is None and service.gradable(vng, new) is not None
    with pytest.raises(Conflict):  # the verdict is about the other one
        service.change_severity(vng, key, one, HIGH, "Erger.", finding_id=old.id)
    assert new.severity is CRITICAL
    to_release(flow)
    stands = [(each.requirement_version_id, each.part, each.state) for each in (old, new)]
    assert stands == [(one, 1, FindingState.OPEN), (one, 2, FindingState.OPEN)]
    later = Flow(world)
    later.submit_standing(later.product_dossier)
    later.assign(later.product_dossier)
    later.review(later.product_dossier, VERDICTS, VERDICTS)
    again = service.list_findings(first, later.product_dossier.id)
    assert {each.id for each in again if each.next_requirement_version_id == one} == {old.id, new.id}


def is_undone(flow: Flow, world: World, unit: Session) -> None:
    """Undone, or proposed only: the earlier one goes on as ever."""
    first, second, key = world["reviewer1"].actor, world["reviewer2"].actor, flow.product_dossier.id
    old, two = old_finding(unit), flow.version("P-2")
    for wanted in (old.id, None):
        made = service.arrange(first, key, [two], [], earlier=wanted)
        service.agree_arrangement(second, key, made.id)
    beside = service.arrange(first, key, [], [Named(NEW)], earlier=old.id)
    assert service.layout_of(first, key).proposals == [beside]  # not agreed to: nothing changes
    service.finish_discussion(first, key)
    assert [(each.requirements, each.since) for each in heard(flow)] == [
        ([flow.version("P-1")], old.found_on),
        ([two], None),
    ]


TRIED = (
    goes_on_from_the_release,
    is_weighed_where_its_own_verdict_is,
    goes_on_alone_after_a_check_was_asked,
    makes_one_beside_it,
    is_undone,
)


@pytest.mark.database
def test_a_verdict_is_about_what_an_earlier_round_found_or_not(flow: Flow, world: World, unit: Session) -> None:
    for tried in TRIED:
        with unit.begin_nested() as point:
            tried(flow, world, unit)
            point.rollback()


def test_the_page_shows_what_an_earlier_round_found(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit() as unit:
        flow = talked(world)
        old, key, two = old_finding(unit).id, flow.product_dossier.id, str(flow.version("P-2"))
    here = f"/dossiers/{key}/verschillen/bevindingen"
    first, second, vendor = (client_of(world[name]) for name in ("reviewer1", "reviewer2", "submitter1"))
    assert "Eerder gevonden" in first.get(here).words and f"eerder-{old}" in first.get(here).text
    why = "Dit is hetzelfde lek."
    wrong = first.post(f"{here}/eerder", {"earlier": "", "requirements": two, "reason": why}, status=422)
    assert "Kies een eerdere bevinding." in wrong.words and why in wrong.text
    wrong = first.post(f"{here}/los-van-eerder", {"earlier": str(old), "title1": "", "reason": why}, status=422)
    assert "Geef de bevinding een naam." in wrong.words and why in wrong.text
    first.post(f"{here}/eerder", {"earlier": str(old), "requirements": two, "reason": why})
    page = second.get(here)
    assert "Dit is dezelfde bevinding als een eerdere: P-1" in page.words
    stale = {"earlier": str(old), "requirements": two, "reason": "Mijn reden", "seen": ""}
    meanwhile = second.post(f"{here}/eerder", stale, status=409)
    assert "Mijn reden" in meanwhile.text and "Lees dat eerst." in meanwhile.words
    second.post(re.findall(r'action="(/dossiers/[^"]*/eens)"', page.text)[0], {})
    assert "Gaat nu ook over:" in first.get(here).words
    first.post(f"/dossiers/{key}/verschillen/afronden", {})
    vng = client_of(world["coordinator"])
    assert "Zij blijft zo ernstig als de ernstigste daarvan." in vng.get(f"/bevindingen/{old}").words
    joined = vng.get(f"/bevindingen/{old}/samenhang").words
    assert "Splitsen" not in joined, "what is to go on in it is no part that can be taken out"
    draft = vendor.get(f"/dossiers/{key}/wederhoor").words
    assert "P-1, P-2" in draft and "Al gevonden op" in draft and "gaat verder" in draft
    assert vendor.get(f"/dossiers/{key}/wederhoor.pdf").response.data.startswith(b"%PDF")
