# SPDX-License-Identifier: EUPL-1.2
"""Who reads which lines of the trail, and under which names (product.md, 2.1, 2.2, 2.8)."""

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.accounts.models import Membership, User
from samencontroleren.auditing import exporting, policy, service
from samencontroleren.auditing.kinds import Family
from samencontroleren.auditing.models import TrailCheck
from samencontroleren.auditing.reading import Wanted
from samencontroleren.core import clock, ledger, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.organisations.kinds import OrganisationKind
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
FLAG = uuid.UUID(int=7)


@pytest.fixture
def told(app: Flask, database: Database, world: World) -> World:
    """One act of each kind that matters."""
    with database.unit():
        write_acts(world)
    return world


def write_acts(world: World) -> None:
    first, second = world["buyer1"].organisation_id, world["buyer2"].organisation_id
    vendor, product = world.vendors[0], world.products[0][0]
    acts = (
        ("buyer1", "usage.claimed", "usage", FLAG, first),
        ("ciso1", "result.read", "release", FLAG, first),
        ("buyer2", "usage.claimed", "usage", FLAG, second),
        ("admin1", "membership.roles-changed", "membership", world["buyer1"].membership_id, first),
        ("reviewer1", "verdict.saved", "dossier", FLAG, None),
        ("reviewer1", "document.page-read", "document", FLAG, None),
        ("reviewer1", "thread.replied", "thread", FLAG, None),
        ("contributor1", "product.changed", "product", product, vendor),
        ("coordinator", "product.added", "product", product, vendor),
        ("contributor2", "vendor.changed", "vendor", world.vendors[1], world.vendors[1]),
        ("releaser", "result.released", "release", FLAG, vendor),
        ("coordinator", "organisation.changed", "organisation", first, first),
    )
    for name, action, kind, key, reader in acts:
        trail.record(world[name].actor, action, kind, key, reader=reader, product=product)
    trail.record(Actor(user_id=world["buyer1"].user_id), "login.password", "user", world["buyer1"].user_id)
    trail.record(SYSTEM, "flag.raised", "flag", FLAG)


def acts_of(database: Database, who: Actor) -> set[str]:
    """What this person reads: action and who did it."""
    with database.unit(write=False):
        lines = service.list_lines(who, Wanted(), size=500).rows
        return {f"{line.action} {line.who or line.kind}" for line in lines}


@pytest.mark.database
def test_each_reads_its_own_rows(told: World, database: Database) -> None:
    named = {name: f"Proef {name.title()}" for name in told.people}
    administrator = acts_of(database, told["admin1"].actor)
    assert administrator == {
        f"membership.roles-changed {named['admin1']}",
        "organisation.changed vng",
        f"login.password {named['buyer1']}",
    }
    usage = {f"usage.claimed {named['buyer1']}", f"result.read {named['ciso1']}"}
    assert acts_of(database, told["ciso1"].actor) == administrator | usage
    assert acts_of(database, told["vendor-admin1"].actor) == {
        f"product.changed {named['contributor1']}",
        "product.added vng",
        "result.released vng",
    }
    assert f"vendor.changed {named['contributor2']}" in acts_of(database, told["vendor-admin2"].actor)


@pytest.mark.database
def test_vng_reads_reviewers_and_never_what_a_gemeente_uses_or_reads(told: World, database: Database) -> None:
    for name in ("coordinator", "vng-admin"):
        found = {each.split(" ")[0] for each in acts_of(database, told[name].actor)}
        assert {"verdict.saved", "document.page-read", "thread.replied", "membership.roles-changed"} <= found
        assert {"login.password", "flag.raised", "result.released", "product.changed"} <= found
        assert not found & {"usage.claimed", "result.read"}
    everybody = {each.split(" ", 1)[1] for each in acts_of(database, told["coordinator"].actor)}
    assert "Proef Reviewer1" in everybody and "Proef Admin1" not in everybody and "municipality" in everybody
    assert "membership.roles-changed Proef Admin1" in acts_of(database, told["vng-admin"].actor)


