# SPDX-License-Identifier: EUPL-1.2
"""Conversations of the world, opened through the services."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from samencontroleren.core.access import forget_conditions, keep_conditions
from samencontroleren.organisations.actor import Actor
from samencontroleren.threads import service
from samencontroleren.threads.kinds import Audience
from samencontroleren.threads.models import Thread
from tests.support.story import Place, Told, subject

ONE, TWO = subject(0, 0), subject(1, 0)
INSIDE, SHARED, REVIEWERS = Audience.INSIDE_VENDOR, Audience.VENDOR_VNG_REVIEWERS, Audience.REVIEWERS


def start(
    told: Told, place: Place, person: str, audience: Audience = SHARED, body: str = "Eerste", **more: Any
) -> Thread:
    """A thread of somebody on the first question of a dossier."""
    asked = told.world.requirement_versions[place.codes[0]]
    title = more.pop("title", f"Gesprek van {person}")
    return service.open_thread(told.world[person].actor, told[place], asked, audience, title, body, **more)


def say(told: Told, person: str, thread: Thread, body: str = "Antwoord", mentions: Collection[uuid.UUID] = ()) -> None:
    """Somebody replies."""
    service.reply(told.world[person].actor, thread.id, body, mentions=mentions)


@contextmanager
def turn() -> Iterator[None]:
    """All that one person asks in the body stands on conditions made once, as in one request."""
    keep_conditions()
    try:
        yield
    finally:
        forget_conditions()


def listed(actor: Actor) -> set[uuid.UUID]:
    """The threads in the list of what somebody may read."""
    return {row.thread.id for row in service.list_threads(actor, size=100).rows}


def readers(told: Told, thread: Thread) -> set[str]:
    """Who of the world has the thread in that list."""
    found = set()
    for name, person in told.world.people.items():
        with turn():
            if thread.id in listed(person.actor):
                found.add(name)
    return found
