# SPDX-License-Identifier: EUPL-1.2
"""Where an answer came from."""

from enum import StrEnum


class Provenance(StrEnum):
    """How the text of an answer version arose."""

    TYPED = "typed"
    SHEET = "sheet"
    CARRIED_OVER = "carried_over"
    COPIED = "copied"
    API = "api"


PROVENANCE_LABELS: dict[Provenance, tuple[str, str]] = {
    Provenance.TYPED: ("Ingevuld", "Typed"),
    Provenance.SHEET: ("Uit een werkblad", "From a sheet"),
    Provenance.CARRIED_OVER: ("Uit een eerdere ronde", "From an earlier round"),
    Provenance.COPIED: ("Van een ander product", "From another product"),
    Provenance.API: ("Via de API", "Through the API"),
}


class AnswerStatus(StrEnum):
    """How an answer stands in a dossier, for the supplier."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    """Confirmed; a document under it is still being checked."""
    REREAD = "reread"
    """Confirmed together with others, and chosen to be read by itself before submitting."""
    DONE = "done"


ANSWER_STATUS_LABELS: dict[AnswerStatus, tuple[str, str]] = {
    AnswerStatus.EMPTY: ("Nog leeg", "Still empty"),
    AnswerStatus.INCOMPLETE: ("Niet compleet", "Incomplete"),
    AnswerStatus.UNCONFIRMED: ("Nog bevestigen", "To be confirmed"),
    AnswerStatus.WAITING: ("Bewijs wordt gecontroleerd", "Evidence is being checked"),
    AnswerStatus.REREAD: ("Lees nog één keer", "Read once more"),
    AnswerStatus.DONE: ("Klaar", "Done"),
}


PROVENANCE_CODES: dict[Provenance, str] = {
    Provenance.TYPED: "ingevuld",
    Provenance.SHEET: "werkblad",
    Provenance.CARRIED_OVER: "eerdere-ronde",
    Provenance.COPIED: "ander-product",
    Provenance.API: "api",
}
"""What the API calls them."""

ANSWER_STATUS_CODES: dict[AnswerStatus, str] = {
    AnswerStatus.EMPTY: "leeg",
    AnswerStatus.INCOMPLETE: "niet-compleet",
    AnswerStatus.UNCONFIRMED: "te-bevestigen",
    AnswerStatus.WAITING: "wacht-op-controle",
    AnswerStatus.REREAD: "nog-eens-te-lezen",
    AnswerStatus.DONE: "klaar",
}
"""What the API calls them."""


class Group(StrEnum):
    """Where a question falls, in the order in which they are shown: what asks for most work first."""

    NOT_MET = "not_met"
    REWORDED = "reworded"
    PROOF_ENDED = "proof_ended"
    NEW = "new"
    UNCHANGED = "unchanged"
    DROPPED = "dropped"


GROUP_CODES: dict[Group, str] = {
    Group.NOT_MET: "niet-voldaan",
    Group.REWORDED: "anders-verwoord",
    Group.PROOF_ENDED: "bewijs-verlopen",
    Group.NEW: "nieuw",
    Group.UNCHANGED: "ongewijzigd",
    Group.DROPPED: "vervallen",
}
"""What the API calls them."""


class GiveBackReason(StrEnum):
    """Why somebody gives a question back to whoever gave it."""

    NOT_MINE = "not_mine"
    NOT_KNOWN = "not_known"
    UNCLEAR = "unclear"
    NO_TIME = "no_time"
    OTHER = "other"


GIVE_BACK_LABELS: dict[GiveBackReason, tuple[str, str]] = {
    GiveBackReason.NOT_MINE: ("Dit is niet mijn onderwerp", "This is not my subject"),
    GiveBackReason.NOT_KNOWN: ("Ik weet het antwoord niet", "I do not know the answer"),
    GiveBackReason.UNCLEAR: ("Ik begrijp de vraag niet", "I do not understand the question"),
    GiveBackReason.NO_TIME: ("Ik heb er geen tijd voor", "I have no time for it"),
    GiveBackReason.OTHER: ("Iets anders", "Something else"),
}

GIVE_BACK_CODES: dict[GiveBackReason, str] = {
    GiveBackReason.NOT_MINE: "niet-mijn-onderwerp",
    GiveBackReason.NOT_KNOWN: "weet-ik-niet",
    GiveBackReason.UNCLEAR: "onduidelijk",
    GiveBackReason.NO_TIME: "geen-tijd",
    GiveBackReason.OTHER: "anders",
}
"""What the API and the export of own data call them."""


class Show(StrEnum):
    """Which questions of a dossier are wanted, as the address says it."""

    ALL = "alles"
    MINE = "mij"
    MISSING = "ontbreekt"
    RETURNED = "terug"
    GIVEN_BACK = "teruggegeven"
    CHANGED = "gewijzigd"
    LATE = "te-laat"


SHOW_LABELS: dict[Show, tuple[str, str]] = {
    Show.ALL: ("Alle vragen", "All questions"),
    Show.MINE: ("Van mij", "Mine"),
    Show.MISSING: ("Nog niet klaar", "Not done yet"),
    Show.RETURNED: ("Teruggekomen", "Returned"),
    Show.GIVEN_BACK: ("Teruggegeven", "Given back"),
    Show.CHANGED: ("Gewijzigd", "Changed"),
    Show.LATE: ("Te laat", "Late"),
}
