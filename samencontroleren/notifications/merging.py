# SPDX-License-Identifier: EUPL-1.2
"""What notices do when organisations go on in another one: they follow the membership of their reader."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select, update

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _preview(old: Sequence[uuid.UUID], _into: uuid.UUID | None) -> Counts:
    waiting = Notice.membership_id.in_(accounts.living_memberships_of(old)) & Notice.seen_at.is_(None)
    return [
        (N_("Berichten die nog niet gelezen zijn"), session().scalar(select(func.count(Notice.id)).where(waiting)) or 0)
    ]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    for before, now in accounts.replaced_memberships(old, into).items():
        theirs = Notice.membership_id == before
        session().execute(update(Notice).where(theirs).values(membership_id=now))


def _supplier_preview(move: Move) -> Counts:
    return _preview([move.vendor_id], None) if move.is_whole and move.moves_people else []


def _supplier_move(move: Move) -> None:
    if move.is_whole and move.moves_people:
        _move([move.vendor_id], move.into_vendor_id)


MERGING = MergeContribution(_preview, _move)
SUPPLIERS = SupplierContribution(_supplier_preview, _supplier_move)
