# SPDX-License-Identifier: EUPL-1.2
"""Texts that come from elsewhere, many at once: each becomes the newest version of its answer, to be confirmed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.db import session
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.answering import append_version, begin, keep_draft_as_version, unconfirm
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.models import Answer, AnswerDocument
from samencontroleren.responses.sheet import same_subject
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class Brought:
    """A text for one question, and the revision of the answer that its bringer saw (0: there was none)."""

    version: RequirementVersion
    value: dict[str, Any]
    revision: int


def bring_in(actor: Actor, dossier_id: uuid.UUID, texts: Sequence[Brought], provenance: Provenance) -> set[uuid.UUID]:
    """Take over texts in a dossier; gives the wordings whose answer somebody changed meanwhile, which stay as they are.

    What stood in a draft is kept as a version before it. As many queries for one text as for many. Raises NotFound,
    Forbidden, and Conflict when the dossier is not open. The caller checked that each question is asked here.
    """
    dossier = begin(actor, dossier_id)
    answers = _held(dossier, [each.version.requirement_id for each in texts])
    late = {each.version.id for each in texts if _revision(answers, each) != each.revision}
    taken = [each for each in texts if each.version.id not in late]
    for each in taken:
        if each.version.requirement_id not in answers:
            answers[each.version.requirement_id] = _begun(dossier, each.version.requirement_id)
    session().flush()  # answers before the versions that point to them
    for each in taken:
        _take(actor, answers[each.version.requirement_id], each, provenance)
    session().flush()
    return late


@dataclass(frozen=True)
class Leaning:
    """A document for one question, and the place in it."""

    version: RequirementVersion
    document_id: uuid.UUID
    place: str


def lean_on(actor: Actor, dossier_id: uuid.UUID, leaning: Sequence[Leaning]) -> None:
    """Lean answers on documents of the supplier's own, many at once; again only changes the place.

    As many queries for one document as for many. Raises as `bring_in`, and NotFound for a document of somebody else.
    """
    dossier = begin(actor, dossier_id)
    evidence.fetch_own(actor, {each.document_id for each in leaning})
    answers = _held(dossier, [each.version.requirement_id for each in leaning])
    for each in leaning:
        if each.version.requirement_id not in answers:
            answers[each.version.requirement_id] = _begun(dossier, each.version.requirement_id)
    session().flush()
    there = select(AnswerDocument).where(AnswerDocument.answer_id.in_({each.id for each in answers.values()}))
    links = {(each.answer_id, each.document_id): each for each in session().scalars(there)}
    for each in leaning:
        answer = answers[each.version.requirement_id]
        link = links.get((answer.id, each.document_id))
        if link is None:
            keys = {"answer_id": answer.id, "document_id": each.document_id, "vendor_id": answer.vendor_id}
            link = links[answer.id, each.document_id] = AnswerDocument(**keys)
            session().add(link)
        link.place = each.place
        facts = {"document": each.document_id}
        trail.record(actor, "answer.document-linked", "answer", answer.id, "ok", answer.vendor_id, **facts)
    session().flush()


@dataclass(frozen=True)
class Marking:
    """Whether the answer to one question is confidential."""

    version: RequirementVersion
    is_confidential: bool


def mark_in(actor: Actor, dossier_id: uuid.UUID, marks: Sequence[Marking]) -> None:
    """Mark answers of a dossier as confidential, or take the mark away, many at once. Raises as `bring_in`."""
    dossier = begin(actor, dossier_id)
    answers = _held(dossier, [each.version.requirement_id for each in marks])
    for each in marks:
        key = each.version.requirement_id
        answers[key] = answers.get(key) or _begun(dossier, key)
        answers[key].is_confidential = each.is_confidential
    session().flush()
    for each in marks:
        answer, facts = answers[each.version.requirement_id], {"confidential": each.is_confidential}
        trail.record(actor, "answer.marked", "answer", answer.id, "ok", answer.vendor_id, **facts)


def _held(dossier: Dossier, requirement_ids: list[uuid.UUID]) -> dict[uuid.UUID, Answer]:
    """The answers that are there by requirement, locked and read anew."""
    query = select(Answer).where(same_subject(dossier), Answer.requirement_id.in_(requirement_ids))
    locked = query.order_by(Answer.id).with_for_update().execution_options(populate_existing=True)
    return {answer.requirement_id: answer for answer in session().scalars(locked)}


def _revision(answers: Mapping[uuid.UUID, Answer], text: Brought) -> int:
    found = answers.get(text.version.requirement_id)
    return found.revision if found is not None else 0


def _begun(dossier: Dossier, requirement_id: uuid.UUID) -> Answer:
    keys = {"vendor_id": dossier.vendor_id, "product_id": dossier.product_id, "requirement_id": requirement_id}
    answer = Answer(**keys, revision=0, current_number=0)
    session().add(answer)
    return answer


def _take(actor: Actor, answer: Answer, text: Brought, provenance: Provenance) -> None:
    keep_draft_as_version(text.version, answer)
    append_version(answer, text.value, text.version.id, provenance, actor.user_id)
    unconfirm(answer)
    answer.revision += 1
