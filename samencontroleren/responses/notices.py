# SPDX-License-Identifier: EUPL-1.2
"""The notices of working together on answers."""

from samencontroleren.notifications.kinds import Delivery, NoticeKind, Topic
from samencontroleren.responses.tasks import ANSWERED, NOTICE
from samencontroleren.rounds.kinds import VENDOR_WORKS

NOTICES = (
    NoticeKind(
        NOTICE,
        Topic.ANSWERING,
        title=("Een collega vraagt u om vragen te beantwoorden.", "A colleague asks you to answer questions."),
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
            "Iemand beantwoordde vragen die u uitzette. Bevestig wat een meedenker antwoordde.",
            "Somebody answered questions that you handed out. Confirm what a guest answered.",
        ),
        why=("U gaf deze vragen aan iemand.", "You gave these questions to somebody."),
        about="dossier",
        path="/dossiers/{id}/vragen?toon=terug",
        states=frozenset(VENDOR_WORKS),
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
