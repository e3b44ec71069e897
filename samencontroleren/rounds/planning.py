# SPDX-License-Identifier: EUPL-1.2
"""Rounds: make one, pick its products, open it, close or cancel it."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.access import fetch_many, require_any
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import policy as questionnaires_policy
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import QuestionnaireState, Subject
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.rounds import policy, telling
from samencontroleren.rounds.interests import interests
from samencontroleren.rounds.invitations import send_prepared
from samencontroleren.rounds.kinds import ENDED, ROUND_MOVES, DossierKind, DossierState, Part, RoundState
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.rounds.moves import move_dossier, person_of, take_part, working_days_ahead
from samencontroleren.rounds.reading import get_round
from samencontroleren.rounds.reassessing import carry_into_round
from samencontroleren.rounds.working_days import add_working_days, working_days_between
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.models import Product

LONGEST = timedelta(days=2 * 366)
LEAST_HEARING, MOST_HEARING = 1, 60


def add_round(
    actor: Actor,
    name: str,
    questionnaire_id: uuid.UUID,
    opens_on: date,
    answers_due_on: date,
    review_due_on: date,
    hearing_days: int | None = None,
) -> Round:
    """Prepare a round on a published questionnaire version; the actor co-ordinates it.

    Without `hearing_days` the term of the hearing is the one set for today.
    Raises Forbidden, and Invalid with everything that is wrong at once (name in use, version not published, dates
    that do not follow each other).
    """
    require_any(actor, policy.ROUND_EDIT)
    facts = {"opens_on": opens_on, "answers_due_on": answers_due_on, "review_due_on": review_due_on}
    hearing_days = default_hearing_days() if hearing_days is None else hearing_days
    wrong = _name_faults(name, None) | _questionnaire_faults(actor, questionnaire_id)
    _refuse(wrong | date_faults(**facts) | _hearing_faults(hearing_days))
    made = Round(
        name=name,
        questionnaire_id=questionnaire_id,
        coordinator_id=person_of(actor),
        hearing_days=hearing_days,
        **facts,
    )
    session().add(made)
    session().flush()
    trail.record(actor, "round.added", "round", made.id, questionnaire=questionnaire_id)
    return made


def default_hearing_days() -> int:
    """The term of the hearing in working days with which a new round begins."""
    return parameters.number_on(Code.HEARING_DAYS)


def change_round(
    actor: Actor,
    round_id: uuid.UUID,
    *,
    revision: int,
    name: str,
    opens_on: date,
    answers_due_on: date,
    review_due_on: date,
    hearing_days: int,
) -> Round:
    """Change name and terms while the round is being prepared. Raises Changed, Conflict, Invalid."""
    found = get_round(actor, round_id, policy.ROUND_EDIT, lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    if found.state is not RoundState.PLANNED:
        raise Conflict("De ronde is al geopend. Naam en termijnen staan vast.")
    faults = date_faults(opens_on, answers_due_on, review_due_on)
    _refuse(_name_faults(name, found.id) | faults | _hearing_faults(hearing_days))
    found.name, found.opens_on, found.hearing_days = name, opens_on, hearing_days
    found.answers_due_on, found.review_due_on = answers_due_on, review_due_on
    found.revision += 1
    session().flush()
    trail.record(actor, "round.changed", "round", found.id)
    return found


def date_faults(opens_on: date, answers_due_on: date, review_due_on: date) -> dict[str, list[str]]:
    """What is wrong with the dates of a round, per field; empty when they follow each other. Pure."""
    faults = {}
    if answers_due_on <= opens_on:
        faults["answers_due_on"] = ["Kies een dag na de opening van de ronde."]
    if review_due_on <= answers_due_on:
        faults["review_due_on"] = ["Kies een dag na de uiterste dag voor antwoorden."]
    elif review_due_on - opens_on > LONGEST:
        faults["review_due_on"] = ["Een ronde duurt hoogstens twee jaar."]
    return faults


def _hearing_faults(days: int) -> dict[str, list[str]]:
    if LEAST_HEARING <= days <= MOST_HEARING:
        return {}
    return {"hearing_days": ["Kies een aantal werkdagen van 1 tot en met 60."]}


def _name_faults(name: str, own: uuid.UUID | None) -> dict[str, list[str]]:
    if not name.strip():
        return {"name": ["Vul dit in."]}
    taken = session().scalar(select(Round.id).where(Round.name == name))
    return {"name": ["Een andere ronde heeft deze naam al."]} if taken not in (None, own) else {}


def _questionnaire_faults(actor: Actor, key: uuid.UUID) -> dict[str, list[str]]:
    found = fetch_many(actor, questionnaires_policy.QUESTIONNAIRE_VIEW, [key])[key].found
    if found is None or found.state is not QuestionnaireState.PUBLISHED:
        return {"questionnaire_id": ["Kies een vragenlijst die is gepubliceerd."]}
    return {}


def _refuse(faults: dict[str, list[str]]) -> None:
    if faults:
        raise Invalid(faults)


def published_questionnaires(actor: Actor) -> list[QuestionnaireVersion]:
    """The questionnaire versions a round can use."""
    return [each for each in questionnaires.list_questionnaires(actor) if each.state is QuestionnaireState.PUBLISHED]


def product_ids_of(actor: Actor, round_id: uuid.UUID) -> set[uuid.UUID]:
    """The products that take part in a round. Raises NotFound, Forbidden."""
    get_round(actor, round_id, policy.ROUND_EDIT)
    query = select(Dossier.product_id).where(Dossier.round_id == round_id, Dossier.product_id.is_not(None))
    return {each for each in session().scalars(query) if each is not None}


def add_products(actor: Actor, round_id: uuid.UUID, product_ids: Sequence[uuid.UUID]) -> list[Dossier]:
    """Make a dossier for each product, and one for its supplier when the questionnaire asks about suppliers.

    Products already in the round are passed over. The actor then co-ordinates the new dossiers. What joins a round
    that runs gets as many working days as the others had. Raises Conflict when the round has ended or the actor has
    a conflict with one of the suppliers.
    """
    found = get_round(actor, round_id, policy.ROUND_EDIT, lock=True)
    if found.state not in (RoundState.PLANNED, RoundState.RUNNING):
        raise Conflict("Deze ronde is voorbij. U kunt geen producten meer toevoegen.")
    outcomes = fetch_many(actor, vendors_policy.PRODUCT_VIEW, product_ids)
    products = [each.found for each in outcomes.values() if each.found is not None and each.found.ended_on is None]
    if not products or len(products) < len(outcomes):
        raise Invalid({"product_ids": ["Kies een of meer producten uit de lijst."]})
    _refuse_conflicts(actor, {each.vendor_id for each in products})
    made = _make_dossiers(found, products)
    for each in made:
        take_part(actor.user_id, each.id, Part.COORDINATES)
        if found.state is RoundState.RUNNING:
            _join_late(found, each)
    if found.state is RoundState.RUNNING:
        carry_into_round(made)
    trail.record(actor, "round.products-added", "round", found.id, number=len(made))
    return made


def _refuse_conflicts(actor: Actor, vendor_ids: Iterable[uuid.UUID]) -> None:
    known = interests(user=actor.user_id).subquery()
    own = select(known.c.reason).where(known.c.user_id == actor.user_id, known.c.vendor_id.in_(list(vendor_ids)))
    if session().scalars(own).first():
        raise Conflict("U hebt een belang bij een van deze leveranciers. Laat een collega dit doen.")


def _make_dossiers(in_round: Round, products: Sequence[Product]) -> list[Dossier]:
    query = select(Dossier.vendor_id, Dossier.product_id).where(Dossier.round_id == in_round.id)
    present = {(vendor_id, product_id) for vendor_id, product_id in session().execute(query)}
    wanted: list[tuple[uuid.UUID, uuid.UUID | None]] = [(each.vendor_id, each.id) for each in products]
    if questionnaires.asks(in_round.questionnaire_id, Subject.VENDOR):
        wanted += [(vendor_id, None) for vendor_id in dict.fromkeys(each.vendor_id for each in products)]
    made = [_dossier(in_round, *pair) for pair in wanted if pair not in present]
    session().add_all(made)
    session().flush()
    return made


def _join_late(in_round: Round, dossier: Dossier) -> None:
    """Its own terms, in working days from today, and word to the supplier's vrijgevers."""
    free = parameters.free_days_on()
    answers = max(in_round.answers_due_on, working_days_ahead(_days(in_round.opens_on, in_round.answers_due_on)))
    if answers > in_round.answers_due_on:
        days = _days(in_round.answers_due_on, in_round.review_due_on)
        dossier.answers_due_on = dossier.due_on = answers
        dossier.review_due_on = max(in_round.review_due_on, add_working_days(answers, days, free))
    session().flush()
    telling.tell_joined(dossier)


