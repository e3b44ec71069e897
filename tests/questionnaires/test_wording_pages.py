# SPDX-License-Identifier: EUPL-1.2
"""Tests of writing a requirement: conditions as rows, both languages, old pages, and the draft that takes the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.questionnaires import condition_forms as forms
from samencontroleren.questionnaires.condition_editing import Askable, condition_faults
from samencontroleren.questionnaires.condition_forms import Row, condition_of, edited, rows_in, rows_of
from samencontroleren.questionnaires.conditions import checked
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.wording_forms import row_fields
from samencontroleren.questionnaires.yardsticks import yardstick_lines

LEAF = st.one_of(
    st.tuples(st.just("is"), st.tuples(st.sampled_from("AB"), st.sampled_from(("yes", "no"))).map(list)),
    st.tuples(st.just("one_of"), st.tuples(st.sampled_from("AB"), st.just(["yes", "no"])).map(list)),
    st.tuples(st.just("at_least"), st.tuples(st.sampled_from("AB"), st.integers(0, 99)).map(list)),
    st.tuples(st.just("segment"), st.sampled_from(("Cloud", "Alles"))),
).map(lambda pair: {pair[0]: pair[1]})
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=80)
@given(CONDITION)
def test_a_condition_goes_through_the_form_unchanged(condition):
    rows = rows_of(condition)
    sent = {}
    for name, text in row_fields(rows):
        sent.setdefault(name, []).append(text)
    assert rows_in(sent) == rows
    if max(row.depth for row in rows) <= 8:
        assert condition_of(rows) == (checked(condition), {})


def test_rows_are_added_grouped_and_removed():
    rows, focus = edited([], "begin")
    assert (rows, focus) == ([Row(0, "is")], 0)
    rows, focus = edited(rows, "group-0")
    assert [(row.depth, row.operator) for row in rows] == [(0, "all"), (1, "is")]
    rows, focus = edited(rows, "add-0")
    assert ([(row.depth, row.operator) for row in rows], focus) == ([(0, "all"), (1, "is"), (1, "is")], 2)
    rows, _focus = edited(rows, "group-1")
    rows, _focus = edited(rows, "remove-1")
    assert [(row.depth, row.operator) for row in rows] == [(0, "all"), (1, "is")]
    for odd in ("", "add-9", "remove-x", "iets", "group-99999"):
        assert edited(rows, odd)[0] == rows
    assert edited(rows, "remove-0")[0] == []


@pytest.mark.parametrize(
    ("rows", "field", "message"),
    [
        ([Row(0, "all")], "when-0-operator", forms.EMPTY_GROUP),
        ([Row(0, "not"), Row(1, "segment", values=("x",)), Row(1, "segment", values=("y",))], "when-0-operator", None),
        ([Row(0, "is", "A", ("yes",)), Row(1, "is", "B", ("yes",))], "when-0-operator", forms.NOTHING_BELOW),
        ([Row(0, "is", "", ("yes",))], "when-0-code", forms.ASK_CODE),
        ([Row(0, "is", "A", ("yes", "no"))], "when-0-value", forms.ONE_ANSWER),
        ([Row(0, "one_of", "A")], "when-0-value", forms.AN_ANSWER),
        ([Row(0, "at_least", "A", ("veel",))], "when-0-value", forms.A_NUMBER),
        ([Row(0, "segment")], "when-0-value", forms.A_SEGMENT),
        ([Row(0, "")], "when-0-operator", forms.CHOOSE_RULE),
        ([Row(depth, "not") for depth in range(10)], "when-0-operator", forms.TOO_DEEP),
    ],
)
def test_what_is_not_whole_is_named_at_its_place(rows, field, message):
    condition, faults = condition_of(rows)
    assert condition is None
    assert faults[field] == [message or forms.ONE_BELOW]


def test_a_forged_form_is_read_as_rows_that_fit():
    sent = {"when-5-depth": ["77"], "when-5-operator": ["eval"], "when-x-code": ["q"], "when-7-value": ["", "a"]}
    assert rows_in(sent) == [Row(0, ""), Row(1, "", values=("a",))]


def known(**conditions):
    """Yes-no questions by code with a condition, and a text question T."""
    found = {code: Askable(code, code, AnswerKind.YES_NO, [], condition) for code, condition in conditions.items()}
    return found | {"T": Askable("T", "T", AnswerKind.TEXT, [], None)}


@pytest.mark.parametrize(
    ("condition", "field", "words"),
    [
        ({"is": ["Z", "yes"]}, "when-0-code", "geen eis met deze code"),
        ({"is": ["X", "yes"]}, "when-0-code", "eigen antwoord"),
        ({"is": ["T", "yes"]}, "when-0-code", "geen keuze"),
        ({"is": ["A", "misschien"]}, "when-0-value", "bestaat niet"),
        ({"any": [{"is": ["B", "yes"]}, {"is": ["C", "yes"]}]}, "when-2-code", "Zo komt er nooit een vraag"),
        ({"all": [{"is": ["A", "yes"]}, {"segment": "Nergens"}]}, "when-2-value", "Bij geen enkele vraag"),
        ({"all": [{"is": ["A", "yes"]}, {"not": {"is": ["A", "yes"]}}]}, "when-0-operator", "nooit waar"),
    ],
)
def test_a_condition_is_held_against_the_catalogue(condition, field, words):
    others = known(A=None, B=None, C={"is": ["D", "yes"]}, D={"is": ["X", "no"]})
    faults = condition_faults("X", condition, rows_of(condition), others)
    assert list(faults) == [field]
    assert words in faults[field][0]


def test_a_sound_condition_has_no_faults():
    condition = {"all": [{"is": ["A", "yes"]}, {"segment": "Clouddiensten"}]}
    options = [{"value": "web", "nl": "web", "en": "web", "segment": "Clouddiensten"}]
    others = known(A={"is": ["B", "no"]}, B=None) | {"C": Askable("C", "C", AnswerKind.CHOICE, options, None)}
    assert condition_faults("X", condition, rows_of(condition), others) == {}
    assert condition_faults("X", None, [], {}) == {}


FIELDS = {
    "title_nl": "Titel",
    "text_nl": "De leverancier maakt elke dag een kopie van alle gegevens en zet die ergens anders neer.",
    "theme": "Toegang en logging",
    "subject": "product",
    "addressed_to": "supplier",
    "answer_kind": "compliance",
    "weight": "1",
    "severity": "medium",
}


@pytest.fixture
def site(client_of, world):
    """The browser of VNG's coordinator."""
    return client_of(world["coordinator"])


