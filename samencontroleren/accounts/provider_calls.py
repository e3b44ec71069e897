# SPDX-License-Identifier: EUPL-1.2
"""What the platform asks the log-in of an organisation itself: its settings, its keys, and a token for a code."""

from dataclasses import dataclass
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from flask import current_app
from joserfc.jwk import RSAKey

from samencontroleren.accounts.kinds import ClientProof
from samencontroleren.accounts.models import IdentityProvider
from samencontroleren.accounts.provider_tokens import ALGORITHMS
from samencontroleren.config import Mode, Settings
from samencontroleren.core import outgoing, sealing

SECRET, KEY = "provider-secret", "provider-key"
"""What the secret and the private key of a provider are sealed for."""
WELL_KNOWN = "/.well-known/openid-configuration"
SCOPE = "openid"
"""Nothing more: name and mail address come from the invitation."""

NO_ANSWER = "Op dit adres vonden we geen inlogdienst. Kijk of het klopt en vanaf het internet te bereiken is."
OTHER_NAME = "De inlogdienst noemt zichzelf anders. Neem het adres over zoals het daar staat, teken voor teken."
UNFIT = (
    "Deze inlogdienst kan niet wat wij vragen: inloggen met een code (authorization code), PKCE en een ondertekend "
    "antwoord."
)
BAD_ADDRESS = "Vul een volledig adres in dat met https:// begint."


class Unreachable(Exception):
    """The provider does not answer, or not in the way it should."""


class Unfit(Exception):
    """The address leads to no provider that we can use; the message says why, for the administrator."""


@dataclass(frozen=True)
class Found:
    """What a provider says of itself (OpenID Connect Discovery 1.0, 3)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    sends_issuer: bool
    posts_secret: bool


def rule() -> outgoing.Rule:
    """Where providers may stand."""
    settings: Settings = current_app.extensions["settings"]
    return outgoing.Rule(frozenset(settings.provider_allowed_hosts), settings.mode is not Mode.PRODUCTION)


def discover(issuer: str) -> Found:
    """Ask a provider what it is. Raises Unfit."""
    if not rule().is_good(issuer):
        raise Unfit(BAD_ADDRESS)
    place = issuer.rstrip("/") + WELL_KNOWN
    try:
        said = _ask(place)
    except Unreachable as error:
        raise Unfit(NO_ANSWER) from error
    if said.get("issuer") != issuer:
        raise Unfit(OTHER_NAME)
    return _found(said)


def _found(said: dict[str, Any]) -> Found:
    places = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(each, str) and len(each) <= 500 and rule().is_good(each) for each in places):
        raise Unfit(UNFIT)
    if "code" not in _listed(said, "response_types_supported", "code"):
        raise Unfit(UNFIT)
    if "S256" not in _listed(said, "code_challenge_methods_supported", "S256"):
        raise Unfit(UNFIT)
    if not set(ALGORITHMS) & set(_listed(said, "id_token_signing_alg_values_supported", "RS256")):
        raise Unfit(UNFIT)
    methods = _listed(said, "token_endpoint_auth_methods_supported", "client_secret_basic")
    sends_issuer = said.get("authorization_response_iss_parameter_supported") is True
    authorise, redeem_at, keys = cast("list[str]", places)
    return Found(authorise, redeem_at, keys, sends_issuer, "client_secret_basic" not in methods)


def _listed(said: dict[str, Any], name: str, usual: str) -> list[str]:
    value = said.get(name, [usual])
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def fetch_keys(provider: IdentityProvider) -> dict[str, Any]:
    """The public keys of a provider (RFC 7517). Raises Unreachable."""
    return _ask(provider.jwks_uri)


def _ask(place: str) -> dict[str, Any]:
    with requests.Session() as client:
        outgoing.guard(client, rule())
        try:
            answer = client.get(place, headers={"Accept": "application/json"})
            said = answer.json() if answer.status_code == 200 else None
        except (requests.RequestException, ValueError) as error:
            raise Unreachable from error
    if not isinstance(said, dict):
        raise Unreachable
    return said


def departure(provider: IdentityProvider, back: str, state: str, verifier: str, nonce: str, must_be_fresh: bool) -> str:
    """The address at the provider to send somebody to (RFC 7636: with a proof that only we can redeem the code)."""
    more: dict[str, Any] = {"nonce": nonce}
    if provider.levels:
        more["acr_values"] = " ".join(provider.levels)
    if must_be_fresh:
        more |= {"prompt": "login", "max_age": "0"}
    with _client(provider, back) as client:
        url, _state = client.create_authorization_url(
            provider.authorization_endpoint, state=state, code_verifier=verifier, **more
        )
    return str(url)


def redeem(provider: IdentityProvider, code: str, verifier: str, back: str) -> dict[str, Any]:
    """Exchange a code for tokens. Raises Unreachable."""
    with _client(provider, back) as client:
        try:
            found = client.fetch_token(
                provider.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except (requests.RequestException, AuthlibBaseError, ValueError, KeyError, TypeError) as error:
            raise Unreachable from error
    if not isinstance(found, dict):
        raise Unreachable
    return dict(found)


def _client(provider: IdentityProvider, back: str) -> OAuth2Session:
    method = "client_secret_post" if provider.posts_secret else "client_secret_basic"
    is_key = provider.proof is ClientProof.KEY
    made = OAuth2Session(
        provider.client_id,
        own_key(provider) if is_key else _secret(provider),
        token_endpoint_auth_method="private_key_jwt" if is_key else method,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )
    if is_key:
        key_id = own_key(provider).thumbprint()
        made.register_client_auth_method(PrivateKeyJWT(provider.token_endpoint, headers={"kid": key_id}))
    outgoing.guard(made, rule())
    return made


def _secret(provider: IdentityProvider) -> str:
    return sealing.unseal(SECRET, provider.secret_sealed or "") or ""


def own_key(provider: IdentityProvider) -> RSAKey:
    """The private key with which we prove ourselves to this provider. Raises Unreachable when it cannot be opened."""
    text = sealing.unseal(KEY, provider.key_sealed or "")
    if text is None:
        raise Unreachable
    return RSAKey.import_key(text)


def new_key() -> str:
    """A private key, sealed as it is stored."""
    return sealing.seal(KEY, RSAKey.generate_key(2048).as_pem(private=True).decode())


def public_keys(provider: IdentityProvider) -> dict[str, Any]:
    """The public half, as the provider reads it (RFC 7517)."""
    key = own_key(provider)
    return {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "RS256"}]}
