# SPDX-License-Identifier: EUPL-1.2
"""Who is told of a release and of a recall. A supplier is told of its own result, never of who uses it."""

import uuid

from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.assessments import service as assessments
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing.models import Release
from samencontroleren.usage.readers import reader_memberships

DOWNLOADED = "result.downloaded"


def coordinators() -> list[uuid.UUID]:
    """The co-ordinators of VNG."""
    return [each.id for each in recipients.of_vng(Role.COORDINATOR)]


def tell_release(dossier: Dossier, made: Release) -> None:
    """A result was released: its supplier's people, and the readers of gemeenten with confirmed use."""
    link, key = f"/resultaten/{made.id}", f"released:{made.id}"
    assessments.tell_supplier(dossier, "result_released", key, "sharing/released", link, date=clock.today())
    readers = reader_memberships(made.vendor_id, made.product_id)
    notifications.notify_all(f"published:{made.id}", readers, "result_published", made.id)
    for earlier in _earlier(made):
        for kind in ("validity_ended", "result_published"):
            notifications.finish(kind, earlier)


def tell_recall(found: Release) -> None:
    """A result was recalled: everybody who took it along, the readers with confirmed use, and its supplier."""
    for kind in ("result_published", "validity_ended"):
        notifications.finish(kind, found.id)
    submitters = [each.id for each in accounts.members_with_roles(found.vendor_id, Role.SUBMITTER)]
    readers = [*_took_along(found.id), *reader_memberships(found.vendor_id, found.product_id), *submitters]
    notifications.notify_all(f"recalled:{found.id}", readers, "result_recalled", found.id)


def _earlier(made: Release) -> list[uuid.UUID]:
    query = select(Release.id).where(rounds_policy.same_subject(Release, made), Release.number < made.number)
    return list(session().scalars(query))


def _took_along(release_id: uuid.UUID) -> list[uuid.UUID]:
    """The living memberships that downloaded a result, from the trail."""
    took = select(TrailRow.membership_id).where(
        TrailRow.object_kind == "release", TrailRow.object_id == release_id, TrailRow.action == DOWNLOADED
    )
    query = select(Membership.id).where(Membership.id.in_(took), Membership.ended_at.is_(None))
    return list(session().scalars(query))
