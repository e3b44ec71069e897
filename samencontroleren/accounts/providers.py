# SPDX-License-Identifier: EUPL-1.2
"""Setting up the log-in of an organisation: kept, tried by an administrator, switched on, made obligatory.

What decides who comes in (issuer, client, levels, tenant) can not change under people's feet: such a change switches
the log-in off until it was tried again. BIO2 5.16.01 and 8.05.01.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import policy, provider_calls, sessions
from samencontroleren.accounts.kinds import ClientProof
from samencontroleren.accounts.models import IdentityProvider, LoginSession, Membership, ProviderLink, User
from samencontroleren.core import clock, sealing, trail
from samencontroleren.core.access import fetch, require, require_any, require_present, visible
from samencontroleren.core.db import past_walls, session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.organisations import policy as organisations_policy
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors.models import Vendor

DECIDING = ("issuer", "client_id", "proof", "levels", "counts_as_factor", "tenant", "kvk_claim", "acting_claim")
"""What says who comes in: a change must be tried again."""
UNTRIED = "Probeer het inloggen eerst zelf. Lukt dat, dan kunt u het aanzetten."
UNLINKED = "Koppel eerst uw eigen account. Anders kunt u straks zelf niet meer inloggen."
TAKEN = "Deze naam is al in gebruik. Kies een andere."
NO_LEVEL = "Vul in aan welk niveau we zien dat uw inlogdienst een tweede stap vroeg."
NO_SECRET = "Vul het geheim in dat uw inlogdienst voor ons maakte."
NO_KVK = "Van uw organisatie is hier geen KvK-nummer bekend. Vraag VNG om het in te vullen."
NOT_ACTIVE = "Zet het inloggen eerst aan."


@dataclass(frozen=True)
class OwnLink:
    """A log-in of an organisation somebody works for, and whether the own account is joined to it."""

    provider: IdentityProvider
    is_linked: bool


def own_organisation(actor: Actor) -> Organisation:
    """The organisation whose log-in this actor sets up. Raises Forbidden."""
    if actor.organisation_id is None:
        raise Forbidden()
    return require(actor, policy.PROVIDER_SET_UP, actor.organisation_id, view=organisations_policy.VIEW)


def find_own(actor: Actor, lock: bool = False) -> IdentityProvider | None:
    """The log-in of the own organisation, for its administrator; None before it is set up."""
    query = visible(actor, policy.PROVIDER_EDIT).options(joinedload(IdentityProvider.organisation))
    found: IdentityProvider | None = (
        session().scalars(query.with_for_update(of=IdentityProvider) if lock else query).first()
    )
    return found


def get_own(actor: Actor, lock: bool = False) -> IdentityProvider:
    """The same, when it is there. Raises NotFound."""
    found = find_own(actor, lock)
    if found is None:
        raise NotFound()
    return found


def list_all(actor: Actor) -> list[IdentityProvider]:
    """The log-ins of all organisations, for VNG; no secret and no key is shown of them."""
    require_any(actor, policy.PROVIDER_LIST)
    query = visible(actor, policy.PROVIDER_LIST).join(IdentityProvider.organisation)
    whole = query.options(joinedload(IdentityProvider.organisation)).order_by(Organisation.name)
    return list(session().scalars(whole))


def save(actor: Actor, secret: str, **facts: Any) -> IdentityProvider:
    """Set up the log-in of the own organisation, or change it; asks the provider what it is.

    An empty secret keeps the one there is. Raises ConfirmationRequired, and Invalid at the field that is wrong.
    """
    organisation = own_organisation(actor)
    require_present(actor)
    found = find_own(actor, lock=True)
    _check(organisation.id, found, secret, facts)
    try:
        said = provider_calls.discover(facts["issuer"])
    except provider_calls.Unfit as error:
        raise Invalid({"issuer": [str(error)]}) from error
    row = found or IdentityProvider(organisation_id=organisation.id, is_obligatory=False)
    if found is not None and any(getattr(found, name) != facts[name] for name in DECIDING):
        _turn_off(actor, row)
    for name, value in {**facts, **said.__dict__}.items():
        setattr(row, name, value)
    _keep_proof(row, secret)
    session().add(row)
    session().flush()
    trail.record(actor, "provider.saved", "provider", row.id, reader=organisation.id)
    return row


def _check(organisation_id: uuid.UUID, found: IdentityProvider | None, secret: str, facts: dict[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    same = select(IdentityProvider.id).where(IdentityProvider.short_name == facts["short_name"])
    taken = session().scalar(same)
    if taken is not None and (found is None or taken != found.id):
        wrong["short_name"] = [TAKEN]
    if facts["counts_as_factor"] and not facts["levels"]:
        wrong["levels"] = [NO_LEVEL]
    if facts["proof"] is ClientProof.SECRET and not secret and (found is None or not found.secret_sealed):
        wrong["secret"] = [NO_SECRET]
    if facts["kvk_claim"] and not kvk_number_of(organisation_id):
        wrong["kvk_claim"] = [NO_KVK]
    if wrong:
        raise Invalid(wrong)


def kvk_number_of(organisation_id: uuid.UUID) -> str:
    """The KvK number of an organisation: suppliers have one here; empty for others."""
    with past_walls():  # at the log-in it is not known yet who acts
        number = session().scalar(select(Vendor.kvk_number).where(Vendor.id == organisation_id))
    return number or ""


def _keep_proof(row: IdentityProvider, secret: str) -> None:
    """What is no longer used is forgotten."""
    if row.proof is ClientProof.KEY:
        row.secret_sealed = None
        row.key_sealed = row.key_sealed or provider_calls.new_key()
        return
    row.key_sealed = None
    if secret:
        row.secret_sealed = sealing.seal(provider_calls.SECRET, secret)


def switch_on(actor: Actor) -> IdentityProvider:
    """Let people log in through it. Raises ConfirmationRequired, and Conflict before it was tried."""
    found = get_own(actor, lock=True)
    require_present(actor)
    if found.tested_at is None:
        raise Conflict(UNTRIED)
    if found.active_from is None:
        found.active_from = clock.now()
        _note_act(actor, "provider.switched-on", found)
    return found


def switch_off(actor: Actor) -> IdentityProvider:
    """Let nobody in through it any more; who came in through it is logged out, besides oneself."""
    found = get_own(actor, lock=True)
    require_present(actor)
    _turn_off(actor, found)
    return found


def _turn_off(actor: Actor, found: IdentityProvider) -> None:
    found.tested_at = found.active_from = None
    found.is_obligatory = False
    here = sessions.own_session()
    through = (LoginSession.provider_id == found.id) & LoginSession.ended_at.is_(None)
    if here is not None:
        through &= LoginSession.id != here.id
    session().execute(update(LoginSession).where(through).values(ended_at=clock.now()))
    _note_act(actor, "provider.switched-off", found)


def set_obligatory(actor: Actor, is_obligatory: bool) -> IdentityProvider:
    """Say whether it is the only way in (besides administrators, who must be able to mend it).

    Raises ConfirmationRequired, and Conflict while it is off or the own account is not joined to it.
    """
    found = get_own(actor, lock=True)
    require_present(actor)
    if is_obligatory and not found.is_active:
        raise Conflict(NOT_ACTIVE)
    if is_obligatory and not is_linked(actor, found):
        raise Conflict(UNLINKED)
    if found.is_obligatory is not is_obligatory:
        found.is_obligatory = is_obligatory
        if is_obligatory:
            _note_act(actor, "provider.obligatory", found)
        else:
            _note_act(actor, "provider.optional", found)
    return found


def renew_key(actor: Actor) -> IdentityProvider:
    """Make another key of our own; the provider reads it from us. Raises Conflict when none is used."""
    found = get_own(actor, lock=True)
    require_present(actor)
    if found.proof is not ClientProof.KEY:
        raise Conflict("Deze inlogdienst gebruikt een geheim, geen sleutel.")
    found.key_sealed = provider_calls.new_key()
    _note_act(actor, "provider.key-renewed", found)
    return found


def note_tried(actor: Actor, found: IdentityProvider) -> None:
    """An administrator came back through it as it is set up now."""
    found.tested_at = clock.now()
    _note_act(actor, "provider.tried", found)


def _note_act(actor: Actor, action: str, found: IdentityProvider) -> None:
    session().flush()
    trail.record(actor, action, "provider", found.id, reader=found.organisation_id)


def is_linked(actor: Actor, provider: IdentityProvider) -> bool:
    """Whether the own account is joined to it."""
    return session().scalar(_links_of(provider).where(ProviderLink.user_id.in_(actor.user_ids))) is not None


def _links_of(provider: IdentityProvider) -> Any:
    """Who is joined to it as it is now: links of an earlier issuer do not count."""
    here = (ProviderLink.provider_id == provider.id) & (ProviderLink.issuer == provider.issuer)
    return select(ProviderLink.user_id).where(here)


def list_unlinked(actor: Actor, provider: IdentityProvider) -> list[str]:
    """The names of colleagues whose account is not joined to it yet."""
    query = visible(actor, policy.VIEW, columns=[User.name]).join(Membership.user).order_by(User.name)
    living = (Membership.organisation_id == provider.organisation_id) & Membership.ended_at.is_(None)
    people = query.where(living, User.is_machine.is_(False), User.blocked_at.is_(None))
    return list(session().scalars(people.where(User.id.not_in(_links_of(provider)))))


def find_active(short_name: str) -> IdentityProvider | None:
    """The log-in with this short name, if people can use it (system use: before anybody is logged in)."""
    here = (IdentityProvider.short_name == short_name.strip().lower()) & IdentityProvider.active_from.is_not(None)
    query = select(IdentityProvider).options(joinedload(IdentityProvider.organisation))
    return session().scalars(query.where(here)).one_or_none()


def find_active_of(organisation_id: uuid.UUID) -> IdentityProvider | None:
    """The log-in of an organisation, if people can use it (system use: for an invitation)."""
    here = (IdentityProvider.organisation_id == organisation_id) & IdentityProvider.active_from.is_not(None)
    query = select(IdentityProvider).options(joinedload(IdentityProvider.organisation))
    return session().scalars(query.where(here)).one_or_none()


def find_of(organisation_id: uuid.UUID) -> IdentityProvider | None:
    """The log-in of an organisation in any state (system use: who comes back from it, and our public keys)."""
    query = select(IdentityProvider).options(joinedload(IdentityProvider.organisation))
    return session().scalars(query.where(IdentityProvider.organisation_id == organisation_id)).one_or_none()


def find(key: uuid.UUID) -> IdentityProvider | None:
    """A log-in by its key, in any state (system use: the one through which a session came)."""
    return session().get(IdentityProvider, key, options=[joinedload(IdentityProvider.organisation)])


def get_to_link(actor: Actor, key: uuid.UUID) -> IdentityProvider:
    """A log-in of an organisation one works for. Raises NotFound."""
    return fetch(actor, policy.PROVIDER_LINK, key, options=(joinedload(IdentityProvider.organisation),))


def list_own_links(actor: Actor) -> list[OwnLink]:
    """The log-ins of the organisations one works for, with whether the own account is joined to each."""
    query = visible(actor, policy.PROVIDER_LINK).options(joinedload(IdentityProvider.organisation))
    here = sessions.own_session()
    if here is not None and here.provider_id is not None:  # through one of them nothing is shown of the others
        query = query.where(IdentityProvider.id == here.provider_id)
    return [OwnLink(each, is_linked(actor, each)) for each in session().scalars(query)]
