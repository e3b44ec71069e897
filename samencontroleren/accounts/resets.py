# SPDX-License-Identifier: EUPL-1.2
"""Another password for somebody who forgot it: a link by mail, valid one hour, used once.

Asking gives the same answer and costs the same work whether the account exists or not. The link replaces the
password only: the second factor stays and is asked at the next log-in. Looking at the link changes nothing, since
mail scanners open links.
"""

import uuid
from datetime import timedelta
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import contains_eager

from samencontroleren.accounts import log_in, mailing, passwords, sessions
from samencontroleren.accounts.models import PasswordReset, User
from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.core.security import check_attempts, count_attempt, digest, new_token
from samencontroleren.organisations.actor import NOBODY, Actor

VALID = timedelta(hours=1)
PER_ACCOUNT = 3
PER_ADDRESS = 30
"""A whole gemeente may come from one address."""
GONE = "Deze link werkt niet meer. Vraag een nieuwe aan."


def ask_reset(email: str, address: str) -> None:
    """Mail a link to the person with this address, if there is one. Earlier links keep working until one is used.

    Raises TooMany after too many requests for one account or from one address, existing or not.
    """
    email = email.strip().lower()
    _count(email, address)
    user = log_in.find_user_by_email(email)
    if user is None or user.blocked_at is not None:
        _work_for_nobody(email)
        trail.record(NOBODY, "password.forgotten", "user", None, result="refused")
        return
    _mail_link(user)
    trail.record(NOBODY, "password.forgotten", "user", user.id)


def _count(email: str, address: str) -> None:
    subjects = ((f"reset {email}", PER_ACCOUNT), (f"reset from {address}", PER_ADDRESS))
    for subject, most in subjects:
        check_attempts(subject, most=most)
    for subject, _most in subjects:
        count_attempt(subject)


def _mail_link(user: User) -> None:
    token = new_token()
    made = PasswordReset(user_id=user.id, token_digest=digest(token), expires_at=clock.now() + VALID)
    session().add(made)
    session().flush()
    mailing.send_reset(str(made.id), user.email, user.name, user.language, token)


def _work_for_nobody(email: str) -> None:
    """Write the same mail and throw it away, so that the time of the answer tells nothing."""
    with session().begin_nested() as thrown_away:
        mailing.send_reset(str(uuid.uuid4()), email, "", "nl", new_token())
        thrown_away.rollback()


def find_reset(token: str) -> PasswordReset | None:
    """The open request behind a link, its person loaded; None when it was used, is too old or is no link of ours."""
    query = (
        select(PasswordReset)
        .join(PasswordReset.user)
        .options(contains_eager(PasswordReset.user))
        .where(
            PasswordReset.token_digest == digest(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > clock.now(),
            User.blocked_at.is_(None),
        )
    )
    return session().scalars(query).one_or_none()


def reset(token: str, password: str) -> None:
    """Use the link up: the new password holds and all sessions of the person end.

    Raises Conflict for a link that does not work (any more), Invalid for a weak password (the link stays open).
    """
    found = find_reset(token)
    if found is None:
        raise Conflict(GONE)
    user = found.user
    log_in.refuse_weak(password, user, log_in.organisations_of(user))
    _use_up(found)
    user.password_hash = passwords.hash_password(password)
    sessions.end_all_sessions(user.id)
    log_in.forget_failures(user.email)
    trail.record(Actor(user_id=user.id), "password.reset", "user", user.id)


def _use_up(found: PasswordReset) -> None:
    """Of two at once one succeeds; the person's other links stop working too."""
    unused = PasswordReset.used_at.is_(None)
    this = update(PasswordReset).where(PasswordReset.id == found.id, unused)
    used = session().execute(this.values(used_at=clock.now()))
    if cast("CursorResult[object]", used).rowcount != 1:
        raise Conflict(GONE)
    others = update(PasswordReset).where(PasswordReset.user_id == found.user_id, unused)
    session().execute(others.values(used_at=clock.now()))
