# SPDX-License-Identifier: EUPL-1.2
"""The story that tests of evidence after release begin with."""

import uuid

import pytest

from samencontroleren.evidence.kinds import SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.rounds.kinds import DossierState
from tests.support import story
from tests.support.stages import Stories
from tests.support.world import World

ONE = story.subject(0, 0)


def released(world: World) -> dict[SharingClass, uuid.UUID]:
    """Product 1a, released with a document of each class, and used by gemeente 1. Gives the documents."""
    told = story.start_round(world, [ONE])
    made = {each: _proof(world, each) for each in SharingClass}
    for code, document in zip(("P-1", "P-2", "P-3"), made.values(), strict=True):
        story.link_proof(told, ONE, code, document)
    story.bring_to(told, ONE, DossierState.PUBLISHED)
    story.use(world, 0, 0, 1)
    story.use(world, 0, 0, 2, is_confirmed=False)
    return {each: document.id for each, document in made.items()}


def _proof(world: World, sharing: SharingClass) -> Document:
    """A document of plain text: it needs no copy to read."""
    title = f"Bewijs {sharing}"
    return story.add_proof(world, 0, title, title.encode(), filename=f"{sharing}.txt", sharing=sharing)


@pytest.fixture(scope="session")
def stories() -> Stories:
    return {"released": released}
