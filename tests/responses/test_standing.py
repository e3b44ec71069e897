# SPDX-License-Identifier: EUPL-1.2
"""A second round: what falls where, confirming together, and what comes back before submitting."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Conflict, Forbidden, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.responses import service
from samencontroleren.responses.kinds import AnswerStatus, Group
from samencontroleren.responses.models import Answer
from samencontroleren.responses.standing import Delta
from samencontroleren.rounds.kinds import DossierState
from tests.responses.again import Again, next_round, submitted_round
from tests.responses.rounds import MEETS
from tests.responses.test_submission import add_proof
from tests.support.world import World

pytestmark = pytest.mark.database

CODES = [f"EIS-{number:02}" for number in range(1, 13)]


@pytest.fixture
def again(app: Flask, unit: Session, world: World) -> Again:
    """Twelve answered before; now the first is reworded, the last dropped, and one is new."""
    first, wordings = submitted_round(world, CODES, themes=2)
    now, asked = next_round(world, wordings, reworded=1, new=1, dropped=1)
    return Again(first, now, asked)


def delta_of(world: World, again: Again) -> Delta:
    return service.load_delta(world["contributor1"].actor, again.now.id)


def groups(delta: Delta) -> dict[Group, list[str]]:
    return {
        group: [each.question.version.requirement.code for each in part.entries] for group, part in delta.groups.items()
    }


def seals(delta: Delta, theme: str | None = None) -> dict[uuid.UUID, str]:
    every = [each for each in delta.entries if each.can_go_together and theme in (None, each.theme)]
    return {each.question.version.id: each.seal for each in every}


def confirm_all(world: World, again: Again) -> None:
    """Everything but what was confirmed together, by itself."""
    person = world["contributor1"].actor
    for question in service.overview(person, again.now.id).questions:
        if question.status in (AnswerStatus.EMPTY, AnswerStatus.UNCONFIRMED):
            value = MEETS if question.answer is None else None
            service.confirm_answer(person, again.now.id, question.version.id, value, question.revision)


def test_each_question_is_in_one_group_before_and_after_it_is_confirmed(again: Again, world: World) -> None:
    told = {Group.REWORDED: ["EIS-01"], Group.NEW: ["NW-1"], Group.UNCHANGED: CODES[1:-1]}
    delta = delta_of(world, again)
    assert groups(delta) == told
    assert [each.wording.requirement.code for each in delta.dropped] == ["EIS-12"]
    assert (delta.left.questions, delta.left.total) == (12, 12)
    assert delta.entries[0].was is not None
    assert delta.entries[0].was.value == MEETS
    confirm_all(world, again)
    after = delta_of(world, again)
    assert groups(after) == told
    assert after.left.questions == 0


def test_proof_that_ended_or_was_withdrawn_asks_for_a_look(again: Again, world: World, unit: Session) -> None:
    person = world["contributor1"].actor
    document = add_proof(person, world, days=30)
    service.link_document(person, again.now.id, again.key("EIS-03"), document.id)
    assert "EIS-03" in groups(delta_of(world, again))[Group.UNCHANGED]
    document.valid_until = clock.today() - timedelta(days=1)
    unit.flush()
    assert groups(delta_of(world, again))[Group.PROOF_ENDED] == ["EIS-03"]


def test_nothing_of_last_time_counts_until_somebody_confirms_it(again: Again, world: World) -> None:
    sheet = service.overview(world["submitter1"].actor, again.now.id)
    assert sheet.progress.done == 0
    assert service.progress([again.now.id])[again.now.id] == (0, 12)
    with pytest.raises(Conflict, match="nog niet bevestigd"):
        service.submit(world["submitter1"].actor, again.now.id)


def test_a_block_confirms_all_that_was_shown_and_tells_who(again: Again, world: World, unit: Session) -> None:
    person = world["contributor1"].actor
    shown = seals(delta_of(world, again), "toegang")
    assert service.confirm_block(person, again.now.id, shown) == len(shown) == 5
    confirmed = unit.scalars(select(Answer).where(Answer.together_round_id == again.now.round_id)).all()
    assert {(each.confirmed_by_id, each.confirmed_round_id) for each in confirmed} == {
        (person.user_id, again.now.round_id)
    }
    rows = unit.scalars(select(TrailRow).where(TrailRow.action == "answer.confirmed")).all()
    assert sum(row.facts.get("together") is True for row in rows) == 5
    assert {each.current_number for each in confirmed} == {1}


def test_a_block_that_is_not_as_shown_confirms_nothing(again: Again, world: World, unit: Session) -> None:
    person, other, now = world["contributor1"].actor, world["submitter1"].actor, again.now.id
    shown = seals(delta_of(world, again))
    draft, linked, confirmed, reworded = (again.key(f"EIS-{each}") for each in ("05", "06", "07", "01"))
    revision = service.overview(person, now).question(draft).revision
    service.save_draft(other, now, draft, {"choice": "partly", "explanation": "Deels."}, revision)
    service.link_document(other, now, linked, add_proof(other, world).id)
    service.confirm_answer(other, now, confirmed, None, revision)
    good = {key: seal for key, seal in shown.items() if key not in (draft, linked, confirmed)}
    cases = {draft: shown[draft], linked: shown[linked], confirmed: shown[confirmed], reworded: "0" * 32}
    for key, seal in {**cases, uuid.uuid4(): "0" * 32, next(iter(good)): "anders"}.items():
        with pytest.raises(service.NotAsShown) as refused:
            service.confirm_block(person, now, good | {key: seal})
        assert refused.value.versions == [key]
    with pytest.raises(Conflict):
        service.confirm_block(person, now, {})
    here = Answer.confirmed_round_id == again.now.round_id
    assert unit.scalar(select(func.count()).where(here)) == 1
    assert service.confirm_block(person, now, good) == len(good)


def test_some_of_a_block_come_back_and_block_submitting_until_each_is_read(
    again: Again, world: World, unit: Session
) -> None:
    person, vrijgever = world["contributor1"].actor, world["submitter1"].actor
    for theme in ("toegang", "logging"):
        service.confirm_block(person, again.now.id, seals(delta_of(world, again), theme))
    confirm_all(world, again)
    due = delta_of(world, again).to_reread
    assert len(due) == 3
    sheet = service.overview(person, again.now.id)
    assert not sheet.may_submit
    assert service.progress([again.now.id])[again.now.id] == (9, 12)
    with pytest.raises(Conflict, match="één voor één"):
        service.submit(vrijgever, again.now.id)
    for left, each in zip((2, 1, 0), due, strict=True):
        service.confirm_answer(person, again.now.id, each.question.version.id, None, each.question.revision)
        assert len(delta_of(world, again).to_reread) == left
    service.submit(vrijgever, again.now.id)
    assert again.now.state is DossierState.SUBMITTED


def test_confirming_again_does_not_take_the_choice_away(again: Again, world: World, unit: Session) -> None:
    person = world["contributor1"].actor
    service.confirm_block(person, again.now.id, seals(delta_of(world, again)))
    due = {each.question.version.id for each in delta_of(world, again).to_reread}
    entry = delta_of(world, again).to_reread[0]
    asked, revision = entry.question.version.id, entry.question.revision
    service.save_draft(person, again.now.id, asked, {"choice": "partly", "explanation": "Deels."}, revision)
    clock_moved = unit.get_one(Answer, entry.question.answer.id) if entry.question.answer else None
    assert clock_moved is not None
    clock_moved.draft_at = clock.now() - timedelta(hours=1)
    unit.flush()
    service.settle_draft(clock_moved.id)
    service.save_draft(person, again.now.id, asked, MEETS, clock_moved.revision)
    clock_moved.draft_at = clock.now() - timedelta(hours=1)
    unit.flush()
    service.settle_draft(clock_moved.id)
    service.confirm_block(person, again.now.id, seals(delta_of(world, again)))
    assert {each.question.version.id for each in delta_of(world, again).to_reread} == due


def test_nobody_confirms_a_text_he_or_she_did_not_read(again: Again, world: World) -> None:
    person, asked = world["contributor1"].actor, again.key("EIS-02")
    revision = service.overview(person, again.now.id).question(asked).revision
    service.save_draft(world["submitter1"].actor, again.now.id, asked, {"choice": "partly"}, revision)
    with pytest.raises(Changed):
        service.confirm_answer(person, again.now.id, asked, None, revision)


def test_only_who_may_answer_confirms_a_block(again: Again, world: World) -> None:
    shown = seals(delta_of(world, again))
    with pytest.raises(NotFound):
        service.load_delta(world["contributor2"].actor, again.now.id)
    with pytest.raises(NotFound):
        service.confirm_block(world["contributor2"].actor, again.now.id, shown)
    with pytest.raises(Forbidden):
        service.confirm_block(world["vendor-admin1"].actor, again.now.id, shown)


def test_what_fell_after_submission_is_told_until_the_next_one(again: Again, world: World, unit: Session) -> None:
    person, coordinator = world["submitter1"].actor, world["coordinator"].actor
    fell, told, first = again.key("EIS-02"), again.key("EIS-03"), again.first.id
    for asked, value in (
        (fell, {"choice": "partly", "explanation": "Nog niet overal."}),
        (told, {**MEETS, "explanation": "Anders."}),
    ):
        revision = service.overview(person, again.now.id).question(asked).revision
        service.save_draft(person, again.now.id, asked, value, revision)
        assert asked not in [each.version.id for each in service.changed_since_submission(person, first)]
        service.confirm_answer(person, again.now.id, asked, None, revision + 1)
    for actor in (person, coordinator):
        changed = service.changed_since_submission(actor, first)
        assert [(each.version.id, each.is_fallen) for each in changed] == [(fell, True), (told, False)]
        assert [each.id for each in service.fallen_since_submission(actor, first)] == [fell]
    assert service.fallen_since_submission(world["contributor2"].actor, first) == []
    confirm_all(world, again)
    service.submit(person, again.now.id)
    assert service.changed_since_submission(coordinator, first) == []
