# SPDX-License-Identifier: EUPL-1.2
"""Handing an invitation on to the right person: proposed by whoever has the link, decided by whoever may let in.

The new invitation gives the same roles, and what hung on the old one (a round) follows it, so no work is lost.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import invitations, mailing
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.invitations import InvitationState, Welcome
from samencontroleren.accounts.models import Membership
from samencontroleren.admission import contributions, policy
from samencontroleren.admission.kinds import HandoverState
from samencontroleren.admission.models import Handover
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import NOBODY, Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, OrganisationKind, Role

WHOLE = (joinedload(Handover.organisation), joinedload(Handover.invitation))
PROPOSED = "U hebt al iemand voorgesteld. Daarover wordt nog besloten."


def find_proposal(welcome: Welcome) -> Handover | None:
    """What was proposed already for an invitation (the caller holds its link)."""
    query = select(Handover).where(Handover.invitation_id == welcome.invitation.id)
    return session().scalars(query).one_or_none()


def propose(token: str, name: str, email: str, note: str) -> Handover:
    """Name the right person for an invitation; the link itself keeps working until that is approved.

    Raises NotFound for an unknown link, Conflict when it can not be used any more or somebody was named already,
    Invalid for the address that was invited.
    """
    welcome = invitations.find_welcome(token)
    if welcome.state is not InvitationState.OPEN:
        raise Conflict("Deze uitnodiging is niet meer geldig. Vraag uw beheerder om een nieuwe.")
    email = email.strip().lower()
    if email == welcome.invitation.email:
        raise Invalid({"email": ["Dit is het adres dat al is uitgenodigd. Vul het adres van uw collega in."]})
    made = _add(welcome, name, email, note)
    reader = made.organisation_id
    trail.record(NOBODY, "handover.proposed", "handover", made.id, reader=reader, invitation=made.invitation_id)
    members = [each.id for each in _deciders(welcome)]
    notifications.notify_all(f"handover_proposed:{made.id}", members, "handover_proposed", made.id)
    return made


def _add(welcome: Welcome, name: str, email: str, note: str) -> Handover:
    made = Handover(
        invitation_id=welcome.invitation.id,
        organisation_id=welcome.organisation.id,
        name=name,
        email=email,
        note=note,
    )
    try:
        with session().begin_nested():
            session().add(made)
            session().flush()
    except IntegrityError as error:
        raise Conflict(PROPOSED) from error
    return made


def _deciders(welcome: Welcome) -> Sequence[Membership]:
    """The administrators of the organisation; VNG as long as there is none."""
    organisation = welcome.organisation
    if invitations.has_administrator(organisation.id):
        return accounts.members_with_roles(organisation.id, *ADMINISTRATORS)
    is_supplier = organisation.kind is OrganisationKind.VENDOR
    return recipients.of_vng(Role.COORDINATOR if is_supplier else Role.FUNCTIONAL_ADMINISTRATOR)


def list_handovers(actor: Actor, most: int = 50) -> list[Handover]:
    """The proposals this person decides on or would have, the newest first."""
    query = visible(actor, policy.HANDOVER_DECIDE).options(*WHOLE)
    return list(session().scalars(query.order_by(Handover.created_at.desc(), Handover.id).limit(most)))


def get_handover(actor: Actor, key: uuid.UUID) -> Handover:
    """One proposal. Raises NotFound."""
    return fetch(actor, policy.HANDOVER_DECIDE, key, options=WHOLE)


def approve(actor: Actor, key: uuid.UUID) -> Handover:
    """Invite the person who was named, in the same roles; the earlier link stops working.

    Raises Conflict when it was decided, the first invitation was used meanwhile, or the person is a member already.
    """
    found = _decide(actor, key, HandoverState.APPROVED)
    old = invitations.end_invitation(actor, found.invitation)
    roles = [Role(each) for each in old.roles]
    try:
        new, token = invitations.issue(actor, found.organisation, found.email, found.name, roles, old.language)
    except Invalid as error:
        raise Conflict("Deze persoon hoort al bij deze organisatie. Wijs het voorstel af.") from error
    contributions.handed_on(old, new)
    mailing.send_invitation(new, token)
    return found


def refuse(actor: Actor, key: uuid.UUID) -> Handover:
    """Leave the invitation as it is; who proposed is told. Raises Conflict when it was decided already."""
    found = _decide(actor, key, HandoverState.REFUSED)
    old = found.invitation
    notifications.send_mail("admission/handover_refused", f"handover {key}", old.email, old.name, old.language)
    return found


def _decide(actor: Actor, key: uuid.UUID, to: HandoverState) -> Handover:
    found = fetch(actor, policy.HANDOVER_DECIDE, key, options=WHOLE, lock=True)
    if found.state is not HandoverState.PROPOSED:
        raise Conflict("Over dit voorstel is al besloten.")
    found.state, found.decided_by_id, found.decided_at = to, actor.user_id, clock.now()
    session().flush()
    trail.record(actor, f"handover.{to.value}", "handover", key, reader=found.organisation_id)
    notifications.moved("handover", key, to.value)
    return found
