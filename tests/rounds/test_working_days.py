# SPDX-License-Identifier: EUPL-1.2
"""Working days of the Algemene termijnenwet."""

from datetime import date

import pytest

from samencontroleren.rounds.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year's Day
        date(2026, 4, 3),  # Good Friday, on a par with the holidays
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # the King's birthday
        date(2025, 4, 26),  # the same in 2025: the 27th was a Sunday
        date(2026, 5, 5),  # the fifth of May, in no lustrum year
        date(2025, 5, 5),  # and in one
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2028, 12, 26),
        date(2026, 11, 21),  # a Saturday
    ],
)
def test_free_days(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 10, 3).replace(day=5), date(2026, 5, 4)])
def test_working_days(day: date) -> None:
    assert is_working_day(day)


def test_an_extra_free_day_counts_as_free() -> None:
    bridging = date(2026, 5, 15)
    assert is_working_day(bridging)
    assert not is_working_day(bridging, [bridging])
    assert add_working_days(date(2026, 5, 13), 1, [bridging]) == date(2026, 5, 18)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 20), 10, date(2026, 12, 4)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 5, 4), 1, date(2026, 5, 6)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Easter
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 21), -1, date(2026, 11, 20)),  # from a Saturday back
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_add_working_days(day: date, number: int, expected: date) -> None:
    assert add_working_days(day, number) == expected


def test_there_and_back_over_the_new_year() -> None:
    start = date(2026, 12, 18)
    for number in range(1, 40):
        end = add_working_days(start, number)
        assert add_working_days(end, -number) == start
        assert working_days_between(start, end) == number
        assert working_days_between(end, start) == -number
