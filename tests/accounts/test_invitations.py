# SPDX-License-Identifier: EUPL-1.2
"""Invitations: made, mailed, looked at, used once; expired, revoked, for somebody with an account."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import invitations, mailing, people, service
from samencontroleren.accounts.models import Invitation, Membership, User
from samencontroleren.core import clock
from samencontroleren.core.access import count
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.typography import day
from samencontroleren.notifications.service import web_link
from samencontroleren.organisations.kinds import Role
from tests.support.pages import PageClient
from tests.support.world import PASSWORD, World

Browser = Callable[..., PageClient]
NEW = {
    "name": "Noor Nieuw",
    "password": "groene ketel zwemt traag",
    "password_again": "groene ketel zwemt traag",
}


@pytest.fixture
def token(app: Flask, database: Database, world: World) -> str:
    """The token of an invitation of a newcomer into the first gemeente."""
    return invite(database, world, "noor@proef.example")


def invite(database: Database, world: World, email: str, **more: Any) -> str:
    with database.unit():
        _made, token = service.invite(
            world["admin1"].actor,
            world.municipalities[0],
            email,
            "Noor Nieuw",
            [Role.CISO, Role.BUYER],
            **more,
        )
    return token


def change(database: Database, **values: Any) -> None:
    with database.unit() as opened:
        for name, value in values.items():
            setattr(opened.scalars(select(Invitation)).one(), name, value)


def test_a_newcomer_makes_an_account_and_sets_up_the_factor(client_of: Browser, database: Database, token: str) -> None:
    page = client_of()
    shown = page.get(f"/uitnodiging/{token}").words
    assert "Gemeente Verzonnendam" in shown and "CISO" in shown and "Inkoper" in shown
    assert page.post(f"/uitnodiging/{token}", NEW).location == "/tweede-factor/instellen?next=/"
    with database.unit(write=False):
        user = service.find_user_by_email("Noor@Proef.example")
        assert user and user.name == "Noor Nieuw"
        assert {(user.id, tuple(sorted(r.role for r in m.roles))) for m in people_of(user)} == {
            (user.id, (Role.BUYER, Role.CISO))
        }


def people_of(user: User) -> list[Membership]:
    from samencontroleren.accounts.reach import living_memberships

    return living_memberships(user.id)


def test_it_works_once(client_of: Browser, token: str) -> None:
    client_of().post(f"/uitnodiging/{token}", NEW)
    assert "al gebruikt" in client_of().get(f"/uitnodiging/{token}", status=410).words
    client_of().post(f"/uitnodiging/{token}", NEW, status=410)


def test_a_scanner_that_opens_the_link_uses_nothing_up(client_of: Browser, token: str) -> None:
    for _ in range(3):
        client_of().get(f"/uitnodiging/{token}")
    client_of().browser.head(f"/uitnodiging/{token}")
    client_of().post(f"/uitnodiging/{token}", NEW)


def test_expired_and_revoked_ones_say_so(client_of: Browser, database: Database, token: str) -> None:
    change(database, expires_at=clock.now() - timedelta(seconds=1))
    assert "verlopen" in client_of().get(f"/uitnodiging/{token}", status=410).words
    client_of().post(f"/uitnodiging/{token}", NEW, status=410)
    change(database, revoked_at=clock.now())
    assert "ingetrokken" in client_of().get(f"/uitnodiging/{token}", status=410).words
    with database.unit(write=False):
        assert service.find_user_by_email("noor@proef.example") is None


def test_another_link_is_unknown(client_of: Browser) -> None:
    client_of().get("/uitnodiging/verzonnen", status=404)


@pytest.mark.parametrize(
    "wrong",
    [
        ("password", "welkom2026!!", "makkelijk te raden"),
        ("password", "kort", "minstens 12 tekens"),
        ("password", "noor verzonnendam", "uw naam"),
        ("name", "  ", "Vul dit in"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client_of: Browser, database: Database, token: str, wrong: tuple[str, str, str]
) -> None:
    field, value, message = wrong
    typed = {**NEW, field: value}
    typed["password_again"] = typed["password"]
    page = client_of().post(f"/uitnodiging/{token}", typed, status=422)
    assert message in page.words and "welkom" not in page.text
    with database.unit(write=False):
        assert service.find_user_by_email("noor@proef.example") is None
    client_of().post(f"/uitnodiging/{token}", NEW)


def test_two_passwords_that_differ_are_refused(client_of: Browser, token: str) -> None:
    page = client_of().post(f"/uitnodiging/{token}", {**NEW, "password_again": "anders"}, status=422)
    assert "niet gelijk" in page.words


def test_who_has_an_account_logs_in_with_it(client_of: Browser, database: Database, world: World) -> None:
    token = invite(database, world, world["ciso2"].email)
    page = client_of()
    assert "bestaat al een account" in page.get(f"/uitnodiging/{token}").words
    page.post(f"/uitnodiging/{token}", {"password": "verkeerd"}, status=422)
    page.post(f"/uitnodiging/{token}", NEW, status=422)
    page.post(f"/uitnodiging/{token}", {"password": PASSWORD})
    assert "Gemeente Verzonnendam" in page.get("/profiel").words


def test_who_is_logged_in_accepts_with_one_click(client_of: Browser, database: Database, world: World) -> None:
    token = invite(database, world, world["ciso2"].email)
    page = client_of(world["ciso2"])
    page.get(f"/uitnodiging/{token}")
    assert page.post(f"/uitnodiging/{token}").location == "/"
    assert "CISO" in page.get("/profiel").words


def test_somebody_else_who_is_logged_in_can_not_accept(
    client_of: Browser, database: Database, world: World, token: str
) -> None:
    page = client_of(world["ciso2"])
    assert "ander account" in page.get(f"/uitnodiging/{token}").words
    page.post(f"/uitnodiging/{token}", status=409)
    page.post(f"/uitnodiging/{token}", NEW, status=409)
    client_of().post(f"/uitnodiging/{token}", NEW)


def test_an_administrator_invites_by_mail_with_the_link(client_of: Browser, database: Database, world: World) -> None:
    page = client_of(world["admin1"])
    typed = {"name": "Noor", "email": "noor@proef.example", "roles": ["ciso"], "language": "en"}
    place = f"/organisaties/{world.municipalities[0]}/uitnodigingen"
    assert page.post(place, typed).location == "/organisatie/gebruikers"
    assert "noor@proef.example" in page.get("/organisatie/gebruikers").words
    with database.unit(write=False) as opened:
        mail = opened.scalars(select(OutboxMail)).one()
    link = re.search(r"/uitnodiging/(\S+)", mail.text)
    assert link and mail.to_address == "noor@proef.example" and "Verzonnendam" not in mail.text
    client_of().get(f"/uitnodiging/{link.group(1)}")
    assert "Answers the questions" not in page.get("/organisatie/gebruikers").words
    assert "Adviseert over resultaten en signalen" in page.get("/organisatie/gebruikers").words


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        (["guest"], "U ziet alleen die vragen"),
        (["contributor"], "Uw organisatie beantwoordt"),
        (["ciso"], "wat u kunt"),
    ],
)
def test_the_mail_says_what_is_asked_what_one_needs_and_how_to_check_it(
    app: Flask, unit: Session, world: World, roles: list[str], asked: str
) -> None:
    until = clock.now() + timedelta(days=9)
    made = Invitation(
        id=uuid.uuid4(), email="n@proef.example", name="Noor", roles=roles, language="nl", expires_at=until
    )
    with app.test_request_context():
        mailing.send_invitation(made, "teken")
        facts = (day(until), f"typ zelf {web_link('')}")
    mail = unit.scalars(select(OutboxMail)).one()
    for said in (asked, "platform van de VNG", "telefoon", "duurt ongeveer", *facts):
        assert said in mail.text


def test_what_is_wrong_in_an_invitation_is_said_at_its_field(client_of: Browser, world: World) -> None:
    page = client_of(world["admin1"])
    place = f"/organisaties/{world.municipalities[0]}/uitnodigingen"
    wrong = page.post(place, {"name": "Noor <b>", "email": "geen adres"}, status=422)
    assert "geen geldig mailadres" in wrong.words and 'value="geen adres"' in wrong.text
    assert (
        "Kies minstens één rol" in page.post(place, {"name": "Noor", "email": "noor@proef.example"}, status=422).words
    )
    typed = {"name": "Noor", "email": "noor@proef.example", "roles": ["coordinator"]}
    assert "bestaat niet bij deze organisatie" in page.post(place, typed, status=422).words
    page.post(place, {**typed, "roles": ["onzin"]}, status=422)


def test_revoking_and_sending_again_end_the_old_link(
    client_of: Browser, database: Database, world: World, token: str
) -> None:
    page = client_of(world["admin1"])
    with database.unit(write=False) as opened:
        key = opened.scalars(select(Invitation.id)).one()
    client_of(world["admin2"]).post(f"/uitnodigingen/{key}/intrekken", status=404)
    page.post(f"/uitnodigingen/{key}/opnieuw")
    client_of().get(f"/uitnodiging/{token}", status=410)
    with database.unit(write=False) as opened:
        second = opened.scalars(select(Invitation.id).where(Invitation.revoked_at.is_(None))).one()
    page.post(f"/uitnodigingen/{second}/intrekken")
    assert "Open uitnodigingen" not in page.get("/organisatie/gebruikers").words


def test_only_administrators_invite_and_only_into_their_own(unit: object, app: Flask, world: World) -> None:
    own, other = world.municipalities[0], world.municipalities[1]
    with pytest.raises(Forbidden):
        service.invite(world["ciso1"].actor, own, "x@proef.example", "X", [Role.CISO])
    with pytest.raises(NotFound):
        service.invite(world["admin1"].actor, other, "x@proef.example", "X", [Role.CISO])
    with pytest.raises(Forbidden):
        service.invite(world["coordinator"].actor, other, "x@proef.example", "X", [Role.CISO])
    with pytest.raises(Invalid):
        service.invite(world["admin1"].actor, own, world["ciso1"].email, "Z", [Role.CISO])


def test_list_and_single_invitation_agree(unit: Any, app: Flask, world: World) -> None:
    made, _token = service.invite(world["admin1"].actor, world.municipalities[0], "x@proef.example", "X", [Role.CISO])
    from samencontroleren.accounts import policy
    from samencontroleren.core.access import fetch

    for person in world.people.values():
        seen = count(person.actor, policy.INVITATION_VIEW)
        try:
            fetch(person.actor, policy.INVITATION_VIEW, made.id)
        except NotFound:
            assert seen == 0, person.key
        else:
            assert seen == 1 and person.key in ("admin1", "vng-admin"), person.key


@pytest.mark.database
def test_an_ended_member_comes_back_with_only_the_new_roles(unit: Any, app: Flask, world: World) -> None:
    people.end_membership(world["admin1"].actor, world["ciso1"].membership_id)
    user = unit.get_one(User, world["ciso1"].user_id)
    back = service.add_membership(user, world.municipalities[0], [Role.BUYER])
    assert back.id == world["ciso1"].membership_id
    assert [each.role for each in back.roles] == [Role.BUYER] and back.ended_at is None
    with pytest.raises(Conflict):
        service.add_membership(user, world.municipalities[0], [Role.BUYER])


@pytest.mark.database
def test_the_second_of_two_who_use_it_at_once_is_refused(unit: Any, app: Flask, world: World, token: str) -> None:
    found = unit.scalars(select(Invitation)).one()
    invitations._use_up(found.id)
    with pytest.raises(Conflict):
        invitations._use_up(found.id)
