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
from samencontroleren.assessments.arranging import Agreed, Named
from samencontroleren.assessments.concluding import SHORTCOMINGS, current_conclusions
from samencontroleren.assessments.dossiers import person
from samencontroleren.assessments.kinds import FindingState, Severity
from samencontroleren.assessments.models import Arrangement, Finding, FindingEvent, Hearing
from samencontroleren.assessments.shortcomings import agreed_in
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
    """An arranged finding of which the co-ordinator changed the severity since the supplier was first heard."""

    finding: Finding
    before: Severity
    reason: str
    by: uuid.UUID


def regraded_since_hearing(actor: Actor, dossier_id: uuid.UUID, findings: Sequence[Finding]) -> list[Regraded]:
    """Those among the findings of a dossier (two queries; three where there are decisions)."""
    opened_at = session().scalar(select(Hearing.opened_at).where(Hearing.dossier_id == dossier_id, Hearing.number == 1))
    if opened_at is None:
        return []
    query = visible(actor, policy.ARRANGEMENT_VIEW).where(
        Arrangement.dossier_id == dossier_id, Arrangement.is_decided, Arrangement.created_at > opened_at
    )
    decisions = session().scalars(query.where(Arrangement.ended_at.is_(None)).order_by(Arrangement.settled_at))
    decided = {key: row for row in decisions for key in row.requirements}
    rows = {each.id: each for each in findings if is_arranged(each) and each.requirement_version_id in decided}
    heard = _heard_on(rows, opened_at) if rows else {}
    return [
        Regraded(each, heard[key], row.reason, row.proposed_by_id)
        for key, each in rows.items()
        for row in [decided[each.requirement_version_id]]
        if heard.get(key, each.severity) is not each.severity
    ]


def _heard_on(rows: Mapping[uuid.UUID, Finding], opened_at: datetime) -> dict[uuid.UUID, Severity]:
    """How grave these were when the supplier was first heard."""
    query = select(FindingEvent).where(FindingEvent.finding_id.in_(rows), FindingEvent.happened_at <= opened_at)
    events = session().scalars(query.order_by(FindingEvent.number))
    return {each.finding_id: each.severity for each in events if each.severity is not None}
