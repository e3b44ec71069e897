# SPDX-License-Identifier: EUPL-1.2
"""Denials go into the trail, in the ledger's own transaction (BIO2 8.15.01)."""

from typing import Any

from samencontroleren.core.trail import record
from samencontroleren.organisations.actor import NOBODY, Actor
from samencontroleren.organisations.kinds import Role


def record_denial(actor: Any, reason: str) -> None:
    """Write down that something was refused: the route and why, no content.

    It stands in the trail of the organisation itself too, but not of somebody who also reviews: that is VNG's.
    """
    who: Actor = actor or NOBODY
    is_own = who.is_municipal or who.is_vendor or who.is_guest
    reader = who.organisation_id if is_own and not who.has(Role.REVIEWER) else None
    record(who, "access.denied", "route", None, result="refused", reader=reader, route=reason[:200])
