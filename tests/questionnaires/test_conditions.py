# SPDX-License-Identifier: EUPL-1.2
"""Tests of conditions: three values, the order of questions, and what is wrong with a set."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samencontroleren.questionnaires.applicability import questions
from samencontroleren.questionnaires.condition_checks import faults
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.conditions import (
    Asked,
    Facts,
    Malformed,
    applying,
    checked,
    holds,
    in_order,
    looks_at,
)
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import RequirementVersion

YES_NO = frozenset(("yes", "no"))
A_YES, B_YES = {"is": ["A", "yes"]}, {"is": ["B", "yes"]}


def facts(**answers: str | None) -> Facts:
    given = {code: None if text is None else frozenset(text.split()) for code, text in answers.items()}
    return Facts(given)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (None, {}, True),
        (A_YES, {"A": "yes"}, True),
        (A_YES, {"A": "no"}, False),
        (A_YES, {"A": None}, None),
        (A_YES, {}, None),
        ({"not": A_YES}, {"A": None}, None),
        ({"not": A_YES}, {"A": ""}, True),
        ({"one_of": ["A", ["x", "y"]]}, {"A": "y z"}, True),
        ({"one_of": ["A", ["x", "y"]]}, {"A": "z"}, False),
        ({"at_least": ["A", 5]}, {"A": "5"}, True),
        ({"at_least": ["A", 5]}, {"A": "4,9"}, False),
        ({"at_least": ["A", 5]}, {"A": ""}, False),
        ({"all": [A_YES, B_YES]}, {"A": "no", "B": None}, False),
        ({"all": [A_YES, B_YES]}, {"A": "yes", "B": None}, None),
        ({"any": [A_YES, B_YES]}, {"A": "yes", "B": None}, True),
        ({"any": [A_YES, B_YES]}, {"A": "no", "B": None}, None),
        ({"any": [A_YES, B_YES]}, {"A": "no", "B": "no"}, False),
    ],
)
def test_what_holds(condition: Any, answers: Mapping[str, str | None], expected: bool | None) -> None:
    assert holds(condition, facts(**answers)) is expected


def test_a_segment_stands_for_the_answers_that_give_it() -> None:
    options = [
        {"value": "saas", "nl": "online", "en": "online", "segment": "Cloud"},
        {"value": "box", "nl": "los", "en": "loose"},
    ]
    wordings = {
        "A": worded("A", AnswerKind.CHOICE, "Levering", "Delivery", options),
        "B": worded("B", AnswerKind.CHOICES, "Hosting", "Hosting", [{**options[1], "segment": "Cloud"}]),
        "C": worded("C", AnswerKind.COMPLIANCE, "Eis", "Requirement"),
        "D": worded("D", AnswerKind.COMPLIANCE, "Eis", "Requirement"),
        "E": worded("E", AnswerKind.COMPLIANCE, "Eis", "Requirement"),
    }
    wordings["C"].applies_when = {"all": [{"segment": "Cloud"}]}
    wordings["D"].applies_when = {"not": {"segment": "Cloud"}}
    wordings["E"].applies_when = {"segment": "Elders"}
    asked = questions(wordings)
    found = [applying(asked, facts(A=a, B=b)) for a, b in (("saas", None), ("box", None), ("box", ""), ("box", "box"))]
    assert [(each["C"], each["D"]) for each in found] == [(True, False), (None, None), (False, True), (True, False)]
    assert faults(asked) == [("E", "is never asked")]


@pytest.mark.parametrize(
    "given_data",
    [
        *("tekst", [], {}, {"is": ["A", "yes"], "not": A_YES}, {"eval": "1"}, {"is": "A"}, {"is": ["A", 3]}),
        *({"all": []}, {"all": [A_YES, 4]}, {"one_of": ["A", "x"]}, {"at_least": ["A", "5"]}, {"segment": ""}),
        *({"at_least": ["A", True]}, {"is": ["A", "yes", "no"]}, {"any": [A_YES] * 51}),
    ],
)
def test_what_is_no_condition(given_data: object) -> None:
    with pytest.raises(Malformed):
        checked(given_data)


def test_a_condition_has_a_bottom() -> None:
    deep: Any = A_YES
    for _each in range(9):
        deep = {"not": deep}
    with pytest.raises(Malformed, match="deeper"):
        checked(deep)


def test_a_question_that_does_not_apply_opens_nothing() -> None:
    """B hangs on A, C on B: with A no, an old answer to B does not count."""
    questions = {"C": Asked(B_YES), "B": Asked(A_YES, YES_NO), "A": Asked(None, YES_NO)}
    assert in_order(questions).index("A") < in_order(questions).index("B") < in_order(questions).index("C")
    assert applying(questions, facts(A="no", B="yes")) == {"A": True, "B": False, "C": False}
    assert applying(questions, facts(A="yes", B="yes")) == {"A": True, "B": True, "C": True}
    assert applying(questions, facts(A="yes", B=None)) == {"A": True, "B": True, "C": None}


def test_circles_are_found_and_questions_outside_the_set_count_as_nothing() -> None:
    with pytest.raises(Malformed, match="itself"):
        in_order({"A": Asked(B_YES), "B": Asked(A_YES)})
    with pytest.raises(Malformed, match="itself"):
        in_order({"A": Asked(A_YES)})
    assert applying({"B": Asked(A_YES)}, facts(A="yes")) == {"B": False}


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ({"B": Asked(A_YES)}, "not asked"),
        ({"A": Asked(None, frozenset(("ja",))), "B": Asked(A_YES)}, "no answer"),
        ({"A": Asked(B_YES, YES_NO), "B": Asked(A_YES, YES_NO)}, "itself"),
        ({"A": Asked(None, YES_NO), "B": Asked({"all": [A_YES, {"not": A_YES}]})}, "never asked"),
        ({"A": Asked(None), "B": Asked({"all": [{"at_least": ["A", 5]}, {"not": {"at_least": ["A", 3]}}]})}, "never"),
    ],
)
def test_faults_of_a_set(questions: dict[str, Asked], words: str) -> None:
    found = faults(questions)
    assert len(found) == 1
    assert words in found[0][1]


LEAF = st.one_of(
    st.tuples(st.just("is"), st.tuples(st.sampled_from("AB"), st.sampled_from(("yes", "no")))),
    st.tuples(st.just("one_of"), st.tuples(st.sampled_from("AB"), st.just(["yes", "no"]))),
).map(lambda pair: {pair[0]: list(pair[1])})
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(CONDITION)
def test_an_answer_never_turns_round_what_was_certain(condition: Any) -> None:
    """What holds, or does not, while answers are missing stays so whatever they become."""
    assert checked(condition) == condition
    assert looks_at(condition) <= {"A", "B"}
    for before in product((None, "yes", "no"), repeat=2):
        early = holds(condition, facts(A=before[0], B=before[1]))
        ends = {
            holds(condition, facts(A=before[0] or a, B=before[1] or b)) for a, b in product(("yes", "no"), repeat=2)
        }
        assert None not in ends
        assert early is None or ends == {early}


@settings(max_examples=150, deadline=None)
@given(CONDITION)
def test_a_question_is_called_dead_only_when_no_answer_opens_it(condition: Any) -> None:
    questions = {"A": Asked(None, YES_NO), "B": Asked(None, YES_NO), "C": Asked(condition)}
    opens = any(holds(condition, facts(A=a, B=b)) for a, b in product(("yes", "no", ""), repeat=2))
    assert bool(faults(questions)) is not opens


def test_a_condition_in_words() -> None:
    known = {
        "A": worded("A", AnswerKind.YES_NO, "Gebruikt u AI", "Do you use AI"),
        "B": worded(
            "B", AnswerKind.CHOICE, "Levering", "Delivery", [{"value": "web", "nl": "online", "en": "on-line"}]
        ),
    }
    both = {"all": [A_YES, {"not": {"one_of": ["B", ["web", "box"]]}}]}
    assert condition_words(both, known, 0) == "Gebruikt u AI (A): ja en niet: Levering (B): online of box"
    assert condition_words(both, known, 1) == "Do you use AI (A): yes and not: Delivery (B): on-line or box"
    assert condition_words({"any": [{"at_least": ["C", 5]}, {"segment": "Cloud"}]}, {}, 0) == (
        "C: ten minste 5 of inkooponderdeel Cloud"
    )


WEB = {"value": "web", "nl": "online", "en": "on-line"}


def worded(code: str, kind: AnswerKind, dutch: str, english: str, options: list[Any] | None = None) -> Any:
    texts = {"nl": {"title": dutch, "text": dutch}, "en": {"title": english, "text": english}}
    return RequirementVersion(answer_kind=kind, texts=texts, options=options or [], applies_when=None)
