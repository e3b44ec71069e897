# SPDX-License-Identifier: EUPL-1.2
"""Logging in: password, then second factor; and what a person does with the own account.

Failed attempts are counted per account and per address in the ledger. The answer and its time are the same
whether an account exists or not.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from samencontroleren.accounts import factors, passwords, policy, sessions
from samencontroleren.accounts.models import LoginSession, User
from samencontroleren.core import clock, db, ledger, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.core.security import check_attempts, count_attempt, forget_attempts
from samencontroleren.organisations.actor import NOBODY, Actor

PER_ADDRESS = 60
"""A whole gemeente may come from one address."""
WINDOW = timedelta(minutes=15)

WRONG = "Het mailadres of het wachtwoord klopt niet."
WRONG_CODE = "Deze code klopt niet of is al gebruikt. Wacht op de volgende code in uw app."


@dataclass(frozen=True)
class Start:
    """What follows after the password: in, show the factor, or set one up."""

    next_step: str


IN, SHOW, ENROLL = Start("in"), Start("show"), Start("enroll")


def log_in(email: str, password: str, address: str, device: str) -> Start:
    """Check a password and begin a session.

    Raises Invalid when mail address or password is wrong (the same for both), TooMany after too many attempts.
    """
    user = check_password(email, password, address)
    return begin(user, device)


def check_password(email: str, password: str, address: str) -> User:
    """The person with this password. Raises Invalid, or TooMany after too many attempts."""
    subjects = (_account(email), f"address {address}")
    check_attempts(subjects[0], within=WINDOW)
    check_attempts(subjects[1], most=PER_ADDRESS, within=WINDOW)
    user = find_user_by_email(email)
    is_right = passwords.is_password(user.password_hash if user else None, password)
    if user is None or not is_right or user.blocked_at is not None:
        user_id = user.id if user else None
        ledger.note(lambda: _count(subjects, "login.failed", user_id))
        raise Invalid({"password": [WRONG]})
    forget_attempts(subjects[0])
    return user


def forget_failures(email: str) -> None:
    """After a proof that is as good as the password the count of wrong passwords starts anew."""
    forget_attempts(_account(email))


def _account(email: str) -> str:
    return f"account {email.lower()}"


def begin(user: User, device: str) -> Start:
    """Begin the session of somebody who gave the right password (or just chose one)."""
    is_exempt = factors.is_exempt(user)
    sessions.start_session(user, has_factor=is_exempt, device=device)
    trail.record(Actor(user_id=user.id), "login.password", "user", user.id)
    if is_exempt:
        return IN
    return SHOW if factors.has_factor(user) else ENROLL


def show_factor(code: str) -> None:
    """Finish the log-in with a code. Raises NotFound when none was begun, Invalid for a wrong or used code."""
    found = _pending()
    take_code(found.user, code)
    sessions.finish_log_in(found)
    trail.record(Actor(user_id=found.user_id), "login.finished", "user", found.user_id)


def finish_enrolment(secret: str, code: str) -> None:
    """Keep a new secret once the person shows a code made with it. Raises Invalid for a wrong code."""
    found = _pending()
    user = found.user
    if user.totp_secret is not None:
        raise NotFound()
    check_attempts(f"factor {user.id}")
    step = factors.fitting_step(secret, code)
    if step is None:
        _refuse_code(user.id)
    user.totp_secret, user.totp_last_step = factors.seal(secret), step or 0
    sessions.finish_log_in(found)
    trail.record(Actor(user_id=user.id), "factor.enrolled", "user", user.id)


def confirm(code: str) -> None:
    """Somebody who is logged in shows the factor anew, for an act that needs a present person."""
    found = sessions.own_session()
    if found is None:
        raise NotFound()
    if not factors.is_exempt(found.user):
        take_code(found.user, code)
    sessions.finish_log_in(found)
    trail.record(Actor(user_id=found.user_id), "login.confirmed", "user", found.user_id)


def take_code(user: User, code: str) -> None:
    """Use up a code of the person. Raises Invalid when it is wrong or used, TooMany after too many attempts."""
    check_attempts(f"factor {user.id}")
    if not factors.take_code(user, code):
        _refuse_code(user.id)
    forget_attempts(f"factor {user.id}")


def _refuse_code(user_id: uuid.UUID) -> None:
    ledger.note(lambda: _count((f"factor {user_id}",), "factor.failed", user_id))
    raise Invalid({"code": [WRONG_CODE]})


def _pending() -> LoginSession:
    found = sessions.pending_session()
    if found is None:
        raise NotFound("Uw aanmelding is verlopen. Log opnieuw in.")
    return found


def _count(subjects: tuple[str, ...], action: str, user_id: uuid.UUID | None) -> None:
    """What stays of a failed attempt: the counts and a row in the trail (runs in the ledger)."""
    for subject in subjects:
        count_attempt(subject)
    trail.record(NOBODY, action, "user", user_id, result="refused")


def log_out(actor: Actor) -> None:
    """End this session."""
    sessions.end_session()
    trail.record(actor, "login.ended", "user", actor.user_id)


def switch(actor: Actor, membership_id: uuid.UUID) -> None:
    """Go on for another organisation of one's own. Raises NotFound for a membership one does not have."""
    found = sessions.own_session()
    own = {each.id for each in sessions.living_memberships(actor.user_id)} if actor.user_id else set()
    if found is None or membership_id not in own:
        raise NotFound()
    found.membership_id = membership_id
    trail.record(actor, "membership.chosen", "membership", membership_id)


