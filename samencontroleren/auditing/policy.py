# SPDX-License-Identifier: EUPL-1.2
"""Permissions on the trail: whose rows one reads, under whose names, and of which readings one is told."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlalchemy.orm import aliased

from samencontroleren.accounts.models import Membership, MembershipRole
from samencontroleren.auditing.kinds import INWARD, SHARED
from samencontroleren.core.access import always, permission
from samencontroleren.core.trail import TrailReading, TrailRow
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import MUNICIPAL, Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation, OrganisationSuccession
from samencontroleren.sharing.models import Release
from samencontroleren.sharing.policy import VIEW as RELEASE_VIEW


@permission("trail-row:view", TrailRow)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator and functional administrator: all but what tells what a gemeente uses or reads.
    Administrators and CISOs: what their own people did, and what was done to what is theirs; never reviewers' acts."""
    if reads_all(actor):
        return _all_of_vng()
    return TrailRow.id.in_(_own_rows(actor)) if reads_own(actor) else always(False)


@permission("membership:name-in-trail", Membership)
def NAMES(actor: Actor) -> ColumnElement[bool]:
    """Whose acts bear a name: one's own people; for VNG's functional administrator everybody, for its co-ordinator
    reviewers and the people of suppliers too. All others are named by the kind of their organisation."""
    own = and_(Membership.organisation_id == actor.organisation_id, always(reads_all(actor) or reads_own(actor)))
    reviewers = select(MembershipRole.membership_id).where(MembershipRole.role == Role.REVIEWER)
    vendors = select(Organisation.id).where(Organisation.kind == OrganisationKind.VENDOR)
    known = or_(Membership.id.in_(reviewers), Membership.organisation_id.in_(vendors))
    return or_(own, always(actor.is_functional_administrator), and_(known, always(actor.is_coordinator)))


@permission("trail-reading:view", TrailReading)
def READINGS(actor: Actor) -> ColumnElement[bool]:
    """A supplier's administrator: readings of its own results and documents, as counts per kind of organisation."""
    if not (actor.is_vendor and actor.has(Role.ADMINISTRATOR)):
        return always(False)
    releases = select(Release.id).where(RELEASE_VIEW(actor))
    documents = select(Document.id).where(Document.vendor_id.in_(actor.vendor_ids))
    result = and_(TrailReading.object_kind == "release", TrailReading.object_id.in_(releases))
    document = and_(TrailReading.object_kind == "document", TrailReading.object_id.in_(documents))
    return and_(TrailReading.is_told, or_(result, document))


def reads_all(actor: Actor) -> bool:
    """Whether this is VNG's page."""
    return actor.is_coordinator or actor.is_functional_administrator


def reads_own(actor: Actor) -> bool:
    """Whether the actor reads the trail of an organisation of its own (not a machine: its scopes do not hold it)."""
    is_organisation = actor.is_municipal or actor.is_vendor
    return is_organisation and actor.has(Role.ADMINISTRATOR, Role.CISO)


def _all_of_vng() -> ColumnElement[bool]:
    towns = select(Organisation.id).where(Organisation.kind.in_(MUNICIPAL))
    reader = TrailRow.reader_organisation_id
    is_shared = or_(reader.is_(None), reader.not_in(towns), TrailRow.action.in_(SHARED))
    return and_(is_shared, TrailRow.object_kind != "usage")


def _own_rows(actor: Actor) -> Select[uuid.UUID]:
    """By three ways in, each along its own index."""
    before = select(OrganisationSuccession.old_id).where(OrganisationSuccession.new_id == actor.organisation_id)
    own = or_(TrailRow.reader_organisation_id == actor.organisation_id, TrailRow.reader_organisation_id.in_(before))
    kept = always(actor.is_vendor or actor.has(Role.CISO))
    visible_acts = or_(kept, TrailRow.action.not_in(INWARD))
    ways = [select(TrailRow.id).where(own, visible_acts), _accounts(actor)]
    if actor.kind is OrganisationKind.PARTNERSHIP:
        ways.append(_by_mandate(actor).where(visible_acts))
    return select(union(*ways).subquery().c.id)


def _accounts(actor: Actor) -> Select[uuid.UUID]:
    """Logging in and the like of one's own people, as long as they belong here."""
    row, member = aliased(TrailRow), aliased(Membership)
    here = or_(row.membership_id.is_(None), row.membership_id == member.id)
    return (
        select(row.id)
        .join(member, and_(row.object_kind == "user", row.object_id == member.user_id))
        .where(
            member.organisation_id == actor.organisation_id,
            row.reader_organisation_id.is_(None),
            row.happened_at >= member.created_at,
            or_(member.ended_at.is_(None), row.happened_at <= member.ended_at),
            here,
        )
    )


def _by_mandate(actor: Actor) -> Select[uuid.UUID]:
    """What the people of a partnership did for gemeenten: it stands in the trail of the gemeente too."""
    people = select(Membership.id).where(Membership.organisation_id == actor.organisation_id)
    towns = select(Organisation.id).where(Organisation.kind.in_(MUNICIPAL))
    return select(TrailRow.id).where(TrailRow.membership_id.in_(people), TrailRow.reader_organisation_id.in_(towns))
