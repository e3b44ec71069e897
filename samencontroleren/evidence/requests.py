# SPDX-License-Identifier: EUPL-1.2
"""Requests to read a document that is shared on request: asked by a gemeente, granted until a day by its supplier.

The supplier sees which kind of organisation asks and why, as one of a list. It reads the name and the explanation only
where the gemeente chose, after a warning, to be known (product.md, rule 2.1).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, fetch_many, require_present, visible
from samencontroleren.core.db import past_walls, session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.rest import Page, page_of
from samencontroleren.evidence import policy
from samencontroleren.evidence.kinds import REQUEST_MOVES, Purpose, RequestState, SharingClass
from samencontroleren.evidence.models import AccessRequest, Document
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role

PAGE_SIZE = 25
LONGEST = timedelta(days=366)
"""For how long a supplier grants reading at most: then the gemeente asks again."""
ASKED = "access_requested"
DECIDED = "access_decided"
TWICE = "Uw organisatie heeft dit bewijs al aangevraagd. De leverancier moet nog beslissen."
DONE = "Over dit verzoek is al beslist."
NOT_SHARED = "Dit document deelt u niet op aanvraag. Wijzig eerst wie het mag lezen, of weiger het verzoek."


@dataclass(frozen=True)
class RequestView:
    """A request as one reader sees it."""

    request: AccessRequest
    title: str
    """Of the document."""
    kind: OrganisationKind
    """What kind of organisation asks."""
    name: str | None
    """Which one, for itself, and for a supplier that may know it."""
    explanation: str | None
    """Likewise."""
    is_asker: bool

    @property
    def state(self) -> RequestState:
        return self.request.state

    @property
    def has_ended(self) -> bool:
        """Whether it was granted until a day that is over."""
        until = self.request.until
        return self.state is RequestState.GRANTED and until is not None and until < clock.today()


def list_requests(actor: Actor, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """The requests this actor may see, open ones first."""
    order = (AccessRequest.state != RequestState.OPEN, AccessRequest.asked_at.desc(), AccessRequest.id)
    found = page_of(_whole(visible(actor, policy.REQUEST_VIEW)).order_by(*order), page, size)
    return Page([_view(actor, each) for each in found.rows], found.total, found.number, found.size)


def get_request(actor: Actor, key: uuid.UUID) -> RequestView:
    """One request. Raises NotFound."""
    return _view(actor, fetch(actor, policy.REQUEST_VIEW, key, options=_parts()))


def can_decide(actor: Actor, key: uuid.UUID) -> bool:
    """Whether the actor decides on this request."""
    return fetch_many(actor, policy.REQUEST_DECIDE, [key])[key].found is not None


def get_asked(actor: Actor, document_id: uuid.UUID) -> Document:
    """A document that can be asked for. Raises NotFound, Forbidden."""
    return fetch(actor, policy.ASK, document_id, view=policy.KNOW)


def ask(
    actor: Actor, document_id: uuid.UUID, *, purpose: Purpose, explanation: str = "", is_known: bool = False
) -> AccessRequest:
    """Ask to read a document. Raises Conflict while an earlier request is open."""
    document = get_asked(actor, document_id)
    same = (AccessRequest.document_id == document.id) & (AccessRequest.municipality_id == actor.organisation_id)
    if session().scalar(select(AccessRequest.id).where(same, AccessRequest.state == RequestState.OPEN)):
        raise Conflict(TWICE)
    made = AccessRequest(
        document_id=document.id,
        vendor_id=document.vendor_id,
        municipality_id=actor.organisation_id,
        asked_by_id=actor.user_id,
        asked_at=clock.now(),
        purpose=purpose,
        explanation=explanation,
        is_known=is_known,
    )
    session().add(made)
    session().flush()
    trail.record(actor, "access-request.asked", "access-request", made.id, reader=actor.organisation_id)
    with past_walls():
        members = accounts.members_with_roles(document.vendor_id, Role.ADMINISTRATOR)
        notifications.notify_all(f"{ASKED}:{made.id}", [each.id for each in members], ASKED, made.id)
    return made


def grant(actor: Actor, key: uuid.UUID, until: date | None, reason: str = "") -> AccessRequest:
    """Let the gemeente read the document up to and including a day.

    Raises Invalid for a day that is over or too far away, ConfirmationRequired, Conflict once it was decided on or
    while the document is not shared on request.
    """
    found = _to_decide(actor, key, RequestState.GRANTED)
    if session().get_one(Document, found.document_id).readers is not SharingClass.ON_REQUEST:
        raise Conflict(NOT_SHARED)
    if until is None or not clock.today() <= until <= clock.today() + LONGEST:
        raise Invalid({"until": ["Kies een dag vanaf vandaag, hoogstens een jaar vooruit."]})
    found.until = until
    return _decide(actor, found, RequestState.GRANTED, reason)


def refuse(actor: Actor, key: uuid.UUID, reason: str) -> AccessRequest:
    """Do not let the gemeente read it. Raises Invalid without a reason, ConfirmationRequired, Conflict."""
    found = _to_decide(actor, key, RequestState.REFUSED)
    return _decide(actor, found, RequestState.REFUSED, _reason(reason))


def stop(actor: Actor, key: uuid.UUID, reason: str) -> AccessRequest:
    """Stop what was granted, from this moment. Raises Invalid without a reason, ConfirmationRequired, Conflict."""
    found = _to_decide(actor, key, RequestState.STOPPED)
    return _decide(actor, found, RequestState.STOPPED, _reason(reason))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom. De gemeente leest uw reden."]})
    return reason.strip()


def _to_decide(actor: Actor, key: uuid.UUID, state: RequestState) -> AccessRequest:
    found = fetch(actor, policy.REQUEST_DECIDE, key, view=policy.REQUEST_VIEW, lock=True)
    require_present(actor)
    if state not in REQUEST_MOVES[found.state]:
        raise Conflict(DONE)
    return found


def _decide(actor: Actor, found: AccessRequest, state: RequestState, reason: str) -> AccessRequest:
    found.state, found.reason, found.revision = state, reason, found.revision + 1
    found.decided_by_id, found.decided_at = actor.user_id, clock.now()
    session().flush()
    trail.record(actor, f"access-request.{state}", "access-request", found.id, reader=found.vendor_id)
    notifications.finish(ASKED, found.id)
    with past_walls():
        members = recipients.memberships_of(found.asked_by_id)
        entitled = recipients.allowed(members, policy.REQUEST_VIEW, found)
        notifications.notify_all(f"{DECIDED}:{found.id}:{state}", entitled, DECIDED, found.id)
    return found


def _parts() -> Sequence[Any]:
    return (joinedload(AccessRequest.document), joinedload(AccessRequest.organisation))


def _whole(query: Select[Any]) -> Select[Any]:
    return query.options(*_parts())


def _view(actor: Actor, found: AccessRequest) -> RequestView:
    is_asker = found.municipality_id in actor.reading_ids
    may_know = is_asker or found.is_known
    return RequestView(
        request=found,
        title=found.document.title,
        kind=found.organisation.kind,
        name=found.organisation.name if may_know else None,
        explanation=found.explanation if may_know else None,
        is_asker=is_asker,
    )
