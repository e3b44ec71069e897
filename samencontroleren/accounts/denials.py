# SPDX-License-Identifier: EUPL-1.2
"""Denials go into the trail, in the ledger's own transaction (BIO2 8.15.01)."""

from samencontroleren.core.access import Actor
from samencontroleren.core.trail import record
from samencontroleren.organisations.actor import NOBODY


def record_denial(actor: Actor | None, reason: str) -> None:
    """Write down that something was refused: the route and why, no content."""
    record(actor or NOBODY, "access.denied", "route", None, result="refused", route=reason[:200])
