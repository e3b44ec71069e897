# SPDX-License-Identifier: EUPL-1.2
"""Why somebody can not review a dossier: the one place that choice by hand, proposals and replacement go through.

A reason is shown where it is the co-ordinator's business: what people declared to VNG, parts in the dossier, who is
left out of the round. What is the person's own or the gemeente's own is said in one neutral sentence (ADR 26).
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds.conflicts import people_in_conflict
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Assignment, Dossier, DossierPart
from samencontroleren.rounds.moves import term_of
from samencontroleren.rounds.pool import Standing
from samencontroleren.rounds.proposing import is_away

OBSTACLES = {
    "unavailable": "Niet beschikbaar voor dit dossier.",
    "left_out": "Doet niet mee in deze ronde.",
    "passed_on": "Gaf oordelen door aan een andere beoordelaar van dit dossier, of nam ze over.",
    "declared": "Heeft een belang gemeld bij deze leverancier.",
    "belongs": "Hoort of hoorde bij deze leverancier.",
    "part": "Coördineert of fiatteert dit dossier.",
    "self": "Dat bent u zelf: u coördineert dit dossier.",
}
"""Dutch gettext msgids; of several reasons the last one here is said."""

ORDER = tuple(OBSTACLES)

Obstacles = Mapping[uuid.UUID, str]
"""By membership why the person can not review one dossier, as a key of OBSTACLES; whoever can is absent."""


def obstacles_of(
    actor: Actor,
    dossiers: Sequence[Dossier],
    people: Sequence[Membership],
    standing: Mapping[uuid.UUID, Standing],
) -> dict[uuid.UUID, Obstacles]:
    """Per dossier of one round who can not review it, and why (system use: the caller checked who asks)."""
    others = _other_parts([each.id for each in dossiers])
    passed = handovers([each.id for each in dossiers if each.state is not DossierState.SUBMITTED])
    in_conflict = people_in_conflict({each.vendor_id for each in dossiers})
    found: dict[uuid.UUID, Obstacles] = {}
    for dossier in dossiers:
        due_on = term_of(dossier, DossierState.IN_REVIEW)
        away = {each.id for each in people if _is_out(standing[each.id], due_on)}
        named = {each.id: "left_out" for each in people if standing[each.id].left_out is not None}
        shared = _passed_on(passed.get(dossier.id, ()))
        by_person = in_conflict[dossier.vendor_id] | dict.fromkeys(others[dossier.id], "part")
        by_person |= dict.fromkeys(actor.person_ids, "self")
        found[dossier.id] = {
            each.id: _said(
                (
                    "unavailable" if each.id in away else None,
                    named.get(each.id),
                    "passed_on" if each.user_id in shared else None,
                    by_person.get(each.user_id),
                )
            )
            for each in people
            if each.id in away or each.id in named or each.user_id in by_person.keys() | shared
        }
    return found


def _said(reasons: Sequence[str | None]) -> str:
    return max((each for each in reasons if each), key=ORDER.index)


def _is_out(standing: Standing, due_on: date | None) -> bool:
    """Away for too long, or no room for anything in this round: as the person says."""
    today = clock.today()
    return standing.capacity == 0 or is_away(standing.away, today, due_on or today)


@dataclass(frozen=True)
class Handover:
    """A reviewer of a dossier, now or before, and whose work he or she goes on with."""

    user_id: uuid.UUID
    taken_from: uuid.UUID | None
    is_present: bool


def handovers(dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Handover]]:
    """Per dossier everybody who reviews or reviewed it (system use; one query, none for none)."""
    if not dossier_ids:
        return {}
    now = clock.now()
    found: dict[uuid.UUID, list[Handover]] = {key: [] for key in dossier_ids}
    for row in session().scalars(select(Assignment).where(Assignment.dossier_id.in_(dossier_ids))):
        is_present = row.ended_at is None or row.ended_at > now
        found[row.dossier_id].append(Handover(row.user_id, row.takes_over_from_id, is_present))
    return found


def same_work(rows: Collection[Handover], people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """These people and all who go on with their work, or whose work they go on with, through others too. Pure."""
    found = set(people)
    pairs = [{each.user_id, each.taken_from} for each in rows if each.taken_from is not None]
    while more := {key for pair in pairs if pair & found for key in pair if key is not None} - found:
        found |= more
    return found


def _passed_on(rows: Collection[Handover]) -> set[uuid.UUID]:
    """Whose verdicts a present reviewer goes on with: back beside that one, the two are independent no longer.

    A dossier that waits for a new pair has none yet; there the two are held against each other (`assignments`).
    """
    present = {each.user_id for each in rows if each.is_present}
    return same_work(rows, present) - present


def _other_parts(dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    query = select(DossierPart.dossier_id, DossierPart.user_id)
    query = query.where(DossierPart.dossier_id.in_(dossier_ids), DossierPart.part != Part.REVIEWS)
    found: dict[uuid.UUID, list[uuid.UUID]] = {key: [] for key in dossier_ids}
    for dossier_id, user_id in session().execute(query):
        found[dossier_id].append(user_id)
    return found
