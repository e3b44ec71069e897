# SPDX-License-Identifier: EUPL-1.2
"""Confirming many unchanged answers with one button: all that were shown, or none."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from samencontroleren.core import rereading
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses.answering import begin, record_confirmation, require_open
from samencontroleren.responses.models import Answer
from samencontroleren.responses.sheet import candidates_of, same_subject
from samencontroleren.responses.standing import Delta, Entry, load_delta
from samencontroleren.responses.tasks import finish_tasks
from samencontroleren.rounds.models import Dossier

NOTHING = "Er staan hier geen antwoorden die u samen kunt bevestigen."
STALE = (
    "Er is niets bevestigd: %(count)s van deze antwoorden zijn intussen veranderd of niet meer ongewijzigd (%(codes)s)."
)


class NotAsShown(Conflict):
    """Some of the answers are not, or no longer, what was shown; nothing was confirmed. `versions` says which."""

    code = "niet-meer-ongewijzigd"

    def __init__(self, versions: list[uuid.UUID], codes: list[str]) -> None:
        super().__init__(STALE, count=len(versions), codes=", ".join(codes))
        self.versions = versions


def confirm_block(actor: Actor, dossier_id: uuid.UUID, seals: Mapping[uuid.UUID, str]) -> int:
    """Confirm the answers that were shown, each with the seal of what was read (`Entry.seal`); how many.

    Of all that is confirmed so in a dossier some are chosen to be read by themselves (see `rereading`). Raises
    NotFound, Forbidden, Conflict when the dossier is not open or nothing is given, and NotAsShown.
    """
    require_open(actor, dossier_id)
    if not seals:
        raise Conflict(NOTHING)
    dossier = begin(actor, dossier_id)
    _hold(dossier)
    delta = load_delta(actor, dossier_id)
    entries = _as_shown(delta, seals)
    opened = {each.question.version.id for each in delta.entries if each.can_go_together}
    for each, answer in entries:
        record_confirmation(actor, dossier, each.question.version, answer, is_together=True)
    finish_tasks(actor, dossier.id, [each.question.version.id for each, _answer in entries])
    _choose(delta, dossier, opened)
    session().flush()
    return len(entries)


def _hold(dossier: Dossier) -> None:
    """The answers of the subject, held in one order until the end: who types waits, and then sees them confirmed."""
    query = select(Answer).where(same_subject(dossier)).order_by(Answer.id).with_for_update()
    session().scalars(query.execution_options(populate_existing=True)).all()


def _as_shown(delta: Delta, seals: Mapping[uuid.UUID, str]) -> list[tuple[Entry, Answer]]:
    there = {each.question.version.id: each for each in delta.entries}
    found, stale = [], []
    for version_id, seal in seals.items():
        entry = there.get(version_id)
        if entry and entry.question.answer and entry.can_go_together and entry.seal == seal:
            found.append((entry, entry.question.answer))
        else:
            stale.append(version_id)
    if stale:
        raise NotAsShown(stale, [_code(there.get(each)) for each in stale])
    return found


def _code(entry: Entry | None) -> str:
    return entry.question.version.requirement.code if entry else "?"


def _choose(delta: Delta, dossier: Dossier, opened: set[uuid.UUID]) -> None:
    """Store which of the answers confirmed together come back; what was chosen before stays."""
    questions = delta.sheet.questions
    chosen = rereading.chosen(candidates_of(dossier, questions, lambda each: each.version.id in opened))
    for each in questions:
        answer = each.answer
        if answer is not None and answer.id in chosen and answer.together_round_id == dossier.round_id:
            answer.reread_round_id = dossier.round_id
