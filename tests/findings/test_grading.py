# SPDX-License-Identifier: EUPL-1.2
"""The severity of what a later round found again: changed in the draft in which it stands, until that is released."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.models import Conclusion, Finding, Hearing
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.findings.life import Life
from tests.support.pages import PageClient
from tests.support.world import World

FORM = "Wijzig de ernst"


def test_a_finding_that_was_found_again_is_graded_in_the_draft_that_found_it(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit() as unit:
        life = Life(world, unit)
        life.released()
        stood = life.find(life.key).severity
        later = life.next_dossier()
        life.conclude(later, Verdict.PARTLY)
        unit.add(Hearing(dossier_id=later.id, number=1, due_on=clock.today() + timedelta(days=9)))
        key = later.id
    vng, address = client_of(world["coordinator"]), f"/bevindingen/{life.key}"
    page = vng.get(address)
    assert FORM in page.words and f"/dossiers/{key}/wederhoor#" in page.text
    for other in ("submitter1", "ciso1"):
        client_of(world[other]).post(f"{address}/ernst", {"severity": "critical", "reason": "Ernstig."}, 404)
    assert FORM not in client_of(world["submitter1"]).get(address).words
    vng.post(f"{address}/ernst", {"severity": "critical", "reason": ""}, status=422)
    vng.post(f"{address}/ernst", {"severity": "critical", "reason": "Ernstig."})
    assert "In dat conceptoordeel is de ernst: kritiek." in vng.get(address).words
    with database.unit() as unit:
        finding = unit.get_one(Finding, life.key)
        assert finding.severity is stood, "the finding itself follows at the release"
        last = select(Conclusion).where(Conclusion.dossier_id == key).order_by(Conclusion.number.desc()).limit(1)
        assert unit.scalars(last).one().severity is Severity.CRITICAL
        unit.get_one(Dossier, key).state = DossierState.AWAITING_RELEASE
        unit.flush()
        assert assessments.gradable(world["coordinator"].actor, finding) is None, "nobody is heard any more"
    assert FORM not in vng.get(address).words
