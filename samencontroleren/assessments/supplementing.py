# SPDX-License-Identifier: EUPL-1.2
"""A supplement: the wishes of both reviewers become one request to the supplier, without names (product.md, section 4).

While it is prepared the dossier stays in review; asking reveals nobody's verdict. The supplier answers only the
questions that are named, and the reviewers go on from the verdicts they gave.
"""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import policy
from samencontroleren.assessments.carrying import versions_to_judge
from samencontroleren.assessments.dossiers import living_assignments, load_dossier, none_ready, person
from samencontroleren.assessments.models import ReviewVerdict, SupplementWish
from samencontroleren.assessments.wishing import waiting_wishes
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SupplementQuestion, SupplementRequest
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Dossier

PREPARING = (DossierState.IN_REVIEW, DossierState.DISCUSSING)
NO_DRAFT = "Er staat geen aanvulling klaar."
NO_NAMES = "Noem geen namen van beoordelaars of van hun organisatie."


def find_request(actor: Actor, dossier_id: uuid.UUID) -> SupplementRequest | None:
    """The last request of a dossier that this actor may see, with its questions."""
    query = visible(actor, responses_policy.SUPPLEMENT_VIEW).where(SupplementRequest.dossier_id == dossier_id)
    query = query.options(selectinload(SupplementRequest.questions)).order_by(SupplementRequest.number.desc())
    return session().scalars(query.limit(1)).first()


def needs_reason(dossier_id: uuid.UUID) -> bool:
    """Whether the supplier was asked as often as the scheme allows: only the co-ordinator asks again, with a reason."""
    sent = select(func.count()).where(
        SupplementRequest.dossier_id == dossier_id, SupplementRequest.sent_at.is_not(None)
    )
    return (session().scalar(sent) or 0) >= parameters.number_on(Code.SUPPLEMENT_TIMES)


def gather_when_ready(dossier: Dossier) -> bool:
    """Both reviewers are ready: what they lack becomes one request they both read; False when they lack nothing."""
    draft = _draft(dossier.id)
    if draft is None and not waiting_wishes(dossier.id):
        return False
    draft = _gather(dossier, draft)
    draft.is_shared = True
    session().flush()
    members = [each.membership_id for each in living_assignments(dossier.id)]
    notifications.notify_all(f"supplement_prepared:{draft.id}", members, "supplement_prepared", dossier.id)
    return True


def gather(actor: Actor, dossier_id: uuid.UUID) -> SupplementRequest:
    """The co-ordinator decides that a supplement is to be asked: begin the request with what was noted so far.

    A second time adds what was noted since. Raises Conflict while the dossier is not being reviewed.
    """
    dossier = load_dossier(actor, rounds_policy.COORDINATE, dossier_id, *PREPARING, lock=True)
    rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
    made = _gather(dossier, _draft(dossier_id))
    trail.record(actor, "supplement.prepared", "dossier", dossier_id, number=made.number)
    return made


def _gather(dossier: Dossier, draft: SupplementRequest | None) -> SupplementRequest:
    request = draft or _new_request(dossier)
    there = {each.requirement_version_id: each for each in _questions(request.id)}
    for key, wishes in waiting_wishes(dossier.id).items():
        texts = [each.text for each in wishes]
        if key in there:
            there[key].text = _joined([there[key].text, *texts])
        else:
            session().add(_question(request, key, _joined(texts)))
        _mark_gathered(wishes)
    request.revision += 1
    session().flush()
    session().expire(request, ["questions"])
    return request


def _new_request(dossier: Dossier) -> SupplementRequest:
    last = responses.last_submission(dossier.id)
    if last is None:
        raise Conflict("De leverancier heeft nog niets ingediend.")
    numbers = select(func.max(SupplementRequest.number)).where(SupplementRequest.dossier_id == dossier.id)
    made = SupplementRequest(dossier_id=dossier.id, submission_id=last.id, number=(session().scalar(numbers) or 0) + 1)
    session().add(made)
    session().flush()
    return made


def _question(request: SupplementRequest, key: uuid.UUID, text: str) -> SupplementQuestion:
    return SupplementQuestion(
        request_id=request.id, dossier_id=request.dossier_id, requirement_version_id=key, text=text
    )


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(dict.fromkeys(each.strip() for each in texts if each.strip()))


def _mark_gathered(wishes: Sequence[SupplementWish]) -> None:
    for each in wishes:
        each.is_gathered = True


def change_request(
    actor: Actor, dossier_id: uuid.UUID, texts: Mapping[uuid.UUID, str], revision: int
) -> SupplementRequest:
    """Edit the request before it is sent: a text per question; an empty one takes the question off.

    Raises Invalid (names in a text, by the field `text-…`), Changed, Conflict, NotFound for a question not asked.
    """
    dossier = load_dossier(actor, policy.PREPARE_SUPPLEMENT, dossier_id, *PREPARING, lock=True)
    request = _own_draft(actor, dossier_id)
    if request.revision != revision:
        raise Changed("Iemand anders heeft de aanvulling intussen gewijzigd.", theirs=request)
    if not texts.keys() <= versions_to_judge(actor, dossier).keys():
        raise NotFound()
    _refuse_names(dossier_id, texts)
    there = {each.requirement_version_id: each for each in _questions(request.id)}
    for key, text in texts.items():
        _set_text(request, there.get(key), key, text.strip())
    request.revision += 1
    session().flush()
    session().expire(request, ["questions"])
    trail.record(actor, "supplement.changed", "dossier", dossier_id, number=request.number)
    return request


