# SPDX-License-Identifier: EUPL-1.2
"""Questions of gemeenten on a result: read by VNG first, published without names, merged, refused, known."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.notifications.models import Notice
from samencontroleren.threads import service
from samencontroleren.threads.kinds import QuestionState
from samencontroleren.usage import service as usages
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
pytestmark = pytest.mark.stage("released")
OWN = "Wij van Verzonnendam zien dat de koppeling uitvalt."
TOLD = "Een gemeente ziet dat de koppeling uitvalt. Hoe kan dat?"


def kinds_for(database: Database, world: World, name: str) -> set[str]:
    """The open notices of somebody that are about conversations."""
    with database.unit(write=False) as opened:
        mine = select(Notice.kind).where(
            Notice.membership_id == world[name].membership_id, Notice.finished_at.is_(None), Notice.seen_at.is_(None)
        )
        return {each for each in opened.scalars(mine) if each.startswith(("question", "thread"))}


@pytest.mark.database
def test_from_question_to_answer(client_of: Browser, database: Database, world: World, release_id: uuid.UUID) -> None:
    asker, desk = client_of(world["buyer1"]), client_of(world["coordinator"])
    supplier, other = client_of(world["submitter1"]), client_of(world["ciso2"])
    place = f"/resultaten/{release_id}/vragen/nieuw"
    assert place in asker.get(f"/resultaten/producten/{world.products[0][0]}").text
    asker.get(place)
    thread = asker.post(place, {"title": "Storing in Verzonnendam", "body": OWN}).location
    assert "VNG leest uw vraag eerst" in asker.get(thread).words
    for page in (supplier, other):
        page.get(thread, status=404)
        assert "Verzonnendam zien" not in page.get(f"/resultaten/producten/{world.products[0][0]}").text
    assert kinds_for(database, world, "coordinator") == {"question_waiting"}
    assert "Storing in Verzonnendam" in desk.get("/gesprekken?welke=wacht").words
    shown = desk.get(thread).words
    assert OWN in shown and "Proef Buyer1" not in shown and "Gemeente Verzonnendam" not in shown
    desk.get(f"{thread}/publiceren")
    words = {"title": "Koppeling valt uit", "body": TOLD}
    assert "Publiceer de vraag" in desk.post(f"{thread}/publiceren", words, status=200).words
    supplier.get(thread, status=404)
    assert TOLD in desk.post(f"{thread}/publiceren", {**words, "step": "again"}, status=200).words
    desk.post(f"{thread}/publiceren", {**words, "step": "confirmed"})
    desk.post(f"{thread}/publiceren", {**words, "step": "confirmed"}, status=409)
    assert kinds_for(database, world, "coordinator") == set()
    assert "question_published" in kinds_for(database, world, "submitter1")
    supplier.post(f"{thread}/berichten", {"body": "Dat is met versie 9 opgelost."})
    for page in (supplier, other):
        read = page.get(thread).words
        assert TOLD in read and "Dat is met versie 9 opgelost." in read
        for hidden in ("Verzonnendam", OWN, "Proef Buyer1", "Proef Coordinator"):
            assert hidden not in read
    assert "Proef Submitter1" not in other.get(thread).words
    mine = asker.get(thread).words
    assert OWN in mine and TOLD in mine and "Titel toen: Storing in Verzonnendam" in mine
    assert kinds_for(database, world, "buyer1") == {"question_published", "question_answered"}
    assert "Koppeling valt uit" in other.get(f"/resultaten/producten/{world.products[0][0]}").words
    assert "Koppeling valt uit" in other.get(f"/resultaten/{release_id}/vragen").words
    outsider = client_of(world["buyer3"])
    outsider.get(thread, status=404)
    outsider.get(f"/resultaten/{release_id}/vragen", status=403)
    outsider.get(place, status=403)
    other.post(f"{thread}/berichten", {"body": "Bij ons ook."}, status=403)


def test_the_layer_closes_with_the_use(unit: Session, world: World, release_id: uuid.UUID) -> None:
    made = service.ask(world["buyer1"].actor, release_id, "Titel", OWN)
    line = usages.find_usage(world["buyer1"].actor, world.products[0][0])
    assert line is not None
    usages.end_usage(world["buyer1"].actor, line.id)
    assert service.list_threads(world["buyer1"].actor).rows == []
    assert service.get_thread(world["coordinator"].actor, made.id)


@pytest.mark.database
def test_merging_and_refusing(unit: Session, world: World, release_id: uuid.UUID) -> None:
    desk, asker, other = world["coordinator"].actor, world["buyer1"].actor, world["ciso2"].actor
    first = service.ask(asker, release_id, "Een", OWN)
    service.publish(desk, first.id, "Koppeling", TOLD)
    second = service.ask(other, release_id, "Twee", "Bij ons ook, zegt Nepveen.")
    with pytest.raises(Invalid):
        service.merge(desk, second.id, second.id)
    service.merge(desk, second.id, first.id, "Ook andere gemeenten zien dit.")
    assert second.question_state is QuestionState.MERGED and second.merged_into_id == first.id
    texts = [each.message.body for each in service.view_thread(world["submitter1"].actor, first.id).messages]
    assert texts == [TOLD, "Ook andere gemeenten zien dit."]
    assert next(row.unread for row in service.list_threads(other, is_mine=True, release_id=release_id).rows) == 2
    third = service.ask(other, release_id, "Drie", "Wie gebruikt dit nog meer?")
    with pytest.raises(Invalid):
        service.refuse(desk, third.id, "  ")
    service.refuse(desk, third.id, "Dat delen wij niet.")
    with pytest.raises(Conflict):
        service.publish(desk, third.id, "Drie", "Toch")
    with pytest.raises(Forbidden):
        service.publish(world["releaser"].actor, third.id, "Drie", "Toch")
    fourth = service.ask(asker, release_id, "Vier", "Laat maar.")
    message = service.view_thread(asker, fourth.id).messages[0].message
    service.withdraw_message(asker, fourth.id, message.id)
    assert fourth.question_state is QuestionState.WITHDRAWN and "Vier" not in (fourth.title, fourth.asked_title)


def test_becoming_known_takes_a_warning(
    client_of: Browser, database: Database, world: World, release_id: uuid.UUID
) -> None:
    asker, place = client_of(world["ciso1"]), f"/resultaten/{release_id}/vragen/nieuw"
    words = {"title": "Vraag", "body": "Kunt u ons bellen?", "is_known": "1"}
    warned = asker.post(place, words, status=200).words
    assert "weet hierna dat uw gemeente" in warned
    with database.unit(), pytest.raises(Conflict):
        service.ask(world["ciso1"].actor, release_id, "Vraag", "Tekst", is_known=True)
    thread = asker.post(place, {**words, "is_warned": "1"}).location
    key = thread.rsplit("/", 1)[1]
    with database.unit():
        service.publish(world["coordinator"].actor, uuid.UUID(key), "Vraag", "Kunt u de gemeente bellen?")
    assert "Gemeente Verzonnendam" in client_of(world["submitter1"]).get(thread).words
    assert "Gemeente Verzonnendam" in client_of(world["coordinator"]).get(thread).words
    assert "Verzonnendam" not in client_of(world["ciso2"]).get(thread).words
    with database.unit():
        other = service.ask(world["ciso2"].actor, release_id, "Ook", "Bij ons ook.")
        service.merge(world["coordinator"].actor, other.id, uuid.UUID(key), "Een tweede gemeente ziet dit ook.")
        view = service.view_thread(world["submitter1"].actor, uuid.UUID(key))
        told = [each.author.organisation for each in view.messages]
    assert told == ["Gemeente Verzonnendam", ""], "only who chose to be known is named, at its own words"


def test_refusing_on_the_page_asks_a_reason(
    client_of: Browser, database: Database, world: World, release_id: uuid.UUID
) -> None:
    with database.unit():
        made = service.ask(world["buyer1"].actor, release_id, "Vraag", "Wie gebruikt dit nog meer?")
    desk, thread = client_of(world["coordinator"]), f"/gesprekken/{made.id}"
    desk.get(f"{thread}/publiceren")
    assert "Schrijf op waarom" in desk.post(f"{thread}/weigeren", {"refusal": "  "}, status=422).words
    desk.post(f"{thread}/weigeren", {"refusal": "Dat delen wij niet."})
    assert "Dat delen wij niet." in client_of(world["buyer1"]).get(thread).words
