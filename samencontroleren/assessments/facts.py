# SPDX-License-Identifier: EUPL-1.2
"""The facts of each requirement of a dossier beside last time, as `sameness` weighs them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from samencontroleren.assessments import sameness
from samencontroleren.assessments.earlier import Before, last_time
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.sameness import Facts, Paper
from samencontroleren.core import clock
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses.models import SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class BesideLastTime:
    """A requirement beside last time: the facts, and what was said of it then (empty when it was not asked)."""

    facts: Facts
    said: Sequence[Before] = ()

    @property
    def answer(self) -> SubmittedAnswer | None:
        """What was answered last time."""
        return self.said[0].answer if self.said else None


FIRST_TIME = BesideLastTime(Facts(was_assessed=False))


def beside_last_time(
    actor: Actor,
    dossier: Dossier,
    answers: Sequence[SubmittedAnswer],
    succeeds: Mapping[uuid.UUID, Sequence[str]],
    reopened: Collection[uuid.UUID],
) -> dict[uuid.UUID, BesideLastTime]:
    """By requirement version how these answers of a dossier stand to last time, in two queries.

    By requirement version too: `succeeds`, the codes it takes the place of; `reopened`, what was open in the
    re-assessment with which the dossier goes on.
    """
    versions = [each.requirement_version for each in answers]
    wanted = {each.id: (each.requirement.code, *succeeds.get(each.id, ())) for each in versions}
    said = last_time(actor, dossier, wanted)
    changed = {each.requirement_version.requirement.code for each in answers if not _is_same(each, _first(said, each))}
    hanging = sameness.hanging_on(changed, questionnaires.looking_at(versions))
    found = {}
    for each in answers:
        hangs, was_open = each.requirement_version.requirement.code in hanging, each.requirement_version_id in reopened
        facts = _facts(each, _first(said, each), bool(said))
        whole = replace(facts, hangs_on_change=hangs, was_reopened=was_open)
        found[each.requirement_version_id] = BesideLastTime(whole, said.get(each.requirement_version_id, ()))
    return found


def _first(said: Mapping[uuid.UUID, Sequence[Before]], answer: SubmittedAnswer) -> Before | None:
    return next(iter(said.get(answer.requirement_version_id, ())), None)


def _facts(answer: SubmittedAnswer, before: Before | None, was_assessed: bool) -> Facts:
    if before is None:
        return Facts(was_assessed=was_assessed, was_asked=False)
    was = before.answer
    return Facts(
        is_reworded=before.conclusion.requirement_version_id != answer.requirement_version_id,
        is_recalled=before.is_recalled,
        was_met=before.conclusion.code is Verdict.MEETS,
        has_finding=before.is_unsolved,
        is_answer_changed=not _is_same(answer, before),
        papers_then=frozenset(map(paper, was.documents)) if was else frozenset(),
        papers_now=frozenset(map(paper, answer.documents)),
        is_proof_good=all(map(_is_good, answer.documents)),
    )


def _is_same(answer: SubmittedAnswer, before: Before | None) -> bool:
    if before is None or before.answer is None:
        return False
    return _said(answer) == _said(before.answer)


def _said(answer: SubmittedAnswer) -> tuple[bytes, bool]:
    return answer_kinds.canonical(answer.value), answer.is_confidential


def paper(linked: SubmittedDocument) -> Paper:
    """A document under an answer as it was submitted."""
    return str(linked.document_id), linked.place, linked.sha256


def _is_good(linked: SubmittedDocument) -> bool:
    """Whether a document counts as proof today, was not replaced, and is the file that was submitted."""
    document = linked.document
    counts = evidence.counts_as_proof(evidence.validity_of(document, clock.today()))
    return counts and document.superseded_at is None and document.sha256 == linked.sha256
