# SPDX-License-Identifier: EUPL-1.2
"""In which group a question falls, what is left, and which answers come back to be read: pure rules."""

import pytest

from samencontroleren.core import rereading
from samencontroleren.core.rereading import Candidate
from samencontroleren.evidence.kinds import Validity
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses.changing import has_fallen
from samencontroleren.responses.completeness import Proof, Row, may_submit, status_of
from samencontroleren.responses.delta import Facts, Left, group_of, left_over
from samencontroleren.responses.kinds import AnswerStatus, Group

WHOLE = {"choice": "meets", "explanation": "Zo is het."}
HERE, BEFORE = ("ronde 2", "eis"), ("ronde 1", "eis")


def row(validity: Validity | None = None, *, value: dict[str, str] | None = None, **facts: object) -> Row:
    proofs = (Proof("tpm", validity),) if validity else ()
    given = WHOLE if value is None else value
    return Row(AnswerKind.COMPLIANCE, given, asked_in=HERE, proofs=proofs, **facts)  # type: ignore[arg-type]  # facts are those of Row


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        (Facts(row()), Group.NEW),
        (Facts(row(Validity.ENDED), is_reworded=True, was_unmet=True), Group.NEW),
        (Facts(row(Validity.ENDED), was_asked=True, is_reworded=True, was_unmet=True), Group.NOT_MET),
        (Facts(row(Validity.ENDED), was_asked=True, is_reworded=True), Group.REWORDED),
        (Facts(row(value={}), was_asked=True, is_reworded=True), Group.REWORDED),
        (Facts(row(Validity.ENDED), was_asked=True), Group.PROOF_ENDED),
        (Facts(row(Validity.WITHDRAWN), was_asked=True), Group.PROOF_ENDED),
        (Facts(row(Validity.ENDING), was_asked=True), Group.UNCHANGED),
        (Facts(row(value={}), was_asked=True), Group.NEW),
        (Facts(row(value={"choice": "partly"}), was_asked=True), Group.NEW),
        (Facts(row(), was_asked=True), Group.UNCHANGED),
    ],
)
def test_each_question_falls_in_one_group_and_most_work_wins(facts: Facts, group: Group) -> None:
    assert group_of(facts) is group


def test_a_complete_answer_of_last_time_that_nobody_confirmed_is_left() -> None:
    standing, done = row(confirmed_for=BEFORE), row(confirmed_for=HERE)
    assert left_over([standing, done, row(value={})]) == Left(2, 3, 7)
    assert left_over([done]) == Left(0, 1, 0)
    assert not may_submit([standing, done])


def test_what_must_be_read_once_more_blocks_and_says_so() -> None:
    again = row(confirmed_for=HERE, is_to_reread=True)
    assert status_of(again) is AnswerStatus.REREAD
    assert not may_submit([again])
    assert left_over([again]) == Left(1, 1, 1)
    assert status_of(row(confirmed_for=BEFORE, is_to_reread=True)) is AnswerStatus.UNCONFIRMED


@pytest.mark.parametrize(("confirmed", "number"), [(0, 0), (2, 2), (3, 3), (60, 3), (61, 4), (300, 15)])
def test_so_many_come_back(confirmed: int, number: int) -> None:
    assert rereading.number_of(confirmed) == number


def ranked(count: int, secret: str = "geheim", **facts: bool) -> dict[int, Candidate]:
    return {each: Candidate(rereading.rank_of(secret, "ronde", each), **facts) for each in range(count)}


def test_the_choice_is_the_same_each_time_and_hangs_on_the_secret() -> None:
    assert rereading.chosen(ranked(90)) == rereading.chosen(ranked(90))
    assert len({frozenset(rereading.chosen(ranked(90, f"geheim {each}"))) for each in range(5)}) == 5


def test_what_was_chosen_stays_chosen_and_fills_up() -> None:
    pool = ranked(90)
    last = sorted(pool, key=lambda each: pool[each].rank)[-2:]
    pool |= {each: Candidate(pool[each].rank, is_chosen=True, is_together=True) for each in last}
    chosen = rereading.chosen(pool)
    assert chosen >= set(last)
    assert len(chosen) == rereading.number_of(90) == 5
    assert rereading.due(pool) == set(last)


def test_the_first_block_does_not_hold_all_that_come_back() -> None:
    """What may still be confirmed together counts along in the choice."""
    pool = ranked(90)
    first = rereading.chosen(pool | {each: Candidate(pool[each].rank, is_together=True) for each in range(10)})
    assert first == rereading.chosen(pool)
    assert not first <= set(range(10))


@pytest.mark.parametrize(
    ("answers", "was", "now", "fell"),
    [
        (AnswerKind.COMPLIANCE, "meets", "partly", True),
        (AnswerKind.COMPLIANCE, "meets", "not_met", True),
        (AnswerKind.COMPLIANCE, "meets", "not_applicable", False),
        (AnswerKind.COMPLIANCE, "partly", "meets", False),
        (AnswerKind.YES_NO, "yes", "no", True),
        (AnswerKind.YES_NO, "no", "yes", False),
        (AnswerKind.CHOICE, "meets", "partly", False),
    ],
)
def test_falling_is_from_good_downward(answers: AnswerKind, was: str, now: str, fell: bool) -> None:
    assert has_fallen(answers, {"choice": was}, {"choice": now}) is fell
