# SPDX-License-Identifier: EUPL-1.2
"""Was/wordt without a database: what is called changed, which words are marked, and that the changes can be redone."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.questionnaires import comparison_words
from samencontroleren.questionnaires.comparison import (
    PROPERTIES,
    Comparison,
    DoesNotFit,
    Placed,
    apply,
    compare,
    moved_codes,
)
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, ChangeMark, Severity, Subject
from samencontroleren.questionnaires.successions import Circle, predecessors
from samencontroleren.questionnaires.wording import TEXT_PARTS, Wording, make_texts
from samencontroleren.questionnaires.wordmarks import marked

BASE = Wording(
    subject=Subject.PRODUCT,
    addressed_to=AddressedTo.SUPPLIER,
    answer_kind=AnswerKind.COMPLIANCE,
    theme="toegang",
    texts={"nl": {"title": "Een eis", "text": "De tekst van de eis."}},
)


def version(*codes: str, **worded: Wording) -> list[Placed]:
    return [Placed(code, worded.get(code, BASE)) for code in codes]


def marks(comparison: Comparison) -> dict[str, set[ChangeMark]]:
    return {"+".join(each.codes): set(each.marks) for each in comparison.changes}


TEXTS = st.dictionaries(st.sampled_from(TEXT_PARTS), st.sampled_from(["", "Log in.", "Log uit.", "Maak een kopie."]))
WORDINGS = st.builds(
    Wording,
    subject=st.sampled_from(Subject),
    addressed_to=st.sampled_from(AddressedTo),
    answer_kind=st.sampled_from(AnswerKind),
    theme=st.sampled_from(["toegang", "keten"]),
    texts=st.builds(lambda nl, en: make_texts(nl=nl, en=en), TEXTS, TEXTS),
    segment=st.sampled_from(["", "Clouddiensten"]),
    options=st.lists(st.just({"value": "a", "nl": "A", "en": "A"}), max_size=1),
    checks=st.lists(st.sampled_from(["not_future", "country"]), unique=True),
    aspects=st.lists(st.sampled_from(["design", "existence"]), unique=True),
    proof=st.lists(st.just("soc_2"), max_size=1),
    norms=st.lists(st.just({"kind": "BIO2", "number": "5.19.01"}), max_size=1),
    is_key=st.booleans(),
    weight=st.integers(1, 3),
    severity=st.sampled_from(Severity),
    applies_when=st.sampled_from([None, {"segment": "Clouddiensten"}]),
)
CODES = tuple("ABCDEF")
VERSIONS = st.lists(st.builds(Placed, st.sampled_from(CODES), WORDINGS), unique_by=lambda each: each.code, max_size=4)
SUCCESSIONS = st.dictionaries(st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=2), max_size=3)


@settings(max_examples=40, deadline=None)
@given(VERSIONS, VERSIONS, SUCCESSIONS)
def test_applying_the_changes_of_one_to_another_gives_the_other(was, becomes, successions):
    found = compare(was, becomes, successions)
    assert apply(was, found) == becomes
    told = [each.code for change in found.changes for each in (*change.was, *change.becomes)]
    assert sorted(told) == sorted(each.code for each in (*was, *becomes))
    assert (found.counts[ChangeMark.UNCHANGED] == len(found.changes)) is (was == becomes)


@settings(max_examples=5, deadline=None)
@given(VERSIONS)
def test_a_version_beside_itself_has_no_changes(each):
    assert compare(each, each).differing == []


WORDS = st.text(st.sampled_from("ab .\n,é"), max_size=40)


@settings(max_examples=40, deadline=None)
@given(WORDS, WORDS)
def test_marked_pieces_are_the_whole_text_and_unmarked_words_are_the_same(was, becomes):
    left, right = marked(was, becomes)
    assert ("".join(each.text for each in left), "".join(each.text for each in right)) == (was, becomes)
    same = [["".join(p.text for p in side if not p.differs).split()] for side in (left, right)]
    assert ["".join(each) for each in same[0]] == ["".join(each) for each in same[1]]


def test_each_field_of_a_wording_has_words():
    assert set(comparison_words.PROPERTIES) == set(PROPERTIES) and set(comparison_words.TEXTS) == set(TEXT_PARTS)


def test_no_name_of_the_code_stands_in_the_words():
    pairs = [*comparison_words.PROPERTIES.values(), *comparison_words.TEXTS.values(), *comparison_words.NOTES.values()]
    assert [text for pair in pairs for text in pair if re.search("[a-z][A-Z]", text)] == []


def test_only_the_words_that_differ_are_marked():
    left, right = marked("Beheerders loggen in met een wachtwoord.", "Beheerders loggen in met een passkey.")
    assert [each.text for each in left if each.differs] == ["wachtwoord"]
    assert [each.text for each in right if each.differs] == ["passkey"]


def test_changes_of_another_version_are_refused():
    found = compare(version("A"), version("A", A=replace(BASE, weight=3)))
    with pytest.raises(DoesNotFit):
        apply(version("A", A=replace(BASE, weight=2)), found)
    with pytest.raises(DoesNotFit):
        apply(version("B"), found)
    with pytest.raises(DoesNotFit):
        apply(version("A", "B"), found)
    with pytest.raises(ValueError, match="twice"):
        compare(version("A", "A"), [])


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"texts": {"nl": {"title": "Een eis", "text": "Andere tekst."}}}, ChangeMark.REWORDED),
        ({"texts": {**BASE.texts, "en": {"title": "A requirement"}}}, ChangeMark.REWORDED),
        ({"is_key": True}, ChangeMark.ADJUSTED),
        ({"weight": 2}, ChangeMark.ADJUSTED),
        ({"severity": Severity.HIGH}, ChangeMark.ADJUSTED),
        ({"applies_when": {"segment": "Clouddiensten"}}, ChangeMark.ADJUSTED),
        ({"answer_kind": AnswerKind.TEXT}, ChangeMark.ADJUSTED),
        ({"theme": "keten"}, ChangeMark.MOVED),
        ({"texts": {"nl": {**BASE.texts["nl"], "why": ""}}}, ChangeMark.UNCHANGED),
    ],
)
def test_each_kind_of_change_has_its_mark(change, mark):
    assert marks(compare(version("A"), version("A", A=replace(BASE, **change)))) == {"A": {mark}}


def test_what_shifts_because_others_come_and_go_is_not_moved():
    found = compare(version("A", "B", "C", "D"), version("N", "A", "C", "D"))
    assert marks(found) == {
        "N": {ChangeMark.NEW}, "A": {ChangeMark.UNCHANGED}, "B": {ChangeMark.DROPPED},
        "C": {ChangeMark.UNCHANGED}, "D": {ChangeMark.UNCHANGED},
    }  # fmt: skip
    assert list(marks(found)) == ["N", "A", "B", "C", "D"]
    assert moved_codes("ABCDEF", "AECDBF") != set() and moved_codes("ABCDEF", "AEBCDF") == {"E"}


def test_split_merged_and_replaced_follow_what_was_declared():
    was, becomes = version("A", "B", "C", "D", "E"), version("A1", "A2", "BC", "D2", "E", "E2")
    declared = {"A1": ["A"], "A2": ["A"], "BC": ["B", "C"], "D2": ["D"], "E2": ["E"]}
    assert marks(compare(was, becomes, declared)) == {
        "A+A1+A2": {ChangeMark.SPLIT}, "B+C+BC": {ChangeMark.MERGED}, "D+D2": {ChangeMark.REPLACED},
        "E+E2": {ChangeMark.SPLIT},
    }  # fmt: skip
    assert marks(compare(version("X", "Y"), version("X", "Y"), {"Y": ["X"]})) == {
        "X": {ChangeMark.UNCHANGED}, "Y": {ChangeMark.UNCHANGED},
    }  # fmt: skip
    assert marks(compare(version("X", "Y"), version("Y"), {"Y": ["X"]})) == {"X+Y": {ChangeMark.MERGED}}


def test_predecessors_reach_back_over_versions_between_and_circles_are_seen():
    pairs = [("A", "B"), ("B", "C"), ("X", "C")]
    assert predecessors(pairs) == {"B": {"A"}, "C": {"A", "B", "X"}}
    with pytest.raises(Circle):
        predecessors([*pairs, ("C", "A")])
