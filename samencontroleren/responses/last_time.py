# SPDX-License-Identifier: EUPL-1.2
"""What later features know of last time: what the reviewers said about an answer, for the supplier that gave it.

Assessments come after answers in the table of contents; so they offer it here, and this feature knows nothing of them.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from samencontroleren.organisations.actor import Actor

Pair = tuple[str, str]


@dataclass(frozen=True)
class Shortcoming:
    """The finding a verdict led to: how severe (nl, en), until when it was to be solved, whether it is closed."""

    severity: Pair
    due_on: date
    is_closed: bool


@dataclass(frozen=True)
class LastTime:
    """The verdict on one answer as the supplier reads it, with both parts of its reason."""

    code: str
    api_code: str
    label: Pair
    is_unmet: bool
    """It asks for more than confirming: partly, not met, or could not be assessed."""
    public_reason: str = ""
    confidential_reason: str = ""
    shortcoming: Shortcoming | None = None


Said = Mapping[uuid.UUID, LastTime]
"""By requirement version."""
Teller = Callable[[Actor, uuid.UUID], Said]

_tellers: list[Teller] = []


def offer(tell: Teller) -> Teller:
    """Register who tells what was said in an earlier dossier, as far as the actor may read it."""
    if tell not in _tellers:
        _tellers.append(tell)
    return tell


def said_in(actor: Actor, dossier_id: uuid.UUID) -> Said:
    """What was said in an earlier dossier."""
    return {version: found for tell in _tellers for version, found in tell(actor, dossier_id).items()}
