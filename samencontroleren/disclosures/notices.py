# SPDX-License-Identifier: EUPL-1.2
"""The notices of reported changes and incidents, and how these are named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.disclosures import policy
from samencontroleren.disclosures.models import ChangeNotice, Incident
from samencontroleren.notifications.kinds import Delivery, Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.vendors.models import Vendor


def names_of_changes(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The supplier of each change (one query)."""
    query = visible(actor, policy.VIEW, columns=[ChangeNotice.id, Vendor.name]).join(ChangeNotice.vendor)
    found = session().execute(query.where(ChangeNotice.id.in_(keys)))
    return {key: Named(name, f"/meldingen/wijzigingen/{key}") for key, name in found}


def names_of_incidents(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The supplier of each incident; what happened stands on its own page only (one query)."""
    query = visible(actor, policy.INCIDENT_VIEW, columns=[Incident.id, Vendor.name]).join(Incident.vendor)
    found = session().execute(query.where(Incident.id.in_(keys)))
    return {key: Named(name, f"/meldingen/incidenten/{key}") for key, name in found}


NOTICE_NAMES = {"change-notice": names_of_changes, "incident": names_of_incidents}
COORDINATES = ("U coördineert voor VNG.", "You co-ordinate for VNG.")
AT_VNG = ("U bent coördinator of fiatteur van VNG.", "You are a co-ordinator or releasing officer of VNG.")

NOTICES = (
    NoticeKind(
        "change_reported",
        Topic.USAGE,
        title=("Een leverancier meldt een wijziging.", "A supplier reports a change."),
        why=COORDINATES,
        about="change-notice",
        asks=True,
        path="/meldingen/wijzigingen/{id}",
    ),
    NoticeKind(
        "change_known",
        Topic.REVIEWING,
        title=(
            "Een leverancier van een dossier van u meldt een wijziging.",
            "A supplier of a dossier of yours reports a change.",
        ),
        why=("U beoordeelt een dossier van deze leverancier.", "You review a dossier of this supplier."),
        about="change-notice",
        path="/meldingen/wijzigingen/{id}",
    ),
    NoticeKind(
        "change_added",
        Topic.USAGE,
        title=("Een leverancier vult een wijziging aan.", "A supplier adds to a change it reported."),
        why=(
            "U coördineert voor VNG of beoordeelt een dossier van deze leverancier.",
            "You co-ordinate for VNG or review a dossier of this supplier.",
        ),
        about="change-notice",
        path="/meldingen/wijzigingen/{id}",
    ),
    NoticeKind(
        "change_handled",
        Topic.ANSWERING,
        title=("VNG heeft uw wijziging behandeld.", "VNG has handled your change."),
        why=("U meldde deze wijziging.", "You reported this change."),
        about="change-notice",
        path="/meldingen/wijzigingen/{id}",
    ),
    NoticeKind(
        "incident_reported",
        Topic.USAGE,
        title=("Een leverancier meldt een incident.", "A supplier reports an incident."),
        why=AT_VNG,
        about="incident",
        is_obligatory=True,
        delivery=Delivery.AT_ONCE,
        path="/meldingen/incidenten/{id}",
    ),
    NoticeKind(
        "incident_updated",
        Topic.USAGE,
        title=("Er is nieuws over een incident bij een leverancier.", "There is news on an incident at a supplier."),
        why=AT_VNG,
        about="incident",
        is_obligatory=True,
        delivery=Delivery.AT_ONCE,
        path="/meldingen/incidenten/{id}",
    ),
)
