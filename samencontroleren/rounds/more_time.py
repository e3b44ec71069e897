# SPDX-License-Identifier: EUPL-1.2
"""A supplier asks for more time with a reason, and a co-ordinator decides (product.md, section 4).

It holds for the term that runs now: of the round, of an addition, or of the hearing. After the last day of a round or
an addition it can still be asked: answers are taken until VNG records that nothing came. The hearing ends by itself
with its last day, for a request as for a reply; VNG can still give time of its own accord, or decide on what was asked
before. A granted day moves `due_on`, and with it the reminders. Reviewers see the new day and nothing else.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.rounds import policy, telling
from samencontroleren.rounds.kinds import TERM_OF, Part, RequestState, Term
from samencontroleren.rounds.models import Dossier, TermRequest
from samencontroleren.rounds.moves import person_of, runs, take_part
from samencontroleren.rounds.reading import get_dossier
from samencontroleren.rounds.working_days import add_working_days

MOST = 60
"""As many working days as a term can be moved on from today or from its last day, whichever is later."""
LATER = "Kies een dag na de huidige termijn, vandaag of later."
TOO_FAR = "Kies een dag binnen 60 werkdagen."
PAST_LIMIT = "Deze dag ligt na de dag waarop de beoordeling van de ronde klaar moet zijn. Vink aan dat u dat weet."
NO_TERM = "U bent nu niet aan zet. Er loopt geen termijn."
HEARING_OVER = "De termijn van het wederhoor is voorbij. Reageren of meer tijd vragen kan niet meer."
PROPOSED = "Er ligt een voorstel om dit dossier als niet geleverd vast te leggen. Trek dat eerst in."
DECIDED = "Over dit verzoek is al beslist, of het is niet meer nodig. Ververs de pagina."

NewTerm = Callable[[Dossier, date], None]
_followers: list[NewTerm] = []


class AlreadyAsked(Conflict):
    """There is a request that waits for its decision; nothing was done again."""

    code = "al-gevraagd"


def on_new_term(follow: NewTerm) -> NewTerm:
    """Register what a later feature does when the term of a dossier is moved (it keeps the day too)."""
    if follow not in _followers:
        _followers.append(follow)
    return follow


def move_term(dossier: Dossier, due_on: date) -> None:
    """Move the last day of the term that runs, for all who count with it; the same day changes nothing (system use)."""
    if dossier.due_on == due_on:
        return
    dossier.due_on = due_on
    dossier.revision += 1
    for follow in _followers:
        follow(dossier, due_on)


def ask_more_time(actor: Actor, dossier_id: uuid.UUID, wished_on: date, reason: str) -> TermRequest:
    """The supplier asks for more time for the term that runs now.

    Raises Conflict when no term of the supplier runs or the hearing is over, AlreadyAsked while a request waits,
    Invalid for a day that is not later or too far away, or without a reason.
    """
    dossier = get_dossier(actor, dossier_id, policy.ANSWER, lock=True)
    term, due_on = _running(dossier)
    if ended_by_itself(dossier):
        raise Conflict(HEARING_OVER)
    _refuse(_reason_faults(reason) | _day_faults("wished_on", dossier, wished_on))
    made = TermRequest(
        dossier_id=dossier.id,
        term=term,
        due_on=due_on,
        wished_on=_working(wished_on),
        reason=reason.strip(),
        asked_by_id=person_of(actor),
    )
    _insert(made)
    who_reads, day = dossier.vendor_id, str(made.wished_on)
    trail.record(actor, "term.asked", "dossier", dossier.id, reader=who_reads, request=made.id, wished_on=day)
    telling.tell_asked(made, dossier)
    return made


def grant_more_time(
    actor: Actor, request_id: uuid.UUID, until: date, decision: str = "", *, is_past_limit: bool = False
) -> TermRequest:
    """A co-ordinator gives more time, until the first working day on or after `until`.

    Raises Conflict when it was decided already, Invalid for a day that is not later, too far away, or beyond the
    reviewing of the round without `is_past_limit`.
    """
    request, dossier = _open_request(actor, request_id)
    _refuse(_day_faults("until", dossier, until))
    until = _working(until)
    if until > limit_of(dossier) and not is_past_limit:
        raise Invalid({"until": [PAST_LIMIT]})
    if dossier.not_delivered_proposed_by_id is not None:
        raise Conflict(PROPOSED)
    request.is_past_limit = until > limit_of(dossier)
    request.granted_until = until
    move_term(dossier, until)
    return _decide(actor, request, dossier, RequestState.GRANTED, decision)


def give_more_time(
    actor: Actor, dossier_id: uuid.UUID, until: date, decision: str, *, is_past_limit: bool = False
) -> TermRequest:
    """A co-ordinator gives more time without being asked, with a reason; it stands between the requests.

    Raises Conflict when no term of the supplier runs, AlreadyAsked while a request waits, Invalid as `grant_more_time`
    and without a reason.
    """
    dossier = get_dossier(actor, dossier_id, policy.COORDINATE, lock=True)
    term, due_on = _running(dossier)
    reason = decision.strip()
    _refuse(_day_faults("until", dossier, until) | ({} if reason else {"decision": ["Vul een reden in."]}))
    made = TermRequest(dossier_id=dossier.id, term=term, due_on=due_on, wished_on=_working(until), reason=reason)
    made.asked_by_id = person_of(actor)
    _insert(made)
    return grant_more_time(actor, made.id, until, reason, is_past_limit=is_past_limit)


def refuse_more_time(actor: Actor, request_id: uuid.UUID, decision: str) -> TermRequest:
    """A co-ordinator gives no more time, with the reason. Raises Conflict when it was decided already, Invalid."""
    request, dossier = _open_request(actor, request_id)
    _refuse({} if decision.strip() else {"decision": ["Vul een reden in."]})
    return _decide(actor, request, dossier, RequestState.REFUSED, decision)


def limit_of(dossier: Dossier) -> date:
    """The day a term of the supplier should not go beyond: reviewing ends on it (round loaded)."""
    return dossier.last_review_day


def longest_until(dossier: Dossier) -> date:
    """The furthest day to which the running term can be moved."""
    return add_working_days(max(dossier.due_on or clock.today(), clock.today()), MOST, parameters.free_days_on())


def list_term_requests(actor: Actor, dossier_id: uuid.UUID) -> Sequence[TermRequest]:
    """The requests of a dossier this actor may read, the newest first. Raises Forbidden for reviewers."""
    require_any(actor, policy.TERM_REQUEST_VIEW)
    query = visible(actor, policy.TERM_REQUEST_VIEW).where(TermRequest.dossier_id == dossier_id)
    return list(session().scalars(query.order_by(TermRequest.asked_at.desc(), TermRequest.id)))


def waiting_term_requests(actor: Actor, size: int) -> Page:
    """The first requests on which nobody decided, the oldest in front; of dossiers this actor may open."""
    return page_of_term_requests(actor, RequestState.ASKED, 1, size)


def page_of_term_requests(actor: Actor, state: RequestState | None = None, page: int = 1, size: int = 25) -> Page:
    """The requests this actor may read, of all dossiers, with dossier, supplier and product; the oldest first."""
    query = visible(actor, policy.TERM_REQUEST_VIEW)
    if state is not None:
        query = query.where(TermRequest.state == state)
    whole = joinedload(TermRequest.dossier)
    options = [whole.joinedload(each) for each in (Dossier.round, Dossier.vendor, Dossier.product)]
    return page_of(query.options(*options).order_by(TermRequest.asked_at, TermRequest.id), page, size)


def ended_by_itself(dossier: Dossier) -> bool:
    """Whether the running term ended with its last day: the hearing, also before its silence is recorded."""
    is_hearing = TERM_OF.get(dossier.state) is Term.HEARING
    return is_hearing and dossier.due_on is not None and dossier.due_on < clock.today()


def _running(dossier: Dossier) -> tuple[Term, date]:
    """The supplier's term that runs now, with its last day."""
    term = TERM_OF.get(dossier.state)
    if term is None or dossier.due_on is None or not runs(dossier):
        raise Conflict(NO_TERM)
    return term, dossier.due_on


