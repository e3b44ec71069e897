# SPDX-License-Identifier: EUPL-1.2
"""What answers lead to: the pure rule, and words that are as complete for one option as for another."""

from dataclasses import replace
from itertools import product

import pytest

from samencontroleren.assessments import rule
from samencontroleren.assessments.kinds import Assurance, ResultCode, Verdict
from samencontroleren.evidence.kinds import Validity
from samencontroleren.questionnaires.kinds import AnswerKind, Compliance, Severity, YesNo
from samencontroleren.responses import consequence_words as words
from samencontroleren.responses.completeness import Proof, Row
from samencontroleren.responses.consequences import (
    Asked,
    OnAssurance,
    OnFinding,
    OnResult,
    Option,
    Remedy,
    consequence,
    consequence_of,
    count,
    option_of,
)

ASKED = Asked(Severity.HIGH, 30, is_key=False, fitting=("iso_27001",))
KEY = replace(ASKED, is_key=True)
EVERY = list(product(Option, (ASKED, KEY), ((), ("iso_27001",), ("pentest",))))


def test_every_option_there_is_has_a_consequence() -> None:
    for choice in Compliance:
        assert option_of(AnswerKind.COMPLIANCE, {"choice": str(choice)}) == Option(str(choice))
    for choice in YesNo:
        assert option_of(AnswerKind.YES_NO, {"choice": str(choice)}) == Option(str(choice))
    assert option_of(AnswerKind.TEXT, {"text": "Zo."}) is Option.FACT
    assert option_of(AnswerKind.COMPLIANCE, {"choice": "", "explanation": "Tja."}) is None
    assert option_of(AnswerKind.TEXT, {"text": "  "}) is None


@pytest.mark.parametrize("number", [0, 1], ids=["nl", "en"])
def test_no_option_is_told_in_fewer_parts_or_words_than_another(number: int) -> None:
    lengths = {}
    for option, asked, proofs in EVERY:
        found = consequence(option, asked, proofs)
        parts = [*words.sentences(found, number), *words.remedies(found, number, ["ISO 27001"])]
        assert len(words.sentences(found, number)) == 3
        assert len(words.remedies(found, number, [])) >= 1
        assert all(part.endswith(".") and "%(" not in part for part in parts), parts
        assert "hoog" in parts[0] or "high" in parts[0], "the severity is named, whatever is said"
        assert "30" in parts[0]
        lengths[(option, asked.is_key, proofs)] = sum(map(len, parts))
    for _option, asked, proofs in EVERY:
        same = [
            length for (_each, is_key, under), length in lengths.items() if (is_key, under) == (asked.is_key, proofs)
        ]
        assert max(same) < 1.8 * min(same), "one option gets much more text than another"


def test_each_says_it_is_as_it_stands_now() -> None:
    assert all(nl.startswith("Zoals u het nu zegt") for nl, _en in words.FINDING_WORDS.values())
    assert all(en.startswith("As you say it now") for _nl, en in words.FINDING_WORDS.values())


@pytest.mark.parametrize(
    ("option", "verdict"),
    [
        (Option.MEETS, Verdict.MEETS),
        (Option.PARTLY, Verdict.PARTLY),
        (Option.NOT_MET, Verdict.NOT_MET),
        (Option.NOT_APPLICABLE, Verdict.NOT_APPLICABLE),
    ],
)
@pytest.mark.parametrize("is_key", [False, True])
def test_it_says_what_the_rule_of_the_assessment_does(option: Option, verdict: Verdict, *, is_key: bool) -> None:
    """Beside nine requirements that are met, so that the score stays above half."""
    rows = [rule.Judged(f"P-{n}", "t", "T", "T", False, Verdict.MEETS, Assurance.CHECKED) for n in range(9)]
    one = rule.Judged("X", "t", "T", "T", is_key, verdict, Assurance.CHECKED, both_agree_not_applicable=True)
    promised = consequence(option, KEY if is_key else ASKED).on_result
    expected = {
        OnResult.FULL: ResultCode.MEETS,
        OnResult.CONCERNS: ResultCode.MEETS_WITH_CONCERNS,
        OnResult.LOWERS: ResultCode.MEETS_WITH_CONCERNS,
        OnResult.CAPS: ResultCode.DOES_NOT_MEET,
        OnResult.LEFT_OUT: ResultCode.MEETS,
        OnResult.LEFT_OUT_IF_BOTH: ResultCode.MEETS,
    }
    assert rule.judge([*rows, one]).result is expected[promised]
    if promised is OnResult.LEFT_OUT_IF_BOTH:
        disputed = replace(one, both_agree_not_applicable=False)
        assert rule.judge([*rows, disputed]).result is ResultCode.DOES_NOT_MEET
    if promised is OnResult.LOWERS:
        assert rule.judge([one, replace(one, requirement="Y")]).result is ResultCode.DOES_NOT_MEET


def test_only_proof_that_counts_raises_the_assurance() -> None:
    row = Row(AnswerKind.COMPLIANCE, {"choice": "meets", "explanation": "Ja."})
    for validity, expected in (
        (Validity.VALID, OnAssurance.PROVEN),
        (Validity.UNCHECKED, OnAssurance.PROVEN),
        (Validity.ENDED, OnAssurance.OWN_STATEMENT),
        (Validity.WITHDRAWN, OnAssurance.OWN_STATEMENT),
    ):
        found = consequence_of(replace(row, proofs=(Proof("iso_27001", validity),)), ASKED)
        assert found is not None
        assert found.on_assurance is expected, validity
    other = consequence_of(replace(row, proofs=(Proof("pentest", Validity.VALID),)), ASKED)
    assert other is not None
    assert other.on_assurance is OnAssurance.OTHER_PROOF
    assert Remedy.ADD_PROOF in other.remedies
    assert "ISO 27001" in " ".join(words.remedies(other, 0, ["ISO 27001"]))


def test_counts_add_up_to_the_questions() -> None:
    found = [consequence(option, asked, proofs) for option, asked, proofs in EVERY]
    counts = count([*found, None, None], 3)
    assert counts.total == len(EVERY) + 2
    assert counts.without + counts.finding + counts.depends + counts.empty == counts.total
    assert counts.empty == 2
    assert counts.caps == sum(each.on_result is OnResult.CAPS for each in found) == 3
    assert counts.finding == sum(each.on_finding is OnFinding.ARISES for each in found)
    assert counts.unproven == 3
