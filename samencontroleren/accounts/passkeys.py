# SPDX-License-Identifier: EUPL-1.2
"""Passkeys (WebAuthn level 3): questions that a key must sign, and what its answer proves.

A question is a random number kept on the server for one purpose; it counts once, within five minutes. The browser
only holds its number, in the signed cookie. The answer is checked for our own address, for the person's finger,
face or code (user verification), and for a counter that runs back, the sign of a copied key.
"""

import json
import uuid
from datetime import timedelta
from functools import cache
from ipaddress import ip_address
from typing import Any, NoReturn, cast
from urllib.parse import urlsplit

import webauthn
from cryptography.hazmat.primitives.asymmetric import ec
from flask import current_app, request, session
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload
from webauthn.helpers import bytes_to_base64url, encode_cbor
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from samencontroleren.accounts import factor_mails
from samencontroleren.accounts.kinds import FactorEvent, Purpose
from samencontroleren.accounts.models import Passkey, PasskeyChallenge, User
from samencontroleren.core import clock, db, ledger, strict_json, trail
from samencontroleren.core.errors import Invalid
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.security import check_attempts, count_attempt
from samencontroleren.organisations.actor import NOBODY, Actor

VALID = timedelta(minutes=5)
PER_ADDRESS = 60
MOST = 20
"""Passkeys one person can have: what a person can oversee."""
HELD = "passkey"
"""The place in the (signed) cookie of the number of the question."""
WRONG = "Met deze passkey kunnen we u niet herkennen. Probeer het opnieuw of log in met uw wachtwoord."
NOT_KEPT = "De passkey is niet opgeslagen. Probeer het opnieuw."
TWICE = "Deze passkey hebt u al."


def is_possible() -> bool:
    """Whether passkeys can work at the platform's address: they belong to a host name, never to a bare number."""
    try:
        ip_address(host())
    except ValueError:
        return True
    return False


def host() -> str:
    """The name that passkeys belong to (the relying party id): the host of the platform's address."""
    return urlsplit(_base_url()).hostname or ""


def origin() -> str:
    """The only address from which an answer is taken."""
    parts = urlsplit(_base_url())
    return f"{parts.scheme}://{parts.netloc}"


def _base_url() -> str:
    """BASE_URL; in the demonstration the name of this computer that one came by (TRUSTED_HOSTS bounds them): a browser
    keeps passkeys for localhost, and none for a bare number."""
    if current_app.extensions["settings"].is_demo:
        return request.host_url
    return cast(str, current_app.config["BASE_URL"])