def _days(first: date, last: date) -> int:
    return working_days_between(first, last, parameters.free_days_on())


def _dossier(in_round: Round, vendor_id: uuid.UUID, product_id: uuid.UUID | None) -> Dossier:
    return Dossier(
        round_id=in_round.id,
        subject=Subject.VENDOR if product_id is None else Subject.PRODUCT,
        vendor_id=vendor_id,
        product_id=product_id,
        due_on=in_round.answers_due_on,
    )


def open_round(actor: Actor, round_id: uuid.UUID) -> Round:
    """Start a round: the terms run, the invitations that were prepared are mailed, and re-assessments that are still
    with a supplier go on in it.

    Raises Conflict when it is not being prepared any more or nothing takes part.
    """
    found = _move_round(actor, round_id, RoundState.RUNNING)
    dossiers = _dossiers_of(found)
    if not dossiers:
        raise Conflict("Kies eerst de producten van deze ronde.")
    for each in dossiers:
        each.due_on = found.answers_due_on
    session().flush()
    carry_into_round(dossiers)
    send_prepared(actor, found)
    return found


def close_round(actor: Actor, round_id: uuid.UUID) -> Round:
    """End a round in which nothing is to be done. Raises Conflict while dossiers are open."""
    found = _move_round(actor, round_id, RoundState.CLOSED)
    if any(each.state not in ENDED for each in _dossiers_of(found)):
        raise Conflict("Nog niet alle dossiers van deze ronde zijn klaar.")
    return found


