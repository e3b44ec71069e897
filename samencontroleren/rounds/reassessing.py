# SPDX-License-Identifier: EUPL-1.2
"""A dossier between rounds: a light re-assessment (tussentijds) of a part of a released result."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased

from samencontroleren.core import clock, trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds import policy, telling
from samencontroleren.rounds.given_reasons import GOES_ON
from samencontroleren.rounds.kinds import (
    ENDED,
    VENDOR_WORKS,
    DossierKind,
    DossierState,
    Part,
    ReassessmentCause,
    RoundState,
)
from samencontroleren.rounds.models import Dossier, Reassessment, Round
from samencontroleren.rounds.moves import move_dossier, person_of, take_part
from samencontroleren.rounds.working_days import add_working_days

FURTHEST = timedelta(days=365)
"""How long a supplier can get at most to answer."""

TOO_FAR = "Kies een dag binnen een jaar."
BUSY = "Over dit onderwerp loopt al een dossier. Rond dat eerst af."
ELSEWHERE = (
    "De leverancier werkt nu aan een ander dossier over dit onderwerp. Een antwoord staat maar op één plek open. "
    "Wacht tot dat dossier is ingediend."
)


def add_interim(
    actor: Actor,
    follows: Dossier,
    cause: ReassessmentCause,
    explanation: str,
    themes: Sequence[str],
    answers_due_on: date | None,
) -> Dossier:
    """Begin a dossier that re-assesses a part of what `follows` led to; whoever begins it co-ordinates it.

    The caller has given leave. Raises Invalid without an explanation or a day within a year, Conflict while another
    dossier on the same subject is being worked on: an answer is confirmed for one dossier at a time. A round that is
    only being prepared is no obstacle (see `carry_into_round`).
    """
    _check(explanation, answers_due_on)
    if session().scalars(_others(follows).limit(1)).first() is not None:
        raise Conflict(BUSY)
    made = Dossier(
        round_id=follows.round_id,
        kind=DossierKind.INTERIM,
        subject=follows.subject,
        vendor_id=follows.vendor_id,
        product_id=follows.product_id,
        due_on=answers_due_on,
        answers_due_on=answers_due_on,
        review_due_on=_review_day(answers_due_on),
    )
    session().add(made)
    session().flush()
    row = Reassessment(dossier_id=made.id, follows_id=follows.id, cause=cause, explanation=explanation.strip())
    row.themes, row.started_by_id, row.started_at = list(themes), person_of(actor), clock.now()
    session().add(row)
    session().flush()
    take_part(actor.user_id, made.id, Part.COORDINATES)
    trail.record(actor, "reassessment.started", "dossier", made.id, reader=made.vendor_id, cause=cause.value)
    members = telling.submitters(made)
    notifications.notify_all(
        f"reassessment_started:{made.id}", members, "reassessment_started", made.id, date=made.due_on
    )
    return made


def _check(explanation: str, answers_due_on: date | None) -> None:
    faults = {} if explanation.strip() else {"explanation": ["Schrijf op waarom u dit opnieuw laat beoordelen."]}
    if answers_due_on is None or answers_due_on <= clock.today():
        faults["answers_due_on"] = ["Kies een dag na vandaag."]
    elif answers_due_on > clock.today() + FURTHEST:
        faults["answers_due_on"] = [TOO_FAR]
    if faults:
        raise Invalid(faults)


def _review_day(answers_due_on: date | None) -> date:
    """Reviewers have at least one turn after the last day for answers."""
    days = parameters.number_on(Code.LEAST_TURN_DAYS)
    return add_working_days(answers_due_on or clock.today(), days, parameters.free_days_on())


def _others(dossier: Dossier) -> Select[uuid.UUID]:
    """The other dossiers of the subject that run."""
    return (
        select(Dossier.id)
        .join(Round, Round.id == Dossier.round_id)
        .where(
            Dossier.id != dossier.id,
            policy.same_subject(Dossier, dossier),
            Dossier.state.not_in(ENDED),
            Round.state != RoundState.PLANNED,
        )
    )


def is_free(same_subject: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """No dossier of a subject runs, also not one of a round, so a re-assessment can begin (see `add_interim`).

    `same_subject`: the condition that a dossier is about the subject of a row.
    """
    other, held = aliased(Dossier), aliased(Round)
    runs = and_(held.id == other.round_id, other.state.not_in(ENDED), held.state != RoundState.PLANNED)
    return ~exists().where(runs, same_subject(other))


def has_running(dossier: Dossier) -> bool:
    """Whether another dossier, a re-assessment of the same subject, still runs (system use)."""
    query = _others(dossier).where(Dossier.kind == DossierKind.INTERIM)
    return session().scalars(query.limit(1)).first() is not None


def refuse_answered_elsewhere(dossier: Dossier) -> None:
    """Raises Conflict while a re-assessment and a round would both be with the supplier: an answer is confirmed for
    one dossier at a time."""
    one_of_both = or_(Dossier.kind == DossierKind.INTERIM, literal(dossier.is_interim))
    query = _others(dossier).where(Dossier.state.in_(VENDOR_WORKS), one_of_both)
    if session().scalars(query.limit(1)).first() is not None:
        raise Conflict(ELSEWHERE)


def carry_into_round(dossiers: Sequence[Dossier]) -> None:
    """A round begins for these dossiers: a re-assessment of a subject that is still with its supplier goes on in it.

    It ends there, so that the supplier answers in one place; what was open in it is judged by itself in the round
    (ADR 27). One that was submitted goes on, and is released before the result of the round. The round is the reason,
    so the platform does it: whoever opens the round plays no part in the re-assessment (product.md, 2.3).
    """
    begun = {(each.vendor_id, each.product_id): each for each in dossiers}
    query = select(Dossier).where(Dossier.kind == DossierKind.INTERIM, Dossier.state.in_(VENDOR_WORKS))
    query = query.where(Dossier.vendor_id.in_({each.vendor_id for each in dossiers}))
    for running in session().scalars(query.order_by(Dossier.id)).all():
        later = begun.get((running.vendor_id, running.product_id))
        if later is None:
            continue
        later.goes_on_with_id = running.id
        move_dossier(SYSTEM, running, DossierState.CANCELLED, GOES_ON)
        key = f"reassessment_carried:{running.id}"
        notifications.notify_all(key, telling.submitters(running), "reassessment_carried", running.id)


def goes_on_in(actor: Actor, dossier: Dossier) -> uuid.UUID | None:
    """The dossier of a round in which a re-assessment goes on, for whoever may open that."""
    query = visible(actor, policy.VIEW, columns=[Dossier.id]).where(Dossier.goes_on_with_id == dossier.id)
    return session().scalars(query).one_or_none()


def reassessment_of(dossier: Dossier) -> Reassessment | None:
    """What a dossier re-assesses; None for one of a round (system use)."""
    return session().get(Reassessment, dossier.id) if dossier.is_interim else None


def find_reassessment(actor: Actor, dossier: Dossier) -> Reassessment | None:
    """The same, or what a dossier of a round goes on with, for whoever may open the dossier."""
    about = dossier.id if dossier.is_interim else dossier.goes_on_with_id
    if about is None:
        return None
    query = visible(actor, policy.REASSESSMENT_VIEW).where(Reassessment.dossier_id == about)
    return session().scalars(query).one_or_none()


@dataclass(frozen=True)
class Running:
    """A re-assessment that runs, as its reader may know it."""

    dossier_id: uuid.UUID
    themes: list[str]
    since: date
    is_open: bool
    """The reader may open the dossier."""


def with_running(actor: Actor, query: Select[Any], same_subject: Callable[[Any], ColumnElement[bool]]) -> Select[Any]:
    """A query with, beside each row, the re-assessment of its subject that runs, for who may know it.

    `same_subject`: the condition that a dossier is about the subject of a row; there is one at a time.
    """
    other = aliased(Dossier)
    runs = and_(other.kind == DossierKind.INTERIM, other.state.not_in(ENDED), same_subject(other))
    known = and_(Reassessment.dossier_id == other.id, policy.REASSESSMENT_KNOW(actor))
    opens = policy.REASSESSMENT_VIEW(actor).label("opens_running")
    return query.outerjoin(other, runs).outerjoin(Reassessment, known).add_columns(Reassessment, opens)


def running_in(row: Any) -> Running | None:
    """What such a query found beside a row."""
    found: Reassessment | None = row.Reassessment
    if found is None:
        return None
    return Running(found.dossier_id, found.themes, clock.local(found.started_at).date(), bool(row.opens_running))
