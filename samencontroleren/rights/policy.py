# SPDX-License-Identifier: EUPL-1.2
"""Permissions on resets of an administrator and on the review of rights."""

from sqlalchemy import ColumnElement, and_, or_, select

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, OrganisationKind
from samencontroleren.organisations.models import Organisation
from samencontroleren.rights.models import AccessReview, AccessReviewLine, AdministratorReset

OTHERS = (OrganisationKind.MUNICIPALITY, OrganisationKind.PARTNERSHIP, OrganisationKind.AUDITOR)
"""Not VNG itself: nobody stands above it."""


def _is_person_of_vng(actor: Actor) -> bool:
    return (actor.is_coordinator or actor.is_functional_administrator) and actor.scopes is None


@permission("organisation:reset-administrator", Organisation)
def RESET_ASK(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator, who sees the contacts, asks it for a supplier; the functional administrator for others."""
    vendors = (OrganisationKind.VENDOR,) if actor.is_coordinator else ()
    kinds = vendors + (OTHERS if actor.is_functional_administrator else ())
    return Organisation.kind.in_(kinds) if kinds and actor.scopes is None else always(False)


@permission("administrator-reset:view", AdministratorReset)
def RESET_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator and functional administrator; everybody of the organisation it is about, no guests."""
    own = and_(AdministratorReset.organisation_id == actor.organisation_id, always(not actor.is_guest))
    return or_(own, always(_is_person_of_vng(actor)))


@permission("administrator-reset:of-vng", AdministratorReset)
def RESET_OVERSEE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator and functional administrator see whom was called, and can stop it."""
    return always(_is_person_of_vng(actor))


@permission("administrator-reset:approve", AdministratorReset)
def RESET_APPROVE(actor: Actor) -> ColumnElement[bool]:
    """A second person of VNG, never the one who asked."""
    return and_(AdministratorReset.asked_by_id.not_in(actor.user_ids), always(_is_person_of_vng(actor)))


@permission("administrator-reset:object", AdministratorReset)
def RESET_OBJECT(actor: Actor) -> ColumnElement[bool]:
    """Everybody of the organisation, in person; no guests."""
    is_person = actor.scopes is None and not actor.is_guest
    return and_(AdministratorReset.organisation_id == actor.organisation_id, always(is_person))


@permission("access-review:do", AccessReview)
def REVIEW_DO(actor: Actor) -> ColumnElement[bool]:
    """The administrators of the organisation itself, in person; nobody else, VNG neither."""
    mine = AccessReview.organisation_id == actor.organisation_id
    return and_(mine, always(actor.has(*ADMINISTRATORS) and actor.scopes is None))


@permission("access-review-line:decide", AccessReviewLine)
def LINE_DECIDE(actor: Actor) -> ColumnElement[bool]:
    """Whoever does the review."""
    if not actor.has(*ADMINISTRATORS) or actor.scopes is not None:
        return always(False)
    return AccessReviewLine.review_id.in_(select(AccessReview.id).where(REVIEW_DO.condition(actor)))
