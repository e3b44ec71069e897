# SPDX-License-Identifier: EUPL-1.2
"""API clients: made by an administrator in person, bounded by roles and scopes, revoked at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from samencontroleren.accounts import clients, first, merging, people
from samencontroleren.accounts.log_in import find_user_by_email
from samencontroleren.accounts.models import ApiClient, Membership, MembershipRole, User
from samencontroleren.core import clock
from samencontroleren.core.access import always, fetch
from samencontroleren.core.db import Database
from samencontroleren.core.errors import ConfirmationRequired, Forbidden, Invalid
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.threads import audience
from samencontroleren.usage import policy as usage_policy
from samencontroleren.usage import service as usage
from tests.api.conftest import Client, Make
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


@pytest.mark.database
def test_a_secret_buys_a_token_of_a_quarter(make_client: Make, database: Database) -> None:
    client = make_client("gemeente", [Role.CISO], [Scope.READ])
    answer = client.log_in()
    assert answer.get_json()["token_type"] == "Bearer" and answer.get_json()["expires_in"] == 900
    assert answer.get_json()["scope"] == "lezen" and answer.headers["Cache-Control"] == "no-store"
    assert client.ask("GET", "/leveranciers").status_code == 200
    with database.unit(write=False) as opened:
        assert opened.scalars(select(ApiClient.last_used_at)).one() is not None
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert client.ask("GET", "/leveranciers").status_code == 401


@pytest.mark.parametrize(
    ("sent", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "lezen gebruik:schrijven"}, 400, "invalid_scope"),
        ({"vreemd": "x"}, 400, "invalid_request"),
    ],
)
def test_a_wrong_question_for_a_token(make_client: Make, sent: Any, status: int, error: str) -> None:
    answer = make_client("gemeente", [Role.CISO], [Scope.READ]).log_in(**sent)
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert answer.mimetype == "application/problem+json"


def test_wrong_secrets_are_counted_and_then_refused_unread(make_client: Make) -> None:
    client = make_client("gemeente", [Role.CISO])
    right, client.secret = client.secret, "geraden"
    refusals = [client.log_in() for _time in range(10)]
    assert {each.status_code for each in refusals} == {401}
    assert refusals[0].get_json()["error"] == "invalid_client" and refusals[0].headers["WWW-Authenticate"].startswith(
        "Basic"
    )
    client.secret = right
    assert client.log_in().status_code == 429


def test_a_token_can_be_asked_for_less(make_client: Make) -> None:
    client = make_client("gemeente", [Role.CISO], [Scope.READ, Scope.WRITE_USAGE])
    assert client.log_in(scope="gebruik:schrijven").status_code == 200
    refused = client.ask("GET", "/gebruik")
    assert refused.status_code == 403 and refused.get_json()["code"] == "bereik-ontbreekt"
    assert refused.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="lezen"'


def claim(client: Client, world: World, key: str = "een") -> Any:
    body = {"product": str(world.products[0][0]), "proces": "Paspoorten uitgeven"}
    return client.ask("POST", "/gebruik", json=body, headers={"Idempotency-Key": key})


@pytest.mark.database
def test_a_client_writes_within_its_scope_only(make_client: Make, world: World, database: Database) -> None:
    reader = make_client("gemeente", [Role.CISO], [Scope.READ], "Lezer")
    assert claim(reader, world).get_json()["code"] == "bereik-ontbreekt"
    writer = make_client("gemeente", [Role.CISO], [Scope.READ, Scope.WRITE_USAGE], "Schrijver")
    made = claim(writer, world)
    assert made.status_code == 201 and made.headers["ETag"] == '"1"'
    assert claim(writer, world).get_json() == made.get_json(), "the same key is the same claim"
    assert claim(writer, world, "twee").status_code == 409
    path = f"/gebruik/{made.get_json()['id']}"
    assert made.headers["Location"].endswith(path)
    change = {"proces": "Rijbewijzen", "isKritiek": True}
    assert writer.ask("PUT", path, json=change).status_code == 428
    assert writer.ask("PUT", path, json=change, headers={"If-Match": '"9"'}).status_code == 412
    changed = writer.ask("PUT", path, json=change, headers={"If-Match": '"1"'})
    assert changed.get_json()["isKritiek"] is True and changed.headers["ETag"] == '"2"'
    with database.unit(write=False) as opened:
        row = opened.scalars(select(TrailRow).where(TrailRow.action == "usage.claimed")).one()
        account = opened.scalars(select(User).where(User.id == row.user_id)).one()
    assert (account.name, account.is_machine) == ("Schrijver", True) and row.origin.startswith("api ")
    assert writer.ask("POST", f"{path}/beeindiging", headers={"If-Match": '"2"'}).get_json()["toestand"] == "beeindigd"


def test_a_claim_of_a_client_takes_a_second_person(make_client: Make, world: World, unit: Session) -> None:
    """Not another client, and not the person who holds its secret."""
    writer = make_client("gemeente", [Role.CISO, Role.PROCESS_OWNER])
    other = make_client("gemeente", [Role.CISO], name="Ander")
    key = claim(writer, world).get_json()["id"]
    for client in (writer, other):
        refused = client.ask("POST", f"/gebruik/{key}/bevestiging")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "bevestiging-vereist")
    holder = world["ciso1"]
    unit.execute(update(ApiClient).values(secret_held_by_id=holder.user_id))
    line = usage.find_usage(holder.actor, world.products[0][0])
    assert line is not None
    with pytest.raises(Forbidden):
        usage.confirm_usage(holder.actor, line.id)
    assert fetch(world["owner1"].actor, usage_policy.CONFIRM, line.id) is line


def test_a_client_is_no_person(make_client: Make, world: World, unit: Session) -> None:
    supplier = make_client("supplier", [Role.CONTRIBUTOR, Role.ADMINISTRATOR])
    account = unit.scalars(select(User).where(User.is_machine)).one()
    names = [each.user.name for each in people.list_members(world["vendor-admin1"].actor, world.vendors[0])]
    assert names and account.name not in names
    listed = supplier.ask("GET", "/leden").get_json()
    assert account.name not in [each["naam"] for each in listed]
    members = people.members_with_roles(world.vendors[0], Role.CONTRIBUTOR, Role.ADMINISTRATOR)
    assert account.id not in [each.user_id for each in members], "no mail goes to a machine"
    assert find_user_by_email(account.email) is None
    key = unit.scalars(select(Membership.id).where(Membership.user_id == account.id)).one()
    unit.add(MembershipRole(membership_id=key, role=Role.REVIEWER))
    unit.flush()
    assert key not in [each.id for each in people.reviewer_memberships(world["coordinator"].actor)]
    assert recipients.living_members([key]) == [] and recipients.memberships_of(account.id) == []
    assert not notifications.notify("machine", key, "thread_opened")
    person = world["contributor1"].membership_id
    assert notifications.notify_all("machine", [key, person], "thread_opened") == 1
    assert unit.scalars(select(Notice.membership_id).where(Notice.kind == "thread_opened")).all() == [person]
    assert account.name not in [each.name for each in audience.colleagues(world["contributor1"].actor)]


def test_a_client_of_vng_is_told_nothing(make_client: Make, world: World, unit: Session) -> None:
    """Even with the co-ordinator's role: not of a round, not mentioned, not the first administrator of all."""
    told = story.start_round(world, [story.subject(0, 0)])
    make_client("vng", [Role.COORDINATOR, Role.FUNCTIONAL_ADMINISTRATOR])
    account = unit.scalars(select(User).where(User.is_machine)).one()
    unit.execute(update(Round).values(coordinator_id=account.id))
    dossier = unit.get_one(Dossier, told.dossiers[story.subject(0, 0)])
    assert audience.coordinators(dossier) == []
    assert account.id not in [each.user_id for each in recipients.of_vng(Role.COORDINATOR)]
    for member in recipients.of_vng(Role.FUNCTIONAL_ADMINISTRATOR):
        member.ended_at = clock.now()
    unit.flush()
    assert first.invite_first("eerste@vng.example", "Eerste Persoon")