def ask_new(user: User) -> dict[str, Any]:
    """The options for making a passkey (PublicKeyCredentialCreationOptionsJSON)."""
    options = webauthn.generate_registration_options(
        rp_id=host(),
        rp_name="Samen Controleren",
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.name,
        challenge=_remember(Purpose.REGISTER, user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[_described(each) for each in list_of(user)],
    )
    return _plain(options)


def ask(purpose: Purpose, user: User | None) -> dict[str, Any]:
    """The options for showing a passkey (PublicKeyCredentialRequestOptionsJSON); of anybody when `user` is None."""
    options = webauthn.generate_authentication_options(
        rp_id=host(),
        challenge=_remember(purpose, user),
        allow_credentials=[_described(each) for each in list_of(user)] if user else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options)


def list_of(user: User) -> list[Passkey]:
    """The passkeys of a person, oldest first, those that open nothing any more among them."""
    query = select(Passkey).where(Passkey.user_id == user.id)
    return list(db.session().scalars(query.order_by(Passkey.made_at, Passkey.id)))


def keep(user: User, answer: str, name: str) -> Passkey:
    """Keep a new passkey under a name. Raises Invalid for a bad answer, for one kept already and for one too many."""
    challenge = _take(Purpose.REGISTER, user)
    sent = _read(answer, NOT_KEPT)
    try:
        made = webauthn.verify_registration_response(
            credential=sent,
            expected_challenge=challenge or b"",
            expected_rp_id=host(),
            expected_origin=origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid({"credential": [NOT_KEPT]}) from error
    if challenge is None:
        _refuse(NOT_KEPT)
    return _add(user, made, _transports(sent), name)


def _add(user: User, made: Any, transports: list[str], name: str) -> Passkey:
    credential_id = bytes_to_base64url(made.credential_id)
    known = {each.credential_id for each in list_of(user)}
    if _find(credential_id) is not None:
        _refuse(TWICE)
    if len(known) >= MOST:
        _refuse("U hebt al twintig passkeys. Verwijder er eerst een.")
    row = Passkey(
        user_id=user.id,
        credential_id=credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=transports,
        name=name,
    )
    db.session().add(row)
    db.session().flush()
    return row


def remove(found: Passkey) -> None:
    """Take a passkey away."""
    db.session().delete(found)
    db.session().flush()


def prove(purpose: Purpose, answer: str, user: User | None, address: str) -> User:
    """Whose passkey signed our question; `user` says whose it must be, None: whoever the key belongs to.

    Raises Invalid with the same words whatever is wrong, TooMany after too many attempts with a key or from an
    address. A counter that runs back blocks the key, tells the person and stands in the trail.
    """
    challenge = _take(purpose, user)
    sent = _read(answer, WRONG)
    subjects = (f"passkey {sent.get('id')}", f"passkey from {address}")
    check_attempts(subjects[0])
    check_attempts(subjects[1], most=PER_ADDRESS)
    found = _find(str(sent.get("id")))
    count = _signed_count(sent, challenge or b"", found)
    if found is None or count is None or challenge is None or not _is_of(found, sent, user):
        owner = found.user_id if found else None
        ledger.note(lambda: _count_failure(subjects, owner))
        _refuse(WRONG)
    if (count or found.sign_count) and count <= found.sign_count:
        _doubt(found)
    found.sign_count, found.used_at = count, clock.now()
    return found.user


def _signed_count(sent: dict[str, Any], challenge: bytes, found: Passkey | None) -> int | None:
    """The counter of a good answer, else None. As much work for a key nobody has; the counter is judged later."""
    try:
        proof = webauthn.verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=host(),
            expected_origin=origin(),
            credential_public_key=found.public_key if found else _nobodys_key(),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        return None
    return proof.new_sign_count


def _is_of(found: Passkey, sent: dict[str, Any], user: User | None) -> bool:
    """Whether the key may speak here: not in doubt, of the person asked, who is not blocked (WebAuthn 7.2, step 6)."""
    handle = sent["response"].get("userHandle")
    is_named = handle == bytes_to_base64url(found.user_id.bytes) or (handle is None and user is not None)
    is_right = user is None or found.user_id == user.id
    return is_named and is_right and found.doubted_at is None and found.user.blocked_at is None


def _doubt(found: Passkey) -> None:
    key, owner = found.id, found.user_id
    ledger.note(lambda: _block(key, owner))
    _refuse(WRONG)


def _block(key: uuid.UUID, owner: uuid.UUID) -> None:
    """What stays when a counter ran back (runs in the ledger)."""
    this = update(Passkey).where(Passkey.id == key, Passkey.doubted_at.is_(None))
    db.session().execute(this.values(doubted_at=clock.now()))
    trail.record(Actor(user_id=owner), "passkey.counter-fell", "passkey", key, result="refused")
    factor_mails.tell(db.session().get_one(User, owner), FactorEvent.PASSKEY_DOUBTED)


def _count_failure(subjects: tuple[str, ...], owner: uuid.UUID | None) -> None:
    for subject in subjects:
        count_attempt(subject)
    trail.record(NOBODY, "passkey.failed", "user", owner, result="refused")


def _find(credential_id: str) -> Passkey | None:
    query = select(Passkey).options(joinedload(Passkey.user)).where(Passkey.credential_id == credential_id)
    return db.session().scalars(query.with_for_update(of=Passkey)).one_or_none()


def _remember(purpose: Purpose, user: User | None) -> bytes:
    """A new question for this browser, in place of the one it had; what is out of date goes."""
    old = (PasskeyChallenge.expires_at < clock.now()) | (PasskeyChallenge.id == as_uuid(session.get(HELD, "")))
    db.session().execute(delete(PasskeyChallenge).where(old))
    made = PasskeyChallenge(
        purpose=purpose,
        user_id=user.id if user else None,
        challenge=webauthn.helpers.generate_challenge(),
        expires_at=clock.now() + VALID,
    )
    db.session().add(made)
    db.session().flush()
    session[HELD] = str(made.id)
    return made.challenge


def _take(purpose: Purpose, user: User | None) -> bytes | None:
    """Use up the question of this browser, also when the answer turns out wrong; None when there is none."""
    key = as_uuid(session.pop(HELD, ""))
    if key is None:
        return None
    ledger.note(lambda: _forget(key))
    owner = PasskeyChallenge.user_id.is_(None) if user is None else PasskeyChallenge.user_id == user.id
    this = delete(PasskeyChallenge).where(
        PasskeyChallenge.id == key,
        PasskeyChallenge.purpose == purpose,
        PasskeyChallenge.expires_at > clock.now(),
        owner,
    )
    return db.session().scalar(this.returning(PasskeyChallenge.challenge))


def _forget(key: uuid.UUID) -> None:
    db.session().execute(delete(PasskeyChallenge).where(PasskeyChallenge.id == key))


def _read(answer: str, message: str) -> dict[str, Any]:
    """The answer of a browser (toJSON of a credential). Raises Invalid when it is no such thing."""
    try:
        sent = strict_json.read(answer.encode())
    except ValueError as error:
        raise Invalid({"credential": [message]}) from error
    if not isinstance(sent, dict) or not isinstance(sent.get("response"), dict):
        _refuse(message)
    return cast(dict[str, Any], sent)


def _refuse(message: str) -> NoReturn:
    raise Invalid({"credential": [message]})


def _transports(sent: dict[str, Any]) -> list[str]:
    """How the device can be reached, as the browser will want to know; only short words."""
    named = sent["response"].get("transports")
    return [each for each in named if isinstance(each, str) and len(each) <= 20][:8] if isinstance(named, list) else []


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(passkey.credential_id))


def _plain(options: Any) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(webauthn.options_to_json(options)))


@cache
def _nobodys_key() -> bytes:
    """A public key (COSE, P-256) whose private half is thrown away: checking an unknown passkey takes as long."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
    return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
