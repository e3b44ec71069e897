# SPDX-License-Identifier: EUPL-1.2
"""What was answered and concluded last time about the subject of a dossier, for those who review it now.

A requirement that took the place of others has what was said of those (ADR 19).
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.assessments import policy
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.last_time import shortcoming_of
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses.last_time import Promises, Shortcoming, promised
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.responses.supplements import WITH_DOCUMENTS
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

Key = tuple[uuid.UUID, uuid.UUID]
"""A dossier and a requirement version."""


@dataclass(frozen=True)
class Before:
    """What was concluded on a requirement last time, and the answer that was judged then."""

    conclusion: Conclusion
    answer: SubmittedAnswer | None
    is_recalled: bool = False

    @property
    def key(self) -> Key:
        return self.conclusion.dossier_id, self.conclusion.requirement_version_id


RecalledDossiers = Callable[[], Select[uuid.UUID]]

_recalled: list[RecalledDossiers] = []


def offer_recalled(query: RecalledDossiers) -> RecalledDossiers:
    """Register which dossiers had their result recalled; releasing comes after assessing."""
    if query not in _recalled:
        _recalled.append(query)
    return query


def last_time(actor: Actor, dossier: Dossier, versions: Sequence[RequirementVersion]) -> dict[uuid.UUID, list[Before]]:
    """By requirement version of now what was said last time, of each requirement it takes the place of.

    Absent: it was never released before. In a fixed number of queries.
    """
    concluded = _concluded(actor, dossier, versions)
    every = [each for found in concluded.values() for each in found]
    answers, gone = _answers(actor, every), _recalled_among({each.dossier_id for each in every})

    def before(each: Conclusion) -> Before:
        answer = answers.get((each.dossier_id, each.requirement_version_id))
        return Before(each, answer, each.dossier_id in gone)

    return {key: [before(each) for each in found] for key, found in concluded.items()}


@dataclass(frozen=True)
class Said:
    """What was concluded on a requirement last time, with the finding it led to and what was promised about it."""

    conclusion: Conclusion
    shortcoming: Shortcoming | None = None


def said_last_time(actor: Actor, dossier: Dossier, version: RequirementVersion, is_new: bool = False) -> list[Said]:
    """What was concluded on this requirement when last released; `is_new`: on those it takes the place of."""
    if is_new:
        concluded = _concluded(actor, dossier, [version]).get(version.id, [])
    else:
        concluded = list(_newest(actor, dossier, {version.requirement.code}).values())
    findings = _findings(actor, [each for each in concluded if each.code in SHORTCOMINGS])
    steps = promised(actor, {each.id for each in findings.values()})
    return [
        Said(each, _short(findings.get((each.dossier_id, each.requirement_version_id)), steps)) for each in concluded
    ]


def _findings(actor: Actor, concluded: Sequence[Conclusion]) -> dict[Key, Finding]:
    if not concluded:
        return {}
    query = visible(actor, policy.EARLIER_FINDING).where(
        Finding.dossier_id.in_({each.dossier_id for each in concluded}),
        Finding.requirement_version_id.in_({each.requirement_version_id for each in concluded}),
    )
    return {(each.dossier_id, each.requirement_version_id): each for each in session().scalars(query)}


def _short(finding: Finding | None, steps: Promises) -> Shortcoming | None:
    return replace(shortcoming_of(finding), promised=steps.get(finding.id, ())) if finding else None


def was_assessed_before(dossier: Dossier) -> bool:
    """Whether this is a next round: a result about its subject was released before, as every gemeente may know."""
    if dossier.is_interim:  # what is open there is to be judged anew
        return False
    query = select(Dossier.id).where(_same_subject(dossier), Dossier.state == DossierState.PUBLISHED)
    return session().scalar(select(query.exists())) is True


def _same_subject(dossier: Dossier) -> ColumnElement[bool]:
    """Another dossier about the same product, or the same supplier as a whole."""
    same = Dossier.product_id.is_not_distinct_from(dossier.product_id)
    return and_(Dossier.id != dossier.id, Dossier.vendor_id == dossier.vendor_id, same)


def _concluded(
    actor: Actor, dossier: Dossier, versions: Iterable[RequirementVersion]
) -> dict[uuid.UUID, list[Conclusion]]:
    followed = questionnaires.succeeds_in(dossier.round.questionnaire_id)
    wanted = {each.id: (each.requirement.code, *followed.get(each.id, ())) for each in versions}
    newest = _newest(actor, dossier, {code for codes in wanted.values() for code in codes})
    found = {key: [newest[code] for code in dict.fromkeys(codes) if code in newest] for key, codes in wanted.items()}
    return {key: _of_last(rows) for key, rows in found.items() if rows}


def _of_last(rows: Sequence[Conclusion]) -> list[Conclusion]:
    """Those of the last dossier among these: what went before an earlier requirement is long past."""
    last = max(rows, key=lambda each: each.decided_at)
    return [each for each in rows if each.dossier_id == last.dossier_id]


def _newest(actor: Actor, dossier: Dossier, codes: Collection[str]) -> dict[str, Conclusion]:
    """By code of a requirement the conclusion that counted when its subject was last released."""
    query = (
        visible(actor, policy.EARLIER)
        .join(Conclusion.requirement_version)
        .join(RequirementVersion.requirement)
        .join(Dossier, Dossier.id == Conclusion.dossier_id)
        .where(Requirement.code.in_(codes), _same_subject(dossier))
        .options(contains_eager(Conclusion.requirement_version).contains_eager(RequirementVersion.requirement))
        .order_by(Conclusion.decided_at, Dossier.state_since, Conclusion.number)
    )
    return {each.requirement_version.requirement.code: each for each in session().scalars(query)}


def _answers(actor: Actor, concluded: Collection[Conclusion]) -> Mapping[Key, SubmittedAnswer]:
    """The answers that were judged, of the last submission in their dossier."""
    if not concluded:
        return {}
    query = visible(actor, responses_policy.EARLIER_VIEW).join(
        Submission, Submission.id == SubmittedAnswer.submission_id
    )
    query = query.where(
        SubmittedAnswer.dossier_id.in_({each.dossier_id for each in concluded}),
        SubmittedAnswer.requirement_version_id.in_({each.requirement_version_id for each in concluded}),
    )
    whole = (joinedload(SubmittedAnswer.requirement_version), WITH_DOCUMENTS)
    rows = session().scalars(query.options(*whole).order_by(Submission.number))
    return {(each.dossier_id, each.requirement_version_id): each for each in rows}


def _recalled_among(dossier_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for make in _recalled if dossier_ids else ():
        recalled = make().subquery()
        found |= set(session().scalars(select(recalled.c[0]).where(recalled.c[0].in_(dossier_ids))))
    return found
