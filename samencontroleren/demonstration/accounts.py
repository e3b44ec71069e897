# SPDX-License-Identifier: EUPL-1.2
"""The accounts of the demonstration with their password and API token, for people and scripts that try it."""

import hashlib
import hmac
import uuid
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts.models import Membership, PersonalToken, User
from samencontroleren.core.db import session
from samencontroleren.core.security import digest
from samencontroleren.demonstration.people import PASSWORD
from samencontroleren.organisations.kinds import Role

ROLE_NAMES: dict[Role, str] = {
    Role.COORDINATOR: "coordinator",
    Role.RELEASER: "fiatteur",
    Role.SUBMITTER: "vrijgever",
    Role.CONTRIBUTOR: "invuller",
    Role.GUEST: "meedenker",
    Role.REVIEWER: "beoordelaar",
    Role.BUYER: "inkoper",
    Role.CISO: "ciso",
    Role.PROCESS_OWNER: "proceseigenaar",
    Role.ADMINISTRATOR: "beheerder",
    Role.FUNCTIONAL_ADMINISTRATOR: "functioneel beheerder",
    Role.AUDITOR: "auditor",
}
"""The names of product.md section 1, in the order of a round."""


START_HERE = (
    "coordinator@vng.example",
    "vrijgever@fabelwerk.example",
    "beoordelaar@amsterdam.example",
    "fiatteur@vng.example",
    "inkoper@amsterdam.example",
)
"""Five people who each have something to do; they come first in their role."""


@dataclass(frozen=True)
class Account:
    """One role of one person."""

    role: str
    organisation: str
    email: str
    password: str
    token: str
    """Empty for a guest, who answers on pages only."""


def token_of(secret_key: str, membership_id: uuid.UUID) -> str:
    """The API token of a membership: made of the demonstration's key, so that it can be shown again."""
    made = hmac.new(secret_key.encode(), f"demo-token:{membership_id}".encode(), hashlib.sha256)
    return f"demo-{made.hexdigest()}"


def add_tokens(secret_key: str) -> None:
    """Give each membership its token; the database holds the digest."""
    query = select(Membership.id).join(Membership.user).where(User.is_factor_exempt.is_(True))
    for key in session().scalars(query.order_by(User.email, Membership.id)):
        session().add(PersonalToken(membership_id=key, token_digest=digest(token_of(secret_key, key))))
    session().flush()


def list_accounts(secret_key: str) -> list[Account]:
    """One account per role and membership, in the order of a round."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(joinedload(Membership.organisation), joinedload(Membership.user), selectinload(Membership.roles))
        .where(User.is_factor_exempt.is_(True), Membership.ended_at.is_(None))
        .order_by(Membership.created_at, User.email)
    )
    found = [
        (role.role, Account(ROLE_NAMES[role.role], member.organisation.name, member.user.email, PASSWORD, token))
        for member in session().scalars(query)
        for role in member.roles
        for token in ["" if role.role is Role.GUEST else token_of(secret_key, member.id)]
    ]
    order = list(ROLE_NAMES)
    found.sort(key=lambda pair: (order.index(pair[0]), pair[1].email not in START_HERE, pair[1].organisation))
    return [account for _role, account in found]


def as_rows(accounts: list[Account]) -> list[dict[str, str]]:
    """Plain values, for JSON."""
    return [asdict(account) for account in accounts]


def to_start_with(accounts: list[Account]) -> list[Account]:
    """Five accounts for somebody who starts, in the order of a round."""
    by_email = {account.email: account for account in reversed(accounts)}
    return [by_email[email] for email in START_HERE if email in by_email]
