# SPDX-License-Identifier: EUPL-1.2
"""The log-in of an organisation (OpenID Connect): how we prove ourselves there, what for, and what can be wrong."""

from enum import StrEnum


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
    FRESH = "auth_time"
    TOKEN = "token"
    UNKNOWN = "unknown"
    OTHER = "other"
    BLOCKED = "blocked"


FAULT_TEXTS = {
    Fault.STALE: "Het inloggen duurde te lang, of begon in een ander venster. Begin opnieuw.",
    Fault.OFF: "Deze manier van inloggen staat uit. Log in met uw wachtwoord, of vraag uw beheerder.",
    Fault.CANCELLED: "De inlogdienst van uw organisatie liet u niet door, of u stopte zelf.",
    Fault.UNREACHABLE: "De inlogdienst van uw organisatie antwoordt niet goed. Probeer het zo nog eens.",
    Fault.ISSUER: "Het antwoord kwam van een andere inlogdienst dan is ingesteld.",
    Fault.AUDIENCE: "Het antwoord was voor een andere toepassing bedoeld.",
    Fault.NONCE: "Het antwoord hoort niet bij deze aanvraag.",
    Fault.SIGNATURE: "De handtekening onder het antwoord klopt niet.",
    Fault.TIME: "Het antwoord is niet meer geldig. Mogelijk loopt een klok niet gelijk.",
    Fault.LEVEL: "U bent niet sterk genoeg ingelogd. Uw organisatie vraagt een hoger niveau.",
    Fault.TENANT: "Het antwoord kwam van een andere organisatie bij dezelfde inlogdienst.",
    Fault.FRESH: "Voor deze stap moet u opnieuw inloggen. De inlogdienst liet zien dat u dat niet deed.",
    Fault.TOKEN: "Het antwoord van de inlogdienst is niet compleet.",
    Fault.UNKNOWN: "Uw account is nog niet gekoppeld. Open uw uitnodiging, of log in met uw wachtwoord en koppel het.",
    Fault.OTHER: "Dit account bij uw organisatie hoort al bij iemand anders.",
    Fault.BLOCKED: "U hebt geen toegang meer voor deze organisatie. Vraag uw beheerder.",
}
