# SPDX-License-Identifier: EUPL-1.2
"""Invented calls by the thousand: whatever a client sends, the answer is no fault of the server and fits the document.

Three kinds of organisation call each operation with values made from the published shapes, and with values bent
away from them. Half of the addresses hold real objects of the world, so that calls get past the door.
"""

import itertools
import os
import uuid
from collections import Counter
from contextvars import Context
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database, session
from samencontroleren.questionnaires.models import Requirement
from samencontroleren.responses.models import Answer
from samencontroleren.rounds.kinds import DossierState
from tests.support import story
from tests.support.world import World

LEAST = 2000
PARTS = 4
"""So that workers share them."""
PER_OPERATION = int(os.environ.get("API_FUZZ_EXAMPLES", "20"))
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
PEOPLE = ("coordinator", "submitter1", "ciso1")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def known(app: Flask, database: Database, world: World) -> dict[str, list[uuid.UUID]]:
    """Real objects by the first part of their address; a dossier is past its hearing, another is being filled in."""
    with database.unit():
        told = story.start_round(world, [story.subject(0, 0), story.subject(0, 1)])
        story.bring_to(told, story.subject(0, 0), DossierState.HEARING)
        story.use(world, 0, 0, 1)
        answers = list(session().scalars(select(Answer.id)))
        requirements = list(session().scalars(select(Requirement.id)))
    return {
        "dossiers": list(told.dossiers.values()),
        "rondes": [told.round_id],
        "antwoorden": answers,
        "eisen": requirements,
        "leveranciers": [*world.vendors],
        "producten": [key for each in world.products for key in each],
        "vragenlijsten": [world.questionnaire],
        "organisaties": [world.vng, *world.municipalities, *world.vendors],
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_two_thousand_invented_calls(
    app: Flask, database: Database, world: World, known: dict[str, list[uuid.UUID]], part: int
) -> None:
    with database.unit():
        tokens = [accounts.make_token(world[name].membership_id) for name in PEOPLE]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    turns, statuses = itertools.count(), Counter[int]()

    def call(case: Any) -> None:
        turn = next(turns)
        keys = known.get(case.path.split("/")[1], [])
        if keys and turn % 2 and isinstance(case.path_parameters, dict) and "key" in case.path_parameters:
            case.path_parameters["key"] = str(keys[turn // 2 % len(keys)])
        case.headers = case.headers if isinstance(case.headers, dict) else {}
        case.headers["Authorization"] = f"Bearer {tokens[turn % len(tokens)]}"
        answer = Context().run(case.call)
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    results: list[Any] = list(schema.get_all_operations())
    for operation in [each.ok() for each in results][part::PARTS]:
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES))
        run = given(case=cases)(call)
        settings(
            max_examples=PER_OPERATION,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(run)()
    assert statuses.total() >= LEAST / PARTS, statuses
    assert statuses[200] > 20 and statuses[400] > 10 and statuses[404] > 20, statuses
