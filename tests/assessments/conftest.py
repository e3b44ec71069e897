# SPDX-License-Identifier: EUPL-1.2
"""The stories that tests of assessing begin with."""

import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.rounds.models import Dossier
from tests.assessments.flow import Flow
from tests.support.stages import Stories
from tests.support.world import World


def review(world: World) -> uuid.UUID:
    """The product answered, with no document, and two reviewers at their desks. Gives the round."""
    flow = Flow(world)
    flow.submit(flow.product_dossier)
    flow.assign(flow.product_dossier)
    return flow.round.id


def proven(world: World) -> uuid.UUID:
    """The same, with a document under P-1. Gives the round."""
    flow = Flow(world)
    flow.submit(flow.product_dossier, proof={"P-1": None})
    flow.assign(flow.product_dossier)
    return flow.round.id


def hearing(world: World) -> uuid.UUID:
    """The supplier is heard about its product, of which P-2 is met in part. Gives the round."""
    flow = Flow(world)
    flow.to_hearing(flow.product_dossier, {"P-2": Verdict.PARTLY})
    return flow.round.id


@pytest.fixture(scope="session")
def stories() -> Stories:
    return {"review": review, "proven": proven, "hearing": hearing}


@pytest.fixture
def flow(app: Flask, unit: Session, world: World, told: uuid.UUID | None) -> Flow:
    """The way of the dossiers of supplier 1, from where the story of the test ends."""
    return Flow(world, told)


@pytest.fixture
def in_review(flow: Flow) -> Dossier:
    """The dossier of the product, for tests on the stages "review" and "proven"."""
    return flow.product_dossier
