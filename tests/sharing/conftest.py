# SPDX-License-Identifier: EUPL-1.2
"""The stories that tests of results begin with."""

import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Verdict
from tests.assessments.flow import Flow
from tests.sharing.again import Again
from tests.support.stages import Stories
from tests.support.world import World


def supplier_released(world: World) -> uuid.UUID:
    """The result of the supplier itself, with nothing wrong; its product is still to answer. Gives the round."""
    flow = Flow(world)
    flow.publish(flow.vendor_dossier)
    return flow.round.id


def product_released(world: World) -> uuid.UUID:
    """The result of the product too: a finding on P-2, and the answer to P-4 is confidential. Gives the round."""
    flow = Flow(world)
    flow.publish_both({"P-2": Verdict.PARTLY}, confidential=("P-4",))
    return flow.round.id


@pytest.fixture(scope="session")
def stories() -> Stories:
    return {"supplier": supplier_released, "product": product_released}


@pytest.fixture
def flow(app: Flask, unit: Session, world: World, told: uuid.UUID | None) -> Again:
    """The way of the dossiers of supplier 1, from where the story of the test ends."""
    return Again(world, told)
