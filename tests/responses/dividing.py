# SPDX-License-Identifier: EUPL-1.2
"""Handing out questions."""

from datetime import timedelta

from samencontroleren.core import clock
from samencontroleren.responses import assigning, service
from samencontroleren.responses.models import QuestionTask
from samencontroleren.rounds.models import Dossier
from tests.support.world import Person, World

SOON = timedelta(days=5)


def give(
    world: World, dossier: Dossier, to: Person, *codes: str, message: str = "", is_mailed: bool = False
) -> list[QuestionTask]:
    """The contributor gives questions to somebody; gives the standing rows."""
    asked = [world.requirement_versions[each] for each in codes]
    who = world["contributor1"].actor
    due_on = clock.today() + SOON
    assigning.assign_questions(who, dossier.id, asked, to.membership_id, due_on, message, is_mailed=is_mailed)
    found = service.tasks_of(who, dossier.id)
    return [found[each].task for each in asked]
