# SPDX-License-Identifier: EUPL-1.2
"""Invitations: made by an administrator, used once by the person with the link, expiring, revocable.

The token stands only in the link; the database holds its digest. Looking at an invitation changes nothing, since
mail scanners open links.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import log_in, mailing, passwords, policy, sessions, tabs
from samencontroleren.accounts.kinds import Stand
from samencontroleren.accounts.models import Invitation, Membership, MembershipRole, User
from samencontroleren.core import clock, outbox, trail
from samencontroleren.core.access import fetch, require, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.core.rest import Page, page_of
from samencontroleren.core.security import digest, new_token
from samencontroleren.organisations import policy as organisations_policy
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, FIRST_ROLES, ROLES_OF, Role
from samencontroleren.organisations.models import Organisation

VALID = timedelta(days=30)
TAKEN_CARE_OF = "Deze organisatie heeft al een beheerder. Die nodigt zelf de eigen collega’s uit."
MEMBER = "Deze persoon hoort al bij deze organisatie."


class InvitationState(StrEnum):
    """What can be done with an invitation."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Welcome:
    """An invitation as the page behind its link shows it."""

    invitation: Invitation
    state: InvitationState
    has_account: bool

    @property
    def organisation(self) -> Organisation:
        return self.invitation.organisation

    @property
    def roles(self) -> list[Role]:
        return [Role(each) for each in self.invitation.roles]


def state_of(invitation: Invitation) -> InvitationState:
    """Whether an invitation can be used, and if not, why."""
    if invitation.accepted_at is not None:
        return InvitationState.USED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.OPEN if invitation.expires_at > clock.now() else InvitationState.EXPIRED


def invite(
    actor: Actor,
    organisation_id: uuid.UUID,
    email: str,
    name: str,
    roles: list[Role],
    language: str = "nl",
) -> tuple[Invitation, str]:
    """Invite somebody into an organisation; gives the row and the token for the link (shown nowhere else).

    VNG lets in the first administrator, the organisation itself all others. Raises Invalid for roles the
    organisation does not have, for somebody who belongs to it already, and for VNG when there is an administrator.
    """
    organisation = require(actor, policy.INVITE, organisation_id, view=organisations_policy.VIEW)
    if organisation_id != actor.organisation_id and has_administrator(organisation_id):
        raise Invalid({"email": [TAKEN_CARE_OF]})
    return issue(actor, organisation, email, name, roles, language)


def invite_contact(
    actor: Actor, vendor_id: uuid.UUID, email: str, name: str, language: str = "nl"
) -> tuple[Invitation, str]:
    """Invite the contact of a supplier to a round: the first can do all, one that comes later only answers.

    Who else submits or manages people is then for the supplier's own administrator to say.
    """
    organisation = require(actor, policy.INVITE, vendor_id, view=organisations_policy.VIEW)
    roles = [Role.CONTRIBUTOR] if has_administrator(vendor_id) else list(FIRST_ROLES)
    return issue(actor, organisation, email, name, roles, language)


def has_administrator(organisation_id: uuid.UUID) -> bool:
    """Whether somebody manages the people of an organisation, even if that person's account is blocked now."""
    there = (Organisation.id == organisation_id) & Organisation.id.in_(policy.managed_organisations())
    return session().scalar(select(Organisation.id).where(there)) is not None


