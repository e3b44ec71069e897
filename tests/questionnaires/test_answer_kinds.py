# SPDX-License-Identifier: EUPL-1.2
"""Tests of the rules per kind of answer."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samencontroleren.questionnaires.answer_checks import Checks, fault_of
from samencontroleren.questionnaires.answer_kinds import (
    EXPLANATION_LIMIT,
    as_text,
    canonical,
    empty,
    is_complete,
    parse,
    parse_form,
)
from samencontroleren.questionnaires.kinds import AnswerCheck as C
from samencontroleren.questionnaires.kinds import AnswerKind as K
from samencontroleren.questionnaires.wording import Wording

OPTIONS = [
    {"value": "nl", "nl": "alleen in Nederland", "en": "only in the Netherlands"},
    {"value": "eea", "nl": "in de EER", "en": "in the EEA"},
]
HOURS = [{"value": "hours", "nl": "uur", "en": "hours"}]


@pytest.mark.parametrize(
    ("answer_kind", "fields", "value"),
    [
        (
            K.COMPLIANCE,
            {"choice": ["partly"], "explanation": [" a\r\nb "]},
            {"choice": "partly", "explanation": "a\nb"},
        ),
        (K.YES_NO, {"choice": ["yes"]}, {"choice": "yes", "explanation": ""}),
        (K.CHOICE, {"choice": ["eea"]}, {"choice": "eea", "explanation": ""}),
        (K.CHOICES, {"choices": ["eea", "nl", "eea"]}, {"choices": ["nl", "eea"], "explanation": ""}),
        (K.TEXT, {"text": ["Zo.\x00\x07"]}, {"text": "Zo."}),
        (K.NUMBER, {"number": ["1,50"]}, {"number": "1.5", "explanation": ""}),
        (K.NUMBER, {"number": ["1000"]}, {"number": "1000", "explanation": ""}),
        (K.DATE, {"date": ["22-11-2026"]}, {"date": "2026-11-22", "explanation": ""}),
        (K.FILE, {"explanation": ["Zie bijlage"], "csrf_token": ["x"]}, {"explanation": "Zie bijlage"}),
        (
            K.ROWS,
            {"row-7-name": ["B"], "row-2-name": ["A"], "row-2-country": ["NL"], "row-3-name": [" "]},
            {
                "rows": [
                    {"name": "A", "country": "NL", "service": ""},
                    {"name": "B", "country": "", "service": ""},
                ],
                "explanation": "",
            },
        ),
    ],
)
def test_a_form_becomes_a_value_and_the_value_reads_back_unchanged(answer_kind, fields, value):
    assert parse(answer_kind, fields, OPTIONS) == (value, {})
    assert parse(answer_kind, json.loads(canonical(value)), OPTIONS) == (value, {})


@pytest.mark.parametrize(
    ("answer_kind", "raw", "part"),
    [
        (K.COMPLIANCE, {"choice": "maybe"}, "choice"),
        (K.COMPLIANCE, {"choice": 1}, "choice"),
        (K.YES_NO, {"choice": "meets"}, "choice"),
        (K.CHOICE, {"choice": "us"}, "choice"),
        (K.CHOICES, {"choices": ["nl", "us"]}, "choices"),
        (K.CHOICES, {"choices": "nl"}, "choices"),
        (K.NUMBER, {"number": "1.000"}, "number"),
        (K.NUMBER, {"number": "-1"}, "number"),
        (K.NUMBER, {"number": "1e5"}, "number"),
        (K.NUMBER, {"number": "١"}, "number"),
        (K.NUMBER, {"number": float("nan")}, "number"),
        (K.NUMBER, {"number": 10**5000}, "number"),
        (K.NUMBER, {"number": True}, "number"),
        (K.DATE, {"date": "2026-02-30"}, "date"),
        (K.DATE, {"date": "0001-01-01"}, "date"),
        (K.DATE, {"date": "morgen"}, "date"),
        (K.TEXT, {"text": "a" * (EXPLANATION_LIMIT + 1)}, "text"),
        (K.TEXT, {"text": ["a", 1]}, "text"),
        (K.TEXT, {"tekst": "a"}, "tekst"),
        (K.TEXT, "a", ""),
        (K.ROWS, {"rows": [{"name": "A"}] * 201}, "rows"),
        (K.ROWS, {"rows": ["A"], "explanation": ""}, "rows"),
        (K.ROWS, {"rows": [{"name": "A", "iban": "x"}]}, "row-0"),
        (K.ROWS, {"rows": [{"name": "a" * 201}]}, "row-0-name"),
    ],
)
def test_bad_input_gives_a_message_at_its_part(answer_kind, raw, part):
    _, problems = parse(answer_kind, raw, OPTIONS)
    assert list(problems) == [part]
    assert all(str(problem) for problem in problems[part])


def test_what_was_typed_is_kept_beside_its_message():
    value, problems = parse_form(K.NUMBER, {"number": ["vier"], "explanation": ["Uren"]})
    assert value == {"number": "vier", "explanation": "Uren"}
    assert "number" in problems


def test_a_message_carries_its_numbers():
    _, problems = parse(K.TEXT, {"text": "a" * 10_001})
    assert str(problems["text"][0]) == "Deze tekst is te lang: 10001 tekens. Gebruik er hoogstens 10000."


@pytest.mark.parametrize("answer_kind", list(K))
def test_an_empty_answer_is_a_valid_draft_and_not_complete(answer_kind):
    assert parse(answer_kind, {}) == (empty(answer_kind), {})
    assert not is_complete(answer_kind, empty(answer_kind))
    assert as_text(answer_kind, empty(answer_kind)) == ""


@pytest.mark.parametrize("choice", ["partly", "not_met", "not_applicable"])
@pytest.mark.parametrize(("explanation", "done"), [("", False), (" \n\t", False), ("\u200b", False), ("Om.", True)])
def test_anything_but_meets_needs_a_reason(choice, explanation, done):
    assert is_complete(K.COMPLIANCE, {"choice": choice, "explanation": explanation}) is done


def test_complete_per_kind():
    assert is_complete(K.COMPLIANCE, {"choice": "meets", "explanation": ""})
    assert not is_complete(K.COMPLIANCE, {"choice": "", "explanation": "Om."})
    assert is_complete(K.YES_NO, {"choice": "no", "explanation": ""})
    assert is_complete(K.CHOICES, {"choices": ["nl"]})
    assert not is_complete(K.TEXT, {"text": "  "})
    assert is_complete(K.NUMBER, {"number": "0"})
    assert is_complete(K.FILE, {"explanation": ""}, evidence=1)
    assert is_complete(K.ROWS, {"rows": [], "explanation": "Geen toeleveranciers."})
    assert not is_complete(K.ROWS, {"rows": [{"name": "", "country": "NL", "service": ""}], "explanation": ""})
    assert not is_complete(K.TEXT, None)


@pytest.mark.parametrize(
    ("answer_kind", "value", "options", "nl", "en"),
    [
        (
            K.COMPLIANCE,
            {"choice": "partly", "explanation": "Om."},
            [],
            "Voldoet deels\nOm.",
            "Partly meets\nOm.",
        ),
        (K.YES_NO, {"choice": "no"}, [], "Nee", "No"),
        (K.CHOICE, {"choice": "eea"}, OPTIONS, "In de EER", "In the EEA"),
        (K.NUMBER, {"number": "1.5"}, HOURS, "1,5 uur", "1.5 hours"),
        (K.DATE, {"date": "2026-11-22"}, [], "22 november 2026", "22 November 2026"),
        (
            K.ROWS,
            {"rows": [{"name": "Rekenhuis Zandpad", "country": "NL", "service": "hosting"}]},
            [],
            "Rekenhuis Zandpad (NL): hosting",
            "Rekenhuis Zandpad (NL): hosting",
        ),
    ],
)
def test_as_text_in_both_languages(answer_kind, value, options, nl, en):
    assert as_text(answer_kind, value, options, "nl") == nl
    assert as_text(answer_kind, value, options, "en") == en


def test_canonical_ignores_key_order_and_the_spelling_of_accents():
    assert canonical({"b": "e\u0301", "a": 1}) == canonical({"a": 1, "b": "\u00e9"})
    assert canonical({"a": "1"}) != canonical({"a": 1})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["choice", "choices", "text", "number", "date", "rows", "name"]), inner)
    ),
    max_leaves=12,
)


@given(st.sampled_from(list(K)), JSON)
def test_whatever_comes_in_gives_a_value_that_can_be_stored_and_shown(answer_kind, raw):
    value, _ = parse(answer_kind, raw, OPTIONS)
    assert b"\\u0000" not in canonical(value)
    assert isinstance(as_text(answer_kind, value, OPTIONS), str)
    assert is_complete(answer_kind, value) in (True, False)


TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("asked", "text", "is_wrong"),
    [
        (C.NOT_FUTURE, "30-11-2026", True),
        (C.NOT_FUTURE, "29-11-2026", False),
        (C.NOT_FUTURE, "2020-01-01", False),
        (C.NOT_PAST, "28-11-2026", True),
        (C.NOT_PAST, "29-11-2026", False),
        (C.NOT_PAST, "2031-01-01", False),
        (None, "2031-01-01", False),
        (C.NOT_PAST, "", False),
    ],
)
def test_a_day_on_the_wrong_side_of_today_is_named_and_kept(asked, text, is_wrong):
    checks = Checks((asked,) if asked else (), TODAY)
    for raw in ({"date": [text]}, {"date": text}):
        value, problems = parse(K.DATE, raw, (), checks)
        assert list(problems) == (["date"] if is_wrong else [])
        assert parse(K.DATE, raw) == (value, {}), "what was typed stays"


def test_a_day_that_does_not_exist_is_told_so_and_nothing_else():
    ((problem,),) = parse(K.DATE, {"date": "2026-02-30"}, (), Checks((C.NOT_PAST,), TODAY))[1].values()
    assert "bestaande datum" in str(problem)


def test_half_a_row_is_a_draft_and_its_blank_columns_are_found():
    rows = [{"name": "A", "country": "NL"}, {"name": "", "country": " ", "service": "x"}]
    checks = Checks((C.COUNTRY, C.SERVICE), TODAY)
    assert parse(K.ROWS, {"rows": rows}, (), checks)[1] == {}
    assert checks.blank_cells(rows) == [(0, "service"), (1, "name"), (1, "country")]
    assert Checks().blank_cells(rows) == [(1, "name")]


def test_what_can_be_asked_depends_on_the_kind():
    assert fault_of(K.DATE, [C.NOT_PAST]) is fault_of(K.ROWS, ["country", "service"]) is fault_of(K.TEXT, []) is None
    for kind, asked in ((K.TEXT, ["not_past"]), (K.DATE, ["country"]), (K.DATE, ["not_past", "not_future"])):
        assert fault_of(kind, asked)


def test_a_wording_without_checks_keeps_the_print_it_had_before_there_were_any():
    said = ("product", "supplier", "date", "keten", {})
    digest = "189bb66d1ed7352eea5937dea715fcf8ae11ebf32e725c4202659853cbef1612"
    assert Wording(*said).digest == digest != Wording(*said, checks=["not_past"]).digest
