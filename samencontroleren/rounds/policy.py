# SPDX-License-Identifier: EUPL-1.2
"""Permissions on rounds and dossiers, and the parent set all later features lean on: `open_dossiers`."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.interests import interests
from samencontroleren.rounds.kinds import DossierState, Part, RoundState
from samencontroleren.rounds.models import (
    Assignment,
    ConflictOfInterest,
    Dossier,
    DossierMove,
    DossierPart,
    FormerEmployer,
    LeftOut,
    Reassessment,
    Round,
    TermRequest,
    VendorInvitation,
)
from samencontroleren.vendors.models import Vendor

OUTCOMES_FOR_ALL = (DossierState.NOT_DELIVERED, DossierState.REFUSED)


def assigned_dossiers(actor: Actor) -> Select[uuid.UUID]:
    """The dossiers assigned to this person in this membership, while the right lasts."""
    return select(Assignment.dossier_id).where(
        Assignment.user_id.in_(actor.user_ids),
        Assignment.membership_id == actor.membership_id,
        or_(Assignment.ended_at.is_(None), Assignment.ended_at > clock.now()),
    )


def open_dossiers(actor: Actor) -> Select[uuid.UUID]:
    """The dossiers this actor may open: the supplier's own, the reviewer's assigned ones, all for VNG's
    co-ordinators and releasing officers. A right on anything in a dossier is membership of this set."""
    opened = select(Dossier.id)
    if actor.is_coordinator or actor.is_releaser:
        return opened
    if actor.is_vendor:
        return opened.where(Dossier.vendor_id.in_(actor.vendor_ids))
    if actor.has(Role.REVIEWER):
        return opened.where(Dossier.id.in_(assigned_dossiers(actor)))
    return opened.where(false())


def opens_dossiers(actor: Actor) -> bool:
    """Whether there can be dossiers that this actor may open."""
    return actor.is_coordinator or actor.is_releaser or actor.is_vendor or actor.has(Role.REVIEWER)


def same_subject(one: Any, other: Any) -> ColumnElement[bool]:
    """Two things of a supplier are about the same product, or both about the supplier as a whole.

    `one` is a table (or an alias) with vendor_id and product_id, `other` too or a row of one. Written so that an index
    serves it: `IS NOT DISTINCT FROM` has none.
    """
    product = other.product_id
    if product is None or isinstance(product, uuid.UUID):
        return and_(one.vendor_id == other.vendor_id, one.product_id == product)
    whole = and_(one.product_id.is_(None), product.is_(None))
    return and_(one.vendor_id == other.vendor_id, or_(one.product_id == product, whole))


def earlier_dossiers(actor: Actor) -> Select[uuid.UUID]:
    """The released dossiers about the subject of one that is assigned to this reviewer: what was said last time."""
    if not actor.has(Role.REVIEWER):
        return select(Dossier.id).where(false())
    before, now = aliased(Dossier), aliased(Dossier)
    about = and_(now.id != before.id, same_subject(now, before))
    released = select(before.id).join(now, about).where(before.state == DossierState.PUBLISHED)
    return released.where(now.id.in_(assigned_dossiers(actor)))


def has_no_conflict(actor: Actor) -> ColumnElement[bool]:
    """The person has no interest in the dossier's supplier, declared or derived (product.md, 2.3; `interests`).

    Nor has who holds the secret, when an API client acts.
    """
    return and_(true(), *(Dossier.vendor_id.not_in(_interests_of(each)) for each in actor.person_ids))


def _interests_of(user_id: uuid.UUID) -> Select[uuid.UUID]:
    known = interests(user=user_id).subquery()
    return select(known.c.vendor_id).where(known.c.user_id == user_id)


def plays_no_other_part(actor: Actor, part: Part) -> ColumnElement[bool]:
    """The person plays no other part in the dossier than this one (product.md, 2.3); nor does who holds the secret,
    when an API client acts.
    """
    other = exists().where(
        DossierPart.dossier_id == Dossier.id,
        DossierPart.user_id.in_(actor.person_ids),
        DossierPart.part != part,
    )
    return ~other


def plays_part(actor: Actor, part: Part) -> ColumnElement[bool]:
    """The person plays this part in the dossier."""
    return exists().where(
        DossierPart.dossier_id == Dossier.id,
        DossierPart.user_id == actor.user_id,
        DossierPart.part == part,
    )


def _judged(actor: Actor) -> Select[uuid.UUID]:
    """The dossiers that the person co-ordinated or reviewed, and each re-assessment after one of those: verdicts that
    it takes over are judged by the same people, however many re-assessments lie between (product.md, 2.3)."""
    own = select(DossierPart.dossier_id).where(DossierPart.user_id == actor.user_id, DossierPart.part != Part.RELEASES)
    known = own.cte(recursive=True)
    later = select(Reassessment.dossier_id).where(Reassessment.follows_id == known.c.dossier_id)
    return select(known.union(later).c.dossier_id)


@permission("round:view", Round)
def ROUND_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG and gemeenten all; a supplier the rounds it takes part in."""
    own = Round.id.in_(select(Dossier.round_id).where(Dossier.vendor_id.in_(actor.vendor_ids)))
    return or_(always(actor.is_vng or actor.is_municipal), and_(own, always(actor.is_vendor)))


