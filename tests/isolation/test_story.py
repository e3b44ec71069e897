# SPDX-License-Identifier: EUPL-1.2
"""The story that other tests stand on reaches every state through the services."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.rounds.kinds import DossierState
from tests.support import story
from tests.support.world import World

pytestmark = pytest.mark.database


@pytest.mark.parametrize("state", [DossierState.DISCUSSING, DossierState.RECONSIDERING, DossierState.PUBLISHED])
def test_the_story_reaches_a_state(app: Flask, unit: Session, world: World, state: DossierState) -> None:
    told, place = story.start_round(world), story.subject(0, 0)
    assert story.bring_to(told, place, state).state is state
    assert set(told.dossiers) == {place, story.subject(0), story.subject(1, 0), story.subject(1)}


def test_it_goes_on_from_where_a_dossier_stands(app: Flask, unit: Session, world: World) -> None:
    told, place = story.start_round(world), story.subject(0)
    states = [story.bring_to(told, place, state).state for state in story.WAY]
    assert tuple(states) == story.WAY
