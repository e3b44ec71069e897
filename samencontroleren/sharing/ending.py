# SPDX-License-Identifier: EUPL-1.2
"""When the validity of a result has ended: tell VNG and the gemeenten that use it. Nothing changes on the result."""

import uuid
from datetime import date

from sqlalchemy import exists, select

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core.db import session
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.usage.policy import READERS
from samencontroleren.vendors.models import Product

NOTICE = "validity_ended"


def ended_results(day: date) -> list[Release]:
    """The results that were valid until some day before `day` and that nothing replaced (system use)."""
    query = select(Release).where(Release.valid_until < day, currency(day) == Currency.EXPIRED.value)
    return list(session().scalars(query.order_by(Release.valid_until, Release.id)))


def unannounced(day: date) -> list[uuid.UUID]:
    """The ended results of which nobody was told yet (system use)."""
    told = exists().where(Notice.object_id == Release.id, Notice.kind == NOTICE).correlate(Release)
    query = select(Release.id).where(Release.valid_until < day, currency(day) == Currency.EXPIRED.value, ~told)
    return list(session().scalars(query.order_by(Release.valid_until, Release.id)))


def announce_end(release_id: uuid.UUID) -> int:
    """Tell VNG's co-ordinators (who may start a reassessment) and the readers of gemeenten with confirmed use.

    Keyed by release and member, so that a second run adds nothing; returns how many were told now.
    """
    found = session().get_one(Release, release_id)
    link = f"/resultaten/{found.id}"
    members = [*_coordinators(), *_readers(found)]
    return sum(
        notifications.notify(
            f"{NOTICE}:{found.id}:{member.id}",
            member.id,
            NOTICE,
            found.id,
            mail="sharing/validity_ended",
            link=link,
            date=found.valid_until,
        )
        for member in members
    )


def _coordinators() -> list[Membership]:
    query = select(Organisation.id).where(Organisation.kind == OrganisationKind.VNG)
    return [member for key in session().scalars(query) for member in accounts.members_with_roles(key, Role.COORDINATOR)]


def _readers(found: Release) -> list[Membership]:
    query = select(Usage.municipality_id).where(Usage.state == UsageState.CONFIRMED)
    if found.product_id:
        query = query.where(Usage.product_id == found.product_id)
    else:
        query = query.join(Product, Product.id == Usage.product_id).where(Product.vendor_id == found.vendor_id)
    return [
        member for key in session().scalars(query.distinct()) for member in accounts.members_with_roles(key, *READERS)
    ]
