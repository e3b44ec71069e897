# SPDX-License-Identifier: EUPL-1.2
"""What was read from documents, offered at the answers that lean on them; taken over the way of the library."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samencontroleren.core.db import session
from samencontroleren.evidence import accepting
from samencontroleren.evidence.accepting import LEAVE, Proposal
from samencontroleren.evidence.kinds import Told
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses.sheet import Question

FIELD = "lezing"
"""The button says what to do with which document: "neem" or "laat", a colon, and its key or "alle"."""
TAKE, ALL = "neem", "alle"


@dataclass(frozen=True)
class Reading:
    """What was read from one document and still waits for a choice."""

    document: Document
    proposals: list[Proposal]
    is_first: bool = True
    """Whether the page shows it here for the first time."""

    def name(self, told: Told | None = None) -> str:
        """The field with the revision that was seen, or with the choice between several readings of one thing."""
        return "-".join((FIELD, str(self.document.id), *((told.value,) if told else ())))

    def chosen(self, fields: Mapping[str, str], *, takes: bool) -> dict[Told, str]:
        """Per thing what is taken over; where it can be read in several ways only what the person chose."""
        if not takes:
            return {each.told: LEAVE for each in self.proposals}
        found = {each.told: self._picked(each, fields) for each in self.proposals}
        return {told: value for told, value in found.items() if value}

    def _picked(self, proposal: Proposal, fields: Mapping[str, str]) -> str:
        if len(proposal.options) == 1:
            return proposal.options[0].value
        return fields.get(self.name(proposal.told), "")


def of_page(questions: Iterable[Question]) -> dict[uuid.UUID, list[Reading]]:
    """By wording what waits at its question."""
    seen, found = set[uuid.UUID](), dict[uuid.UUID, list[Reading]]()
    for question in questions:
        here = found.setdefault(question.version.id, [])
        for document in _own(question):
            if proposals := accepting.proposals(document):
                here.append(Reading(document, proposals, is_first=document.id not in seen))
                seen.add(document.id)
    return found


def settle(actor: Actor, question: Question, fields: Mapping[str, str]) -> int:
    """Take over or leave what a form says, of the documents under this answer. Gives how many things were settled.

    All or nothing: raises Changed when a document is another than was seen, Conflict when it was withdrawn meanwhile,
    Invalid for what was not read.
    """
    with session().begin_nested():
        return _settled(actor, question, fields)


def _settled(actor: Actor, question: Question, fields: Mapping[str, str]) -> int:
    act, _colon, which = fields.get(FIELD, "").partition(":")
    number = 0
    for each in of_page([question])[question.version.id]:
        revision = fields.get(each.name(), "")
        if which in (ALL, str(each.document.id)) and revision.isdecimal():
            chosen = each.chosen(fields, takes=act == TAKE)
            accepting.settle_suggestions(actor, each.document.id, int(revision), chosen)
            number += len(chosen)
    return number


def _own(question: Question) -> list[Document]:
    """The documents that can still be changed."""
    return [] if question.frozen else [each.document for each in question.links if each.document.withdrawn_at is None]
