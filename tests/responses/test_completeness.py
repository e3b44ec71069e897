# SPDX-License-Identifier: EUPL-1.2
"""What counts as an answer and as proof: the pure rules, tried on many made up rows."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samencontroleren.evidence.kinds import DocumentKind, Validity
from samencontroleren.evidence.validity import counts_as_proof
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses.completeness import (
    BLOCKING,
    Gap,
    Proof,
    Row,
    claims,
    faults,
    gaps_of,
    may_submit,
    minutes_left,
    progress_of,
    status_of,
)
from samencontroleren.responses.kinds import AnswerStatus

HERE = ("round", "wording")
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine draws slowly; that says nothing of the rules."""
BLANKS = st.sampled_from(["", "   ", "\n\t", "\u200b"])
TEXTS = st.one_of(BLANKS, st.just("Zo doen we dat."))
PARTS = st.fixed_dictionaries(
    {
        "choice": st.sampled_from(["", "meets", "partly", "not_met", "not_applicable", "yes", "no"]),
        "choices": st.sampled_from([[], ["a"]]),
        "text": TEXTS,
        "number": st.sampled_from(["", "4"]),
        "date": st.sampled_from(["", "2027-01-01"]),
        "rows": st.sampled_from([[], [{"name": "Bedacht"}], [{"name": " ", "country": "NL"}]]),
        "explanation": TEXTS,
    }
)
PROOFS = st.lists(
    st.builds(Proof, st.sampled_from([str(kind) for kind in DocumentKind]), st.sampled_from(list(Validity))), max_size=3
).map(tuple)
ROWS = st.builds(
    Row,
    st.sampled_from(list(AnswerKind)),
    st.one_of(st.none(), PARTS),
    st.booleans(),
    st.just(HERE),
    st.sampled_from([None, HERE, ("earlier", "wording"), ("round", "old wording")]),
    st.sampled_from([(), ("iso_27001",), ("pentest", "soc_2")]),
    PROOFS,
)


@PATIENT
@given(ROWS)
def test_an_answer_nobody_confirmed_here_never_counts(row: Row) -> None:
    for other in (None, ("earlier", "wording"), ("round", "old wording")):
        assert status_of(replace(row, confirmed_for=other)) is not AnswerStatus.DONE
    assert status_of(replace(row, has_draft=True)) is not AnswerStatus.DONE


@PATIENT
@given(ROWS)
def test_a_done_answer_is_complete_and_confirmed(row: Row) -> None:
    if status_of(row) is AnswerStatus.DONE:
        assert row.confirmed_for == row.asked_in
        assert not faults(row.kind, row.value, len(row.counting))


@PATIENT
@given(ROWS)
def test_ended_and_withdrawn_proof_never_counts(row: Row) -> None:
    ended = replace(row, proofs=tuple(replace(proof, validity=Validity.ENDED) for proof in row.proofs))
    without = replace(row, proofs=())
    assert ended.counting == []
    assert (status_of(ended) is AnswerStatus.DONE) == (status_of(without) is AnswerStatus.DONE)
    if row.kind is AnswerKind.FILE:
        assert status_of(ended) is not AnswerStatus.DONE
    if claims(row.kind, row.value) and status_of(ended) is not AnswerStatus.EMPTY:
        assert Gap.NO_PROOF in gaps_of(ended)


@PATIENT
@given(st.lists(ROWS, max_size=6))
def test_submitting_is_open_when_no_gap_blocks(rows: list[Row]) -> None:
    blocked = any(gap in BLOCKING for row in rows for gap in gaps_of(row))
    progress = progress_of(rows)
    assert may_submit(rows) is not blocked
    assert (progress.done == progress.total) is not blocked
    is_work = any(gap in BLOCKING - {Gap.PROOF_UNCHECKED} for row in rows for gap in gaps_of(row))
    assert (minutes_left(rows) == 0) is not is_work  # for a file that waits nobody has to do anything


@pytest.mark.parametrize(
    ("validity", "counts"),
    [
        (Validity.VALID, True),
        (Validity.ENDING, True),
        (Validity.OPEN_ENDED, True),
        (Validity.ENDED, False),
        (Validity.WITHDRAWN, False),
    ],
)
def test_which_validity_counts(validity: Validity, counts: bool) -> None:
    assert counts_as_proof(validity) is counts


def test_missing_proof_warns_except_where_a_file_is_asked() -> None:
    claim = Row(AnswerKind.COMPLIANCE, {"choice": "meets", "explanation": ""}, asked_in=HERE, confirmed_for=HERE)
    assert (status_of(claim), gaps_of(claim)) == (AnswerStatus.DONE, [Gap.NO_PROOF])
    file = Row(AnswerKind.FILE, {"explanation": "Zie bijlage."}, asked_in=HERE, confirmed_for=HERE)
    assert gaps_of(file) == [Gap.INCOMPLETE]
    good = (Proof("iso_27001", Validity.VALID),)
    assert gaps_of(replace(file, proofs=good)) == []


def test_proof_of_another_kind_than_asked_is_named() -> None:
    row = Row(
        AnswerKind.COMPLIANCE,
        {"choice": "meets"},
        asked_in=HERE,
        confirmed_for=HERE,
        fitting=("pentest",),
        proofs=(Proof("iso_27001", Validity.VALID), Proof("pentest", Validity.ENDED)),
    )
    assert gaps_of(row) == [Gap.PROOF_ENDED, Gap.OTHER_PROOF]


@pytest.mark.parametrize("lacks", ["choice", "explanation"])
def test_anything_but_meets_needs_a_reason(lacks: str) -> None:
    value = {"choice": "" if lacks == "choice" else "not_applicable", "explanation": " "}
    assert set(faults(AnswerKind.COMPLIANCE, value, 0)) == {lacks}
