# SPDX-License-Identifier: EUPL-1.2
"""An invitation to a round goes on to another person: the contact of the round follows."""

from sqlalchemy import select

from samencontroleren.accounts.models import Invitation
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.rounds.models import VendorInvitation


def handed_on(old: Invitation, new: Invitation) -> None:
    """The new person stands in the place of the old one, unless invited to that round already."""
    for row in session().scalars(select(VendorInvitation).where(VendorInvitation.invitation_id == old.id)):
        if _is_invited(row, new.email):
            row.withdrawn_at = clock.now()
        else:
            row.email, row.name, row.invitation_id, row.sent_at = new.email, new.name, new.id, clock.now()
    session().flush()


def _is_invited(row: VendorInvitation, email: str) -> bool:
    same = (VendorInvitation.round_id == row.round_id) & (VendorInvitation.vendor_id == row.vendor_id)
    query = select(VendorInvitation.id).where(same, VendorInvitation.email == email)
    return session().scalar(query) is not None


HANDED_ON = handed_on
