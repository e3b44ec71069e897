# SPDX-License-Identifier: EUPL-1.2
"""Tests of the first content: every file loads, is complete in two languages and names existing norms."""

import csv
from importlib.resources import files
from typing import Any

import pytest
import yaml

from samencontroleren.questionnaires.answer_kinds import as_text, is_complete, parse
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Subject

CONTENT = files("samencontroleren.questionnaires") / "content"
FIELDS = {
    *("id", "subject", "addressed_to", "kind", "title", "text", "why", "explanation", "proof"),
    *("aspects", "is_key", "severity", "weight", "segment", "norms"),
}
TEXTS = ("title", "text", "why", "explanation", "proof", "segment")
CBW = {"21(3)(d)", "21(4)"}


def load(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


MANIFEST = load("manifest.yaml")
REQUIREMENTS = [row for theme in MANIFEST["themes"] for row in load(theme["file"])["requirements"]]
each = pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row["id"])


def test_the_manifest_names_every_file_and_every_file_its_theme():
    names = {item.name for item in CONTENT.iterdir() if item.name.endswith(".yaml")}
    assert names == {theme["file"] for theme in MANIFEST["themes"]} | {"manifest.yaml"}
    assert all(load(theme["file"])["theme"] == theme["id"] for theme in MANIFEST["themes"])
    assert [theme["order"] for theme in MANIFEST["themes"]] == [1, 2, 3, 4]


def test_ten_requirements_three_about_the_vendor_three_key():
    assert len({row["id"] for row in REQUIREMENTS}) == len(REQUIREMENTS) == 10
    assert [row["subject"] for row in REQUIREMENTS].count("vendor") == 3
    keys = [row["subject"] for row in REQUIREMENTS if row["is_key"]]
    assert len(keys) == 3
    assert set(keys) == {"vendor", "product"}
    assert {row["kind"] for row in REQUIREMENTS} >= {
        "compliance",
        "yes_no",
        "choice",
        "number",
        "text",
        "date",
        "rows",
    }


@each
def test_fields_and_their_values(row):
    assert set(row) - {"options"} == FIELDS
    assert ("options" in row) == (row["kind"] in ("choice", "choices", "number"))
    assert row["subject"] in list(Subject)
    assert row["addressed_to"] in list(AddressedTo)
    assert row["kind"] in list(AnswerKind)
    assert set(row["aspects"]) <= {"design", "existence", "operation"}
    assert row["aspects"]
    assert row["severity"] in ("low", "medium", "high", "critical")
    assert row["weight"] in (1, 2, 3)
    assert row["is_key"] in (True, False)


@each
def test_dutch_and_english_are_both_there_and_differ(row):
    for part in [*(row[name] for name in TEXTS), *row.get("options", [])]:
        assert part["nl"].strip()
        assert part["en"].strip()
        assert part["nl"] != part["en"]
    assert len(row["title"]["nl"]) <= 80
    assert len(row["title"]["en"]) <= 80
    assert row["kind"] == "compliance" or all(row["text"][side].endswith("?") for side in ("nl", "en"))


@each
def test_norms_exist_and_are_in_force(row):
    with (CONTENT / "bio2.csv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    known = {
        "BIO2": {line["nummer"] for line in lines if line["status"] == "actief"},
        "ISO27002": {line["iso27002_2022"] for line in lines},
        "CBW": CBW,
    }
    assert row["norms"]
    assert all(norm["number"] in known[norm["kind"]] for norm in row["norms"])


@pytest.mark.parametrize(
    ("row", "option"),
    [(row, option) for row in REQUIREMENTS if row["kind"] == "choice" for option in row["options"]],
    ids=lambda part: part.get("value", part.get("id")),
)
def test_every_option_can_be_answered(row, option):
    kind, options = AnswerKind(row["kind"]), row["options"]
    value, problems = parse(kind, {"choice": [option["value"]]}, options)
    assert not problems
    assert is_complete(kind, value)
    assert as_text(kind, value, options, "en").lower() == option["en"].lower()
