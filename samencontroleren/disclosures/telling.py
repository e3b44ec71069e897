# SPDX-License-Identifier: EUPL-1.2
"""Who is told of a reported change or incident. Nobody is told which gemeenten it touches."""

import uuid

from sqlalchemy import select

from samencontroleren.core.db import past_walls, session
from samencontroleren.disclosures import policy
from samencontroleren.disclosures.models import ChangeNotice, Incident
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.models import Assignment, Dossier


def change_reported(made: ChangeNotice) -> None:
    """VNG's co-ordinators handle it; reviewers with a dossier of the supplier know of it."""
    with past_walls():
        vng = [each.id for each in recipients.of_vng(Role.COORDINATOR)]
        notifications.notify_all(f"change_reported:{made.id}", vng, "change_reported", made.id)
        reviewers = recipients.allowed(recipients.living_members(_reviewers(made.vendor_id)), policy.VIEW, made)
        notifications.notify_all(f"change_known:{made.id}", reviewers, "change_known", made.id)


def change_added(found: ChangeNotice, number: int) -> None:
    """The same people, of each addition."""
    with past_walls():
        vng = [each.id for each in recipients.of_vng(Role.COORDINATOR)]
        reviewers = recipients.allowed(recipients.living_members(_reviewers(found.vendor_id)), policy.VIEW, found)
        notifications.notify_all(f"change_added:{found.id}:{number}", [*vng, *reviewers], "change_added", found.id)


def change_handled(found: ChangeNotice) -> None:
    """Whoever reported it hears VNG's answer."""
    notifications.finish("change_reported", found.id)
    with past_walls():
        members = recipients.memberships_of(found.reported_by_id)
        entitled = recipients.allowed(members, policy.VIEW, found)
        notifications.notify_all(f"change_handled:{found.id}", entitled, "change_handled", found.id)


def incident_reported(made: Incident) -> None:
    """VNG's co-ordinators and releasing officers, by mail at once."""
    _tell_vng("incident_reported", f"incident_reported:{made.id}", made)


def incident_updated(found: Incident, number: int) -> None:
    """The same people, of each update."""
    _tell_vng("incident_updated", f"incident_updated:{found.id}:{number}", found)


def _tell_vng(kind: str, key: str, incident: Incident) -> None:
    with past_walls():
        people = [each.id for each in recipients.of_vng(Role.COORDINATOR, Role.RELEASER)]
        notifications.notify_all(key, people, kind, incident.id)


def _reviewers(vendor_id: uuid.UUID) -> list[uuid.UUID]:
    """The memberships that were ever assigned a dossier of a supplier; who may still look is asked of the policy."""
    query = select(Assignment.membership_id).join(Dossier, Dossier.id == Assignment.dossier_id)
    return list(session().scalars(query.where(Dossier.vendor_id == vendor_id).distinct()))
