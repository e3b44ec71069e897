# SPDX-License-Identifier: EUPL-1.2
"""Permissions on notices."""

from sqlalchemy import ColumnElement

from samencontroleren.core.access import always, permission
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import Actor


@permission("notice:view", Notice)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The member it is for."""
    return Notice.membership_id == actor.membership_id if actor.membership_id else always(False)
