# SPDX-License-Identifier: EUPL-1.2
"""Reminder ladders: whom to remind today of which dossiers (product.md, section 4).

One mail per person and day, however many dossiers it is about; it holds a count and a date only. The key of a
mail is (recipient, day), so that a second run the same day sends nothing new.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Invitation, Membership
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.long_dates import long_date
from samencontroleren.notifications.service import send_mail, web_link
from samencontroleren.organisations.kinds import Role
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round, VendorInvitation
from samencontroleren.rounds.moves import WITH_VENDOR
from samencontroleren.rounds.working_days import add_working_days, is_working_day

LADDERS = {
    **dict.fromkeys(WITH_VENDOR, Code.ROUND_LADDER),
    DossierState.SUPPLEMENT_ASKED: Code.SUPPLEMENT_LADDER,
    DossierState.HEARING: Code.HEARING_LADDER,
}
"""The ladder of each state in which a supplier has a term."""


@dataclass(frozen=True)
class ReminderKey:
    """One reminder: a member or a contact who is still silent, on one day."""

    kind: str
    recipient_id: uuid.UUID
    day: date

    def __str__(self) -> str:
        return f"{self.kind}/{self.recipient_id}/{self.day.isoformat()}"


def due_reminders() -> list[ReminderKey]:
    """Whom to remind today, each once; nobody in weekends and on holidays."""
    today = clock.today()
    if not is_working_day(today, parameters.free_days_on()):
        return []
    dossiers = _dossiers(today)
    vendor_ids = list(dict.fromkeys(each.vendor_id for each in dossiers))
    members = [each.id for vendor_id in vendor_ids for each in _submitters(vendor_id)]
    silent = [each.id for each in _silent({(each.round_id, each.vendor_id) for each in dossiers if _asks(each)})]
    keys = [ReminderKey("member", each, today) for each in dict.fromkeys(members)]
    return keys + [ReminderKey("contact", each, today) for each in silent]


def send_reminder(key: ReminderKey) -> bool:
    """Send one reminder, with what is due now; False when it was sent or is not needed any more."""
    return _remind_member(key) if key.kind == "member" else _remind_contact(key)


@lru_cache(maxsize=16)
def last_days(today: date, steps: frozenset[int], extra: tuple[date, ...] = ()) -> tuple[date, ...]:
    """The days of which one of the steps of a ladder falls on `today`. Pure.

    A term that ends in a weekend or on a holiday has no working day of its own, so each day is tried.
    """
    reach = max(abs(step) for step in steps) + 8
    first, last = add_working_days(today, -reach, extra), add_working_days(today, reach, extra)
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return tuple(day for day in days if any(add_working_days(day, step, extra) == today for step in steps))


def _dossiers(today: date, vendor_id: uuid.UUID | None = None) -> Sequence[Dossier]:
    """The dossiers of running rounds with a step of their own ladder today.

    The database selects by every step a ladder ever had; then each is held against the ladder of its own term.
    """
    extra = parameters.free_days_on(today)
    rough = [
        and_(Dossier.state == state, Dossier.due_on.in_(last_days(today, parameters.ladders(code), extra)))
        for state, code in LADDERS.items()
    ]
    query = (
        select(Dossier)
        .join(Dossier.round)
        .options(contains_eager(Dossier.round))
        .where(Round.state == RoundState.RUNNING, or_(*rough))
        .order_by(Dossier.vendor_id, Dossier.due_on)
    )
    if vendor_id is not None:
        query = query.where(Dossier.vendor_id == vendor_id)
    return [each for each in session().scalars(query) if each.due_on in last_days(today, _ladder(each), extra)]


def _ladder(dossier: Dossier) -> frozenset[int]:
    """The steps that count for the present term of a dossier: those of the day on which it began."""
    began_on = dossier.round.opens_on if _asks(dossier) else clock.local(dossier.state_since).date()
    return frozenset(parameters.ladder_on(LADDERS[dossier.state], began_on))


def _asks(dossier: Dossier) -> bool:
    return dossier.state in WITH_VENDOR


def _submitters(vendor_id: uuid.UUID) -> list[Membership]:
    return accounts.members_with_roles(vendor_id, Role.SUBMITTER)


def _silent(pairs: set[tuple[uuid.UUID, uuid.UUID]]) -> list[VendorInvitation]:
    """The invitations to these (round, supplier) that nobody accepted yet."""
    query = (
        select(VendorInvitation)
        .join(Invitation, Invitation.id == VendorInvitation.invitation_id)
        .where(
            VendorInvitation.round_id.in_({round_id for round_id, _vendor_id in pairs}),
            VendorInvitation.vendor_id.in_({vendor_id for _round_id, vendor_id in pairs}),
            VendorInvitation.withdrawn_at.is_(None),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(VendorInvitation.created_at)
    )
    return [each for each in session().scalars(query) if (each.round_id, each.vendor_id) in pairs]


def _remind_member(key: ReminderKey) -> bool:
    query = select(Membership).options(joinedload(Membership.user)).where(Membership.id == key.recipient_id)
    member = session().scalars(query).one_or_none()
    if member is None or member.ended_at is not None:
        return False
    user = member.user
    dossiers = _dossiers(key.day, member.organisation_id)
    return _send(key, dossiers, email=user.email, name=user.name, language=user.language, path="/dossiers")


def _remind_contact(key: ReminderKey) -> bool:
    row = session().get(VendorInvitation, key.recipient_id)
    if row is None or row not in _silent({(row.round_id, row.vendor_id)}):
        return False
    own = [each for each in _dossiers(key.day, row.vendor_id) if each.round_id == row.round_id and _asks(each)]
    return _send(key, own, email=row.email, name=row.name, language=row.language, path="")


def _send(key: ReminderKey, dossiers: Sequence[Dossier], *, email: str, name: str, language: str, path: str) -> bool:
    days = [each.due_on for each in dossiers if each.due_on is not None]
    if not days:
        return False
    first = min(days)
    return send_mail(
        "rounds/reminder" if key.kind == "member" else "rounds/reminder_contact",
        f"rounds/reminder/{key}",
        email,
        name,
        language,
        count=len(days),
        date=long_date(first, language),
        kind="after" if first < key.day else "before",
        link=web_link(path),
    )
