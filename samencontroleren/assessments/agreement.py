# SPDX-License-Identifier: EUPL-1.2
"""How far two reviewers agree who judged the same answer apart from each other. Pure.

The measure is Krippendorff's alpha on the order of verdicts (product.md, section 6): 1 is full agreement, 0 is what
chance would give. From `ENOUGH` double verdicts on; below that only the share of equal verdicts says anything.
"Not applicable" stands outside the order: such a pair counts in the share and not in alpha.
Source: K. Krippendorff, Content Analysis (2018), chapter 12; interval by resampling the pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.rule import RANK

ENOUGH = 20
"""So many double verdicts in the order are needed for an alpha."""
ACCEPTABLE = 0.667
"""Below this alpha conclusions lean on too little agreement (Krippendorff 2018): the wording deserves another look."""
RESAMPLES = 200
INTERVAL = (2.5, 97.5)
"""Percentiles between which 95 of 100 resamples lie."""
_SEED = 20_260_815
"""The same pairs always give the same interval."""

Pairs = Mapping[tuple[Verdict, Verdict], int]
"""So many times one reviewer said the first and the other the second; the order of the two means nothing."""


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha with the interval in which 95 of 100 resamples lie; at most 1."""

    value: float
    low: float
    high: float

    @property
    def is_weak(self) -> bool:
        """Whether the wording deserves another look."""
        return self.value < ACCEPTABLE


def doubles(pairs: Pairs) -> int:
    """How many double verdicts there are."""
    return sum(pairs.values())


def equals(pairs: Pairs) -> int:
    """How many of them are the same verdict."""
    return sum(count for (one, other), count in pairs.items() if one == other)


def alpha_of(pairs: Pairs) -> Alpha | None:
    """Alpha with its interval; None under `ENOUGH` pairs in the order, or where nobody ever differed in verdict.

    When all verdicts are one and the same there is nothing that chance could spoil, so that alpha does not exist.
    """
    ranked = _ranked(pairs)
    if sum(ranked.values()) < ENOUGH or len({rank for pair in ranked for rank in pair}) < 2:
        return None
    import numpy  # noqa: PLC0415 -- heavy, and asked by few pages

    kinds, counts = list(ranked), numpy.array(list(ranked.values()))
    draw = numpy.random.default_rng(_SEED).multinomial(counts.sum(), counts / counts.sum(), size=RESAMPLES)
    spread = numpy.percentile([_alpha(kinds, each) for each in draw], INTERVAL)
    return Alpha(_alpha(kinds, counts), float(spread[0]), float(spread[1]))


def _ranked(pairs: Pairs) -> dict[tuple[int, int], int]:
    """The pairs as ranks, lowest first; *not met* and *cannot be assessed* are one rank."""
    found: dict[tuple[int, int], int] = {}
    for (one, other), count in pairs.items():
        if one in RANK and other in RANK and count:
            key = (min(RANK[one], RANK[other]), max(RANK[one], RANK[other]))
            found[key] = found.get(key, 0) + count
    return found


def _alpha(kinds: list[tuple[int, int]], counts: Any) -> float:
    import krippendorff  # noqa: PLC0415 -- brings numpy, as above
    import numpy  # noqa: PLC0415 -- heavy, and asked by few pages

    domain = sorted(set(RANK.values()))
    rows = numpy.array([[pair.count(rank) for rank in domain] for pair in kinds])
    units = numpy.repeat(rows, counts, axis=0)
    if numpy.count_nonzero(units.sum(axis=0)) < 2:  # a resample without any difference
        return 1.0
    return float(krippendorff.alpha(value_counts=units, value_domain=domain, level_of_measurement="ordinal"))
