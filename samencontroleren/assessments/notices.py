# SPDX-License-Identifier: EUPL-1.2
"""The notices of the assessment of a dossier."""

from samencontroleren.notifications.kinds import Delivery, NoticeKind, Topic
from samencontroleren.rounds.kinds import DossierState

S = DossierState

NOTICES = (
    NoticeKind(
        "supplement_prepared",
        Topic.REVIEWING,
        title=(
            "U en de andere beoordelaar missen nog iets. Lees het verzoek na en verstuur het.",
            "You and the other reviewer lack something. Read the request and send it.",
        ),
        why=("U beoordeelt dit dossier.", "You review this dossier."),
        about="dossier",
        asks=True,
        path="/dossiers/{id}/aanvulling",
        states=frozenset((S.IN_REVIEW,)),
    ),
    NoticeKind(
        "hearing_opened",
        Topic.ANSWERING,
        title=(
            "Het conceptoordeel staat klaar. U kunt erop reageren.",
            "The draft verdict is ready. You can reply to it.",
        ),
        why=("U reageert als vrijgever namens uw organisatie.", "You reply for your organisation as a submitter."),
        about="dossier",
        asks=True,
        is_obligatory=True,
        delivery=Delivery.AT_ONCE,
        has_term=True,
        path="/dossiers/{id}/wederhoor",
        states=frozenset((S.HEARING,)),
    ),
    NoticeKind(
        "severity_raised",
        Topic.ANSWERING,
        title=(
            "De ernst van een bevinding werd hoger. U kunt erop reageren.",
            "The severity of a finding became higher. You can reply to it.",
        ),
        why=("U reageert als vrijgever namens uw organisatie.", "You reply for your organisation as a submitter."),
        about="dossier",
        asks=True,
        is_obligatory=True,
        delivery=Delivery.AT_ONCE,
        has_term=True,
        path="/dossiers/{id}/wederhoor",
        states=frozenset((S.HEARING,)),
    ),
    NoticeKind(
        "reconsidered",
        Topic.ANSWERING,
        title=("De beoordelaars hebben uw reactie gewogen.", "The reviewers have weighed your reply."),
        why=("U bent vrijgever van uw organisatie.", "You are a submitter of your organisation."),
        about="dossier",
        path="/dossiers/{id}",
    ),
)
