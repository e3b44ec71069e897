# SPDX-License-Identifier: EUPL-1.2
"""What inkoopsets do when gemeenten or products merge: sets go along, and a candidate goes on in the other product."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select, update

from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.procurement.models import Candidate, RequirementSet
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _preview(old: Sequence[uuid.UUID], _into: uuid.UUID | None) -> Counts:
    counted = select(func.count()).select_from(RequirementSet).where(RequirementSet.municipality_id.in_(old))
    return [(N_("Inkoopsets"), session().scalar(counted) or 0)]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    """The parts of a set follow it by their keys, also those of versions that are laid down."""
    session().execute(
        update(RequirementSet).where(RequirementSet.municipality_id.in_(old)).values(municipality_id=into)
    )
    session().expire_all()


def _candidates(move: Move) -> list[Candidate]:
    query = select(Candidate).where(Candidate.product_id.in_(move.product_ids)) if move.is_merge else None
    return [] if query is None else list(session().scalars(query))


def _supplier_preview(move: Move) -> Counts:
    return [(N_("Kandidaten in inkoopsets"), len(_candidates(move)))]


def _supplier_move(move: Move) -> None:
    if move.into_product_id is None:
        return
    same = select(Candidate.set_id).where(Candidate.product_id == move.into_product_id)
    has_both = set(session().scalars(same))
    for each in _candidates(move):
        if each.set_id in has_both:
            session().delete(each)
        else:
            each.product_id = move.into_product_id
            has_both.add(each.set_id)
    session().flush()


MERGING = MergeContribution(_preview, _move)
SUPPLIERS = SupplierContribution(_supplier_preview, _supplier_move)
