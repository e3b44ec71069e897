# SPDX-License-Identifier: EUPL-1.2
"""Many links in one act: one document under many questions, a newer document everywhere, a certificate first."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.access import require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import superseding
from samencontroleren.evidence.kinds import DocumentKind
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import completeness, policy
from samencontroleren.responses.models import Answer, AnswerDocument, SubmittedDocument
from samencontroleren.responses.proving import link_document
from samencontroleren.responses.sheet import Question, Sheet, load_sheet

NOTHING = "Kies minstens één vraag."
CERTIFICATES = (
    DocumentKind.ISO_27001,
    DocumentKind.SOC_2,
    DocumentKind.ISAE,
    DocumentKind.TPM,
    DocumentKind.DIGID_TPM,
)
"""Kinds in which somebody else looked at much at once."""
CONTROLS = "ISO27002"
"""The norm whose controls a statement of applicability names."""


@dataclass(frozen=True)
class Pick:
    """A document to lean one question on, and where in it the proof stands."""

    document_id: uuid.UUID
    dossier_id: uuid.UUID
    requirement_version_id: uuid.UUID
    place: str = ""


def link_many(actor: Actor, picks: Sequence[Pick]) -> int:
    """Lean many questions, of one dossier or of several, on documents, all or none; gives how many links there are now.

    The answers themselves stay to be given and confirmed. Raises Invalid without a choice, and as `link_document`.
    """
    if not picks:
        raise Invalid({"pick": [NOTHING]})
    sheets = {key: load_sheet(actor, key) for key in sorted({each.dossier_id for each in picks})}
    for pick in picks:
        sheets[pick.dossier_id].question(pick.requirement_version_id)  # one that this subject is not asked is not found
        link_document(actor, pick.dossier_id, pick.requirement_version_id, pick.document_id, pick.place)
    return len(picks)


def replace_document(actor: Actor, old_id: uuid.UUID, new_id: uuid.UUID) -> int:
    """Have every answer that leans on a document lean on a newer one, at the same place; gives how many moved.

    What was submitted keeps what it was submitted with; an answer that was confirmed stays confirmed, and its
    reviewers meet the newer document at the next submission. A second time does nothing. Raises as
    `superseding.supersede`, and Forbidden for who may not change answers.
    """
    require_any(actor, policy.EDIT)
    if not superseding.supersede(actor, old_id, new_id):
        return 0
    own = visible(actor, policy.EDIT, columns=[AnswerDocument]).join(Answer, Answer.id == AnswerDocument.answer_id)
    links = list(session().scalars(own.where(AnswerDocument.document_id == old_id).order_by(Answer.id)))
    _move(links, new_id)
    for link in links:
        facts = {"document": old_id, "by": new_id}
        trail.record(actor, "answer.document-replaced", "answer", link.answer_id, "ok", link.vendor_id, **facts)
    return len(links)


def _move(links: Sequence[AnswerDocument], new_id: uuid.UUID) -> None:
    """An answer that leans on both already keeps its link to the newer one."""
    both = set(session().scalars(select(AnswerDocument.answer_id).where(AnswerDocument.document_id == new_id)))
    for link in links:
        if link.answer_id not in both:
            keys = {"answer_id": link.answer_id, "document_id": new_id, "vendor_id": link.vendor_id}
            session().add(AnswerDocument(**keys, place=link.place))
        session().delete(link)
    session().flush()


def add_newer(
    actor: Actor, old_id: uuid.UUID, stream: IO[bytes], filename: str, title: str, valid_until: date | None
) -> uuid.UUID:
    """Add the file of a newer version, with what is said of the older one; gives its key.

    The same file again (a second click) gives the document that it became. Raises as `add_document`.
    """
    old = evidence.get_editable(actor, old_id)
    try:
        return evidence.add_document(
            actor,
            old.vendor_id,
            stream,
            filename,
            title or old.title,
            old.kind,
            standard=old.standard,
            issuer=old.issuer,
            scope=old.scope,
            products=old.products,
            valid_until=valid_until,
            sensitivity=old.sensitivity,
            sharing=old.sharing,
        ).id
    except evidence.AlreadyThere as there:
        if old.superseded_by_id != there.key:
            raise
        return there.key


def usable(actor: Actor, kinds: Collection[DocumentKind] = ()) -> list[Document]:
    """The supplier's own documents that can be leaned on, of these kinds (none: of any)."""
    own = (each for each in evidence.list_documents(actor) if evidence.can_lean_on(each))
    return [each for each in own if not kinds or each.kind in kinds]


@dataclass(frozen=True)
class Candidate:
    """A question that a document can be put under."""

    question: Question
    link: AnswerDocument | SubmittedDocument | None
    """There already."""
    dossier_id: uuid.UUID
    fits: bool
    """The question names this kind of document as proof."""
    touches: bool
    """It is about a control that a statement of applicability names, but asks other proof."""


def candidates(sheet: Sheet, document: Document) -> list[Candidate]:
    """All questions of a dossier, as seen from one document."""
    return [_candidate(question, document, sheet.dossier.id) for question in sheet.questions]


def _candidate(question: Question, document: Document, dossier_id: uuid.UUID) -> Candidate:
    link = next((each for each in question.links if each.document_id == document.id), None)
    fits = str(document.kind) in question.version.proof
    is_control = any(norm.get("kind") == CONTROLS for norm in question.version.norms)
    touches = not fits and document.kind is DocumentKind.ISO_27001 and is_control
    return Candidate(question, link, dossier_id, fits, touches)


@dataclass(frozen=True)
class Support:
    """What a kind of certificate can mean for a dossier, and the documents of that kind the supplier has."""

    kind: DocumentKind
    questions: list[Question]
    """Those that name it as proof."""
    touched: int
    """How many further questions are about a control of its statement of applicability."""
    documents: list[Document]

    @property
    def minutes(self) -> int:
        """About how many minutes of answering those questions are, in all."""
        return completeness.minutes_left(each.row for each in self.questions)


def supports(sheet: Sheet, documents: Iterable[Document]) -> list[Support]:
    """Per kind of certificate what it supports in a dossier; kinds that support nothing are left out."""
    own = list(documents)
    found = []
    for kind in CERTIFICATES:
        named = [each for each in sheet.questions if str(kind) in each.version.proof]
        touched = _touched(sheet, kind)
        mine = [each for each in own if each.kind is kind]
        if named or (mine and touched):
            found.append(Support(kind, named, touched, mine))
    return found


def _touched(sheet: Sheet, kind: DocumentKind) -> int:
    if kind is not DocumentKind.ISO_27001:
        return 0
    others = (each.version for each in sheet.questions if str(kind) not in each.version.proof)
    return sum(any(norm.get("kind") == CONTROLS for norm in version.norms) for version in others)


def remaining(sheet: Sheet) -> list[Question]:
    """The questions that no kind of certificate supports: these ask something of their own."""
    return [each for each in sheet.questions if not {str(kind) for kind in CERTIFICATES} & set(each.version.proof)]
