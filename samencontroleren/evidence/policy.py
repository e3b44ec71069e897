# SPDX-License-Identifier: EUPL-1.2
"""Permissions on documents."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select

from samencontroleren.agreements.policy import has_accepted
from samencontroleren.core import clock
from samencontroleren.core.access import always, once_a_page, permission
from samencontroleren.evidence.kinds import DOWNLOADED, FileState, RequestState, Sensitivity, SharingClass
from samencontroleren.evidence.models import AccessRequest, Document, DocumentGrant, Upload
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.policy import COORDINATE, REVIEW, open_dossiers, opens_dossiers, plays_part
from samencontroleren.usage.policy import confirmed_products, confirmed_vendors, reads_layers
from samencontroleren.vendors.models import Vendor


def granted_documents(actor: Actor) -> Select[uuid.UUID]:
    """The documents submitted in dossiers that this actor may open."""
    return select(DocumentGrant.document_id).where(DocumentGrant.dossier_id.in_(open_dossiers(actor)))


@once_a_page
def released_documents(actor: Actor) -> Select[uuid.UUID]:
    """The documents submitted in released dossiers about what the actor's gemeente uses, confirmed."""
    by_product = Dossier.product_id.in_(confirmed_products(actor))
    by_vendor = and_(Dossier.product_id.is_(None), Dossier.vendor_id.in_(confirmed_vendors(actor)))
    granted = select(DocumentGrant.document_id).join(Dossier, Dossier.id == DocumentGrant.dossier_id)
    return granted.where(Dossier.state == DossierState.PUBLISHED, or_(by_product, by_vendor))


def requested_documents(actor: Actor) -> Select[uuid.UUID]:
    """The documents that their supplier lets the actor's gemeente read today, on its request."""
    return select(AccessRequest.document_id).where(
        AccessRequest.municipality_id.in_(actor.reading_ids),
        AccessRequest.state == RequestState.GRANTED,
        AccessRequest.until >= clock.today(),
    )


IS_SHOWN = and_(Document.withdrawn_at.is_(None), Document.state == FileState.CLEAN)
"""Looked through, and not withdrawn: what others than its supplier may read at all."""
IS_NOT_RED = Document.sensitivity != Sensitivity.RED


def _closely_granted(actor: Actor) -> Select[uuid.UUID]:
    """The documents submitted in dossiers that this actor reviews or co-ordinates: who may read what is TLP:RED.

    Not of a dossier that another co-ordinator of VNG guides, although this one could act on it.
    """
    guides = and_(COORDINATE.condition(actor), plays_part(actor, Part.COORDINATES))
    theirs = select(Dossier.id).where(or_(REVIEW.condition(actor), guides))
    return select(DocumentGrant.document_id).where(DocumentGrant.dossier_id.in_(theirs))


def _opened_by_release(actor: Actor) -> ColumnElement[bool]:
    """By its class after release, for an organisation that accepted the agreement (product.md, section 7)."""
    if not reads_layers(actor):
        return always(False)
    by_use = Document.readers == SharingClass.USERS
    by_request = and_(Document.readers == SharingClass.ON_REQUEST, Document.id.in_(requested_documents(actor)))
    is_released = Document.id.in_(released_documents(actor))
    return and_(or_(by_use, by_request), is_released, has_accepted(actor), IS_SHOWN)


def opened_by_dossier(actor: Actor) -> ColumnElement[bool]:
    """For whoever may open a dossier it was submitted in and is not of a supplier: reviewers and VNG; what is TLP:RED
    for those alone who review or co-ordinate that dossier."""
    if not opens_dossiers(actor) or actor.is_vendor:
        return always(False)
    granted = and_(Document.id.in_(granted_documents(actor)), IS_SHOWN)
    return and_(granted, or_(IS_NOT_RED, Document.id.in_(_closely_granted(actor))))


@permission("document:view", Document)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people; those who may open a dossier it was submitted in, once checked, until withdrawn; and
    after release, by its class, who reads the layers for a gemeente with confirmed use that accepted the agreement."""
    own = Document.vendor_id.in_(actor.vendor_ids)
    return or_(
        and_(own, always(actor.is_vendor)),
        opened_by_dossier(actor),
        _opened_by_release(actor),
    )


@permission("document:meet", Document)
def MEET(actor: Actor) -> ColumnElement[bool]:
    """Who reads it, and who may open a dossier it was submitted in: that something TLP:RED is there, they know, and no
    more."""
    met = and_(Document.id.in_(granted_documents(actor)), IS_SHOWN)
    return or_(VIEW(actor), and_(met, always(opens_dossiers(actor) and not actor.is_vendor)))


@permission("document:download", Document)
def DOWNLOAD(actor: Actor) -> ColumnElement[bool]:
    """Of what one may read: the supplier's own people and those who read it in its dossier the file of all of it; a
    gemeente after release only what is TLP:CLEAR or TLP:GREEN."""
    own = and_(Document.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor))
    taken = and_(_opened_by_release(actor), Document.sensitivity.in_(DOWNLOADED))
    return or_(own, opened_by_dossier(actor), taken)


@permission("document:know", Document)
def KNOW(actor: Actor) -> ColumnElement[bool]:
    """Who reads the layers of a released result knows which evidence it leans on: its kind, how long it holds, and who
    may read it."""
    is_released = and_(Document.id.in_(released_documents(actor)), Document.state == FileState.CLEAN)
    return and_(is_released, always(reads_layers(actor)))


@permission("document:ask", Document)
def ASK(actor: Actor) -> ColumnElement[bool]:
    """The same, for evidence that is shared on request and was not withdrawn."""
    is_released = and_(Document.id.in_(released_documents(actor)), IS_SHOWN)
    on_request = Document.readers == SharingClass.ON_REQUEST
    return and_(is_released, on_request, always(reads_layers(actor)))


@permission("access-request:view", AccessRequest)
def REQUEST_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The gemeente that asks; the administrator of the supplier, who does not see which one it is. Not VNG."""
    if reads_layers(actor):
        return AccessRequest.municipality_id.in_(actor.reading_ids)
    return _own_requests(actor)


@permission("access-request:decide", AccessRequest)
def REQUEST_DECIDE(actor: Actor) -> ColumnElement[bool]:
    """The administrator of the supplier, never a client."""
    return and_(_own_requests(actor), always(actor.scopes is None))


def _own_requests(actor: Actor) -> ColumnElement[bool]:
    is_administrator = actor.is_vendor and actor.has(Role.ADMINISTRATOR)
    return and_(AccessRequest.vendor_id.in_(actor.vendor_ids), always(is_administrator))


@permission("document:edit", Document)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people change what is said of it, and withdraw it."""
    return and_(Document.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor and _writes(actor)))


@permission("vendor:add-document", Vendor)
def ADD(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people add documents to its library."""
    return and_(Vendor.id.in_(actor.vendor_ids), always(actor.is_vendor and _writes(actor)))


@permission("upload:edit", Upload)
def UPLOAD(actor: Actor) -> ColumnElement[bool]:
    """Whoever is sending the file, for the supplier it was begun for; not even a colleague."""
    own = and_(Upload.user_id == actor.user_id, Upload.vendor_id.in_(actor.vendor_ids))
    return and_(own, always(actor.is_vendor and _writes(actor)))


def _writes(actor: Actor) -> bool:
    return actor.has(Role.CONTRIBUTOR, Role.SUBMITTER, Role.ADMINISTRATOR)
