# SPDX-License-Identifier: EUPL-1.2
"""Reminder ladders: whom to remind today of which dossiers (product.md, section 4).

Who has an account finds a reminder per dossier in the inbox, and one line of the daily digest counts them. A
contact without an account gets one mail per day, however many dossiers it is about. A step that was missed (no
process ran that day) is caught up within three working days, once.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Invitation, Membership
from samencontroleren.core import clock, outbox
from samencontroleren.core.db import session
from samencontroleren.core.long_dates import long_date
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rounds.kinds import DossierKind, DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round, VendorInvitation
from samencontroleren.rounds.moves import WITH_VENDOR
from samencontroleren.rounds.working_days import add_working_days, is_working_day

LADDERS = {
    **dict.fromkeys(WITH_VENDOR, Code.ROUND_LADDER),
    DossierState.SUPPLEMENT_ASKED: Code.SUPPLEMENT_LADDER,
    DossierState.HEARING: Code.HEARING_LADDER,
}
"""The ladder of each state in which a supplier has a term."""
KIND = "reminder"
CAUGHT_UP = 3
"""A step that was missed is caught up for so many working days."""


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
    today, free = clock.today(), parameters.free_days_on()
    if not is_working_day(today, free):
        return []
    found: dict[ReminderKey, None] = {}
    handled: set[uuid.UUID] = set()
    for back in range(CAUGHT_UP + 1):
        day = add_working_days(today, -back, free)
        dossiers = [each for each in _dossiers(day) if each.id not in handled]
        handled.update(each.id for each in dossiers)
        found.update(dict.fromkeys([*_members_of(dossiers, day), *_contacts_of(dossiers, day)]))
    return _one_per_contact(found)


def _members_of(dossiers: Sequence[Dossier], day: date) -> list[ReminderKey]:
    """The vrijgevers who have no reminder of one of these dossiers since `day`."""
    reminded = _reminded_on([each.id for each in dossiers])
    vendor_ids = dict.fromkeys(each.vendor_id for each in dossiers)
    people = [(each.id, vendor_id) for vendor_id in vendor_ids for each in _submitters(vendor_id)]
    return [
        ReminderKey("member", member_id, day)
        for member_id, vendor_id in people
        if any(reminded.get((member_id, each.id), date.min) < day for each in dossiers if each.vendor_id == vendor_id)
    ]


def _reminded_on(dossier_ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], date]:
    """By member and dossier the day of the last reminder."""
    query = (
        select(Notice.membership_id, Notice.object_id, func.max(Notice.made_at))
        .where(Notice.kind == KIND, Notice.object_id.in_(dossier_ids))
        .group_by(Notice.membership_id, Notice.object_id)
    )
    rows = session().execute(query)
    return {(member, dossier): clock.local(at).date() for member, dossier, at in rows if dossier}


def _contacts_of(dossiers: Sequence[Dossier], day: date) -> list[ReminderKey]:
    """The contacts that are silent and had no mail for this day."""
    silent = _silent({(each.round_id, each.vendor_id) for each in dossiers if _asks(each)})
    keys = [ReminderKey("contact", each.id, day) for each in silent]
    return [each for each in keys if not outbox.is_known(_mail_key(each))]


def _one_per_contact(keys: Iterable[ReminderKey]) -> list[ReminderKey]:
    """At most one mail per contact: that of the latest day."""
    found: dict[tuple[str, uuid.UUID, date | None], ReminderKey] = {}
    for key in keys:
        found.setdefault((key.kind, key.recipient_id, key.day if key.kind == "member" else None), key)
    return list(found.values())


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
        .where(or_(Round.state == RoundState.RUNNING, Dossier.kind == DossierKind.INTERIM), or_(*rough))
        .order_by(Dossier.vendor_id, Dossier.due_on)
    )
    if vendor_id is not None:
        query = query.where(Dossier.vendor_id == vendor_id)
    found = [each for each in session().scalars(query) if each.due_on in last_days(today, _ladder(each), extra)]
    return [each for each in found if _began_on(each) <= today]


def _ladder(dossier: Dossier) -> frozenset[int]:
    """The steps that count for the present term of a dossier: those of the day on which it began."""
    return frozenset(parameters.ladder_on(LADDERS[dossier.state], _began_on(dossier)))


def _began_on(dossier: Dossier) -> date:
    """The day on which the present term of a dossier began."""
    if not _asks(dossier):
        return clock.local(dossier.state_since).date()
    own = dossier.answers_due_on is not None
    return clock.local(dossier.created_at).date() if own else dossier.round.opens_on


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
    """A reminder per dossier in the inbox of a vrijgever; it takes the place of the one before."""
    member = session().get(Membership, key.recipient_id)
    if member is None or member.ended_at is not None:
        return False
    dossiers = _dossiers(key.day, member.organisation_id)
    reminded = _reminded_on([each.id for each in dossiers])
    silent = [each for each in dossiers if reminded.get((member.id, each.id), date.min) < key.day]
    for each in silent:
        notifications.finish(KIND, each.id, [member.id])
        name = f"reminder/{each.id}/{key.day.isoformat()}/{member.id}"
        notifications.notify(name, member.id, KIND, each.id, date=each.due_on)
    return bool(silent)


def _remind_contact(key: ReminderKey) -> bool:
    row = session().get(VendorInvitation, key.recipient_id)
    if row is None or row not in _silent({(row.round_id, row.vendor_id)}):
        return False
    own = [each for each in _dossiers(key.day, row.vendor_id) if each.round_id == row.round_id and _asks(each)]
    days = [each.due_on for each in own if each.due_on is not None]
    if not days:
        return False
    first = min(days)
    return notifications.send_mail(
        "rounds/reminder_contact",
        _mail_key(key),
        row.email,
        row.name,
        row.language,
        count=len(days),
        date=long_date(first, row.language),
        kind="after" if first < clock.today() else "before",
        link=notifications.web_link(""),
    )


def _mail_key(key: ReminderKey) -> str:
    return f"rounds/reminder/{key}"
