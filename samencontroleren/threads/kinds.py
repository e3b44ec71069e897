# SPDX-License-Identifier: EUPL-1.2
"""Audiences, subjects and states of conversations, with their words."""

from enum import StrEnum

from samencontroleren.rounds.kinds import DossierState


class Audience(StrEnum):
    """Who can read a thread; chosen when it is opened, never changed."""

    INSIDE_VENDOR = "inside_vendor"
    VENDOR_VNG_REVIEWERS = "vendor_vng_reviewers"
    REVIEWERS = "reviewers"
    RESULT_READERS = "result_readers"


AUDIENCE_LABELS: dict[Audience, tuple[str, str]] = {
    Audience.INSIDE_VENDOR: ("Binnen de leverancier", "Inside the supplier"),
    Audience.VENDOR_VNG_REVIEWERS: ("Leverancier, VNG en beoordelaars", "Supplier, VNG and reviewers"),
    Audience.REVIEWERS: ("Beoordelaars en VNG", "Reviewers and VNG"),
    Audience.RESULT_READERS: ("Lezers van het resultaat", "Readers of the result"),
}

READ_BY: dict[Audience, tuple[str, str]] = {
    Audience.INSIDE_VENDOR: (
        "alleen mensen van de leverancier. VNG, beoordelaars en gemeenten lezen dit niet.",
        "people of the supplier only. VNG, reviewers and municipalities do not read this.",
    ),
    Audience.VENDOR_VNG_REVIEWERS: (
        "de leverancier, VNG en de beoordelaars van dit dossier. De leverancier ziet geen namen van beoordelaars.",
        "the supplier, VNG and the reviewers of this dossier. The supplier does not see names of reviewers.",
    ),
    Audience.REVIEWERS: (
        "de beoordelaars van dit dossier en VNG. De leverancier leest dit niet.",
        "the reviewers of this dossier and VNG. The supplier does not read this.",
    ),
    Audience.RESULT_READERS: (
        "gemeenten die dit product gebruiken, de leverancier en VNG. Er staan geen namen van gemeenten bij.",
        "municipalities that use this product, the supplier and VNG. No municipality is named.",
    ),
}
"""The line "Leesbaar voor: …" above a thread."""

BLIND_READ_BY = (
    "de leverancier, VNG en de beoordelaar die het gesprek begon. De andere beoordelaar leest het pas als beide "
    "beoordelaars klaar zijn. De leverancier ziet geen namen van beoordelaars.",
    "the supplier, VNG and the reviewer who started the conversation. The other reviewer reads it only when both "
    "reviewers are ready. The supplier does not see names of reviewers.",
)


class About(StrEnum):
    """What a thread is about."""

    QUESTION = "question"
    FINDING = "finding"
    RESULT = "result"


ABOUT_LABELS: dict[About, tuple[str, str]] = {
    About.QUESTION: ("Vraag", "Question"),
    About.FINDING: ("Bevinding", "Finding"),
    About.RESULT: ("Resultaat", "Result"),
}


class ThreadState(StrEnum):
    """Open, or closed with a reason; a closed one can be opened again."""

    OPEN = "open"
    CLOSED = "closed"


STATE_LABELS: dict[ThreadState, tuple[str, str]] = {
    ThreadState.OPEN: ("Open", "Open"),
    ThreadState.CLOSED: ("Gesloten", "Closed"),
}


class QuestionState(StrEnum):
    """Where a gemeente's question on a result stands: VNG reads it first (product.md, 2.1)."""

    WAITING = "waiting"
    PUBLISHED = "published"
    MERGED = "merged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


QUESTION_LABELS: dict[QuestionState, tuple[str, str]] = {
    QuestionState.WAITING: ("Wacht op VNG", "Waiting for VNG"),
    QuestionState.PUBLISHED: ("Gepubliceerd", "Published"),
    QuestionState.MERGED: ("Samengevoegd", "Merged"),
    QuestionState.REFUSED: ("Niet gepubliceerd", "Not published"),
    QuestionState.WITHDRAWN: ("Ingetrokken", "Withdrawn"),
}

QUESTION_MOVES: dict[QuestionState, tuple[QuestionState, ...]] = {
    QuestionState.WAITING: (
        QuestionState.PUBLISHED,
        QuestionState.MERGED,
        QuestionState.REFUSED,
        QuestionState.WITHDRAWN,
    ),
    QuestionState.PUBLISHED: (),
    QuestionState.MERGED: (),
    QuestionState.REFUSED: (),
    QuestionState.WITHDRAWN: (),
}


class MessageKind(StrEnum):
    """A message of a conversation; of a gemeente's question its own text and the text VNG published."""

    MESSAGE = "message"
    ASKED = "asked"
    PUBLISHED = "published"


class Voice(StrEnum):
    """In which part somebody writes."""

    VENDOR = "vendor"
    VNG = "vng"
    REVIEWER = "reviewer"
    MUNICIPALITY = "municipality"


VOICE_LABELS: dict[Voice, tuple[str, str]] = {
    Voice.VENDOR: ("Leverancier", "Supplier"),
    Voice.VNG: ("VNG", "VNG"),
    Voice.REVIEWER: ("Een beoordelaar", "A reviewer"),
    Voice.MUNICIPALITY: ("Een gemeente", "A municipality"),
}

REVEALED = (
    DossierState.DISCUSSING,
    DossierState.HEARING,
    DossierState.RECONSIDERING,
    DossierState.AWAITING_RELEASE,
    DossierState.PUBLISHED,
)
"""States in which the reviewers of a dossier know each other's verdicts; in all others they work blind."""


AUDIENCE_CODES: dict[Audience, str] = {
    Audience.INSIDE_VENDOR: "binnen-leverancier",
    Audience.VENDOR_VNG_REVIEWERS: "leverancier-vng-beoordelaars",
    Audience.REVIEWERS: "beoordelaars",
    Audience.RESULT_READERS: "lezers-resultaat",
}
"""What the API calls them."""

STATE_CODES: dict[ThreadState, str] = {
    ThreadState.OPEN: "open",
    ThreadState.CLOSED: "gesloten",
}
"""What the API calls them."""

ABOUT_CODES: dict[About, str] = {
    About.QUESTION: "vraag",
    About.FINDING: "bevinding",
    About.RESULT: "resultaat",
}
"""What the API calls them."""

QUESTION_CODES: dict[QuestionState, str] = {
    QuestionState.WAITING: "wacht-op-vng",
    QuestionState.PUBLISHED: "gepubliceerd",
    QuestionState.MERGED: "samengevoegd",
    QuestionState.REFUSED: "niet-gepubliceerd",
    QuestionState.WITHDRAWN: "ingetrokken",
}
"""What the API calls them."""

VOICE_CODES: dict[Voice, str] = {
    Voice.VENDOR: "leverancier",
    Voice.VNG: "vng",
    Voice.REVIEWER: "beoordelaar",
    Voice.MUNICIPALITY: "gemeente",
}
"""What the API calls them."""
