# SPDX-License-Identifier: EUPL-1.2
"""Which requirements fit what a gemeente buys, and how heavy each weighs in the proposal. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from samencontroleren.procurement.kinds import Aspect, Level, Weight
from samencontroleren.questionnaires.kinds import Severity

Given = frozenset[str]

SERVES: dict[str, Aspect] = {
    "continuiteit": Aspect.AVAILABILITY,
    "overstap": Aspect.AVAILABILITY,
    "ontwikkeling": Aspect.INTEGRITY,
    "logging": Aspect.INTEGRITY,
    "toegang": Aspect.CONFIDENTIALITY,
    "cryptografie": Aspect.CONFIDENTIALITY,
    "gegevens": Aspect.CONFIDENTIALITY,
    "fysiek": Aspect.CONFIDENTIALITY,
}
"""Which side of the classification a theme serves; another theme follows the highest of the three."""

BARS: dict[Level, Severity] = {
    Level.LOW: Severity.CRITICAL,
    Level.MEDIUM: Severity.HIGH,
    Level.HIGH: Severity.MEDIUM,
}
"""From which severity a requirement is proposed as a must."""


class Requirement(Protocol):
    """What is looked at of a requirement."""

    @property
    def theme(self) -> str: ...
    @property
    def segment(self) -> str: ...
    @property
    def norms(self) -> Any: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def severity(self) -> Severity: ...


@dataclass(frozen=True)
class Choices:
    """What is bought: answers to scope questions by code, segments and norms (none chosen: all), classification."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    segments: Given = frozenset()
    norms: Given = frozenset()
    levels: Mapping[Aspect, Level] = field(default_factory=dict)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Choices":
        """The choices as they were stored."""
        return cls(
            {code: frozenset(values) for code, values in stored.get("answers", {}).items()},
            frozenset(stored.get("segments", ())),
            frozenset(stored.get("norms", ())),
            {Aspect(aspect): Level(level) for aspect, level in stored.get("levels", {}).items()},
        )

    def stored(self) -> dict[str, Any]:
        """The choices as JSON."""
        return {
            "answers": {code: sorted(values) for code, values in sorted(self.answers.items()) if values},
            "segments": sorted(self.segments),
            "norms": sorted(self.norms),
            "levels": {aspect.value: level.value for aspect, level in sorted(self.levels.items())},
        }

    def level(self, aspect: Aspect) -> Level:
        """How much protection this side needs; medium where nothing was chosen."""
        return self.levels.get(aspect, Level.MEDIUM)


def fits(requirement: Requirement, choices: Choices) -> bool:
    """Whether a requirement belongs to one of the segments and refers to one of the norms that were chosen."""
    of_segment = not choices.segments or not requirement.segment or requirement.segment in choices.segments
    kinds = {norm["kind"] for norm in requirement.norms}
    return of_segment and (not choices.norms or not kinds.isdisjoint(choices.norms))


def weight_of(requirement: Requirement, choices: Choices) -> Weight:
    """Must or wish: a key requirement is always a must, another one when it is severe enough for the classification."""
    order = list(Level)
    aspect = SERVES.get(requirement.theme)
    level = choices.level(aspect) if aspect else max((choices.level(each) for each in Aspect), key=order.index)
    severities = list(Severity)
    is_heavy = severities.index(requirement.severity) >= severities.index(BARS[level])
    return Weight.MUST if requirement.is_key or is_heavy else Weight.WISH


def norms_of(requirements: Iterable[Requirement]) -> list[str]:
    """The kinds of norm there are to choose from."""
    return sorted({norm["kind"] for each in requirements for norm in each.norms if norm["kind"]})
