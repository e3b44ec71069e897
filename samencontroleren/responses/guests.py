# SPDX-License-Identifier: EUPL-1.2
"""The part of a dossier that a guest of the supplier was asked to answer: these questions and nothing else.

Leave to read and to write is one permission on the assignment itself (`policy.entrusted`); the dossier, the sheet, the
library and the other questions stay shut.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.core import clock
from samencontroleren.core.access import fetch, fetch_many
from samencontroleren.core.db import session
from samencontroleren.core.errors import Forbidden
from samencontroleren.evidence import reading
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.reader import Reading
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import answering, policy, proving, tasks, versions
from samencontroleren.responses.models import Answer, QuestionTask
from samencontroleren.responses.sheet import Question, links_of, row_of, same_subject
from samencontroleren.rounds.models import Dossier

WHOLE = (
    joinedload(QuestionTask.dossier).options(
        joinedload(Dossier.round), joinedload(Dossier.vendor), joinedload(Dossier.product)
    ),
    joinedload(QuestionTask.requirement_version),
)


@dataclass(frozen=True)
class Entrusted:
    """One assigned question with its answer, and the guest's next one that is not done."""

    task: QuestionTask
    question: Question
    next_task: QuestionTask | None
    readable: frozenset[uuid.UUID]
    """The documents under the answer that the guest may open."""

    def is_own(self, document: Document, actor: Actor) -> bool:
        """Whether the guest added a document, so that it can be taken away again."""
        return document.uploaded_by_id == actor.user_id


def get_entrusted(actor: Actor, key: uuid.UUID) -> Entrusted:
    """One assigned question. Raises NotFound when it is not, or no longer, for this guest."""
    task = fetch(actor, policy.TASK_FILL_IN, key, options=WHOLE)
    others = [each for each in tasks.entrusted_tasks(actor) if each.id != key and each.done_at is None]
    question = _question(task)
    return Entrusted(task, question, others[0] if others else None, _readable(actor, question))


def _readable(actor: Actor, question: Question) -> frozenset[uuid.UUID]:
    found = fetch_many(actor, policy.PROOF_READ, [each.document_id for each in question.links])
    return frozenset(key for key, outcome in found.items() if outcome.found is not None)


def _question(task: QuestionTask) -> Question:
    version, dossier = task.requirement_version, task.dossier
    own = select(Answer).where(same_subject(dossier), Answer.requirement_id == version.requirement_id)
    answer = session().scalars(own).one_or_none()
    links = links_of([answer.id]).get(answer.id, []) if answer else []
    row = row_of(dossier, version, answer, [each.document for each in links], clock.today())
    return Question(version, answer, links, row, None)


def save_entrusted(actor: Actor, key: uuid.UUID, value: Mapping[str, Any], revision: int) -> Answer:
    """Keep what a guest typed as the draft. Raises as `answering.save_draft`."""
    return answering.save_at(actor, _place(actor, key), value, revision)


def hand_in_entrusted(actor: Actor, key: uuid.UUID, value: Mapping[str, Any], revision: int) -> Answer:
    """The guest is done. The supplier's own people confirm the answer: until then it does not count (rule 2.4).

    Raises as `answering.complete_at`.
    """
    answer = answering.complete_at(actor, _place(actor, key), value, revision)
    tasks.hand_in(actor, fetch(actor, policy.TASK_FILL_IN, key))
    return answer


def settle_entrusted(actor: Actor, key: uuid.UUID, clash: versions.Clash) -> Answer:
    """Choose between one's own text and what was saved meanwhile. Raises as `versions.settle_clash`."""
    return versions.settle_clash_at(actor, _place(actor, key), clash)


def add_proof(
    actor: Actor, key: uuid.UUID, stream: IO[bytes], filename: str, place: str, facts: Mapping[str, Any]
) -> Document:
    """A new document under the answer; what the supplier had already is used again. Raises Invalid at "file".

    An answer that was confirmed is to be confirmed anew: evidence of a guest counts no sooner (rule 2.4).
    """
    here = _place(actor, key)
    try:
        document = evidence.take_in(actor, here.dossier.vendor_id, stream, filename, **facts)
    except evidence.AlreadyThere as error:
        document = session().get_one(Document, error.key)
    _wait_for_confirming(here, proving.link_at(actor, here, document, place))
    return document


def _wait_for_confirming(here: answering.Place, answer: Answer) -> None:
    """A guest changed the evidence below an answer; what was confirmed in an earlier round stays known as that."""
    if answer.confirmed_round_id == here.dossier.round_id:
        answering.unconfirm(answer)
        session().flush()


def get_proof(actor: Actor, key: uuid.UUID) -> Document:
    """A document linked with a question that this guest was asked to answer. Raises NotFound for every other."""
    return fetch(actor, policy.PROOF_READ, key)


def proof_image(actor: Actor, key: uuid.UUID, page: int) -> bytes:
    """A page of such a document as PNG; the reading is recorded. Raises NotFound, PageUnreadable."""
    return reading.image_of(actor, get_proof(actor, key), page)


def proof_content(actor: Actor, key: uuid.UUID) -> Reading:
    """The text or tables of such a document where it has no pages; the reading is recorded."""
    return reading.content_of(actor, get_proof(actor, key))


def remove_proof(actor: Actor, key: uuid.UUID, document_id: uuid.UUID) -> bool:
    """Take away a document that the guest added; as with `add_proof` the answer is to be confirmed anew.

    Raises NotFound, Forbidden for one of the supplier's people.
    """
    here = _place(actor, key)
    document = session().get(Document, document_id)
    if document is not None and document.uploaded_by_id != actor.user_id:
        raise Forbidden()
    is_gone = proving.unlink_at(actor, here, document_id)
    if is_gone and here.answer is not None:
        _wait_for_confirming(here, here.answer)
    return is_gone


def _place(actor: Actor, key: uuid.UUID) -> answering.Place:
    task = fetch(actor, policy.TASK_FILL_IN, key, options=WHOLE)
    return answering.place_in(actor, task.dossier, task.requirement_version_id)
