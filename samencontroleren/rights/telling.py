# SPDX-License-Identifier: EUPL-1.2
"""Who hears of a reset, and how."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts.administrators import Way
from samencontroleren.accounts.models import Membership, User
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.long_dates import long_date
from samencontroleren.notifications import recipients
from samencontroleren.notifications.service import notify_all, send_mail, web_link
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rights.models import AdministratorReset

PERSONAL_MAILS = {Way.MEMBER: "rights/administrator_now", Way.SAME: "rights/factor_cleared"}


def tell_asked(found: AdministratorReset, asker: Actor) -> None:
    """The others of VNG see that a second person is wanted."""
    people = recipients.of_vng(Role.COORDINATOR, Role.FUNCTIONAL_ADMINISTRATOR)
    others = [each.id for each in people if each.user_id not in asker.user_ids]
    notify_all(f"reset_asked:{found.id}", others, "reset_asked", found.id)


def tell_everybody(found: AdministratorReset) -> None:
    """All people of the organisation get a mail with the way to stop it, also those whose account is blocked."""
    link = f"/beheerdersherstel/{found.id}"
    people = _people_of(found)
    free = [each.id for each in people if each.user.blocked_at is None]
    notify_all(f"reset_announced:{found.id}", free, "reset_announced", found.id, link=link)
    due = clock.local(found.due_at or clock.now())
    for each in people:
        user, date = each.user, long_date(due.date(), each.user.language)
        key = f"reset announced {found.id} {each.id}"
        mail, number = "rights/reset_announced", f"{due:%H:%M}"
        send_mail(mail, key, user.email, user.name, user.language, date=date, number=number, link=web_link(link))


def _people_of(found: AdministratorReset) -> list[Membership]:
    query = select(Membership).join(Membership.user).options(joinedload(Membership.user))
    there = (Membership.organisation_id == found.organisation_id) & Membership.ended_at.is_(None)
    return list(session().scalars(query.where(there, User.is_machine.is_(False)).order_by(Membership.id)))


def tell_stopped(found: AdministratorReset) -> None:
    """Those of VNG who asked and approved, and the people of the organisation, hear that it does not happen."""
    involved = {found.asked_by_id, found.approved_by_id}
    people = recipients.of_vng(Role.COORDINATOR, Role.FUNCTIONAL_ADMINISTRATOR)
    told = [each.id for each in people if each.user_id in involved]
    if found.approved_by_id is not None:
        told += [each.id for each in _people_of(found)]
    notify_all(f"reset_stopped:{found.id}", told, "reset_stopped", found.id)


def tell_done(found: AdministratorReset, way: Way) -> None:
    """The people of the organisation see that it has happened; the new administrator gets a mail of his or her own.

    Somebody from outside got the mail of an invitation already.
    """
    notify_all(f"reset_done:{found.id}", [each.id for each in _people_of(found)], "reset_done", found.id)
    if way in PERSONAL_MAILS:
        link = web_link("/inloggen")
        key = f"reset done {found.id}"
        send_mail(PERSONAL_MAILS[way], key, found.email, found.name, found.language, link=link)
