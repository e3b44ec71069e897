# SPDX-License-Identifier: EUPL-1.2
"""Changes of state of a finding, each with a line in its history.

Every change of state goes through `move_finding`.
"""

from sqlalchemy import func, select

from samencontroleren.assessments.kinds import FINDING_MOVES, FOLLOWING, FindingCause, FindingState
from samencontroleren.assessments.models import Finding, FindingEvent
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds.kinds import Turn


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
