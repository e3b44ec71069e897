# SPDX-License-Identifier: EUPL-1.2
"""The public face of accounts for other features; the use cases stand in `log_in`, `invitations` and `people`."""

import uuid

from flask import current_app, has_app_context

from samencontroleren.accounts import passwords
from samencontroleren.accounts.invitations import add_membership, invite, invite_contact
from samencontroleren.accounts.log_in import find_user_by_email
from samencontroleren.accounts.merging import living_memberships_of, replaced_memberships
from samencontroleren.accounts.models import PersonalToken, User
from samencontroleren.accounts.people import get_user_names, members_with_roles, reviewer_memberships
from samencontroleren.config import Mode
from samencontroleren.core.db import session
from samencontroleren.core.security import digest, new_token

__all__ = [
    "add_membership",
    "find_user_by_email",
    "get_user_names",
    "invite",
    "invite_contact",
    "living_memberships_of",
    "make_token",
    "make_user",
    "members_with_roles",
    "replaced_memberships",
    "reviewer_memberships",
]


def make_user(email: str, name: str, password: str, is_factor_exempt: bool = False, language: str = "nl") -> User:
    """Make a person without an invitation (demonstration and tests; a command for the very first one).

    Raises RuntimeError when the second factor would be off in production.
    """
    if is_factor_exempt:
        _refuse_in_production()
    made = User(
        email=email.strip().lower(),
        name=name,
        language=language,
        password_hash=passwords.hash_password(password),
        is_factor_exempt=is_factor_exempt,
    )
    session().add(made)
    session().flush()
    return made


def make_token(membership_id: uuid.UUID) -> str:
    """A personal API token of a membership (demonstration and tests). Raises RuntimeError in production."""
    _refuse_in_production()
    token = new_token()
    session().add(PersonalToken(membership_id=membership_id, token_digest=digest(token)))
    session().flush()
    return token


def _refuse_in_production() -> None:
    if has_app_context() and current_app.extensions["settings"].mode is Mode.PRODUCTION:
        raise RuntimeError("only for invented people, in demonstration and tests")
