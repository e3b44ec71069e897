# SPDX-License-Identifier: EUPL-1.2
"""What answers and their documents do when a supplier or product goes on elsewhere.

Documents belong to a supplier. When a supplier ends all of them go along; when only a product goes, those that serve
nothing else. A link between what goes and what stays is dropped: no document hangs under an answer of another supplier.
"""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import aliased

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.evidence.models import Document, DocumentProduct
from samencontroleren.evidence.parting import drop_parted_links
from samencontroleren.organisations.contributions import Counts
from samencontroleren.responses.models import Answer, AnswerDocument, QuestionTask
from samencontroleren.responses.tasks import end_notices
from samencontroleren.rounds.models import Dossier
from samencontroleren.vendors.contributions import Move, SupplierContribution


def _answers(move: Move) -> list[Answer]:
    return list(session().scalars(select(Answer).where(Answer.product_id.in_(move.product_ids))))


def _documents(move: Move) -> tuple[list[Document], list[Document]]:
    """The documents that go along, and those that stay although answers that go lean on them."""
    own = list(session().scalars(select(Document).where(Document.vendor_id == move.vendor_id)))
    if move.is_whole:
        return own, []
    links = select(AnswerDocument.document_id, Answer.product_id).join(Answer, Answer.id == AnswerDocument.answer_id)
    going: set[uuid.UUID | None] = set()
    staying: set[uuid.UUID | None] = set()
    for document_id, product_id in session().execute(links):
        (going if product_id in move.product_ids else staying).add(document_id)
    along = [each for each in own if each.id in going - staying]
    return along, [each for each in own if each.id in going & staying]


def _preview(move: Move) -> Counts:
    if move.is_merge:
        return []
    along, staying = _documents(move)
    return [
        (N_("Antwoorden"), len(_answers(move))),
        (N_("Documenten"), len(along)),
        (N_("Documenten die bij de oude leverancier blijven, ook van een antwoord dat overgaat"), len(staying)),
    ]


def _move(move: Move) -> None:
    if move.is_merge:
        return
    for each in documents_along(move):
        each.vendor_id, each.revision = move.into_vendor_id, each.revision + 1
    for answer in _answers(move):
        answer.vendor_id, answer.revision = move.into_vendor_id, answer.revision + 1
    if move.is_duplicate:
        _move_supplier_answers(move)
    session().flush()
    drop_parted_links(move, AnswerDocument, DocumentProduct)
    _part_versions(move)
    _hand_over_tasks(move)


def documents_along(move: Move) -> list[Document]:
    """The documents that go along with what moves."""
    return _documents(move)[0]


def _part_versions(move: Move) -> None:
    """What took the place of a document and went elsewhere is no longer named there."""
    newer, ours = aliased(Document), (move.vendor_id, move.into_vendor_id)
    fits = select(newer.id).where(newer.id == Document.superseded_by_id, newer.vendor_id == Document.vendor_id)
    parted = Document.superseded_by_id.is_not(None) & Document.vendor_id.in_(ours) & ~fits.exists()
    for each in session().scalars(select(Document).where(parted)):
        each.superseded_by_id = None
    session().flush()


def _hand_over_tasks(move: Move) -> None:
    """Assigned questions stay with people who go along; whoever stays is named to nobody of the new supplier."""
    dossiers = select(Dossier.id).where(Dossier.product_id.in_(move.product_ids))
    standing = QuestionTask.ended_at.is_(None) & QuestionTask.dossier_id.in_(dossiers)
    found = list(session().scalars(select(QuestionTask).where(standing)))
    if move.is_whole and move.moves_people:
        now = accounts.replaced_memberships([move.vendor_id], move.into_vendor_id)
        for each in found:
            each.membership_id = now.get(each.membership_id, each.membership_id) if each.membership_id else None
    else:
        for each in found:
            each.ended_at = clock.now()
    session().flush()
    for each in found:
        end_notices(each.dossier_id, [each.membership_id])


def _move_supplier_answers(move: Move) -> None:
    """Answers about the supplier itself, where its other row has none."""
    there = select(Answer.requirement_id).where(Answer.vendor_id == move.into_vendor_id, Answer.product_id.is_(None))
    free = select(Answer).where(
        Answer.vendor_id == move.vendor_id, Answer.product_id.is_(None), Answer.requirement_id.not_in(there)
    )
    for answer in list(session().scalars(free)):
        answer.vendor_id, answer.revision = move.into_vendor_id, answer.revision + 1


SUPPLIERS = SupplierContribution(_preview, _move)
