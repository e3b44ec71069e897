# SPDX-License-Identifier: EUPL-1.2
"""Agreement of reviewers per requirement and per theme, for the co-ordinator and the authors of requirements.

Only over dossiers in which both verdicts are revealed and the reader may read them, and only over enough suppliers
(product.md, 2.9). The number of queries does not depend on the number of verdicts.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select

from samencontroleren.assessments import policy
from samencontroleren.assessments.agreement import Alpha, alpha_of, doubles, equals
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.core.access import require_any, visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.cells import may_show_count
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.service import theme_order
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier

WEAKEST_SHARE = 70
"""Below this share of equal verdicts, in percent, a wording without an alpha deserves another look too."""


@dataclass
class Agreement:
    """What two reviewers make of the same answers, of one requirement or one theme."""

    pairs: dict[tuple[Verdict, Verdict], int] = field(default_factory=dict)
    equal_suppliers: int = 0
    unequal_suppliers: int = 0
    suppliers: int = 0
    smallest: int = 0
    """So many suppliers a figure must be about."""

    @property
    def total(self) -> int:
        """How many answers were judged by two."""
        return doubles(self.pairs)

    @property
    def share(self) -> int | None:
        """The share of equal verdicts in percent; None where the group or the rest is too small to show."""
        shown = may_show_count(self.equal_suppliers, self.unequal_suppliers, self.smallest)
        return round(100 * equals(self.pairs) / self.total) if shown else None

    @cached_property
    def alpha(self) -> Alpha | None:
        """Krippendorff's alpha; None for too few pairs or suppliers."""
        return alpha_of(self.pairs) if self.suppliers >= self.smallest else None

    @property
    def is_weak(self) -> bool:
        """Whether people disagree so much that the wording deserves another look."""
        found = self.alpha
        if found is not None:
            return found.is_weak
        return self.share is not None and self.share < WEAKEST_SHARE


@dataclass(frozen=True)
class OfRequirement:
    """One requirement with its newest wording that was judged, and the agreement on it."""

    version: RequirementVersion
    agreement: Agreement


@dataclass(frozen=True)
class OfTheme:
    """A theme, the agreement over all of it, and its requirements, the least agreed first."""

    theme: str
    agreement: Agreement
    requirements: Sequence[OfRequirement]


def list_agreement(actor: Actor) -> list[OfTheme]:
    """The agreement per theme and requirement (six queries). Raises Forbidden for whom co-ordinates nothing."""
    require_any(actor, rounds_policy.COORDINATE)
    pair, smallest = _pairs(actor), parameters.number_on(Code.SMALLEST_CELL)
    by_requirement = _counted(pair, pair.c.requirement_id, smallest)
    by_theme = _counted(pair, pair.c.theme, smallest)
    newest = _newest(by_requirement)
    found = [
        OfTheme(theme, agreement, _of_theme(theme, newest, by_requirement)) for theme, agreement in by_theme.items()
    ]
    return sorted(found, key=lambda each: theme_order(each.theme))


def _pairs(actor: Actor) -> Any:
    """Each answer that two reviewers judged: dossier, requirement, theme and the two verdicts."""
    code = cast(ReviewVerdict.code, String)
    return (
        visible(actor, policy.VERDICT_VIEW, columns=(ReviewVerdict.dossier_id,))
        .join(RequirementVersion, RequirementVersion.id == ReviewVerdict.requirement_version_id)
        .where(ReviewVerdict.is_revealed)
        .group_by(ReviewVerdict.dossier_id, RequirementVersion.requirement_id, RequirementVersion.theme)
        .having(func.count() == literal(2))
        .add_columns(
            RequirementVersion.requirement_id,
            RequirementVersion.theme,
            func.min(code).label("one"),
            func.max(code).label("other"),
        )
        .subquery()
    )


def _counted(pair: Any, by: Any, smallest: int) -> dict[Any, Agreement]:
    found: dict[Any, Agreement] = {}
    for key, one, other, count in session().execute(_by(pair, by, pair.c.one, pair.c.other, func.count())):
        agreement = found.setdefault(key, Agreement(smallest=smallest))
        agreement.pairs[Verdict(one), Verdict(other)] = count
    suppliers = func.count(func.distinct(Dossier.vendor_id))
    same = pair.c.one == pair.c.other
    for key, equal, unequal, every in session().execute(
        select(
            by,
            suppliers.filter(same),
            suppliers.filter(~same),
            suppliers,
        )
        .join(Dossier, Dossier.id == pair.c.dossier_id)
        .group_by(by)
    ):
        each = found[key]
        each.equal_suppliers, each.unequal_suppliers, each.suppliers = equal, unequal, every
    return found


def _by(pair: Any, *columns: Any) -> Select[Any]:
    """Counts of verdict pairs; the last column is the count."""
    return select(*columns).group_by(*columns[:-1])


def _newest(requirement_ids: Iterable[uuid.UUID]) -> list[RequirementVersion]:
    """The newest wording of each requirement, its requirement loaded."""
    newest = (
        select(RequirementVersion.requirement_id, func.max(RequirementVersion.number).label("number"))
        .where(RequirementVersion.requirement_id.in_(list(requirement_ids)))
        .group_by(RequirementVersion.requirement_id)
        .subquery()
    )
    query = select(RequirementVersion).join(
        newest,
        (newest.c.requirement_id == RequirementVersion.requirement_id) & (newest.c.number == RequirementVersion.number),
    )
    return list(session().scalars(query))


def _of_theme(
    theme: str, newest: Sequence[RequirementVersion], agreements: dict[Any, Agreement]
) -> list[OfRequirement]:
    mine = [OfRequirement(each, agreements[each.requirement_id]) for each in newest if each.theme == theme]
    return sorted(mine, key=_least_agreed)


def _least_agreed(one: OfRequirement) -> tuple[bool, float, str]:
    alpha, share = one.agreement.alpha, one.agreement.share
    measure = alpha.value if alpha else (share / 100 if share is not None else 1.0)
    return not one.agreement.is_weak, measure, one.version.requirement.code
