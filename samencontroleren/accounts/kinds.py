# SPDX-License-Identifier: EUPL-1.2
"""How far an invitation is, how somebody logs in, what a passkey is asked for, what is mailed about factors."""

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


class FactorEvent(StrEnum):
    """What happened to the way somebody logs in: the person is told by mail."""

    APP_KEPT = "app_kept"
    APP_REMOVED = "app_removed"
    PASSKEY_KEPT = "passkey_kept"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_DOUBTED = "passkey_doubted"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    PASSWORD_CHANGED = "password_changed"
    ALL_FORGOTTEN = "all_forgotten"


EVENT_LABELS: dict[FactorEvent, tuple[str, str]] = {
    FactorEvent.APP_KEPT: ("Er is een authenticator-app ingesteld.", "An authenticator app was set up."),
    FactorEvent.APP_REMOVED: ("De authenticator-app is verwijderd.", "The authenticator app was removed."),
    FactorEvent.PASSKEY_KEPT: ("Er is een passkey toegevoegd.", "A passkey was added."),
    FactorEvent.PASSKEY_REMOVED: ("Er is een passkey verwijderd.", "A passkey was removed."),
    FactorEvent.PASSKEY_DOUBTED: (
        "Een passkey gedroeg zich alsof er een kopie van is. Die passkey werkt niet meer.",
        "A passkey behaved as if there were a copy of it. That passkey no longer works.",
    ),
    FactorEvent.CODES_MADE: ("Er zijn nieuwe herstelcodes gemaakt.", "New recovery codes were made."),
    FactorEvent.CODE_USED: ("Er is ingelogd met een herstelcode.", "Somebody logged in with a recovery code."),
    FactorEvent.PASSWORD_CHANGED: ("Het wachtwoord is gewijzigd.", "The password was changed."),
    FactorEvent.ALL_FORGOTTEN: (
        "Een beheerder heeft uw tweede stap gewist: uw app, passkeys en herstelcodes. U stelt bij de volgende keer "
        "inloggen een nieuwe in.",
        "An administrator erased your second step: your app, passkeys and recovery codes. You set up a new one at "
        "your next log-in.",
    ),
}
