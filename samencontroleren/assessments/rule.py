# SPDX-License-Identifier: EUPL-1.2
"""The rule that makes a result of verdicts: pure, versioned, and explaining itself (product.md section 6).

Order of verdicts: not met = cannot be assessed < partly < meets; *not applicable* stands outside it.

Version 1 reads:

1. Rows that are not applicable count for nothing. A key requirement that is not applicable is named in the
   explanation; when not both reviewers agree to it, it counts as *cannot be assessed*.
2. A key requirement that is not met or cannot be assessed: the result is *does not meet*.
3. The weighted score over all applicable requirements (meets 1, partly a half, otherwise 0) is below half:
   the result is *does not meet*.
4. Otherwise anything that is not *meets*, key or not: the result is *meets with concerns*.
5. Otherwise: *meets*.

No step punishes a better verdict, so an improvement never worsens the result. Theme scores use the same
points, rounded down: 100 means that everything is met. Whoever changes an outcome adds a version to `RULES`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .kinds import Assurance, Axis, ResultCode, Severity, Verdict
from .sentences import Cause, Sentence, overall, sentence

RULE_VERSION = "1"

RANK = {Verdict.NOT_MET: 0, Verdict.CANNOT_BE_ASSESSED: 0, Verdict.PARTLY: 1, Verdict.MEETS: 2}
"""Points of a verdict, in halves; *not applicable* has none."""

_LOWEST_FIRST = (*RANK, Verdict.NOT_APPLICABLE)
_CAUSES = list(Cause)
_ASSURANCES = list(Assurance)
_SEVERITIES = list(Severity)


Rule = Callable[[Iterable["Judged"]], "Outcome"]


class NothingToJudge(ValueError):
    """There is no applicable requirement, so there can be no result."""


@dataclass(frozen=True)
class Judged:
    """One requirement with its verdict. `weight` is at least 1; `severity` only orders the explanation."""

    requirement: str
    theme: str
    title_nl: str
    title_en: str
    is_key: bool
    verdict: Verdict
    assurance: Assurance
    weight: int = 1
    severity: Severity | None = None
    both_agree_not_applicable: bool = True

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError(f"The weight of {self.requirement} must be at least 1.")


@dataclass(frozen=True)
class ThemeScore:
    """Score of a theme, 0-100 or None when nothing applies, and the number of requirements per verdict."""

    theme: str
    score: int | None
    met: int
    partly: int
    not_met: int
    not_applicable: int
    cannot: int


@dataclass(frozen=True)
class Outcome:
    """What the rule makes of the verdicts; the explanation starts with the heaviest cause."""

    result: ResultCode
    theme_scores: tuple[ThemeScore, ...]
    explanation: tuple[Sentence, ...]
    rule_version: str
    assurance: Assurance


@dataclass(frozen=True)
class Comparison:
    """The verdicts of two reviewers on one requirement; None where one of them gave none."""

    requirement: str
    first: Verdict | None
    second: Verdict | None

    @property
    def is_equal(self) -> bool:
        """Whether both gave a verdict and it is the same."""
        return self.first is not None and self.first == self.second


def judge(rows: Iterable[Judged]) -> Outcome:
    """The outcome of a dossier; the order of the rows does not matter.

    Raises NothingToJudge when no requirement applies and ValueError when a requirement occurs twice.
    """
    judged = [_weighed(row) for row in rows]
    if len({row.requirement for row, _ in judged}) < len(judged):
        raise ValueError("Each requirement can be judged once.")
    counted = [row for row, _ in judged if row.verdict in RANK]
    if not counted:
        raise NothingToJudge("A result needs at least one applicable requirement.")
    result = _result(counted)
    return Outcome(
        result=result,
        theme_scores=_theme_scores([row for row, _ in judged]),
        explanation=_explanation(judged, result),
        rule_version=RULE_VERSION,
        assurance=_lowest_assurance(counted),
    )


RULES: dict[str, Rule] = {RULE_VERSION: judge}
"""Every version of the rule by its name. A new one stands here before it counts: `samencontroleren results
compare-rules` says what it would change, and `RULE_VERSION` names the one that counts. None is ever taken away:
released results keep theirs."""


def lowest(verdicts: Mapping[Axis, Verdict]) -> Verdict:
    """The verdict on a requirement: the lowest of the axes asked, leaving out what does not apply.

    *Not met* goes before *cannot be assessed*. Raises ValueError without any axis.
    """
    if not verdicts:
        raise ValueError("A verdict needs at least one axis.")
    return min(verdicts.values(), key=_LOWEST_FIRST.index)


def compare(first: Mapping[str, Verdict], second: Mapping[str, Verdict]) -> tuple[Comparison, ...]:
    """The verdicts of two reviewers beside each other, requirement id -> verdict, in order of requirement."""
    return tuple(Comparison(key, first.get(key), second.get(key)) for key in sorted({*first, *second}))


def _weighed(row: Judged) -> tuple[Judged, Cause | None]:
    """The row as it counts, with the cause it gives for the explanation."""
    if row.verdict is Verdict.NOT_APPLICABLE:
        if not row.is_key:
            return row, None
        if row.both_agree_not_applicable:
            return row, Cause.KEY_NOT_APPLICABLE
        return replace(row, verdict=Verdict.CANNOT_BE_ASSESSED), Cause.KEY_NOT_APPLICABLE_DISPUTED
    if row.verdict is Verdict.MEETS:
        return row, None
    return row, Cause(f"key_{row.verdict}" if row.is_key else row.verdict)


def _result(counted: Sequence[Judged]) -> ResultCode:
    if any(row.is_key and RANK[row.verdict] == 0 for row in counted) or _is_below_half(counted):
        return ResultCode.DOES_NOT_MEET
    if any(row.verdict is not Verdict.MEETS for row in counted):
        return ResultCode.MEETS_WITH_CONCERNS
    return ResultCode.MEETS


def _is_below_half(counted: Sequence[Judged]) -> bool:
    # RANK counts in halves, so half of the points is exactly the sum of the weights.
    return _points(counted) < _weight(counted)


def _points(counted: Iterable[Judged]) -> int:
    return sum(RANK[row.verdict] * row.weight for row in counted)


def _weight(counted: Iterable[Judged]) -> int:
    return sum(row.weight for row in counted)


def _theme_scores(rows: Sequence[Judged]) -> tuple[ThemeScore, ...]:
    themes = sorted({row.theme for row in rows})
    return tuple(_theme_score(theme, [row for row in rows if row.theme == theme]) for theme in themes)


def _theme_score(theme: str, rows: Sequence[Judged]) -> ThemeScore:
    counted = [row for row in rows if row.verdict in RANK]
    number = Counter(row.verdict for row in rows)
    return ThemeScore(
        theme=theme,
        score=100 * _points(counted) // (2 * _weight(counted)) if counted else None,
        met=number[Verdict.MEETS],
        partly=number[Verdict.PARTLY],
        not_met=number[Verdict.NOT_MET],
        not_applicable=number[Verdict.NOT_APPLICABLE],
        cannot=number[Verdict.CANNOT_BE_ASSESSED],
    )


def _explanation(judged: Sequence[tuple[Judged, Cause | None]], result: ResultCode) -> tuple[Sentence, ...]:
    named = [(cause, row) for row, cause in judged if cause is not None]
    named.sort(key=lambda item: (-_heaviness(item[1]), item[1].requirement))
    lines = [sentence(cause, row.requirement, row.title_nl, row.title_en) for cause, row in named]
    if _is_below_half([row for row, _ in judged if row.verdict in RANK]):
        lines.append(overall(Cause.BELOW_HALF))
    if result is ResultCode.MEETS:
        lines.append(overall(Cause.ALL_MET))
    return tuple(sorted(lines, key=lambda line: _CAUSES.index(line.cause)))


def _heaviness(row: Judged) -> int:
    return -1 if row.severity is None else _SEVERITIES.index(row.severity)


def _lowest_assurance(counted: Sequence[Judged]) -> Assurance:
    """The lowest over the applicable key requirements, or over all that apply when none of these is key."""
    keys = [row for row in counted if row.is_key]
    return min((row.assurance for row in keys or counted), key=_ASSURANCES.index)
