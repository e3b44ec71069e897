# SPDX-License-Identifier: EUPL-1.2
"""What happens to findings by the calendar: reminders around a term, and back again when the proof has ended.

Terms of findings count in calendar days. A step that was missed is caught up within three days, once.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import WITH_SUPPLIER, FindingCause, FindingState
from samencontroleren.assessments.models import Finding, FindingEvent
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document
from samencontroleren.findings import telling
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.findings.models import FindingProof, FindingRequest
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import service as questionnaires

KIND = "finding_due"
CAUGHT_UP = 3
"""A step that was missed is caught up for so many days."""


@dataclass(frozen=True)
class FindingReminder:
    """One reminder of one finding: for a step of the ladder of its term."""

    finding_id: uuid.UUID
    day: date
    """The day of the step."""

    def __str__(self) -> str:
        return f"{self.finding_id}/{self.day.isoformat()}"


def due_reminders(today: date) -> list[FindingReminder]:
    """The findings with a step of the ladder today or just before, of which nobody was told (reads only)."""
    steps = parameters.ladder_on(Code.FINDING_LADDER, today)
    found: dict[uuid.UUID, FindingReminder] = {}
    for day in (today - timedelta(days=back) for back in range(CAUGHT_UP + 1)):
        terms = [day - timedelta(days=step) for step in steps]
        query = select(Finding.id).where(Finding.state.in_(WITH_SUPPLIER), Finding.due_on.in_(terms), ~_told(day))
        for key in session().scalars(query.order_by(Finding.due_on, Finding.id)):
            found.setdefault(key, FindingReminder(key, day))
    return list(found.values())


def _told(day: date) -> ColumnElement[bool]:
    since = datetime.combine(day, time(), UTC)  # jobs run in the morning, also in Amsterdam
    return exists().where(Notice.kind == KIND, Notice.object_id == Finding.id, Notice.made_at >= since)


def remind(key: FindingReminder) -> int:
    """Remind the supplier's vrijgevers; it takes the place of the reminder before. Twice does no harm."""
    query = select(Finding).where(Finding.id == key.finding_id).with_for_update()
    finding = session().scalars(query).one()
    if finding.state not in WITH_SUPPLIER:
        return 0
    notifications.finish(KIND, finding.id)
    name = f"{KIND}:{finding.id}:{key.day.isoformat()}"
    return notifications.notify_all(name, telling.submitters(finding), KIND, finding.id, date=finding.due_on)


def unproven(today: date) -> list[uuid.UUID]:
    """Findings closed by a follow-up check of which no proof is valid any more (reads only)."""
    query = select(Finding.id).where(Finding.state == FindingState.CLOSED, Finding.id.in_(_closed_by_check()))
    return list(session().scalars(query.where(~_is_proven(today)).order_by(Finding.id)))


def _closed_by_check() -> Select[uuid.UUID]:
    """Findings whose last line is that a check passed; a verdict that meets needs no proof of its own."""
    later = aliased(FindingEvent)
    newest = select(func.max(later.number)).where(later.finding_id == FindingEvent.finding_id).scalar_subquery()
    return select(FindingEvent.finding_id).where(
        FindingEvent.cause == FindingCause.CHECK_PASSED, FindingEvent.number == newest
    )


def _is_proven(today: date) -> ColumnElement[bool]:
    counts = or_(Document.valid_until.is_(None), Document.valid_until >= today)
    return (
        exists()
        .where(
            FindingRequest.finding_id == Finding.id,
            FindingRequest.kind == RequestKind.CHECK,
            FindingRequest.is_granted.is_(True),
            FindingProof.request_id == FindingRequest.id,
            Document.id == FindingProof.document_id,
            Document.withdrawn_at.is_(None),
            Document.state == FileState.CLEAN,
            counts,
        )
        .correlate(Finding)
    )


def reopen(finding_id: uuid.UUID) -> bool:
    """Open a finding again whose proof has ended, with a new term; False when there is nothing (more) to do."""
    finding = session().scalars(select(Finding).where(Finding.id == finding_id).with_for_update()).one()
    if finding_id not in unproven(clock.today()):
        return False
    finding.due_on = clock.today() + questionnaires.finding_term(finding.severity)
    made = assessments.move_finding(SYSTEM, finding, FindingState.OPEN, FindingCause.PROOF_ENDED)
    members = telling.submitters(finding)
    notifications.notify_all(f"finding_reopened:{made.id}", members, "finding_reopened", finding.id)
    return True
