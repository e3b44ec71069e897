# SPDX-License-Identifier: EUPL-1.2
"""Permissions on organisations."""

from sqlalchemy import ColumnElement, and_, or_, select

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Mandate, Merger, Organisation, OrganisationSuccession


@permission("organisation:view", Organisation)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation and those that went on in it, but not for a guest of a supplier; VNG all."""
    before = select(OrganisationSuccession.old_id).where(OrganisationSuccession.new_id == actor.organisation_id)
    own = or_(Organisation.id == actor.organisation_id, Organisation.id.in_(before))
    return or_(and_(own, always(not actor.is_guest)), always(actor.is_vng))


@permission("organisation:list", Organisation)
def LIST(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator looks through all organisations."""
    return always(actor.is_functional_administrator)


@permission("organisation:edit", Organisation)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator."""
    return always(actor.is_functional_administrator)


@permission("merger:view", Merger)
def MERGER_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator."""
    return always(actor.is_functional_administrator)


@permission("merger:edit", Merger)
def MERGER_EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator plans and cancels; the day itself carries out."""
    return always(actor.is_functional_administrator)


@permission("mandate:view", Mandate)
def MANDATE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The partnership, the gemeente, and VNG's functional administrator."""
    own = or_(Mandate.partnership_id == actor.organisation_id, Mandate.municipality_id == actor.organisation_id)
    return or_(own, always(actor.is_functional_administrator))


@permission("mandate:edit", Mandate)
def MANDATE_EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator."""
    return always(actor.is_functional_administrator)
