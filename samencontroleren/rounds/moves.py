# SPDX-License-Identifier: EUPL-1.2
"""The one way a dossier changes state, and the one part each person plays in it."""

import uuid
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds import telling
from samencontroleren.rounds.kinds import (
    ALLOWED_MOVES,
    NEEDS_REASON,
    TERM_OF,
    WITHOUT_RESULT,
    DossierState,
    Part,
    RequestState,
    RoundState,
    Term,
)
from samencontroleren.rounds.models import Assignment, Dossier, DossierMove, DossierPart, Round, TermRequest
from samencontroleren.rounds.working_days import add_working_days

WITH_VENDOR = (DossierState.INVITED, DossierState.IN_PROGRESS)
WITH_REVIEWERS = (DossierState.IN_REVIEW, DossierState.DISCUSSING, DossierState.RECONSIDERING)


def move_dossier(
    actor: Actor, dossier: Dossier, to_state: DossierState, reason: str = "", due_on: date | None = None
) -> DossierMove:
    """Move a dossier to another state, with its move, trail row and new term.

    Without `due_on` the term is that of the round, or in working days from today (product.md, section 4). Raises
    Conflict for a move that is not allowed or before the round has opened, Invalid when a reason is missing.
    """
    session().refresh(dossier, ["state", "revision"], with_for_update=True)
    from_state = dossier.state
    _check_move(dossier, to_state, reason)
    moment = clock.now()
    dossier.state, dossier.state_since = to_state, moment
    dossier.due_on = due_on or _next_term(dossier, from_state, to_state)
    dossier.revision += 1
    if to_state in NEEDS_REASON:
        dossier.reason = reason
    made = DossierMove(
        dossier_id=dossier.id,
        from_state=from_state,
        to_state=to_state,
        moved_at=moment,
        moved_by_id=actor.user_id,
        reason=reason,
    )
    session().add(made)
    session().flush()
    _lapse_request(dossier, from_state, to_state)
    if to_state in WITHOUT_RESULT:
        end_assignments(dossier.id, moment)
    reader = dossier.vendor_id if actor.supplier_ids else None
    facts = {"from_state": from_state.value, "to_state": to_state.value}
    trail.record(actor, "dossier.moved", "dossier", dossier.id, reader=reader, **facts)
    telling.after_move(dossier, made)
    return made


def end_assignments(dossier_id: uuid.UUID, at: datetime) -> None:
    """Let all assignments of a dossier end at a moment: some days after its release, at once without a result."""
    open_ones = (Assignment.dossier_id == dossier_id) & Assignment.ended_at.is_(None)
    session().execute(update(Assignment).where(open_ones).values(ended_at=at))


def _next_term(dossier: Dossier, from_state: DossierState, to_state: DossierState) -> date | None:
    """The term of a state; one that only goes on keeps its day, which may have been moved on request."""
    goes_on = _term(from_state) is not None and _term(from_state) is _term(to_state)
    return (goes_on and dossier.due_on) or term_of(dossier, to_state)


def _lapse_request(dossier: Dossier, from_state: DossierState, to_state: DossierState) -> None:
    """Whoever is done has no need of the time it asked for."""
    if _term(from_state) in (None, _term(to_state)):
        return
    asked = (TermRequest.dossier_id == dossier.id) & (TermRequest.state == RequestState.ASKED)
    session().execute(update(TermRequest).where(asked).values(state=RequestState.LAPSED))


def _term(state: DossierState) -> Term | None:
    return TERM_OF.get(state)


def _check_move(dossier: Dossier, to_state: DossierState, reason: str) -> None:
    if to_state not in ALLOWED_MOVES[dossier.state]:
        raise Conflict("Deze stap past niet bij de toestand van het dossier. Ververs de pagina.")
    if to_state in NEEDS_REASON and not reason.strip():
        raise Invalid({"reason": ["Vul een reden in."]})
    if to_state is DossierState.IN_PROGRESS and not runs(dossier):
        raise Conflict("De ronde van dit dossier loopt nog niet.")


def runs(dossier: Dossier) -> bool:
    """Whether the terms of a dossier run: its round does, or it stands beside the rounds."""
    return dossier.is_interim or round_of(dossier).state is RoundState.RUNNING


def round_of(dossier: Dossier) -> Round:
    """The round of a dossier, whether it was loaded along or not."""
    return session().get_one(Round, dossier.round_id)


def person_of(actor: Actor) -> uuid.UUID:
    """The person who acts. Raises Forbidden for the system and visitors: a person must answer for this."""
    if actor.user_id is None:
        raise Forbidden()
    return actor.user_id


def term_of(dossier: Dossier, state: DossierState) -> date | None:
    """The day the turn of a state ends when it begins today; None where nobody has a term."""
    if state in WITH_VENDOR:
        return dossier.answers_due_on or round_of(dossier).answers_due_on
    if state is DossierState.SUPPLEMENT_ASKED:
        return working_days_ahead(parameters.number_on(Code.SUPPLEMENT_DAYS))
    if state is DossierState.HEARING:
        return working_days_ahead(round_of(dossier).hearing_days)
    if state in WITH_REVIEWERS:
        planned = dossier.review_due_on or round_of(dossier).review_due_on
        return max(planned, working_days_ahead(parameters.number_on(Code.LEAST_TURN_DAYS)))
    if state in (DossierState.SUBMITTED, DossierState.AWAITING_RELEASE):
        return working_days_ahead(parameters.number_on(Code.LEAST_TURN_DAYS))
    return None


def working_days_ahead(number: int) -> date:
    """The last day of a term of so many working days that begins today, the extra free days of today left out."""
    return add_working_days(clock.today(), number, parameters.free_days_on())


def take_part(user_id: uuid.UUID | None, dossier_id: uuid.UUID, part: Part) -> None:
    """Note that a person plays a part in a dossier; the same part again changes nothing.

    Raises Conflict when the person plays another part in it (product.md, 2.3). The system plays no part.
    """
    if user_id is None:
        return
    mine = (DossierPart.dossier_id == dossier_id) & (DossierPart.user_id == user_id)
    played = session().scalar(select(DossierPart.part).where(mine))
    if played is None:
        _insert_part(DossierPart(dossier_id=dossier_id, user_id=user_id, part=part))
    elif played is not part:
        raise other_part()


def take_part_as(actor: Actor, dossier_id: uuid.UUID, part: Part) -> None:
    """The same for whoever acts; of an API client also for the person who holds its secret (ADR 13)."""
    for user_id in actor.person_ids:
        take_part(user_id, dossier_id, part)


def _insert_part(row: DossierPart) -> None:
    try:
        with session().begin_nested():
            session().add(row)
            session().flush()
    except IntegrityError as error:
        raise other_part() from error


def other_part() -> Conflict:
    """What is said to somebody who already plays another part."""
    return Conflict("Deze persoon heeft al een andere rol in dit dossier. Niemand heeft twee rollen in een dossier.")
