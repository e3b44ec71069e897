# SPDX-License-Identifier: EUPL-1.2
"""Permissions on released results, a condition per layer (product.md, section 7)."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from samencontroleren.core.access import always, once_a_page, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.kinds import Part
from samencontroleren.rounds.models import Dossier, DossierPart
from samencontroleren.rounds.policy import has_no_conflict
from samencontroleren.sharing.models import (
    Rectification,
    Release,
    ReleasedAnswer,
    ReleasedFinding,
    ReleasedMeasure,
    ReleasedVerdict,
)
from samencontroleren.usage.policy import confirmed_products, confirmed_vendors, reads_layers
from samencontroleren.vendors.models import Product


@once_a_page
def deep_releases(actor: Actor) -> Select[uuid.UUID]:
    """The releases of which this actor reads verdicts and answers: by confirmed use, its own as a supplier."""
    if actor.is_coordinator or actor.is_releaser:
        return select(Release.id)
    if actor.is_vendor:
        return select(Release.id).where(_own(actor))
    by_product = Release.product_id.in_(confirmed_products(actor))
    by_vendor = and_(Release.product_id.is_(None), Release.vendor_id.in_(confirmed_vendors(actor)))
    citing = aliased(Release)
    cited = select(citing.cites_id).where(citing.product_id.in_(confirmed_products(actor)))
    return select(Release.id).where(or_(by_product, by_vendor, Release.id.in_(cited)))


def _own(actor: Actor) -> ColumnElement[bool]:
    """A supplier's own results: those of its products of now, and those about itself.

    A release keeps the supplier of its time for ever; who reads it as its own follows the product (ADR 9).
    """
    products = select(Product.id).where(Product.vendor_id.in_(actor.vendor_ids))
    about_itself = and_(Release.product_id.is_(None), Release.vendor_id.in_(actor.vendor_ids))
    return or_(Release.product_id.in_(products), about_itself)


def _deep(actor: Actor) -> bool:
    return reads_layers(actor) or actor.is_vendor or actor.is_coordinator or actor.is_releaser


@permission("release:view", Release)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Every gemeente and VNG; the supplier its own."""
    return or_(always(actor.is_municipal or actor.is_vng), and_(_own(actor), always(actor.is_vendor)))


@permission("release:view-verdicts", Release)
def VERDICTS(actor: Actor) -> ColumnElement[bool]:
    """Inkoper, CISO and process owner of a gemeente with confirmed use; VNG; the supplier its own."""
    return Release.id.in_(deep_releases(actor)) if _deep(actor) else always(False)


@permission("released-verdict:view", ReleasedVerdict)
def VERDICT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As the verdicts of its release."""
    return ReleasedVerdict.release_id.in_(deep_releases(actor)) if _deep(actor) else always(False)


@permission("released-finding:view", ReleasedFinding)
def FINDING_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As the verdicts of its release."""
    return ReleasedFinding.release_id.in_(deep_releases(actor)) if _deep(actor) else always(False)


@permission("released-measure:view", ReleasedMeasure)
def MEASURE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As the verdicts of its release."""
    return ReleasedMeasure.release_id.in_(deep_releases(actor)) if _deep(actor) else always(False)


@permission("released-answer:view", ReleasedAnswer)
def ANSWER_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As the verdicts of its release; what the supplier marked confidential has no row."""
    return ReleasedAnswer.release_id.in_(deep_releases(actor)) if _deep(actor) else always(False)


@permission("release:recall", Release)
def RECALL(actor: Actor) -> ColumnElement[bool]:
    """VNG's releasing officer."""
    return always(actor.is_releaser)


@permission("release:reassess", Release)
def REASSESS(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator without a conflict begins a light re-assessment of a result."""
    if not actor.is_coordinator:
        return always(False)
    return Release.dossier_id.in_(select(Dossier.id).where(has_no_conflict(actor)))


@permission("release:ask-rectification", Release)
def ASK_RECTIFICATION(actor: Actor) -> ColumnElement[bool]:
    """The supplier's vrijgever, of its own results."""
    return _own(actor) if actor.is_vendor and actor.has(Role.SUBMITTER) else always(False)


@permission("rectification:know", Rectification)
def RECTIFICATION_KNOWN(actor: Actor) -> ColumnElement[bool]:
    """That it was asked and what came of it: whoever reads the result."""
    return Rectification.release_id.in_(select(Release.id).where(VIEW(actor)))


@permission("rectification:view", Rectification)
def RECTIFICATION_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Its texts: as the verdicts of the result."""
    return Rectification.release_id.in_(deep_releases(actor)) if _deep(actor) else always(False)


@permission("rectification:decide", Rectification)
def DECIDE_RECTIFICATION(actor: Actor) -> ColumnElement[bool]:
    """VNG without a conflict: never who released that result or reviewed it (product.md, 2.3)."""
    if not (actor.is_coordinator or actor.is_releaser):
        return always(False)
    reviewed = select(DossierPart.dossier_id).where(
        DossierPart.user_id == actor.user_id, DossierPart.part == Part.REVIEWS
    )
    fair = select(Release.id).where(
        Release.released_by_id != actor.user_id,
        Release.dossier_id.in_(select(Dossier.id).where(has_no_conflict(actor))),
        Release.dossier_id.not_in(reviewed),
    )
    return Rectification.release_id.in_(fair)