@permission("round:edit", Round)
def ROUND_EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator makes, opens and closes rounds."""
    return always(actor.is_coordinator)


@permission("dossier:view", Dossier)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Whoever may open it: the supplier, the assigned reviewers, VNG's co-ordinators and releasing officers."""
    return Dossier.id.in_(open_dossiers(actor)) if opens_dossiers(actor) else always(False)


@permission("dossier:outcome", Dossier)
def OUTCOME(actor: Actor) -> ColumnElement[bool]:
    """Every gemeente sees that a dossier was not delivered or was refused."""
    return and_(Dossier.state.in_(OUTCOMES_FOR_ALL), always(actor.is_municipal or actor.is_vng))


@permission("dossier:participation", Dossier)
def PARTICIPATION(actor: Actor) -> ColumnElement[bool]:
    """Every gemeente knows what takes part in a round that opened, and whether it has ended; never how far it is."""
    opened = Dossier.round_id.in_(select(Round.id).where(Round.state != RoundState.PLANNED))
    return and_(opened, always(actor.is_municipal))


@permission("dossier:coordinate", Dossier)
def COORDINATE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator without a conflict who neither reviews nor releases it."""
    if not actor.is_coordinator:
        return always(False)
    return and_(has_no_conflict(actor), plays_no_other_part(actor, Part.COORDINATES))


@permission("dossier:review", Dossier)
def REVIEW(actor: Actor) -> ColumnElement[bool]:
    """A reviewer it is assigned to, without a conflict, who neither co-ordinates nor releases it."""
    if not actor.has(Role.REVIEWER):
        return always(False)
    mine = Dossier.id.in_(assigned_dossiers(actor))
    return and_(mine, has_no_conflict(actor), plays_no_other_part(actor, Part.REVIEWS))


@permission("dossier:release", Dossier)
def RELEASE(actor: Actor) -> ColumnElement[bool]:
    """VNG's releasing officer without a conflict who neither co-ordinated nor reviewed it, nor what it takes over."""
    if not actor.is_releaser:
        return always(False)
    return and_(has_no_conflict(actor), Dossier.id.not_in(_judged(actor)))


@permission("dossier:answer", Dossier)
def ANSWER(actor: Actor) -> ColumnElement[bool]:
    """The supplier's people answer it."""
    answering = actor.has(Role.CONTRIBUTOR, Role.SUBMITTER)
    return and_(Dossier.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor and answering))


@permission("dossier:submit", Dossier)
def SUBMIT(actor: Actor) -> ColumnElement[bool]:
    """Only the supplier's vrijgever submits, refuses and replies in the supplier's name."""
    return and_(Dossier.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor and actor.has(Role.SUBMITTER)))


