# SPDX-License-Identifier: EUPL-1.2
"""Turning what the rules propose into flags: raised, updated, reopened and closed, each step once."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.supplychain import facts, rules
from samencontroleren.supplychain.kinds import EventCause, FlagState
from samencontroleren.supplychain.models import Flag, FlagEvent
from samencontroleren.supplychain.rules import Proposal
from samencontroleren.usage.readers import reader_memberships

TOLD = (EventCause.RAISED, EventCause.BACK, EventCause.WORSE)
"""Steps that gemeenten are told of."""


@dataclass(frozen=True)
class Gone:
    """An open flag that no rule proposes any more."""

    key: str

    def __str__(self) -> str:
        return f"{self.key} (gone)"


Change = Proposal | Gone


def proposals() -> list[Proposal]:
    """What the rules propose today."""
    uses, total = facts.uses()
    day = clock.today()
    limits = facts.thresholds(day)
    return [
        *rules.proof_ending(facts.proofs(day), day, limits),
        *rules.concentration(uses, total, limits),
        *rules.proof_withdrawn(facts.withdrawn()),
        *rules.change_reported(facts.reported(day)),
        *rules.finding_late(facts.late_findings()),
    ]


def due_changes() -> list[Change]:
    """Every flag that is not as the rules propose it today (reads only)."""
    proposed = proposals()
    standing = {flag.key: flag for flag in session().scalars(select(Flag))}
    ended_by_us = _closed_by_us()
    changed = [each for each in proposed if _differs(standing.get(each.key), each, ended_by_us)]
    keys = {each.key for each in proposed}
    gone = (flag.key for flag in standing.values() if flag.state is not FlagState.CLOSED and flag.key not in keys)
    return [*changed, *(Gone(key) for key in sorted(gone))]


def apply(change: Change) -> None:
    """Make one change. A second time it does nothing."""
    query = select(Flag).where(Flag.key == change.key).with_for_update()
    flag = session().scalars(query).one_or_none()
    if isinstance(change, Gone):
        if flag is not None and flag.state is not FlagState.CLOSED:
            _step(flag, FlagState.CLOSED, EventCause.GONE)
    elif flag is None:
        _raise(change)
    elif _differs(flag, change, _closed_by_us()):
        _update(flag, change)


def _differs(flag: Flag | None, proposal: Proposal, ended_by_us: set[uuid.UUID]) -> bool:
    if flag is None:
        return True
    if flag.state is FlagState.CLOSED:
        return flag.id in ended_by_us or rules.is_worse(proposal.severity, flag.severity)
    now = (proposal.severity, dict(proposal.facts), proposal.is_shared)
    return now != (flag.severity, dict(flag.facts), flag.is_shared)


def _closed_by_us() -> set[uuid.UUID]:
    """Closed flags whose last step was that the fact was gone; they come back whenever the fact does."""
    latest = (
        select(FlagEvent.flag_id, func.max(FlagEvent.number).label("number")).group_by(FlagEvent.flag_id).subquery()
    )
    query = (
        select(FlagEvent.flag_id)
        .join(latest, (latest.c.flag_id == FlagEvent.flag_id) & (latest.c.number == FlagEvent.number))
        .where(FlagEvent.cause == EventCause.GONE)
    )
    return set(session().scalars(query))


def _raise(proposal: Proposal) -> None:
    flag = Flag(
        key=proposal.key,
        rule=proposal.rule,
        severity=proposal.severity,
        vendor_id=proposal.vendor_id,
        product_id=proposal.product_id,
        is_shared=proposal.is_shared,
        facts=dict(proposal.facts),
    )
    session().add(flag)
    session().flush()
    _step(flag, FlagState.OPEN, EventCause.RAISED)


def _update(flag: Flag, proposal: Proposal) -> None:
    cause = _cause(flag, proposal)
    flag.severity, flag.is_shared = proposal.severity, proposal.is_shared
    flag.facts, flag.revision = dict(proposal.facts), flag.revision + 1
    if cause is not None:
        _step(flag, FlagState.OPEN, cause)
    else:
        tell_users(flag)  # it may be shared only now


def _cause(flag: Flag, proposal: Proposal) -> EventCause | None:
    """Why an update is a step in the history; None: only its facts move on."""
    if rules.is_worse(proposal.severity, flag.severity):
        return EventCause.WORSE
    return EventCause.BACK if flag.state is FlagState.CLOSED else None


def _step(flag: Flag, state: FlagState, cause: EventCause) -> None:
    flag.state = state
    add_event(flag, cause)
    trail.record(SYSTEM, f"flag.{cause}", "flag", flag.id, severity=flag.severity.value)
    tell_users(flag)


def tell_users(flag: Flag) -> None:
    """Tell the gemeenten that use the product of an open, shared flag, once per rise; end it when it is closed."""
    if flag.state is FlagState.CLOSED:
        notifications.finish("flag_raised", flag.id)
    elif flag.is_shared:
        rises = (FlagEvent.flag_id == flag.id) & FlagEvent.cause.in_(TOLD)
        number = session().scalar(select(func.max(FlagEvent.number)).where(rises)) or 0
        members = reader_memberships(flag.vendor_id, flag.product_id)
        notifications.notify_all(f"flag_raised:{flag.id}:{number}", members, "flag_raised", flag.id)


def add_event(flag: Flag, cause: EventCause, user_id: uuid.UUID | None = None, reason: str = "") -> None:
    """Write the present state of a flag into its history."""
    last = session().scalar(select(func.max(FlagEvent.number)).where(FlagEvent.flag_id == flag.id)) or 0
    event = FlagEvent(
        flag_id=flag.id,
        number=last + 1,
        to_state=flag.state,
        severity=flag.severity,
        happened_at=clock.now(),
        user_id=user_id,
        reason=reason,
        cause=cause,
    )
    session().add(event)
    session().flush()
