# SPDX-License-Identifier: EUPL-1.2
"""Tests of how words are read: themes, order of codes, titles, norms, addressees."""

import pytest

from samencontroleren.questionnaires.import_plan import addressed_to, norms_of
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.themes import natural, theme_label, theme_of, theme_order
from samencontroleren.questionnaires.wording import title_from


def test_themes():
    assert theme_label("toegang") == ("Toegang en logging", "Access and logging")
    assert theme_label("Beheer") == ("Beheer", "Beheer")
    assert theme_of(" toegang EN logging ") == "toegang"
    assert theme_of("Beheer/hosting") == "Beheer-hosting"
    assert theme_of(" ") == theme_of("..") == "overig"
    order = sorted(["overig", "Zeker", "gegevens", "Aanbod", "organisatie"], key=theme_order)
    assert order == ["organisatie", "gegevens", "Aanbod", "Zeker", "overig"]


def test_natural_order():
    assert sorted(["A-10", "a-9", "2", "10", "A"], key=natural) == ["2", "10", "A", "a-9", "A-10"]


def test_a_title_is_the_start_of_the_text():
    assert title_from("Eerste zin. Tweede zin.") == "Eerste zin"
    assert len(title_from("woord " * 100)) <= 160
    assert title_from("woord " * 100).endswith("woord…")


def test_norms():
    assert norms_of("BIO2 5.19.01; ISO 27002 5.19\nsowieso") == [
        {"kind": "BIO2", "number": "5.19.01"},
        {"kind": "ISO 27002", "number": "5.19"},
        {"kind": "", "number": "sowieso"},
    ]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Leverancier, Gemeente", AddressedTo.BOTH),
        ("Gemeenten, publiek", AddressedTo.CLIENT),
        ("opdrachtnemer", AddressedTo.SUPPLIER),
        ("iedereen", AddressedTo.SUPPLIER),
    ],
)
def test_addressees(text, whom):
    assert addressed_to(text) is whom