def _open_request(actor: Actor, request_id: uuid.UUID) -> tuple[TermRequest, Dossier]:
    """A request that waits, and its dossier, held until the end; whoever decides co-ordinates it."""
    request = fetch(actor, policy.TERM_REQUEST_VIEW, request_id)
    dossier = get_dossier(actor, request.dossier_id, policy.COORDINATE, lock=True)
    session().refresh(request, ["state"], with_for_update=True)
    if request.state is not RequestState.ASKED:
        raise Conflict(DECIDED)
    take_part(actor.user_id, dossier.id, Part.COORDINATES)
    return request, dossier


def _decide(actor: Actor, request: TermRequest, dossier: Dossier, state: RequestState, decision: str) -> TermRequest:
    request.state, request.decision = state, decision.strip()
    request.decided_by_id, request.decided_at = actor.user_id, clock.now()
    request.revision += 1
    session().flush()
    who_reads, day = dossier.vendor_id, str(request.granted_until or "")
    trail.record(actor, f"term.{state}", "dossier", dossier.id, reader=who_reads, request=request.id, until=day)
    telling.tell_decided(request, dossier)
    return request


def _insert(made: TermRequest) -> None:
    waiting = "Er ligt al een verzoek om meer tijd. VNG beslist daar eerst over."
    try:
        with session().begin_nested():
            session().add(made)
            session().flush()
    except IntegrityError as error:
        raise AlreadyAsked(waiting) from error


def _working(day: date) -> date:
    return add_working_days(day, 0, parameters.free_days_on())


def _reason_faults(reason: str) -> dict[str, list[str]]:
    return {} if reason.strip() else {"reason": ["Vul een reden in."]}


def _day_faults(field: str, dossier: Dossier, day: date) -> dict[str, list[str]]:
    if day < clock.today() or (dossier.due_on is not None and day <= dossier.due_on):
        return {field: [LATER]}
    return {field: [TOO_FAR]} if day > longest_until(dossier) else {}


def _refuse(faults: dict[str, list[str]]) -> None:
    if faults:
        raise Invalid(faults)
