# SPDX-License-Identifier: EUPL-1.2
"""A verdict on the axes that a requirement asks (opzet, bestaan, werking), and the one that follows from them. Pure."""

from collections.abc import Mapping, Sequence

from samencontroleren.assessments import rule
from samencontroleren.assessments.kinds import Axis, Verdict

Axes = Mapping[Axis, Verdict]


def chosen_on(asked: Sequence[str], axes: Axes) -> dict[str, str]:
    """The verdicts on the axes a requirement asks, as they are stored."""
    return {str(Axis(each)): str(axes[Axis(each)]) for each in asked if Axis(each) in axes}


def verdict_of(asked: Sequence[str], chosen: Mapping[str, str], code: Verdict | None) -> Verdict | None:
    """The lowest of the axes that are asked, once each has one; without axes the one that was chosen."""
    if not asked:
        return code
    is_whole = len(chosen) == len(asked)
    return rule.lowest({Axis(axis): Verdict(each) for axis, each in chosen.items()}) if is_whole else None


def alike_on(asked: Sequence[str], code: Verdict | None) -> Axes:
    """The same verdict on every axis that is asked."""
    return {Axis(each): code for each in asked} if code is not None else {}


def lowest_of(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """Two verdicts on the same axes as one: the lowest on each."""
    both = {axis: (Verdict(first[axis]), Verdict(second[axis])) for axis in first if axis in second}
    return {axis: str(rule.lowest(dict(zip(Axis, two, strict=False)))) for axis, two in both.items()}