def _set_text(request: SupplementRequest, row: SupplementQuestion | None, key: uuid.UUID, text: str) -> None:
    if row is None and text:
        session().add(_question(request, key, text))
    elif row is not None and text:
        row.text = text
    elif row is not None:
        session().delete(row)


def _refuse_names(dossier_id: uuid.UUID, texts: Mapping[uuid.UUID, str]) -> None:
    """The supplier never learns who reviews, nor for which gemeente (product.md, 2.1)."""
    assigned = living_assignments(dossier_id)
    names = [*accounts.get_user_names([each.user_id for each in assigned]).values()]
    of = select(Organisation.name).where(
        Organisation.id.in_([each.organisation_id for each in assigned]), Organisation.kind != OrganisationKind.VNG
    )
    names += session().scalars(of)
    told = {key for key, text in texts.items() for name in names if name.casefold() in text.casefold()}
    if told:
        raise Invalid({f"text-{key}": [NO_NAMES] for key in told})


def send_request(actor: Actor, dossier_id: uuid.UUID, reason: str = "") -> SupplementRequest:
    """Send the request: the named questions open for the supplier, and both reviewers go on after it.

    Asking more often than the scheme allows is for the co-ordinator, with a reason. Raises Invalid without it,
    Conflict when nothing is asked, or while answers of the subject are open in another dossier. Nobody's verdict is
    revealed by it.
    """
    dossier = load_dossier(actor, policy.PREPARE_SUPPLEMENT, dossier_id, *PREPARING, lock=True)
    request = _own_draft(actor, dossier_id)
    questions = _questions(request.id)
    if not questions:
        raise Conflict("Noem eerst een vraag waarbij u iets mist.")
    rounds.refuse_answered_elsewhere(dossier)
    if needs_reason(dossier_id):
        _check_again(actor, dossier_id, reason)
    if holds(actor, rounds_policy.COORDINATE, dossier):
        rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
    request.due_on = rounds.working_days_ahead(parameters.number_on(Code.SUPPLEMENT_DAYS))
    request.sent_at, request.sent_by_id, request.reason = clock.now(), person(actor), reason.strip()
    none_ready(dossier_id)
    _hide_verdicts(dossier_id)
    rounds.move_dossier(actor, dossier, DossierState.SUPPLEMENT_ASKED, due_on=request.due_on)
    trail.record(actor, "supplement.asked", "dossier", dossier_id, number=request.number, questions=len(questions))
    return request


def _check_again(actor: Actor, dossier_id: uuid.UUID, reason: str) -> None:
    fetch(actor, rounds_policy.COORDINATE, dossier_id, view=rounds_policy.VIEW)
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom u nog een keer om een aanvulling vraagt."]})


def _hide_verdicts(dossier_id: uuid.UUID) -> None:
    """What is judged after the supplement is blind again, also when the reviewers had seen each other's verdicts."""
    here = ReviewVerdict.dossier_id == dossier_id
    session().execute(update(ReviewVerdict).where(here).values(is_revealed=False))


def drop_request(actor: Actor, dossier_id: uuid.UUID) -> None:
    """Ask nothing after all: the reviewers complete their verdicts and say anew that they are ready."""
    load_dossier(actor, policy.PREPARE_SUPPLEMENT, dossier_id, *PREPARING, lock=True)
    request = _own_draft(actor, dossier_id)
    request.closed_at = clock.now()
    none_ready(dossier_id)
    notifications.finish("supplement_prepared", dossier_id)
    notifications.resume("assigned", dossier_id, [each.membership_id for each in living_assignments(dossier_id)])
    trail.record(actor, "supplement.dropped", "dossier", dossier_id, number=request.number)


def go_on_without(actor: Actor, dossier_id: uuid.UUID) -> None:
    """The term has passed and nothing came: the co-ordinator has the reviewers go on with what there is.

    Raises Conflict while the term still runs.
    """
    dossier = load_dossier(actor, rounds_policy.COORDINATE, dossier_id, DossierState.SUPPLEMENT_ASKED, lock=True)
    if dossier.due_on is not None and dossier.due_on >= clock.today():
        raise Conflict("De termijn van de leverancier loopt nog.")
    rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
    query = select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
    for request in session().scalars(query):
        if request.is_waiting:
            request.closed_at = clock.now()
    session().flush()
    trail.record(actor, "supplement.missed", "dossier", dossier_id)
    rounds.move_dossier(actor, dossier, DossierState.IN_REVIEW)


def _draft(dossier_id: uuid.UUID) -> SupplementRequest | None:
    query = select(SupplementRequest).where(
        SupplementRequest.dossier_id == dossier_id,
        SupplementRequest.sent_at.is_(None),
        SupplementRequest.closed_at.is_(None),
    )
    return session().scalars(query).one_or_none()


def _own_draft(actor: Actor, dossier_id: uuid.UUID) -> SupplementRequest:
    """The draft this actor may see, locked by its dossier."""
    query = visible(actor, responses_policy.SUPPLEMENT_VIEW).where(SupplementRequest.dossier_id == dossier_id)
    found: SupplementRequest | None = next((each for each in session().scalars(query) if each.is_draft), None)
    if found is None:
        raise Conflict(NO_DRAFT)
    return found


def _questions(request_id: uuid.UUID) -> list[SupplementQuestion]:
    query = select(SupplementQuestion).where(SupplementQuestion.request_id == request_id)
    return list(session().scalars(query.order_by(SupplementQuestion.created_at, SupplementQuestion.id)))
