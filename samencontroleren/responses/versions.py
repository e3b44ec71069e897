# SPDX-License-Identifier: EUPL-1.2
"""Earlier texts of an answer: the history, putting one back, and choosing when two people typed at once.

Whatever loses becomes a version, so that nothing that was typed is ever gone.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from samencontroleren.core import trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import policy
from samencontroleren.responses.answering import (
    CHANGED,
    Place,
    append_version,
    is_same,
    keep_draft,
    place_of,
    read_value,
)
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.models import Answer, AnswerVersion
from samencontroleren.responses.sheet import standing_value


class Choice(StrEnum):
    """Which text goes on when two people changed one answer."""

    MINE = "mijn"
    THEIRS = "opgeslagen"
    BOTH = "samen"


@dataclass(frozen=True)
class Clash:
    """What one person typed beside what another saved meanwhile."""

    mine: Mapping[str, Any]
    choice: Choice
    merged: Mapping[str, Any]
    """The fields of the text that was made of both; counts only with Choice.BOTH."""
    revision: int
    """Of the saved text as it was shown beside one's own."""


def history(actor: Actor, answer_id: uuid.UUID) -> tuple[Answer, list[AnswerVersion]]:
    """All versions of an answer, newest first, for the supplier's own people."""
    answer = fetch(actor, policy.VIEW, answer_id)
    query = select(AnswerVersion).where(AnswerVersion.answer_id == answer.id).order_by(AnswerVersion.number.desc())
    return answer, list(session().scalars(query))


def restore_version(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, number: int) -> Answer:
    """Put an earlier text back as a draft, to be confirmed anew; a draft that stood there becomes a version.

    Raises NotFound for a version that is not there, Invalid when the question is of another kind by now, Conflict
    when the dossier is not open.
    """
    place = place_of(actor, dossier_id, requirement_version_id)
    answer = place.answer
    old = _version(answer, number)
    if answer is None or old is None:
        raise NotFound()
    read = read_value(place.version, old.value)
    keep_draft(actor, place.version, answer, read, keep_own=True)
    if answer.draft is None:  # the text of the newest version: it stands, but is to be looked at again
        answer.confirmed_round_id = answer.confirmed_requirement_version_id = None
        answer.confirmed_by_id = answer.confirmed_at = answer.together_round_id = None
        answer.revision += 1
    session().flush()
    trail.record(actor, "answer.restored", "answer", answer.id, "ok", answer.vendor_id, number=number)
    return answer


def _version(answer: Answer | None, number: int) -> AnswerVersion | None:
    if answer is None:
        return None
    query = select(AnswerVersion).where(AnswerVersion.answer_id == answer.id, AnswerVersion.number == number)
    return session().scalars(query).one_or_none()


def settle_clash(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, clash: Clash) -> Answer:
    """Have one of two texts, or one made of both, go on as the draft; what loses is kept as a version.

    Raises Changed when the saved text changed once more, Invalid per part that cannot be read.
    """
    return settle_clash_at(actor, place_of(actor, dossier_id, requirement_version_id), clash)


def settle_clash_at(actor: Actor, place: Place, clash: Clash) -> Answer:
    """The same where the actor was already given leave to write."""
    mine = read_value(place.version, clash.mine)
    merged = read_value(place.version, clash.merged) if clash.choice is Choice.BOTH else None
    answer = place.answer
    if answer is None or answer.revision != clash.revision:
        raise Changed(CHANGED, theirs=answer)
    if clash.choice is not Choice.MINE and not is_same(mine, merged or standing_value(answer)):
        _keep_beside(actor, place.version, answer, mine)
    if clash.choice is not Choice.THEIRS:
        keep_draft(actor, place.version, answer, merged or mine, keep_own=True)
    session().flush()
    facts = {"choice": clash.choice.value}
    trail.record(actor, "answer.clash-settled", "answer", answer.id, "ok", answer.vendor_id, **facts)
    return answer


def _keep_beside(actor: Actor, version: RequirementVersion, answer: Answer, losing: dict[str, Any]) -> None:
    """A text that loses becomes a version, and what stands in the fields goes on to stand there."""
    draft, author, at = answer.draft, answer.draft_by_id, answer.draft_at
    newest = _version(answer, answer.current_number)
    append_version(answer, losing, version.id, Provenance.TYPED, actor.user_id)
    if draft is not None:
        answer.draft, answer.draft_by_id, answer.draft_at = draft, author, at
    elif newest is not None:
        append_version(answer, newest.value, newest.requirement_version_id, newest.provenance, newest.author_id)
    answer.revision += 1


def merged_value(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Two values in one, to edit: texts below each other unless one holds the other, further one's own. Pure."""
    return {part: _merged(mine.get(part), theirs.get(part)) for part in {**theirs, **mine}}


def _merged(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, str) and isinstance(theirs, str):
        if theirs in mine or not theirs.strip():
            return mine
        return theirs if mine in theirs else f"{theirs}\n\n{mine}"
    if isinstance(mine, list) and isinstance(theirs, list):
        return [*theirs, *(each for each in mine if each not in theirs)]
    return mine if mine is not None else theirs
