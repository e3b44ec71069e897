# SPDX-License-Identifier: EUPL-1.2
"""The way to the log-in of an organisation and back (OpenID Connect Core 1.0, code flow with PKCE).

What was asked travels sealed in the cookie of the browser that asked it, so that an answer is good in that browser
alone, for that provider, that errand and once. Who comes back is known by provider, issuer and subject; a mail address
decides nothing. A session that begins here covers the organisation of the provider only.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import factors, invitations, log_in, policy, provider_calls, providers, sessions
from samencontroleren.accounts.kinds import Errand, Fault, LoginMethod
from samencontroleren.accounts.models import IdentityProvider, Membership, ProviderLink, User
from samencontroleren.accounts.provider_tokens import Expected, Identity, Refused, read
from samencontroleren.core import clock, ledger, sealing, trail
from samencontroleren.core.access import fetch, require_present
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.core.security import check_attempts, count_attempt, new_token
from samencontroleren.organisations.actor import NOBODY, Actor

PURPOSE = "provider-attempt"
LONGEST = timedelta(minutes=15)
PER_ADDRESS = 60
"""A whole gemeente may come from one address."""


@dataclass(frozen=True)
class Attempt:
    """What somebody was sent to a provider with."""

    provider: str
    errand: str
    state: str
    nonce: str
    verifier: str
    began_at: float
    next: str
    user: str = ""
    invitation: str = ""


@dataclass(frozen=True)
class Departure:
    """Where to send somebody, and what the browser keeps meanwhile."""

    url: str
    sealed: str


@dataclass(frozen=True)
class Arrival:
    """Somebody came back: what for, what follows, and what the provider said."""

    errand: Errand
    next: str
    start: log_in.Start | None
    identity: Identity
    provider: IdentityProvider


class ProviderRefused(Exception):
    """Who came back is not let in; `fault` says why, `found` what stood in the answer, `errand` what it was for."""

    def __init__(self, fault: Fault, errand: Errand | None = None, found: str = "") -> None:
        super().__init__(fault)
        self.fault, self.errand, self.found = fault, errand, found


def depart(
    provider: IdentityProvider, errand: Errand, back: str, next_path: str = "/", user: str = "", invitation: str = ""
) -> Departure:
    """Begin: `back` is the address at which the provider sends people back."""
    state, nonce, verifier = new_token(), new_token(), new_token() + new_token()
    began = clock.now().timestamp()
    made = Attempt(str(provider.id), errand, state, nonce, verifier, began, next_path, user, invitation)
    is_fresh = errand is Errand.CONFIRM
    url = provider_calls.departure(provider, back, state, verifier, nonce, must_be_fresh=is_fresh)
    return Departure(url, sealing.seal(PURPOSE, json.dumps(asdict(made))))


def depart_to_link(actor: Actor, provider: IdentityProvider, back: str) -> Departure:
    """Begin to join the own account to a provider.

    Raises ConfirmationRequired, and Conflict for somebody who came through a provider: it could then reach what
    others protect.
    """
    require_present(actor)
    sessions.require_own_way()
    return depart(provider, Errand.LINK, back, user=str(actor.user_id))


def depart_to_try(actor: Actor, back: str) -> Departure:
    """Begin to try the log-in one sets up. Raises NotFound, ConfirmationRequired."""
    provider = providers.get_own(actor)
    require_present(actor)
    return depart(provider, Errand.TRY, back, user=str(actor.user_id))


def depart_to_confirm(actor: Actor, back: str, next_path: str) -> Departure:
    """Begin to show oneself anew at the provider through which one came. Raises NotFound."""
    provider = confirming_provider()
    if provider is None:
        raise NotFound()
    return depart(provider, Errand.CONFIRM, back, next_path, user=str(actor.user_id))


def provider_for(token: str) -> IdentityProvider:
    """The log-in through which an open invitation can be accepted. Raises NotFound, and Conflict for one that is not
    open any more."""
    found = providers.find_active_of(invitations.get_usable(token).invitation.organisation_id)
    if found is None:
        raise NotFound()
    return found


def confirming_provider() -> IdentityProvider | None:
    """The provider whose log-in counts as a fresh second factor in this session, if any."""
    here = sessions.own_session()
    found = providers.find(here.provider_id) if here is not None and here.provider_id else None
    return found if found is not None and found.is_active and found.counts_as_factor else None


def arrive(
    actor: Actor | None, key: uuid.UUID, sent: Mapping[str, str], sealed: Any, back: str, address: str, device: str
) -> Arrival:
    """Take in somebody whom the provider of an organisation (`key`) sends back.

    Raises ProviderRefused, and TooMany after too many refusals from one place.
    """
    check_attempts(f"provider from {address}", most=PER_ADDRESS)
    attempt = _opened(sealed)
    if attempt is None:
        raise ProviderRefused(Fault.STALE)
    try:
        provider = _checked_attempt(attempt, key, sent)
        identity = _identity(provider, attempt, sent, back)
        start = _let_in(actor, provider, attempt, identity, device)
    except Refused as error:
        fault = error.fault
        ledger.note(lambda: _note_refusal(key, fault, address))
        raise ProviderRefused(fault, Errand(attempt.errand), error.found) from error
    return Arrival(Errand(attempt.errand), attempt.next, start, identity, provider)


def _opened(sealed: Any) -> Attempt | None:
    text = sealing.unseal(PURPOSE, sealed) if isinstance(sealed, str) else None
    return Attempt(**json.loads(text)) if text else None


def _checked_attempt(attempt: Attempt, key: uuid.UUID, sent: Mapping[str, str]) -> IdentityProvider:
    """The provider somebody was sent to, when this is the answer to that (RFC 9700, 4.4: no mix-up)."""
    if attempt.state != sent.get("state"):
        raise Refused(Fault.STALE)
    if clock.now().timestamp() - attempt.began_at > LONGEST.total_seconds():
        raise Refused(Fault.STALE)
    provider = providers.find_of(key)
    if provider is None or attempt.provider != str(provider.id):
        raise Refused(Fault.STALE)
    if not (provider.is_active or attempt.errand == Errand.TRY):
        raise Refused(Fault.OFF)
    named = sent.get("iss")
    if named != provider.issuer and (named is not None or provider.sends_issuer):
        raise Refused(Fault.ISSUER, (named or "")[:100])
    return provider


def _identity(provider: IdentityProvider, attempt: Attempt, sent: Mapping[str, str], back: str) -> Identity:
    if "error" in sent or not sent.get("code"):
        raise Refused(Fault.CANCELLED, sent.get("error", "")[:100])
    try:
        tokens = provider_calls.redeem(provider, sent["code"], attempt.verifier, back)
        keys = provider_calls.fetch_keys(provider)
    except provider_calls.Unreachable as error:
        raise Refused(Fault.UNREACHABLE) from error
    expected = Expected(
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=attempt.nonce,
        levels=tuple(provider.levels),
        tenant=provider.tenant,
        kvk_claim=provider.kvk_claim,
        kvk_number=providers.kvk_number_of(provider.organisation_id) if provider.kvk_claim else "",
        acting_claim=provider.acting_claim,
        must_be_fresh=attempt.errand == Errand.CONFIRM,
    )
    return read(tokens.get("id_token"), tokens.get("access_token"), keys, expected)


def _note_refusal(key: uuid.UUID, fault: Fault, address: str) -> None:
    """What stays of a refusal (runs in the ledger)."""
    count_attempt(f"provider from {address}")
    found = providers.find_of(key)
    reader = found.organisation_id if found else None
    trail.record(NOBODY, "login.refused", "provider", found.id if found else None, "refused", reader, fault=fault)


def _let_in(
    actor: Actor | None, provider: IdentityProvider, attempt: Attempt, identity: Identity, device: str
) -> log_in.Start | None:
    errand = Errand(attempt.errand)
    if errand is Errand.LOG_IN:
        return _begin(provider, identity, _linked(provider, identity), device)
    if errand is Errand.JOIN:
        return _join(provider, attempt, identity, device)
    if actor is None or str(actor.user_id) != attempt.user:
        raise Refused(Fault.STALE)
    if errand is Errand.LINK:
        _link_own(actor, provider, identity)
    elif errand is Errand.TRY:
        providers.note_tried(actor, fetch(actor, policy.PROVIDER_EDIT, provider.id))
    else:
        _confirm(actor, provider, identity)
    return None


def _linked(provider: IdentityProvider, identity: Identity) -> User:
    """The person whom the provider vouches for. Raises Refused for somebody we do not know, or not any more."""
    found = _find_link(provider, identity)
    if found is None:
        raise Refused(Fault.UNKNOWN)
    living = (Membership.user_id == found.user_id) & Membership.ended_at.is_(None)
    here = session().scalar(select(Membership.id).where(living, Membership.organisation_id == provider.organisation_id))
    if found.user.blocked_at is not None or here is None:
        raise Refused(Fault.BLOCKED)
    found.used_at = clock.now()
    return found.user


def _find_link(provider: IdentityProvider, identity: Identity) -> ProviderLink | None:
    here = (ProviderLink.provider_id == provider.id) & (ProviderLink.issuer == identity.issuer)
    query = select(ProviderLink).options(joinedload(ProviderLink.user))
    return session().scalars(query.where(here, ProviderLink.subject == identity.subject)).one_or_none()


def _begin(provider: IdentityProvider, identity: Identity, user: User, device: str) -> log_in.Start:
    """Begin a session that covers the organisation of this provider; ours is the second factor unless it vouches."""
    has_factor = provider.counts_as_factor or factors.is_exempt(user)
    made = sessions.start_session(user, has_factor, device, LoginMethod.PROVIDER)
    made.provider_id, made.membership_id = provider.id, _membership_of(user, provider)
    made.level, made.acting_subject = identity.level or None, identity.acting_subject or None
    session().flush()
    trail.record(Actor(user_id=user.id), "login.provider", "user", user.id, reader=provider.organisation_id)
    if has_factor:
        return log_in.IN
    return log_in.SHOW if factors.has_factor(user) else log_in.ENROLL


def _membership_of(user: User, provider: IdentityProvider) -> uuid.UUID | None:
    here = (Membership.user_id == user.id) & (Membership.organisation_id == provider.organisation_id)
    return session().scalar(select(Membership.id).where(here))


def _join(provider: IdentityProvider, attempt: Attempt, identity: Identity, device: str) -> log_in.Start:
    """Use the invitation up for whoever the provider vouches for."""
    user = invitations.accept_proven(attempt.invitation, provider.organisation_id)
    if user.blocked_at is not None:
        raise Refused(Fault.BLOCKED)
    _keep_link(provider, identity, user)
    return _begin(provider, identity, user, device)


def _link_own(actor: Actor, provider: IdentityProvider, identity: Identity) -> None:
    if not sessions.is_own_way():
        raise Refused(Fault.STALE)
    providers.get_to_link(actor, provider.id)
    _keep_link(provider, identity, log_in.get_own_user(actor))


def _keep_link(provider: IdentityProvider, identity: Identity, user: User) -> None:
    """Join a person to who the provider says it is, in place of an earlier one. Raises Refused for another's."""
    held = _find_link(provider, identity)
    if held is not None and held.user_id != user.id:
        raise Refused(Fault.OTHER)
    mine = (ProviderLink.provider_id == provider.id) & (ProviderLink.user_id == user.id)
    session().execute(delete(ProviderLink).where(mine))
    made = ProviderLink(provider_id=provider.id, issuer=identity.issuer, subject=identity.subject, user_id=user.id)
    session().add(made)
    session().flush()
    trail.record(Actor(user_id=user.id), "provider.linked", "user", user.id, reader=provider.organisation_id)


def _confirm(actor: Actor, provider: IdentityProvider, identity: Identity) -> None:
    """Fresh, at the provider through which the person came, as the same person."""
    here = sessions.own_session()
    vouching = confirming_provider()
    if here is None or vouching is None or vouching.id != provider.id:
        raise Refused(Fault.STALE)
    if _linked(provider, identity).id != here.user_id:
        raise Refused(Fault.OTHER)
    sessions.finish_log_in(here)
    trail.record(actor, "login.confirmed", "user", here.user_id, factor="provider")
