# SPDX-License-Identifier: EUPL-1.2
"""What the register does when gemeenten or products merge: lines move, doubles become one.

Of doubles the line that stays takes the strongest state (confirmed, claimed, ended), every process and contract, and
is critical, or leads the contract, when one of them did. The others stay as ended lines where they were: their
history.
"""

import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import select

from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.organisations.contributions import Counts, MergeContribution
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.contributions import Move, SupplierContribution

STRENGTH = {UsageState.CONFIRMED: 0, UsageState.CLAIMED: 1, UsageState.ENDED: 2}
LONGEST = 500


def _of_municipalities(keys: Sequence[uuid.UUID]) -> list[Usage]:
    query = select(Usage).where(Usage.municipality_id.in_(keys))
    return list(session().scalars(query.order_by(Usage.product_id, Usage.created_at, Usage.id)))


def _preview(old: Sequence[uuid.UUID], into: uuid.UUID | None) -> Counts:
    lines = _of_municipalities([*old, *([into] if into else [])])
    products = [each.product_id for each in lines]
    return [
        (N_("Regels in het register van producten"), sum(each.municipality_id in old for each in lines)),
        (N_("Dubbele producten, samen op één regel"), len(products) - len(set(products))),
    ]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    lines = _of_municipalities([*old, into])
    for _product, found in groupby(lines, key=lambda each: each.product_id):
        same = list(found)
        stays = next((each for each in same if each.municipality_id == into), same[0])
        _combine(stays, same)
        if stays.municipality_id != into:
            stays.municipality_id, stays.revision = into, stays.revision + 1
        session().flush()
        trail.record(SYSTEM, "usage.merged", "usage", stays.id, reader=into, lines=len(same))


def _combine(stays: Usage, same: Sequence[Usage]) -> None:
    """One line out of all; the others end where they are."""
    if len(same) < 2:
        return
    best = min(same, key=lambda each: STRENGTH[each.state])
    counting = [each for each in same if each.state is not UsageState.ENDED] or list(same)
    stays.process = _joined(each.process for each in counting)
    stays.contract_number = _joined(each.contract_number for each in counting)
    stays.is_critical = any(each.is_critical for each in counting)
    stays.leads_contract = any(each.leads_contract for each in counting)
    if best is not stays:
        stays.state, stays.claimed_by_id, stays.claimed_at = best.state, best.claimed_by_id, best.claimed_at
        stays.confirmed_by_id, stays.confirmed_at, stays.ended_on = (
            best.confirmed_by_id,
            best.confirmed_at,
            best.ended_on,
        )
        stays.rejected_by_id, stays.rejected_reason = best.rejected_by_id, best.rejected_reason
    stays.revision += 1
    for other in same:
        if other is not stays and other.state is not UsageState.ENDED:
            other.state, other.ended_on, other.revision = UsageState.ENDED, clock.today(), other.revision + 1


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))[:LONGEST]


def _supplier_preview(move: Move) -> Counts:
    if not move.is_merge:
        return []
    lines = session().scalars(select(Usage.id).where(Usage.product_id.in_(move.product_ids)))
    return [(N_("Regels in registers van gemeenten"), len(list(lines)))]


def _supplier_move(move: Move) -> None:
    if not move.is_merge or move.into_product_id is None:
        return
    both = Usage.product_id.in_((*move.product_ids, move.into_product_id))
    query = select(Usage).where(both).order_by(Usage.municipality_id, Usage.created_at, Usage.id)
    for municipality, found in groupby(list(session().scalars(query)), key=lambda each: each.municipality_id):
        same = list(found)
        stays = next((each for each in same if each.product_id == move.into_product_id), same[0])
        _combine(stays, same)
        if stays.product_id != move.into_product_id:
            stays.product_id, stays.revision = move.into_product_id, stays.revision + 1
        session().flush()
        trail.record(SYSTEM, "usage.merged", "usage", stays.id, reader=municipality, lines=len(same))


MERGING = MergeContribution(_preview, _move)
SUPPLIERS = SupplierContribution(_supplier_preview, _supplier_move)
