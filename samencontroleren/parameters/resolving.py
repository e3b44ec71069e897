# SPDX-License-Identifier: EUPL-1.2
"""Which value counts on a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One row of the history: a value from a day, or the withdrawal of what was set for that day."""

    number: int
    """Its place in the history of the parameter, from 1."""
    value: Any
    counts_from: date
    is_withdrawal: bool = False


def standing(settings: Iterable[Setting]) -> list[Setting]:
    """What is left of a history, by day: the last word for each day, without what was withdrawn."""
    last: dict[date, Setting] = {}
    for each in sorted(settings, key=lambda setting: setting.number):
        last[each.counts_from] = each
    return [last[day] for day in sorted(last) if not last[day].is_withdrawal]


def setting_on(settings: Iterable[Setting], day: date) -> Setting | None:
    """The setting that counts on `day`: of those standing the latest whose day has come. None: the default counts."""
    begun = [each for each in standing(settings) if each.counts_from <= day]
    return begun[-1] if begun else None


def planned_after(settings: Iterable[Setting], day: date) -> list[Setting]:
    """What is standing for days after `day`, the first one first."""
    return [each for each in standing(settings) if each.counts_from > day]
