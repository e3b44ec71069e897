# SPDX-License-Identifier: EUPL-1.2
"""What the feature offers to others: filling in, confirming, submitting and reading what was submitted."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.core.rest import Page, page_of
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import uses
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import policy
from samencontroleren.responses.answering import (
    Saved,
    as_it_stands,
    begin,
    confirm_answer,
    idle_drafts,
    open_place_of,
    require_open,
    save_draft,
    settle_draft,
)
from samencontroleren.responses.blocks import NotAsShown, confirm_block
from samencontroleren.responses.bringing import Brought, Leaning, Marking, bring_in, lean_on, mark_in
from samencontroleren.responses.changing import changed_since_submission, fallen_since_submission
from samencontroleren.responses.copying import find_elsewhere, get_source, list_sources, put_elsewhere, take_over
from samencontroleren.responses.counting import CameBack, came_back, progress
from samencontroleren.responses.models import Answer, AnswerDocument
from samencontroleren.responses.proving import link_document, unlink_document
from samencontroleren.responses.reading_over import ask_submitters, is_filled
from samencontroleren.responses.reopening import reopen
from samencontroleren.responses.sheet import Question, Sheet, Theme, is_open, load_sheet, same_subject
from samencontroleren.responses.siblings import siblings
from samencontroleren.responses.standing import Delta, Entry, answered_before, load_delta, submitted_before
from samencontroleren.responses.submission import (
    AlreadySubmitted,
    on_submitted,
    submission_sheet,
    submit,
    submitted_answers,
)
from samencontroleren.responses.succession import take_from_predecessor
from samencontroleren.responses.supplements import (
    Revision,
    last_submission,
    last_submissions,
    named_questions,
    newest_submission,
    reopened_questions,
    submitted_and_revised,
    taken_along,
    told_apart,
)
from samencontroleren.responses.tasks import entrusted_tasks, own_tasks, tasks_of
from samencontroleren.responses.versions import history, restore_version, settle_clash
from samencontroleren.rounds.models import Dossier

__all__ = [
    "AlreadySubmitted",
    "Brought",
    "CameBack",
    "Delta",
    "Entry",
    "Leaning",
    "Marking",
    "NotAsShown",
    "Question",
    "Revision",
    "Saved",
    "Section",
    "Sheet",
    "Theme",
    "answered_before",
    "answers_of",
    "as_it_stands",
    "ask_submitters",
    "begin",
    "bring_in",
    "came_back",
    "changed_since_submission",
    "confirm_answer",
    "confirm_block",
    "entrusted_tasks",
    "fallen_since_submission",
    "find_elsewhere",
    "get_answer",
    "get_source",
    "history",
    "idle_drafts",
    "is_filled",
    "is_open",
    "last_submission",
    "last_submissions",
    "lean_on",
    "library_of",
    "link_document",
    "list_sources",
    "load_delta",
    "mark_in",
    "named_questions",
    "newest_submission",
    "on_submitted",
    "open_place_of",
    "overview",
    "own_tasks",
    "progress",
    "put_elsewhere",
    "reopen",
    "reopened_questions",
    "require_open",
    "restore_version",
    "save_draft",
    "section",
    "settle_clash",
    "settle_draft",
    "siblings",
    "submission_sheet",
    "submit",
    "submitted_and_revised",
    "submitted_answers",
    "submitted_before",
    "take_from_predecessor",
    "take_over",
    "taken_along",
    "tasks_of",
    "told_apart",
    "unlink_document",
    "whole",
]


@dataclass(frozen=True)
class Section:
    """One theme of a dossier with what is needed to fill it in."""

    sheet: Sheet
    theme: Theme
    library: list[Document]
    """The supplier's own documents that can be leaned on."""

    @property
    def next_theme(self) -> Theme | None:
        """The theme after this one."""
        place = self.sheet.themes.index(self.theme)
        return self.sheet.themes[place + 1] if place + 1 < len(self.sheet.themes) else None


def overview(actor: Actor, dossier_id: uuid.UUID) -> Sheet:
    """The whole of a dossier for its supplier: themes, progress, what is missing."""
    return load_sheet(actor, dossier_id)


def whole(actor: Actor, dossier_id: uuid.UUID) -> Sheet:
    """The same with the questions that do not exist for this subject, or not yet: to work on elsewhere."""
    return load_sheet(actor, dossier_id, is_whole=True)


def section(actor: Actor, dossier_id: uuid.UUID, theme: str) -> Section:
    """One theme. Raises NotFound when the dossier is another supplier's or has no such theme."""
    sheet = load_sheet(actor, dossier_id)
    found = next((each for each in sheet.themes if each.name == theme), None)
    if found is None:
        raise NotFound()
    return Section(sheet, found, library_of(actor, sheet))


def library_of(actor: Actor, sheet: Sheet) -> list[Document]:
    """The supplier's own documents that an answer can lean on; none for who may not answer."""
    library = evidence.list_documents(actor) if sheet.can_answer else []
    return [each for each in library if evidence.can_lean_on(each)]


def answers_of(actor: Actor, dossier_id: uuid.UUID, page: int = 1, size: int = 25) -> Page:
    """The supplier's own working answers of a dossier's subject, oldest first. Raises NotFound for others."""
    dossier = session().scalar(visible(actor, policy.WORK).where(Dossier.id == dossier_id))
    if dossier is None:
        raise NotFound()
    query = visible(actor, policy.VIEW).where(same_subject(dossier)).order_by(Answer.created_at, Answer.id)
    return page_of(query, page, size)


def get_answer(actor: Actor, key: uuid.UUID) -> Answer:
    """One working answer of the supplier's own. Raises NotFound."""
    found: Answer | None = session().scalar(visible(actor, policy.VIEW).where(Answer.id == key))
    if found is None:
        raise NotFound()
    return found


@uses.offer
def _count_links() -> ScalarSelect[int]:
    """How many answers lean on a document."""
    leaning = select(func.count()).where(AnswerDocument.document_id == Document.id)
    return leaning.correlate(Document).scalar_subquery()
