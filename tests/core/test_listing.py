# SPDX-License-Identifier: EUPL-1.2
"""Order and page numbers of lists."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, select

from samencontroleren.core import listing

NAME, CITY, KEY = column("name"), column("city"), column("id")
SORTS = {"naam": (NAME,), "plaats": (CITY, NAME)}


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("naam", "name, id"),
        ("-naam", "name DESC, id"),
        ("plaats", "city, name, id"),
        ("-plaats", "city DESC, name, id"),
        ("-onbekend", "name, id"),
        ("", "name, id"),
    ],
)
def test_the_order_that_was_asked(asked: str, order: str) -> None:
    query = str(listing.ordered(select(NAME), SORTS, asked, KEY))
    assert query.split("ORDER BY ")[1] == order


def test_a_header_turns_its_own_order_and_leaves_that_of_others() -> None:
    assert [listing.turned("naam", each) for each in ("naam", "-naam", "plaats")] == ["-naam", "naam", "naam"]
    assert [listing.direction("naam", each) for each in ("naam", "-naam", "plaats")] == ["ascending", "descending", ""]


def test_the_window_of_342_gemeenten() -> None:
    assert listing.window(1, 14) == [1, 2, None, 14]
    assert listing.window(4, 14) == [1, 2, 3, 4, 5, None, 14]
    assert listing.window(7, 14) == [1, None, 6, 7, 8, None, 14]
    assert listing.window(14, 14) == [1, None, 13, 14]


@given(st.integers(1, 400), st.integers(1, 400))
def test_every_window_holds_both_ends_and_the_page_and_stays_short(page: int, pages: int) -> None:
    page = min(page, pages)
    shown = listing.window(page, pages)
    numbers = [each for each in shown if each is not None]
    assert {1, page, pages} <= set(numbers)
    assert numbers == sorted(set(numbers))
    assert len(shown) <= 7
    gaps = [(shown[at - 1], shown[at + 1]) for at, each in enumerate(shown) if each is None]
    assert all(before and after and after - before > 2 for before, after in gaps)


def test_an_address_keeps_filters_and_order(app: Flask) -> None:
    with app.test_request_context(
        "/organisaties?zoek=a%26b&soort=vendor&volgorde=-naam&pagina=3", base_url="http://127.0.0.1"
    ):
        assert listing.here(pagina=4) == "/organisaties?zoek=a%26b&soort=vendor&volgorde=-naam&pagina=4"
        assert listing.here(volgorde="code", pagina=None) == "/organisaties?zoek=a%26b&soort=vendor&volgorde=code"
