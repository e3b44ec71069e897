# SPDX-License-Identifier: EUPL-1.2
"""What was answered and concluded last time about the subject of a dossier, for those who review it now.

A requirement that took the place of others has what was said of those (ADR 19).
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, false, or_
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.assessments import policy
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.last_time import shortcoming_of
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.assessments.standing import unsolved
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses.last_time import Promises, Shortcoming, promised
from samencontroleren.responses.models import Submission, SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier

Key = tuple[uuid.UUID, uuid.UUID]
"""A dossier and a requirement version."""


@dataclass(frozen=True)
class Before:
    """What was concluded on a requirement last time, the answer that was judged then and the finding it led to."""

    conclusion: Conclusion
    answer: SubmittedAnswer | None = None
    finding: Finding | None = None
    is_recalled: bool = False
    is_unsolved: bool = False
    """A finding on the requirement is not solved, of whatever earlier result."""

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


def last_time(
    actor: Actor, dossier: Dossier, wanted: Mapping[uuid.UUID, Sequence[str]]
) -> dict[uuid.UUID, list[Before]]:
    """By requirement version of now what was said last time, of each requirement it takes the place of.

    `wanted`: by requirement version its own code, and those it takes the place of. Absent: it was never released
    before. In two queries, however many there are.
    """
    newest = _newest(actor, dossier, {code for codes in wanted.values() for code in codes})
    rows = {key: [newest[code] for code in dict.fromkeys(codes) if code in newest] for key, codes in wanted.items()}
    found = {key: _of_last(each) for key, each in rows.items() if each}
    answers = _answers(actor, [each for several in found.values() for each in several])
    return {key: [replace(each, answer=answers.get(each.key)) for each in several] for key, several in found.items()}


@dataclass(frozen=True)
class Said:
    """What was concluded on a requirement last time, with the finding it led to and what was promised about it."""

    conclusion: Conclusion
    shortcoming: Shortcoming | None = None


def with_promises(actor: Actor, rows: Sequence[Before]) -> list[Said]:
    """What was concluded last time with what the supplier promised since about its findings."""
    short = {each.key: each.finding for each in rows if each.finding and each.conclusion.code in SHORTCOMINGS}
    steps = promised(actor, {each.id for each in short.values()})
    return [Said(each.conclusion, _short(short.get(each.key), steps)) for each in rows]


def _short(finding: Finding | None, steps: Promises) -> Shortcoming | None:
    return replace(shortcoming_of(finding), promised=steps.get(finding.id, ())) if finding else None


def _same_subject(dossier: Dossier) -> ColumnElement[bool]:
    """Another dossier about the same product, or the same supplier as a whole."""
    return and_(Dossier.id != dossier.id, rounds_policy.same_subject(Dossier, dossier))


def _of_last(rows: Sequence[Before]) -> list[Before]:
    """Those of the last dossier among these: what went before an earlier requirement is long past."""
    last = max(rows, key=lambda each: each.conclusion.decided_at)
    return [each for each in rows if each.conclusion.dossier_id == last.conclusion.dossier_id]


def _newest(actor: Actor, dossier: Dossier, codes: Collection[str]) -> dict[str, Before]:
    """By code of a requirement what counted when its subject was last released, still without the answer."""
    found = and_(
        Finding.dossier_id == Conclusion.dossier_id,
        Finding.requirement_version_id == Conclusion.requirement_version_id,
        Finding.part == 1,
        policy.EARLIER_FINDING(actor),
    )
    is_recalled = or_(false(), *(Conclusion.dossier_id.in_(make()) for make in _recalled))
    is_unsolved = RequirementVersion.requirement_id.in_(unsolved(dossier))
    query = (
        visible(actor, policy.EARLIER, columns=[Conclusion, Finding, is_recalled, is_unsolved])
        .join(Conclusion.requirement_version)
        .join(RequirementVersion.requirement)
        .join(Dossier, Dossier.id == Conclusion.dossier_id)
        .outerjoin(Finding, found)
        .where(Requirement.code.in_(codes), _same_subject(dossier))
        .options(contains_eager(Conclusion.requirement_version).contains_eager(RequirementVersion.requirement))
        .order_by(Conclusion.decided_at, Dossier.state_since, Conclusion.number)
    )
    rows = [Before(each[0], None, *each[1:]) for each in session().execute(query)]
    return {each.conclusion.requirement_version.requirement.code: each for each in rows}


def _answers(actor: Actor, rows: Collection[Before]) -> Mapping[Key, SubmittedAnswer]:
    """The answers that were judged, of the last submission in their dossier, with the papers under them."""
    if not rows:
        return {}
    query = visible(actor, responses_policy.EARLIER_VIEW).join(
        Submission, Submission.id == SubmittedAnswer.submission_id
    )
    query = query.where(
        SubmittedAnswer.dossier_id.in_({each.conclusion.dossier_id for each in rows}),
        SubmittedAnswer.requirement_version_id.in_({each.conclusion.requirement_version_id for each in rows}),
    )
    whole = (joinedload(SubmittedAnswer.requirement_version), joinedload(SubmittedAnswer.documents))
    found = session().scalars(query.options(*whole).order_by(Submission.number)).unique()
    return {(each.dossier_id, each.requirement_version_id): each for each in found}
