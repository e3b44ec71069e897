# SPDX-License-Identifier: EUPL-1.2
"""Means and shares over others: own results left out, nothing over too few in the cell or in the rest."""

from samencontroleren.benchmarks.drawing import HEIGHT, dots, path_of
from samencontroleren.benchmarks.figures import Mean, Score, means_for, shortcomings_for

SMALLEST = 5
OTHERS = [Score(f"v{n}", "a", "t", 50 + n) for n in range(5)]
ELSEWHERE = [Score(f"w{n}", "b", "t", 10) for n in range(5)]
OWN = Score("own", "a", "t", 100)


def test_own_results_never_count_in_what_one_is_compared_with() -> None:
    found = means_for("own", {"t": [OWN, *OTHERS, *ELSEWHERE]}, SMALLEST)
    assert found == [Mean("a", "t", 52, 5)]
    same = means_for("own", {"t": [Score("own", "a", "t", 0), *OTHERS, *ELSEWHERE]}, SMALLEST)
    assert same == found


def test_too_few_in_the_cell_or_in_the_rest_show_nothing() -> None:
    assert means_for("own", {"t": [OWN, *OTHERS[:4], *ELSEWHERE]}, SMALLEST) == []
    assert means_for("own", {"t": [OWN, *OTHERS, *ELSEWHERE[:4]]}, SMALLEST) == []
    again = [Score("v0", "a", "t", 99) for _ in range(9)]
    assert means_for("own", {"t": [OWN, *OTHERS[:4], *again, *ELSEWHERE]}, SMALLEST) == [], (
        "products are no organisations"
    )


def test_an_organisation_with_many_products_counts_once() -> None:
    many = [Score("v0", "a", "t", 0) for _ in range(50)]
    found = means_for("own", {"t": [OWN, *many, *OTHERS[1:], *ELSEWHERE]}, SMALLEST)
    assert found[0].percent == round((0 + 51 + 52 + 53 + 54) / 5)


def test_only_categories_one_takes_part_in_are_compared() -> None:
    assert means_for("nobody", {"t": [*OTHERS, *ELSEWHERE]}, SMALLEST) == []


def test_requirements_are_named_when_enough_fall_short_and_enough_do_not() -> None:
    short = {f"s{n}": True for n in range(5)} | {f"m{n}": False for n in range(15)}
    rows = {"R-1": {**short, "own": True}, "R-2": {**short, "m0": True}, "R-3": dict(list(short.items())[1:])}
    found = shortcomings_for("own", rows, SMALLEST, 10)
    assert [(each.requirement, each.percent, each.organisations) for each in found] == [
        ("R-2", 30, 20),
        ("R-1", 25, 20),
    ]
    assert [each.requirement for each in shortcomings_for("own", rows, SMALLEST, 1)] == ["R-2"]
    nearly = {f"s{n}": True for n in range(5)} | {f"m{n}": False for n in range(4)}
    assert shortcomings_for("own", {"R": nearly}, SMALLEST, 10) == []


def test_the_picture_runs_through_the_scores_there_are() -> None:
    found = dots([0, None, 100])
    assert [each.x for each in found] == [4, 116]
    assert found[0].y > found[1].y
    assert 0 <= min(each.y for each in found) <= max(each.y for each in found) <= HEIGHT
    assert path_of(found) == f"4.0,{found[0].y} 116.0,{found[1].y}"
