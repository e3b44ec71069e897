# SPDX-License-Identifier: EUPL-1.2
"""What somebody can open below a dossier now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import true

from samencontroleren.core.access import Permission, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.threads import policy, reading
from samencontroleren.threads.kinds import REVEALED, Audience

OPENS: dict[Audience, Permission[Dossier]] = {
    Audience.INSIDE_VENDOR: policy.OPEN_INSIDE,
    Audience.VENDOR_VNG_REVIEWERS: policy.OPEN,
    Audience.REVIEWERS: policy.OPEN_REVIEWERS,
}


@dataclass(frozen=True)
class Opening:
    """What this actor can open below a dossier now."""

    dossier: Dossier
    audiences: Sequence[Audience]
    is_blind: bool
    """The actor reviews it and the other reviewer does not read along yet."""


def openings(actor: Actor, dossier_id: uuid.UUID) -> Opening:
    """The dossier, and the audiences for which this actor can open a thread below it now. Raises NotFound."""
    also = [*OPENS.values(), rounds_policy.REVIEW]
    query = visible(actor, rounds_policy.VIEW, also=also).where(Dossier.id == dossier_id)
    row = session().execute(query.options(*reading.DOSSIER_WHOLE)).one_or_none()
    if row is None:
        raise NotFound()
    is_revealed = row[0].state in REVEALED
    return Opening(row[0], _open_to(row[0].state, row[1:]), bool(row[-1]) and not is_revealed)


def _open_to(state: DossierState, allowed: Sequence[Any]) -> list[Audience]:
    """The audiences for which a thread can be opened, given which of `OPENS` hold."""
    found = [each for each, is_allowed in zip(OPENS, allowed, strict=False) if is_allowed]
    return [each for each in found if state in REVEALED or each is not Audience.REVIEWERS]


def at_dossier(actor: Actor, dossier_id: uuid.UUID) -> tuple[bool, dict[uuid.UUID, reading.Tally]]:
    """Whether this actor can open a thread below a dossier now, and per question its threads (one query).

    Raises NotFound.
    """
    counted = reading.tallied(actor, dossier_id).subquery()
    query = visible(actor, rounds_policy.VIEW, also=[*OPENS.values()], columns=[Dossier.state, *counted.c])
    rows = session().execute(query.outerjoin(counted, true()).where(Dossier.id == dossier_id)).all()
    if not rows:
        raise NotFound()
    found = {
        version: reading.Tally(threads, unread or 0) for _state, version, threads, unread, *_more in rows if threads
    }
    return bool(_open_to(rows[0][0], rows[0][4:])), found
