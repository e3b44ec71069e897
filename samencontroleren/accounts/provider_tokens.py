# SPDX-License-Identifier: EUPL-1.2
"""What an ID token must show before it is believed (OpenID Connect Core 1.0, 3.1.3.7). No database, no network.

Signatures and claims are checked by joserfc and Authlib; what these leave to the caller (which algorithms and kinds of
key, audience, level, tenant, how fresh) is checked here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet

from samencontroleren.accounts.kinds import Fault
from samencontroleren.core import clock

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a private key only: never `none`, and never a secret that both sides know."""
KEY_KINDS = ("RSA", "EC")
LEEWAY = 60
"""Seconds that two clocks may differ."""
FRESH = timedelta(minutes=5)
TENANT_CLAIM = "tid"
"""How Microsoft Entra ID names the organisation."""


@dataclass(frozen=True)
class Expected:
    """What was asked, so what the answer must fit."""

    issuer: str
    client_id: str
    nonce: str
    levels: tuple[str, ...] = ()
    """The levels (`acr`) that are good; none: any."""
    tenant: str = ""
    kvk_claim: str = ""
    kvk_number: str = ""
    """What stands in that claim, when an eHerkenning broker is asked."""
    acting_claim: str = ""
    must_be_fresh: bool = False


@dataclass(frozen=True)
class Identity:
    """Whom a provider vouches for."""

    issuer: str
    subject: str
    level: str
    claims: Mapping[str, Any]
    acting_subject: str = ""


class Refused(Exception):
    """The token is not believed; `fault` says why."""

    def __init__(self, fault: Fault, found: str = "") -> None:
        super().__init__(fault)
        self.fault, self.found = fault, found


def read(token: Any, access_token: Any, keys: Any, expected: Expected) -> Identity:
    """The person an ID token (JWS, compact) is about. Raises Refused."""
    header, claims = _verified(token, keys)
    _check_parties(claims, expected)
    _check_rest(header, claims, access_token, expected)
    _check_own(claims, expected)
    acting = _acting_subject(claims, expected)
    return Identity(expected.issuer, claims["sub"], _text(claims.get("acr")), claims, acting)


def _verified(token: Any, keys: Any) -> tuple[Any, Any]:
    if not isinstance(token, str):
        raise Refused(Fault.TOKEN)
    try:
        checked = jwt.decode(token, _signing_keys(keys), algorithms=ALGORITHMS)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Refused(Fault.SIGNATURE) from error
    return checked.header, checked.claims


def _signing_keys(keys: Any) -> KeySet:
    """Public keys only: with a symmetric key in the set, its holder could sign for the provider."""
    listed = keys.get("keys") if isinstance(keys, dict) else None
    if not isinstance(listed, list):
        raise Refused(Fault.UNREACHABLE)
    good = [each for each in listed if isinstance(each, dict) and each.get("kty") in KEY_KINDS]
    return KeySet.import_key_set({"keys": [each for each in good if each.get("use", "sig") == "sig"]})


def _check_parties(claims: Any, expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise Refused(Fault.ISSUER, _text(claims.get("iss")))
    audience = claims.get("aud")
    if expected.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise Refused(Fault.AUDIENCE)


def _check_rest(header: Any, claims: Any, access_token: Any, expected: Expected) -> None:
    """Times, nonce, authorised party, and the hash of the access token."""
    params = {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": access_token}
    try:
        CodeIDToken(claims, header, params=params).validate(int(clock.now().timestamp()), LEEWAY)
    except ExpiredTokenError as error:
        raise Refused(Fault.TIME) from error
    except (JoseError, ValueError, TypeError) as error:
        raise Refused(_fault_of(error)) from error


def _fault_of(error: Exception) -> Fault:
    claim = getattr(error, "claim", "")
    faults = {"nonce": Fault.NONCE, "azp": Fault.AUDIENCE, "exp": Fault.TIME, "iat": Fault.TIME, "nbf": Fault.TIME}
    return faults.get(claim, Fault.TOKEN)


def _check_own(claims: Any, expected: Expected) -> None:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Refused(Fault.TOKEN)
    if expected.levels and claims.get("acr") not in expected.levels:
        raise Refused(Fault.LEVEL, _text(claims.get("acr")))
    if expected.tenant and claims.get(TENANT_CLAIM) != expected.tenant:
        raise Refused(Fault.TENANT, _text(claims.get(TENANT_CLAIM)))
    if expected.must_be_fresh:
        _check_fresh(claims.get("auth_time"))


def _acting_subject(claims: Any, expected: Expected) -> str:
    """Who acts for which company, as an eHerkenning broker says it (the scheme's Legal and Acting Subject)."""
    number = claims.get(expected.kvk_claim)
    if expected.kvk_claim and (not expected.kvk_number or number != expected.kvk_number):
        raise Refused(Fault.KVK, _text(number))
    acting = claims.get(expected.acting_claim)
    if not expected.acting_claim:
        return ""
    if not isinstance(acting, str) or not 0 < len(acting) <= 255:
        raise Refused(Fault.ACTING)
    return acting


def _check_fresh(moment: Any) -> None:
    """The person logged in just now, whatever session there was."""
    is_number = isinstance(moment, int | float) and not isinstance(moment, bool)
    if not is_number or clock.now().timestamp() - moment > FRESH.total_seconds():
        raise Refused(Fault.FRESH)


def _text(value: Any) -> str:
    """A claim as it may be shown to an administrator; nothing else than a short text."""
    return value[:100] if isinstance(value, str) else ""
