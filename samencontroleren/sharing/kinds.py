# SPDX-License-Identifier: EUPL-1.2
"""Currency of a released result."""

from enum import StrEnum


class Currency(StrEnum):
    """Actualiteit: derived when read, never stored (product.md, section 4)."""

    CURRENT = "current"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    RECALLED = "recalled"


CURRENCY_LABELS: dict[Currency, tuple[str, str]] = {
    Currency.CURRENT: ("Geldig", "Valid"),
    Currency.EXPIRED: ("Verlopen", "Expired"),
    Currency.SUPERSEDED: ("Vervangen", "Superseded"),
    Currency.RECALLED: ("Ingetrokken", "Recalled"),
}


CURRENCY_CODES: dict[Currency, str] = {
    Currency.CURRENT: "geldig",
    Currency.EXPIRED: "verlopen",
    Currency.SUPERSEDED: "vervangen",
    Currency.RECALLED: "ingetrokken",
}
"""What the API calls them."""


class RectificationOutcome(StrEnum):
    """What VNG decided on a supplier's request to correct a released result."""

    GRANTED = "granted"
    REFUSED = "refused"


OUTCOME_LABELS: dict[RectificationOutcome, tuple[str, str]] = {
    RectificationOutcome.GRANTED: ("Toegewezen", "Granted"),
    RectificationOutcome.REFUSED: ("Afgewezen", "Refused"),
}
