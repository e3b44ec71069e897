# SPDX-License-Identifier: EUPL-1.2
"""Five words in a row of a confidential text: found in every dress, and nothing else is."""

import re

from hypothesis import given
from hypothesis import strategies as st

from samencontroleren.assessments.concluding import is_nearly_same
from samencontroleren.assessments.repeating import RUN, repeated

SECRET_WORDS = st.sampled_from(["sleutel", "kluis", "server", "beheer", "vpn", "élan", "straße", "ouder", "netwerk"])
OWN_WORDS = st.sampled_from(["wij", "zagen", "een", "goed", "stuk", "papier", "daarover"])
SECRETS = st.lists(SECRET_WORDS, min_size=RUN, max_size=30)
BETWEEN = st.sampled_from([" ", "  ", ", ", ". ", "\n", "\t", " - ", "; ", "\u00a0", "… ", ' "', ") "])
DRESSES = st.sampled_from([str, str.upper, str.title, str.capitalize])


@st.composite
def dressed(draw: st.DrawFn, words: list[str]) -> str:
    """The same words with other capitals, spaces and punctuation."""
    return "".join(draw(DRESSES)(each) + draw(BETWEEN) for each in words)


@given(st.data(), SECRETS, st.lists(OWN_WORDS, max_size=8), st.lists(OWN_WORDS, max_size=8))
def test_five_words_in_a_row_are_found_in_every_dress(
    data: st.DataObject, secret: list[str], before: list[str], after: list[str]
) -> None:
    start = data.draw(st.integers(0, len(secret) - RUN))
    length = data.draw(st.integers(RUN, len(secret) - start))
    quoted = secret[start : start + length]
    text = data.draw(dressed(before)) + data.draw(dressed(quoted)) + data.draw(dressed(after))
    found = repeated(text, ["iets anders", " ".join(secret)])
    assert _words(" ".join(found)) == [each.casefold() for each in quoted]
    assert all(passage in text for passage in found)


@given(st.data(), SECRETS)
def test_fewer_in_a_row_are_no_repetition(data: st.DataObject, secret: list[str]) -> None:
    kept: list[str] = []
    for number, word in enumerate(secret):
        kept += [word] if number % RUN != RUN - 1 else ["onderbroken"]
    assert repeated(data.draw(dressed(kept)), [" ".join(secret)]) == []


@given(st.lists(OWN_WORDS, max_size=40), SECRETS)
def test_own_words_are_no_repetition(own: list[str], secret: list[str]) -> None:
    assert repeated(" ".join(own), [" ".join(secret)]) == []


def test_words_of_two_texts_make_no_repetition_together() -> None:
    assert repeated("een twee drie vier vijf zes", ["een twee drie", "vier vijf zes"]) == []


def test_passages_that_touch_are_one_and_invisible_marks_part_no_words() -> None:
    secret = "De sleu\u00adtel ligt in de kluis van het pand."
    assert repeated("Gezien: DE SLEUTEL ligt in de kluis. Verder goed.", [secret]) == ["DE SLEUTEL ligt in de kluis"]
    assert repeated("de sleutel ligt in de", [secret, ""]) == ["de sleutel ligt in de"]
    assert repeated("de sleutel ligt in", [secret]) == []


def _words(text: str) -> list[str]:
    return [each.casefold() for each in re.findall(r"\w+", text)]


def test_reasons_in_nearly_the_same_words_are_one() -> None:
    long = "Een gemeente kan haar eigen inlogdienst nog niet aansluiten op dit product."
    assert is_nearly_same(long, "Een gemeente kan haar eigen inlogdienst nog niet aansluiten op dit product!")
    assert is_nearly_same("", "")
    assert not is_nearly_same(long, "")
    assert not is_nearly_same(long, "Een gemeente kan haar eigen inlogdienst niet kiezen; de sms-code is te zwak.")
    tested = "De back-up van dit product is in 2026 met succes getest door de leverancier: 3 van de 40 keer."
    assert is_nearly_same(tested, tested.replace("met succes ", ""))
    for other in (tested.replace("is in", "is niet in"), tested.replace("3", "30"), tested.replace("2026", "2025")):
        assert not is_nearly_same(tested, other)
