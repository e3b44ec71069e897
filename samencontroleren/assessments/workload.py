# SPDX-License-Identifier: EUPL-1.2
"""How much a dossier asks of a reviewer: how many verdicts, and how many days such a dossier usually takes."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median
from typing import Any

from sqlalchemy import ScalarSelect, Select, case, func, select

from samencontroleren.assessments.kinds import ConclusionBasis
from samencontroleren.assessments.models import Conclusion
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier, DossierMove

LEAST = 5
"""Below so many finished dossiers of comparable size nothing is said."""
LOOKED_AT = 200
"""As many finished dossiers as are looked at, the last ones."""

Finished = tuple[int, float, uuid.UUID]
"""Verdicts that were asked, days from the start of the review to its end, and the supplier."""


def usual_days(asked: int, finished: Iterable[Finished], smallest_cell: int) -> int | None:
    """The median number of days of finished dossiers of half to one and a half times this size.

    None for too few dossiers, or for fewer suppliers than a figure about others asks (product.md, 2.9).
    """
    alike = [(took, vendor_id) for size, took, vendor_id in finished if asked <= 2 * size <= 3 * asked]
    suppliers = {vendor_id for _took, vendor_id in alike}
    is_enough = len(alike) >= LEAST and len(suppliers) >= smallest_cell
    return max(1, ceil(median(took for took, _vendor_id in alike))) if is_enough else None


def asked_in(dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Per dossier on how many answers a reviewer gives a verdict: those of the newest submission, less what a
    re-assessment took over (one query; a caller checked who may know)."""
    query = select(Dossier.id, _answers() - _carried()).where(Dossier.id.in_(dossier_ids))
    return {row[0]: row[1] for row in session().execute(query)}


def _answers() -> ScalarSelect[int]:
    newest = select(Submission.id).where(Submission.dossier_id == Dossier.id)
    last = newest.order_by(Submission.number.desc()).limit(1).correlate(Dossier).scalar_subquery()
    return _count(SubmittedAnswer).where(SubmittedAnswer.submission_id == last).correlate(Dossier).scalar_subquery()


def _carried() -> ScalarSelect[int]:
    carried = (Conclusion.dossier_id == Dossier.id) & (Conclusion.basis == ConclusionBasis.CARRIED)
    return _count(Conclusion).where(carried).correlate(Dossier).scalar_subquery()


def _count(table: type) -> Select[Any]:
    return select(func.count()).select_from(table)


def last_finished() -> list[Finished]:
    """The size and days of the last reviews that ended, of whatever supplier (system use: to count with)."""
    to_review = DossierMove.to_state == DossierState.IN_REVIEW
    out = (DossierMove.from_state == DossierState.IN_REVIEW) & DossierMove.to_state.in_(
        (DossierState.DISCUSSING, DossierState.HEARING)
    )
    began, ended = func.min(case((to_review, DossierMove.moved_at))), func.min(case((out, DossierMove.moved_at)))
    spans = select(DossierMove.dossier_id, Dossier.vendor_id, began, ended).join(
        Dossier, Dossier.id == DossierMove.dossier_id
    )
    whole = spans.group_by(DossierMove.dossier_id, Dossier.vendor_id).having(began.is_not(None), ended > began)
    done = session().execute(whole.order_by(ended.desc()).limit(LOOKED_AT))
    rows: Sequence[tuple[uuid.UUID, uuid.UUID, datetime, datetime]] = [tuple(row) for row in done]
    sizes: Mapping[uuid.UUID, int] = asked_in([row[0] for row in rows])
    return [(sizes[key], (end - start).total_seconds() / 86_400, vendor_id) for key, vendor_id, start, end in rows]


@dataclass(frozen=True)
class Work:
    """What a dossier asks of the reviewer."""

    asked: int
    since: datetime | None
    """When it was assigned."""
    usual: int | None
    """How many days such a dossier usually takes; None: too few to say."""


def workload(actor: Actor, dossier_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Work]:
    """The work in dossiers that are assigned to the actor (four queries; none for none)."""
    if not dossier_ids:
        return {}
    since, asked, finished = rounds.held_since(actor), asked_in(dossier_ids), last_finished()
    smallest = parameters.number_on(Code.SMALLEST_CELL)
    return {key: Work(asked[key], since.get(key), usual_days(asked[key], finished, smallest)) for key in dossier_ids}
