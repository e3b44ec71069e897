# SPDX-License-Identifier: EUPL-1.2
"""API clients: other systems of an organisation, made, given a new secret and revoked by its administrator.

A client has an account and membership of its own, so that what it does can be told from what people do, and roles
and scopes that bound it. Its secret is shown once; the platform holds the digest only.
"""

import base64
import binascii
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial

from sqlalchemy import Select, bindparam, case, delete, select, update
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import contributions, invitations, policy
from samencontroleren.accounts.models import NO_SECRET, ApiClient, ApiToken, Membership, User
from samencontroleren.core import clock, ledger, trail
from samencontroleren.core.access import fetch, require, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, TooMany
from samencontroleren.core.security import check_attempts, count_attempt, digest, new_token
from samencontroleren.organisations import policy as organisations_policy
from samencontroleren.organisations.actor import NOBODY, Actor
from samencontroleren.organisations.kinds import ROLES_OF, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.scopes import Scope

TOKEN_LIFE = timedelta(minutes=15)
LONGEST = timedelta(days=366)
CALLS_PER_MINUTE = 600
PERSONAL = frozenset((Role.REVIEWER, Role.RELEASER, Role.AUDITOR, Role.GUEST))
"""Roles whose rights are a person's own (product.md, 2.2): a machine can not hold them."""
NO_ROLE = "Kies minstens één rol uit de lijst."
LACKING = "U geeft een client alleen rollen die u zelf hebt."
NO_SCOPE = "Kies minstens één bereik."
WRONG_DAY = "Kies een dag na vandaag, hoogstens een jaar verder."
SAME_NAME = "Uw organisatie heeft al een client met deze naam."
BEYOND = "Deze client heeft een rol die u zelf niet hebt. Vraag een beheerder die deze rol wel heeft."
WHOLE = (
    joinedload(ApiClient.membership).joinedload(Membership.user),
    joinedload(ApiClient.membership).selectinload(Membership.roles),
)


def roles_for(kind: OrganisationKind) -> tuple[Role, ...]:
    """The roles a client of such an organisation can be given."""
    return tuple(role for role in ROLES_OF[kind] if role not in PERSONAL)


def roles_to_give(actor: Actor, kind: OrganisationKind) -> tuple[Role, ...]:
    """The roles this actor can give a client: those one has oneself, for one is shown its secret (BIO2 5.18.01)."""
    return tuple(role for role in roles_for(kind) if role in actor.roles)


def is_beyond(actor: Actor, client: ApiClient) -> bool:
    """Whether a client (membership loaded) holds a role that the actor lacks: its secret would give that role."""
    return not {each.role for each in client.membership.roles} <= actor.roles


def find_of_memberships(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, ApiClient]:
    """The clients among memberships, by membership (system use: the caller fetched these for its reader)."""
    query = select(ApiClient).where(ApiClient.membership_id.in_(keys)).options(*WHOLE)
    return {each.membership_id: each for each in session().scalars(query)}


def list_clients(actor: Actor) -> list[ApiClient]:
    """The clients of the own organisation, living ones first, by name."""
    query = visible(actor, policy.CLIENT_VIEW).options(*WHOLE)
    return list(session().scalars(query.order_by(ApiClient.revoked_at.is_not(None), ApiClient.name, ApiClient.id)))


def get_client(actor: Actor, key: uuid.UUID) -> ApiClient:
    """One client of the own organisation. Raises NotFound."""
    return fetch(actor, policy.CLIENT_VIEW, key, options=WHOLE)


def own_organisation(actor: Actor) -> Organisation:
    """The organisation this actor makes clients for. Raises Forbidden."""
    if actor.organisation_id is None:
        raise Forbidden()
    return require(actor, policy.CLIENT_ADD, actor.organisation_id, view=organisations_policy.VIEW)


def add_client(
    actor: Actor, name: str, roles: list[Role], scopes: list[Scope], expires_on: date
) -> tuple[ApiClient, str]:
    """Make a client; gives it with its secret, which is shown this once.

    Raises ConfirmationRequired, and Invalid for a role or scope that can not be given or a day too far away.
    """
    organisation = own_organisation(actor)
    require_present(actor)
    _check(actor, organisation, name, roles, scopes, expires_on)
    account = User(email=f"client-{uuid.uuid4().hex}@clients.invalid", name=name, is_machine=True)
    session().add(account)
    session().flush()
    member = invitations.add_membership(account, organisation.id, roles)
    made = ApiClient(
        organisation_id=organisation.id,
        membership=member,
        name=name,
        scopes=[str(each) for each in Scope if each in scopes],
        expires_on=expires_on,
    )
    secret = _give_secret(actor, made)
    session().add(made)
    session().flush()
    trail.record(
        actor,
        "client.added",
        "api-client",
        made.id,
        reader=organisation.id,
        roles=[role.value for role in roles],
        scopes=list(made.scopes),
    )
    return made, secret


