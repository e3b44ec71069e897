# SPDX-License-Identifier: EUPL-1.2
"""The evidence under a released result: what it is, how long it holds, whether this reader may open it, ask for it, or
must see to the agreement first; and which verdicts lost all they leaned on (product.md, section 5)."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import aliased, joinedload

from samencontroleren.agreements.policy import has_accepted
from samencontroleren.core.access import fetch, is_never, visible
from samencontroleren.core.db import session
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import uses
from samencontroleren.evidence.kinds import RequestState
from samencontroleren.evidence.models import AccessRequest, Document, DocumentGrant
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.responses.models import Submission, SubmittedAnswer, SubmittedDocument
from samencontroleren.sharing import policy
from samencontroleren.sharing.currency import is_same_subject
from samencontroleren.sharing.models import Release


@dataclass(frozen=True)
class DocumentLine:
    """A piece of evidence as a reader of the result meets it."""

    document: Document
    can_view: bool
    can_ask: bool
    request: AccessRequest | None
    """The newest request of the reader's own organisation."""

    @property
    def title(self) -> str | None:
        """Its title, for whoever may read it or ask for it; for others its kind is enough."""
        return self.document.title if self.can_view or self.can_ask else None

    @property
    def is_waiting(self) -> bool:
        """Whether a request is open."""
        return self.request is not None and self.request.state is RequestState.OPEN


@dataclass(frozen=True)
class DocumentList:
    """The evidence under one result, and whether the reader's organisation accepted the agreement."""

    lines: list[DocumentLine]
    has_accepted: bool


def knows_documents(actor: Actor) -> bool:
    """Whether the reader is one who may know which evidence a result leans on."""
    return not is_never(evidence_policy.KNOW(actor))


def documents_of(actor: Actor, release_id: uuid.UUID) -> DocumentList:
    """The evidence under a result for whoever may know of it. Raises NotFound, or Forbidden without confirmed use."""
    release = fetch(actor, policy.VERDICTS, release_id, view=policy.VIEW)
    also = [evidence_policy.VIEW, evidence_policy.ASK]
    granted = select(DocumentGrant.document_id).where(DocumentGrant.dossier_id == release.dossier_id)
    query = (
        visible(actor, evidence_policy.KNOW, also=also)
        .add_columns(has_accepted(actor).label("has_accepted"), AccessRequest)
        .outerjoin(AccessRequest, and_(AccessRequest.document_id == Document.id, _is_newest(actor)))
        .where(Document.id.in_(granted))
    )
    rows = session().execute(query).all()
    lines = [DocumentLine(row.Document, row.can_view, row.can_ask, row.AccessRequest) for row in rows]
    return DocumentList(sorted(lines, key=_place), bool(rows and rows[0].has_accepted))


def _place(line: DocumentLine) -> tuple[Any, ...]:
    """By kind, what one may read first, by title: the place of a title that is not told would tell of it."""
    document = line.document
    return document.kind, not line.can_view, document.title if line.can_view else "", document.created_at, document.id


def _is_newest(actor: Actor) -> ColumnElement[bool]:
    """The last request of the reader's own organisation for the document."""
    own = AccessRequest.municipality_id == actor.organisation_id
    other = AccessRequest.__table__.alias()
    last = (
        select(other.c.id)
        .where(other.c.document_id == Document.id, other.c.municipality_id == actor.organisation_id)
        .order_by(other.c.asked_at.desc(), other.c.id)
        .limit(1)
        .correlate(Document.__table__)
        .scalar_subquery()
    )
    newest: ColumnElement[uuid.UUID] = last
    return and_(own, AccessRequest.id == newest)


def lost_proof(dossier_id: Any, but: uuid.UUID | None = None) -> Select[str]:
    """The codes of the requirements of a released dossier whose answer leaned on evidence that was all withdrawn; with
    `but`: that would lose it when this document is withdrawn too."""
    return lost_proofs(SubmittedAnswer.dossier_id == dossier_id, but).with_only_columns(Requirement.code)


def lost_proofs(within: ColumnElement[bool], but: uuid.UUID | None = None) -> Select[uuid.UUID, str]:
    """The same for several dossiers at once, as (dossier, code); `within` is about submitted answers."""
    own = (SubmittedDocument.submitted_answer_id == SubmittedAnswer.id, SubmittedDocument.document_id == Document.id)
    is_gone = Document.withdrawn_at.is_not(None)
    leans = exists().where(*own, is_gone if but is None else Document.id == but)
    keeps = exists().where(*own, ~is_gone, true() if but is None else Document.id != but)
    other = aliased(Submission)
    last = select(func.max(other.number)).where(other.dossier_id == SubmittedAnswer.dossier_id).scalar_subquery()
    return (
        select(SubmittedAnswer.dossier_id, Requirement.code)
        .select_from(Requirement)
        .join(RequirementVersion, RequirementVersion.requirement_id == Requirement.id)
        .join(SubmittedAnswer, SubmittedAnswer.requirement_version_id == RequirementVersion.id)
        .join(Submission, Submission.id == SubmittedAnswer.submission_id)
        .where(within, Submission.number == last, leans, ~keeps)
    )


@uses.offer_effects
def _effects(key: uuid.UUID) -> list[uses.Effect]:
    """By released subject how many verdicts become "cannot be assessed" (the caller has fetched the document)."""
    newer = aliased(Release)
    is_newest = ~exists().where(is_same_subject(newer, Release), newer.number > Release.number)
    granted = select(DocumentGrant.dossier_id).where(DocumentGrant.document_id == key)
    query = select(Release).options(joinedload(Release.product), joinedload(Release.vendor))
    found = session().scalars(query.where(Release.dossier_id.in_(granted), is_newest)).all()
    lost = [(release, len(session().scalars(lost_proof(release.dossier_id, key)).all())) for release in found]
    return [uses.Effect(_name(release), number) for release, number in lost if number]


def _name(release: Release) -> str:
    return release.product.name if release.product else release.vendor.name
