# SPDX-License-Identifier: EUPL-1.2
"""Tests of our own content: every file loads, is complete in two languages, names existing norms and covers BIO2."""

import csv
from importlib.resources import files
from typing import Any

import pytest
import yaml

from samencontroleren.evidence.kinds import DocumentKind
from samencontroleren.questionnaires.answer_kinds import as_text, is_complete, parse
from samencontroleren.questionnaires.condition_checks import faults
from samencontroleren.questionnaires.conditions import Asked, Facts, applying, checked, looks_at
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Subject
from samencontroleren.questionnaires.profiles import AVERAGE, LARGE, MOST, MOST_VENDOR, PROFILES, SMALL, Profile
from samencontroleren.questionnaires.yardsticks import yardstick_lines

CONTENT = files("samencontroleren.questionnaires") / "content"
FIELDS = {
    *("id", "subject", "addressed_to", "kind", "title", "text", "why", "explanation", "good", "poor", "alternative"),
    *("proof", "aspects", "is_key", "severity", "weight", "segment", "norms"),
}
TEXTS = ("title", "text", "why", "explanation", "good", "poor", "alternative", "proof", "segment")
REASONS = ("reason_meets", "reason_partly", "reason_not_met", "reason_cannot_be_assessed")
YARDSTICK = {
    "nl": ("Voldoet als", "Voldoet deels als", "Voldoet niet als", "Niet te beoordelen als"),
    "en": ("Meets if", "Partly meets if", "Does not meet if", "Cannot be assessed if"),
}
LETTERS = "abcdefghij"
CBW = {"21(4)", *(f"21(3)({letter})" for letter in LETTERS)}
NIS2 = {f"21(2)({letter})" for letter in LETTERS}


def load(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


MANIFEST = load("manifest.yaml")
REQUIREMENTS = [row for theme in MANIFEST["themes"] for row in load(theme["file"])["requirements"]]
each = pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row["id"])


def test_the_manifest_names_every_file_and_every_file_its_theme():
    names = {item.name for item in CONTENT.iterdir() if item.name.endswith(".yaml")}
    assert names == {theme["file"] for theme in MANIFEST["themes"]} | {"manifest.yaml"}
    assert all(load(theme["file"])["theme"] == theme["id"] for theme in MANIFEST["themes"])
    assert [theme["order"] for theme in MANIFEST["themes"]] == list(range(1, 19))


def answers_of(profile: Profile) -> dict[str, list[str]]:
    """The scope answers of a named product, as conditions read them."""
    return {code: value.get("choices") or [value["choice"]] for code, value in profile.answers.items()}


def applying_to(answers: dict[str, list[str]]) -> list[Any]:
    """The requirements that a supplier with these scope answers is asked."""
    questions = {row["id"]: Asked(row.get("when")) for row in REQUIREMENTS}
    found = applying(questions, Facts({code: frozenset(given) for code, given in answers.items()}))
    return [row for row in REQUIREMENTS if found[row["id"]] and row["addressed_to"] != "client"]


def test_there_are_enough_requirements_of_all_kinds():
    assert len({row["id"] for row in REQUIREMENTS}) == len(REQUIREMENTS) >= 120
    keys = {row["subject"] for row in REQUIREMENTS if row["is_key"]}
    assert keys == {"vendor", "product"}
    kinds = {"compliance", "yes_no", "choice", "choices", "number", "text", "date", "rows"}
    assert {row["kind"] for row in REQUIREMENTS} >= kinds


def test_an_average_product_is_asked_at_most_ninety_of_which_thirty_five_about_its_supplier():
    asked = applying_to(answers_of(AVERAGE))
    assert len(asked) <= MOST == 90
    assert [row["subject"] for row in asked].count("vendor") <= MOST_VENDOR == 35
    more = applying_to(answers_of(AVERAGE) | {"SC-AFB-06": ["yes"], "SC-AFB-05": ["yes"]})
    assert {row["id"] for row in more} - {row["id"] for row in asked} >= {"SC-AI-01", "SC-ONT-11"}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda each: each.code)
def test_each_named_product_answers_every_scope_question_with_an_answer_there_is(profile):
    deciding = {code for row in REQUIREMENTS for code in looks_at(row.get("when"))}
    assert deciding <= profile.answers.keys()
    rows = {row["id"]: row for row in REQUIREMENTS}
    for code, given in answers_of(profile).items():
        assert set(given) <= (values_of(rows[code]) or set())


