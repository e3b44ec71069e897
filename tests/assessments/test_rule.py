# SPDX-License-Identifier: EUPL-1.2
"""Tests of the result rule: examples first, then the properties it must have for all input."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samencontroleren.assessments import labels
from samencontroleren.assessments.kinds import Assurance, Axis, ResultCode, Severity, Verdict
from samencontroleren.assessments.rule import (
    RANK,
    Judged,
    NothingToJudge,
    Outcome,
    compare,
    judge,
    lowest,
)
from samencontroleren.assessments.sentences import Cause
from samencontroleren.assessments.terms import valid_until

V = Verdict
RESULTS = [ResultCode.DOES_NOT_MEET, ResultCode.MEETS_WITH_CONCERNS, ResultCode.MEETS]


def row(number: str, verdict: Verdict = V.MEETS, *, key: bool = False, **more: object) -> Judged:
    base = Judged(number, "toegang", f"Titel {number}", f"Title {number}", key, verdict, Assurance.CHECKED)
    return replace(base, **more)


def causes(outcome: Outcome) -> list[tuple[Cause, str | None]]:
    return [(line.cause, line.requirement) for line in outcome.explanation]


# Four rows that meet keep the score above half in the examples.
GOOD = [row(f"G{number}") for number in range(4)]


@pytest.mark.parametrize(
    ("verdict", "key", "result", "cause"),
    [
        (V.NOT_MET, True, ResultCode.DOES_NOT_MEET, Cause.KEY_NOT_MET),
        (V.CANNOT_BE_ASSESSED, True, ResultCode.DOES_NOT_MEET, Cause.KEY_CANNOT_BE_ASSESSED),
        (V.PARTLY, True, ResultCode.MEETS_WITH_CONCERNS, Cause.KEY_PARTLY),
        (V.NOT_MET, False, ResultCode.MEETS_WITH_CONCERNS, Cause.NOT_MET),
        (V.CANNOT_BE_ASSESSED, False, ResultCode.MEETS_WITH_CONCERNS, Cause.CANNOT_BE_ASSESSED),
        (V.PARTLY, False, ResultCode.MEETS_WITH_CONCERNS, Cause.PARTLY),
    ],
)
def test_one_verdict_that_is_not_good(verdict, key, result, cause):
    outcome = judge([*GOOD, row("X", verdict, key=key)])
    assert outcome.result == result
    assert causes(outcome) == [(cause, "X")]
    assert "X (Titel X)" in outcome.explanation[0].nl
    assert "X (Title X)" in outcome.explanation[0].en


def test_everything_met():
    outcome = judge([row("A", key=True), row("B"), row("C", V.NOT_APPLICABLE)])
    assert outcome.result == ResultCode.MEETS
    assert causes(outcome) == [(Cause.ALL_MET, None)]
    assert outcome.rule_version == "1"


def test_a_score_below_half_does_not_meet_and_half_does():
    half = [row("A"), row("B", V.NOT_MET)]
    assert judge(half).result == ResultCode.MEETS_WITH_CONCERNS
    below = judge([row("A"), row("B", V.NOT_MET, weight=2)])
    assert below.result == ResultCode.DOES_NOT_MEET
    assert causes(below) == [(Cause.BELOW_HALF, None), (Cause.NOT_MET, "B")]
    assert judge([row("A", V.PARTLY)]).result == ResultCode.MEETS_WITH_CONCERNS


def test_a_key_requirement_that_does_not_apply_is_named():
    agreed = judge([*GOOD, row("X", V.NOT_APPLICABLE, key=True)])
    assert agreed.result == ResultCode.MEETS
    assert causes(agreed) == [(Cause.ALL_MET, None), (Cause.KEY_NOT_APPLICABLE, "X")]
    disputed = judge([*GOOD, row("X", V.NOT_APPLICABLE, key=True, both_agree_not_applicable=False)])
    assert disputed.result == ResultCode.DOES_NOT_MEET
    assert causes(disputed) == [(Cause.KEY_NOT_APPLICABLE_DISPUTED, "X")]
    assert disputed.theme_scores[0].cannot == 1


def test_the_heaviest_cause_comes_first():
    outcome = judge(
        [
            *GOOD,
            row("A", V.PARTLY),
            row("B", V.NOT_MET, severity=Severity.LOW),
            row("C", V.NOT_MET, severity=Severity.HIGH),
            row("D", V.NOT_MET, key=True),
        ]
    )
    assert [number for _, number in causes(outcome)] == ["D", "C", "B", "A"]


def test_theme_scores_weigh_and_round_down():
    (score,) = judge([row("A", weight=2), row("B", V.PARTLY), row("C", V.NOT_APPLICABLE)]).theme_scores
    assert (score.score, score.met, score.partly, score.not_applicable) == (83, 1, 1, 1)
    scores = judge([row("A"), row("B", V.NOT_APPLICABLE, theme="gegevens")]).theme_scores
    assert [(each.theme, each.score) for each in scores] == [("gegevens", None), ("toegang", 100)]


def test_assurance_is_the_lowest_over_the_key_requirements():
    own, audited = Assurance.OWN_STATEMENT, Assurance.AUDITED
    assert judge([row("A", key=True, assurance=audited), row("B", assurance=own)]).assurance == audited
    assert judge([row("A", assurance=audited), row("B", assurance=own)]).assurance == own


def test_nothing_to_judge_and_impossible_input_are_refused():
    with pytest.raises(NothingToJudge):
        judge([])
    with pytest.raises(NothingToJudge):
        judge([row("A", V.NOT_APPLICABLE, key=True)])
    with pytest.raises(ValueError, match="once"):
        judge([row("A"), row("A")])
    with pytest.raises(ValueError, match="weight of A"):
        row("A", weight=0)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([V.MEETS, V.PARTLY, V.MEETS], V.PARTLY),
        ([V.PARTLY, V.CANNOT_BE_ASSESSED], V.CANNOT_BE_ASSESSED),
        ([V.CANNOT_BE_ASSESSED, V.NOT_MET], V.NOT_MET),
        ([V.MEETS, V.NOT_APPLICABLE], V.MEETS),
        ([V.NOT_APPLICABLE], V.NOT_APPLICABLE),
    ],
)
def test_the_verdict_is_the_lowest_of_the_axes(verdicts, expected):
    assert lowest(dict(zip(Axis, verdicts, strict=False))) == expected


def test_a_verdict_needs_an_axis():
    with pytest.raises(ValueError, match="axis"):
        lowest({})


def test_two_reviewers_are_compared_per_requirement():
    found = compare({"B": V.MEETS, "A": V.PARTLY}, {"A": V.PARTLY, "B": V.NOT_MET, "C": V.MEETS})
    assert [(line.requirement, line.is_equal) for line in found] == [("A", True), ("B", False), ("C", False)]
    assert found[2].first is None


def test_validity_examples():
    day = date(2026, 11, 22)
    assert valid_until(day, []) == date(2027, 11, 22)
    assert valid_until(day, [date(2027, 3, 1), date(2030, 1, 1)]) == date(2027, 3, 1)
    assert valid_until(day, [], months=6) == date(2027, 5, 22)
    assert valid_until(date(2028, 2, 29), []) == date(2029, 2, 28)
    assert valid_until(day, [], months=36) == date(2027, 11, 22)
    with pytest.raises(ValueError, match="one month"):
        valid_until(day, [], months=0)


@pytest.mark.parametrize(
    ("enum", "names"),
    [
        (Verdict, labels.VERDICT),
        (Axis, labels.AXIS),
        (Assurance, labels.ASSURANCE),
        (Severity, labels.SEVERITY),
        (ResultCode, labels.RESULT),
    ],
)
def test_every_member_has_a_name_in_both_languages(enum, names):
    assert set(names) == set(enum)
    assert all(nl and en for nl, en in names.values())


# Properties

ROW = st.builds(
    Judged,
    requirement=st.integers(0, 99).map("R{:02}".format),
    theme=st.sampled_from(["a", "b", "c"]),
    title_nl=st.just("Titel {0}"),
    title_en=st.just("Title {0}"),
    is_key=st.booleans(),
    verdict=st.sampled_from(Verdict),
    assurance=st.sampled_from(Assurance),
    weight=st.integers(1, 3),
    severity=st.none() | st.sampled_from(Severity),
    both_agree_not_applicable=st.booleans(),
)
ROWS = st.lists(ROW, min_size=1, max_size=8, unique_by=lambda each: each.requirement)


def judge_if_possible(rows: Sequence[Judged]) -> Outcome:
    try:
        return judge(rows)
    except NothingToJudge:
        assume(False)
        raise


@given(ROWS, st.data())
def test_improving_a_verdict_never_worsens_result_or_score(rows, data):
    rows = [each for each in rows if each.verdict in RANK]
    assume(rows)
    place = data.draw(st.integers(0, len(rows) - 1))
    better = [verdict for verdict in RANK if RANK[verdict] >= RANK[rows[place].verdict]]
    improved = [*rows]
    improved[place] = replace(rows[place], verdict=data.draw(st.sampled_from(better)))
    before, after = judge(rows), judge(improved)
    assert RESULTS.index(after.result) >= RESULTS.index(before.result)
    for old, new in zip(before.theme_scores, after.theme_scores, strict=True):
        assert (old.score or 0) <= (new.score or 0)


@given(ROWS)
def test_a_key_requirement_caps_the_result(rows):
    outcome = judge_if_possible(rows)
    keys = {each.verdict for each in rows if each.is_key}
    disputed = any(
        each.is_key and each.verdict is V.NOT_APPLICABLE and not each.both_agree_not_applicable for each in rows
    )
    if keys & {V.NOT_MET, V.CANNOT_BE_ASSESSED} or disputed:
        assert outcome.result == ResultCode.DOES_NOT_MEET
    elif V.PARTLY in keys:
        assert outcome.result != ResultCode.MEETS


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    outcome = judge_if_possible(rows)
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert judge(shuffled) == outcome


@given(ROWS, st.lists(ROW, max_size=4, unique_by=lambda each: each.requirement), st.booleans())
def test_not_applicable_neither_helps_nor_hurts(rows, more, agree):
    outcome = judge_if_possible(rows)
    theme = rows[0].theme
    extra = [
        replace(
            each,
            requirement=f"N{each.requirement}",
            verdict=V.NOT_APPLICABLE,
            is_key=False,
            theme=theme,
            both_agree_not_applicable=agree,
        )
        for each in more
    ]
    wider = judge([*rows, *extra])
    assert (wider.result, wider.explanation, wider.assurance) == (
        outcome.result,
        outcome.explanation,
        outcome.assurance,
    )
    for old, new in zip(outcome.theme_scores, wider.theme_scores, strict=True):
        added = len(extra) if new.theme == theme else 0
        assert new == replace(old, not_applicable=old.not_applicable + added)


@given(ROWS)
def test_an_agreed_key_that_does_not_apply_only_adds_its_sentence(rows):
    outcome = judge_if_possible(rows)
    wider = judge([*rows, row("KEY", V.NOT_APPLICABLE, key=True, theme=rows[0].theme)])
    assert wider.result == outcome.result
    added = [line for line in wider.explanation if line not in outcome.explanation]
    assert [(line.cause, line.requirement) for line in added] == [(Cause.KEY_NOT_APPLICABLE, "KEY")]


@given(ROWS)
def test_the_explanation_names_every_cause_and_nothing_else(rows):
    outcome = judge_if_possible(rows)
    expected = {each.requirement for each in rows if each.verdict not in (V.MEETS, V.NOT_APPLICABLE)}
    expected |= {each.requirement for each in rows if each.is_key and each.verdict is V.NOT_APPLICABLE}
    named = [line.requirement for line in outcome.explanation if line.requirement]
    assert sorted(named) == sorted(expected)
    assert outcome.explanation
    for line in outcome.explanation:
        assert line.requirement is None or (line.requirement in line.nl and line.requirement in line.en)
    if outcome.result == ResultCode.DOES_NOT_MEET:
        assert "Daarom is het resultaat: voldoet niet." in outcome.explanation[0].nl


@given(ROWS)
def test_scores_are_percentages_and_100_means_everything_met(rows):
    for score in judge_if_possible(rows).theme_scores:
        applicable = score.met + score.partly + score.not_met + score.cannot
        assert (score.score is None) == (applicable == 0)
        assert score.score is None or 0 <= score.score <= 100
        assert (score.score == 100) == (applicable > 0 and score.met == applicable)


DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@given(DAYS, st.lists(DAYS, max_size=4), st.integers(1, 60), DAYS)
def test_validity_is_never_over_twelve_months_and_proofs_only_shorten(day, proofs, months, extra):
    until = valid_until(day, proofs, months)
    assert until <= day + timedelta(days=366)
    assert until < date(day.year + 1, day.month, 28) + timedelta(days=4)
    assert all(until <= proof for proof in proofs)
    assert valid_until(day, [*proofs, extra], months) == min(until, extra)
