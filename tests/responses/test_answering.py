# SPDX-License-Identifier: EUPL-1.2
"""Typing and confirming answers: what counts, what is kept, and two people on one answer."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import QuestionnaireItem, QuestionnaireVersion, RequirementVersion
from samencontroleren.responses import service
from samencontroleren.responses.kinds import AnswerStatus, Provenance
from samencontroleren.responses.models import Answer, AnswerVersion
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round
from tests.responses.rounds import MEETS, make_dossier, make_questionnaire, make_round, make_wording
from tests.support.world import World

pytestmark = pytest.mark.database

OTHER = {"choice": "partly", "explanation": "Nog niet alles is klaar."}


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    return make_dossier(world, make_round(world))


def test_a_draft_is_kept_but_does_not_count(dossier: Dossier, world: World) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    saved = service.save_draft(person, dossier.id, asked, MEETS, 0)
    assert (saved.revision, saved.draft, saved.draft_by_id) == (1, MEETS, person.user_id)
    sheet = service.overview(person, dossier.id)
    assert sheet.question(asked).status is AnswerStatus.UNCONFIRMED
    assert sheet.progress.done == 0
    assert service.progress([dossier.id]) == {dossier.id: (0, 4)}


def test_confirming_makes_a_version_that_counts(dossier: Dossier, world: World, unit: Session) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    service.save_draft(person, dossier.id, asked, {"choice": ["meets"], "explanation": [" Zo. "]}, 0)
    answer = service.confirm_answer(person, dossier.id, asked, MEETS, 1)
    assert (answer.current, answer.current_number, answer.draft) == (MEETS, 1, None)
    assert answer.confirmed_round_id == dossier.round_id
    version = unit.scalars(select(AnswerVersion)).one()
    assert (version.value, version.provenance, version.author_id) == (MEETS, Provenance.TYPED, person.user_id)
    assert service.overview(person, dossier.id).question(asked).status is AnswerStatus.DONE
    assert service.progress([dossier.id]) == {dossier.id: (1, 4)}
    row = unit.scalars(select(TrailRow).where(TrailRow.action == "answer.confirmed")).one()
    assert row.reader_organisation_id == dossier.vendor_id


def test_a_change_after_confirming_no_longer_counts(dossier: Dossier, world: World) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    answer = service.confirm_answer(person, dossier.id, asked, MEETS, 0)
    answer = service.save_draft(person, dossier.id, asked, OTHER, answer.revision)
    assert service.overview(person, dossier.id).question(asked).status is AnswerStatus.UNCONFIRMED
    answer = service.save_draft(person, dossier.id, asked, MEETS, answer.revision)
    assert answer.draft is None
    assert service.overview(person, dossier.id).question(asked).status is AnswerStatus.DONE


def test_a_stale_revision_stores_nothing(dossier: Dossier, world: World, unit: Session) -> None:
    asked = world.requirement_versions["P-1"]
    service.save_draft(world["contributor1"].actor, dossier.id, asked, MEETS, 0)
    with pytest.raises(Changed) as caught:
        service.save_draft(world["submitter1"].actor, dossier.id, asked, OTHER, 0)
    assert caught.value.theirs.draft == MEETS
    with pytest.raises(Changed):
        service.confirm_answer(world["submitter1"].actor, dossier.id, asked, OTHER, 7)
    unit.expire_all()
    assert unit.scalars(select(Answer)).one().draft == MEETS


def test_the_same_save_again_is_no_conflict(dossier: Dossier, world: World) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    service.save_draft(person, dossier.id, asked, MEETS, 0)
    assert service.save_draft(person, dossier.id, asked, MEETS, 0).revision == 1


def test_a_colleague_who_types_on_leaves_a_version_of_the_first(dossier: Dossier, world: World, unit: Session) -> None:
    first, second, asked = world["contributor1"].actor, world["submitter1"].actor, world.requirement_versions["P-1"]
    service.save_draft(first, dossier.id, asked, MEETS, 0)
    answer = service.save_draft(second, dossier.id, asked, OTHER, 1)
    assert (answer.draft, answer.draft_by_id, answer.current) == (OTHER, second.user_id, MEETS)
    assert unit.scalars(select(AnswerVersion.author_id)).all() == [first.user_id]


def test_confirming_a_colleagues_draft_keeps_its_author(dossier: Dossier, world: World, unit: Session) -> None:
    first, second, asked = world["contributor1"].actor, world["submitter1"].actor, world.requirement_versions["P-1"]
    service.save_draft(first, dossier.id, asked, MEETS, 0)
    answer = service.confirm_answer(second, dossier.id, asked, MEETS, 1)
    assert answer.confirmed_by_id == second.user_id
    assert unit.scalars(select(AnswerVersion.author_id)).all() == [first.user_id]


def test_only_spaces_are_no_answer(dossier: Dossier, world: World, unit: Session) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    blank = {"choice": [""], "explanation": ["  \u200b \n "]}
    service.save_draft(person, dossier.id, asked, blank, 0)
    assert service.overview(person, dossier.id).question(asked).status is AnswerStatus.EMPTY
    with pytest.raises(Invalid) as caught:
        service.confirm_answer(person, dossier.id, asked, {"choice": ["not_met"], "explanation": ["   "]}, 0)
    assert set(caught.value.fields) == {"explanation"}
    assert unit.scalar(select(func.count()).select_from(AnswerVersion)) == 0


def test_a_value_that_cannot_be_read_names_its_part(dossier: Dossier, world: World) -> None:
    with pytest.raises(Invalid) as caught:
        asked = world.requirement_versions["P-1"]
        service.save_draft(world["contributor1"].actor, dossier.id, asked, {"choice": "misschien"}, 0)
    assert set(caught.value.fields) == {"choice"}


def test_what_the_author_asks_of_a_date_and_of_rows_holds_wherever_it_is_answered(
    app: Flask, unit: Session, world: World
) -> None:
    checks = {AnswerKind.DATE: ["not_past"], AnswerKind.ROWS: ["country"]}
    asked = make_questionnaire([AnswerKind.DATE, AnswerKind.ROWS], checks=checks)
    dossier = make_dossier(world, make_round(world, questionnaire=asked))
    person = world["submitter1"].actor
    day, rows = (each.version.id for each in service.overview(person, dossier.id).questions)
    today = clock.today()
    for act in (service.save_draft, service.confirm_answer):
        with pytest.raises(Invalid) as refused:
            act(person, dossier.id, day, {"date": [(today - timedelta(days=1)).isoformat()]}, 0)
        assert list(refused.value.fields) == ["date"]
    line = {"name": "Bedacht Hosting", "country": "", "service": ""}
    draft = service.save_draft(person, dossier.id, rows, {"rows": [line], "explanation": ""}, 0)
    assert service.overview(person, dossier.id).question(rows).status is AnswerStatus.INCOMPLETE
    with pytest.raises(Invalid) as refused:
        service.confirm_answer(person, dossier.id, rows, None, draft.revision)
    assert refused.value.fields == {"row-0-country": ["Vul het land in."]}
    service.confirm_answer(person, dossier.id, rows, {"rows": [{**line, "country": "NL"}]}, draft.revision)
    answer = service.confirm_answer(person, dossier.id, day, {"date": today.isoformat()}, 0)
    assert service.overview(person, dossier.id).may_submit
    answer.current = {"date": (today - timedelta(days=1)).isoformat(), "explanation": ""}
    unit.flush()
    sheet = service.overview(person, dossier.id)
    assert sheet.question(day).status is AnswerStatus.INCOMPLETE and not sheet.may_submit, "the day has passed since"


@pytest.mark.parametrize(
    "state", [each for each in DossierState if each.value not in ("invited", "in_progress", "supplement_asked")]
)
def test_a_dossier_that_is_not_with_the_supplier_cannot_be_written(
    app: Flask, unit: Session, world: World, state: DossierState
) -> None:
    dossier = make_dossier(world, make_round(world), state=state)
    with pytest.raises(Conflict):
        service.save_draft(world["contributor1"].actor, dossier.id, world.requirement_versions["P-1"], MEETS, 0)


def test_a_round_that_has_not_opened_cannot_be_answered(app: Flask, unit: Session, world: World) -> None:
    planned = make_round(world, state=RoundState.PLANNED)
    dossier = make_dossier(world, planned, state=DossierState.INVITED)
    with pytest.raises(Conflict):
        service.begin(world["contributor1"].actor, dossier.id)


def test_beginning_moves_an_invited_dossier_once(app: Flask, unit: Session, world: World) -> None:
    dossier = make_dossier(world, make_round(world), state=DossierState.INVITED)
    person = world["contributor1"].actor
    service.begin(person, dossier.id)
    service.begin(person, dossier.id)
    assert dossier.state is DossierState.IN_PROGRESS
    moved = select(func.count()).select_from(TrailRow).where(TrailRow.action == "dossier.moved")
    assert unit.scalar(moved) == 1


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("contributor2", NotFound), ("coordinator", NotFound), ("reviewer1", NotFound), ("vendor-admin1", Forbidden)],
)
def test_others_cannot_answer(dossier: Dossier, world: World, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        service.save_draft(world[who].actor, dossier.id, world.requirement_versions["P-1"], MEETS, 0)


def test_an_administrator_only_looks(dossier: Dossier, world: World) -> None:
    sheet = service.overview(world["vendor-admin1"].actor, dossier.id)
    assert (sheet.can_answer, sheet.can_submit, len(sheet.questions)) == (False, False, 4)


def test_a_question_of_another_subject_or_list_is_not_there(dossier: Dossier, world: World) -> None:
    person = world["contributor1"].actor
    elsewhere = make_wording("ELDERS", AnswerKind.TEXT)
    for asked in (world.requirement_versions["V-1"], elsewhere.id):
        with pytest.raises(NotFound):
            service.save_draft(person, dossier.id, asked, {"text": "x"}, 0)


def test_products_have_answers_of_their_own(dossier: Dossier, world: World, unit: Session) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    other = make_dossier(world, unit.get_one(Round, dossier.round_id), product=1)
    service.confirm_answer(person, dossier.id, asked, MEETS, 0)
    assert service.overview(person, other.id).question(asked).status is AnswerStatus.EMPTY
    service.confirm_answer(person, other.id, asked, OTHER, 0)
    assert unit.scalar(select(func.count()).select_from(Answer)) == 2


def test_a_next_round_starts_from_the_standing_answer_to_be_confirmed(dossier: Dossier, world: World) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    service.confirm_answer(person, dossier.id, asked, MEETS, 0)
    following = make_dossier(world, make_round(world, "Proefronde 2"))
    question = service.overview(person, following.id).question(asked)
    assert (question.status, question.value) == (AnswerStatus.UNCONFIRMED, MEETS)
    assert question.earlier is not None
    assert (question.earlier.round_name, question.earlier.wording) == ("Proefronde", None)
    answer = service.confirm_answer(person, following.id, asked, revision=question.revision)
    assert answer.current_number == 1
    assert service.overview(person, following.id).question(asked).status is AnswerStatus.DONE


def test_a_reworded_question_shows_the_old_wording_and_must_be_looked_at(
    app: Flask, unit: Session, world: World
) -> None:
    person = world["contributor1"].actor
    old_list = make_questionnaire([AnswerKind.TEXT])
    first = make_dossier(world, make_round(world, "Ronde een", old_list))
    old = service.overview(person, first.id).questions[0].version
    service.confirm_answer(person, first.id, old.id, {"text": "Zo doen we dat."}, 0)
    new = _next_wording(unit, old)
    second = make_dossier(world, make_round(world, "Ronde twee", _list_of(unit, new)))
    question = service.overview(person, second.id).question(new.id)
    assert question.status is AnswerStatus.UNCONFIRMED
    assert question.earlier is not None
    assert question.earlier.wording is not None
    assert question.earlier.wording.id == old.id
    answer = service.confirm_answer(person, second.id, new.id, revision=question.revision)
    versions = unit.scalars(select(AnswerVersion).order_by(AnswerVersion.number)).all()
    assert [each.provenance for each in versions] == [Provenance.TYPED, Provenance.CARRIED_OVER]
    assert (answer.current_number, versions[1].requirement_version_id) == (2, new.id)


def _next_wording(unit: Session, old: RequirementVersion) -> RequirementVersion:
    made = make_wording("x", AnswerKind.TEXT, number=2, requirement=old.requirement_id)
    old.requirement.current_number = 2
    unit.flush()
    return made


def _list_of(unit: Session, wording: RequirementVersion) -> uuid.UUID:
    listed = QuestionnaireVersion(name="Tweede lijst", number=1, state="draft")
    unit.add(listed)
    unit.flush()
    unit.add(
        QuestionnaireItem(
            questionnaire_id=listed.id,
            requirement_id=wording.requirement_id,
            requirement_version_id=wording.id,
            position=1,
        )
    )
    unit.flush()
    return listed.id


def test_an_idle_draft_becomes_a_version_that_still_must_be_confirmed(
    dossier: Dossier, world: World, unit: Session
) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    service.confirm_answer(person, dossier.id, asked, MEETS, 0)
    answer = service.save_draft(person, dossier.id, asked, OTHER, 1)
    revision = answer.revision
    assert service.idle_drafts() == []
    answer.draft_at = clock.now() - timedelta(minutes=16)
    unit.flush()
    assert service.idle_drafts() == [answer.id]
    assert service.settle_draft(answer.id)
    assert not service.settle_draft(answer.id)
    assert (answer.draft, answer.current, answer.current_number, answer.revision) == (None, OTHER, 2, revision)
    assert service.overview(person, dossier.id).question(asked).status is AnswerStatus.UNCONFIRMED
    assert service.progress([dossier.id]) == {dossier.id: (0, 4)}


def test_history_is_the_suppliers_own(dossier: Dossier, world: World) -> None:
    person, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    answer = service.confirm_answer(person, dossier.id, asked, MEETS, 0)
    service.confirm_answer(person, dossier.id, asked, OTHER, 1)
    _answer, versions = service.history(person, answer.id)
    assert [each.value for each in versions] == [OTHER, MEETS]
    for outsider in ("contributor2", "coordinator", "reviewer1"):
        with pytest.raises(NotFound):
            service.history(world[outsider].actor, answer.id)
