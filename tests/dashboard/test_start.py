# SPDX-License-Identifier: EUPL-1.2
"""The start page says to each role what needs it now, and nothing of others."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, update

from samencontroleren.accounts import invitations
from samencontroleren.accounts.models import Invitation, Membership
from samencontroleren.assessments.dossiers import begin_review, begin_verdict
from samencontroleren.assessments.kinds import Assurance, Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.dashboard import coordination
from samencontroleren.notifications.service import notify
from samencontroleren.organisations import mergers
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Assignment, Dossier, Round
from samencontroleren.usage import service as usage
from tests.support.counting import questions
from tests.support.pages import HTML, PageClient
from tests.support.world import World, end_people_of

Browser = Callable[..., PageClient]


def dossier(database: Database, world: World, state: DossierState, days: int = 10, vendor: int = 0) -> uuid.UUID:
    """A dossier of the supplier's first product in a running round, in some state, with so many days left."""
    with database.unit():
        in_round = Round(
            name=f"Ronde {uuid.uuid4()}",
            questionnaire_id=world.questionnaire,
            coordinator_id=world["coordinator"].user_id,
            state=RoundState.RUNNING,
            opens_on=date(2026, 1, 1),
            answers_due_on=clock.today(),
            review_due_on=clock.today() + timedelta(days=30),
        )
        session().add(in_round)
        session().flush()
        made = Dossier(
            round_id=in_round.id,
            subject=Subject.PRODUCT,
            vendor_id=world.vendors[vendor],
            product_id=world.products[vendor][0],
            state=state,
            due_on=clock.today() + timedelta(days=days),
        )
        session().add(made)
        session().flush()
        return made.id


def assign(database: Database, world: World, dossier_id: uuid.UUID, name: str) -> None:
    person = world[name]
    with database.unit():
        row = Assignment(dossier_id=dossier_id, user_id=person.user_id, membership_id=person.membership_id)
        row.organisation_id = person.organisation_id
        session().add(row)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("contributor1", "U bent nog niet uitgenodigd voor een ronde"),
        ("reviewer1", "U hebt nu niets te beoordelen"),
        ("coordinator", "Er loopt geen ronde"),
        ("releaser", "Niets te fiatteren"),
        ("buyer1", "Uw register is nog leeg"),
        ("admin1", "mensen in uw organisatie"),
        ("vng-admin", "mensen in uw organisatie"),
    ],
)
def test_empty_start_says_what_to_do_first(client_of: Browser, world: World, name: str, words: str) -> None:
    assert words in client_of(world[name]).get("/").words


def test_a_request_for_more_time_stands_at_both_who_ask_and_decide(
    client_of: Browser, world: World, database: Database
) -> None:
    key = dossier(database, world, DossierState.IN_PROGRESS, days=-2)
    wished = clock.today() + timedelta(days=20)
    with database.unit():
        rounds.ask_more_time(world["submitter1"].actor, key, wished, "Onze specialist is ziek.")
    asking = client_of(world["contributor1"])
    assert "VNG is aan zet; tot VNG beslist geldt" in asking.get("/").words
    assert "Er is om meer tijd gevraagd" in asking.get(f"/dossiers/{key}/termijn").words
    assert "Meer tijd gevraagd" not in client_of(world["contributor2"]).get("/").words
    deciding = client_of(world["coordinator"]).get("/")
    assert "1 verzoek om meer tijd wacht op uw beslissing" in deciding.words
    assert f"/dossiers/{key}/termijn" in deciding.text


def test_the_menu_of_a_supplier_keeps_what_belongs_together_below_one_place(client_of: Browser, world: World) -> None:
    def menus(path: str) -> list[list[str]]:
        page = client_of(world["submitter1"]).get(path)
        return [
            [" ".join("".join(link.itertext()).split()) for link in nav.iter(f"{HTML}a")] for nav in page.all("nav")
        ]

    small, bar, *others = menus("/")
    assert set(small) - set(bar) == {"Wie ziet wat", "Uitkomsten", "Onze gegevens"}
    assert len(bar) < 11
    assert ["Bewijs", "Wie ziet wat"] not in others
    for path in ("/bewijs", "/wie-ziet-wat"):
        assert ["Bewijs", "Wie ziet wat"] in menus(path), path


def test_a_dossier_on_the_start_page_leads_to_every_way_of_filling_in(
    client_of: Browser, world: World, database: Database
) -> None:
    key = dossier(database, world, DossierState.IN_PROGRESS)
    page = client_of(world["contributor1"]).get("/")
    for place in ("certificaat-eerst", "werkboek"):
        assert f"/dossiers/{key}/{place}" in page.text, place
    assert "werkboek" not in client_of(world["vendor-admin1"]).get("/").text, "who does not answer gets no button"