def managed_among(keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these organisations that somebody manages (system use)."""
    there = Organisation.id.in_(list(keys)) & Organisation.id.in_(policy.managed_organisations())
    return set(session().scalars(select(Organisation.id).where(there)))


def issue(
    actor: Actor,
    organisation: Organisation,
    email: str,
    name: str,
    roles: list[Role],
    language: str,
    token: str = "",
    valid: timedelta = VALID,
) -> tuple[Invitation, str]:
    """Make an invitation; an earlier open one of the same address is revoked (system use: the caller asked leave).

    `token`: the code of a letter; otherwise a random one is made.
    """
    email = email.strip().lower()
    check_roles(organisation, roles)
    _refuse_member(organisation.id, email)
    _replace(organisation.id, email)
    token = token or new_token()
    made = Invitation(
        organisation_id=organisation.id,
        email=email,
        name=name,
        language=language,
        roles=[role.value for role in roles],
        lets_in_first=actor.user_id is not None and organisation.id != actor.organisation_id,
        token_digest=digest(token),
        invited_by_id=actor.user_id,
        expires_at=clock.now() + valid,
    )
    session().add(made)
    session().flush()
    codes = [role.value for role in roles]
    trail.record(actor, "invitation.made", "invitation", made.id, reader=organisation.id, roles=codes)
    return made, token


def check_roles(organisation: Organisation, roles: list[Role]) -> None:
    """Raise Invalid unless there is a role and all are of this kind of organisation."""
    if not roles:
        raise Invalid({"roles": ["Kies minstens één rol."]})
    if set(roles) - set(ROLES_OF[organisation.kind]):
        raise Invalid({"roles": ["Deze rol bestaat niet bij deze organisatie."]})


def _refuse_member(organisation_id: uuid.UUID, email: str) -> None:
    living = (Membership.organisation_id == organisation_id) & Membership.ended_at.is_(None)
    member = select(Membership.id).join(Membership.user).where(living, User.email == email)
    if session().scalar(member):
        raise Invalid({"email": [MEMBER]})


def _replace(organisation_id: uuid.UUID, email: str) -> None:
    earlier = (Invitation.organisation_id == organisation_id) & (Invitation.email == email)
    unused = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    session().execute(update(Invitation).where(earlier, unused).values(revoked_at=clock.now()))


def revoke_invitation(actor: Actor, key: uuid.UUID) -> Invitation:
    """Make an invitation useless. Raises Conflict when it was accepted already."""
    return end_invitation(actor, fetch(actor, policy.INVITATION_REVOKE, key, view=policy.INVITATION_VIEW, lock=True))


def end_invitation(actor: Actor, found: Invitation) -> Invitation:
    """Make an invitation useless (system use: the caller asked leave). Raises Conflict when it was accepted already."""
    if found.accepted_at is not None:
        raise Conflict("Deze uitnodiging is al gebruikt. Beëindig de toegang van de persoon zelf.")
    found.revoked_at = found.revoked_at or clock.now()
    trail.record(actor, "invitation.revoked", "invitation", found.id, reader=found.organisation_id)
    return found


def invite_again(actor: Actor, key: uuid.UUID) -> tuple[Invitation, str]:
    """A new invitation with the same facts; the earlier link stops working. Raises as `invite` and `revoke`."""
    old = revoke_invitation(actor, key)
    roles = [Role(each) for each in old.roles]
    return invite(actor, old.organisation_id, old.email, old.name, roles, old.language)


def list_open_invitations(actor: Actor, organisation_id: uuid.UUID) -> list[Invitation]:
    """The invitations of an organisation not yet used or revoked (expired ones too), newest first."""
    query = visible(actor, policy.INVITATION_VIEW).where(
        Invitation.organisation_id == organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    return list(session().scalars(query.order_by(Invitation.created_at.desc())))


def list_closed_invitations(actor: Actor, organisation_id: uuid.UUID, most: int = 25) -> list[Invitation]:
    """The latest invitations of an organisation that were used or revoked."""
    closed = Invitation.accepted_at.is_not(None) | Invitation.revoked_at.is_not(None)
    query = visible(actor, policy.INVITATION_VIEW).where(Invitation.organisation_id == organisation_id, closed)
    return list(session().scalars(query.order_by(Invitation.changed_at.desc(), Invitation.id).limit(most)))


def stands(invitations: list[Invitation]) -> list[tuple[Invitation, Stand]]:
    """How far each of these invitations is (one query for their mails)."""
    lost = outbox.given_up(mailing.key_of(each.id) for each in invitations)
    return [(each, stand_of(each, mailing.key_of(each.id) in lost)) for each in invitations]


def stand_of(invitation: Invitation, is_undelivered: bool = False) -> Stand:
    """How far an invitation is; `is_undelivered`: its mail was given up."""
    state = state_of(invitation)
    if state is not InvitationState.OPEN:
        return {
            InvitationState.USED: Stand.ACCEPTED,
            InvitationState.REVOKED: Stand.REVOKED,
            InvitationState.EXPIRED: Stand.EXPIRED,
        }[state]
    if invitation.opened_at is not None:
        return Stand.OPENED
    return Stand.UNDELIVERED if is_undelivered else Stand.WAITING


def note_opened(key: uuid.UUID) -> None:
    """A browser showed the page of an invitation (runs in the ledger); the first time counts."""
    unseen = (Invitation.id == key) & Invitation.opened_at.is_(None)
    session().execute(update(Invitation).where(unseen).values(opened_at=clock.now()))


def list_waiting(actor: Actor, size: int, page: int = 1) -> Page:
    """Invitations into other organisations that were not used or revoked yet, the one that ends first before.

    Each with its organisation: whoever lets in the first people sees who has not come yet.
    """
    query = visible(actor, policy.INVITATION_VIEW).where(
        Invitation.organisation_id != actor.organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    query = query.options(joinedload(Invitation.organisation))
    return page_of(query.order_by(Invitation.expires_at, Invitation.id), page, size)


def find_welcome(token: str) -> Welcome:
    """The invitation behind a link, whatever its state; changes nothing. Raises NotFound for another link."""
    query = select(Invitation).options(joinedload(Invitation.organisation))
    found = session().scalars(query.where(Invitation.token_digest == digest(token))).one_or_none()
    if found is None:
        raise NotFound("Deze uitnodiging kennen we niet. Klik op de link in de mail of vraag een nieuwe.")
    user = log_in.find_user_by_email(found.email)
    return Welcome(found, state_of(found), bool(user and user.password_hash))


def is_for(welcome: Welcome, actor: Actor | None) -> bool:
    """Whether the invited person is the one who is logged in."""
    user = log_in.find_user_by_email(welcome.invitation.email)
    return bool(actor and user and user.id == actor.user_id)


def accept_as_new(token: str, name: str, password: str, device: str) -> log_in.Start:
    """Accept with a new account: chosen name and password. Raises Invalid for a weak password."""
    welcome = get_usable(token)
    if welcome.has_account:
        raise Conflict("U hebt al een account. Open de uitnodiging opnieuw en log in.")
    invitation = welcome.invitation
    user = log_in.find_user_by_email(invitation.email) or User(email=invitation.email)
    user.name, user.language = name, invitation.language
    log_in.refuse_weak(password, user, [welcome.organisation.name])
    user.password_hash = passwords.hash_password(password)
    session().add(user)
    session().flush()
    _join(invitation, user)
    return log_in.begin(user, device)


def accept_with_password(token: str, password: str, address: str, device: str) -> log_in.Start:
    """Accept with the account the invited address has. Raises Invalid for a wrong password."""
    welcome = get_usable(token)
    user = log_in.check_password(welcome.invitation.email, password, address)
    _join(welcome.invitation, user)
    return log_in.begin(user, device)


def accept_logged_in(actor: Actor, token: str) -> None:
    """Accept as the person who is logged in, and go on for the new organisation."""
    welcome = get_usable(token)
    if not is_for(welcome, actor):
        raise Conflict("Deze uitnodiging is voor iemand anders. Log uit en open de link opnieuw.")
    user = log_in.get_own_user(actor)
    joined = _join(welcome.invitation, user)
    found = sessions.own_session()
    if found is not None:
        tabs.change(joined.id)
        found.membership_id = joined.id


def accept_proven(token: str, organisation_id: uuid.UUID) -> User:
    """Accept as somebody whom the log-in of the inviting organisation vouches for; gives the person.

    The link in the mail shows who is invited, as it does with a password. Raises Conflict for an invitation that is
    not open, NotFound for one of another organisation.
    """
    welcome = get_usable(token)
    invitation = welcome.invitation
    if invitation.organisation_id != organisation_id:
        raise NotFound()
    user = log_in.find_user_by_email(invitation.email)
    if user is None:
        user = User(email=invitation.email, name=invitation.name, language=invitation.language)
        session().add(user)
        session().flush()
    _join(invitation, user)
    return user


def get_usable(token: str) -> Welcome:
    """The open invitation behind a link. Raises NotFound, and Conflict for one that is not open any more."""
    welcome = find_welcome(token)
    if welcome.state is not InvitationState.OPEN:
        raise Conflict("Deze uitnodiging is niet meer geldig. Vraag uw beheerder om een nieuwe.")
    return welcome


def _join(invitation: Invitation, user: User) -> Membership:
    """Use the invitation up (one of two at once succeeds) and make the membership, or revive an ended one."""
    _use_up(invitation.id)
    joined = add_membership(user, invitation.organisation_id, _roles_now(invitation))
    actor = Actor(user_id=user.id, membership_id=joined.id)
    reader = invitation.organisation_id
    trail.record(actor, "invitation.accepted", "invitation", invitation.id, reader=reader)
    mailing.tell_accepted(invitation)
    return joined


def _roles_now(invitation: Invitation) -> list[Role]:
    """The roles an invitation gives: that of first administrator falls away when another one came first."""
    roles = [Role(each) for each in invitation.roles]
    _lock(invitation.organisation_id)
    if not invitation.lets_in_first or not has_administrator(invitation.organisation_id):
        return roles
    return [role for role in roles if role not in ADMINISTRATORS] or _refuse_second()


def _lock(organisation_id: uuid.UUID) -> None:
    """Of two who join at once the second sees what the first became."""
    session().execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def _refuse_second() -> list[Role]:
    raise Conflict("Deze organisatie heeft al een beheerder. Vraag die om u uit te nodigen.")


def _use_up(key: uuid.UUID) -> None:
    unused = (Invitation.id == key) & Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    used = session().execute(update(Invitation).where(unused).values(accepted_at=clock.now()))
    if cast("CursorResult[object]", used).rowcount != 1:
        raise Conflict("Deze uitnodiging is al gebruikt.")


def add_membership(user: User, organisation_id: uuid.UUID, roles: list[Role]) -> Membership:
    """Make somebody a member with these roles; an ended membership lives again with only these."""
    query = (
        select(Membership)
        .options(joinedload(Membership.roles))
        .where(Membership.user_id == user.id, Membership.organisation_id == organisation_id)
    )
    found = session().scalars(query).unique().one_or_none()
    if found is None:
        found = Membership(user_id=user.id, organisation_id=organisation_id, roles=[])
        session().add(found)
    elif found.ended_at is None:
        raise Conflict(MEMBER)
    found.ended_at = None
    set_roles(found, roles)
    return found


def set_roles(membership: Membership, roles: list[Role]) -> None:
    """Give a membership exactly these roles (its roles must be loaded)."""
    kept = [each for each in membership.roles if each.role in roles]
    held = {each.role for each in kept}
    membership.roles = kept + [MembershipRole(role=role) for role in dict.fromkeys(roles) if role not in held]
    session().flush()
