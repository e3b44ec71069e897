# SPDX-License-Identifier: EUPL-1.2
"""Permissions on parameters."""

from sqlalchemy import ColumnElement

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters.models import ParameterValue


@permission("parameter:view", ParameterValue)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Everybody of VNG: values, history and reasons."""
    return always(actor.is_vng)


@permission("parameter:edit", ParameterValue)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's functional administrator sets and withdraws values."""
    return always(actor.is_functional_administrator)
