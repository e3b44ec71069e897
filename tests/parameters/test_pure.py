# SPDX-License-Identifier: EUPL-1.2
"""Which value counts on a day, and reading what people type; without application and database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samencontroleren.parameters import typed
from samencontroleren.parameters.cells import may_show_count
from samencontroleren.parameters.kinds import Code
from samencontroleren.parameters.registry import BY_CODE, PARAMETERS
from samencontroleren.parameters.resolving import Setting, planned_after, setting_on
from samencontroleren.parameters.wording import written

DAY = date(2027, 3, 1)


def setting(number: int, value: int, days: int, is_withdrawal: bool = False) -> Setting:
    return Setting(number, value, DAY + timedelta(days=days), is_withdrawal)


HISTORY = [setting(1, 10, -20), setting(2, 20, 30), setting(3, 15, 0), setting(4, 99, 30), setting(5, 99, 30, True)]


@pytest.mark.parametrize(
    ("settings", "days", "expected"),
    [
        (HISTORY[:1], -21, None),
        (HISTORY[:1], -20, 10),
        (HISTORY[:3], -1, 10),
        (HISTORY[:3], 0, 15),  # set later, for an earlier day: what was planned after it still comes
        (HISTORY[:3], 29, 15),
        (HISTORY[:3], 30, 20),
        (HISTORY[:4], 30, 99),  # the last word for one day
        (HISTORY, 30, 15),  # withdrawn: what counted before goes on, not what was overwritten
        (HISTORY, 400, 15),
        ([*HISTORY, setting(6, 7, 30)], 30, 7),  # set anew after the withdrawal
    ],
)
def test_the_value_on_a_day(settings: list[Setting], days: int, expected: int | None) -> None:
    found = setting_on(reversed(settings), DAY + timedelta(days=days))
    assert (found.value if found else None) == expected


def test_what_is_planned() -> None:
    assert [each.value for each in planned_after(HISTORY[:2], DAY)] == [20]
    assert planned_after(HISTORY, DAY) == []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(-50, 50), st.booleans()), max_size=6), st.integers(-60, 60))
def test_the_future_never_counts(rows: list[tuple[int, int, bool]], days: int) -> None:
    history = [setting(number, *row) for number, row in enumerate(rows, 1)]
    day = DAY + timedelta(days=days)
    known = [each for each in history if each.counts_from <= day]
    assert setting_on(history, day) == setting_on(known, day)
    assert all(each.counts_from > day for each in planned_after(history, day))


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.code.value)
def test_what_is_shown_can_be_typed_again(parameter: Any) -> None:
    shown = {name: str(value) for name, value in typed.fields(parameter, parameter.default).items()}
    assert typed.read(parameter, shown) == parameter.default
    for text in (*parameter.label, *parameter.explanation, *parameter.applies, *written(parameter, parameter.default)):
        assert text.strip()


@pytest.mark.parametrize(
    ("code", "fields", "expected"),
    [
        (Code.HEARING_DAYS, {"value": " 12 "}, 12),
        (Code.ROUND_LADDER, {"before": "1, 30;7 7", "after": "3"}, [-30, -7, -1, 3]),
        (Code.ROUND_LADDER, {"before": "", "after": "3"}, [3]),
        (Code.FREE_DAYS, {"value": ""}, []),
        (
            Code.FREE_DAYS,
            {"value": "7-5-2027  Dag na Hemelvaart\n\n2026-12-24 Kerstavond"},
            [["2026-12-24", "Kerstavond"], ["2027-05-07", "Dag na Hemelvaart"]],
        ),
    ],
)
def test_reading(code: Code, fields: dict[str, str], expected: Any) -> None:
    assert typed.read(BY_CODE[code.value], fields) == expected


@pytest.mark.parametrize(
    ("code", "fields", "at", "params"),
    [
        (Code.HEARING_DAYS, {"value": ""}, "value", {}),
        (Code.HEARING_DAYS, {"value": "tien"}, "value", {}),
        (Code.HEARING_DAYS, {"value": "٣"}, "value", {}),
        (Code.HEARING_DAYS, {"value": "0"}, "value", {"least": 1, "most": 60}),
        (Code.SMALLEST_CELL, {"value": "2"}, "value", {"least": 3, "most": 25}),
        (Code.ROUND_LADDER, {"before": "", "after": ""}, "before", {}),
        (Code.ROUND_LADDER, {"before": "1", "after": "-3"}, "after", {}),
        (Code.ROUND_LADDER, {"before": "0"}, "before", {"most": 120, "number": 10}),
        (Code.ROUND_LADDER, {"before": " ".join(map(str, range(1, 12)))}, "before", {"most": 120, "number": 10}),
        (Code.FREE_DAYS, {"value": "24-12-2026"}, "value", {"line": 1}),
        (Code.FREE_DAYS, {"value": "24-12-2026 A\n31-2-2027 B"}, "value", {"line": 2}),
        (Code.FREE_DAYS, {"value": "24-12-2026 A\n2026-12-24 B"}, "value", {"line": 2}),
    ],
)
def test_what_is_refused_and_where(code: Code, fields: dict[str, str], at: str, params: dict[str, int]) -> None:
    with pytest.raises(typed.Wrong) as wrong:
        typed.read(BY_CODE[code.value], fields)
    assert (wrong.value.field, wrong.value.params) == (at, params)


def test_values_in_words() -> None:
    ladder, days, number = (BY_CODE[each.value] for each in (Code.ROUND_LADDER, Code.FREE_DAYS, Code.MOST_CLAIMS))
    assert written(ladder, [-30, -7, -1, 7]) == (
        "30, 7 en 1 werkdagen ervoor, 7 werkdagen erna",
        "30, 7 and 1 working days before, 7 working days after",
    )
    assert written(ladder, [-1, 1])[0] == "1 werkdag ervoor, 1 werkdag erna"
    assert written(days, [["2026-12-24", "Kerstavond"]])[1] == "24 December 2026 (Kerstavond)"
    assert written(days, []) == ("geen", "none")
    assert [written(number, each)[0] for each in (1, 25)] == ["1 product", "25 producten"]


def test_counts_of_others_are_shown_from_five_in_cell_and_rest() -> None:
    assert may_show_count(5, 5, 5)
    assert not may_show_count(4, 15, 5)
    assert not may_show_count(15, 4, 5)
