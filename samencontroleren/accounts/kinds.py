# SPDX-License-Identifier: EUPL-1.2
"""How far an invitation is, how somebody logs in, what a passkey is asked for."""

from enum import StrEnum


class LoginMethod(StrEnum):
    """The first thing somebody showed at this log-in."""

    PASSWORD = "password"
    PASSKEY = "passkey"
    """A passkey alone: something one has, opened with a finger, a face or a code. Both factors at once."""
    PROVIDER = "provider"
    """The organisation's own log-in."""


class Purpose(StrEnum):
    """What a passkey is asked for; a challenge made for one is no good for another."""

    REGISTER = "register"
    LOG_IN = "log_in"
    FACTOR = "factor"
    """The second step after a password."""
    CONFIRM = "confirm"
    """Fresh, by somebody who is logged in."""


class Stand(StrEnum):
    """How far an invitation is, for whoever invited."""

    WAITING = "waiting"
    OPENED = "opened"
    UNDELIVERED = "undelivered"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"


STAND_LABELS: dict[Stand, tuple[str, str]] = {
    Stand.WAITING: ("Wacht op antwoord", "Waits for an answer"),
    Stand.OPENED: ("Geopend", "Opened"),
    Stand.UNDELIVERED: ("Mail niet bezorgd", "Mail not delivered"),
    Stand.ACCEPTED: ("Aangenomen", "Accepted"),
    Stand.EXPIRED: ("Verlopen", "Expired"),
    Stand.REVOKED: ("Ingetrokken", "Revoked"),
}

STAND_TONES: dict[Stand, str] = {
    Stand.WAITING: "info",
    Stand.OPENED: "info",
    Stand.UNDELIVERED: "bad",
    Stand.ACCEPTED: "good",
    Stand.EXPIRED: "warning",
    Stand.REVOKED: "dark",
}
