# SPDX-License-Identifier: EUPL-1.2
"""Who may give which role: VNG the first administrator, that one the others, nobody something to oneself.

And what ends when somebody leaves: sessions, tokens, the secrets one knew. BIO2 5.18.
"""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from samencontroleren.accounts import clients, invitations, people, reach, service, sessions
from samencontroleren.accounts.kinds import Stand
from samencontroleren.accounts.models import ApiClient, Invitation, Membership
from samencontroleren.core import clock, ledger
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.core.outbox import MailState, OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from tests.accounts.logging_in import renew
from tests.support.pages import PageClient
from tests.support.world import PASSWORD, Person, World, end_people_of

Browser = Callable[..., PageClient]
FIRST = [Role.ADMINISTRATOR]


@pytest.mark.database
def test_vng_lets_in_the_first_administrator_only(unit: Any, app: Flask, world: World) -> None:
    town, vng = world.municipalities[1], world["vng-admin"].actor
    with pytest.raises(Invalid, match="Niet alles"):
        service.invite(vng, town, "x@proef.example", "X", FIRST)
    with pytest.raises(Invalid):
        service.invite(world["coordinator"].actor, world.vendors[0], "x@proef.example", "X", [Role.SUBMITTER])
    end_people_of(town)
    made, _token = service.invite(vng, town, "x@proef.example", "X", FIRST)
    assert made.lets_in_first
    service.invite(world["admin1"].actor, world.municipalities[0], "y@proef.example", "Y", FIRST)


@pytest.mark.database
def test_an_administrator_who_is_blocked_counts_still(unit: Any, app: Flask, world: World) -> None:
    user = service.find_user_by_email(world["admin2"].email)
    assert user is not None
    user.blocked_at = clock.now()
    with pytest.raises(Invalid):
        service.invite(world["vng-admin"].actor, world.municipalities[1], "x@proef.example", "X", FIRST)


@pytest.mark.database
def test_of_two_first_administrators_the_second_is_none(unit: Any, app: Flask, world: World) -> None:
    supplier, vng = world.vendors[0], world["coordinator"].actor
    end_people_of(supplier)
    tokens = [service.invite_contact(vng, supplier, f"n{number}@proef.example", "N")[1] for number in (1, 2)]
    only = service.invite(vng, supplier, "n3@proef.example", "N", FIRST)[1]
    with app.test_request_context():
        for token in tokens:
            invitations.accept_as_new(token, "Nieuw", "groene ketel zwemt traag", "proef")
    assert [each.user.email for each in service.members_with_roles(supplier, *FIRST)] == ["n1@proef.example"]
    assert len(service.members_with_roles(supplier, Role.SUBMITTER)) == 2
    with app.test_request_context(), pytest.raises(Conflict, match="al een beheerder"):
        invitations.accept_as_new(only, "Derde", "groene ketel zwemt traag", "proef")


@pytest.mark.database
def test_a_later_contact_only_answers(unit: Any, app: Flask, world: World) -> None:
    made, _token = service.invite_contact(world["coordinator"].actor, world.vendors[0], "n@proef.example", "N")
    assert made.roles == [Role.CONTRIBUTOR]


def test_vng_sees_why_it_can_not_invite(client_of: Browser, world: World) -> None:
    page = client_of(world["vng-admin"])
    shown = page.get(f"/organisaties/{world.municipalities[1]}/gebruikers")
    assert "Er is een beheerder" in shown.words and "Verstuur uitnodiging" not in shown.words
    typed = {"name": "Noor", "email": "noor@proef.example", "roles": ["administrator"]}
    refused = page.post(f"/organisaties/{world.municipalities[1]}/uitnodigingen", typed, status=422)
    assert "Er is een beheerder" in refused.words


def test_nobody_takes_a_role_for_oneself(client_of: Browser, world: World) -> None:
    page, place = client_of(world["admin1"]), f"/organisatie/gebruikers/{world['admin1'].membership_id}"
    assert "U kunt uzelf geen rol erbij geven" in page.post(place, {"roles": ["administrator", "ciso"]}, 422).words
    vng = client_of(world["vng-admin"])
    own = f"/organisatie/gebruikers/{world['vng-admin'].membership_id}"
    vng.post(own, {"roles": ["functional_administrator", "releaser"]}, status=422)
    page.post(f"/organisatie/gebruikers/{world['ciso1'].membership_id}", {"roles": ["administrator", "ciso"]})
    client_of(world["ciso1"]).post(place, {"roles": ["administrator", "ciso"]})
    page.post(place, {"roles": ["ciso"]}, status=302)


def test_one_leaves_and_keeps_the_other_organisation(client_of: Browser, database: Database, world: World) -> None:
    with database.unit():
        token = service.invite(
            world["admin2"].actor, world.municipalities[1], world["ciso1"].email, "C", [Role.REVIEWER]
        )[1]
    page = client_of(world["ciso1"])
    page.post(f"/uitnodiging/{token}", {"password": PASSWORD})
    shown = page.get("/profiel").words
    assert "Gemeente Verzonnendam" in shown and "Gemeente Nepveen" in shown
    client_of(world["ciso2"]).post(f"/profiel/organisaties/{world['ciso1'].membership_id}/verlaten", status=404)
    page.post(f"/profiel/organisaties/{world['ciso1'].membership_id}/verlaten", renew(page, "/profiel"))
    with database.unit(write=False):
        [left] = reach.living_memberships(world["ciso1"].user_id)
        assert left.organisation_id == world.municipalities[1]
    assert "Gemeente Verzonnendam" not in page.get("/profiel").words
    page.post(f"/profiel/organisaties/{world['ciso1'].membership_id}/verlaten", renew(page, "/profiel"), status=404)


