# SPDX-License-Identifier: EUPL-1.2
"""What was answered in the last round that was released: beside the answers of now, for whoever reviews them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import joinedload

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.models import Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.kinds import DossierKind, DossierState
from samencontroleren.rounds.models import Dossier


class Difference(StrEnum):
    """How an answer stands to that of the last released round."""

    FIRST = "first"
    """The subject was not released before."""
    NEW = "new"
    """The requirement was not asked then."""
    CHANGED = "changed"
    REWORDED = "reworded"
    """The same answer and proof, under other words of the requirement."""
    SAME = "same"


@dataclass(frozen=True)
class Earlier:
    """The answers of the last released round, by requirement; empty for a subject that was not released before."""

    answers: Mapping[uuid.UUID, SubmittedAnswer] = field(default_factory=dict)

    def answer_to(self, version: RequirementVersion) -> SubmittedAnswer | None:
        """What was answered to the same requirement, under the words of that time."""
        return self.answers.get(version.requirement_id)

    def difference(self, now: SubmittedAnswer) -> Difference:
        """How an answer of now stands to the one of then."""
        if not self.answers:
            return Difference.FIRST
        was = self.answer_to(now.requirement_version)
        if was is None:
            return Difference.NEW
        if (was.value, papers(was.documents)) != (now.value, papers(now.documents)):
            return Difference.CHANGED
        is_reworded = was.requirement_version_id != now.requirement_version_id
        return Difference.REWORDED if is_reworded else Difference.SAME


def papers(links: Sequence[SubmittedDocument]) -> frozenset[tuple[str, str]]:
    """The files under an answer, each by its hash with the place in it where the proof stands."""
    return frozenset((each.sha256, each.place) for each in links)


def has_other_papers(was: SubmittedAnswer, now: SubmittedAnswer) -> bool:
    """Whether other files, or other places in them, stand under an answer than before."""
    return papers(was.documents) != papers(now.documents)


def earlier_answers(actor: Actor, dossier: Dossier) -> Earlier:
    """The last released answers about the subject of a dossier, for its reviewers (one query)."""
    query = visible(actor, policy.EARLIER_VIEW).where(SubmittedAnswer.submission_id == _last_released(dossier))
    whole = (joinedload(SubmittedAnswer.requirement_version), joinedload(SubmittedAnswer.documents))
    found = session().scalars(query.options(*whole).order_by(SubmittedAnswer.position)).unique()
    return Earlier({each.requirement_version.requirement_id: each for each in found})


def _last_released(dossier: Dossier) -> ScalarSelect[uuid.UUID]:
    """The newest submission of the last round of which the result of this subject was released."""
    query = (
        select(Submission.id)
        .join(Dossier, Dossier.id == Submission.dossier_id)
        .where(
            Dossier.id != dossier.id,
            Dossier.kind == DossierKind.ROUND,
            Dossier.state == DossierState.PUBLISHED,
            Dossier.vendor_id == dossier.vendor_id,
            Dossier.product_id.is_not_distinct_from(dossier.product_id),
        )
    )
    return query.order_by(Submission.submitted_at.desc(), Submission.number.desc()).limit(1).scalar_subquery()