def test_visitor_is_asked_to_log_in(client_of: Browser) -> None:
    assert client_of().get("/", status=302).location.startswith("/inloggen")


def test_person_without_organisation_is_welcomed(client_of: Browser, world: World, database: Database) -> None:
    person = world["buyer1"]
    client = client_of(person)
    with database.unit():
        session().get_one(Membership, person.membership_id).ended_at = clock.now()
    assert "U hoort nog bij geen organisatie" in client.get("/").words


def test_supplier_sees_its_own_turn_with_progress(client_of: Browser, world: World, database: Database) -> None:
    key = dossier(database, world, DossierState.IN_PROGRESS)
    page = client_of(world["contributor1"]).get("/")
    assert "Uw organisatie is aan zet bij 1 dossier" in page.words
    assert page.words.count("Product 1a") == 1, "each dossier stands on the page once"
    assert "0 van 4" in page.words
    assert any(link.get("href") == f"/dossiers/{key}/invullen" for link in page.all("a"))
    other = client_of(world["contributor2"]).get("/")
    assert "Product 1a" not in other.words


def test_administrator_of_a_supplier_sees_what_waits_for_colleagues(
    client_of: Browser, world: World, database: Database
) -> None:
    dossier(database, world, DossierState.IN_PROGRESS, days=-1)
    page = client_of(world["vendor-admin1"]).get("/")
    assert "Uw organisatie is aan zet bij 1 dossier" in page.words and "Te laat" in page.words
    assert "Ga verder" not in page.words


def test_supplier_without_turn_sees_others_at_work(client_of: Browser, world: World, database: Database) -> None:
    dossier(database, world, DossierState.IN_REVIEW)
    page = client_of(world["contributor1"]).get("/")
    assert "Anderen zijn aan zet" in page.words and "Uw organisatie is aan zet" not in page.words


def test_reviewer_sees_only_assigned_dossiers(client_of: Browser, world: World, database: Database) -> None:
    key = dossier(database, world, DossierState.IN_REVIEW)
    assign(database, world, key, "reviewer1")
    assert "Door u te beoordelen" in client_of(world["reviewer1"]).get("/").words
    assert "Product 1a" not in client_of(world["reviewer2"]).get("/").words


def test_what_a_reviewer_began_stands_in_front_and_the_list_leads_to_the_desk(
    client_of: Browser, world: World, database: Database
) -> None:
    keys = [dossier(database, world, DossierState.IN_REVIEW, days=days) for days in (20, 10, 30)]
    for key in keys:
        assign(database, world, key, "reviewer1")
    with database.unit():
        for key in (keys[0], keys[2]):
            made = begin_verdict(begin_review(world["reviewer1"].user_id, key), world.requirement_versions["P-1"])
            made.code, made.assurance = Verdict.MEETS, Assurance.CHECKED
    client = client_of(world["reviewer1"])

    def ways(address: str) -> list[str]:
        links = [link.get("href", "") for link in client.get(address).all("a")]
        return [link.removeprefix("/dossiers/") for link in links if any(str(key) in link for key in keys)]

    assert ways("/") == [f"{keys[number]}/beoordelen" for number in (0, 2, 1)]
    assert ways("/dossiers?van-mij=true") == [f"{keys[number]}/beoordelen" for number in (1, 0, 2)]
    assert ways("/dossiers") == [str(keys[number]) for number in (1, 0, 2)]


def test_coordinator_sees_what_waits_and_what_is_late(client_of: Browser, world: World, database: Database) -> None:
    dossier(database, world, DossierState.SUBMITTED)
    dossier(database, world, DossierState.HEARING, days=-1, vendor=1)
    page = client_of(world["coordinator"]).get("/")
    assert "Wijs beoordelaars toe" in page.words
    assert "1 dag geleden" in page.words
    assert "Wederhoor voorbij 1 " in page.words
    assert "O'Brien" in page.words and "<b>O'Brien" not in page.text


def test_links_of_the_start_page_of_a_coordinator_work(client_of: Browser, world: World, database: Database) -> None:
    for number in range(coordination.FIRST + 1):
        dossier(database, world, DossierState.SUBMITTED, days=-number - 1)
    client = client_of(world["coordinator"])
    page = client.get("/")
    assert page.words.count("Toon alle 6 dossiers") == 2
    links = {link.get("href", "") for link in page.all("a")}
    lists = {link for link in links if link.startswith("/dossiers?")}
    assert {link.split("?")[1] for link in lists} >= {"te-laat=true", "toestand=ingediend"}
    assert any("aan-zet=coordinator" in link for link in lists)
    for link in lists:
        client.get(link)


