# SPDX-License-Identifier: EUPL-1.2
"""An invitation that goes on to the right person: VNG decides until there is an administrator, then that one does."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import invitations
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Invitation
from samencontroleren.admission import policy, service
from samencontroleren.admission.kinds import HandoverState
from samencontroleren.admission.models import Handover
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.invitations import contacted
from samencontroleren.rounds.kinds import Contacted
from tests.rounds.sample import make_round
from tests.support.pages import PageClient
from tests.support.world import World, end_people_of

Browser = Callable[..., PageClient]
RIGHT = ("Rika Recht", "rika@leverancier1.example", "Beheert het bij ons.")


@pytest.fixture
def in_request(app: Flask) -> Iterator[Flask]:
    with app.test_request_context():
        yield app


def first(world: World) -> tuple[Invitation, str]:
    """The first person of supplier 1, invited by VNG while nobody is there."""
    end_people_of(world.vendors[0])
    return accounts.invite_contact(world["coordinator"].actor, world.vendors[0], "fout@leverancier1.example", "Fout")


def told(unit: Session) -> set[object]:
    return set(unit.scalars(select(Notice.membership_id).where(Notice.kind == "handover_proposed")))


@pytest.mark.database
def test_vng_decides_on_the_first(unit: Session, in_request: Flask, world: World) -> None:
    old, token = first(world)
    made = service.propose(token, *RIGHT)
    assert told(unit) == {world[name].membership_id for name in ("coordinator", "coordinator2", "all-roles")}
    assert invitations.find_welcome(token).state is invitations.InvitationState.OPEN
    service.approve(world["coordinator"].actor, made.id)
    assert invitations.find_welcome(token).state is invitations.InvitationState.REVOKED
    new = unit.scalars(select(Invitation).where(Invitation.email == RIGHT[1])).one()
    assert (new.roles, new.lets_in_first, new.name) == (old.roles, True, "Rika Recht")
    assert unit.scalars(select(OutboxMail).where(OutboxMail.key == f"invitation {new.id}")).one()
    for again in (service.approve, service.refuse):
        with pytest.raises(Conflict):
            again(world["coordinator"].actor, made.id)
    open_tasks = select(Notice).where(Notice.kind == "handover_proposed", Notice.finished_at.is_(None))
    assert unit.scalars(open_tasks).all() == []


@pytest.mark.database
def test_afterwards_the_administrator_decides(unit: Session, in_request: Flask, world: World) -> None:
    admin, town = world["admin1"], world.municipalities[0]
    _old, token = accounts.invite(admin.actor, town, "fout@gemeente1.example", "Fout", [Role.CISO])
    made = service.propose(token, *RIGHT)
    assert told(unit) == {admin.membership_id}
    for name in ("admin2", "ciso1", "coordinator", "vng-admin"):
        with pytest.raises(NotFound):
            service.approve(world[name].actor, made.id)
    service.approve(admin.actor, made.id)
    assert made.state is HandoverState.APPROVED
    _old, token = accounts.invite(admin.actor, town, "fout@gemeente1.example", "Fout", [Role.CISO])
    made = service.propose(token, "Lid", world["ciso1"].email, "")
    with pytest.raises(Conflict, match="hoort al"):
        service.approve(admin.actor, made.id)


@pytest.mark.database
def test_it_goes_over_to_the_administrator_who_came_first(unit: Session, in_request: Flask, world: World) -> None:
    _old, token = first(world)
    _other, used = accounts.invite_contact(
        world["coordinator"].actor, world.vendors[0], "eerst@leverancier1.example", "Eerst"
    )
    made = service.propose(token, *RIGHT)
    invitations.accept_as_new(used, "Eerst", "groene ketel zwemt traag", "proef")
    with pytest.raises(NotFound):
        service.approve(world["coordinator"].actor, made.id)


@pytest.mark.database
def test_a_refusal_leaves_the_link_and_is_told(unit: Session, in_request: Flask, world: World) -> None:
    _old, token = first(world)
    made = service.propose(token, *RIGHT)
    service.refuse(world["coordinator"].actor, made.id)
    mail = unit.scalars(select(OutboxMail).where(OutboxMail.key == f"handover {made.id}")).one()
    assert mail.to_address == "fout@leverancier1.example" and "blijft geldig" in mail.text
    assert invitations.find_welcome(token).state is invitations.InvitationState.OPEN
    with pytest.raises(Conflict):
        service.propose(token, *RIGHT)


@pytest.mark.database
def test_what_can_not_be_proposed(unit: Session, in_request: Flask, world: World) -> None:
    _old, token = first(world)
    with pytest.raises(Invalid):
        service.propose(token, "Fout", "FOUT@leverancier1.example", "")
    with pytest.raises(NotFound):
        service.propose("verzonnen", *RIGHT)
    made = service.propose(token, *RIGHT)
    invitations.accept_as_new(token, "Toch", "groene ketel zwemt traag", "proef")
    with pytest.raises(Conflict):
        service.propose(token, *RIGHT)
    with pytest.raises(NotFound):  # the first administrator came in by this very link, so VNG decides no more
        service.approve(world["coordinator"].actor, made.id)


@pytest.mark.database
def test_the_contact_of_a_round_follows(unit: Session, in_request: Flask, world: World) -> None:
    end_people_of(world.vendors[0])
    sample = make_round(world)
    row = rounds.invite_contact(
        world["coordinator"].actor, sample.round_id, world.vendors[0], "Fout", "fout@leverancier1.example"
    )
    mail = unit.scalars(select(OutboxMail).where(OutboxMail.key == f"invitation {row.invitation_id}")).one()
    link = re.search(r"/uitnodiging/(\S+)", mail.text)
    assert link is not None
    service.approve(world["coordinator"].actor, service.propose(link[1], *RIGHT).id)
    unit.refresh(row, ["invitation"])
    assert (row.email, row.name) == (RIGHT[1], RIGHT[0])
    assert contacted(row) is Contacted.SENT


@pytest.mark.database
def test_list_and_single_handover_agree(unit: Session, in_request: Flask, world: World) -> None:
    key = service.propose(first(world)[1], *RIGHT).id
    for person in world.people.values():
        listed = key in unit.scalars(visible(person.actor, policy.HANDOVER_DECIDE, columns=[Handover.id])).all()
        try:
            fetched = fetch(person.actor, policy.HANDOVER_DECIDE, key) is not None
        except NotFound:
            fetched = False
        expected = person.key in ("coordinator", "coordinator2", "all-roles", "vng-admin", "vendor-admin1")
        assert listed is fetched is expected, person.key


def test_the_pages(client_of: Browser, database: Database, world: World) -> None:
    with database.unit():
        _old, token = first(world)
    visitor, vng = client_of(), client_of(world["coordinator"])
    place = f"/uitnodiging/{token}/doorgeven"
    assert place in visitor.get(f"/uitnodiging/{token}").text
    assert "VNG besluit" in visitor.get(place).words
    wrong = visitor.post(place, {"name": "Rika", "email": "geen adres"}, status=422)
    assert "geen geldig mailadres" in wrong.words and 'value="geen adres"' in wrong.text
    visitor.post(place, {"name": "Rika", "email": RIGHT[1], "note": ""})
    assert "Uw voorstel is verstuurd" in visitor.get(place).words
    visitor.post(place, {"name": "Rika", "email": RIGHT[1]}, status=409)
    listed = vng.get("/overdrachten")
    key = re.search(r"/overdrachten/([0-9a-f-]{36})", listed.text)
    assert key is not None
    assert RIGHT[1] in vng.get(f"/overdrachten/{key[1]}").words
    client_of(world["admin2"]).get(f"/overdrachten/{key[1]}", status=404)
    client_of(world["ciso1"]).get("/overdrachten", status=403)
    vng.post(f"/overdrachten/{key[1]}/goedkeuren")
    assert "werkt niet meer" in visitor.get(f"/uitnodiging/{token}", status=410).words
    visitor.get("/uitnodiging/verzonnen/doorgeven", status=404)
