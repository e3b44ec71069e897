# SPDX-License-Identifier: EUPL-1.2
"""What reviewers made of one requirement over all dossiers: do they agree, how often is it not met, and why.

For its authors. Figures only over enough suppliers in the group and in the rest (product.md, 2.9); reasons only those
that the reader may read by right.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select

from samencontroleren.assessments import policy
from samencontroleren.assessments.kinds import ConclusionBasis, Verdict
from samencontroleren.assessments.models import Conclusion, ReviewVerdict
from samencontroleren.core.access import is_never, visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.cells import may_show_count
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

NOT_MET = (Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_BE_ASSESSED)
MOST_REASONS = 5


@dataclass(frozen=True)
class Share:
    """A part of a whole in percent; None where it is too small a group to show, in it or in the rest."""

    percent: int | None
    is_empty: bool
    """There is nothing to count yet."""


@dataclass(frozen=True)
class Reason:
    """A public reason for a verdict other than *meets*."""

    verdict: Verdict
    text: str


@dataclass(frozen=True)
class Figures:
    """Agreement of reviewers, share of dossiers in which it is not met, and the reasons most given."""

    agreed: Share
    not_met: Share
    reasons: list[Reason]


def figures_of(actor: Actor, requirement_id: uuid.UUID) -> Figures | None:
    """The figures of a requirement; None for whom may read no verdict by right (three queries)."""
    if is_never(policy.CONCLUSION_VIEW(actor)) or not actor.is_vng:
        return None
    versions = select(RequirementVersion.id).where(RequirementVersion.requirement_id == requirement_id)
    smallest = parameters.number_on(Code.SMALLEST_CELL)
    agreed = _share(session().execute(_agreement(actor, versions)), smallest)
    not_met = _share(session().execute(_outcome(actor, versions)), smallest)
    return Figures(agreed, not_met, _reasons(actor, versions))


def share(parts: Mapping[bool, tuple[int, int]], smallest: int) -> Share:
    """The share of what is true, from (dossiers, suppliers) of what is and what is not. Pure."""
    yes, no = (parts.get(side, (0, 0)) for side in (True, False))
    total = yes[0] + no[0]
    if not total:
        return Share(None, True)
    shown = may_show_count(yes[1], no[1], smallest)
    return Share(round(100 * yes[0] / total) if shown else None, False)


def _share(rows: Any, smallest: int) -> Share:
    return share({bool(row.side): (row.dossiers, row.suppliers) for row in rows}, smallest)


def _agreement(actor: Actor, versions: Select[Any]) -> Select[Any]:
    """Dossiers by whether both reviewers gave the same verdict."""
    each = (
        visible(actor, policy.VERDICT_VIEW, columns=(ReviewVerdict.dossier_id,))
        .where(ReviewVerdict.requirement_version_id.in_(versions))
        .group_by(ReviewVerdict.dossier_id)
        .having(func.count() == 2)
        .add_columns(case((func.min(ReviewVerdict.code) == func.max(ReviewVerdict.code), 1), else_=0).label("side"))
        .subquery()
    )
    return _by_side(each)


def _outcome(actor: Actor, versions: Select[Any]) -> Select[Any]:
    """Dossiers by whether the requirement is not met; where it does not apply they do not count."""
    each = (
        _last(actor, versions)
        .where(Conclusion.code != Verdict.NOT_APPLICABLE)
        .with_only_columns(Conclusion.dossier_id, case((Conclusion.code.in_(NOT_MET), 1), else_=0).label("side"))
        .subquery()
    )
    return _by_side(each)


def _by_side(each: Any) -> Select[Any]:
    return (
        select(
            each.c.side,
            func.count().label("dossiers"),
            func.count(func.distinct(Dossier.vendor_id)).label("suppliers"),
        )
        .join(Dossier, Dossier.id == each.c.dossier_id)
        .group_by(each.c.side)
    )


def _last(actor: Actor, versions: Select[Any]) -> Select[Any]:
    """The conclusion that counts in each released dossier.

    A verdict that a re-assessment took over was counted where it was given, and may be on what is not asked any more.
    """
    newest = (
        select(Conclusion.dossier_id, func.max(Conclusion.number).label("number"))
        .where(Conclusion.requirement_version_id.in_(versions))
        .group_by(Conclusion.dossier_id)
        .subquery()
    )
    released = select(Dossier.id).where(Dossier.state == DossierState.PUBLISHED)
    return (
        visible(actor, policy.CONCLUSION_VIEW)
        .join(newest, (newest.c.dossier_id == Conclusion.dossier_id) & (newest.c.number == Conclusion.number))
        .where(Conclusion.requirement_version_id.in_(versions), Conclusion.dossier_id.in_(released))
        .where(Conclusion.basis != ConclusionBasis.CARRIED)
    )


def _reasons(actor: Actor, versions: Select[Any]) -> list[Reason]:
    """The reasons most given, the newest first among equals; the same words under one verdict once."""
    query = (
        _last(actor, versions)
        .where(Conclusion.code.in_(NOT_MET), Conclusion.public_reason != "")
        .with_only_columns(Conclusion.code, Conclusion.public_reason)
        .group_by(Conclusion.code, Conclusion.public_reason)
        .order_by(func.count().desc(), func.max(Conclusion.decided_at).desc())
        .limit(MOST_REASONS)
    )
    return [Reason(code, text) for code, text in session().execute(query)]
