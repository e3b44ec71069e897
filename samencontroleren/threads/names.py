# SPDX-License-Identifier: EUPL-1.2
"""How the writers of a thread are named to one reader (product.md, 2.1 and 2.2)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from samencontroleren.accounts.models import Membership, User
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.rounds import service as rounds
from samencontroleren.threads.kinds import REVEALED, MessageKind, Voice
from samencontroleren.threads.models import Thread, ThreadMessage


@dataclass(frozen=True)
class Shown:
    """A writer as one reader may know him or her; empty where the reader may not."""

    voice: Voice
    name: str = ""
    organisation: str = ""
    number: int | None = None
    """Tells nameless reviewers apart, when there are several in one thread."""
    is_self: bool = False


@dataclass(frozen=True)
class _Person:
    user_id: uuid.UUID
    name: str
    organisation_id: uuid.UUID
    organisation: str


class Names:
    """The names of everybody in a thread, for one reader (two queries at most); its dossier must be loaded."""

    def __init__(self, actor: Actor, thread: Thread, messages: Sequence[ThreadMessage]) -> None:
        self.actor, self.thread = actor, thread
        keys = {each.author_membership_id for each in messages} | {thread.opened_by_membership_id}
        keys |= {mention.membership_id for each in messages for mention in each.mentions}
        self.people = _people(keys)
        self.assigned: set[uuid.UUID] = set()
        if thread.dossier_id is not None and not actor.supplier_ids:
            self.assigned = {each.user_id for each in rounds.assignments_of(thread.dossier_id)}
        self.is_revealed = thread.dossier is not None and thread.dossier.state in REVEALED
        self.reader = self._reader()
        published = (each.id for each in messages if each.kind is MessageKind.PUBLISHED)
        self.question = next(published, None)
        self.order = list(dict.fromkeys(each.author_id for each in messages if each.voice is Voice.REVIEWER))

    def _reader(self) -> Voice:
        if self.actor.supplier_ids:
            return Voice.VENDOR
        if self.thread.dossier_id is None:
            return Voice.MUNICIPALITY if self.actor.is_municipal else Voice.VNG
        is_reviewer = self.actor.is_municipal or self.actor.user_id in self.assigned
        return Voice.REVIEWER if is_reviewer else Voice.VNG

    def author(self, message: ThreadMessage) -> Shown:
        """Who wrote a message. A question that VNG published speaks for a gemeente, not for who published it.

        Only the question itself is that of who opened the thread: what VNG adds later came from another gemeente,
        which did not choose to become known.
        """
        if message.kind is MessageKind.PUBLISHED:
            return Shown(Voice.MUNICIPALITY, organisation=self._asker() if message.id == self.question else "")
        return self.person(message.author_membership_id, message.voice)

    def person(self, membership_id: uuid.UUID, voice: Voice) -> Shown:
        """Somebody in a part of this thread."""
        found = self.people[membership_id]
        if membership_id == self.actor.membership_id:
            return Shown(voice, found.name, is_self=True)
        number = self._number(found) if voice is Voice.REVIEWER else None
        if voice is Voice.MUNICIPALITY:
            is_colleague = self.actor.is_municipal and found.organisation_id == self.actor.organisation_id
            return Shown(voice, found.name if is_colleague else "", self._asker())
        if not self._may_name(found, voice):
            return Shown(voice, number=number)
        is_open = voice is Voice.REVIEWER and self.reader is Voice.VNG
        return Shown(voice, found.name, found.organisation if is_open else "")

    def _may_name(self, found: _Person, voice: Voice) -> bool:
        """Own people always; VNG knows all of a dossier; reviewers know the supplier, VNG and each other."""
        match self.reader:
            case Voice.VENDOR:
                return voice is Voice.VENDOR
            case Voice.VNG:
                return True
            case Voice.REVIEWER:
                return voice is not Voice.REVIEWER or (self.is_revealed and found.user_id in self.assigned)
        return False

    def _number(self, found: _Person) -> int | None:
        several = len(self.order) > 1 and found.user_id in self.order
        return self.order.index(found.user_id) + 1 if several else None

    def _asker(self) -> str:
        """The gemeente that asks: for supplier and VNG when it chose to be known, else for nobody."""
        is_told = self.thread.is_known and self.reader in (Voice.VENDOR, Voice.VNG)
        return self.people[self.thread.opened_by_membership_id].organisation if is_told else ""


def _people(keys: set[uuid.UUID]) -> dict[uuid.UUID, _Person]:
    query = (
        select(Membership.id, User.id, User.name, Organisation.id, Organisation.name)
        .join(Membership.user)
        .join(Membership.organisation)
        .where(Membership.id.in_(keys))
    )
    return {row[0]: _Person(*row[1:]) for row in session().execute(query)}