@pytest.mark.database
def test_all_others_read_no_trail(told: World, database: Database) -> None:
    for name in ("buyer1", "owner1", "reviewer1", "contributor1", "submitter1", "releaser"):
        assert acts_of(database, told[name].actor) == set(), name


@pytest.mark.database
def test_list_and_single_row_agree(told: World, unit: Session) -> None:
    rows = set(unit.scalars(select(TrailRow.id)))
    for name in ("admin1", "ciso1", "vendor-admin1", "coordinator", "vng-admin", "buyer1"):
        who = told[name].actor
        listed = set(unit.scalars(visible(who, policy.VIEW, columns=[TrailRow.id])))
        for key in rows:
            if key in listed:
                assert fetch(who, policy.VIEW, key).id == key
            else:
                with pytest.raises(NotFound):
                    fetch(who, policy.VIEW, key)


@pytest.mark.database
def test_who_left_is_followed_no_further(told: World, database: Database) -> None:
    person, administrator = told["buyer1"], told["admin1"].actor
    with database.unit() as opened:
        at = clock.now() + timedelta(hours=1)
        opened.execute(update(Membership).where(Membership.id == person.membership_id).values(ended_at=at))
        with clock.pretend((at + timedelta(days=2)).date()):
            trail.record(Actor(user_id=person.user_id), "password.changed", "user", person.user_id)
    found = {each.split(" ")[0] for each in acts_of(database, administrator)}
    assert "login.password" in found and "password.changed" not in found


def test_names_cannot_be_guessed_by_searching(told: World, database: Database) -> None:
    with database.unit(write=False):
        vendor = told["vendor-admin1"].actor
        assert len(service.list_lines(vendor, Wanted(who="Contributor1")).rows) == 1
        assert service.list_lines(vendor, Wanted(who="Coordinator")).rows == []
        assert service.list_lines(vendor, Wanted(organisation="VNG")).rows == []
        assert service.list_lines(told["coordinator"].actor, Wanted(who="Admin1")).rows == []
        assert service.list_lines(told["admin1"].actor, Wanted(who="Buyer1")).rows != []


def test_filters_and_pages(told: World, database: Database) -> None:
    who = told["vng-admin"].actor
    with database.unit(write=False):
        whole = service.list_lines(who, Wanted(), size=500).rows
        seen, after = list[uuid.UUID](), None
        while True:
            page = service.list_lines(who, Wanted(), after, size=3)
            seen += [line.id for line in page.rows]
            after = page.after
            if after is None:
                break
        assert seen == [line.id for line in whole]
        today = clock.today()
        reviews = service.list_lines(who, Wanted(since=today, until=today, family=Family.REVIEWS)).rows
        assert [line.action for line in reviews] == ["verdict.saved"]
        assert service.list_lines(who, Wanted(until=today - timedelta(days=1))).rows == []
        assert {line.action for line in service.list_lines(who, Wanted(about=told.products[0][0])).rows} == {
            "product.changed",
            "product.added",
        }
        of_vng = service.list_lines(who, Wanted(organisation="vng")).rows
        assert {line.kind for line in of_vng} == {OrganisationKind.VNG} and len(of_vng) == 3
        hidden = next(iter(database_rows("usage.claimed")))
        assert service.list_lines(who, Wanted(), hidden, size=500).rows == whole  # a row of others begins nowhere


def database_rows(action: str) -> Iterator[uuid.UUID]:
    from samencontroleren.core.db import session

    yield from session().scalars(select(TrailRow.id).where(TrailRow.action == action))


def test_the_page_of_vng(told: World, client_of: Browser, database: Database) -> None:
    client = client_of(told["vng-admin"])
    page = client.get("/logboek")
    for words in ("Oordeel opgeslagen", "Proef Reviewer1", "Wachtwoord goed", "nog niet", "Het platform"):
        assert words in page.words
    assert "Gebruik aangemeld" not in page.words
    assert "Kies een datum" in client.get("/logboek?van=gisteren").words
    assert "geen nummer van een object" in client.get("/logboek?object=x").words
    assert "Niets gevonden" in client.get("/logboek?wie=niemand").words
    trail.seal_waiting(database)
    assert "14 regels, tot en met" in client.get("/logboek").words


