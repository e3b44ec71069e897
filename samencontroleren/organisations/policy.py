# SPDX-License-Identifier: EUPL-1.2
"""Permissions on organisations."""

from sqlalchemy import ColumnElement, or_

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation


@permission("organisation:view", Organisation)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation; VNG all."""
    return or_(Organisation.id == actor.organisation_id, always(actor.is_vng))


@permission("organisation:list", Organisation)
def LIST(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator looks through all organisations."""
    return always(actor.is_functional_administrator)


@permission("organisation:edit", Organisation)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator."""
    return always(actor.is_functional_administrator)
