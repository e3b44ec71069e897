# SPDX-License-Identifier: EUPL-1.2
"""Enums of inkoopsets: state, weight of a requirement, and classification."""

from enum import StrEnum

Pair = tuple[str, str]


class SetState(StrEnum):
    """A version is worked on, then laid down: from then it never changes."""

    DRAFT = "draft"
    FINAL = "final"


class Weight(StrEnum):
    """What a requirement is in a tender; left out needs a reason."""

    MUST = "must"
    WISH = "wish"
    OUT = "out"


class Aspect(StrEnum):
    """The three sides of the classification (BIV)."""

    AVAILABILITY = "availability"
    INTEGRITY = "integrity"
    CONFIDENTIALITY = "confidentiality"


class Level(StrEnum):
    """How much protection is needed, from low to high."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Change(StrEnum):
    """What became of a requirement between two versions of a set."""

    ADDED = "added"
    DROPPED = "dropped"
    REWORDED = "reworded"
    NOW_MUST = "now_must"
    NOW_WISH = "now_wish"


STATE_LABELS: dict[SetState, Pair] = {
    SetState.DRAFT: ("Concept", "Draft"),
    SetState.FINAL: ("Vastgesteld", "Laid down"),
}
WEIGHT_LABELS: dict[Weight, Pair] = {
    Weight.MUST: ("Eis", "Must"),
    Weight.WISH: ("Wens", "Wish"),
    Weight.OUT: ("Weggelaten", "Left out"),
}
ASPECT_LABELS: dict[Aspect, Pair] = {
    Aspect.AVAILABILITY: ("Beschikbaarheid", "Availability"),
    Aspect.INTEGRITY: ("Integriteit", "Integrity"),
    Aspect.CONFIDENTIALITY: ("Vertrouwelijkheid", "Confidentiality"),
}
LEVEL_LABELS: dict[Level, Pair] = {
    Level.LOW: ("Laag", "Low"),
    Level.MEDIUM: ("Midden", "Medium"),
    Level.HIGH: ("Hoog", "High"),
}
CHANGE_LABELS: dict[Change, Pair] = {
    Change.ADDED: ("Nieuw in de set", "New in the set"),
    Change.DROPPED: ("Niet meer in de set", "No longer in the set"),
    Change.REWORDED: ("Andere tekst", "Reworded"),
    Change.NOW_MUST: ("Van wens naar eis", "From wish to must"),
    Change.NOW_WISH: ("Van eis naar wens", "From must to wish"),
}

STATE_CODES: dict[SetState, str] = {SetState.DRAFT: "concept", SetState.FINAL: "vastgesteld"}
WEIGHT_CODES: dict[Weight, str] = {Weight.MUST: "eis", Weight.WISH: "wens", Weight.OUT: "weggelaten"}
"""What the API calls them."""
