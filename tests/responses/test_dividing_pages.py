# SPDX-License-Identifier: EUPL-1.2
"""The pages on which questions are divided, the map of a dossier, and what a guest sees."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import event

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses import assigning, service
from samencontroleren.responses.giving_back import GivenBack
from samencontroleren.responses.kinds import Show
from samencontroleren.responses.question_map import NOBODY, map_of, next_open
from samencontroleren.rounds.models import Dossier
from tests.responses.dividing import SOON, give
from tests.responses.rounds import MEETS, make_dossier, make_questionnaire, make_round
from tests.support import story
from tests.support.counting import SIDES
from tests.support.pages import PageClient
from tests.support.world import Person, World, add_person

ClientOf = Callable[..., PageClient]


def test_the_map_counts_what_each_filter_shows(dossier: Dossier, world: World, guest: Person) -> None:
    who, asked = world["contributor1"].actor, world.requirement_versions
    give(world, dossier, world["contributor1"], "P-1")
    give(world, dossier, guest, "P-3")
    late = service.tasks_of(who, dossier.id)[asked["P-3"]].task
    late.due_on = clock.today() - timedelta(days=1)
    service.confirm_answer(who, dossier.id, asked["P-1"], MEETS, 0)
    sheet, given = service.overview(who, dossier.id), service.tasks_of(who, dossier.id)
    found = map_of(sheet, given, {asked["P-2"]}, {})
    assert dict(found.counts) == {
        Show.ALL: 4,
        Show.MINE: 1,
        Show.MISSING: 3,
        Show.RETURNED: 1,
        Show.GIVEN_BACK: 0,
        Show.CHANGED: 0,
        Show.LATE: 1,
    }
    for show, number in found.counts.items():
        assert len(map_of(sheet, given, {asked["P-2"]}, {}, show).shown) == number
    assert [each.number for each in map_of(sheet, given, (), {}, who=NOBODY).shown] == [2, 4]
    assert [each.number for each in map_of(sheet, given, (), {}, who=str(guest.membership_id)).shown] == [3]
    assert [each.number for each in map_of(sheet, given, (), {}, theme="toegang").shown] == [1, 2]
    back = {asked["P-2"]: GivenBack(late, "Proef Guest")}
    mine, theirs = map_of(sheet, given, (), back).holdings
    assert (mine.has, mine.done, mine.late, mine.given_back, mine.first_due) == (1, 1, 0, 0, None)
    assert (theirs.name, theirs.has, theirs.done) == ("Proef Guest", 1, 0)
    assert (theirs.late, theirs.given_back, theirs.first_due) == (1, 1, late.due_on)
    following = next_open(sheet, asked["P-4"])
    assert following is not None
    assert following.version.id == asked["P-2"]


def test_the_pages_of_dividing(dossier: Dossier, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions
    path, day = f"/dossiers/{dossier.id}/vragen", (clock.today() + SOON).isoformat()
    dossier.due_on = clock.today() - SOON
    assert "Kies eerst vragen" in client.get(f"{path}/verdelen").words
    assert "2 gekozen vragen" in client.get(f"{path}/verdelen?thema=toegang&vraag=onzin").words
    to = str(world["submitter1"].membership_id)
    chosen = {"vraag": [str(asked["P-1"]), str(asked["P-3"])], "due_on": day}
    page = client.post(f"{path}/verdelen", {**chosen, "membership_id": ""}, 422)
    assert "Kies een collega." in page.words
    assert "2 gekozen vragen" in page.words
    usual = client.get(f"{path}/verdelen?thema=toegang").all("input")
    days = {str(each.get("value")) for each in usual if each.get("name") == "due_on"}
    assert min(days) >= clock.today().isoformat()
    client.post(f"{path}/verdelen", {**chosen, "membership_id": to})
    assert "Nog niet klaar" in client.get(f"{path}?toon=mij").words
    page = client_of(world["submitter1"]).get("/")
    assert "2 vragen staan op uw naam" in page.words
    refused = client.post(f"{path}/uitnodigen", {**chosen, "name": "Kim", "email": "geen adres"}, 422)
    assert "Dit is geen geldig mailadres" in refused.words
    client.post(f"{path}/uitnodigen", {**chosen, "name": "Kim", "email": "kim@elders.example"})
    assert client.get(f"{path}?toon=alles").words.count("Kim (uitgenodigd)") == 3, "among who has what, and twice below"
    client.post(f"{path}/terugnemen", {"vraag": str(asked["P-1"])})
    assert "Vragen verdelen" in client.post(f"{path}/terugnemen", {"vraag": str(asked["P-1"])}, 422).words
    assert client.get(f"{path}/volgende?na={asked['P-1']}", 302).location.endswith(f"#vraag-{asked['P-2']}")


def test_the_pages_of_a_guest(dossier: Dossier, world: World, guest: Person, client_of: ClientOf) -> None:
    first, second = give(world, dossier, guest, "P-1", "P-3")
    client = client_of(guest)
    assert "2 vragen staan op uw naam" in client.get("/").words
    page = client.get(f"/gevraagd/{first.id}")
    assert "Klaar: stuur op" in page.words
    assert "Product 1a" in page.words
    assert not [each for each in page.all("a") if each.get("href") in ("/afspraken", "/resultaten")]
    client.get("/afspraken", 403)
    saved = client.post(f"/gevraagd/{first.id}/concept", {"choice": "partly", "revision": "0"})
    assert saved.location.endswith(f"/gevraagd/{first.id}")
    typed = {"choice": "partly", "explanation": "Net getypt.", "revision": "0", "kind": "other"}
    refused = client.post(f"/gevraagd/{second.id}/bewijs", typed, 422)
    assert "Net getypt." in refused.text and "Opgeslagen om" not in refused.words, "nothing was stored"
    assert [each.get("value") for each in refused.all("input") if each.get("name") == "revision"] == ["0"]
    colleague = client_of(world["contributor1"])
    address = f"/dossiers/{dossier.id}/antwoorden/{first.requirement_version_id}"
    colleague.post(f"{address}/concept", {"choice": "meets", "explanation": "Van een collega.", "revision": "1"})
    page = client.post(f"/gevraagd/{first.id}", {"choice": "meets", "explanation": "Van mij.", "revision": "1"}, 409)
    assert "Van een collega." in page.words
    assert "contributor1" not in page.words
    both = {"keuze": "samen", "revision": "2", "mijn-choice": "meets", "mijn-explanation": "Van mij."}
    client.post(f"/gevraagd/{first.id}/kiezen", {**both, "choice": "meets", "explanation": "Van ons."})
    assert "Van ons." in client.get(f"/gevraagd/{first.id}").text
    done = client.post(f"/gevraagd/{first.id}", {"choice": "meets", "explanation": "Klaar.", "revision": "4"})
    assert done.location.endswith(f"/gevraagd/{second.id}")
    assert "Opgestuurd" in client.get(f"/gevraagd/{first.id}").words
    assert "1 antwoord is teruggekomen" in client_of(world["contributor1"]).get("/").words
    paper = story.add_proof(world, 0, "Beleid van toegang")
    service.link_document(world["contributor1"].actor, dossier.id, first.requirement_version_id, paper.id, "")
    proof = f"/gevraagd/{first.id}/bewijs/{paper.id}"
    assert proof in client.get(f"/gevraagd/{first.id}").text
    assert "Pagina 1 van 1" in client.get(proof).words
    assert client.get(f"{proof}/pagina/1.png").response.data.startswith(b"\x89PNG")
    client.get(f"/bewijs/{paper.id}", 404)
    for path in ("", "/invullen", "/invullen/toegang", "/vragen", "/antwoorden", "/indienen"):
        client.get(f"/dossiers/{dossier.id}{path}", 404)
    client.get(f"/gevraagd/{dossier.id}", 404)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that go over the engine, besides those that choose a side of the walls."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith((*SIDES, "SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_the_map_and_a_question_of_a_guest_take_few_queries_whatever_the_number(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        guest = add_person("guest", world.vendors[0], OrganisationKind.VENDOR, [Role.GUEST])
        made = make_dossier(world, make_round(world, questionnaire=make_questionnaire([AnswerKind.COMPLIANCE] * 30)))
        key: UUID = made.id
        who = world["contributor1"].actor
        asked = [each.version.id for each in service.overview(who, key).questions]
        assigning.assign_questions(who, key, asked, guest.membership_id, clock.today())
        task = service.entrusted_tasks(guest.actor)[0].id
    for person, path in ((world["contributor1"], f"/dossiers/{key}/vragen"), (guest, f"/gevraagd/{task}")):
        client = client_of(person)
        client.get(path)
        with counted(database) as seen:
            client.get(path)
        assert len(seen) <= 15, seen
