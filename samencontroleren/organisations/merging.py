# SPDX-License-Identifier: EUPL-1.2
"""What mandates do when gemeenten merge: a mandate of a gemeente that ends is one of its successor."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.organisations.models import Mandate


def _living(old: Sequence[uuid.UUID]) -> list[Mandate]:
    past = Mandate.valid_until < clock.today()
    query = select(Mandate).where(
        Mandate.municipality_id.in_(old), Mandate.ended_at.is_(None), ~func.coalesce(past, False)
    )
    return list(session().scalars(query.order_by(Mandate.valid_from, Mandate.id)))


def _preview(old: Sequence[uuid.UUID], _into: uuid.UUID | None) -> Counts:
    return [(N_("Mandaten van samenwerkingsverbanden"), len(_living(old)))]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    """End each mandate at the old gemeente and give the new one the same; the ended row is its history.

    A partnership thereby acts for the whole new gemeente only in what an old one had mandated.
    """
    for each in _living(old):
        each.ended_at, each.end_reason = clock.now(), "Herindeling"
        each.revision += 1
        session().add(
            Mandate(
                partnership_id=each.partnership_id,
                municipality_id=into,
                valid_from=max(each.valid_from, clock.today()),
                valid_until=each.valid_until,
                covers_register=each.covers_register,
                covers_results=each.covers_results,
                covers_decisions=each.covers_decisions,
                agreement=each.agreement,
            )
        )
    session().flush()


MERGING = MergeContribution(_preview, _move)
