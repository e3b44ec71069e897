# SPDX-License-Identifier: EUPL-1.2
"""A question that takes the place of others: the old answers stand beside it, and one press brings the text over."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.findings.kinds import PlanState, Progress
from samencontroleren.findings.models import ImprovementPlan, PlanStep
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service
from samencontroleren.responses.kinds import Group, Provenance
from samencontroleren.responses.models import Answer, AnswerDocument, AnswerVersion
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.responses.again import next_round, submitted_round
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.responses.test_delta_pages import judge
from tests.responses.test_submission import add_proof
from tests.support.pages import PageClient
from tests.support.world import World

CODES = ["EIS-1", "EIS-2", "EIS-3", "EIS-4"]
SUCCEEDS = {"NW-1": ["EIS-3", "EIS-4"], "NW-2": ["EIS-4"], "EIS-2": ["EIS-1"]}


@dataclass
class Scene:
    """EIS-3 and EIS-4 went: NW-1 takes the place of both, NW-2 of the last. EIS-1 stays, so EIS-2 follows nothing."""

    now: Dossier
    asked: dict[str, RequirementVersion]
    old: dict[str, RequirementVersion]

    def key(self, code: str) -> uuid.UUID:
        return self.asked[code].id


def scene_in(world: World, judged: str | None = None) -> Scene:
    first, wordings = submitted_round(world, CODES, confidential=("EIS-3",))
    old = {each.requirement.code: each for each in wordings}
    if judged:
        judge(first, old[judged].id)
    return Scene(*next_round(world, wordings, new=2, dropped=2, succeeds=SUCCEEDS), old)


@pytest.fixture
def scene(app: Flask, unit: Session, world: World) -> Scene:
    return scene_in(world)


@pytest.mark.database
def test_what_follows_counts_as_reworded_with_the_old_answers_beside_it(scene: Scene, world: World) -> None:
    delta = service.load_delta(world["contributor1"].actor, scene.now.id)
    told = {each.question.version.requirement.code: each for each in delta.entries}
    assert {code: each.group for code, each in told.items()} == {
        "EIS-1": Group.UNCHANGED,
        "EIS-2": Group.UNCHANGED,
        "NW-1": Group.REWORDED,
        "NW-2": Group.REWORDED,
    }
    assert told["NW-1"].was is not None
    assert [told["NW-1"].was.code, *(each.code for each in told["NW-1"].others)] == ["EIS-3", "EIS-4"]
    assert told["NW-1"].was.value == MEETS
    assert [each.code for each in (told["NW-2"].was, *told["NW-2"].others) if each] == ["EIS-4"]
    assert delta.dropped == []
    assert not told["NW-1"].can_go_together


@pytest.mark.database
def test_the_old_answer_comes_over_with_its_proof_and_stays_confidential(
    scene: Scene, world: World, unit: Session
) -> None:
    who, asked = world["contributor1"].actor, scene.asked["NW-2"]
    paper = add_proof(who, world)
    before = unit.scalars(select(Answer).where(Answer.requirement_id == scene.old["EIS-4"].requirement_id)).one()
    unit.add(AnswerDocument(answer_id=before.id, document_id=paper.id, vendor_id=before.vendor_id, place="blz. 2"))
    unit.flush()
    service.take_from_predecessor(who, scene.now.id, asked.id)
    question = service.overview(who, scene.now.id).question(asked.id)
    assert question.answer is not None
    assert (question.answer.current, question.answer.confirmed_round_id) == (MEETS, None)
    assert [(each.document_id, each.place) for each in question.links] == [(paper.id, "blz. 2")]
    assert not question.answer.is_confidential
    service.take_from_predecessor(who, scene.now.id, scene.key("NW-1"))
    kept = service.overview(who, scene.now.id).question(scene.key("NW-1"))
    assert kept.is_confidential and kept.answer is not None
    marked = unit.scalars(select(TrailRow).where(TrailRow.action == "answer.marked")).all()
    assert [(each.object_id, each.facts) for each in marked] == [(kept.answer.id, {"confidential": True})]
    came = unit.scalars(select(AnswerVersion.provenance).where(AnswerVersion.answer_id == question.answer.id)).all()
    assert came == [Provenance.CARRIED_OVER]
    noted = select(TrailRow.object_id).where(TrailRow.action == "answer.document-linked")
    assert question.answer.id in unit.scalars(noted).all()
    with pytest.raises(Conflict):
        service.take_from_predecessor(who, scene.now.id, asked.id)
    for code in ("EIS-1", "EIS-2"):
        with pytest.raises(NotFound):
            service.take_from_predecessor(who, scene.now.id, scene.key(code))
    with pytest.raises(NotFound):
        service.take_from_predecessor(world["contributor2"].actor, scene.now.id, scene.key("NW-1"))


@pytest.mark.database
def test_only_who_answers_takes_over(scene: Scene, world: World) -> None:
    with pytest.raises(Forbidden):
        service.take_from_predecessor(world["vendor-admin1"].actor, scene.now.id, scene.key("NW-1"))
    with pytest.raises(NotFound):
        service.take_from_predecessor(world["reviewer1"].actor, scene.now.id, scene.key("NW-1"))


def test_the_page_tells_what_was_said_and_promised_then(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit() as opened:
        scene = scene_in(world, judged="EIS-4")
        finding = opened.scalars(select(Finding)).one()
        step = PlanStep(position=1, what="Wij oefenen het herstel.", due_on=clock.today(), progress=Progress.BUSY)
        plan = ImprovementPlan(finding_id=finding.id, number=1, state=PlanState.ACCEPTED, revision=1, steps=[step])
        later = PlanStep(position=1, what="Nog niet ingediend.", due_on=clock.today())
        draft = ImprovementPlan(finding_id=finding.id, number=2, state=PlanState.DRAFT, revision=1, steps=[later])
        opened.add_all([plan, draft])
    client = client_of(world["contributor1"])
    here = f"/dossiers/{scene.now.id}/wijzigingen"
    page = client.get(here)
    assert page.words.count("Vorige keer niet voldaan") >= 1
    assert "Deze vraag komt in de plaats van vraag EIS-3" in page.words
    assert page.words.count("Wij oefenen het herstel.") == 2
    assert "Nog niet ingediend." not in page.words
    assert page.words.count("Het herstelplan is niet geoefend.") == 2
    assert page.words.count("Neem dit antwoord over") == 2
    done = client.post(f"/dossiers/{scene.now.id}/antwoorden/{scene.key('NW-2')}/voorganger")
    assert done.location == f"{here}#v-{scene.key('NW-2')}"
    page = client.get(here)
    assert page.words.count("Neem dit antwoord over") == 1
    assert "Bevestig dit antwoord" in page.words


@pytest.mark.database
def test_a_finding_that_the_last_round_found_again_stands_beside_its_verdict(
    app: Flask, unit: Session, world: World
) -> None:
    """Until that round is released the finding stands in the one before it."""
    scene = scene_in(world, judged="EIS-1")
    older = make_dossier(world, make_round(world, "Ronde 0"), state=DossierState.PUBLISHED)
    finding = unit.scalars(select(Finding)).one()
    again = {"next_dossier_id": finding.dossier_id, "next_requirement_version_id": finding.requirement_version_id}
    unit.execute(update(Finding).values(dossier_id=older.id, **again))
    delta = service.load_delta(world["contributor1"].actor, scene.now.id)
    entry = next(each for each in delta.entries if each.question.version.requirement.code == "EIS-1")
    assert entry.was is not None
    assert entry.was.said is not None
    assert entry.was.said.shortcoming is not None
    assert entry.was.said.shortcoming.finding_id == finding.id
