# SPDX-License-Identifier: EUPL-1.2
"""Logging in: a password and then a second factor, or a passkey alone; and one's own account.

Failed attempts are counted per account and per address in the ledger. The answer and its time are the same
whether an account exists or not.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn

from sqlalchemy import select, update

from samencontroleren.accounts import (
    factor_mails,
    factors,
    passkeys,
    passwords,
    policy,
    reach,
    recovery,
    sessions,
    tabs,
)
from samencontroleren.accounts.kinds import FactorEvent, LoginMethod, Purpose
from samencontroleren.accounts.models import LoginSession, User
from samencontroleren.core import clock, db, ledger, trail
from samencontroleren.core.access import fetch, require_present, visible
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.core.security import check_attempts, count_attempt, forget_attempts
from samencontroleren.organisations.actor import NOBODY, Actor

PER_ADDRESS = 60
"""A whole gemeente may come from one address."""
WINDOW = timedelta(minutes=15)

WRONG = "Het mailadres of het wachtwoord klopt niet."
WRONG_CODE = "Deze code klopt niet of is al gebruikt. Wacht op de volgende code in uw app."
WRONG_RECOVERY = "Deze herstelcode klopt niet of is al gebruikt."


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


def log_in_with_passkey(answer: str, address: str, device: str) -> None:
    """Begin and finish a session with a passkey alone: it is opened with a finger, a face or a code.

    Raises Invalid when the passkey does not prove a person, TooMany after too many attempts.
    """
    user = passkeys.prove(Purpose.LOG_IN, answer, None, address)
    made = sessions.start_session(user, has_factor=True, device=device, method=LoginMethod.PASSKEY)
    trail.record(Actor(user_id=user.id), "login.passkey", "user", user.id)
    reach.note_passing(reach.active_of(made, reach.reached_memberships(made)))


def show_factor(code: str, address: str) -> None:
    """Finish the log-in with a code. Raises NotFound when none was begun, Invalid for a wrong or used code."""
    found = _pending()
    take_code(found.user, code, address)
    _finish(found, "app")


def show_passkey(answer: str, address: str) -> None:
    """Finish the log-in with a passkey. Raises NotFound when none was begun, Invalid for an answer that is not good."""
    found = _pending()
    passkeys.prove(Purpose.FACTOR, answer, found.user, address)
    _finish(found, "passkey")


def show_recovery_code(code: str, address: str) -> int:
    """Finish the log-in with a code from paper; tells the person by mail and gives how many codes are left."""
    found = _pending()
    check_factor(found.user_id, address)
    if not recovery.take(found.user, code):
        _refuse_code(found.user_id, address, WRONG_RECOVERY)
    _finish(found, "recovery")
    factor_mails.tell(found.user, FactorEvent.CODE_USED)
    return recovery.count_left(found.user)


def _finish(found: LoginSession, factor: str) -> None:
    sessions.finish_log_in(found)
    trail.record(Actor(user_id=found.user_id), "login.finished", "user", found.user_id, factor=factor)
    reach.note_passing(reach.active_of(found, reach.reached_memberships(found)))


def ask_to_enroll() -> User:
    """Somebody who gave the password and has no second factor yet. Raises NotFound for anybody else."""
    user = _pending().user
    if factors.has_factor(user):
        raise NotFound()
    return user


def finish_enrolment(secret: str, code: str, address: str) -> None:
    """Keep a new secret once the person shows a code made with it. Raises Invalid for a wrong code."""
    user = ask_to_enroll()
    keep_app(user, secret, code, address)
    _enrolled(user, FactorEvent.APP_KEPT)


def finish_enrolment_with_passkey(answer: str, name: str) -> None:
    """Keep the first passkey of a person as second factor. Raises Invalid for an answer that is not good."""
    user = ask_to_enroll()
    if _pending().provider_id is not None:  # a passkey opens everything, and it was the provider that said who this is
        raise NotFound()
    passkeys.keep(user, answer, name)
    _enrolled(user, FactorEvent.PASSKEY_KEPT)


def _enrolled(user: User, event: FactorEvent) -> None:
    sessions.finish_log_in(_pending())
    factor_mails.tell(user, event)
    trail.record(Actor(user_id=user.id), "factor.enrolled", "user", user.id, factor=event)


def keep_app(user: User, secret: str, code: str, address: str) -> None:
    """Keep the secret of an authenticator app that shows a code made with it. Raises Invalid for a wrong code."""
    check_factor(user.id, address)
    step = factors.fitting_step(secret, code)
    if step is None:
        _refuse_code(user.id, address)
    user.totp_secret, user.totp_last_step = factors.seal(secret), step


def ask_passkey(purpose: Purpose, address: str, actor: Actor | None) -> dict[str, Any]:
    """The question for a passkey: for a visitor, for the second step, to confirm, or to make one.

    Raises NotFound when nobody is there for whom this can be asked, ConfirmationRequired for a further passkey
    without a fresh second factor.
    """
    check_attempts(f"passkey from {address}", most=passkeys.PER_ADDRESS)
    if purpose is Purpose.LOG_IN:
        return passkeys.ask(purpose, None)
    if purpose is Purpose.FACTOR:
        return passkeys.ask(purpose, _pending().user)
    if purpose is Purpose.REGISTER and actor is None:
        return passkeys.ask_new(ask_to_enroll())
    user = get_own_user(actor or NOBODY)
    if purpose is Purpose.CONFIRM:
        return passkeys.ask(purpose, user)
    require_present(actor or NOBODY)
    return passkeys.ask_new(user)


def confirm(code: str, address: str) -> None:
    """Somebody who is logged in shows the factor anew, for an act that needs a present person."""
    found = _own()
    if not factors.is_exempt(found.user):
        take_code(found.user, code, address)
    _confirmed(found, "app")


def confirm_with_passkey(answer: str, address: str) -> None:
    """The same with a passkey."""
    found = _own()
    passkeys.prove(Purpose.CONFIRM, answer, found.user, address)
    _confirmed(found, "passkey")


def _own() -> LoginSession:
    found = sessions.own_session()
    if found is None:
        raise NotFound()
    return found


def _confirmed(found: LoginSession, factor: str) -> None:
    sessions.finish_log_in(found)
    trail.record(Actor(user_id=found.user_id), "login.confirmed", "user", found.user_id, factor=factor)


def take_code(user: User, code: str, address: str) -> None:
    """Use up a code of the person. Raises Invalid when it is wrong or used, TooMany after too many attempts."""
    check_factor(user.id, address)
    if not factors.take_code(user, code):
        _refuse_code(user.id, address)
    forget_attempts(f"factor {user.id}")


def check_factor(user_id: uuid.UUID, address: str) -> None:
    """Raise TooMany when codes of this person, or from this address, were wrong too often lately."""
    check_attempts(f"factor {user_id}")
    check_attempts(f"factor from {address}", most=PER_ADDRESS)


def _refuse_code(user_id: uuid.UUID, address: str, message: str = WRONG_CODE) -> NoReturn:
    ledger.note(lambda: _count((f"factor {user_id}", f"factor from {address}"), "factor.failed", user_id))
    raise Invalid({"code": [message]})


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


class LogInThere(Exception):
    """The organisation has a log-in of its own, which this session did not come through."""

    def __init__(self, organisation_id: uuid.UUID) -> None:
        super().__init__(organisation_id)
        self.organisation_id = organisation_id


def switch(actor: Actor, membership_id: uuid.UUID) -> None:
    """Go on for another organisation of one's own.

    Raises NotFound for a membership one does not have, LogInThere when the organisation demands its own log-in.
    """
    found = sessions.own_session()
    reached = reach.reached_memberships(found) if found is not None else []
    chosen = next((each for each in reached if each.id == membership_id), None)
    if found is None or chosen is None:
        raise NotFound()
    if not chosen.is_covered:
        raise LogInThere(chosen.membership.organisation_id)
    tabs.change(membership_id)
    found.membership_id = membership_id
    reach.note_passing(chosen)
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
    """Choose another password; ends all other sessions. Raises Invalid at the field that is wrong.

    Asks a fresh second factor too: the password is a factor.
    """
    require_present(actor)
    user = get_own_user(actor)
    try:
        check_password(user.email, present, address)
    except Invalid as error:
        raise Invalid({"present": ["Dit is niet uw huidige wachtwoord."]}) from error
    refuse_weak(wanted, user, organisations_of(user))
    user.password_hash = passwords.hash_password(wanted)
    end_other_sessions(actor)
    factor_mails.tell(user, FactorEvent.PASSWORD_CHANGED)
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
    return [each.organisation.name for each in reach.living_memberships(user.id)]
