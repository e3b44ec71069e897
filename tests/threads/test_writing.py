# SPDX-License-Identifier: EUPL-1.2
"""Writing in a conversation: input, double clicks, mentions, unread, closing, withdrawing, the API."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.threads import service, texts
from samencontroleren.threads.models import Thread
from tests.support import story
from tests.support.pages import PageClient
from tests.support.story import Told
from tests.support.world import World
from tests.threads.talks import INSIDE, ONE, say, start

Browser = Callable[..., PageClient]


def opened_on(told: Told, database: Database, person: str = "contributor1", **more: Any) -> Thread:
    """A thread that is there."""
    with database.unit():
        return start(told, ONE, person, **more)


@pytest.mark.stage("hearing")
def test_from_a_question_to_a_closed_conversation(client_of: Browser, world: World, told: Told) -> None:
    key, asked = told[ONE], world.requirement_versions["P-1"]
    supplier, reviewer = client_of(world["submitter1"]), client_of(world["reviewer1"])
    place = f"/dossiers/{key}/gesprekken/nieuw"
    assert f"{place}?eis={asked}" in supplier.get(f"/dossiers/{key}/invullen/toegang").text
    assert f"{place}?eis={asked}" in reviewer.get(f"/dossiers/{key}/beoordelen/{asked}").text
    assert str(asked) in supplier.get(f"/dossiers/{key}/wederhoor").text
    words = {
        "requirement": str(asked),
        "audience": "vendor_vng_reviewers",
        "title": "Over P-1",
        "body": "Hoe <b> zit dit?",
    }
    for wrong, said in (
        ({"body": "   "}, "Vul dit in."),
        ({"body": "x" * 20_000}, "Gebruik hoogstens 10000 tekens."),
        ({"title": ""}, "Vul dit in."),
        ({"audience": ""}, "Kies wie dit mag lezen."),
        ({"audience": "result_readers"}, "Kies wie dit mag lezen."),
        ({"requirement": str(world.requirement_versions["V-1"])}, "Kies een vraag van dit dossier."),
        ({"mentions": str(world["reviewer1"].membership_id)}, "Kies alleen mensen die dit gesprek kunnen lezen."),
    ):
        page = supplier.post(place, {**words, **wrong}, status=422)
        assert said in page.words and (wrong.get("title") == "" or "Over P-1" in page.text)
    drawn = str(uuid.uuid4())
    thread = supplier.post(place, {**words, "form_key": drawn}).location
    assert supplier.post(place, {**words, "form_key": drawn}).location == thread
    assert "1 gesprek" in reviewer.get(f"/dossiers/{key}/beoordelen/{asked}").words
    assert "Hoe &lt;b&gt; zit dit?" in reviewer.get(thread).text
    sent = {"body": "Zo.", "form_key": str(uuid.uuid4())}
    assert reviewer.post(f"{thread}/berichten", sent).location == reviewer.post(f"{thread}/berichten", sent).location
    assert supplier.get(thread).text.count('class="sc-message sc-message--') == 2
    supplier.post(f"{thread}/berichten", {"body": " \n "}, status=422)
    reviewer.post(f"{thread}/sluiten", {"reason": "Klaar"}, status=403)
    supplier.post(f"{thread}/sluiten", {"reason": "Het is duidelijk."})
    assert "Het is duidelijk." in reviewer.get(thread).words
    reviewer.post(f"{thread}/berichten", {"body": "Toch nog iets."}, status=409)
    supplier.post(f"{thread}/sluiten", status=409)
    client_of(world["coordinator"]).post(f"{thread}/heropenen")
    reviewer.post(f"{thread}/berichten", {"body": "Toch nog iets."})
    assert "Over P-1" in supplier.get("/gesprekken?toestand=open&doelgroep=leverancier-vng-beoordelaars").words
    assert "Over P-1" not in supplier.get("/gesprekken?toestand=gesloten").words
    supplier.get("/gesprekken?toestand=onzin&welke=alle")


@pytest.mark.stage("hearing")
def test_unread_and_marking_as_read(client_of: Browser, database: Database, world: World, told: Told) -> None:
    thread = opened_on(told, database, "reviewer1")
    me, other = world["submitter1"].actor, world["reviewer1"].actor
    page = client_of(world["submitter1"])

    def unread(actor: Any) -> tuple[int, int]:
        with database.unit(write=False):
            rows = service.list_threads(actor, is_mine=True).rows
            return service.count_unread(actor), sum(row.unread for row in rows)

    assert unread(me) == (1, 1) and unread(other) == (0, 0)
    page.get(f"/gesprekken/{thread.id}")
    assert unread(me) == (1, 1), "a GET writes nothing"
    with database.unit():
        say(told, "reviewer1", thread)
        say(told, "coordinator", thread)
    assert unread(me) == (1, 3) and unread(other) == (1, 1)
    page.post(f"/gesprekken/{thread.id}/gelezen", {"number": "2"})
    assert unread(me) == (1, 1)
    page.post(f"/gesprekken/{thread.id}/gelezen", {"number": "1"})
    assert unread(me) == (1, 1), "never backwards"
    page.post(f"/gesprekken/{thread.id}/gelezen", {"number": "99"}, status=204, headers={"HX-Request": "true"})
    assert unread(me) == (0, 0)
    assert "U bent bij" in page.get("/gesprekken?welke=ongelezen").words
    with database.unit():
        say(told, "coordinator", thread)
    assert unread(me) == (1, 1), "what comes after is unread again"
    client_of(world["buyer1"]).post(f"/gesprekken/{thread.id}/gelezen", {"number": "1"}, status=404)


@pytest.mark.database
def test_mentions_stay_inside_the_audience(app: Flask, unit: Session, world: World) -> None:
    told = story.start_round(world, [ONE])
    colleague, stranger = world["vendor-admin1"], world["contributor2"]
    inside = start(told, ONE, "contributor1", INSIDE, mentions=[colleague.membership_id])
    assert service.list_threads(colleague.actor, is_mine=True).rows[0].unread == 1
    for outside in (stranger, world["coordinator"], world["buyer1"]):
        with pytest.raises(Invalid) as error:
            say(told, "contributor1", inside, "Kijk eens", [outside.membership_id])
        assert "mentions" in error.value.fields
    assert [each.membership_id for each in service.mentionable(world["contributor1"].actor, inside)] == [
        world["submitter1"].membership_id, colleague.membership_id
    ]  # fmt: skip
    assert len(service.view_thread(colleague.actor, inside.id).messages) == 1


@pytest.mark.database
def test_withdrawing_leaves_the_place_only(app: Flask, unit: Session, world: World) -> None:
    told = story.start_round(world, [ONE])
    thread = start(told, ONE, "contributor1", body="Dit had ik niet moeten schrijven")
    message = service.view_thread(world["contributor1"].actor, thread.id).messages[0].message
    for name, refusal in (("submitter1", Forbidden), ("coordinator", Forbidden), ("contributor2", NotFound)):
        with pytest.raises(refusal):
            service.withdraw_message(world[name].actor, thread.id, message.id)
    with pytest.raises(NotFound):
        service.withdraw_message(world["contributor1"].actor, uuid.uuid4(), message.id)
    service.withdraw_message(world["contributor1"].actor, thread.id, message.id)
    seen = service.view_thread(world["coordinator"].actor, thread.id).messages[0].message
    assert seen.body == "" and seen.withdrawn_at is not None
    with pytest.raises(Conflict):
        service.withdraw_message(world["contributor1"].actor, thread.id, message.id)


@pytest.mark.stage("hearing")
def test_the_api_opens_and_replies_once(app: Flask, database: Database, world: World, told: Told) -> None:
    with database.unit():
        token = accounts.make_token(world["submitter1"].membership_id)
    client: Any = app.test_client()
    key = uuid.uuid4().hex
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    asked = str(world.requirement_versions["P-1"])
    sent = {
        "doelgroep": "leverancier-vng-beoordelaars",
        "dossierId": str(told[ONE]),
        "vraagId": asked,
        "titel": "Via",
        "tekst": "Hoi",
    }
    made = client.post("/api/v1/gesprekken", json=sent, headers=headers)
    assert made.status_code == 201 and made.json["doelgroep"] == sent["doelgroep"], made.text
    again = client.post("/api/v1/gesprekken", json=sent, headers=headers)
    assert again.json["id"] == made.json["id"] and again.headers["Location"] == made.headers["Location"]
    place = f"/api/v1/gesprekken/{made.json['id']}/berichten"
    assert (
        client.post(place, json={"tekst": "Nog iets"}, headers={**headers, "Idempotency-Key": "a"}).status_code == 201
    )
    assert (
        client.post(place, json={"tekst": "Nog iets"}, headers={**headers, "Idempotency-Key": "a"}).status_code == 201
    )
    read = client.get(place, headers=headers).json
    assert [(each["nummer"], each["rol"], each["tekst"]) for each in read] == [
        (1, "leverancier", "Hoi"), (2, "leverancier", "Nog iets")
    ]  # fmt: skip
    for wrong, name in (
        ({"tekst": ""}, "tekst"),
        ({"dossierId": None}, "dossierId"),
        ({"doelgroep": "iedereen"}, "doelgroep"),
    ):
        answer = client.post(
            "/api/v1/gesprekken",
            json={name: value for name, value in {**sent, **wrong}.items() if value is not None},
            headers={**headers, "Idempotency-Key": uuid.uuid4().hex},
        )
        assert answer.status_code == 400 and [each["name"] for each in answer.json["invalidParams"]] == [name]
    assert (
        client.post("/api/v1/gesprekken", json=sent, headers={"Authorization": headers["Authorization"]}).status_code
        == 428
    )


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\nb\n\nc", '<p class="nl-paragraph">a<br>b</p><p class="nl-paragraph">c</p>'),
        ("<script>x</script>", '<p class="nl-paragraph">&lt;script&gt;x&lt;/script&gt;</p>'),
        ("javascript:alert(1)", '<p class="nl-paragraph">javascript:alert(1)</p>'),
        (
            'Zie https://a.example/?x=1&y="2.',
            '<p class="nl-paragraph">Zie <a class="nl-link" href="https://a.example/?x=1&amp;y=" '
            'rel="noopener noreferrer nofollow">https://a.example/?x=1&amp;y=</a>&#34;2.</p>',
        ),
    ],
)
def test_text_becomes_safe_markup(text: str, made: str) -> None:
    assert str(texts.as_markup(text)) == made
