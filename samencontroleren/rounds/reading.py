# SPDX-License-Identifier: EUPL-1.2
"""Reading rounds and dossiers: one, a list with filters, what happened, who reviews."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import User
from samencontroleren.core import clock
from samencontroleren.core.access import Permission, count, fetch, is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import ENDED, NEEDS_REASON, TURN_OF, DossierKind, DossierState, Turn
from samencontroleren.rounds.models import Assignment, Dossier, DossierMove, Round
from samencontroleren.vendors.models import Product, Vendor

PAGE_SIZE = 25
WHOLE = (joinedload(Dossier.round), joinedload(Dossier.vendor), joinedload(Dossier.product))
SORTS: dict[str, Sequence[Any]] = {
    "subject": (func.coalesce(Product.name, Vendor.name), Round.opens_on.desc()),
    "vendor": (Vendor.name, Product.name),
    "round": (Round.opens_on, Round.name),
    "state": (Dossier.state, Dossier.due_on),
    "since": (Dossier.state_since,),
    "due": (Dossier.due_on.is_(None), Dossier.due_on),
}


def get_dossier(
    actor: Actor, key: uuid.UUID, permission: Permission[Dossier] = policy.VIEW, lock: bool = False
) -> Dossier:
    """A dossier with its round, supplier and product.

    Raises NotFound when the actor may not open it, Forbidden when it may but `permission` does not hold.
    """
    return fetch(actor, permission, key, view=policy.VIEW, options=WHOLE, lock=lock)


def list_dossiers(
    actor: Actor,
    *,
    round_id: uuid.UUID | None = None,
    state: DossierState | None = None,
    turn: Turn | None = None,
    reviewer_id: uuid.UUID | None = None,
    search: str = "",
    is_mine: bool = False,
    is_late: bool = False,
    sort: str = "due",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """The dossiers the actor may open, with round, supplier and product; see SORTS ("-due" for the other way).

    `reviewer_id` finds what a person reviews, for whom may know that; for anybody else nothing.
    """
    query = _filtered(_listed(actor), round_id, state, search)
    if turn is not None:
        query = query.where(Dossier.state.in_(states_of(turn)))
    if reviewer_id is not None:
        query = query.where(Dossier.id.in_(_reviewed_by(actor, reviewer_id)))
    if is_mine:
        query = query.where(waits_for(actor))
    if is_late:
        query = query.where(is_overdue())
    return page_of(query.order_by(*_order(sort), Dossier.id), page, size)


def count_late(actor: Actor, state: DossierState) -> int:
    """How many dossiers in a state that the actor may open are past their term (one query)."""
    return count(actor, policy.VIEW, is_overdue(), Dossier.state == state)


def _listed(actor: Actor) -> Select[Any]:
    eager = (contains_eager(Dossier.round), contains_eager(Dossier.vendor), contains_eager(Dossier.product))
    query = visible(actor, policy.VIEW).join(Dossier.round).join(Dossier.vendor).outerjoin(Dossier.product)
    return query.options(*eager)


def _filtered(query: Select[Any], round_id: uuid.UUID | None, state: DossierState | None, search: str) -> Select[Any]:
    if round_id is not None:
        query = query.where(Dossier.round_id == round_id)
    if state is not None:
        query = query.where(Dossier.state == state)
    if search:
        words = (Product.name, Vendor.name)
        query = query.where(or_(*(word.icontains(search, autoescape=True) for word in words)))
    return query


def _reviewed_by(actor: Actor, user_id: uuid.UUID) -> Select[Any]:
    query = visible(actor, policy.ASSIGNMENT_VIEW, columns=[Assignment.dossier_id])
    return query.where(Assignment.user_id == user_id)


def list_reviewer_names(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """Who reviews or reviewed, by name: for the filter of the list; empty for who may not know (one query)."""
    if is_never(policy.ASSIGNMENT_VIEW(actor)):
        return []
    query = visible(actor, policy.ASSIGNMENT_VIEW, columns=[User.id, User.name]).distinct()
    rows = session().execute(query.select_from(Assignment).join(User, User.id == Assignment.user_id))
    return sorted(((row[0], row[1]) for row in rows), key=lambda each: (each[1].casefold(), each[0]))


def _order(sort: str) -> list[Any]:
    columns = SORTS.get(sort.removeprefix("-"), SORTS["due"])
    first, rest = columns[0], list(columns[1:])
    return [first.desc(), *rest] if sort.startswith("-") else [first, *rest]


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """It is the actor's own turn: the state asks for somebody whose permission the actor holds."""
    rights = {
        Turn.VENDOR: policy.ANSWER,
        Turn.REVIEWERS: policy.REVIEW,
        Turn.COORDINATOR: policy.COORDINATE,
        Turn.RELEASER: policy.RELEASE,
    }
    return or_(*(and_(Dossier.state.in_(states_of(turn)), right(actor)) for turn, right in rights.items()))


