# SPDX-License-Identifier: EUPL-1.2
"""Permissions on reported changes and incidents. An incident is for its supplier and VNG alone, for now."""

from sqlalchemy import ColumnElement, and_, select

from samencontroleren.core.access import always, permission
from samencontroleren.disclosures.models import ChangeNotice, Incident
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.policy import assigned_dossiers
from samencontroleren.vendors.models import Vendor


@permission("vendor:report", Vendor)
def REPORT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's vrijgever and administrator report changes and incidents in its name."""
    may = actor.is_vendor and actor.has(Role.SUBMITTER, Role.ADMINISTRATOR)
    return and_(Vendor.id.in_(actor.vendor_ids), always(may))


@permission("change-notice:view", ChangeNotice)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people, VNG, and reviewers while they have a dossier of that supplier."""
    if actor.is_vng:
        return always(actor.is_coordinator or actor.is_releaser or actor.is_functional_administrator)
    if actor.is_vendor:
        return ChangeNotice.vendor_id.in_(actor.vendor_ids)
    reviewed = select(Dossier.vendor_id).where(Dossier.id.in_(assigned_dossiers(actor)))
    return and_(ChangeNotice.vendor_id.in_(reviewed), always(actor.has(Role.REVIEWER)))


@permission("change-notice:handle", ChangeNotice)
def HANDLE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator."""
    return always(actor.is_coordinator)


@permission("change-notice:add", ChangeNotice)
def ADD(actor: Actor) -> ColumnElement[bool]:
    """The supplier's vrijgever and administrator add to what was reported."""
    may = actor.is_vendor and actor.has(Role.SUBMITTER, Role.ADMINISTRATOR)
    return and_(ChangeNotice.vendor_id.in_(actor.vendor_ids), always(may))


@permission("incident:view", Incident)
def INCIDENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people; VNG's co-ordinators and releasing officers."""
    if actor.is_vendor:
        return Incident.vendor_id.in_(actor.vendor_ids)
    return always(actor.is_coordinator or actor.is_releaser)


@permission("incident:update", Incident)
def UPDATE(actor: Actor) -> ColumnElement[bool]:
    """The supplier's vrijgever and administrator add what came to be known."""
    may = actor.is_vendor and actor.has(Role.SUBMITTER, Role.ADMINISTRATOR)
    return and_(Incident.vendor_id.in_(actor.vendor_ids), always(may))