def test_a_client_ends_with_its_organisation(make_client: Make, world: World, database: Database) -> None:
    client = make_client("supplier", [Role.CONTRIBUTOR])
    with database.unit():
        counts = dict(merging.MERGING.preview([world.vendors[0]], world.vendors[1]))
        assert counts["API-clients die ophouden"] == 1
        assert counts["Mensen"] == len(people.list_members(world["vendor-admin1"].actor, world.vendors[0]))
        merging.MERGING.move([world.vendors[0]], world.vendors[1])
    assert client.ask("GET", "/producten").status_code == 401 and client.log_in().status_code == 401


def test_rights_of_persons_are_not_given(world: World, unit: Session, app: Flask) -> None:
    day = clock.today() + timedelta(days=30)
    admin = world["admin1"].also(Role.CISO, Role.REVIEWER)
    for roles in ([Role.REVIEWER], [Role.COORDINATOR], []):
        with pytest.raises(Invalid) as refused:
            clients.add_client(admin, "X", roles, [Scope.READ], day)
        assert set(refused.value.fields) == {"roles"}
    for wrong in (clock.today(), clock.today() + timedelta(days=367)):
        with pytest.raises(Invalid):
            clients.add_client(admin, "X", [Role.CISO], [Scope.READ], wrong)
    with pytest.raises(Invalid, match="Niet alles") as lacking:
        clients.add_client(admin, "X", [Role.CISO, Role.PROCESS_OWNER], [Scope.READ], day)
    assert lacking.value.fields == {"roles": ["U geeft een client alleen rollen die u zelf hebt."]}
    with pytest.raises(Forbidden):
        clients.add_client(world["ciso1"].actor, "X", [Role.CISO], [Scope.READ], day)
    from dataclasses import replace

    with pytest.raises(ConfirmationRequired):
        clients.add_client(replace(admin, is_present=False), "X", [Role.CISO], [Scope.READ], day)
    assert not usage_policy.CONFIRM(replace(world["ciso1"].actor, scopes=frozenset())).compare(always(True))


