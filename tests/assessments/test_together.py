# SPDX-License-Identifier: EUPL-1.2
"""Verdicts of last time confirmed together: only what did not change, each reviewer with a sample of their own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from samencontroleren.assessments import sampling, service
from samencontroleren.assessments.confirming import Row
from samencontroleren.assessments.earlier import last_time
from samencontroleren.assessments.facts import BesideLastTime
from samencontroleren.assessments.kinds import Assurance, FindingState, Severity, Verdict
from samencontroleren.assessments.models import Conclusion, Finding, ReviewVerdict
from samencontroleren.assessments.sameness import Bar, Facts, Sameness, bar_of, hanging_on, sameness_of
from samencontroleren.assessments.service import Lack
from samencontroleren.core import clock, rereading
from samencontroleren.core.errors import Conflict, Forbidden, NotFound
from samencontroleren.evidence.models import Document
from samencontroleren.findings.kinds import PlanState
from samencontroleren.findings.models import ImprovementPlan, PlanStep
from samencontroleren.findings.promised import promised
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import service as rounds
from samencontroleren.sharing import service as sharing
from tests.assessments.flow import Flow
from tests.assessments.second import OTHER, Second, second_round
from tests.responses.again import THEMES
from tests.responses.test_submission import add_proof
from tests.support.world import World

CODES = [f"EIS-{number:02}" for number in range(1, 9)]
PLACES = [THEMES[number // 4] for number in range(8)]
PROOF = frozenset((("document", "pagina 1", "0" * 64),))
OTHER_PROOF = frozenset((("document", "pagina 1", "1" * 64),))
FINE = Facts(papers_then=PROOF, papers_now=PROOF)


def seals(found: service.Together, *themes: str) -> dict[Any, str]:
    """What a page shows of these themes, or of all."""
    rows = (row for theme, rows in found.themes.items() for row in rows if not themes or theme in themes)
    return {row.key: row.seal for row in rows}


def bars(found: service.Together) -> dict[str, Bar]:
    return {row.item.version.requirement.code: row.bar for row in found.rows if row.bar is not None}


@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({}, None),
        ({"was_asked": False}, Bar.NEW),
        ({"is_reworded": True}, Bar.REWORDED),
        ({"is_recalled": True}, Bar.RECALLED),
        ({"was_reopened": True}, Bar.REOPENED),
        ({"was_met": False}, Bar.VERDICT),
        ({"has_finding": True}, Bar.FINDING),
        ({"is_answer_changed": True}, Bar.ANSWER),
        ({"hangs_on_change": True}, Bar.SCOPE),
        ({"papers_now": frozenset()}, Bar.NO_PROOF),
        ({"papers_now": frozenset((("document", "pagina 2", "0" * 64),))}, Bar.OTHER_PROOF),
        ({"papers_now": frozenset((("document", "pagina 1", "1" * 64),))}, Bar.OTHER_PROOF),
        ({"is_proof_good": False}, Bar.ENDED_PROOF),
    ],
)
def test_each_change_bars(changes: Mapping[str, Any], bar: Bar | None) -> None:
    facts = Facts(**{"papers_then": PROOF, "papers_now": PROOF, **changes})
    assert bar_of(facts) is bar
    assert bar_of(FINE) is None


def every_fact() -> Iterator[Facts]:
    """All that can be true at once of a requirement beside last time."""
    names = [each.name for each in fields(Facts) if each.type is bool]
    for values in product((False, True), repeat=len(names)):
        for then, now in ((PROOF, PROOF), (PROOF, OTHER_PROOF), (PROOF, frozenset()), (frozenset(), frozenset())):
            yield Facts(**dict(zip(names, values, strict=True)), papers_then=then, papers_now=now)


def test_desk_confirming_and_reason_cannot_differ_on_what_is_the_same() -> None:
    told, seen = {Bar.NEW, Bar.REWORDED, Bar.ANSWER, Bar.OTHER_PROOF}, set()
    for facts in every_fact():
        bar, difference = bar_of(facts), sameness_of(facts)
        seen.add((bar, difference))
        assert (bar is Bar.NEW) == (difference in (Sameness.FIRST, Sameness.NEW)), facts
        assert bar is not None or difference is Sameness.SAME, facts
        assert difference is not Sameness.SAME or bar not in told, facts
        row = ReviewVerdict(code=Verdict.MEETS, assurance=Assurance.CHECKED, public_reason=" ", is_repeating=False)
        item = service.DeskItem(SubmittedAnswer(), row, last=BesideLastTime(facts))
        assert (item.sameness, Row(item).bar) == (difference, bar)
        assert item.lacks == ([Lack.REASON] if bar else []), facts
        row.code = Verdict.PARTLY
        assert item.lacks == [Lack.REASON]
    assert {bar for bar, _difference in seen} == {None, *Bar}
    assert {difference for _bar, difference in seen} == set(Sameness)


def test_what_hangs_on_a_change_hangs_on_it_through_others_too() -> None:
    looks_at = {"B": {"A"}, "C": {"B"}, "D": {"E"}}
    assert hanging_on({"A"}, looks_at) == {"B", "C"}
    assert hanging_on(set(), looks_at) == set()


@pytest.fixture
def make(app: Flask, unit: Session, world: World) -> Callable[..., Second]:
    """A second round of eight requirements in two themes."""
    return lambda **facts: second_round(world, CODES, PLACES, **facts)


@pytest.mark.database
def test_what_did_not_change_becomes_ones_own_verdict(make: Callable[..., Second], world: World, unit: Session) -> None:
    second, actor = make(), world["reviewer1"].actor
    found = service.together(actor, second.now.id)
    assert bars(found) == {}
    assert [len(rows) for rows in found.themes.values()] == [4, 4]
    outcome = service.confirm_together(actor, second.now.id, seals(found))
    assert (outcome.confirmed, outcome.refused) == (8, [])
    own = service.own_verdicts(actor, second.now.id)
    assert {(each.code, each.assurance, each.public_reason) for each in own} == {(Verdict.MEETS, Assurance.AUDITED, "")}
    assert all(each.is_together for each in own)
    assert service.own_verdicts(world["reviewer2"].actor, second.now.id) == []
    assert len(service.together(world["reviewer2"].actor, second.now.id).themes) == 2


@pytest.mark.database
def test_some_come_back_and_nobody_is_ready_before_they_were_read(
    make: Callable[..., Second], world: World, unit: Session
) -> None:
    second, actor = make(), world["reviewer1"].actor
    found = service.together(actor, second.now.id)
    first, last = found.themes
    assert service.confirm_together(actor, second.now.id, seals(found, first)).confirmed == 4
    early = {row.key for row in service.together(actor, second.now.id).to_reread}
    service.confirm_together(actor, second.now.id, seals(found, last))
    due = service.together(actor, second.now.id).to_reread
    assert len(due) == 3
    assert early <= {row.key for row in due}
    with pytest.raises(Conflict) as refused:
        service.mark_ready(actor, second.now.id)
    assert refused.value.params == {"count": 3}
    for row in due:
        service.save_verdict(actor, second.now.id, row.key, Verdict.MEETS, Assurance.AUDITED, revision=1)
    assert service.together(actor, second.now.id).to_reread == []
    assert service.mark_ready(actor, second.now.id) is False
    assert sum(each.is_together for each in service.own_verdicts(actor, second.now.id)) == 5


@pytest.mark.database
def test_a_successor_confirms_together_anew(
    make: Callable[..., Second], app: Flask, world: World, unit: Session
) -> None:
    """What the predecessor confirmed unread is no suggestion: it would count as read, outside of any sample."""
    second, actor, successor = make(), world["reviewer1"].actor, world["reviewer3"].actor
    service.confirm_together(actor, second.now.id, seals(service.together(actor, second.now.id)))
    read = service.together(actor, second.now.id).to_reread[0]
    service.save_verdict(actor, second.now.id, read.key, Verdict.MEETS, Assurance.AUDITED, revision=1)
    with app.test_request_context():
        rounds.hand_back(actor, second.now.id, "Ik ben ziek.")
        rounds.add_reviewer(world["coordinator"].actor, second.now.id, successor.membership_id)
    assert [each.verdict.requirement_version_id for each in service.suggestions(successor, second.now.id)] == [read.key]
    assert sum(map(len, service.together(successor, second.now.id).themes.values())) == 8


def test_each_reviewer_has_a_sample_of_their_own_that_hangs_on_the_secret(app: Flask) -> None:
    dossier, people, asked = uuid4(), [uuid4(), uuid4()], [uuid4() for _each in range(60)]
    samples = set()
    with app.app_context():
        for secret in ("een", "twee"):
            app.config["SECRET_KEY"] = secret
            for person in people:
                pool = {each: sampling.candidate(dossier, person, each, None) for each in asked}
                samples.add(frozenset(rereading.chosen(pool)))
    assert len(samples) == 4
    assert {len(each) for each in samples} == {3}


FAULTS: dict[str, dict[str, Any]] = {
    "another file in its place": {"sha256": "f" * 64},
    "ended": {"valid_until": clock.today() - timedelta(1)},
    "withdrawn": {"withdrawn_at": clock.now()},
    "superseded": {"superseded_at": clock.now()},
}


@pytest.mark.database
def test_proof_that_no_longer_holds_bars_also_between_showing_and_pressing(
    make: Callable[..., Second], world: World, unit: Session
) -> None:
    second, actor = make(papers={"EIS-08": None}), world["reviewer1"].actor
    shown = seals(service.together(actor, second.now.id))
    assert len(shown) == 7
    for name, fault in FAULTS.items():
        before = {part: getattr(second.paper, part) for part in fault}
        _set(unit, second.paper, fault)
        outcome = service.confirm_together(actor, second.now.id, shown)
        assert (outcome.confirmed, len(outcome.refused)) == (0, 7), name
        found = bars(service.together(actor, second.now.id))
        assert found == {**dict.fromkeys(CODES, Bar.ENDED_PROOF), "EIS-08": Bar.NO_PROOF}, name
        assert service.own_verdicts(actor, second.now.id) == []
        _set(unit, second.paper, before)
    assert service.confirm_together(actor, second.now.id, shown).confirmed == 7


def _set(unit: Session, paper: Document, values: Mapping[str, Any]) -> None:
    unit.execute(update(Document).where(Document.id == paper.id).values(**values))
    unit.refresh(paper)


@pytest.mark.database
def test_evidence_that_was_swapped_before_submitting_does_not_pass(
    make: Callable[..., Second], world: World, unit: Session
) -> None:
    """The same title, kind and dates, other bytes: only the hash tells."""
    swapped = add_proof(world["submitter1"].actor, world, b"Iets heel anders.")
    second, actor = make(papers={"EIS-03": swapped}), world["reviewer1"].actor
    assert (swapped.title, swapped.kind, swapped.valid_until) == (
        second.paper.title,
        second.paper.kind,
        second.paper.valid_until,
    )
    found = service.together(actor, second.now.id)
    assert bars(found) == {"EIS-03": Bar.OTHER_PROOF}
    row = next(each for each in found.rows if each.bar)
    outcome = service.confirm_together(actor, second.now.id, {**seals(found), row.key: row.seal})
    assert outcome.confirmed == 7
    assert [each.version.requirement.code for each in outcome.refused] == ["EIS-03"]


@pytest.mark.database
def test_wording_answer_scope_verdict_and_finding_bar(make: Callable[..., Second], world: World, unit: Session) -> None:
    second = make(
        reworded=1,
        new=1,
        values={"EIS-02": OTHER},
        verdicts={"EIS-05": Verdict.PARTLY},
        conditions={"EIS-03": {"is": ["EIS-02", "meets"]}, "EIS-04": {"is": ["EIS-03", "meets"]}},
    )
    unit.add(
        Finding(
            dossier_id=second.first.id,
            vendor_id=second.first.vendor_id,
            product_id=second.first.product_id,
            requirement_version_id=second.key("EIS-06"),
            severity=Severity.LOW,
            due_on=clock.today(),
            state=FindingState.OPEN,
        )
    )
    unit.flush()
    found = service.together(world["reviewer1"].actor, second.now.id)
    assert bars(found) == {
        "EIS-01": Bar.REWORDED,
        "EIS-02": Bar.ANSWER,
        "EIS-03": Bar.SCOPE,
        "EIS-04": Bar.SCOPE,
        "EIS-05": Bar.VERDICT,
        "EIS-06": Bar.FINDING,
        "NW-1": Bar.NEW,
    }


@pytest.mark.database
def test_who_was_faster_in_another_tab_is_not_overwritten(make: Callable[..., Second], world: World) -> None:
    second, actor = make(), world["reviewer1"].actor
    shown = seals(service.together(actor, second.now.id))
    given = service.save_verdict(
        actor, second.now.id, second.key("EIS-02"), Verdict.PARTLY, Assurance.CHECKED, public_reason="Nee."
    ).verdict
    service.save_wish(actor, second.now.id, second.key("EIS-03"), "Ik mis iets.", 0)
    outcome = service.confirm_together(actor, second.now.id, shown)
    assert {each.version.requirement.code for each in outcome.refused} == {"EIS-02", "EIS-03"}
    assert (outcome.confirmed, given.code, given.is_together) == (6, Verdict.PARTLY, False)
    again = service.confirm_together(actor, second.now.id, {second.key("EIS-01"): shown[second.key("EIS-01")]})
    assert again.confirmed == 1
    assert {each.revision for each in service.own_verdicts(actor, second.now.id)} == {1}
    with pytest.raises(Conflict):
        service.confirm_together(actor, second.now.id, {})


def test_confirming_together_is_offered_where_not_all_come_back(make: Callable[..., Second], world: World) -> None:
    second, actor = make(), world["reviewer1"].actor
    found = service.desk(actor, second.now.id)
    saves = [replace(found, items=found.items[:number]).saves_together for number in (0, 3, 4, 8)]
    assert saves == [False, False, True, True]
    service.confirm_together(actor, second.now.id, seals(service.together(actor, second.now.id)))
    assert service.desk(actor, second.now.id).saves_together, "also for whoever goes on where it was left"


def test_after_a_verdict_comes_what_lies_next_on_the_desk(make: Callable[..., Second], world: World) -> None:
    second, actor = make(conditions={"EIS-02": {"is": ["EIS-05", "yes"]}}), world["reviewer1"].actor
    set_committed_value(second.asked["EIS-05"], "answer_kind", AnswerKind.YES_NO)
    desk = service.desk(actor, second.now.id)
    assert desk.items[0].is_scope and desk.items[0].version.id == second.key("EIS-05"), "that of the scope first"
    keys = [each.version.id for each in desk.items]
    assert [service.following(actor, second.now, key) for key in keys] == [desk.after(key) for key in keys]


@pytest.mark.database
def test_only_who_reviews_now_reads_what_was_said_before(make: Callable[..., Second], world: World) -> None:
    second = make()
    wanted = {each.id: [code] for code, each in second.asked.items()}
    for name in ("reviewer3", "submitter1", "ciso1", "coordinator"):
        assert last_time(world[name].actor, second.now, wanted) == {}
    with pytest.raises(NotFound):
        service.together(world["reviewer3"].actor, second.now.id)
    with pytest.raises(Forbidden):
        service.confirm_together(world["coordinator"].actor, second.now.id, {second.key("EIS-01"): ""})
    found = last_time(world["reviewer2"].actor, second.now, wanted)
    assert len(found) == 8
    assert all(rows[0].answer is not None for rows in found.values())


@pytest.mark.database
def test_beside_the_last_verdict_stands_what_was_promised_also_of_what_it_follows(
    make: Callable[..., Second], world: World, unit: Session
) -> None:
    second = make(new=1, dropped=1, succeeds={"NW-1": ["EIS-08"]}, verdicts={"EIS-08": Verdict.PARTLY})
    before = unit.scalars(select(Conclusion).where(Conclusion.code == Verdict.PARTLY)).one()
    found = Finding(dossier_id=second.first.id, vendor_id=second.first.vendor_id, product_id=second.first.product_id)
    found.requirement_version_id, found.state = before.requirement_version_id, FindingState.SOLVING
    found.severity, found.due_on = Severity.LOW, clock.today()
    unit.add(found)
    unit.flush()
    for number, state in enumerate((PlanState.ACCEPTED, PlanState.SUBMITTED), 1):
        step = PlanStep(position=1, what=f"Stap van plan {number}.", due_on=clock.today())
        unit.add(ImprovementPlan(finding_id=found.id, number=number, state=state, revision=1, steps=[step]))
    unit.flush()
    for name in ("reviewer1", "reviewer2"):
        actor = world[name].actor
        item = service.desk(actor, second.now.id).item(second.key("NW-1"))
        [said] = service.with_promises(actor, item.last.said)
        assert said.conclusion.id == before.id
        assert said.shortcoming is not None
        assert [each.what for each in said.shortcoming.promised] == ["Stap van plan 1."]
    for name in ("reviewer3", "ciso1", "submitter2"):
        assert last_time(world[name].actor, second.now, {second.key("NW-1"): ["NW-1", "EIS-08"]}) == {}
        assert promised(world[name].actor, [found.id]) == {}
    desk = service.desk(world["reviewer1"].actor, second.now.id)
    [good] = service.with_promises(world["reviewer1"].actor, desk.item(second.key("EIS-01")).last.said)
    assert (good.conclusion.code, good.shortcoming) == (Verdict.MEETS, None)
    assert bars(service.together(world["reviewer1"].actor, second.now.id)) == {"NW-1": Bar.REWORDED}
    assert desk.item(second.key("NW-1")).sameness is Sameness.REWORDED


@pytest.mark.database
def test_a_recalled_result_is_no_ground(app: Flask, unit: Session, world: World) -> None:
    flow = Flow(world)
    soon = clock.today() + timedelta(days=200)
    released = flow.publish_both({"P-3": Verdict.NOT_APPLICABLE}, proof={"P-1": soon, "P-3": soon})
    again = Flow(world)
    again.submit_standing(again.product_dossier)
    again.assign(again.product_dossier)
    actor = world["reviewer1"].actor
    found = service.together(actor, again.product_dossier.id)
    assert bars(found) == {"P-2": Bar.NO_PROOF, "P-4": Bar.NO_PROOF}
    service.confirm_together(actor, again.product_dossier.id, seals(found))
    verdicts = unit.scalars(select(ReviewVerdict).where(ReviewVerdict.is_together)).all()
    kept = {"design": "meets", "existence": "not_applicable"}
    assert [each.axes for each in verdicts if each.axes] == [kept], "as it was concluded"
    sharing.recall(world["releaser"].actor, released.id, "Onjuist.")
    found = service.together(actor, again.product_dossier.id)
    assert set(bars(found).values()) == {Bar.RECALLED}
