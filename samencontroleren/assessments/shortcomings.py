# SPDX-License-Identifier: EUPL-1.2
"""Findings as verdicts make them: drafts in the hearing, shared at release, carried on between rounds.

What a supplier then does about a finding is the feature `findings`; every change of state goes through `move_finding`.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import joining
from samencontroleren.assessments.arranging import Agreed, Named, Planned, planned, still_agreed
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.kinds import (
    FINDING_MOVES,
    FOLLOWING,
    TO_SOLVE,
    ConclusionBasis,
    FindingCause,
    FindingState,
    Severity,
    Verdict,
)
from samencontroleren.assessments.models import Arrangement, Conclusion, Finding, FindingEvent
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import Turn
from samencontroleren.rounds.models import Dossier


def in_dossier(dossier_id: uuid.UUID) -> ColumnElement[bool]:
    """Findings that stand in a dossier: made there, or found there again; not those that lapsed."""
    stands = or_(Finding.dossier_id == dossier_id, Finding.next_dossier_id == dossier_id)
    return stands & (Finding.state != FindingState.LAPSED)


def findings_by_requirement(dossier_id: uuid.UUID) -> Mapping[uuid.UUID, Sequence[Finding]]:
    """The findings of a dossier by the wording of the requirement there (system use)."""
    query = select(Finding).where(in_dossier(dossier_id)).order_by(Finding.part, Finding.id)
    found: dict[uuid.UUID, list[Finding]] = {}
    for each in session().scalars(query):
        found.setdefault(each.requirement_in(dossier_id), []).append(each)
    return found


def agreed_by(row: Arrangement) -> Agreed:
    """What an arrangement says."""
    named = [Named(each["title"], Severity(each["severity"]) if each["severity"] else None) for each in row.findings]
    weighed = [Severity(each) for each in row.severities]
    return Agreed(row.requirements, named, row.reason, row.is_decided, weighed)


def agreed_in(dossier_id: uuid.UUID) -> list[Agreed]:
    """What was agreed on about the findings of a dossier and still counts (system use)."""
    counts = Arrangement.settled_at.is_not(None) & Arrangement.ended_at.is_(None)
    query = select(Arrangement).where(Arrangement.dossier_id == dossier_id, counts)
    return still_agreed(agreed_by(each) for each in session().scalars(query.order_by(Arrangement.settled_at)))


def write_findings(dossier: Dossier, conclusions: Iterable[Conclusion]) -> None:
    """Make a finding of each shortcoming, or as was agreed (`arranging`); a draft that no longer stands lapses.

    The term counts in calendar days: of a draft from the day it arose, anew from its release; one that is open keeps
    its term. What an earlier
    round found and is not solved is found again: the same finding, with its history and its first date. A verdict
    that was taken over makes no finding: where it has none that is open, it was solved.
    """
    short = {each.requirement_version_id: each for each in conclusions if each.code in SHORTCOMINGS}
    here = session().scalars(select(Finding).where(Finding.dossier_id == dossier.id))
    own = {(each.requirement_version_id, each.part): each for each in here}
    first = {key for key, _part in own}
    again = _find_again(dossier, {key: each for key, each in short.items() if key not in first})
    anew = {
        key: each.gravity
        for key, each in short.items()
        if key not in again and (key in first or each.basis is not ConclusionBasis.CARRIED)
    }
    plans = planned(anew, agreed_in(dossier.id))
    for place in own.keys() - {(each.requirement, each.part) for each in plans}:
        _drop(own[place])
    made = [_lay_down(dossier, each, short[each.requirement], own.get((each.requirement, each.part))) for each in plans]
    _join(plans, made)


def _find_again(dossier: Dossier, short: Mapping[uuid.UUID, Conclusion]) -> set[uuid.UUID]:
    """Let what earlier dossiers found go on where it still is a shortcoming, and only there; gives where."""
    earlier = _standing(dossier)
    for each in session().scalars(select(Finding).where(Finding.next_dossier_id == dossier.id)):
        each.next_dossier_id = each.next_requirement_version_id = None
    found = {key for key, each in short.items() if each.requirement_version.requirement_id in earlier}
    for key in found:
        for each in earlier[short[key].requirement_version.requirement_id]:
            each.next_dossier_id, each.next_requirement_version_id = dossier.id, key
    session().flush()
    return found


def release_findings(dossier: Dossier, conclusions: Iterable[Conclusion]) -> None:
    """At release: drafts open with their term from today, since until now the verdict could still change.

    What was found again stands in this dossier, what now meets is closed.

    What was merged into a finding that is closed by it, and still is a shortcoming, goes on by itself; else the
    finding in which it goes on is as grave as its gravest verdict that is not met now. A verdict that was taken over
    weighs nothing anew.
    """
    conclusions = list(conclusions)
    anew = (each for each in conclusions if each.basis is not ConclusionBasis.CARRIED)
    gravities = {each.requirement_version_id: each.severity for each in anew}
    for key, several in findings_by_requirement(dossier.id).items():
        for each in several:
            _release(dossier, each, gravities.get(key))
    session().flush()
    met = {each.requirement_version.requirement_id for each in conclusions if each.code is Verdict.MEETS}
    for requirement_id, several in _standing(dossier).items():
        for each in several if requirement_id in met else ():
            _close(each)
    for finding in session().scalars(select(Finding).where(in_dossier(dossier.id), joining.is_alone())):
        joining.go_on_alone(finding)
        move_finding(SYSTEM, finding, FindingState.OPEN, FindingCause.SPLIT, party=Turn.RELEASER)
    for into in joining.covering(rounds_policy.same_subject(Finding, dossier)):
        if joining.follow(into, term_from_today):
            note_event(SYSTEM, into, FindingCause.SEVERITY, party=Turn.REVIEWERS)


def _release(dossier: Dossier, finding: Finding, severity: Severity | None) -> None:
    if finding.next_dossier_id == dossier.id:
        _carry(finding, severity)
    elif finding.state is FindingState.DRAFT:
        finding.due_on = counted_from_today(finding, finding.due_on)
        if finding.own_due_on is not None:
            finding.own_due_on = counted_from_today(finding, finding.own_due_on)
        to = FindingState.OPEN if finding.merged_into_id is None else FindingState.MERGED
        move_finding(SYSTEM, finding, to, FindingCause.RELEASED, party=Turn.RELEASER)


def counted_from_today(finding: Finding, due_on: date) -> date:
    """A last day of a draft as its release makes it: the whole term from that day. Of what is open it stays. Pure."""
    return clock.today() + (due_on - finding.found_on) if finding.state is FindingState.DRAFT else due_on


def term_from_today(severity: Severity) -> date:
    """The last day to solve a finding that gets this severity today."""
    return clock.today() + questionnaires.finding_term(severity)


def move_finding(
    actor: Actor,
    finding: Finding,
    to_state: FindingState,
    cause: FindingCause,
    reason: str = "",
    party: Turn | None = None,
) -> FindingEvent:
    """Move a finding to another state with a line in its history. Raises Conflict when there is no such move."""
    if to_state not in FINDING_MOVES[finding.state]:
        raise Conflict("De bevinding is intussen in een andere fase. Dit kan nu niet meer.")
    finding.state = to_state
    notifications.moved("finding", finding.id, to_state)
    return note_event(actor, finding, cause, reason, party)


def state_before(finding: Finding, cause: FindingCause) -> FindingState:
    """Where a finding stood before it last met with `cause` (system use)."""
    mine = FindingEvent.finding_id == finding.id
    last = select(func.max(FindingEvent.number)).where(mine, FindingEvent.cause == cause).scalar_subquery()
    before = select(FindingEvent.state).where(mine, FindingEvent.number < last)
    return session().scalars(before.order_by(FindingEvent.number.desc()).limit(1)).one()


def note_event(
    actor: Actor, finding: Finding, cause: FindingCause, reason: str = "", party: Turn | None = None
) -> FindingEvent:
    """Write a line in the history of a finding as it stands now, and in the trail where it is an act of its own."""
    finding.revision += 1
    session().flush()
    last = session().scalar(select(func.max(FindingEvent.number)).where(FindingEvent.finding_id == finding.id)) or 0
    made = FindingEvent(
        finding_id=finding.id,
        number=last + 1,
        happened_at=clock.now(),
        cause=cause,
        state=finding.state,
        party=party or party_of(actor),
        user_id=actor.user_id,
        due_on=finding.due_on,
        severity=finding.severity,
        reason=reason,
    )
    session().add(made)
    session().flush()
    if cause not in FOLLOWING:
        reader = finding.vendor_id if actor.is_vendor else None
        trail.record(actor, f"finding.{cause}", "finding", finding.id, reader=reader, state=finding.state.value)
    return made


def party_of(actor: Actor) -> Turn:
    """For which party somebody acts on a finding; nobody: the platform itself."""
    if actor.is_vendor:
        return Turn.VENDOR
    if actor.is_vng:
        return Turn.COORDINATOR
    return Turn.REVIEWERS if actor.is_municipal else Turn.NOBODY


def standing_requirements(dossier: Dossier) -> frozenset[uuid.UUID]:
    """The requirements on which an earlier dossier of the same subject found what is not solved (system use)."""
    return frozenset(session().scalars(unsolved(dossier)))


def _standing(dossier: Dossier) -> dict[uuid.UUID, list[Finding]]:
    """What earlier dossiers of the same subject found and is not solved, by requirement; the first dossier wins.

    One that was merged goes on while the finding in which it goes on is not solved.
    """
    query = select(Finding).options(joinedload(Finding.requirement_version)).where(_is_unsolved(dossier))
    found: dict[uuid.UUID, list[Finding]] = {}
    for each in session().scalars(query.order_by(Finding.found_on, Finding.id)):
        several = found.setdefault(each.requirement_version.requirement_id, [])
        if not several or several[0].dossier_id == each.dossier_id:
            several.append(each)
    return found


def _is_unsolved(dossier: Dossier) -> ColumnElement[bool]:
    return and_(
        rounds_policy.same_subject(Finding, dossier),
        Finding.dossier_id != dossier.id,
        or_(Finding.state.in_(TO_SOLVE), joining.goes_on_elsewhere()),
    )


def unsolved(dossier: Dossier) -> Select[uuid.UUID]:
    """The requirements on which an earlier dossier of the same subject found something that is not solved (system).

    Part of another query, with names of its own.
    """
    query = select(RequirementVersion.requirement_id).join(
        Finding, Finding.requirement_version_id == RequirementVersion.id
    )
    return query.where(_is_unsolved(dossier)).correlate(None)


def _drop(finding: Finding) -> None:
    if finding.state is FindingState.DRAFT:
        finding.merged_into_id = finding.own_severity = finding.own_due_on = None
        move_finding(SYSTEM, finding, FindingState.LAPSED, FindingCause.DROPPED, party=Turn.REVIEWERS)


def _lay_down(dossier: Dossier, plan: Planned, conclusion: Conclusion, known: Finding | None) -> Finding:
    """The finding as planned; when it had lapsed in a reconsideration it is a draft again, with its first term.

    The term of a draft follows its severity (product.md, section 6), from the day it was found.
    """
    finding = known or _begin(dossier, plan)
    if finding.state is FindingState.LAPSED:
        move_finding(SYSTEM, finding, FindingState.DRAFT, FindingCause.FOUND, party=Turn.REVIEWERS)
    if finding.state is FindingState.DRAFT:
        finding.title = plan.title
        _weigh_draft(finding, plan, conclusion)
    return finding


def _weigh_draft(finding: Finding, plan: Planned, conclusion: Conclusion) -> None:
    is_whole = plan.whole is not None
    finding.own_severity = plan.severity if is_whole else None
    finding.own_due_on = finding.found_on + questionnaires.finding_term(plan.severity) if is_whole else None
    if finding.severity is not plan.shown:
        finding.severity = plan.shown
        finding.due_on = finding.found_on + questionnaires.finding_term(plan.shown)
        party = Turn.COORDINATOR if conclusion.decided_by_id else Turn.REVIEWERS
        note_event(SYSTEM, finding, FindingCause.SEVERITY, conclusion.basis_reason, party)


def _join(plans: Sequence[Planned], made: Sequence[Finding]) -> None:
    """What was agreed to be one finding goes on in the first, with who agreed so and why in the history of both."""
    by_requirement = {plan.requirement: each for plan, each in zip(plans, made, strict=True) if plan.part == 1}
    absorbing = set()
    for plan, each in zip(plans, made, strict=True):
        into = by_requirement[plan.into] if plan.into else None
        if each.state is not FindingState.DRAFT or each.merged_into_id == (into.id if into else None):
            continue
        each.merged_into_id = into.id if into else None
        _note_joined(each, FindingCause.MERGED if into else FindingCause.SPLIT, plan)
        if plan.into and plan.into not in absorbing:
            absorbing.add(plan.into)
            _note_joined(by_requirement[plan.into], FindingCause.ABSORBED, plan)
    session().flush()


def _note_joined(finding: Finding, cause: FindingCause, plan: Planned) -> None:
    is_decided = plan.agreed is not None and plan.agreed.is_decided
    reason = plan.agreed.reason if plan.agreed else ""
    note_event(SYSTEM, finding, cause, reason, Turn.COORDINATOR if is_decided else Turn.REVIEWERS)


def _carry(finding: Finding, severity: Severity | None) -> None:
    """It stands in this dossier now. A higher severity that was agreed on brings its term nearer, never further.

    So it does for one that was merged: that is its own again when it is split.
    """
    is_weighed = finding.state in (*TO_SOLVE, FindingState.MERGED)
    if severity and is_weighed and joining.weigh(finding, severity, term_from_today(severity)):
        note_event(SYSTEM, finding, FindingCause.SEVERITY, party=Turn.REVIEWERS)
    if finding.next_dossier_id is not None and finding.next_requirement_version_id is not None:
        finding.dossier_id = finding.next_dossier_id
        finding.requirement_version_id = finding.next_requirement_version_id
    finding.next_dossier_id = finding.next_requirement_version_id = None
    note_event(SYSTEM, finding, FindingCause.CARRIED, party=Turn.RELEASER)


def _close(finding: Finding) -> None:
    finding.next_dossier_id = finding.next_requirement_version_id = None
    move_finding(SYSTEM, finding, FindingState.CLOSED, FindingCause.MET, party=Turn.RELEASER)


def _begin(dossier: Dossier, plan: Planned) -> Finding:
    made = Finding(
        dossier_id=dossier.id,
        vendor_id=dossier.vendor_id,
        product_id=dossier.product_id,
        requirement_version_id=plan.requirement,
        part=plan.part,
        title=plan.title,
        severity=plan.shown,
        found_on=clock.today(),
        due_on=clock.today() + questionnaires.finding_term(plan.shown),
        state=FindingState.DRAFT,
        revision=0,
    )
    session().add(made)
    note_event(SYSTEM, made, FindingCause.FOUND, party=Turn.REVIEWERS)
    return made
