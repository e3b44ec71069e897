# SPDX-License-Identifier: EUPL-1.2
"""Findings in a draft as the reviewers arranged them: their severity while the supplier is heard, and since.

What was agreed on is never changed: another severity is a next agreement, decided by the co-ordinator.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from samencontroleren.assessments import policy
from samencontroleren.assessments.arranging import Agreed, Named, still_agreed
from samencontroleren.assessments.concluding import SHORTCOMINGS, current_conclusions
from samencontroleren.assessments.dossiers import person
from samencontroleren.assessments.kinds import FindingState, Severity, gravest
from samencontroleren.assessments.models import Arrangement, Finding, FindingEvent, Hearing
from samencontroleren.assessments.shortcomings import agreed_by, agreed_in
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import Actor


def is_arranged(finding: Finding) -> bool:
    """Whether this draft is as the reviewers agreed: of several verdicts, or one of several of a verdict."""
    return finding.state is FindingState.DRAFT and bool(finding.title) and not finding.merged_into_id


def is_part(finding: Finding) -> bool:
    """Whether this draft goes on in another finding."""
    return finding.state is FindingState.DRAFT and finding.merged_into_id is not None


def weigh_arranged(
    actor: Actor, finding: Finding, severity: Severity, reason: str
) -> tuple[uuid.UUID, Sequence[uuid.UUID]]:
    """Decide how grave an arranged draft is (the caller holds the dossier); gives the decision and what it is about."""
    key = finding.requirement_version_id
    said = next((each for each in agreed_in(finding.dossier_id) if key in each.requirements), None)
    if said is None:
        raise Conflict("Hierover is niets afgesproken.")
    rows = current_conclusions(actor, finding.dossier_id)
    short = {each.requirement_version_id: each.gravity for each in rows if each.code in SHORTCOMINGS}
    named = [
        replace(name, severity=severity if draft.id == finding.id else name.severity and draft.severity)
        for name, draft in zip(said.findings, _drafts(finding), strict=True)
    ]
    made = _row(actor, finding.dossier_id, said, named, short)
    made.reason = reason
    session().add(made)
    session().flush()
    return made.id, [each for each in said.requirements if each in short]


def _drafts(finding: Finding) -> list[Finding]:
    """The drafts of the same verdict, in their order; what goes on in one has no name of its own."""
    query = select(Finding).where(
        Finding.dossier_id == finding.dossier_id,
        Finding.requirement_version_id == finding.requirement_version_id,
        Finding.state == FindingState.DRAFT,
    )
    return list(session().scalars(query.order_by(Finding.part)))


def _row(
    actor: Actor, dossier_id: uuid.UUID, said: Agreed, named: Sequence[Named], short: Mapping[uuid.UUID, Severity]
) -> Arrangement:
    """The same agreement with these names and severities, weighed against the verdicts of now."""
    made = Arrangement(dossier_id=dossier_id, proposed_by_id=person(actor), earlier_id=said.earlier, is_decided=True)
    made.requirement_keys = [str(each) for each in said.requirements]
    made.findings = [{"title": each.title, "severity": each.severity} for each in named]
    then = dict(zip(said.requirements, said.weighed, strict=True))
    made.severities = [short.get(each, then[each]) for each in said.requirements]
    made.settled_at = clock.now()
    return made


@dataclass(frozen=True)
class Regraded:
    """An arranged finding that is not as grave as the supplier first read."""

    finding: Finding
    before: Severity
    reason: str = ""
    people: tuple[uuid.UUID, ...] = ()
    """Who agreed on how grave it is, or the co-ordinator who decided so; nobody: that follows from its verdicts."""


def regraded_since_hearing(actor: Actor, dossier_id: uuid.UUID, findings: Sequence[Finding]) -> list[Regraded]:
    """Those among the findings of a dossier (three queries where any is arranged, else none)."""
    drafts = sorted((each for each in findings if is_arranged(each)), key=lambda each: each.part)
    first = select(Hearing.opened_at).where(Hearing.dossier_id == dossier_id, Hearing.number == 1)
    opened_at = session().scalar(first) if drafts else None
    if opened_at is None:
        return []
    query = visible(actor, policy.ARRANGEMENT_VIEW).where(Arrangement.dossier_id == dossier_id)
    settled = query.where(Arrangement.settled_at.is_not(None)).order_by(Arrangement.settled_at)
    rows = list(session().scalars(settled))
    was = still_agreed(agreed_by(each) for each in rows if _counted_at(each, opened_at))
    now = {key: each for each in rows if each.ended_at is None for key in each.requirements}
    heard, several, found = _heard_on(dossier_id, opened_at), _by_requirement(drafts), []
    for each in drafts:
        row = now.get(each.requirement_version_id)
        before = _before(each, agreed_by(row), was, heard) if row else None
        if row and before and before is not each.severity:
            found.append(_told(each, before, row, several[each.requirement_version_id].index(each)))
    return found


def _by_requirement(drafts: Sequence[Finding]) -> dict[uuid.UUID, list[Finding]]:
    found: dict[uuid.UUID, list[Finding]] = {}
    for each in drafts:
        found.setdefault(each.requirement_version_id, []).append(each)
    return found


def _counted_at(row: Arrangement, moment: datetime) -> bool:
    is_settled = row.settled_at is not None and row.settled_at <= moment
    return is_settled and (row.ended_at is None or row.ended_at > moment)


def _before(
    finding: Finding, now: Agreed, was: Sequence[Agreed], heard: Mapping[tuple[uuid.UUID, int], Severity]
) -> Severity | None:
    """How grave the supplier read it to be: of several verdicts the gravest of what these made, together or alone.

    What went on in another finding then was as grave as that one, also where it carries the others now.
    """
    keys = {finding.requirement_version_id, *now.requirements}
    keys |= {
        key for each in was if each.findings and not keys.isdisjoint(each.requirements) for key in each.requirements
    }
    if len(keys) == 1:
        return heard.get((finding.requirement_version_id, finding.part))
    read = [severity for (key, _part), severity in heard.items() if key in keys]
    return gravest(read) if read else None


def _told(finding: Finding, before: Severity, row: Arrangement, place: int) -> Regraded:
    """With who said so and why, where it is as grave as was named; else the verdicts made it so, since."""
    if agreed_by(row).findings[place].severity is not finding.severity:
        return Regraded(finding, before)
    return Regraded(finding, before, row.reason, tuple(filter(None, (row.proposed_by_id, row.agreed_by_id))))


def _heard_on(dossier_id: uuid.UUID, opened_at: datetime) -> dict[tuple[uuid.UUID, int], Severity]:
    """By requirement and number how grave each finding was when the supplier was first heard, also one that lapsed."""
    query = select(Finding.requirement_version_id, Finding.part, FindingEvent.severity).join_from(
        FindingEvent, Finding, Finding.id == FindingEvent.finding_id
    )
    query = query.where(Finding.dossier_id == dossier_id, FindingEvent.happened_at <= opened_at)
    events = session().execute(query.order_by(FindingEvent.number))
    return {(key, part): severity for key, part, severity in events if severity is not None}
