# SPDX-License-Identifier: EUPL-1.2
"""Rules that raise flags, and the states of a flag."""

from enum import StrEnum


class FlagRule(StrEnum):
    """Which rule raised a flag."""

    PROOF_ENDING = "proof_ending"
    CONCENTRATION = "concentration"
    PROOF_WITHDRAWN = "proof_withdrawn"
    CHANGE_REPORTED = "change_reported"
    FINDING_LATE = "finding_late"


RULE_LABELS: dict[FlagRule, tuple[str, str]] = {
    FlagRule.PROOF_ENDING: ("Bewijs verloopt", "Proof ends"),
    FlagRule.CONCENTRATION: ("Veel gemeenten bij één leverancier", "Many municipalities with one supplier"),
    FlagRule.PROOF_WITHDRAWN: ("Bewijs ingetrokken", "Evidence withdrawn"),
    FlagRule.CHANGE_REPORTED: ("Leverancier meldde een wijziging", "Supplier reported a change"),
    FlagRule.FINDING_LATE: ("Bevinding over de termijn", "Finding past its term"),
}


class FlagState(StrEnum):
    """A flag is open, triaged by a person, or closed."""

    OPEN = "open"
    TRIAGED = "triaged"
    CLOSED = "closed"


FLAG_LABELS: dict[FlagState, tuple[str, str]] = {
    FlagState.OPEN: ("Open", "Open"),
    FlagState.TRIAGED: ("Bekeken", "Triaged"),
    FlagState.CLOSED: ("Gesloten", "Closed"),
}

ALLOWED_MOVES: dict[FlagState, tuple[FlagState, ...]] = {
    FlagState.OPEN: (FlagState.TRIAGED, FlagState.CLOSED),
    FlagState.TRIAGED: (FlagState.OPEN, FlagState.CLOSED),
    FlagState.CLOSED: (FlagState.OPEN,),
}


class EventCause(StrEnum):
    """Why a flag came into a state: a rule raised it, found it worse or gone, or a person moved it."""

    RAISED = "raised"
    WORSE = "worse"
    BACK = "back"
    GONE = "gone"
    PERSON = "person"


CAUSE_LABELS: dict[EventCause, tuple[str, str]] = {
    EventCause.RAISED: ("De dagelijkse controle vond dit.", "The daily check found this."),
    EventCause.WORSE: ("De dagelijkse controle vond dat het erger is geworden.", "The daily check found it worse."),
    EventCause.BACK: ("De dagelijkse controle vond dit opnieuw.", "The daily check found this again."),
    EventCause.GONE: ("De dagelijkse controle vond dit niet meer.", "The daily check no longer found this."),
    EventCause.PERSON: ("Door een medewerker van VNG.", "By a member of staff of VNG."),
}


RULE_CODES: dict[FlagRule, str] = {
    FlagRule.PROOF_ENDING: "bewijs-verloopt",
    FlagRule.CONCENTRATION: "concentratie",
    FlagRule.PROOF_WITHDRAWN: "bewijs-ingetrokken",
    FlagRule.CHANGE_REPORTED: "wijziging-gemeld",
    FlagRule.FINDING_LATE: "bevinding-over-termijn",
}
"""What the API calls them."""

FLAG_CODES: dict[FlagState, str] = {
    FlagState.OPEN: "open",
    FlagState.TRIAGED: "bekeken",
    FlagState.CLOSED: "gesloten",
}
"""What the API calls them."""

CAUSE_CODES: dict[EventCause, str] = {
    EventCause.RAISED: "gevonden",
    EventCause.WORSE: "verergerd",
    EventCause.BACK: "teruggekomen",
    EventCause.GONE: "verdwenen",
    EventCause.PERSON: "persoon",
}
"""What the API calls them."""