def get_own_user(actor: Actor) -> User:
    """The person who is logged in."""
    found = db.session().get(User, actor.user_id) if actor.user_id else None
    if found is None:
        raise NotFound()
    return found


def list_own_sessions(actor: Actor) -> list[LoginSession]:
    """One's own sessions that still live, newest first."""
    query = visible(actor, policy.SESSION_VIEW).where(*sessions.is_living())
    return list(db.session().scalars(query.order_by(LoginSession.seen_at.desc())))


def end_own_session(actor: Actor, key: uuid.UUID) -> None:
    """End one of one's own sessions. Raises NotFound for somebody else's."""
    found = fetch(actor, policy.SESSION_VIEW, key)
    db.session().execute(update(LoginSession).where(LoginSession.id == found.id).values(ended_at=clock.now()))
    trail.record(actor, "session.ended", "user", actor.user_id)


def end_other_sessions(actor: Actor) -> None:
    """Log out everywhere but here."""
    user = get_own_user(actor)
    here = sessions.own_session()
    sessions.end_all_sessions(user.id, besides=here.id if here else None)
    trail.record(actor, "sessions.ended", "user", actor.user_id)


def change_own_facts(actor: Actor, name: str, language: str) -> None:
    """Change one's own name and the language of one's mails."""
    user = get_own_user(actor)
    user.name, user.language = name, language
    trail.record(actor, "user.changed", "user", user.id)


def change_password(actor: Actor, present: str, wanted: str, address: str) -> None:
    """Choose another password; ends all other sessions. Raises Invalid at the field that is wrong."""
    user = get_own_user(actor)
    try:
        check_password(user.email, present, address)
    except Invalid as error:
        raise Invalid({"present": ["Dit is niet uw huidige wachtwoord."]}) from error
    refuse_weak(wanted, user, organisations_of(user))
    user.password_hash = passwords.hash_password(wanted)
    end_other_sessions(actor)
    trail.record(actor, "password.changed", "user", user.id)


def refuse_weak(password: str, user: User, more_words: list[str], field: str = "password") -> None:
    """Raise Invalid when a new password is not good enough for this person."""
    message = passwords.weakness(password, [user.name, user.email, *more_words])
    if message:
        raise Invalid({field: [message]})


def find_user_by_email(email: str) -> User | None:
    """The person with this mail address, whatever its capitals; never the account of an API client."""
    here = (User.email == email.strip().lower()) & User.is_machine.is_(False)
    return db.session().scalars(select(User).where(here)).one_or_none()


def organisations_of(user: User) -> list[str]:
    """The names of the organisations somebody belongs to: words that do not belong in a password."""
    return [each.organisation.name for each in sessions.living_memberships(user.id)]
