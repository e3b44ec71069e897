# SPDX-License-Identifier: EUPL-1.2
"""What tests of workbooks stand on."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.offline.desk import Desk
from tests.responses.rounds import make_dossier, make_questionnaire, make_round
from tests.support.world import World


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    """A dossier with each kind of question, only invited yet."""
    asked = make_questionnaire(list(AnswerKind))
    return make_dossier(world, make_round(world, questionnaire=asked), state=DossierState.INVITED)


@pytest.fixture
def desk(world: World, dossier: Dossier) -> Desk:
    return Desk(world, dossier)
