# SPDX-License-Identifier: EUPL-1.2
"""What a person does with the own second factors. Each change asks a fresh second factor (BIO2 8.05), ends the
person's other sessions, is mailed to the person and stands in the trail.

Nobody can take away the last way in: one passkey stays, or the app together with a password.
"""

import uuid
from dataclasses import dataclass

from samencontroleren.accounts import factor_mails, factors, log_in, passkeys, policy, recovery, sessions
from samencontroleren.accounts.kinds import FactorEvent
from samencontroleren.accounts.models import Passkey, User
from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_present
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import Actor

LAST = "Dit is uw laatste manier om in te loggen. Voeg eerst een andere toe."


@dataclass(frozen=True)
class Overview:
    """One's own second factors, as the page shows them."""

    passkeys: list[Passkey]
    has_app: bool
    codes_left: int


def get_overview(actor: Actor) -> Overview:
    """One's own second factors."""
    user = log_in.get_own_user(actor)
    return Overview(passkeys.list_of(user), user.totp_secret is not None, recovery.count_left(user))


def add_passkey(actor: Actor, answer: str, name: str) -> Passkey:
    """Add a passkey under a name. Raises Invalid for an answer of the browser that is not good."""
    _require_own_way(actor)
    user = log_in.get_own_user(actor)
    made = passkeys.keep(user, answer, name)
    _changed(actor, user, FactorEvent.PASSKEY_KEPT)
    return made


def get_passkey(actor: Actor, key: uuid.UUID) -> Passkey:
    """One of one's own passkeys. Raises NotFound for somebody else's."""
    return fetch(actor, policy.PASSKEY_EDIT, key)


def rename_passkey(actor: Actor, key: uuid.UUID, name: str) -> None:
    """Give one of one's own passkeys another name."""
    get_passkey(actor, key).name = name
    trail.record(actor, "passkey.renamed", "passkey", key)


def remove_passkey(actor: Actor, key: uuid.UUID) -> None:
    """Take a passkey away. Raises Conflict when it is the last way in."""
    found = fetch(actor, policy.PASSKEY_EDIT, key, lock=True)
    _require_own_way(actor)
    user = log_in.get_own_user(actor)
    is_app_enough = user.totp_secret is not None and user.password_hash is not None
    if not is_app_enough and not factors.count_passkeys(user, besides=key):
        raise Conflict(LAST)
    passkeys.remove(found)
    _changed(actor, user, FactorEvent.PASSKEY_REMOVED)


def set_app(actor: Actor, secret: str, code: str, address: str) -> None:
    """Use this authenticator app from now on, in place of an earlier one. Raises Invalid for a wrong code."""
    _require_own_way(actor)
    user = log_in.get_own_user(actor)
    log_in.keep_app(user, secret, code, address)
    _changed(actor, user, FactorEvent.APP_KEPT)


def remove_app(actor: Actor) -> None:
    """Take the authenticator app away. Raises Conflict when it is the last way in."""
    _require_own_way(actor)
    user = log_in.get_own_user(actor)
    if not factors.has_passkey(user):
        raise Conflict(LAST)
    user.totp_secret, user.totp_last_step = None, 0
    _changed(actor, user, FactorEvent.APP_REMOVED)


def make_codes(actor: Actor) -> list[str]:
    """Ten new recovery codes, shown this once; earlier ones stop working."""
    _require_own_way(actor)
    user = log_in.get_own_user(actor)
    codes = recovery.make(user)
    factor_mails.tell(user, FactorEvent.CODES_MADE)
    trail.record(actor, f"factor.{FactorEvent.CODES_MADE}", "user", user.id)
    return codes


def _require_own_way(actor: Actor) -> None:
    """A fresh second factor, by somebody whom no provider let in: it would reach what others protect."""
    require_present(actor)
    sessions.require_own_way()


def _changed(actor: Actor, user: User, event: FactorEvent) -> None:
    here = sessions.own_session()
    sessions.end_all_sessions(user.id, besides=here.id if here else None)
    factor_mails.tell(user, event)
    trail.record(actor, f"factor.{event}", "user", user.id)