def test_the_pages_of_organisations(told: World, client_of: Browser) -> None:
    page = client_of(told["ciso1"]).get("/logboek")
    assert "Gebruik aangemeld" in page.words and "Oordeel" not in page.words and "Proef Coordinator" not in page.words
    assert "Wie las wat" in client_of(told["vendor-admin1"]).get("/logboek").words
    client_of(told["buyer1"]).get("/logboek", 403)
    client_of(told["ciso1"]).get("/logboek/lezers", 403)
    english = client_of(told["admin1"], "en").get("/logboek")
    assert "Roles changed" in english.words and "Trail" in english.words


@pytest.mark.database
def test_exports_hold_what_the_page_shows(told: World, client_of: Browser, database: Database) -> None:
    with database.unit() as opened:
        key = told["contributor1"].user_id
        opened.execute(update(User).where(User.id == key).values(name="=1+1"))
    client = client_of(told["vendor-admin1"])
    answer = client.get("/logboek/export.csv?soort=leveranciers").response
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert {(row["handeling"], row["wie"], row["soortOrganisatie"]) for row in rows} == {
        ("product.changed", "'=1+1", "leverancier"),
        ("product.added", "", "vng"),
    }
    assert {row["gegevens"] for row in rows} == {""}  # the ids inside are VNG's
    facts = json.loads(client.get("/logboek/export.json?soort=leveranciers").response.data)
    assert [each["regelId"] for each in facts] == [row["regelId"] for row in rows]
    whole = json.loads(client_of(told["vng-admin"]).get("/logboek/export.json").response.data)
    assert any(each["gegevens"] for each in whole)
    with database.unit(write=False) as opened:
        readers = select(TrailRow.reader_organisation_id).where(TrailRow.action == "trail.exported")
        assert sorted(map(str, opened.scalars(readers))) == sorted(map(str, (told.vendors[0], told.vendors[0], None)))


def test_too_many_lines_are_refused_not_cut(
    told: World, client_of: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 3)
    page = client_of(told["vng-admin"]).get("/logboek/export.csv?tot=2099-01-01", 422)
    assert "Kies een kortere periode" in page.words
    client_of(told["vng-admin"]).get("/logboek/export.json?van=x", 422)
    with database.unit(write=False), pytest.raises(Invalid):
        ledger.open_page()
        service.export_json(told["vng-admin"].actor, Wanted())


@pytest.mark.database
def test_the_check_is_kept_and_told(told: World, app: Flask, database: Database, client_of: Browser) -> None:
    from samencontroleren.auditing import checking

    trail.seal_waiting(database)
    with database.unit():
        assert checking.check().fault == ""
        checking.report()
    client = client_of(told["ciso1"])
    assert "alles klopt" in client.get("/logboek").words
    with database.unit() as opened:
        opened.add(TrailRow(action="x", object_kind="x", result="ok", origin="x", facts={}))
        opened.flush()
        assert "added past the platform" in checking.check().fault
        opened.flush()
        with pytest.raises(checking.TrailBroken):
            checking.report()
    assert "Het logboek klopt niet" in client.get("/logboek").words
    with database.unit() as opened:
        assert opened.scalars(select(TrailCheck.sealed)).all() == [14, 14]


def test_sealing_that_stopped_is_told(told: World, client_of: Browser, database: Database) -> None:
    client = client_of(told["vng-admin"])
    assert "worden niet verzegeld" not in client.get("/logboek").words
    with database.unit() as opened:
        past = clock.now() - timedelta(minutes=5)
        opened.execute(update(trail.TrailWaiting).values(happened_at=past))
    assert "worden niet verzegeld" in client.get("/logboek").words
