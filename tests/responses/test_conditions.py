# SPDX-License-Identifier: EUPL-1.2
"""What applies to a product is asked, counted and submitted; what does not apply is not, wherever one looks."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.content_files import read_content
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.responses import service
from samencontroleren.responses.sheet import Question
from samencontroleren.rounds.models import Dossier, Round
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.support.counting import questions
from tests.support.world import World

pytestmark = pytest.mark.database

YES, NO = {"choice": "yes"}, {"choice": "no"}
CODES = ("SC-AFB-06", "SC-AI-02", "SC-AI-06", "SC-GEG-01")


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    """A product that is asked whether it uses AI, two questions that hang on it (one for gemeenten), and one more."""
    coordinator = world["coordinator"].actor
    ours = {code: wording for code, wording in read_content() if code in CODES}
    chosen = [questionnaires.add_requirement(coordinator, code, wording).id for code, wording in ours.items()]
    draft = questionnaires.add_questionnaire(coordinator, "Met voorwaarden")
    draft = questionnaires.set_items(coordinator, draft.id, chosen, draft.revision)
    questionnaires.publish_questionnaire(coordinator, draft.id, draft.revision)
    return make_dossier(world, make_round(world, questionnaire=draft.id))


ALL = questionnaires.Filter(search="SC-")


def asked(world: World, dossier: Dossier) -> list[str]:
    sheet = service.overview(world["submitter1"].actor, dossier.id)
    return [each.version.requirement.code for each in sheet.questions]


def answer(world: World, dossier: Dossier, code: str, value: dict[str, str]) -> None:
    person = world["submitter1"].actor
    (question,) = [
        each for each in service.overview(person, dossier.id).questions if each.version.requirement.code == code
    ]
    service.confirm_answer(person, dossier.id, question.version.id, value, question.revision)


def test_a_question_comes_and_goes_with_the_answer_before_it(dossier: Dossier, world: World) -> None:
    assert asked(world, dossier) == ["SC-AFB-06", "SC-GEG-01"]
    answer(world, dossier, "SC-AFB-06", YES)
    assert asked(world, dossier) == ["SC-AFB-06", "SC-GEG-01", "SC-AI-02"]
    answer(world, dossier, "SC-AI-02", MEETS)
    assert service.progress([dossier.id])[dossier.id] == (2, 3)
    answer(world, dossier, "SC-AFB-06", NO)
    assert asked(world, dossier) == ["SC-AFB-06", "SC-GEG-01"]
    assert service.progress([dossier.id])[dossier.id] == (1, 2)


def test_what_no_longer_applies_is_kept_but_counts_for_nothing(dossier: Dossier, world: World) -> None:
    """A colleague says no while somebody still types: the text is saved, and is back when the answer is yes again."""
    person = world["submitter1"].actor
    answer(world, dossier, "SC-AFB-06", YES)
    (open_elsewhere,) = [each for each in service.overview(person, dossier.id).questions if is_ai(each)]
    answer(world, dossier, "SC-AFB-06", NO)
    service.save_draft(person, dossier.id, open_elsewhere.version.id, MEETS, 0)
    assert service.progress([dossier.id])[dossier.id] == (1, 2)
    answer(world, dossier, "SC-AFB-06", YES)
    (again,) = [each for each in service.overview(person, dossier.id).questions if is_ai(each)]
    assert again.value == MEETS


def is_ai(question: Question) -> bool:
    return question.version.requirement.code == "SC-AI-02"


def test_what_the_municipality_must_do_can_not_be_answered_by_a_supplier(dossier: Dossier, world: World) -> None:
    person, coordinator = world["submitter1"].actor, world["coordinator"].actor
    answer(world, dossier, "SC-AFB-06", YES)
    found = questionnaires.current_versions(coordinator, questionnaires.ordered_keys(coordinator, ALL))
    (for_client,) = [each for each in found if each.requirement.code == "SC-AI-06"]
    with pytest.raises(NotFound):
        service.save_draft(person, dossier.id, for_client.id, MEETS, 0)


def test_only_what_applies_is_submitted(dossier: Dossier, world: World) -> None:
    answer(world, dossier, "SC-AFB-06", YES)
    answer(world, dossier, "SC-AI-02", MEETS)
    answer(world, dossier, "SC-AFB-06", NO)
    answer(world, dossier, "SC-GEG-01", MEETS)
    service.submit(world["submitter1"].actor, dossier.id)
    frozen = service.submitted_answers(world["submitter1"].actor, dossier.id)
    assert [each.requirement_version.requirement.code for each in frozen] == ["SC-AFB-06", "SC-GEG-01"]


def test_counts_take_the_same_queries_for_many_dossiers(dossier: Dossier, world: World, connection: Connection) -> None:
    more = make_dossier(world, session().get_one(Round, dossier.round_id), product=1)
    with questions(connection) as one:
        service.progress([dossier.id])
    with questions(connection) as two:
        found = service.progress([dossier.id, more.id])
    assert found == {dossier.id: (0, 2), more.id: (0, 2)}
    assert len(two) == len(one) <= 4


def test_a_segment_is_asked_counted_submitted_and_exported_by_the_answer_that_gives_it(
    app: Flask, unit: Session, world: World
) -> None:
    coordinator, person = world["coordinator"].actor, world["submitter1"].actor
    ours = dict(read_content())
    wordings = {
        "SC-AFB-01": ours["SC-AFB-01"],
        "SC-GEG-01": replace(ours["SC-GEG-01"], applies_when={"segment": "Clouddiensten"}),
    }
    chosen = [questionnaires.add_requirement(coordinator, code, wording).id for code, wording in wordings.items()]
    draft = questionnaires.add_questionnaire(coordinator, "Met onderdelen")
    draft = questionnaires.set_items(coordinator, draft.id, chosen, draft.revision)
    questionnaires.publish_questionnaire(coordinator, draft.id, draft.revision)
    dossier = make_dossier(world, make_round(world, questionnaire=draft.id))
    for choice, codes in (("", ["SC-AFB-01"]), ("online", list(wordings)), ("installed", ["SC-AFB-01"])):
        if choice:
            answer(world, dossier, "SC-AFB-01", {"choice": choice})
        assert asked(world, dossier) == codes
        assert service.progress([dossier.id])[dossier.id] == (bool(choice), len(codes))
    service.submit(person, dossier.id)
    assert len(service.submitted_answers(person, dossier.id)) == 1
    export = questionnaires.export_questionnaire(coordinator, draft.id, "nl", questionnaires.EXPORT_COLUMNS)
    text = questionnaires.EXPORT_FORMS["csv"].make(export).decode()
    assert "inkooponderdeel Clouddiensten" in text and "online dienst, wij beheren de omgeving" in text


def test_a_questionnaire_for_gemeenten_alone_asks_a_supplier_nothing(dossier: Dossier) -> None:
    key = session().get_one(Round, dossier.round_id).questionnaire_id
    assert questionnaires.asks(key, Subject.PRODUCT)
    assert not questionnaires.asks(key, Subject.VENDOR)
