# SPDX-License-Identifier: EUPL-1.2
"""What tests of working together stand on."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import make_dossier, make_round
from tests.support.world import Person, World, add_person


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    return make_dossier(world, make_round(world))


@pytest.fixture
def guest(unit: Session, world: World) -> Person:
    """Somebody who helps the first supplier."""
    return add_person("guest", world.vendors[0], OrganisationKind.VENDOR, [Role.GUEST])
