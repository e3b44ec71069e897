# SPDX-License-Identifier: EUPL-1.2
"""Findings as verdicts make them: drafts while the supplier is heard.

What a supplier then does about a finding is the feature `findings`.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from samencontroleren.assessments.arranging import Agreed, Earlier, Named, Planned, planned, still_agreed
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.finding_moves import move_finding, note_event
from samencontroleren.assessments.kinds import ConclusionBasis, FindingCause, FindingState, Severity
from samencontroleren.assessments.models import Arrangement, Conclusion, Finding
from samencontroleren.assessments.standing import earlier_of, found_before
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds.kinds import Turn
from samencontroleren.rounds.models import Dossier


def agreed_by(row: Arrangement) -> Agreed:
    """What an arrangement says."""
    named = [Named(each["title"], Severity(each["severity"]) if each["severity"] else None) for each in row.findings]
    weighed = [Severity(each) for each in row.severities]
    return Agreed(row.requirements, named, row.reason, row.is_decided, weighed, row.earlier_id)


def agreed_in(dossier_id: uuid.UUID) -> list[Agreed]:
    """What was agreed on about the findings of a dossier and still counts (system use)."""
    counts = Arrangement.settled_at.is_not(None) & Arrangement.ended_at.is_(None)
    query = select(Arrangement).where(Arrangement.dossier_id == dossier_id, counts)
    return still_agreed(agreed_by(each) for each in session().scalars(query.order_by(Arrangement.settled_at)))


def write_findings(dossier: Dossier, conclusions: Iterable[Conclusion]) -> None:
    """Make a finding of each shortcoming, or as was agreed (`arranging`); a draft that no longer stands lapses.

    The term counts in calendar days: of a draft from the day it arose, anew from its release; one that is open keeps
    its term. What an earlier round found and is not solved is found again: the same finding, with its history and its
    first date. A verdict that was taken over makes no finding: where it has none that is open, it was solved.
    """
    short = {each.requirement_version_id: each for each in conclusions if each.code in SHORTCOMINGS}
    here = session().scalars(select(Finding).where(Finding.dossier_id == dossier.id))
    own = {(each.requirement_version_id, each.part): each for each in here}
    first = {key for key, part in own if part == 1}
    again = _find_again(dossier, {key: each for key, each in short.items() if key not in first})
    judged = {
        key: each.gravity
        for key, each in short.items()
        if key in again or key in first or each.basis is not ConclusionBasis.CARRIED
    }
    plans = planned(judged, agreed_in(dossier.id), _earlier(again, own))
    for place in own.keys() - {(each.requirement, each.part) for each in plans}:
        _drop(own[place])
    made = [_lay_down(dossier, each, short[each.requirement], own.get((each.requirement, each.part))) for each in plans]
    _join(plans, made)


def _find_again(dossier: Dossier, short: Mapping[uuid.UUID, Conclusion]) -> dict[uuid.UUID, list[Finding]]:
    """Let what earlier dossiers found go on where it still is a shortcoming, and only there; gives what and where."""
    for each in session().scalars(select(Finding).where(Finding.next_dossier_id == dossier.id)):
        each.next_dossier_id = each.next_requirement_version_id = None
    found = found_before(dossier, {key: each.requirement_version for key, each in short.items()})
    for key, several in found.items():
        for each in several:
            each.next_dossier_id, each.next_requirement_version_id = dossier.id, key
    session().flush()
    return found


def _earlier(
    again: Mapping[uuid.UUID, Sequence[Finding]], own: Iterable[tuple[uuid.UUID, int]]
) -> dict[uuid.UUID, Earlier]:
    """What was found again, and which places are taken. What this dossier made stays in its place.

    Also when what it was kept apart from is solved now, or another one is open again (`finding_release`).
    """
    found = {key: earlier_of(several) for key, several in again.items()}
    for key, part in sorted(own, reverse=True):
        found[key] = replace(found.get(key, Earlier()), parts=part - 1)
    return found


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
        if plan.is_as_named:
            note_joined(finding, FindingCause.SEVERITY, plan.agreed)
            return
        party = Turn.COORDINATOR if conclusion.decided_by_id else Turn.REVIEWERS
        note_event(SYSTEM, finding, FindingCause.SEVERITY, conclusion.basis_reason, party)


def _join(plans: Sequence[Planned], made: Sequence[Finding]) -> None:
    """What was agreed to be one finding goes on in the first, with who agreed so and why in the history of both.

    One of an earlier round is told at the release: until then who reads it knows nothing of this dossier.
    """
    by_requirement = {plan.requirement: each for plan, each in zip(plans, made, strict=True) if plan.part == 1}
    absorbing = set()
    for plan, each in zip(plans, made, strict=True):
        into = by_requirement[plan.into].id if plan.into else plan.goes_on
        if each.state is not FindingState.DRAFT or each.merged_into_id == into:
            continue
        each.merged_into_id = into
        note_joined(each, FindingCause.MERGED if into else FindingCause.SPLIT, plan.agreed)
        if plan.into and plan.into not in absorbing:
            absorbing.add(plan.into)
            note_joined(by_requirement[plan.into], FindingCause.ABSORBED, plan.agreed)
    session().flush()


def note_joined(finding: Finding, cause: FindingCause, said: Agreed | None) -> None:
    """Write in the history of a finding what was agreed on about it, why, and whether the co-ordinator decided so."""
    party = Turn.COORDINATOR if said and said.is_decided else Turn.REVIEWERS
    note_event(SYSTEM, finding, cause, said.reason if said else "", party)


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


def counted_from_today(finding: Finding, due_on: date) -> date:
    """A last day of a draft as its release makes it: the whole term from that day. Of what is open it stays. Pure."""
    return clock.today() + (due_on - finding.found_on) if finding.state is FindingState.DRAFT else due_on


def term_from_today(severity: Severity) -> date:
    """The last day to solve a finding that gets this severity today."""
    return clock.today() + questionnaires.finding_term(severity)