@pytest.mark.database
def test_the_pages_make_renew_and_revoke(client_of: Browser, app: Flask, world: World, unit: Session) -> None:
    page = client_of(world["admin1"])
    assert "Nog geen clients" in page.get("/api-clients").words
    assert "Proceseigenaar" not in page.get("/api-clients/nieuw").words
    unit.add(MembershipRole(membership_id=world["admin1"].membership_id, role=Role.CISO))
    unit.commit()
    facts = {"name": "Contractbeheer", "roles": ["ciso"], "scopes": ["lezen"]}
    day = str(clock.today() + timedelta(days=90))
    wrong = page.post("/api-clients/nieuw", {**facts, "expires_on": "2020-01-01"}, status=422)
    assert "hoogstens een jaar verder" in wrong.words
    shown = page.post("/api-clients/nieuw", {**facts, "expires_on": day}, status=200)
    key, secret = [each.text or "" for each in shown.all("code")][:2]
    assert "no-store" in shown.response.headers["Cache-Control"]
    client = Client(app, key, secret)
    assert client.log_in().status_code == 200 and client.ask("GET", "/producten").status_code == 200
    assert secret not in page.get(f"/api-clients/{key}").text
    renewed = page.post(f"/api-clients/{key}/geheim", {}, status=200)
    assert client.ask("GET", "/producten").status_code == 401, "tokens of the old secret are gone"
    assert client.log_in().status_code == 401
    client.secret = [each.text or "" for each in renewed.all("code")][1]
    assert client.log_in().status_code == 200
    own = MembershipRole.membership_id == world["admin1"].membership_id
    unit.execute(delete(MembershipRole).where(own, MembershipRole.role == Role.CISO))
    unit.commit()
    assert "een rol die u zelf niet hebt" in page.get(f"/api-clients/{key}").words
    page.post(f"/api-clients/{key}/geheim", {}, status=409)
    for who in ("admin2", "ciso1", "vng-admin"):
        client_of(world[who]).get(f"/api-clients/{key}", status=404)
        client_of(world[who]).post(f"/api-clients/{key}/intrekken", {}, status=404)
    page.post(f"/api-clients/{key}/intrekken", {})
    assert client.ask("GET", "/producten").status_code == 401 and client.log_in().status_code == 401
    assert "Ingetrokken" in page.get("/api-clients").words


def test_a_client_loses_what_its_membership_or_day_loses(make_client: Make, database: Database) -> None:
    client = make_client("gemeente", [Role.CISO])
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert client.log_in().status_code == 401
    with database.unit() as opened:
        member = opened.scalars(select(ApiClient.membership_id)).one()
        opened.execute(update(Membership).where(Membership.id == member).values(ended_at=clock.now()))
    assert client.ask("GET", "/producten").status_code == 401


def test_too_many_calls_in_a_minute_wait(make_client: Make, database: Database) -> None:
    client = make_client("gemeente", [Role.CISO])
    with time_machine.travel(clock.now().replace(second=20), tick=False):
        assert client.ask("GET", "/producten").status_code == 200
        with database.unit() as opened:
            opened.execute(update(ApiClient).values(minute_calls=clients.CALLS_PER_MINUTE))
        refused = client.ask("GET", "/producten")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert client.ask("GET", "/producten").status_code == 200
