# SPDX-License-Identifier: EUPL-1.2
"""Findings as verdicts make them: drafts in the hearing, shared at release, carried on between rounds.

What a supplier then does about a finding is the feature `findings`; every change of state goes through `move_finding`.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import joining
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
from samencontroleren.assessments.models import Conclusion, Finding, FindingEvent
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


def findings_by_requirement(dossier_id: uuid.UUID) -> Mapping[uuid.UUID, Finding]:
    """The findings of a dossier by the wording of the requirement there (system use)."""
    found = session().scalars(select(Finding).where(in_dossier(dossier_id)))
    return {each.requirement_in(dossier_id): each for each in found}


def write_findings(dossier: Dossier, conclusions: Iterable[Conclusion]) -> None:
    """Make a finding of each shortcoming; a draft that no longer stands lapses.

    The term counts in calendar days: of a draft from the day it arose, anew from its release; one that is open keeps
    its term. What an earlier
    round found and is not solved is found again: the same finding, with its history and its first date. A verdict
    that was taken over makes no finding: where it has none that is open, it was solved.
    """
    short = {each.requirement_version_id: each for each in conclusions if each.code in SHORTCOMINGS}
    here = select(Finding).where(or_(Finding.dossier_id == dossier.id, Finding.next_dossier_id == dossier.id))
    known = {each.requirement_in(dossier.id): each for each in session().scalars(here)}
    for key in known.keys() - short.keys():
        _drop(dossier, known[key])
    earlier = _standing(dossier)
    for key, conclusion in short.items():
        again = earlier.get(conclusion.requirement_version.requirement_id)
        if key in known:
            _keep(known[key], conclusion)
        elif again is not None:
            again.next_dossier_id, again.next_requirement_version_id = dossier.id, key
        elif conclusion.basis is not ConclusionBasis.CARRIED:
            _add(dossier, conclusion)
    session().flush()


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
    for key, finding in findings_by_requirement(dossier.id).items():
        if finding.next_dossier_id == dossier.id:
            _carry(finding, gravities.get(key))
        elif finding.state is FindingState.DRAFT:
            finding.due_on = clock.today() + (finding.due_on - finding.found_on)
            move_finding(SYSTEM, finding, FindingState.OPEN, FindingCause.RELEASED, party=Turn.RELEASER)
    session().flush()
    met = {each.requirement_version.requirement_id for each in conclusions if each.code is Verdict.MEETS}
    for requirement_id, finding in _standing(dossier).items():
        if requirement_id in met:
            _close(finding)
    for finding in session().scalars(select(Finding).where(in_dossier(dossier.id), joining.is_alone())):
        joining.go_on_alone(finding)
        move_finding(SYSTEM, finding, FindingState.OPEN, FindingCause.SPLIT, party=Turn.RELEASER)
    for into in joining.covering(rounds_policy.same_subject(Finding, dossier)):
        if joining.follow(into, term_from_today):
            note_event(SYSTEM, into, FindingCause.SEVERITY, party=Turn.REVIEWERS)


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


def _standing(dossier: Dossier) -> dict[uuid.UUID, Finding]:
    """What earlier dossiers of the same subject found and is not solved, by requirement; the first one found wins.

    One that was merged goes on while the finding in which it goes on is not solved.
    """
    query = select(Finding).options(joinedload(Finding.requirement_version)).where(_is_unsolved(dossier))
    found = session().scalars(query.order_by(Finding.found_on.desc(), Finding.id))
    return {each.requirement_version.requirement_id: each for each in found}


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


def _drop(dossier: Dossier, finding: Finding) -> None:
    if finding.next_dossier_id == dossier.id:
        finding.next_dossier_id = finding.next_requirement_version_id = None
    elif finding.state is FindingState.DRAFT:
        move_finding(SYSTEM, finding, FindingState.LAPSED, FindingCause.DROPPED, party=Turn.REVIEWERS)


def _keep(finding: Finding, conclusion: Conclusion) -> None:
    """It stands; when it had lapsed in a reconsideration it is a draft again, with its first term.

    The term of a draft follows its severity (product.md, section 6), from the day it was found.
    """
    if finding.state is FindingState.LAPSED:
        move_finding(SYSTEM, finding, FindingState.DRAFT, FindingCause.FOUND, party=Turn.REVIEWERS)
    if finding.state is FindingState.DRAFT and finding.severity is not conclusion.gravity:
        finding.severity = conclusion.gravity
        finding.due_on = finding.found_on + questionnaires.finding_term(finding.severity)
        party = Turn.COORDINATOR if conclusion.decided_by_id else Turn.REVIEWERS
        note_event(SYSTEM, finding, FindingCause.SEVERITY, conclusion.basis_reason, party)


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


def _add(dossier: Dossier, conclusion: Conclusion) -> None:
    severity = conclusion.gravity
    made = Finding(
        dossier_id=dossier.id,
        vendor_id=dossier.vendor_id,
        product_id=dossier.product_id,
        requirement_version_id=conclusion.requirement_version_id,
        severity=severity,
        found_on=clock.today(),
        due_on=clock.today() + questionnaires.finding_term(severity),
        state=FindingState.DRAFT,
        revision=0,
    )
    session().add(made)
    note_event(SYSTEM, made, FindingCause.FOUND, party=Turn.REVIEWERS)