@pytest.mark.parametrize("name", ["admin1", "vendor-admin1", "vng-admin"])
def test_the_last_administrator_can_not_leave(client_of: Browser, world: World, name: str) -> None:
    page = client_of(world[name])
    place = f"/profiel/organisaties/{world[name].membership_id}/verlaten"
    assert "laatste beheerder" in page.post(place, status=409).words
    page.get("/profiel")


@pytest.mark.database
def test_leaving_ends_the_tokens_and_the_secrets_one_knew(unit: Any, app: Flask, world: World) -> None:
    admin, heir = world["admin1"], world["ciso1"]
    ends = clock.today() + timedelta(days=30)
    made, secret = clients.add_client(admin.also(Role.CISO), "Koppeling", [Role.CISO], [Scope.READ], ends)
    own = service.make_token(admin.membership_id)
    people.change_roles(admin.actor, heir.membership_id, [Role.CISO, Role.ADMINISTRATOR])
    ledger.open_page()
    granted = clients.grant_token(basic(made, secret), "", "127.0.0.1")
    people.leave(admin.actor, admin.membership_id)
    assert clients.find_by_token(granted.token) is None
    with pytest.raises(clients.ClientRefused):
        clients.grant_token(basic(made, secret), "", "127.0.0.1")
    with pytest.raises(clients.ClientRefused):
        clients.grant_token(basic(made, ""), "", "127.0.0.1")
    told = set(unit.scalars(select(Notice.membership_id).where(Notice.kind == "client_stopped")))
    assert told == {heir.membership_id}
    with app.test_request_context("/api/v1/leveranciers", headers={"Authorization": f"Bearer {own}"}):
        assert sessions.identify() is None
    actions = unit.scalars(select(TrailRow.action).where(TrailRow.object_id == made.id)).all()
    assert "client.stopped" in actions


def as_administrator(person: Person) -> Actor:
    return replace(person.actor, roles=frozenset((Role.ADMINISTRATOR,)))


def basic(client: ApiClient, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client.id}:{secret}".encode()).decode()


@pytest.mark.database
def test_one_who_manages_no_more_knows_no_secret(unit: Any, app: Flask, world: World) -> None:
    admin, heir = world["admin1"], world["ciso1"]
    ends = clock.today() + timedelta(days=30)
    made, _secret = clients.add_client(admin.also(Role.CISO), "Koppeling", [Role.CISO], [Scope.READ], ends)
    people.change_roles(admin.actor, heir.membership_id, [Role.CISO, Role.ADMINISTRATOR])
    people.change_roles(admin.actor, admin.membership_id, [Role.ADMINISTRATOR])
    assert not made.is_stopped
    people.change_roles(as_administrator(world["ciso1"]), admin.membership_id, [Role.BUYER])
    assert made.is_stopped
    with pytest.raises(Conflict, match="een rol die u zelf niet hebt"):
        clients.renew_secret(as_administrator(world["ciso1"]), made.id)
    assert made.is_stopped
    clients.renew_secret(world["ciso1"].also(Role.ADMINISTRATOR), made.id)
    assert not made.is_stopped


@pytest.mark.database
def test_only_ones_own_membership_can_be_left(unit: Any, app: Flask, world: World) -> None:
    with pytest.raises(NotFound):
        people.leave(world["admin1"].actor, world["ciso1"].membership_id)
    people.leave(world["ciso1"].actor, world["ciso1"].membership_id)
    ended = unit.get(Membership, world["ciso1"].membership_id)
    assert ended.ended_at is not None


def test_whoever_invited_sees_how_far_it_is(client_of: Browser, database: Database, world: World) -> None:
    page, place = client_of(world["admin1"]), f"/organisaties/{world.municipalities[0]}/uitnodigingen"
    page.post(place, {"name": "Noor", "email": "noor@proef.example", "roles": ["ciso"], "language": "nl"})
    assert "Wacht op antwoord" in page.get("/organisatie/gebruikers").words
    with database.unit():
        session().execute(update(OutboxMail).values(state=MailState.GIVEN_UP))
        token = session().scalars(select(OutboxMail.text)).one().split("/uitnodiging/")[1].split()[0]
    assert "Mail niet bezorgd" in page.get("/organisatie/gebruikers").words
    client_of().get(f"/uitnodiging/{token}")
    assert "Geopend" in page.get("/organisatie/gebruikers").words
    with database.unit(write=False):
        key = session().scalars(select(Invitation.id)).one()
    page.post(f"/uitnodigingen/{key}/intrekken")
    shown = page.get("/organisatie/gebruikers").words
    assert "Eerdere uitnodigingen" in shown and "Ingetrokken" in shown


@pytest.mark.parametrize(
    ("values", "stand"),
    [
        ({}, Stand.WAITING),
        ({"opened_at": "now"}, Stand.OPENED),
        ({"accepted_at": "now", "opened_at": "now"}, Stand.ACCEPTED),
        ({"revoked_at": "now"}, Stand.REVOKED),
        ({"expires_at": "past"}, Stand.EXPIRED),
    ],
)
def test_how_far_an_invitation_is(values: dict[str, str], stand: Stand) -> None:
    moments = {"now": clock.now(), "past": clock.now() - timedelta(seconds=1)}
    made = Invitation(expires_at=clock.now() + timedelta(days=1))
    for name, value in values.items():
        setattr(made, name, moments[value])
    assert invitations.stand_of(made) is stand
    assert invitations.stand_of(made, True) is (Stand.UNDELIVERED if stand is Stand.WAITING else stand)