@permission("conflict:view", ConflictOfInterest)
def CONFLICT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The person; VNG's co-ordinators."""
    own = ConflictOfInterest.user_id.in_(actor.user_ids)
    return or_(and_(own, always(actor.has(Role.REVIEWER) or actor.is_vng)), always(actor.is_coordinator))


@permission("former-employer:view", FormerEmployer)
def FORMER_EMPLOYER_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The person alone, also not VNG's co-ordinators."""
    return and_(FormerEmployer.user_id == actor.user_id, always(actor.has(Role.REVIEWER) or actor.is_vng))


@permission("vendor:declare-conflict", Vendor)
def DECLARE_CONFLICT(actor: Actor) -> ColumnElement[bool]:
    """Reviewers and VNG's people declare a conflict with any supplier."""
    return always(actor.has(Role.REVIEWER) or actor.is_vng)


@permission("dossier:approve-not-delivered", Dossier)
def APPROVE_NOT_DELIVERED(actor: Actor) -> ColumnElement[bool]:
    """A second person of VNG without a conflict who does not review it: not the one who proposed it."""
    if not (actor.is_coordinator or actor.is_releaser):
        return always(False)
    part = Part.COORDINATES if actor.is_coordinator else Part.RELEASES
    other = Dossier.not_delivered_proposed_by_id != actor.user_id
    return and_(other, has_no_conflict(actor), plays_no_other_part(actor, part))


@permission("assignment:view", Assignment)
def ASSIGNMENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Who reviews, by name: VNG's co-ordinators and releasing officers. Never the supplier (product.md, 2.1)."""
    return always(actor.is_coordinator or actor.is_releaser)


@permission("dossier-move:view", DossierMove)
def MOVE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Whoever may open the dossier."""
    return DossierMove.dossier_id.in_(open_dossiers(actor)) if opens_dossiers(actor) else always(False)


@permission("vendor-invitation:view", VendorInvitation)
def INVITATION_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinators: whom they invited to a round."""
    return always(actor.is_coordinator)


@permission("term-request:view", TermRequest)
def TERM_REQUEST_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people, VNG's co-ordinators and releasing officers; reviewers see the new date alone."""
    if not (actor.is_vendor or actor.is_coordinator or actor.is_releaser):
        return always(False)
    return TermRequest.dossier_id.in_(open_dossiers(actor))


@permission("membership:state-room", Membership)
def STATE_ROOM(actor: Actor) -> ColumnElement[bool]:
    """A reviewer says what he or she knows and has room for; nobody says it for another."""
    return and_(Membership.id == actor.membership_id, always(actor.has(Role.REVIEWER)))


@permission("left-out:view", LeftOut)
def LEFT_OUT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The person, with the reason; VNG's co-ordinators."""
    own = and_(LeftOut.membership_id == actor.membership_id, always(actor.has(Role.REVIEWER)))
    return or_(own, always(actor.is_coordinator))


@permission("reassessment:know", Reassessment)
def REASSESSMENT_KNOW(actor: Actor) -> ColumnElement[bool]:
    """Which themes are re-assessed and since when: every gemeente and VNG; a supplier its own."""
    own = Reassessment.dossier_id.in_(select(Dossier.id).where(Dossier.vendor_id.in_(actor.vendor_ids)))
    return or_(always(actor.is_municipal or actor.is_vng), and_(own, always(actor.is_vendor)))


@permission("reassessment:view", Reassessment)
def REASSESSMENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Why, in the words of the co-ordinator: whoever may open the dossier, or the one that goes on with it."""
    if not opens_dossiers(actor):
        return always(False)
    opened = open_dossiers(actor)
    goes_on = select(Dossier.goes_on_with_id).where(Dossier.id.in_(opened), Dossier.goes_on_with_id.is_not(None))
    return or_(Reassessment.dossier_id.in_(opened), Reassessment.dossier_id.in_(goes_on))