def test_a_small_product_is_asked_less_than_an_average_one_and_a_large_one_more():
    numbers = [len(applying_to(answers_of(each))) for each in (SMALL, AVERAGE, LARGE)]
    assert numbers == sorted(set(numbers))


def judged() -> list[Any]:
    """What reviewers judge: all that suppliers are asked. What is for gemeenten alone nobody answers here."""
    return [row for row in REQUIREMENTS if row["addressed_to"] != "client"]


def test_what_reviewers_judge_leaves_no_verdict_to_guess():
    """Each has a yardstick and a starting sentence per verdict, and asks last what it asks."""
    assert judged()
    for row in judged():
        for side, names in YARDSTICK.items():
            begun = [lead for lead, _rest in yardstick_lines(row["yardstick"][side]) if lead]
            assert begun == list(names), (row["id"], side)
            assert not any(lead for lead, _rest in yardstick_lines(row["text"][side])), (row["id"], side)
            assert row["kind"] == "compliance" or "?" in row["text"][side].splitlines()[-1], (row["id"], side)
            assert all(row[name][side].strip() for name in REASONS), (row["id"], side)


def test_no_two_verdicts_of_a_requirement_begin_a_reason_alike():
    for row in judged():
        for side in ("nl", "en"):
            lines = [line for name in REASONS for line in row[name][side].splitlines()]
            shared = {line for line in lines if lines.count(line) > 1}
            assert not shared, (row["id"], shared)


def test_starting_sentences_stand_in_both_languages_and_do_not_end_yet():
    told = [(row["id"], name, row[name]) for row in REQUIREMENTS for name in REASONS if name in row]
    assert told
    for code, name, sides in told:
        dutch, english = (sides[side].splitlines() for side in ("nl", "en"))
        assert len(dutch) == len(english) <= 3, (code, name)
        assert not any(line.rstrip().endswith(".") for line in dutch + english), (code, name)


def test_conditions_look_back_at_questions_about_the_same_subject():
    for subject in Subject:
        own = [row for row in REQUIREMENTS if row["subject"] == subject]
        questions = {row["id"]: Asked(row.get("when"), values_of(row)) for row in own}
        assert faults(questions) == []
    order = [row["id"] for row in REQUIREMENTS]
    for row in REQUIREMENTS:
        if "when" in row:
            assert checked(row["when"]) == row["when"]
            assert all(order.index(code) < order.index(row["id"]) for code in looks_at(row["when"]))


def values_of(row: Any) -> frozenset[str] | None:
    """The values an answer can take."""
    if row["kind"] == "yes_no":
        return frozenset(("yes", "no"))
    return frozenset(option["value"] for option in row["options"]) if row["kind"] in ("choice", "choices") else None


def test_every_bio2_measure_that_matters_for_suppliers_is_covered():
    """Measures in force, marked relevant or core for suppliers; none is left out, so there is no list of reasons."""
    covered = {norm["number"] for row in REQUIREMENTS for norm in row["norms"] if norm["kind"] == "BIO2"}
    wanted = {
        line["nummer"] for line in bio2() if line["status"] == "actief" and line["leverancier"] in ("relevant", "kern")
    }
    assert len(wanted) == 100
    assert wanted - covered == set()


def bio2() -> list[dict[str, str]]:
    """Our paraphrase of BIO2, a measure a line."""
    with (CONTENT / "bio2.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@each
def test_fields_and_their_values(row):
    assert set(row) - {"options", "when", "documents", "checks", "yardstick", *REASONS} == FIELDS
    assert ("yardstick" in row) == (row["addressed_to"] != "client")
    assert set(row.get("documents", [])) <= set(DocumentKind)
    assert ("documents" in row) == (row["addressed_to"] != "client")
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
    for part in [*(row[name] for name in (*TEXTS, "yardstick") if name in row), *row.get("options", [])]:
        assert part["nl"].strip()
        assert part["en"].strip()
        assert part["nl"] != part["en"] or part["nl"].isdigit()
        assert not set("*_`<#") & set(part["nl"] + part["en"]), "shown as it stands: no signs of mark-up"
    assert len(row["title"]["nl"]) <= 80
    assert len(row["title"]["en"]) <= 80
    assert row["kind"] == "compliance" or all("?" in row["text"][side] for side in ("nl", "en"))


@each
def test_norms_exist_and_are_in_force(row):
    lines = bio2()
    known = {
        "BIO2": {line["nummer"] for line in lines if line["status"] == "actief"},
        "ISO27002": {line["iso27002_2022"] for line in lines},
        "CBW": CBW,
        "NIS2": NIS2,
    }
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
