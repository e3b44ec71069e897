# SPDX-License-Identifier: EUPL-1.2
"""Files in our own form held against the catalogue: what would happen, and what can not go in and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.core import apart, strict_json
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.questionnaires.exchange_formats import FORMS, Export
from samencontroleren.questionnaires.exchange_reading import (
    FileContent,
    content_of,
    own_sheet,
    read_own_sheet,
    read_text_form,
)
from samencontroleren.questionnaires.exchange_shape import Collection, Entry, file_of
from samencontroleren.questionnaires.exchange_table import COLUMNS
from samencontroleren.questionnaires.exchange_yaml import MOST, read_yaml
from samencontroleren.questionnaires.import_document import plan_document
from samencontroleren.questionnaires.import_plan import Known, Plan
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.sheet_reader import open_book

OWN = [Entry(code, wording, "Eigen bron", is_retired=code == "SC-ORG-03") for code, wording in read_content()]
KNOWN = {entry.code.casefold(): Known(entry.wording, entry.is_retired, entry.code) for entry in OWN}
BILLION = "a: &a [x, x]\n" + "".join(f"{two}: &{two} [*{one}, *{one}]\n" for one, two in pairwise("abcdefghij"))
Edit = Callable[[dict[str, Any]], None]


def read(folder: Path, form: str, entries: list[Entry]) -> FileContent:
    """Entries as a file of a form, read back."""
    path = folder / f"eisen.{form}"
    path.write_bytes(FORMS[form].make(Export(Collection(entries), "nl", date(2026, 11, 29), COLUMNS)))
    if form in ("yaml", "json"):  # in this process: it is what is read that matters here
        raw = path.read_bytes()
        return content_of(read_yaml(raw) if form == "yaml" else strict_json.read(raw, MOST))
    workbook = open_book(path, path.name)
    return read_own_sheet(workbook, own_sheet(workbook))


def plan(rows: list[dict[str, Any]], known: dict[str, Known] | None = None) -> Plan:
    """What a file with these requirements would do."""
    content = content_of({**file_of(Collection([])), "requirements": rows})
    return plan_document(content, KNOWN if known is None else known)


def reasons(found: Plan) -> list[tuple[int, str, str]]:
    return [(each["row"], each["message"] % each["params"], each["excerpt"]) for each in found.problems]


@pytest.mark.parametrize("form", ["xlsx", "yaml", "json", "csv"])
def test_the_whole_catalogue_comes_back_unchanged_and_whole(form: str, tmp_path: Path) -> None:
    content = read(tmp_path, form, OWN)
    again = plan_document(content, KNOWN)
    assert (again.unchanged, again.added, again.reworded, again.retired) == (len(OWN), [], [], [])
    assert again.problems == [] and again.absent == []
    fresh = plan_document(content, {})
    assert [(each.code, each.wording, each.source, each.is_retired) for each in fresh.planned] == [
        (entry.code, entry.wording, entry.source, entry.is_retired) for entry in OWN
    ]
    assert fresh.digest != again.digest


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_change_to_one_requirement_is_the_only_change(tmp_path_factory: Any, data: Any) -> None:
    few = [OWN[0], OWN[11], OWN[14]]
    entry = data.draw(st.sampled_from(few))
    word = data.draw(st.text("abc =-'\n|é", min_size=1, max_size=12).map(str.strip).filter(bool))
    part, side = data.draw(st.sampled_from(["title", "text", "why"])), data.draw(st.sampled_from(["nl", "en"]))
    texts = {**entry.wording.texts, side: {**entry.wording.texts[side], part: word}}
    changed = [replace(each, wording=replace(each.wording, texts=texts)) if each is entry else each for each in few]
    form = data.draw(st.sampled_from(["xlsx", "yaml", "json"]))
    found = plan_document(read(tmp_path_factory.mktemp("files"), form, changed), KNOWN)
    assert [each.code for each in found.reworded] == [entry.code] and found.problems == []
    (delta,) = found.reworded[0].deltas
    assert (delta.name, delta.language, delta.becomes) == (part, side, word)


def test_what_the_file_does_not_have_is_named_and_stays() -> None:
    found = plan([{"id": "sc-org-01", "title": {"nl": "Anders"}}])
    assert [each.code for each in found.reworded] == ["SC-ORG-01"], "whatever its capitals"
    assert [delta.name for delta in found.reworded[0].deltas] == ["title"]
    assert len(found.absent) == len(OWN) - 2 and "SC-ORG-03" not in found.absent


def test_a_new_requirement_needs_little_and_every_fault_has_its_place() -> None:
    found = plan(
        [
            {"id": "N-1", "text": {"nl": "De eerste zin. De tweede."}},
            {"id": "N-2"},
            {"id": "N-3", "text": {"nl": "x"}, "weight": 7, "kind": "raadsel", "colour": "red"},
            {"id": "n-1", "text": {"nl": "Nog eens."}},
            {"id": "N-4", "text": {"nl": "x"}, "kind": "choice", "options": [{"value": "a b", "nl": "A", "en": "A"}]},
            {"id": "N-5", "text": {"nl": "x"}, "when": {"is": ["SC-AFB-06"]}},
            {"text": {"nl": "zonder nummer"}},
            "geen eis",
        ],
    )
    assert [(each.code, each.wording.texts["nl"]["title"]) for each in found.added] == [("N-1", "De eerste zin")]
    assert reasons(found) == [
        (2, "Vul dit in.", "N-2 · text.nl"),
        (3, "Deze keuze kennen we niet.", "N-3 · kind · raadsel"),
        (3, "Kies 1, 2 of 3.", "N-3 · weight · 7"),
        (3, "Dit veld kennen we niet.", "N-3 · colour · red"),
        (4, "Dubbel nummer: n-1 staat ook in rij 1.", "n-1 · id · n-1"),
        (5, "Gebruik letters, cijfers, punt of streepje.", "N-4 · options.0.value · a b"),
        (6, "Dit is geen voorwaarde zoals wij die kennen.", "N-5 · when"),
        (7, "Vul dit in.", "id"),
        (8, "Dit is niet geldig.", "_schema"),
    ]
    assert {each["sheet"] for each in found.problems[:1]} == {"/requirements/1"}


def asks(code: str, when: Any = None, **more: Any) -> dict[str, Any]:
    return {"id": code, "text": {"nl": "x"}, "kind": "yes_no", "when": when, **more}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([asks("A", {"is": ["B", "yes"]})], {"A": "kijkt naar B"}),
        ([asks("A", {"is": ["SC-ORG-01", "yes"]}), asks("B")], {"A": "kijkt naar SC-ORG-01"}),
        ([asks("A", {"is": ["B", "maybe"]}), asks("B")], {"A": "het antwoord maybe op B"}),
        ([asks("A", {"is": ["B", "yes"]}), asks("B", {"not": {"is": ["A", "no"]}}), asks("C")],
         {"A": "zichzelf", "B": "zichzelf"}),
        ([asks("A", {"all": [{"is": ["B", "yes"]}, {"is": ["B", "no"]}]}), asks("B")], {"A": "nooit gevraagd"}),
        ([asks("A", {"is": ["B", "yes"]}), asks("B", weight=9)], {"A": "kijkt naar B", "B": "Kies 1"}),
        ([asks("A", {"is": ["B", "yes"]}), asks("C", {"is": ["A", "yes"]})],
         {"A": "kijkt naar B", "C": "kijkt naar A"}),
        ([asks("A", {"segment": "Nergens"})], {"A": "nooit gevraagd"}),
        ([asks("A", {"segment": "Clouddiensten"})], {}),
        ([{"id": "SC-AFB-06", "retired": True}], {"SC-AFB-06": "klopt de voorwaarde van SC-"}),
        ([{"id": "SC-AFB-06", "kind": "choice", "options": [{"value": v, "nl": v, "en": v} for v in "ab"]}],
         {"SC-AFB-06": "klopt de voorwaarde van SC-"}),
    ],
)  # fmt: skip
def test_conditions_are_checked_in_the_catalogue_as_it_would_be(
    rows: list[dict[str, Any]], wrong: dict[str, str], tmp_path: Path
) -> None:
    found = plan(rows)
    messages = {each["excerpt"].partition(" ")[0]: each["message"] % each["params"] for each in found.problems}
    assert messages.keys() == wrong.keys()
    assert all(words in messages[code] for code, words in wrong.items())
    assert {each.code for each in found.planned} == {row["id"] for row in rows} - wrong.keys()


def test_what_was_wrong_in_the_catalogue_already_is_nobodys_fault() -> None:
    broken = replace(OWN[0].wording, answer_kind=AnswerKind.TEXT, options=[], applies_when={"is": ["WEG", "yes"]})
    known = {"oud": Known(broken, False, "OUD")}
    assert plan([asks("A")], known).problems == []
    found = plan([{"id": "OUD", "title": {"nl": "Anders"}}], known)
    assert found.problems == [] and [each.code for each in found.reworded] == ["OUD"]


def test_a_segment_that_came_with_a_sheet_and_signs_like_codes_of_a_workbook_come_back(tmp_path: Path) -> None:
    texts = {"nl": {"title": "Een _x0041_ titel", "text": "'=1+1"}}
    entry = Entry("A-1", replace(OWN[0].wording, texts=texts, segment="Alleen in de kolom"))
    for form in ("xlsx", "yaml", "json", "csv"):
        found = plan_document(read(tmp_path, form, [entry]), {"a-1": Known(entry.wording, False, "A-1")})
        assert (found.unchanged, found.problems) == (1, []), form


def test_retiring_comes_from_the_file_and_is_never_undone() -> None:
    found = plan(
        [{"id": "SC-ORG-01", "retired": True}, {"id": "SC-ORG-03", "retired": True}, asks("N-1", retired=True)],
    )
    assert [each.code for each in found.retired] == ["SC-ORG-01"] and found.unchanged == 1
    assert [(each.code, each.is_retired) for each in found.added] == [("N-1", True)]
    for row in ({"id": "SC-ORG-03"}, {"id": "SC-ORG-03", "retired": True, "weight": 3, "title": {"nl": "Anders"}}):
        assert "blijft vervallen" in reasons(plan([row]))[0][1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.yaml", "", "leeg"),
        ("a.json", '{"format": "x"}', "niet de vorm"),
        ("a.json", '{"a": 1, "a": 2}', "stands twice"),
        ("a.json", '{"a": NaN}', "NaN"),
        ("a.yaml", "a: &b 1\nc: *b", "anchors"),
        ("a.yaml", "- 1", "niet de vorm"),
        ("a.json", "[" * 40 + "]" * 40, "too deep"),
        ("a.json", "[" * 400_000, "too deep"),
        ("a.yaml", "[" * 400_000, "too deep"),
        ("a.json", '{"a": ' + "9" * 5000 + "}", "4300 digits"),
        ("a.json", '{"a": 1e999}', "too large"),
        ("a.yaml", BILLION, "anchors"),
        ("a.yaml", "x" * 5_000_001, "5 MB"),
    ],
    ids=lambda each: each[:12],
)
def test_a_file_of_another_form_is_refused_with_the_reason(name: str, content: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SheetRefused) as caught:
        read_text_form(path, name)
    assert words in caught.value.message % caught.value.params


def test_a_row_whose_code_was_changed_by_hand_is_refused(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    read(tmp_path, "xlsx", OWN[:3])
    book = load_workbook(tmp_path / "eisen.xlsx")
    sheet = book.worksheets[0]
    sheet["B3"], sheet["B4"] = "SC-AFB-99", None
    sheet["A6"], sheet["B6"], sheet["F6"] = None, "N-1", "Een nieuwe eis."
    sheet.delete_cols([cell.value for cell in sheet[1]].index("documents") + 1, 2)
    book.save(tmp_path / "eisen.xlsx")
    workbook = open_book(tmp_path / "eisen.xlsx", "eisen.xlsx")
    found = plan_document(read_own_sheet(workbook, own_sheet(workbook)), KNOWN)
    assert [(each["sheet"], each["row"]) for each in found.problems] == [("Eisen", 3), ("Eisen", 4)]
    assert "ander" in reasons(found)[0][1] and [each.code for each in found.added] == ["N-1"]


def test_it_is_read_in_a_process_that_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr(apart, "PATIENCE", 0.001)
    with pytest.raises(SheetRefused) as caught:
        read_text_form(path, path.name)
    assert caught.value.code == "too_heavy"