def renew_secret(actor: Actor, key: uuid.UUID) -> tuple[ApiClient, str]:
    """Give a client another secret; the earlier one and its tokens stop working.

    Raises Conflict when it was revoked or holds a role that the actor lacks.
    """
    found = fetch(actor, policy.CLIENT_EDIT, key, view=policy.CLIENT_VIEW, options=WHOLE, lock=True)
    require_present(actor)
    if found.revoked_at is not None:
        raise Conflict("Deze client is ingetrokken. Maak een nieuwe client.")
    if is_beyond(actor, found):
        raise Conflict(BEYOND)
    secret = _give_secret(actor, found)
    _end_tokens(found)
    trail.record(actor, "client.secret-renewed", "api-client", key, reader=found.organisation_id)
    return found, secret


def revoke_client(actor: Actor, key: uuid.UUID) -> ApiClient:
    """Shut a client out at once; what it did stays. A second time does nothing."""
    found = fetch(actor, policy.CLIENT_EDIT, key, view=policy.CLIENT_VIEW, options=WHOLE, lock=True)
    if found.revoked_at is None:
        end_client(actor, found)
    return found


def end_client(actor: Actor, found: ApiClient) -> None:
    """End a client and its tokens (membership loaded; the caller checked that it may, or is the platform itself)."""
    found.revoked_at = found.membership.ended_at = clock.now()
    _end_tokens(found)
    trail.record(actor, "client.revoked", "api-client", found.id, reader=found.organisation_id)


def stop_clients(actor: Actor, organisation_id: uuid.UUID, holder: uuid.UUID) -> None:
    """Make the secrets worthless that a person was shown who manages clients no more (system use).

    The clients stay, with their rights, until an administrator gives them another secret.
    """
    known = (ApiClient.organisation_id == organisation_id) & (ApiClient.secret_held_by_id == holder)
    living = known & ApiClient.revoked_at.is_(None) & (ApiClient.secret_digest != NO_SECRET)
    found = list(session().scalars(select(ApiClient).where(living).order_by(ApiClient.name, ApiClient.id)))
    for each in found:
        each.secret_digest = NO_SECRET
        _end_tokens(each)
        trail.record(actor, "client.stopped", "api-client", each.id, reader=organisation_id)
    if found:
        contributions.stopped(organisation_id, found)


def _check(
    actor: Actor, organisation: Organisation, name: str, roles: list[Role], scopes: list[Scope], expires_on: date
) -> None:
    wrong: dict[str, list[str]] = {}
    if not roles or set(roles) - set(roles_for(organisation.kind)):
        wrong["roles"] = [NO_ROLE]
    elif set(roles) - actor.roles:
        wrong["roles"] = [LACKING]
    if not scopes:
        wrong["scopes"] = [NO_SCOPE]
    if not clock.today() < expires_on <= clock.today() + LONGEST:
        wrong["expires_on"] = [WRONG_DAY]
    living = (ApiClient.organisation_id == organisation.id) & ApiClient.revoked_at.is_(None)
    if session().scalar(select(ApiClient.id).where(living, ApiClient.name == name).limit(1)):
        wrong["name"] = [SAME_NAME]
    if wrong:
        raise Invalid(wrong)


def _give_secret(actor: Actor, client: ApiClient) -> str:
    if actor.user_id is None:
        raise Forbidden()
    secret = secrets.token_urlsafe(32)
    client.secret_digest, client.secret_held_by_id = digest(secret), actor.user_id
    client.secret_made_at = clock.now()
    return secret


def _end_tokens(client: ApiClient) -> None:
    session().execute(delete(ApiToken).where(ApiToken.client_id == client.id))
    session().flush()


@dataclass(frozen=True)
class Granted:
    """A token just given out."""

    token: str
    seconds: int
    scopes: tuple[str, ...]


