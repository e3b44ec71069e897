# SPDX-License-Identifier: EUPL-1.2
"""Conversations of the world, opened through the services."""

import uuid
from collections.abc import Collection
from typing import Any

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


def readers(told: Told, thread: Thread) -> set[str]:
    """Who of the world has the thread in the list of what he or she may read."""
    return {
        name
        for name, person in told.world.people.items()
        if thread.id in {row.thread.id for row in service.list_threads(person.actor, size=100).rows}
    }
