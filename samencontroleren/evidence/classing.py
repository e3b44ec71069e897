# SPDX-License-Identifier: EUPL-1.2
"""Who may read documents after release, changed for many at once; a stricter class counts from this moment."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from samencontroleren.core import trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict
from samencontroleren.evidence import policy
from samencontroleren.evidence.describing import ASKED_FOR_CLEAR
from samencontroleren.evidence.kinds import SharingClass, contradicts
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor


@dataclass(frozen=True)
class Choice:
    """What somebody saw a document's class to be, and what it is to become."""

    was: SharingClass
    now: SharingClass


def change_classes(actor: Actor, choices: Mapping[uuid.UUID, Choice]) -> int:
    """Give documents another class; gives how many changed. All or none.

    Raises NotFound for one of another supplier, Conflict for one that was withdrawn or whose TLP class says the
    opposite, Changed where a colleague gave it another class meanwhile.
    """
    wanted = {key: choice for key, choice in choices.items() if choice.was is not choice.now}
    found = {key: _to_change(actor, key, wanted[key]) for key in sorted(wanted)}  # all are fit before one is changed
    for key, document in found.items():
        document.sharing, document.revision = wanted[key].now, document.revision + 1
        sharing = wanted[key].now.value
        trail.record(actor, "document.changed", "document", key, reader=document.vendor_id, sharing=sharing)
    session().flush()
    return len(wanted)


def _to_change(actor: Actor, key: uuid.UUID, choice: Choice) -> Document:
    document = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    if document.withdrawn_at is not None:
        raise Conflict("Dit bewijs is ingetrokken. U kunt het niet meer wijzigen.")
    if document.sharing is not choice.was:
        raise Changed(theirs=document)
    if contradicts(choice.now, document.sensitivity):
        raise Conflict(ASKED_FOR_CLEAR)
    return document
