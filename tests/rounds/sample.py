# SPDX-License-Identifier: EUPL-1.2
"""A round in the world, brought as far as a test needs."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.support.world import World


@dataclass(frozen=True)
class Sample:
    """A running round: the dossier of product 1a, the supplier dossier of supplier 1, product 2a."""

    round_id: uuid.UUID
    own: uuid.UUID
    vendor_dossier: uuid.UUID
    foreign: uuid.UUID


def make_round(world: World, name: str = "Proefronde", opened: bool = True, due: date | None = None) -> Sample:
    """A round of supplier 1 and 2 with one product each; needs an open unit and an application context."""
    actor = world["coordinator"].actor
    today = clock.today()
    due = due or today + timedelta(days=40)
    made = service.add_round(actor, name, world.questionnaire, due - timedelta(days=60), due, due + timedelta(days=60))
    service.add_products(actor, made.id, [world.products[0][0], world.products[1][0]])
    if opened:
        service.open_round(actor, made.id)
    query = select(Dossier).where(Dossier.round_id == made.id)
    found = {(each.vendor_id, each.product_id): each.id for each in session().scalars(query)}
    one, two = world.vendors[:2]
    return Sample(made.id, found[one, world.products[0][0]], found[one, None], found[two, world.products[1][0]])


def bring_to(world: World, key: uuid.UUID, state: DossierState) -> Dossier:
    """Move a fresh dossier along the ordinary way to a state, with reviewers 1 and 2 when it gets that far."""
    way = [DossierState.IN_PROGRESS, DossierState.SUBMITTED]
    dossier = session().get_one(Dossier, key)
    for each in way:
        if dossier.state is state:
            return dossier
        service.move_dossier(world["submitter1"].actor, dossier, each)
    if state is DossierState.SUBMITTED:
        return dossier
    pair = [world["reviewer1"].membership_id, world["reviewer2"].membership_id]
    service.assign_reviewers(world["coordinator"].actor, key, pair)
    if state is not DossierState.IN_REVIEW:
        service.move_dossier(world["reviewer2"].actor, dossier, state)
    return dossier
