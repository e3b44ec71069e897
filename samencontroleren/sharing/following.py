# SPDX-License-Identifier: EUPL-1.2
"""What a re-assessment means for its release: the result it follows, from when it counts, how long it is valid."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from samencontroleren.assessments.kinds import ConclusionBasis, Verdict
from samencontroleren.assessments.models import Conclusion
from samencontroleren.assessments.terms import interim_until, valid_until
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.models import Dossier, Reassessment
from samencontroleren.sharing.leaning import lost_proof
from samencontroleren.sharing.models import Recall, Release, ReleasedReassessment

COUNTS_AS_MET = (Verdict.MEETS, Verdict.PARTLY)


@dataclass(frozen=True)
class Following:
    """The result that a re-assessment follows, and what it says of itself."""

    row: Reassessment
    former: Release
    counts_from: date
    is_carrying: bool
    """Some verdicts were taken over."""
    is_overtaken: bool
    """There is a newer result than the one it follows."""
    is_recalled: bool
    """The result it follows was recalled: its verdicts are no ground for new ones."""

    def as_row(self) -> ReleasedReassessment:
        """How it is released."""
        return ReleasedReassessment(
            follows_id=self.former.id, cause=self.row.cause, themes=self.row.themes, counts_from=self.counts_from
        )


def following_of(dossier: Dossier, conclusions: Iterable[Conclusion], assessed_on: date) -> Following | None:
    """What a dossier follows; None for one of a round (system use)."""
    row = rounds.reassessment_of(dossier)
    if row is None:
        return None
    former = session().scalars(select(Release).where(Release.dossier_id == row.follows_id)).one()
    is_carrying = any(each.basis is ConclusionBasis.CARRIED for each in conclusions)
    newest = newest_release(former)
    since = counts_from(former) if is_carrying else assessed_on
    return Following(row, former, since, is_carrying, newest.id != former.id, is_recalled(former))


def is_recalled(release: Release) -> bool:
    """Whether a result was recalled."""
    return session().scalar(select(Recall.id).where(Recall.release_id == release.id)) is not None


def counts_from(release: Release) -> date:
    """The day the oldest verdict of a result was given."""
    row = session().get(ReleasedReassessment, release.id)
    return row.counts_from if row else release.assessed_on


def newest_release(of: Release) -> Release:
    """The newest result of the same subject."""
    query = select(Release).where(about(of.vendor_id, of.product_id)).order_by(Release.number.desc()).limit(1)
    return session().scalars(query).one()


def about(vendor_id: uuid.UUID, product_id: uuid.UUID | None) -> ColumnElement[bool]:
    """The results of a product, whoever supplied it then, or of a supplier as a whole."""
    if product_id is not None:
        return Release.product_id == product_id
    return (Release.vendor_id == vendor_id) & Release.product_id.is_(None)


def key_proofs(answers: Sequence[SubmittedAnswer], conclusions: Iterable[Conclusion]) -> list[date]:
    """The last days of the proof under the key requirements that are (partly) met.

    Proof that has ended counts only where nothing better lies beside it: it then ends the result.
    """
    return [day for answer in _met_keys(answers, conclusions) for day in _last_days(answer)]


def _met_keys(answers: Sequence[SubmittedAnswer], conclusions: Iterable[Conclusion]) -> list[SubmittedAnswer]:
    met = {each.requirement_version_id for each in conclusions if each.code in COUNTS_AS_MET}
    return [each for each in answers if each.requirement_version.is_key and each.requirement_version_id in met]


def _last_days(answer: SubmittedAnswer) -> list[date]:
    documents = [each.document for each in answer.documents if each.document.withdrawn_at is None]
    ends = [document.valid_until for document in documents if document.valid_until]
    living = [day for day in ends if day >= clock.today()]
    has_open_ended = len(ends) < len(documents)
    return living if living or has_open_ended else ends


def without_proof(
    dossier_id: uuid.UUID, answers: Sequence[SubmittedAnswer], conclusions: Iterable[Conclusion]
) -> dict[uuid.UUID, str]:
    """The codes of the requirements whose verdict can not be taken over as it is, by wording (one query).

    All proof was withdrawn or, under a key requirement that is (partly) met, has ended.
    """
    lost = set(session().scalars(lost_proof(dossier_id)))
    keys = _met_keys(answers, conclusions)
    ended = {each.requirement_version_id for each in keys if any(day < clock.today() for day in _last_days(each))}
    codes = {each.requirement_version_id: each.requirement_version.requirement.code for each in answers}
    return {key: code for key, code in codes.items() if code in lost or key in ended}


def end_of(
    following: Following | None, assessed_on: date, proofs: Sequence[date], answers: Sequence[SubmittedAnswer]
) -> date:
    """The last day on which a result will be valid."""
    if following is None or not following.is_carrying:
        return valid_until(assessed_on, proofs)
    is_newer = _has_newer_proof(following, answers)
    return interim_until(following.counts_from, following.former.valid_until, proofs, is_newer)


def _has_newer_proof(following: Following, answers: Sequence[SubmittedAnswer]) -> bool:
    """Whether a key requirement that was opened again leans on a document that it did not lean on before."""
    opened = responses.reopened_questions(following.row.dossier_id)
    before = _documents(following.row.follows_id)
    return any(
        link.document_id not in before
        for answer in answers
        if answer.requirement_version_id in opened and answer.requirement_version.is_key
        for link in answer.documents
        if link.document.withdrawn_at is None and (link.document.valid_until or date.max) >= clock.today()
    )


def _documents(dossier_id: uuid.UUID) -> set[uuid.UUID]:
    query = select(SubmittedAnswer).where(SubmittedAnswer.submission_id == responses.newest_submission(dossier_id))
    rows = session().scalars(query.options(selectinload(SubmittedAnswer.documents)))
    return {link.document_id for each in rows for link in each.documents}