def cancel_round(actor: Actor, round_id: uuid.UUID, reason: str) -> Round:
    """Call a round off, with every dossier in it that has not ended. Raises Invalid without a reason."""
    _refuse({} if reason.strip() else {"reason": ["Vul een reden in."]})
    found = _move_round(actor, round_id, RoundState.CANCELLED)
    for each in _dossiers_of(found):
        if each.state not in ENDED:
            move_dossier(actor, each, DossierState.CANCELLED, reason)
    return found


def _dossiers_of(found: Round) -> list[Dossier]:
    """What takes part in it: a re-assessment of one of its results stands beside it."""
    takes_part = (Dossier.round_id == found.id) & (Dossier.kind == DossierKind.ROUND)
    return list(session().scalars(select(Dossier).where(takes_part)))


def _move_round(actor: Actor, round_id: uuid.UUID, to_state: RoundState) -> Round:
    found = get_round(actor, round_id, policy.ROUND_EDIT, lock=True)
    if to_state not in ROUND_MOVES[found.state]:
        raise Conflict("Dit past niet bij de toestand van de ronde. Ververs de pagina.")
    from_state, found.state = found.state, to_state
    found.revision += 1
    session().flush()
    trail.record(actor, "round.moved", "round", found.id, from_state=from_state.value, to_state=to_state.value)
    return found
