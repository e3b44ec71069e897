# SPDX-License-Identifier: EUPL-1.2
"""Permissions on documents."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select

from samencontroleren.core.access import always, permission
from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document, DocumentGrant, Upload
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.policy import open_dossiers, opens_dossiers
from samencontroleren.vendors.models import Vendor


def granted_documents(actor: Actor) -> Select[uuid.UUID]:
    """The documents submitted in dossiers that this actor may open."""
    return select(DocumentGrant.document_id).where(DocumentGrant.dossier_id.in_(open_dossiers(actor)))


@permission("document:view", Document)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people; those who may open a dossier it was submitted in, once checked, until withdrawn."""
    own = Document.vendor_id.in_(actor.vendor_ids)
    is_shown = and_(Document.withdrawn_at.is_(None), Document.state == FileState.CLEAN)
    granted = and_(Document.id.in_(granted_documents(actor)), is_shown)
    return or_(
        and_(own, always(actor.is_vendor)),
        and_(granted, always(opens_dossiers(actor) and not actor.is_vendor)),
    )


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
