# SPDX-License-Identifier: EUPL-1.2
"""Tests of the readability figures against texts worked out by hand."""

import pytest

from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.questionnaires.readability import HARD, TARGET, of_requirement, readability, syllables


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        *(("eis", "nl", 1), ("over", "nl", 2), ("gemeente", "nl", 3), ("leverancier", "nl", 4), ("idee", "nl", 2)),
        *(("beïnvloeden", "nl", 4), ("nieuwe", "nl", 2), ("eeuwen", "nl", 2), ("psst", "nl", 1)),
        *(("the", "en", 1), ("table", "en", 2), ("used", "en", 1), ("needed", "en", 2), ("services", "en", 3)),
    ],
)
def test_syllables(word, language, number):
    assert syllables(word, language) == number


def test_the_figure_is_that_of_the_formula():
    """Ten words in two sentences: 5 words a sentence; 13 syllables in Dutch, 11 in English."""
    dutch = readability("De eis is kort en goed. Wij maken hem samen.", "nl")
    assert (dutch.words, dutch.sentence, dutch.word) == (10, 5.0, 1.2)
    assert dutch.figure == round(206.84 - 0.93 * 5 - 77 * 1.2) == 110
    english = readability("We keep the key in a safe. It is never lost.", "en")
    assert english.words == 11
    assert english.figure == round(206.835 - 1.015 * 5.5 - 84.6 * 12 / 11)


def test_short_texts_have_no_figure_and_long_words_are_hard():
    assert readability("Te kort voor een cijfer.", "nl").figure is None
    assert readability("", "en").figure is None
    assert readability("1. 2. 3.", "nl").words == 0
    hard = (
        "Organisatieonderdelen implementeren identiteitsverificatiemechanismen overeenkomstig "
        "toepasselijke informatiebeveiligingsvoorschriften, rekening houdende met proportionaliteitsoverwegingen."
    )
    assert readability(hard, "nl").is_hard
    assert not readability(hard, "nl").is_b1


def test_our_own_content_is_near_b1():
    """The median is well above the aim, and next to nothing is an outlier."""
    for language in ("nl", "en"):
        figures = sorted(of_requirement(wording.texts, language).figure or 0 for _code, wording in read_content())
        assert figures[len(figures) // 2] >= TARGET + 5
        assert sum(figure < HARD for figure in figures) <= 3