class ClientRefused(Exception):
    """No such client, another secret, revoked or ended: the caller learns no more than that (RFC 6749, 5.2)."""


class ScopeRefused(Exception):
    """A scope was asked that the client was not given."""


def grant_token(authorization: str, asked: str, origin: str) -> Granted:
    """Exchange client id and secret (HTTP Basic) for a short-lived token.

    Raises ClientRefused, ScopeRefused, and TooMany after too many wrong secrets from one place or for one client.
    """
    client_id, secret = _basic(authorization)
    subjects = (f"client {client_id}", f"client from {origin}")
    for subject in subjects:
        check_attempts(subject)
    client = _known_client(client_id, secret)
    if client is None:
        for subject in subjects:
            ledger.note(partial(count_attempt, subject))
        ledger.note(lambda: trail.record(NOBODY, "client.refused", "api-client", None, result="refused"))
        raise ClientRefused
    wanted = asked.split() or list(client.scopes)
    if not set(wanted) <= set(client.scopes):
        raise ScopeRefused
    now = clock.now()
    session().execute(delete(ApiToken).where(ApiToken.client_id == client.id, ApiToken.expires_at <= now))
    token = new_token()
    session().add(ApiToken(client_id=client.id, token_digest=digest(token), scopes=wanted, expires_at=now + TOKEN_LIFE))
    client.last_used_at = now
    session().flush()
    machine = Actor(client.membership.user_id, client.membership_id, client.organisation_id)
    trail.record(machine, "client.token-given", "api-client", client.id, reader=client.organisation_id, scopes=wanted)
    return Granted(token, int(TOKEN_LIFE.total_seconds()), tuple(wanted))


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _space, rest = authorization.partition(" ")
    try:
        text = base64.b64decode(rest, validate=True).decode() if scheme.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    client_id, _colon, secret = text.partition(":")
    return client_id, secret


def _known_client(client_id: str, secret: str) -> ApiClient | None:
    try:
        key = uuid.UUID(client_id)
    except ValueError:
        return None
    found = session().scalars(_living().where(ApiClient.id == key)).one_or_none()
    if found is None or not secrets.compare_digest(found.secret_digest, digest(secret)):
        return None
    return found


def _living() -> Select[ApiClient]:
    """The clients that work today, their membership and organisation loaded."""
    return (
        select(ApiClient)
        .join(ApiClient.membership)
        .join(Membership.organisation)
        .where(
            ApiClient.revoked_at.is_(None),
            ApiClient.expires_on >= clock.today(),
            Membership.ended_at.is_(None),
            Organisation.ended_on.is_(None),
        )
        .options(
            joinedload(ApiClient.membership).joinedload(Membership.organisation),
            joinedload(ApiClient.membership).selectinload(Membership.roles),
        )
    )


def find_by_token(token: str) -> tuple[ApiClient, frozenset[str]] | None:
    """The client that holds a living token, and the scopes of that token. Counts the call.

    Raises TooMany above the limit of calls in a minute.
    """
    held = session().scalars(_token_query(), {"digest": digest(token), "now": clock.now()}).one_or_none()
    client = session().scalars(_living().where(ApiClient.id == held.client_id)).one_or_none() if held else None
    if held is None or client is None:
        return None
    _count_call(client)
    return client, frozenset(held.scopes) & frozenset(client.scopes)


@cache
def _token_query() -> Select[ApiToken]:
    """Made once: each call of the API asks it, whoever calls."""
    return select(ApiToken).where(ApiToken.token_digest == bindparam("digest"), ApiToken.expires_at > bindparam("now"))


def _count_call(client: ApiClient) -> None:
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    if client.minute_began_at == minute and client.minute_calls >= CALLS_PER_MINUTE:
        refusal = TooMany("Deze client mag 600 keer per minuut vragen. Wacht even en probeer het opnieuw.")
        refusal.retry_after = 60 - now.second
        raise refusal
    key = client.id
    ledger.note(lambda: _write_call(key, now, minute))


def _write_call(key: uuid.UUID, now: datetime, minute: datetime) -> None:
    so_far = case((ApiClient.minute_began_at == minute, ApiClient.minute_calls + 1), else_=1)
    values = {"last_used_at": now, "minute_calls": so_far, "minute_began_at": minute}
    session().execute(
        update(ApiClient).where(ApiClient.id == key).values(values).execution_options(synchronize_session=False)
    )
