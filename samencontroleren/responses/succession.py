# SPDX-License-Identifier: EUPL-1.2
"""Taking over the answer to a requirement that this one took the place of: a text with its proof, to be confirmed."""

import uuid

from samencontroleren.core.errors import Conflict, NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses.bringing import Brought, Leaning, bring_in, lean_on
from samencontroleren.responses.kinds import Provenance
from samencontroleren.responses.marking import mark_confidential
from samencontroleren.responses.sheet import links_of
from samencontroleren.responses.standing import Entry, Was, load_delta


def take_from_predecessor(actor: Actor, dossier_id: uuid.UUID, asked: uuid.UUID) -> None:
    """Put the answer of last time at the question that follows it, with the documents one can still lean on.

    A second press changes nothing. Raises NotFound when the question follows none, Forbidden, and Conflict when the
    dossier is not open or something stands there already.
    """
    entry = next((each for each in load_delta(actor, dossier_id).entries if each.question.version.id == asked), None)
    if entry is None or entry.was is None or not entry.is_successor:
        raise NotFound()
    if not entry.can_take_over:
        raise Conflict("Bij deze vraag staat al een antwoord. Er is niets overgenomen.")
    version, was = entry.question.version, entry.was
    bring_in(actor, dossier_id, [Brought(version, dict(was.value), entry.question.revision)], Provenance.CARRIED_OVER)
    _lean(actor, dossier_id, entry, was)
    _keep_confidential(actor, dossier_id, asked, was)


def _lean(actor: Actor, dossier_id: uuid.UUID, entry: Entry, was: Was) -> None:
    links = links_of([was.answer_id]).get(was.answer_id, []) if was.answer_id else []
    own = [each for each in links if evidence.can_lean_on(each.document)]
    if own:
        version = entry.question.version
        lean_on(actor, dossier_id, [Leaning(version, each.document_id, each.place) for each in own])


def _keep_confidential(actor: Actor, dossier_id: uuid.UUID, asked: uuid.UUID, was: Was) -> None:
    """What the supplier kept from readers stays so under the new question."""
    answer = load_delta(actor, dossier_id).sheet.question(asked).answer
    if answer is not None and was.is_confidential:
        mark_confidential(actor, {answer.id: True})