def test_releaser_sees_what_awaits_release(client_of: Browser, world: World, database: Database) -> None:
    key = dossier(database, world, DossierState.AWAITING_RELEASE)
    page = client_of(world["releaser"]).get("/")
    assert any(link.get("href") == f"/dossiers/{key}/fiatteren" for link in page.all("a"))


def test_person_with_several_roles_gets_each_block(client_of: Browser, world: World, database: Database) -> None:
    dossier(database, world, DossierState.SUBMITTED)
    page = client_of(world["all-roles"]).get("/")
    for words in ("U hebt nu niets te beoordelen", "Wijs beoordelaars toe", "Niets te fiatteren"):
        assert words in page.words


def test_second_person_is_asked_to_confirm_use(client_of: Browser, world: World, database: Database) -> None:
    with database.unit():
        usage.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
    asked = client_of(world["ciso1"]).get("/").words
    assert "Bevestig dat uw gemeente dit gebruikt" in asked
    assert asked.count("Product 1a") == 1, "a claim stands on the page once"
    assert "Bevestig dat uw gemeente dit gebruikt" not in client_of(world["buyer1"]).get("/").words
    assert "Product 1a" not in client_of(world["ciso2"]).get("/").words


def test_products_in_use_show_that_there_is_no_result(client_of: Browser, world: World, database: Database) -> None:
    with database.unit():
        made = usage.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
        usage.confirm_usage(world["ciso1"].actor, made.id)
    assert "Nog geen resultaat" in client_of(world["buyer1"]).get("/").words


def test_task_of_the_inbox_about_a_dossier_in_a_block_is_shown_once(
    client_of: Browser, world: World, database: Database
) -> None:
    key = dossier(database, world, DossierState.IN_REVIEW)
    assign(database, world, key, "reviewer1")
    with database.unit():
        for name in ("reviewer1", "reviewer2"):
            notify(f"proef-{name}", world[name].membership_id, "assigned", key)
            notify(f"proef-2-{name}", world[name].membership_id, "reviewer_needed")
    page = client_of(world["reviewer1"]).get("/")
    assert "U bent gevraagd om een dossier te beoordelen." not in page.words
    assert "Een dossier heeft een nieuwe beoordelaar nodig." in page.words
    assert page.words.count("Product 1a") == 1
    assert "Product 1a" not in client_of(world["reviewer2"]).get("/").words


def test_start_page_in_english(client_of: Browser, world: World) -> None:
    assert client_of(world["coordinator"], language="en").get("/").status == 200


def test_functional_administrator_sees_who_waits_and_what_is_planned(
    client_of: Browser, world: World, database: Database
) -> None:
    person = world["vng-admin"]
    with database.unit():
        town, other = world["buyer1"].organisation_id, world["buyer2"].organisation_id
        assert town and other
        end_people_of(town)
        invitations.invite(person.actor, town, "eerste@gemeente.example", "Eerste Mens", [Role.ADMINISTRATOR], "nl")
        mergers.plan_merger(
            person.actor, part_ids=[town], into_id=other, happens_on=clock.today() + timedelta(days=9), ground="Wet"
        )
    page = client_of(person).get("/")
    assert "Eerste Mens, eerste@gemeente.example" in page.words
    assert "Herindelingen 1 gepland" in page.words and "over 9 dagen" in page.words
    assert "Verlopen" not in page.words
    with database.unit():
        session().execute(update(Invitation).values(expires_at=clock.now() - timedelta(days=1)))
    assert "Verlopen" in client_of(person).get("/").words
    assert "Eerste Mens" not in client_of(world["coordinator"]).get("/").words


@pytest.mark.parametrize(
    "name",
    ["contributor1", "submitter1", "reviewer1", "coordinator", "releaser", "buyer1", "ciso1", "admin1", "vng-admin"],
)
def test_start_page_takes_few_questions_however_much_waits(
    client_of: Browser, world: World, database: Database, connection: Connection, name: str
) -> None:
    """At most twelve besides three for session, actor and inbox (quality.md, section 5)."""
    with database.unit():
        made = usage.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
        usage.confirm_usage(world["ciso1"].actor, made.id)
    for state in DossierState:
        for _each in range(2):
            assign(database, world, dossier(database, world, state, days=-1), "reviewer1")
    browser = client_of(world[name])
    with questions(connection) as seen:
        assert browser.get("/").status == 200
    assert len(seen) <= 15, seen