def local(address):
    return address.split("localhost")[-1].split("#")[0]


def revision_on(page):
    return next(each.get("value") for each in page.all("input") if each.get("name") == "revision")


def when(**parts):
    return {f"when-0-{part}": value for part, value in parts.items()}


def test_a_condition_is_typed_without_script_and_kept_on_an_error(site):
    site.post("/catalogus/nieuw", {**FIELDS, "code": "E-1", "answer_kind": "yes_no"})
    page = site.post("/catalogus/nieuw", {**FIELDS, "code": "E-2", "tree": "begin"}, 200)
    assert "when-0-code" in {each.get("name") for each in page.all("input")}
    assert "Leesbaarheid" in page.words
    page = site.post("/catalogus/nieuw", {**FIELDS, "code": "E-2", **when(operator="is", code="E-9")}, 422)
    assert "#veld-when-0-value" in [each.get("href") for each in page.all("a")]
    sent = {**FIELDS, "code": "E-2", **when(operator="is", code="E-9", value="yes")}
    page = site.post("/catalogus/nieuw", sent, 422)
    assert "#veld-when-0-code" in [each.get("href") for each in page.all("a")]
    assert "E-9" in page.text
    page = site.post("/catalogus/nieuw", {**sent, **when(code="E-1"), "tree": "show-0"}, 200)
    ticked = [each.get("value") for each in page.all("input") if each.get("checked") is not None]
    assert "yes" in ticked
    key = local(site.post("/catalogus/nieuw", {**sent, **when(code="E-1")}).location)
    assert "Titel (E-1): ja" in site.get(key).words
    page = site.get(f"{key}/wijzigen")
    assert "Titel (E-1): ja" in page.words
    rule = next(each for each in page.all("select") if each.get("name") == "when-0-operator")
    assert [each.get("value") for each in rule.iter() if each.get("selected") is not None] == ["is"]
    again = site.post(f"{key}/wijzigen", {**sent, **when(code="E-1"), "tree": "group-0"}, 200)
    rules = [each for each in again.all("select") if (each.get("name") or "").endswith("-operator")]
    chosen = [each.get("value") for rule in rules for each in rule.iter() if each.get("selected") is not None]
    assert chosen == ["all", "is"]


