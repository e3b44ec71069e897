# SPDX-License-Identifier: EUPL-1.2
"""The rows of each layer of a release, made from what was concluded, and the digest over all of them."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import ConclusionBasis, FindingState
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.answer_kinds import as_text
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.sharing.models import (
    Release,
    ReleasedAnswer,
    ReleasedFinding,
    ReleasedMeasure,
    ReleasedReassessment,
    ReleasedVerdict,
    place_of,
)

LANGUAGES = ("nl", "en")

RELEASE_FACTS = (
    "dossier_id", "subject", "vendor_id", "product_id", "number", "cites_id", "round_name", "questionnaire_name",
    "questionnaire_number", "questionnaire_digest", "result", "assurance", "rule_version", "assessed_on",
    "valid_until", "theme_scores", "explanation", "was_silent",
)  # fmt: skip
VERDICT_FACTS = (
    "position", "requirement_code", "theme", "titles", "is_key", "code", "assurance", "public_reason",
)  # fmt: skip
REASSESSMENT_FACTS = ("follows_id", "cause", "themes", "counts_from")
FINDING_FACTS = ("position", "finding_id", "requirement_code", "titles", "severity", "due_on")
KEPT_LATER = ("axes",)
"""Facts that rows of before do not have (None): they count only where they were kept, so that those stay the same."""
MEASURE_FACTS = ("position", "requirement_code", "theme", "addressed_to", "titles", "texts", "norms")
ANSWER_FACTS = ("position", "requirement_code", "titles", "answer_texts", "confidential_reason")


@dataclass(frozen=True)
class Layers:
    """The rows below the result: verdicts and findings, answers, what the gemeente must do itself."""

    verdicts: Sequence[ReleasedVerdict]
    findings: Sequence[ReleasedFinding]
    answers: Sequence[ReleasedAnswer]
    measures: Sequence[ReleasedMeasure] = ()
    reassessment: ReleasedReassessment | None = None

    def rows(self) -> list[Any]:
        """All rows, to be stored together."""
        about = [self.reassessment] if self.reassessment else []
        return [*about, *self.verdicts, *self.findings, *self.answers, *self.measures]

    def belong_to(self, release: Release) -> None:
        """Put the rows under their release."""
        for row in self.rows():
            row.release_id = release.id


def make_layers(
    answers: Sequence[SubmittedAnswer],
    conclusions: Iterable[Conclusion],
    findings: Mapping[uuid.UUID, Sequence[Finding]],
    asked: Sequence[RequirementVersion],
) -> Layers:
    """The rows of all layers, in the order of the questionnaire.

    What the supplier marked confidential gets no row in the layer of answers, neither do the reasons on it. `asked`:
    all that the questionnaire asks of this subject, also of the gemeente.
    """
    concluded = {each.requirement_version_id: each for each in conclusions}
    places = {each.requirement_version_id: position for position, each in enumerate(answers, start=1)}
    known = [(places[key], each) for key, several in findings.items() if key in places for each in several]
    wholes = {each.id: place_of(position, each.part) for position, each in known}
    verdicts, shortcomings, texts = [], [], []
    for position, answer in enumerate(answers, start=1):
        key = answer.requirement_version_id
        conclusion = concluded.get(key)
        if conclusion is None:
            continue
        verdicts.append(_verdict(position, conclusion))
        shortcomings += [_finding(position, conclusion, each, wholes) for each in findings.get(key, ())]
        if not answer.is_confidential:
            texts.append(_answer(position, answer, conclusion))
    return Layers(verdicts, shortcomings, texts, _measures(answers, asked))


def _measures(answers: Sequence[SubmittedAnswer], asked: Sequence[RequirementVersion]) -> list[ReleasedMeasure]:
    values = {answer.requirement_version.requirement.code: answer.value for answer in answers}
    found = questionnaires.for_client(asked, values)
    return [_measure(position, version) for position, version in enumerate(found, start=1)]


def _measure(position: int, version: RequirementVersion) -> ReleasedMeasure:
    return ReleasedMeasure(
        position=position,
        requirement_code=version.requirement.code,
        theme=version.theme,
        addressed_to=version.addressed_to,
        titles=assessments.titles_of(version),
        texts={language: questionnaires.requirement_texts(version, language)["text"] for language in LANGUAGES},
        norms=version.norms,
    )


def _verdict(position: int, conclusion: Conclusion) -> ReleasedVerdict:
    version = conclusion.requirement_version
    return ReleasedVerdict(
        position=position,
        requirement_code=version.requirement.code,
        theme=version.theme,
        titles=assessments.titles_of(version),
        is_key=version.is_key,
        code=conclusion.code,
        axes=conclusion.axes,
        assurance=conclusion.assurance,
        public_reason=conclusion.public_reason,
        is_carried=conclusion.basis is ConclusionBasis.CARRIED,
    )


def _finding(
    position: int, conclusion: Conclusion, finding: Finding, wholes: Mapping[uuid.UUID, str]
) -> ReleasedFinding:
    version = conclusion.requirement_version
    into = finding.merged_into_id if finding.state is FindingState.MERGED else None
    return ReleasedFinding(
        position=position,
        part=finding.part,
        part_of=wholes.get(into) if into else None,
        finding_id=finding.id,
        requirement_code=version.requirement.code,
        titles=dict.fromkeys(LANGUAGES, finding.title) if finding.title else assessments.titles_of(version),
        severity=finding.severity,
        due_on=finding.due_on,
    )


def _answer(position: int, answer: SubmittedAnswer, conclusion: Conclusion) -> ReleasedAnswer:
    version = answer.requirement_version
    return ReleasedAnswer(
        position=position,
        requirement_code=version.requirement.code,
        titles=assessments.titles_of(version),
        answer_texts={
            language: as_text(version.answer_kind, answer.value, version.options, language) for language in LANGUAGES
        },
        confidential_reason=conclusion.confidential_reason,
    )


def digest_of(release: Release, layers: Layers) -> str:
    """SHA-256 (hex) over the canonical JSON of the result and all its layers.

    Verdicts per axis, measures, and what was judged anew, count only where there are any: results from before keep
    their digest.
    """
    whole: dict[str, Any] = {
        "release": facts_of(release, RELEASE_FACTS),
        "verdicts": [facts_of(row, verdict_facts(row)) for row in layers.verdicts],
        "findings": [facts_of(row, finding_facts(row)) for row in layers.findings],
        "answers": [facts_of(row, ANSWER_FACTS) for row in layers.answers],
    }
    if layers.measures:
        whole["measures"] = [facts_of(row, MEASURE_FACTS) for row in layers.measures]
    if layers.reassessment:
        carried = [row.position for row in layers.verdicts if row.is_carried]
        whole["reassessment"] = {**facts_of(layers.reassessment, REASSESSMENT_FACTS), "carried": carried}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verdict_facts(row: ReleasedVerdict) -> tuple[str, ...]:
    """The facts a released verdict holds."""
    return (*VERDICT_FACTS, *(name for name in KEPT_LATER if getattr(row, name) is not None))


def finding_facts(row: ReleasedFinding) -> tuple[str, ...]:
    """The facts a released finding holds; its part, and in which it goes on, only where there is more than one."""
    more = {"part": (row.part or 1) > 1, "part_of": row.part_of is not None}
    return (*FINDING_FACTS, *(name for name, counts in more.items() if counts))


def facts_of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """These facts of a row as plain values, for digests and manifests."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
