# SPDX-License-Identifier: EUPL-1.2
"""How far a proposal to hand on is, and what is wrong with a row of a list."""

from enum import StrEnum


class HandoverState(StrEnum):
    """A proposal from its making to its decision."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


HANDOVER_LABELS: dict[HandoverState, tuple[str, str]] = {
    HandoverState.PROPOSED: ("Wacht op besluit", "Waits for a decision"),
    HandoverState.APPROVED: ("Goedgekeurd", "Approved"),
    HandoverState.REFUSED: ("Afgewezen", "Refused"),
}

HANDOVER_TONES: dict[HandoverState, str] = {
    HandoverState.PROPOSED: "warning",
    HandoverState.APPROVED: "good",
    HandoverState.REFUSED: "dark",
}


class Trouble(StrEnum):
    """Why no letter can be made for a row."""

    UNKNOWN = "unknown"
    MANAGED = "managed"
    NAME = "name"
    EMAIL = "email"
    ADDRESS = "address"
    DOUBLE = "double"
    LANGUAGE = "language"


TROUBLE_LABELS: dict[Trouble, tuple[str, str]] = {
    Trouble.UNKNOWN: ("Organisatie niet gevonden", "Organisation not found"),
    Trouble.MANAGED: ("Heeft al een beheerder", "Has an administrator already"),
    Trouble.NAME: ("Naam ontbreekt of is te lang", "Name missing or too long"),
    Trouble.EMAIL: ("Geen geldig mailadres", "No valid mail address"),
    Trouble.ADDRESS: ("Postadres ontbreekt of is te lang", "Postal address missing or too long"),
    Trouble.LANGUAGE: ("Taal is geen Nederlands of Engels", "Language is neither Dutch nor English"),
    Trouble.DOUBLE: ("Organisatie staat er eerder al in", "Organisation stands in an earlier row"),
}
