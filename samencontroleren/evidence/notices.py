# SPDX-License-Identifier: EUPL-1.2
"""The notices of documents, and how a document is named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.evidence import policy
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import AccessRequest, Document
from samencontroleren.notifications.kinds import Delivery, Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor

ADDED_IT = ("U voegde dit bewijs toe.", "You added this evidence.")


def names_of_documents(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The title of each document this actor may read (one query)."""
    query = visible(actor, policy.VIEW, columns=[Document.id, Document.title]).where(Document.id.in_(keys))
    return {key: Named(title, f"/bewijs/{key}") for key, title in session().execute(query)}


def names_of_requests(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The title of the document that each request is about (one query)."""
    query = visible(actor, policy.REQUEST_VIEW, columns=[AccessRequest.id, Document.title])
    query = query.join(AccessRequest.document).where(AccessRequest.id.in_(keys))
    return {key: Named(title, f"/inzageverzoeken/{key}") for key, title in session().execute(query)}


NOTICE_NAMES = {"document": names_of_documents, "access-request": names_of_requests}

KEEPS_IT = ("U houdt het bewijs van uw organisatie bij.", "You keep the evidence of your organisation.")


def _ending(code: str, title: tuple[str, str]) -> NoticeKind:
    """A task that ends by itself when the document is replaced, withdrawn or has another end."""
    return NoticeKind(
        code,
        Topic.ANSWERING,
        title=title,
        why=KEEPS_IT,
        about="document",
        asks=True,
        has_term=True,
        path="/bewijs/{id}",
    )


NOTICES = (
    _ending(
        "document_ending",
        ("Een bewijs loopt af. Vraag op tijd een nieuw aan.", "Evidence is ending. Ask for new evidence in time."),
    ),
    _ending(
        "document_ending_soon",
        (
            "Een bewijs loopt bijna af. Vervang het door een nieuwere versie.",
            "Evidence ends soon. Replace it by a newer version.",
        ),
    ),
    _ending(
        "document_ended",
        (
            "Een bewijs loopt vandaag af of is verlopen. Vervang het of trek het in.",
            "Evidence ends today or has ended. Replace it or withdraw it.",
        ),
    ),
    NoticeKind(
        "document_waiting",
        Topic.ANSWERING,
        title=(
            "De controle van uw bewijs duurt langer dan normaal.",
            "The check of your evidence takes longer than usual.",
        ),
        why=ADDED_IT,
        about="document",
        delivery=Delivery.INBOX,
        path="/bewijs/{id}",
        states=frozenset((FileState.QUARANTINE,)),
    ),
    NoticeKind(
        "document_clean",
        Topic.ANSWERING,
        title=("Uw bewijs is gecontroleerd en telt mee.", "Your evidence was checked and counts."),
        why=ADDED_IT,
        about="document",
        delivery=Delivery.INBOX,
        path="/bewijs/{id}",
    ),
    NoticeKind(
        "document_refused",
        Topic.ANSWERING,
        title=(
            "Uw bewijs is geweigerd. Voeg een andere versie toe.",
            "Your evidence was refused. Add another version.",
        ),
        why=ADDED_IT,
        about="document",
        delivery=Delivery.AT_ONCE,
        path="/bewijs/{id}",
    ),
    NoticeKind(
        "access_requested",
        Topic.ANSWERING,
        title=(
            "Een organisatie vraagt om bewijs van u te lezen. Beslis of dat mag.",
            "An organisation asks to read evidence of yours. Decide whether it may.",
        ),
        why=("U bent beheerder van uw organisatie.", "You are an administrator of your organisation."),
        about="access-request",
        asks=True,
        path="/inzageverzoeken/{id}",
    ),
    NoticeKind(
        "access_decided",
        Topic.RESULTS,
        title=(
            "Een leverancier besliste over uw verzoek om bewijs te lezen.",
            "A supplier decided on your request to read evidence.",
        ),
        why=("U vroeg om dit bewijs.", "You asked for this evidence."),
        about="access-request",
        path="/inzageverzoeken/{id}",
    ),
)
