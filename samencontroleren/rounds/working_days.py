# SPDX-License-Identifier: EUPL-1.2
"""Working days: Monday to Friday without the free days of the Algemene termijnenwet. Pure.

Article 3 of that law names New Year's Day, Easter and Whit Monday, both Christmas Days, Ascension Day, the King's
birthday and the fifth of May (each year, not only the lustrum), and puts Good Friday on a par with them. Extra free
days of the scheme are passed in (`parameters.service.free_days_on`).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE = timedelta(days=1)


@lru_cache(maxsize=64)
def free_days(year: int) -> frozenset[date]:
    """The holidays of a year. The library counts the fifth of May of most years as optional: the law does not."""
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def is_working_day(day: date, extra: Iterable[date] = ()) -> bool:
    """Whether terms count this day: no weekend, no holiday, none of the `extra` free days."""
    return day.weekday() < 5 and day not in free_days(day.year) and day not in frozenset(extra)


def add_working_days(day: date, number: int, extra: Iterable[date] = ()) -> date:
    """The working day that lies `number` working days after `day` (before it when negative).

    With 0 the day itself, or the next working day when it is a free one.
    """
    step = ONE if number >= 0 else -ONE
    left = abs(number)
    while left or not is_working_day(day, extra):
        day += step
        left -= is_working_day(day, extra) if left else 0
    return day


def working_days_between(first: date, last: date, extra: Iterable[date] = ()) -> int:
    """How many working days lie after `first` up to and including `last`; negative when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, extra)
    days = (first + ONE * number for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, extra) for day in days)
