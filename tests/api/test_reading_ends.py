# SPDX-License-Identifier: EUPL-1.2
"""Who reviewed a dossier reads it and its documents until ten days after its release; a machine never does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Invalid
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.responses import service as responses
from samencontroleren.rounds.models import Assignment
from tests.api.conftest import Make, send
from tests.sharing.again import Again
from tests.support.pages import PageClient
from tests.support.world import World


def test_who_reviewed_reads_nothing_after_ten_days_also_of_a_reassessment(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient], make_client: Make
) -> None:
    later, day = clock.today() + timedelta(days=200), clock.today() - timedelta(days=9)
    with database.unit(), clock.pretend(day):
        flow = Again(world)
        first = flow.publish(flow.vendor_dossier, proof={"V-1": later})
        dossier = flow.begin(first, "V-1")
        answer = responses.overview(world["submitter1"].actor, dossier.id).question(flow.version("V-1"))
        document, key = answer.links[0].document_id, dossier.id
        released = flow.finish(dossier, "V-1", Verdict.MEETS)
        ends = released.released_at + timedelta(days=10)
    places = [
        *(f"/dossiers/{each}{rest}" for each in (flow.vendor_dossier.id, key) for rest in ("", "/wederhoor")),
        f"/bewijs/{document}",
        f"/bewijs/{document}/bestand",
    ]
    with pytest.raises(Invalid):  # an assignment gives rights to a person: no machine reviews
        make_client("gemeente", [Role.REVIEWER], [Scope.READ])
    machine = make_client("gemeente", [Role.CISO], [Scope.READ])
    refused = [machine.ask("GET", f"/dossiers/{key}{rest}") for rest in ("", "/ingediende-antwoorden", "/conclusies")]
    assert [each.status_code for each in refused] == [404] * 3
    reviewer = client_of(world["reviewer1"])
    with database.unit():
        token = accounts.make_token(world["reviewer1"].membership_id)
    calls = [f"/api/v1/dossiers/{key}{rest}" for rest in ("", "/ingediende-antwoorden", "/conclusies")]

    def read(status: int) -> None:
        for place in places:
            reviewer.get(place, status=status)
        answers = [send(app, "GET", each, headers={"Authorization": f"Bearer {token}"}) for each in calls]
        assert [each.status_code for each in answers] == [status] * len(calls)

    read(200)
    with database.unit() as unit:
        rights = unit.scalars(select(Assignment)).all()
        assert [each.ended_at for each in rights] == [ends] * 4
        for each in rights:  # as it is a day later
            each.ended_at = ends - timedelta(days=2)
    read(404)
