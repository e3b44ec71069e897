# SPDX-License-Identifier: EUPL-1.2
"""The inbox, preferences and the digest: whose it is, once, in the reader's language, with nothing confidential."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import User
from samencontroleren.core import clock, scheduler
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.dashboard.jobs import JOBS
from samencontroleren.notifications.kinds import Topic
from samencontroleren.notifications.models import Digest, Notice
from samencontroleren.notifications.service import notify
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from tests.rounds.sample import Sample, bring_to, make_round
from tests.support.pages import PageClient
from tests.support.world import Person, World

Browser = Callable[..., PageClient]

MONDAY = date(2027, 3, 1)
DIGESTS = JOBS[0]


@pytest.fixture
def in_request(app: Flask) -> Iterator[Flask]:
    with app.test_request_context():
        yield app


@pytest.fixture
def sample(in_request: Flask, database: Database, world: World) -> Sample:
    """A dossier in review by reviewer 1 and 2, who were told."""
    with clock.pretend(MONDAY), database.unit():
        made = make_round(world)
        bring_to(world, made.own, DossierState.IN_REVIEW)
        return made


def news(database: Database, person: Person, name: str, kind: str = "hearing_began", **facts: object) -> None:
    with database.unit():
        notify(name, person.membership_id, kind, **facts)  # type: ignore[arg-type]  # facts of the kind


def digests(database: Database, day: date) -> list[OutboxMail]:
    """The digests of a day, after running the job for it."""
    scheduler.run(database, DIGESTS, day=day, again=True)
    with database.unit(write=False) as opened:
        mails = opened.scalars(select(OutboxMail).where(OutboxMail.key.startswith("digest/")))
        return [each for each in mails if each.key.endswith(day.isoformat())]


@pytest.mark.database
def test_one_digest_a_day_and_each_notice_once(sample: Sample, database: Database, world: World) -> None:
    first = digests(database, MONDAY)
    assert {each.to_address for each in first} >= {world["reviewer1"].email, world["reviewer2"].email}
    assert len({each.to_address for each in first}) == len(first)
    assert len(digests(database, MONDAY)) == len(first)  # a second run, and another day, tell nothing twice
    assert digests(database, MONDAY + timedelta(days=1)) == []
    news(database, world["reviewer1"], "later")
    assert [each.to_address for each in digests(database, MONDAY + timedelta(days=2))] == [world["reviewer1"].email]
    mine = next(each for each in first if each.to_address == world["reviewer1"].email)
    assert "U bent gevraagd om een dossier te beoordelen." in mine.text
    assert "/berichten/voorkeuren" in mine.text
    assert "/berichten/voorkeuren" in mine.html
    for mail in first:
        everything = mail.subject + mail.text + mail.html
        for secret in ("Product 1a", "Bedacht", "O'Brien", "Proefronde", "Verzonnendam"):
            assert secret not in everything


def test_no_digest_on_free_days_and_of_what_is_done(sample: Sample, database: Database, world: World) -> None:
    for day in (date(2027, 3, 6), date(2027, 3, 7), date(2027, 3, 26), date(2027, 5, 5)):
        assert digests(database, day) == []
    with database.unit():
        rounds.hand_back(world["reviewer1"].actor, sample.own, "Ziek.")
    told = {each.to_address for each in digests(database, date(2027, 3, 8))}
    assert world["reviewer1"].email not in told
    assert world["reviewer2"].email in told


def test_what_one_may_not_see_any_more_is_left_out(sample: Sample, database: Database, world: World) -> None:
    with database.unit():
        notify("vreemd", world["reviewer3"].membership_id, "assigned", sample.own)
    assert world["reviewer3"].email not in {each.to_address for each in digests(database, MONDAY)}


def test_a_digest_is_in_the_language_of_its_reader(sample: Sample, database: Database, world: World) -> None:
    person = world["reviewer1"]
    with database.unit() as opened:
        opened.execute(update(User).where(User.id == person.user_id).values(language="en"))
    mine = next(each for each in digests(database, MONDAY) if each.to_address == person.email)
    assert (mine.language, "You were asked to review a dossier." in mine.text) == ("en", True)
    assert not re.search(r"\b(Beste|bericht|Uiterlijk|krijgt)\b", mine.subject + mine.text)


def save(client: PageClient, status: int = 302, **choices: object) -> None:
    client.post("/berichten/voorkeuren", {"revision": "0", **choices}, status=status)


@pytest.mark.database
def test_choices_about_mail_are_honoured(sample: Sample, client_of: Browser, database: Database, world: World) -> None:
    silent, at_once = world["reviewer1"], world["reviewer2"]
    save(client_of(silent), reviewing="inbox")
    save(client_of(at_once), reviewing="at_once")
    for person in (silent, at_once):
        news(database, person, f"later-{person.key}")
    with database.unit(write=False) as opened:
        sent = opened.scalars(select(OutboxMail).where(OutboxMail.key.startswith("later-"))).all()
    assert [each.to_address for each in sent] == [at_once.email]
    told = digests(database, MONDAY)
    assert silent.email not in {each.to_address for each in told}
    mine = next(each for each in told if each.to_address == at_once.email)
    assert "Beide beoordelaars" not in mine.text  # that had its own mail
    assert "Beide beoordelaars zijn klaar." in client_of(silent).get("/berichten").words


def test_quiet_days_and_absence(sample: Sample, client_of: Browser, database: Database, world: World) -> None:
    absent, quiet = world["reviewer1"], world["reviewer2"]
    save(client_of(absent), absent_from="2027-03-01", absent_until="2027-03-03")
    save(client_of(quiet), quiet_weekdays=["0", "1"])
    days = [MONDAY + timedelta(days=number) for number in range(4)]
    got = {day: {each.to_address for each in digests(database, day)} for day in days}
    assert [day for day in days if absent.email in got[day]] == [date(2027, 3, 4)]
    assert [day for day in days if quiet.email in got[day]] == [date(2027, 3, 3)]
    with database.unit():
        notify("nodig", absent.membership_id, "hearing_opened", mail="assessments/hearing_opened", date=MONDAY)
        notify("nodig-2", absent.membership_id, "supplement_asked")
    with database.unit(write=False) as opened:
        assert len(opened.scalars(select(OutboxMail).where(OutboxMail.key.startswith("nodig"))).all()) == 2


def test_wrong_choices_are_said_at_their_field(client_of: Browser, world: World) -> None:
    client = client_of(world["buyer1"])
    save(client, 422, absent_from="2027-03-03", absent_until="2027-03-01")
    save(client, 422, absent_from="2027-03-03")
    save(client, 422, usage="soms")
    save(client, usage="inbox", quiet_weekdays=["4"])
    save(client, 409)  # an older window
    assert "Vrijdag" in client.get("/berichten/voorkeuren").words


def test_an_inbox_is_its_members_own(client_of: Browser, database: Database, world: World) -> None:
    person, other = world["reviewer1"], world["reviewer2"]
    news(database, person, "nieuws")
    news(database, person, "taak", "assigned")
    with database.unit(write=False) as opened:
        keys = {each.key: each.id for each in opened.scalars(select(Notice))}
    mine, theirs = client_of(person), client_of(other)
    assert "Berichten: 2 open berichten" in mine.get("/").words
    assert "open bericht" not in theirs.get("/").words
    assert "Geen open berichten" in theirs.get("/berichten").words
    theirs.post(f"/berichten/{keys['nieuws']}/gelezen", status=404)
    theirs.post("/berichten/gelezen")
    mine.post(f"/berichten/{keys['taak']}/gelezen", status=409)  # a task ends by being done
    mine.post(f"/berichten/{keys['nieuws']}/gelezen")
    news(database, person, "meer")
    mine.post("/berichten/gelezen")
    page = mine.get("/berichten").words
    assert "U bent gevraagd om een dossier te beoordelen." in page
    assert "Beide beoordelaars" not in page
    assert mine.get("/berichten/afgehandeld").words.count("Beide beoordelaars zijn klaar.") == 2
    assert "U bent gevraagd" not in mine.get("/berichten?onderwerp=results").words


@pytest.mark.database
def test_notices_of_one_kind_stand_together(client_of: Browser, database: Database, world: World) -> None:
    person = world["buyer1"]
    for number in range(26):
        news(database, person, f"nieuws-{number}")
    news(database, person, "ander nieuws", "question_published")
    for day in (9, 1):
        news(database, person, f"taak-{day}", "dossier_submitted", date=date(2027, 3, day))
    client = client_of(person)
    page = client.get("/berichten")
    assert "2 taken" in page.words and "27 nieuwsberichten" in page.words
    assert page.words.index("1 maart 2027") < page.words.index("9 maart 2027")
    assert "Toon alle 26" in page.words
    own = "/berichten?soort=hearing_began"
    assert own in {link.get("href") for link in page.all("a")}
    assert [client.get(f"{own}{more}").text.count('/gelezen"') for more in ("", "&pagina=2")] == [26, 2]  # and "all"
    client.get("/berichten?soort=onbekend", status=404)
    client.post("/berichten/gelezen", {"soort": "hearing_began"})
    page = client.get("/berichten")
    assert "1 nieuwsbericht" in page.words and "2 taken" in page.words
    assert "Geen open berichten" in client.get(own).words


def test_own_notices_through_the_api(app: Flask, database: Database, world: World) -> None:
    news(database, world["reviewer1"], "nieuws")
    with database.unit() as opened:
        tokens = {name: accounts.make_token(world[name].membership_id) for name in ("reviewer1", "reviewer2")}
        key = opened.scalars(select(Notice.id)).one()
    mine, theirs = ({"Authorization": f"Bearer {tokens[name]}"} for name in ("reviewer1", "reviewer2"))
    client = app.test_client()
    found = client.get("/api/v1/meldingen", headers=mine).get_json()
    assert [(each["onderwerp"], each["isTaak"]) for each in found] == [("beoordelen", False)]
    assert client.get("/api/v1/meldingen", headers=theirs).get_json() == []
    assert client.post(f"/api/v1/meldingen/{key}/gelezen", headers=theirs).status_code == 404
    assert client.post(f"/api/v1/meldingen/{key}/gelezen", headers=mine).status_code == 200
    assert client.get("/api/v1/meldingen", headers=mine).get_json() == []
    assert len(client.get("/api/v1/meldingen?afgehandeld=true", headers=mine).get_json()) == 1


def test_every_kind_has_words_and_a_topic_of_the_form(app: Flask) -> None:
    from samencontroleren.notifications.schemas import ChoicesInput

    assert {topic.value for topic in Topic} <= set(ChoicesInput().fields)
    for kind in app.extensions["notices"].kinds.values():
        assert all((*kind.title, *kind.why))
        assert kind.title[0] != kind.title[1]


def test_an_unknown_kind_is_an_error(app: Flask, database: Database, world: World) -> None:
    with pytest.raises(LookupError):
        news(database, world["buyer1"], "x", "onbekend")
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Digest)).all() == []
