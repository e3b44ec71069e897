# SPDX-License-Identifier: EUPL-1.2
"""What a supplier changed after it submitted: the working answer went on, what was submitted stays (product.md, 3).

Only answers that somebody confirmed count, and only for the newest submission of a subject: the next one replaces it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.kinds import AnswerKind, Compliance, YesNo
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.models import Answer, Submission, SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier

LOWER = (Compliance.PARTLY, Compliance.NOT_MET)


@dataclass(frozen=True)
class ChangedAnswer:
    """A question whose working answer is no longer what was submitted; `is_fallen`: it went from voldoet downward."""

    version: RequirementVersion
    is_fallen: bool


def changed_since_submission(actor: Actor, dossier_id: uuid.UUID) -> list[ChangedAnswer]:
    """Which answers of a dossier changed after its submission: the fact, never the text. For who may open it."""
    query = (
        visible(actor, policy.SUBMITTED_VIEW, columns=[SubmittedAnswer.value, Answer.current, RequirementVersion])
        .join(Submission, Submission.id == SubmittedAnswer.submission_id)
        .join(Answer, Answer.id == SubmittedAnswer.answer_id)
        .join(RequirementVersion, RequirementVersion.id == SubmittedAnswer.requirement_version_id)
        .where(
            SubmittedAnswer.submission_id == _newest(dossier_id),
            Answer.confirmed_at > Submission.submitted_at,
            Answer.current_number > SubmittedAnswer.answer_number,
            ~_is_replaced(),
        )
        .order_by(SubmittedAnswer.position)
    )
    rows = session().execute(query)
    return [
        ChangedAnswer(each, has_fallen(each.answer_kind, was, now)) for was, now, each in rows if not _same(was, now)
    ]


def fallen_since_submission(actor: Actor, dossier_id: uuid.UUID) -> list[RequirementVersion]:
    """The requirements whose working answer went from voldoet downward after it was submitted: each asks for a change
    notification (product.md, section 3)."""
    return [each.version for each in changed_since_submission(actor, dossier_id) if each.is_fallen]


def has_fallen(kind: AnswerKind, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether an answer that said all is in order says so no longer."""
    before, after = was.get("choice"), now.get("choice")
    if kind is AnswerKind.COMPLIANCE:
        return before == Compliance.MEETS and after in LOWER
    return kind is AnswerKind.YES_NO and before == YesNo.YES and after == YesNo.NO


def _newest(dossier_id: uuid.UUID) -> Any:
    query = select(Submission.id).where(Submission.dossier_id == dossier_id).order_by(Submission.number.desc())
    return query.limit(1).scalar_subquery()


def _is_replaced() -> Any:
    """The subject was submitted again in a later round."""
    this, other, later = aliased(Dossier), aliased(Dossier), aliased(Submission)
    return exists().where(
        this.id == SubmittedAnswer.dossier_id,
        rounds_policy.same_subject(other, this),
        other.id != this.id,
        later.dossier_id == other.id,
        later.submitted_at > Submission.submitted_at,
    )


def _same(one: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    return answer_kinds.canonical(one) == answer_kinds.canonical(other or {})
