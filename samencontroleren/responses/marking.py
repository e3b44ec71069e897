# SPDX-License-Identifier: EUPL-1.2
"""The confidential mark of standing answers, set for many at once; it counts from the next submission."""

import uuid
from collections.abc import Mapping

from samencontroleren.core import trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import policy


def mark_confidential(actor: Actor, wanted: Mapping[uuid.UUID, bool]) -> int:
    """Mark answers, or take the mark away; gives how many changed. Raises NotFound, Forbidden."""
    changed = 0
    for key in sorted(wanted):
        answer = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
        if answer.is_confidential is not wanted[key]:
            answer.is_confidential = wanted[key]
            changed += 1
            trail.record(actor, "answer.marked", "answer", key, reader=answer.vendor_id, confidential=wanted[key])
    session().flush()
    return changed
