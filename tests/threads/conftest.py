# SPDX-License-Identifier: EUPL-1.2
"""The stories that tests of conversations begin with."""

import uuid
from typing import NamedTuple

import pytest
from flask import Flask

from samencontroleren.rounds.kinds import DossierState
from tests.support import stages, story
from tests.support.world import World
from tests.threads.talks import ONE, TWO


class Begun(NamedTuple):
    """What a story gives: its round, and the released result of product 1a where it was released."""

    told: story.Told
    release_id: uuid.UUID | None = None


def released(world: World) -> Begun:
    """Product 1a released and used by gemeenten 1 and 2, product 2a in review with both reviewers blind."""
    told = story.start_round(world)
    story.bring_to(told, TWO, DossierState.IN_REVIEW)
    story.bring_to(told, ONE, DossierState.AWAITING_RELEASE)
    story.bring_to(told, story.subject(0), DossierState.PUBLISHED)
    made = story.release(told, ONE)
    for number in (1, 2):
        story.use(world, 0, 0, number)
    story.use(world, 0, 0, 3, is_confirmed=False)
    return Begun(told, made.id)


def hearing(world: World) -> Begun:
    """Product 1a in the hearing: the reviewers know each other's verdicts."""
    told = story.start_round(world, [ONE])
    story.bring_to(told, ONE, DossierState.HEARING)
    return Begun(told)


@pytest.fixture(scope="session")
def stories() -> stages.Stories:
    return {"released": released, "hearing": hearing}


@pytest.fixture
def told(begun: stages.Stage | None, app: Flask) -> story.Told:
    """The round of the story."""
    assert begun is not None, "mark the test with a stage"
    made: Begun = begun.told
    return made.told


@pytest.fixture
def release_id(begun: stages.Stage | None, app: Flask) -> uuid.UUID:
    """The released result of product 1a."""
    assert begun is not None and begun.told.release_id is not None, "mark the test with the stage released"
    key: uuid.UUID = begun.told.release_id
    return key
