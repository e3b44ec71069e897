# SPDX-License-Identifier: EUPL-1.2
"""Questions that go with a message, and come back with a reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import invitations, mailing
from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.responses import assigning, giving_back, guests, schemas, service, tasks
from samencontroleren.responses.kinds import GiveBackReason
from samencontroleren.rounds.models import Dossier
from tests.responses.dividing import SOON, give
from tests.responses.rounds import MEETS
from tests.support.pages import PageClient
from tests.support.world import Person, World

ClientOf = Callable[..., PageClient]
MESSAGE = "Jij kent de <back-up>.\n\nGroet, Jan"


def told(unit: Session, person: Person) -> int:
    mine = (Notice.membership_id == person.membership_id) & (Notice.kind == tasks.GIVEN_BACK)
    return len(unit.scalars(select(Notice).where(mine)).all())


def traced(unit: Session, person: Person) -> list[tuple[UUID | None, dict[str, Any]]]:
    """Of which dossiers somebody gave a question back, and what the trail notes of it."""
    mine = (TrailRow.action == "question.given-back") & (TrailRow.membership_id == person.membership_id)
    rows = unit.scalars(select(TrailRow).where(mine).order_by(TrailRow.happened_at))
    return [(each.object_id, each.facts) for each in rows]


@pytest.mark.database
def test_a_guest_gives_a_question_back_and_who_gave_it_sees_why(
    dossier: Dossier, world: World, guest: Person, unit: Session
) -> None:
    giver, asked = world["contributor1"], world.requirement_versions["P-1"]
    key = give(world, dossier, guest, "P-1")[0].id
    with pytest.raises(Invalid):
        giving_back.give_back_entrusted(guest.actor, key, GiveBackReason.OTHER, " ")
    giving_back.give_back_entrusted(guest.actor, key, GiveBackReason.NOT_MINE, "Vraag Els.")
    assert traced(unit, guest) == [(dossier.id, {"requirement": str(asked), "reason": "not_mine"})]
    with pytest.raises(NotFound):
        guests.get_entrusted(guest.actor, key)
    back = giving_back.given_back(giver.actor, dossier.id)[asked]
    assert (back.name, back.task.given_back_note) == ("Proef Guest", "Vraag Els.")
    assert service.came_back(giver.actor, [dossier.id]) == {dossier.id: (0, 1)}
    assert (told(unit, giver), told(unit, world["submitter1"])) == (1, 0)
    assert giving_back.given_back(world["contributor2"].actor, dossier.id) == {}
    again = give(world, dossier, guest, "P-1")[0].id
    assert giving_back.given_back(giver.actor, dossier.id) == {}
    giving_back.give_back_entrusted(guest.actor, again, GiveBackReason.NO_TIME, "")
    assert service.came_back(giver.actor, [dossier.id]) == {dossier.id: (0, 1)}, "one question, given back twice"
    service.confirm_answer(giver.actor, dossier.id, asked, MEETS, 0)
    assert service.came_back(giver.actor, [dossier.id]) == {}


@pytest.mark.database
def test_a_colleague_gives_back_only_what_is_on_the_own_name_and_not_done(
    dossier: Dossier, world: World, unit: Session
) -> None:
    colleague, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    give(world, dossier, world["contributor1"], "P-1")
    with pytest.raises(Conflict):
        giving_back.give_back(colleague, dossier.id, asked, GiveBackReason.NOT_MINE, "")
    give(world, dossier, world["submitter1"], "P-1")
    with pytest.raises(NotFound):
        giving_back.give_back(world["submitter2"].actor, dossier.id, asked, GiveBackReason.NOT_MINE, "")
    assert traced(unit, world["submitter1"]) == []
    giving_back.give_back(colleague, dossier.id, asked, GiveBackReason.NO_TIME, "")
    assert traced(unit, world["submitter1"]) == [(dossier.id, {"requirement": str(asked), "reason": "no_time"})]
    give(world, dossier, world["submitter1"], "P-1")
    service.confirm_answer(colleague, dossier.id, asked, MEETS, 0)
    with pytest.raises(Conflict):
        giving_back.give_back(colleague, dossier.id, asked, GiveBackReason.NOT_MINE, "")


def test_a_message_is_mailed_only_by_choice_and_as_a_quotation(
    app: Flask, dossier: Dossier, world: World, guest: Person, unit: Session
) -> None:
    def mails() -> list[OutboxMail]:
        return list(unit.scalars(select(OutboxMail).where(OutboxMail.text.contains("back-up"))))

    give(world, dossier, guest, "P-1", message=MESSAGE)
    who, asked = world["contributor1"].actor, [world.requirement_versions["P-3"]]
    to = {"email": "kim@elders.example", "name": "Kim"}
    quiet = assigning.assign_to_guest(who, dossier.id, asked, **to, due_on=clock.today() + SOON, message=MESSAGE)
    assert quiet is not None
    with app.test_request_context():
        mailing.send_invitation(quiet.invitation, quiet.token, quiet.message)
    assert mails() == []
    give(world, dossier, guest, "P-2", message=MESSAGE, is_mailed=True)
    (mail,) = mails()
    assert "> Jij kent de <back-up>.\n>\n> Groet, Jan" in mail.text, mail.text
    assert "&lt;back-up&gt;" in mail.html
    assert "ollega" not in mail.subject + mail.text, "a guest is nobody's colleague"


@pytest.mark.parametrize(
    ("message", "is_fine"),
    [
        ("Kijk op HTTPS://elders.example.", False),
        ("Kijk op www.elders", False),
        ("Log in op inloggen.example/vng en klik.", False),
        ("Log in op inloggen.example.", False),
        ("Open Samen.Controleren.NL-inloggen.example?x=1", False),
        ("Ga naar (élders.example)", False),
        ("Ga naar elders.xn--p1ai", False),
        ("De lijst staat in rapport.pdf.example/vng", False),
        ("De lijst staat in lijst.zip", False),
        ("Zie rapport.v2.pdf, lijst.XLSX en foto.jpeg. Groet, H. de Vries", True),
        ("Vul a.u.b. 4.2 en 8.15.01 in, bijv. hoe vaak (o.a. 's nachts, 24/7).\nDroomhuis B.V.", True),
        ("Vraag het jan.els@droomhuis.example, vóór 12.30 uur en/of morgen...", True),
    ],
)
def test_a_message_holds_no_web_address(message: str, is_fine: bool) -> None:
    given = {"name": "Kim", "email": "kim@elders.example", "due_on": clock.today().isoformat(), "message": message}
    assert set(schemas.GuestForm().validate(given)) == (set() if is_fine else {"message"})


def test_a_message_that_an_earlier_invitation_left_behind_is_told(
    dossier: Dossier, world: World, client_of: ClientOf
) -> None:
    invitations.invite(world["vendor-admin1"].actor, world.vendors[0], "nu@elders.example", "Nu", [Role.CONTRIBUTOR])
    giver, path = client_of(world["contributor1"]), f"/dossiers/{dossier.id}/vragen"
    given = {"name": "Nu", "email": "nu@elders.example", "due_on": (clock.today() + SOON).isoformat(), "message": "Hoi"}
    for code, mailed, is_told in (("P-1", {}, False), ("P-2", {"is_mailed": "on"}, True)):
        giver.post(f"{path}/uitnodigen", {**given, **mailed, "vraag": str(world.requirement_versions[code])})
        words = giver.get(path).words
        assert "De vragen staan op naam van Nu." in words
        assert ("Uw bericht is niet gemaild: Nu is al eerder uitgenodigd." in words) is is_told


def test_the_pages_of_messages_and_of_giving_back(
    dossier: Dossier, world: World, guest: Person, client_of: ClientOf
) -> None:
    giver, asked = client_of(world["contributor1"]), world.requirement_versions
    path, day = f"/dossiers/{dossier.id}/vragen", (clock.today() + SOON).isoformat()
    chosen = {"vraag": str(asked["P-1"]), "due_on": day, "membership_id": str(guest.membership_id)}
    refused = giver.post(f"{path}/verdelen", {**chosen, "message": "Kijk op https://elders.example"}, 422)
    assert "Zet geen webadres in het bericht." in refused.words
    giver.post(f"{path}/verdelen", {**chosen, "message": MESSAGE})
    client, (task,) = client_of(guest), service.entrusted_tasks(guest.actor)
    for page in (client.get("/gevraagd"), client.get(f"/gevraagd/{task.id}")):
        assert "Jij kent de &lt;back-up&gt;." in page.text
    address = f"/gevraagd/{task.id}/teruggeven"
    assert "Kies waarom u de vraag teruggeeft." in client.post(address, {"note": "Vraag Els."}, 422).words
    client.post(address, {"reason": "not_known", "note": "Vraag Els."})
    assert "1 vraag is teruggegeven" in giver.get("/").words
    assert "Proef Guest: Ik weet het antwoord niet" in giver.get(f"{path}?toon=teruggegeven").words
    assert "Proef Guest gaf deze vraag terug" in giver.get(f"/dossiers/{dossier.id}/invullen/toegang").words
    giver.post(f"{path}/verdelen", {**chosen, "membership_id": str(world["submitter1"].membership_id)})
    own, place = client_of(world["submitter1"]), f"{path}/{asked['P-1']}/teruggeven"
    assert "Geef deze vraag terug" in own.get(place).words
    assert "Schrijf kort waarom." in own.post(place, {"reason": "other"}, 422).words
    own.post(place, {"reason": "unclear"})
    own.get(place, 409)
