# SPDX-License-Identifier: EUPL-1.2
"""The very first person of a new installation: somebody has to let in all the others."""

from sqlalchemy import select

from samencontroleren.accounts.invitations import VALID
from samencontroleren.accounts.models import Invitation, Membership, MembershipRole, User
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.core.security import digest, new_token
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation


def invite_first(email: str, name: str) -> str:
    """Invite the first functional administrator of VNG; gives the token for the link, shown nowhere else.

    Whoever may run commands on the server may do this, once: raises Conflict when there is such a person already.
    """
    held = (
        select(Membership.id)
        .join(Membership.roles)
        .join(Membership.user)
        .where(MembershipRole.role == Role.FUNCTIONAL_ADMINISTRATOR, Membership.ended_at.is_(None))
        .where(User.is_machine.is_(False))
    )
    if session().scalars(held.limit(1)).first():
        raise Conflict("there is a functional administrator already; let that person invite others")
    token = new_token()
    made = Invitation(
        organisation_id=_vng().id,
        email=email.strip().lower(),
        name=name,
        roles=[Role.FUNCTIONAL_ADMINISTRATOR.value, Role.COORDINATOR.value],
        token_digest=digest(token),
        expires_at=clock.now() + VALID,
    )
    session().add(made)
    session().flush()
    trail.record(SYSTEM, "invitation.made", "invitation", made.id)
    return token


def _vng() -> Organisation:
    found = session().scalars(select(Organisation).where(Organisation.kind == OrganisationKind.VNG)).first()
    if found is None:
        found = Organisation(kind=OrganisationKind.VNG, name="VNG")
        session().add(found)
        session().flush()
    return found
