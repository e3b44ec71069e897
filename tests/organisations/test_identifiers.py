# SPDX-License-Identifier: EUPL-1.2
"""KvK, RSIN, OIN and CBS code: what is accepted, what it becomes, and what is said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from samencontroleren.organisations import identifiers
from samencontroleren.organisations.identifier_fields import CbsCode, KvkNumber, Oin, Rsin

DIGITS = "0123456789"
number = st.text(DIGITS, min_size=1, max_size=22)


class Numbers(Schema):
    kvk = KvkNumber()
    rsin = Rsin()
    oin = Oin()
    cbs = CbsCode()


@given(number)
def test_a_number_is_of_a_kind_only_with_its_length(text: str) -> None:
    assert not identifiers.is_kvk_number(text) or len(text) == 8
    assert not identifiers.is_rsin(text) or len(text) == 9
    assert not identifiers.is_oin(text) or len(text) == 20


@given(st.integers(1, 99_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_an_rsin_is_found(start: int, place: int, shift: int) -> None:
    good = (
        next(text for text in (f"{start:08}{last}" for last in range(10)) if identifiers.is_rsin(text))
        if any(identifiers.is_rsin(f"{start:08}{last}") for last in range(10))
        else "123456782"
    )
    wrong = good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :]
    assert identifiers.is_rsin(good) and not identifiers.is_rsin(wrong)


@given(st.from_regex(r"[1-9][0-9]{7}", fullmatch=True))
def test_the_derived_oin_is_one_and_holds_the_number(kvk: str) -> None:
    oin = identifiers.derived_oin(kvk)
    assert oin == f"00000003{kvk}0000" and identifiers.is_oin(oin)
    assert identifiers.derived_oin(kvk, "123456782") == "00000001123456782000"
    assert identifiers.is_oin("00000001123456782000")


@given(st.from_regex(r"[1-9][0-9]{7}", fullmatch=True), st.sampled_from([" ", ".", "-", "\u00a0"]))
def test_spaces_and_dots_do_not_matter(kvk: str, between: str) -> None:
    typed = between.join(re.findall("..", kvk))
    assert Numbers().load({"kvk": typed})["kvk"] == kvk


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("kvk", " 9900 0001 ", "99000001"),
        ("rsin", "1234.56.782", "123456782"),
        ("oin", "00000003 99000001 0000", "00000003990000010000"),
        ("oin", "00000004 003214345 000", "00000004003214345000"),
        ("cbs", "gm 0363", "GM0363"),
        ("kvk", "  ", None),
        ("rsin", None, None),
    ],
)
def test_what_is_stored(name: str, typed: str | None, stored: str | None) -> None:
    assert Numbers().load({name: typed})[name] == stored


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("kvk", "1234567"),
        ("kvk", "00000000"),
        ("kvk", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668"),
        ("rsin", "123456789"),
        ("rsin", "000000000"),
        ("oin", "00000001123456789000"),
        ("oin", "00000003990000010001"),
        ("oin", "0000000399000001000"),
        ("cbs", "GM363"),
        ("cbs", "0363"),
        ("cbs", "GM0363\n; x"),
    ],
)
def test_what_is_wrong_is_said_with_an_example(name: str, typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Numbers().load({name: typed})
    assert "Voorbeeld: " in caught.value.normalized_messages()[name][0]
