# SPDX-License-Identifier: EUPL-1.2
"""How far a reset of the administrator is, and where the number came from that VNG called."""

from enum import StrEnum


class ResetState(StrEnum):
    """A reset from the question to its end."""

    ASKED = "asked"
    WAITING = "waiting"
    """Approved; the people of the organisation have a day to object."""
    STOPPED = "stopped"
    DONE = "done"


MOVES: dict[ResetState, frozenset[ResetState]] = {
    ResetState.ASKED: frozenset((ResetState.WAITING, ResetState.STOPPED)),
    ResetState.WAITING: frozenset((ResetState.STOPPED, ResetState.DONE)),
    ResetState.STOPPED: frozenset(),
    ResetState.DONE: frozenset(),
}

OPEN = frozenset((ResetState.ASKED, ResetState.WAITING))

STATE_LABELS: dict[ResetState, tuple[str, str]] = {
    ResetState.ASKED: ("Wacht op tweede persoon", "Waits for a second person"),
    ResetState.WAITING: ("Wachttijd loopt", "Waiting time runs"),
    ResetState.STOPPED: ("Gestopt", "Stopped"),
    ResetState.DONE: ("Uitgevoerd", "Carried out"),
}

STATE_TONES: dict[ResetState, str] = {
    ResetState.ASKED: "warning",
    ResetState.WAITING: "info",
    ResetState.STOPPED: "dark",
    ResetState.DONE: "good",
}


class Decision(StrEnum):
    """What the administrator said of somebody's rights."""

    KEEP = "keep"
    CHANGE = "change"
    END = "end"


DECISION_LABELS: dict[Decision, tuple[str, str]] = {
    Decision.KEEP: ("Blijft zo", "Stays as it is"),
    Decision.CHANGE: ("Rollen gewijzigd", "Roles changed"),
    Decision.END: ("Toegang beëindigd", "Access ended"),
}

DECISION_TONES: dict[Decision, str] = {Decision.KEEP: "good", Decision.CHANGE: "info", Decision.END: "dark"}


class NumberGround(StrEnum):
    """Why VNG trusts the number it called."""

    REGISTERED = "registered"
    RECENT = "recent"
    """Of a registered contact, but written down less than thirty days ago."""
    PUBLIC = "public"
    """Looked up outside the platform: organisations that are no suppliers have no contacts here."""


GROUND_LABELS: dict[NumberGround, tuple[str, str]] = {
    NumberGround.REGISTERED: ("Geregistreerde contactpersoon", "Registered contact"),
    NumberGround.RECENT: ("Contactpersoon die pas is toegevoegd", "Contact added only recently"),
    NumberGround.PUBLIC: ("Algemeen nummer, buiten het platform opgezocht", "General number, looked up elsewhere"),
}
