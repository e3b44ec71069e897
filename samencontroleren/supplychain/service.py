# SPDX-License-Identifier: EUPL-1.2
"""Use cases of flags. The public face of this feature."""

import uuid

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.core import trail
from samencontroleren.core.access import fetch, holds, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict
from samencontroleren.core.listing import Sorts, ordered
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain import policy
from samencontroleren.supplychain.explanation import Step
from samencontroleren.supplychain.kinds import ALLOWED_MOVES, EventCause, FlagRule, FlagState
from samencontroleren.supplychain.models import Flag, FlagEvent
from samencontroleren.supplychain.raising import add_event
from samencontroleren.vendors.models import Product, Vendor

PAGE_SIZE = 25

GRAVEST_FIRST = case({severity.value: -rank for rank, severity in enumerate(Severity)}, value=Flag.severity)
STATE_ORDER = case({state.value: rank for rank, state in enumerate(FlagState)}, value=Flag.state)


SORTS: Sorts = {
    "toestand": (STATE_ORDER, GRAVEST_FIRST, Vendor.name),
    "ernst": (GRAVEST_FIRST, STATE_ORDER, Vendor.name),
    "onderwerp": (Vendor.name, Product.name),
    "sinds": (Flag.raised_at,),
}


def list_flags(
    actor: Actor,
    *,
    state: FlagState | None = None,
    rule: FlagRule | None = None,
    severity: Severity | None = None,
    search: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    sort: str = "",
) -> Page:
    """One page of the flags the actor sees, open and grave ones first (or see SORTS); `search` looks in names."""
    query = _with_subject(visible(actor, policy.VIEW))
    wanted = ((Flag.state, state), (Flag.rule, rule), (Flag.severity, severity))
    query = query.where(*(column == value for column, value in wanted if value is not None))
    if search:
        names = (Vendor.name.icontains(search, autoescape=True), Product.name.icontains(search, autoescape=True))
        query = query.where(or_(*names))
    return page_of(ordered(query, SORTS, sort, Flag.id), page, size)


def list_open_flags(actor: Actor, most: int = 5) -> list[Flag]:
    """The gravest flags that wait for somebody, for a start page."""
    query = _with_subject(visible(actor, policy.VIEW)).where(Flag.state == FlagState.OPEN)
    return list(session().scalars(query.order_by(GRAVEST_FIRST, Flag.raised_at, Flag.id).limit(most)))


def count_open(actor: Actor) -> dict[Severity, int]:
    """How many flags not closed the actor sees, per severity."""
    query = visible(actor, policy.VIEW, columns=[Flag.severity, func.count()])
    rows = session().execute(query.where(Flag.state != FlagState.CLOSED).group_by(Flag.severity))
    return {row[0]: row[1] for row in rows}


def list_flags_of(actor: Actor, vendor_id: uuid.UUID, product_id: uuid.UUID | None) -> list[Flag]:
    """Flags not closed on a product and on its supplier, gravest first (the panel of a product page)."""
    subject = (Flag.vendor_id == vendor_id) & or_(Flag.product_id == product_id, Flag.product_id.is_(None))
    query = _with_subject(visible(actor, policy.VIEW)).where(subject, Flag.state != FlagState.CLOSED)
    return list(session().scalars(query.order_by(GRAVEST_FIRST, Flag.id)))


def get_flag(actor: Actor, key: uuid.UUID) -> Flag:
    """One flag with its supplier and product. Raises NotFound."""
    return fetch(actor, policy.VIEW, key, options=(joinedload(Flag.vendor), joinedload(Flag.product)))


def may_triage(actor: Actor, flag: Flag) -> bool:
    """Whether the actor may move this flag."""
    return holds(actor, policy.TRIAGE, flag)


def list_history(actor: Actor, key: uuid.UUID) -> list[Step]:
    """The steps of a flag, newest first. Who it was and why is shown to those who may triage."""
    flag = fetch(actor, policy.VIEW, key)
    events = list(session().scalars(select(FlagEvent).where(FlagEvent.flag_id == key)))
    shown = may_triage(actor, flag)
    people = {event.user_id for event in events if event.user_id} if shown else set()
    names = accounts.get_user_names(people)
    steps = [
        Step(
            each.number,
            each.happened_at,
            each.to_state,
            each.severity,
            each.cause,
            names.get(each.user_id, "") if each.user_id else "",
            each.reason if shown else "",
        )
        for each in events
    ]
    return sorted(steps, key=lambda step: step.number, reverse=True)


def triage_flag(actor: Actor, key: uuid.UUID, reason: str, revision: int) -> Flag:
    """Somebody has looked at it and says what is done. Raises Changed or Conflict."""
    return move_flag(actor, key, FlagState.TRIAGED, reason, revision)


def close_flag(actor: Actor, key: uuid.UUID, reason: str, revision: int) -> Flag:
    """Nothing has to be done any more. Raises Changed or Conflict."""
    return move_flag(actor, key, FlagState.CLOSED, reason, revision)


def reopen_flag(actor: Actor, key: uuid.UUID, reason: str, revision: int) -> Flag:
    """It needs attention again. Raises Changed or Conflict."""
    return move_flag(actor, key, FlagState.OPEN, reason, revision)


def move_flag(actor: Actor, key: uuid.UUID, state: FlagState, reason: str, revision: int) -> Flag:
    """Move a flag to another state, with the reason in its history.

    Raises Changed when it changed meanwhile, Conflict when the move is not in the table of allowed moves.
    """
    flag = fetch(actor, policy.TRIAGE, key, view=policy.VIEW, lock=True)
    if flag.revision != revision:
        raise Changed(theirs=flag)
    if state not in ALLOWED_MOVES[flag.state]:
        raise Conflict("Dit signaal kan nu niet naar deze toestand.")
    flag.state, flag.revision = state, revision + 1
    add_event(flag, EventCause.PERSON, actor.user_id, reason)
    trail.record(actor, "flag.moved", "flag", key, state=state.value)
    return flag


def _with_subject(query: Select[tuple[Flag]]) -> Select[tuple[Flag]]:
    return (
        query.join(Flag.vendor)
        .outerjoin(Flag.product)
        .options(contains_eager(Flag.vendor), contains_eager(Flag.product))
    )