def test_an_author_says_which_days_are_no_answer(site):
    asked = {**FIELDS, "code": "D-1", "answer_kind": "date"}
    page = site.post("/catalogus/nieuw", {**asked, "checks": ["not_past", "not_future"]}, 422)
    boxes = [each for each in page.all("input") if each.get("name") == "checks"]
    ticked = {each.get("value") for each in boxes if each.get("checked") is not None}
    assert ticked == {"not_past", "not_future"} and "niet in de toekomst, of niet in het verleden" in page.words
    assert "past niet bij" in site.post("/catalogus/nieuw", {**asked, "checks": "country"}, 422).words
    key = local(site.post("/catalogus/nieuw", {**asked, "checks": "not_past"}).location)
    assert "De datum mag niet in het verleden liggen." in site.get(key).words


def test_an_author_says_when_an_answer_meets(site):
    told = "Voldoet als er elke dag een kopie is.\n\nVoldoet niet als er geen is.\nEen kopie op papier telt niet."
    key = local(site.post("/catalogus/nieuw", {**FIELDS, "code": "M-1", "yardstick_nl": told}).location)
    assert yardstick_lines(told) == [
        ("Voldoet als", " er elke dag een kopie is."),
        ("Voldoet niet als", " er geen is."),
        ("", "Een kopie op papier telt niet."),
    ]
    bold = ["".join(each.itertext()) for each in site.get(key).all("strong")]
    assert {"Voldoet als", "Voldoet niet als"} <= set(bold)
    page = site.get(f"{key}/wijzigen")
    assert [each.text.strip() for each in page.all("textarea") if each.get("name") == "yardstick_nl"] == [told]
    assert yardstick_lines("Partly meets if it is half.") == [("Partly meets if", " it is half.")]


def test_an_old_page_shows_what_both_wrote(site):
    key = local(site.post("/catalogus/nieuw", {**FIELDS, "code": "O-1"}).location)
    old = revision_on(site.get(f"{key}/wijzigen"))
    site.post(f"{key}/wijzigen", {**FIELDS, "revision": old, "is_key": "1", "documents": "pentest"})
    late = site.post(f"{key}/wijzigen", {**FIELDS, "revision": old, "title_nl": "Mijn titel", "severity": "high"}, 409)
    rows = ["|".join(text.strip() for text in each.itertext() if text.strip()) for each in late.all("tr")]
    assert rows[1:4] == ["Titel (Nederlands)|Titel|Mijn titel", "Sleuteleis|ja|nee", "Ernst|middel|hoog"]
    assert rows[4].startswith("Soorten bewijs|Pentest")
    site.post(f"{key}/wijzigen", {**FIELDS, "revision": revision_on(late), "title_nl": "Mijn titel"})
    assert "Mijn titel" in site.get(key).words


def test_a_draft_takes_what_is_written_for_it(site):
    draft = local(site.post("/vragenlijsten/nieuw", {"name": "Schrijven"}).location).removesuffix("/eisen")
    way = {"vragenlijst": draft.split("/")[-1]}
    there = site.post("/catalogus/nieuw", {**FIELDS, "code": "S-1", **way}).location
    assert f"{draft}/volgorde" in there
    page = site.get(local(there))
    edit = next(each.get("href") for each in page.all("a") if "wijzigen" in (each.get("href") or ""))
    form = site.get(edit)
    sent = {**FIELDS, **way, "terug": "controle", "title_nl": "Nieuwe titel", "revision": revision_on(form)}
    back = site.post(local(edit).split("?")[0], sent).location
    assert back.endswith("/publiceren")
    check = site.get(local(back)).words
    assert "Er is een nieuwere tekst" not in check.split("punten zijn in orde")[0]
    assert "Nieuwe titel" in site.get(draft).words
