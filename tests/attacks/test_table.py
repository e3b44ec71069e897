# SPDX-License-Identifier: EUPL-1.2
"""Every attack of the table ends as it must."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.table import THEMES, Attack, attacks
from tests.attacks.target import Target

TABLE = attacks()
BIO2 = Path(__file__).parents[2] / "samencontroleren/questionnaires/content/bio2.csv"


@pytest.mark.parametrize("attack", TABLE, ids=lambda each: each.key)
def test_attack(attack: Attack, target: Target, record_property: Callable[[str, object], None]) -> None:
    record_property("attack", attack.key)
    attack.run(target)


def test_the_table_is_whole() -> None:
    """At least eighty attacks, each theme with several, each number in the form of its standard."""
    assert len(TABLE) >= 80
    per_theme = Counter(each.theme for each in TABLE)
    assert set(per_theme) == set(THEMES.values()) and min(per_theme.values()) >= 5
    assert all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}", number) for each in TABLE for number in each.asvs)
    assert all(each.asvs and each.sends.endswith(".") and each.must.endswith(".") for each in TABLE)


def test_measures_named_are_in_force() -> None:
    with BIO2.open() as opened:
        measures = {row["nummer"] for row in csv.DictReader(opened) if row["status"] == "actief"}
    assert {number for each in TABLE for number in each.bio2} <= measures
