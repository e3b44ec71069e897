# SPDX-License-Identifier: EUPL-1.2
"""Two people on one answer, and earlier texts that come back: nothing that was typed is lost."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core.errors import Changed, NotFound
from samencontroleren.responses import service, versions
from samencontroleren.responses.kinds import AnswerStatus
from samencontroleren.responses.models import AnswerVersion
from samencontroleren.responses.versions import Choice, Clash
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import make_dossier, make_round
from tests.support.pages import PageClient
from tests.support.world import World

MINE = {"choice": "partly", "explanation": "Van mij."}
THEIRS = {"choice": "meets", "explanation": "Van de ander."}
BOTH = {"choice": "meets", "explanation": "Van ons."}
JSON = {"Accept": "application/json"}


@pytest.fixture
def dossier(app: Flask, unit: Session, world: World) -> Dossier:
    return make_dossier(world, make_round(world))


def kept(unit: Session) -> list[str]:
    """The explanations of all versions, oldest first."""
    return [each.value["explanation"] for each in unit.scalars(select(AnswerVersion).order_by(AnswerVersion.number))]


@pytest.mark.database
@pytest.mark.parametrize("is_confirmed", [False, True], ids=["draft", "confirmed"])
@pytest.mark.parametrize(
    ("choice", "stands", "texts"),
    [
        (Choice.MINE, MINE, ["Van de ander."]),
        (Choice.THEIRS, THEIRS, ["Van mij."]),
        (Choice.BOTH, BOTH, ["Van de ander.", "Van mij."]),
    ],
)
def test_whatever_loses_is_a_version(
    dossier: Dossier,
    world: World,
    unit: Session,
    is_confirmed: bool,
    choice: Choice,
    stands: dict[str, str],
    texts: list[str],
) -> None:
    me, other, asked = world["contributor1"].actor, world["submitter1"].actor, world.requirement_versions["P-1"]
    save = service.confirm_answer if is_confirmed else service.save_draft
    theirs = save(other, dossier.id, asked, THEIRS, 0)
    with pytest.raises(Changed):
        service.save_draft(me, dossier.id, asked, MINE, 0)
    answer = service.settle_clash(me, dossier.id, asked, Clash(MINE, choice, BOTH, theirs.revision))
    question = service.overview(me, dossier.id).question(asked)
    assert question.value == stands
    assert set(texts) <= set(kept(unit))
    by_author = {each.value["explanation"]: each.author_id for each in unit.scalars(select(AnswerVersion))}
    assert by_author.get("Van mij.", me.user_id) == me.user_id
    assert by_author.get("Van de ander.", other.user_id) == other.user_id
    is_done = is_confirmed and choice is Choice.THEIRS
    assert question.status is (AnswerStatus.DONE if is_done else AnswerStatus.UNCONFIRMED)
    with pytest.raises(Changed):
        service.settle_clash(other, dossier.id, asked, Clash(MINE, choice, BOTH, answer.revision - 1))


@pytest.mark.database
def test_an_earlier_text_comes_back_as_a_draft(dossier: Dossier, world: World, unit: Session) -> None:
    me, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    service.confirm_answer(me, dossier.id, asked, MINE, 0)
    second = service.confirm_answer(me, dossier.id, asked, THEIRS, 1)
    service.save_draft(me, dossier.id, asked, BOTH, second.revision)
    answer = service.restore_version(me, dossier.id, asked, 1)
    assert (answer.draft, answer.draft_by_id) == (MINE, me.user_id)
    assert kept(unit) == ["Van mij.", "Van de ander.", "Van ons."]
    assert service.overview(me, dossier.id).question(asked).status is AnswerStatus.UNCONFIRMED
    again = service.restore_version(me, dossier.id, asked, 3)
    assert service.overview(me, dossier.id).question(asked).value == BOTH
    assert again.revision > answer.revision - 1
    with pytest.raises(NotFound):
        service.restore_version(me, dossier.id, asked, 9)
    with pytest.raises(NotFound):
        service.restore_version(world["contributor2"].actor, dossier.id, asked, 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ({"text": "Een."}, {"text": "Twee."}, {"text": "Twee.\n\nEen."}),
        ({"text": "Een. Twee."}, {"text": "Twee."}, {"text": "Een. Twee."}),
        ({"text": "Twee."}, {"text": "Een. Twee."}, {"text": "Een. Twee."}),
        ({"choices": ["a"]}, {"choices": ["b", "a"]}, {"choices": ["b", "a"]}),
        ({"number": None}, {"number": 4}, {"number": 4}),
        (
            {"choice": None, "explanation": ""},
            {"choice": "meets", "explanation": "Zo."},
            {"choice": "meets", "explanation": "Zo."},
        ),
    ],
)
def test_both_texts_stand_in_one_field(mine: dict[str, str], theirs: dict[str, str], both: dict[str, str]) -> None:
    assert versions.merged_value(mine, theirs) == both


def test_the_pages_of_a_clash_and_of_the_history(
    dossier: Dossier, world: World, client_of: Callable[..., PageClient], unit: Session
) -> None:
    asked = world.requirement_versions["P-1"]
    first, second = client_of(world["contributor1"]), client_of(world["submitter1"])
    address = f"/dossiers/{dossier.id}/antwoorden/{asked}"
    first.post(f"{address}/concept", {**THEIRS, "revision": "0"})
    refused = second.post(f"{address}/concept", {**MINE, "revision": "0"}, 409, headers=JSON)
    assert json.loads(refused.text)["compareLabel"] == "Vergelijk en kies"
    page = second.post(address, {**MINE, "revision": "0"}, 409)
    assert 'name="mijn-explanation" value="Van mij."' in page.text
    assert "Van de ander.\n\nVan mij." in page.text.replace("\r", "")
    assert page.words.count("alleen hier:") >= 2
    own = {f"mijn-{name}": text for name, text in MINE.items()}
    page = second.post(f"{address}/kiezen", {**own, "keuze": "mijn", "revision": "0"}, 409)
    assert "Van mij." in page.text
    second.post(f"{address}/kiezen", {**own, "keuze": "onzin", "revision": "1"}, 400)
    gone = second.post(f"{address}/kiezen", {**own, "keuze": "mijn", "revision": "1", "back": "//kwaad.example"})
    assert gone.location.endswith("/invullen")
    assert kept(unit) == ["Van de ander."]
    page = second.get(f"{address}/geschiedenis")
    assert "Concept, nog niet bevestigd" in page.words
    assert "Zet versie 1 terug" in page.words
    second.post(f"{address}/geschiedenis/1/terugzetten")
    assert kept(unit) == ["Van de ander.", "Van mij."]
    page = first.get(f"{address}/geschiedenis")
    assert "Wat er in de versie daarvoor stond" in page.words
    first.post(f"{address}/geschiedenis/7/terugzetten", None, 404)
