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


class ClientProof(StrEnum):
    """How the platform proves itself to the log-in of an organisation."""

    SECRET = "secret"
    KEY = "key"
    """A key of our own that signs (private_key_jwt, RFC 7523): nothing secret to hand over."""


PROOF_LABELS = {
    ClientProof.SECRET: ("Met een geheim", "With a secret"),
    ClientProof.KEY: ("Met een sleutel van dit platform", "With a key of this platform"),
}


class Errand(StrEnum):
    """What somebody was sent to the log-in of an organisation for; what comes back is good for that alone."""

    LOG_IN = "log_in"
    JOIN = "join"
    """With an invitation."""
    LINK = "link"
    """Somebody who is logged in joins the own account to it."""
    TRY = "try"
    """An administrator who sets it up."""
    CONFIRM = "confirm"
    """Fresh, by somebody who came in this way."""


class Fault(StrEnum):
    """Why somebody who came back was not let in."""

    STALE = "stale"
    OFF = "off"
    CANCELLED = "cancelled"
    UNREACHABLE = "unreachable"
    ISSUER = "iss"
    AUDIENCE = "aud"
    NONCE = "nonce"
    SIGNATURE = "signature"
    TIME = "exp"
    LEVEL = "acr"
    TENANT = "tid"
    KVK = "kvk"
    ACTING = "acting"
    FRESH = "auth_time"
    TOKEN = "token"
    UNKNOWN = "unknown"
    OTHER = "other"
    BLOCKED = "blocked"


FAULT_TEXTS = {
    Fault.STALE: (
        "Het inloggen duurde te lang, of begon in een ander venster. Begin opnieuw.",
        "Logging in took too long, or began in another window. Start again.",
    ),
    Fault.OFF: (
        "Deze manier van inloggen staat uit. Log in met uw wachtwoord, of vraag uw beheerder.",
        "This way of logging in is off. Log in with your password, or ask your administrator.",
    ),
    Fault.CANCELLED: (
        "De inlogdienst van uw organisatie liet u niet door, of u stopte zelf.",
        "The log-in of your organisation did not let you through, or you stopped yourself.",
    ),
    Fault.UNREACHABLE: (
        "De inlogdienst van uw organisatie antwoordt niet goed. Probeer het zo nog eens.",
        "The log-in of your organisation does not answer properly. Try again in a moment.",
    ),
    Fault.ISSUER: (
        "Het antwoord kwam van een andere inlogdienst dan is ingesteld.",
        "The answer came from another log-in than the one set up.",
    ),
    Fault.AUDIENCE: (
        "Het antwoord was voor een andere toepassing bedoeld.",
        "The answer was meant for another application.",
    ),
    Fault.NONCE: (
        "Het antwoord hoort niet bij deze aanvraag.",
        "The answer does not belong to this request.",
    ),
    Fault.SIGNATURE: (
        "De handtekening onder het antwoord klopt niet.",
        "The signature under the answer is not right.",
    ),
    Fault.TIME: (
        "Het antwoord is niet meer geldig. Mogelijk loopt een klok niet gelijk.",
        "The answer is no longer valid. A clock may be wrong.",
    ),
    Fault.LEVEL: (
        "U bent niet sterk genoeg ingelogd. Uw organisatie vraagt een hoger niveau.",
        "You did not log in strongly enough. Your organisation asks a higher level.",
    ),
    Fault.TENANT: (
        "Het antwoord kwam van een andere organisatie bij dezelfde inlogdienst.",
        "The answer came from another organisation at the same log-in service.",
    ),
    Fault.KVK: (
        "Het KvK-nummer in het antwoord is niet dat van uw organisatie.",
        "The KvK number in the answer is not that of your organisation.",
    ),
    Fault.ACTING: (
        "In het antwoord staat niet wie er handelt.",
        "The answer does not say who acts.",
    ),
    Fault.FRESH: (
        "Voor deze stap moet u opnieuw inloggen. De inlogdienst liet zien dat u dat niet deed.",
        "This step asks you to log in anew. The log-in service showed that you did not.",
    ),
    Fault.TOKEN: (
        "Het antwoord van de inlogdienst is niet compleet.",
        "The answer of the log-in service is not complete.",
    ),
    Fault.UNKNOWN: (
        "Uw account is nog niet gekoppeld. Open uw uitnodiging, of log in met uw wachtwoord en koppel het.",
        "Your account is not linked yet. Open your invitation, or log in with your password and link it.",
    ),
    Fault.OTHER: (
        "Dit account bij uw organisatie hoort al bij iemand anders.",
        "This account at your organisation already belongs to somebody else.",
    ),
    Fault.BLOCKED: (
        "U hebt geen toegang meer voor deze organisatie. Vraag uw beheerder.",
        "You no longer have access for this organisation. Ask your administrator.",
    ),
}
