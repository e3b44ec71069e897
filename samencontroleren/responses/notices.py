# SPDX-License-Identifier: EUPL-1.2
"""The notices of working together on answers."""

from samencontroleren.notifications.kinds import Delivery, NoticeKind, Topic
from samencontroleren.responses.reading_over import TO_READ
from samencontroleren.responses.submission import RECEIVED
from samencontroleren.responses.tasks import ANSWERED, GIVEN_BACK, NOTICE
from samencontroleren.rounds.kinds import VENDOR_WORKS

NOTICES = (
    NoticeKind(
        NOTICE,
        Topic.ANSWERING,
        title=("Iemand vraagt u om vragen te beantwoorden.", "Somebody asks you to answer questions."),
        why=("De vragen staan op uw naam.", "The questions are assigned to you."),
        about="dossier",
        asks=True,
        has_term=True,
        path="/dossiers/{id}/vragen?toon=mij",
        states=frozenset(VENDOR_WORKS),
    ),
    NoticeKind(
        ANSWERED,
        Topic.ANSWERING,
        title=(
            "Iemand beantwoordde vragen die u had gegeven. Bevestig de antwoorden van meedenkers.",
            "Somebody answered questions that you gave. Confirm the answers of guests.",
        ),
        why=("U gaf deze vragen aan iemand.", "You gave these questions to somebody."),
        about="dossier",
        path="/dossiers/{id}/vragen?toon=terug",
        states=frozenset(VENDOR_WORKS),
    ),
    NoticeKind(
        GIVEN_BACK,
        Topic.ANSWERING,
        title=(
            "Iemand gaf vragen aan u terug. Kijk waarom en geef ze aan een ander.",
            "Somebody gave questions back to you. See why and give them to another.",
        ),
        why=("U gaf deze vragen aan iemand.", "You gave these questions to somebody."),
        about="dossier",
        path="/dossiers/{id}/vragen?toon=teruggegeven",
        states=frozenset(VENDOR_WORKS),
    ),
    NoticeKind(
        TO_READ,
        Topic.ANSWERING,
        title=(
            "Een dossier is klaar om na te lezen en in te dienen.",
            "A dossier is ready to be read and submitted.",
        ),
        why=("U bent vrijgever van uw organisatie.", "You are a submitter of your organisation."),
        about="dossier",
        asks=True,
        path="/dossiers/{id}/indienen",
        states=frozenset(VENDOR_WORKS),
    ),
    NoticeKind(
        RECEIVED,
        Topic.ANSWERING,
        title=(
            "Uw inzending is ontvangen. Het ontvangstbewijs staat klaar.",
            "Your submission was received. The receipt is ready.",
        ),
        why=("U werkt aan dossiers van uw organisatie.", "You work on dossiers of your organisation."),
        about="dossier",
        path="/dossiers/{id}/invullen",
    ),
    NoticeKind(
        "guest_invited",
        Topic.PEOPLE,
        title=(
            "Een collega vroeg iemand van buiten om mee te denken. Die ziet alleen de toegewezen vragen. Klopt dit "
            "niet? Trek de uitnodiging dan in.",
            "A colleague asked somebody from outside to help. That person sees only the assigned questions. Not right? "
            "Then revoke the invitation.",
        ),
        why=("U bent beheerder van uw organisatie.", "You are an administrator of your organisation."),
        delivery=Delivery.AT_ONCE,
    ),
)
