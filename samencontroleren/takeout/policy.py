# SPDX-License-Identifier: EUPL-1.2
"""Who takes out everything a supplier has."""

from sqlalchemy import ColumnElement, and_

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.takeout.models import OwnExport
from samencontroleren.vendors.models import Vendor


def _may(actor: Actor) -> bool:
    """A person, not an API client: it asks somebody who is present."""
    return actor.is_vendor and actor.has(Role.ADMINISTRATOR, Role.SUBMITTER) and actor.scopes is None


@permission("vendor:take-out", Vendor)
def TAKE_OUT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's beheerder and vrijgever."""
    return and_(Vendor.id.in_(actor.vendor_ids), always(_may(actor)))


@permission("own-export:view", OwnExport)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Whoever asked for it, while he or she still may: it was built with that person's rights."""
    own = and_(OwnExport.user_id == actor.user_id, OwnExport.vendor_id.in_(actor.vendor_ids))
    return and_(own, always(_may(actor)))