def states_of(turn: Turn) -> list[DossierState]:
    """The states in which it is somebody's turn."""
    return [state for state, whose in TURN_OF.items() if whose is turn]


def is_overdue() -> ColumnElement[bool]:
    """The present turn should have ended before today."""
    return and_(Dossier.due_on < clock.today(), Dossier.state.not_in(ENDED))


def list_outcomes(actor: Actor, vendor_id: uuid.UUID | None = None) -> list[Dossier]:
    """The dossiers that were not delivered or refused, as every gemeente sees them."""
    query = visible(actor, policy.OUTCOME).options(*WHOLE).order_by(Dossier.state_since.desc())
    if vendor_id is not None:
        query = query.where(Dossier.vendor_id == vendor_id)
    return list(session().scalars(query))


def has_one_supplier(actor: Actor) -> bool:
    """Whether all dossiers the actor may open are of the same supplier, so that its name says nothing in a list."""
    return actor.is_vendor


def list_round_names(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """The rounds in which the actor may open dossiers, the newest first: for the filter of the list."""
    query = visible(actor, policy.VIEW, columns=[Round.id, Round.name]).select_from(Dossier).join(Dossier.round)
    query = query.group_by(Round.id, Round.name, Round.opens_on).order_by(Round.opens_on.desc(), Round.name)
    return [(row[0], row[1]) for row in session().execute(query)]


@dataclass(frozen=True)
class RoundRow:
    """A round with how many dossiers the actor sees in each state."""

    round: Round
    counts: dict[DossierState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        return sum(number for state, number in self.counts.items() if state in ENDED)


def list_rounds(actor: Actor) -> list[RoundRow]:
    """All rounds the actor sees, the newest first, with counts over the dossiers it may open (two queries)."""
    query = visible(actor, policy.ROUND_VIEW).options(joinedload(Round.questionnaire))
    rounds = list(session().scalars(query.order_by(Round.opens_on.desc(), Round.name)))
    counts = state_counts(actor, [each.id for each in rounds])
    return [RoundRow(each, counts.get(each.id, {})) for each in rounds]


def page_of_rounds(actor: Actor, page: int, size: int) -> Page:
    """One page of the rounds the actor sees, for the API."""
    query = visible(actor, policy.ROUND_VIEW).options(joinedload(Round.questionnaire))
    return page_of(query.order_by(Round.opens_on.desc(), Round.name), page, size)


def get_round(
    actor: Actor, key: uuid.UUID, permission: Permission[Round] = policy.ROUND_VIEW, lock: bool = False
) -> Round:
    """A round with its questionnaire version. Raises NotFound, Forbidden."""
    options = (joinedload(Round.questionnaire),)
    return fetch(actor, permission, key, view=policy.ROUND_VIEW, options=options, lock=lock)


def state_counts(actor: Actor, round_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[DossierState, int]]:
    """Per round how many of the dossiers this actor may open stand in each state."""
    columns = [Dossier.round_id, Dossier.state, func.count()]
    here = Dossier.round_id.in_(round_ids) & (Dossier.kind == DossierKind.ROUND)
    query = visible(actor, policy.VIEW, columns=columns).where(here)
    found: dict[uuid.UUID, dict[DossierState, int]] = {}
    for round_id, state, number in session().execute(query.group_by(Dossier.round_id, Dossier.state)):
        found.setdefault(round_id, {})[state] = number
    return found


@dataclass(frozen=True)
class HistoryRow:
    """One move as a reader may see it: a name only where the reader may know it, else None."""

    from_state: DossierState
    to_state: DossierState
    moved_at: datetime
    party: Turn | None
    """Who moved it, as a party; None: the system."""
    name: str | None
    reason: str


def history_of(actor: Actor, dossier: Dossier) -> list[HistoryRow]:
    """The moves of a dossier, newest first.

    VNG sees who and why; a supplier the names of its own people only, and no reasons that VNG and reviewers
    give each other (product.md, 2.1).
    """
    query = visible(actor, policy.MOVE_VIEW).where(DossierMove.dossier_id == dossier.id)
    moves = list(session().scalars(query.order_by(DossierMove.moved_at.desc(), DossierMove.id)))
    names = accounts.get_user_names([each.moved_by_id for each in moves if each.moved_by_id])
    return [_history_row(actor, each, names) for each in moves]


def returned_because(actor: Actor, dossier: Dossier) -> str:
    """Why the releasing officer sent a dossier back to where it is now; empty where it came there in another way.

    A supplier reads no reasons that VNG and reviewers give each other (product.md, 2.1).
    """
    if actor.is_vendor:
        return ""
    back = DossierMove.from_state == DossierState.AWAITING_RELEASE
    query = visible(actor, policy.MOVE_VIEW).where(DossierMove.dossier_id == dossier.id, back)
    move = session().scalars(query.order_by(DossierMove.moved_at.desc()).limit(1)).first()
    is_last = move is not None and move.to_state is dossier.state and move.moved_at >= dossier.state_since
    return move.reason if move is not None and is_last else ""


def _history_row(actor: Actor, move: DossierMove, names: dict[uuid.UUID, str]) -> HistoryRow:
    party = party_of(move)
    named = actor.is_vng or (actor.is_vendor and party is Turn.VENDOR)
    name = names.get(move.moved_by_id) if named and move.moved_by_id else None
    tells = not actor.is_vendor or move.to_state in NEEDS_REASON
    reason = move.reason if tells else ""
    return HistoryRow(move.from_state, move.to_state, move.moved_at, party, name, reason)


def party_of(move: DossierMove) -> Turn | None:
    """Which party made a move: whose turn it was, but VNG cancels and the supplier refuses."""
    if move.moved_by_id is None:
        return None
    if move.to_state in (DossierState.CANCELLED, DossierState.NOT_DELIVERED):
        return Turn.COORDINATOR
    return TURN_OF[move.from_state]


def assignments_of(dossier_id: uuid.UUID) -> list[Assignment]:
    """The assignments of a dossier whose right lasts now, the oldest first (system use)."""
    return list(session().scalars(select(Assignment).where(*lasting(dossier_id)).order_by(*BY_AGE)))


def held_since(actor: Actor) -> dict[uuid.UUID, datetime]:
    """Since when each dossier is assigned to the actor as a reviewer: one's own, so nobody else learns of it."""
    query = select(Assignment.dossier_id, Assignment.assigned_at).where(
        Assignment.user_id.in_(actor.user_ids), Assignment.dossier_id.in_(policy.assigned_dossiers(actor))
    )
    return {row[0]: row[1] for row in session().execute(query)}


BY_AGE = (Assignment.assigned_at, Assignment.id)


def lasting(dossier_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    """The assignments of a dossier whose right lasts now, as conditions."""
    return (
        Assignment.dossier_id == dossier_id,
        or_(Assignment.ended_at.is_(None), Assignment.ended_at > clock.now()),
    )
