# SPDX-License-Identifier: EUPL-1.2
"""Pages of rounds and dossiers: each outcome once; own, foreign and not logged in."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import ConflictOfInterest, Dossier, Round, VendorInvitation
from samencontroleren.usage import service as usages
from tests.rounds.sample import Sample, bring_to, make_round
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]


@pytest.fixture
def sample(in_request: Flask, database: Database, world: World) -> Sample:
    """A running round, stored."""
    with database.unit():
        return make_round(world)


def state_of(database: Database, key: uuid.UUID) -> DossierState:
    with database.unit(write=False) as opened:
        return opened.get_one(Dossier, key).state


def bring(database: Database, world: World, key: uuid.UUID, state: DossierState) -> None:
    with database.unit():
        bring_to(world, key, state)


def test_from_nothing_to_a_running_round(client_of: Clients, database: Database, world: World) -> None:
    browser = client_of(world["coordinator"])
    assert "Nieuwe ronde" in browser.get("/rondes").words
    browser.get("/rondes/nieuw")
    today = clock.today()
    facts = {
        "name": "Ronde <b>vet</b>",
        "questionnaire_id": str(world.questionnaire),
        "opens_on": today.isoformat(),
        "answers_due_on": (today + timedelta(days=30)).isoformat(),
        "review_due_on": (today + timedelta(days=90)).isoformat(),
        "hearing_days": "10",
    }
    products = browser.post("/rondes/nieuw", facts).location
    assert products.endswith("/producten")
    round_path = products.removesuffix("/producten")
    assert "Product 1a" in browser.get(products).words
    assert "Product 2a" not in browser.get(f"{products}?zoek=1a").words
    assert "Kies een of meer producten." in browser.post(products, {}, status=422).words
    browser.post(f"{products}?zoek=1a", {"product_ids": [str(world.products[0][0])]})
    assert "Doet mee" in browser.get(products).words
    invitations = browser.get(f"{round_path}/uitnodigingen")
    assert "nog geen contactpersoon" in invitations.words
    contact = f"{round_path}/uitnodigingen/{world.vendors[0]}"
    assert "contact1@leverancier1.example" in browser.get(contact).text  # filled in from what is known
    refused = browser.post(contact, {"name": "Wim", "email": "geen adres"}, status=422)
    assert "geen geldig mailadres" in refused.words
    assert 'value="geen adres"' in refused.text
    browser.post(contact, {"name": "Contact 1", "email": "contact1@leverancier1.example", "language": "nl"})
    assert "Staat klaar" in browser.get(f"{round_path}/uitnodigingen").words
    browser.post(f"{round_path}/openen")
    shown = browser.get(round_path)
    assert "Loopt" in shown.words
    assert "<b>vet</b>" not in shown.text
    assert "Verstuurd" in browser.get(f"{round_path}/uitnodigingen").words
    with database.unit(write=False) as opened:
        mails = opened.scalars(select(OutboxMail).where(OutboxMail.to_address == "contact1@leverancier1.example")).all()
        assert len(mails) == 1
        assert "/uitnodiging/" in mails[0].text


def test_a_wrong_round_keeps_what_was_typed(client_of: Clients, database: Database, world: World) -> None:
    browser = client_of(world["coordinator"])
    facts = {
        "name": "Te kort",
        "questionnaire_id": str(world.questionnaire),
        "opens_on": "2027-05-01",
        "answers_due_on": "2027-04-01",
        "review_due_on": "geen dag",
        "hearing_days": "tien",
    }
    page = browser.post("/rondes/nieuw", facts, status=422)
    assert 'value="Te kort"' in page.text
    assert "Dit is geen dag" in page.words
    page = browser.post("/rondes/nieuw", {**facts, "review_due_on": "2027-06-01", "hearing_days": "10"}, status=422)
    assert "na de opening" in page.words
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Round)).all() == []


def test_two_people_change_one_round(client_of: Clients, in_request: Flask, database: Database, world: World) -> None:
    with database.unit():
        planned = make_round(world, opened=False)
    browser = client_of(world["coordinator"])
    path = f"/rondes/{planned.round_id}/wijzigen"
    browser.get(path)
    facts = {
        "name": "Van mij",
        "opens_on": "2027-01-01",
        "answers_due_on": "2027-02-01",
        "review_due_on": "2027-03-01",
        "hearing_days": "10",
    }
    page = browser.post(path, {**facts, "revision": "7"}, status=409)
    assert "Een collega heeft deze ronde intussen gewijzigd" in page.words
    assert 'value="Van mij"' in page.text
    assert "Proefronde" in page.words
    browser.post(path, {**facts, "revision": "1"})
    assert "Van mij" in browser.get(f"/rondes/{planned.round_id}").words


class TestWhoSeesWhat:
    """The same addresses for different people."""

    def test_rounds(self, client_of: Clients, sample: Sample, world: World) -> None:
        path = f"/rondes/{sample.round_id}"
        assert "Product 2a" in client_of(world["coordinator2"]).get(path).words
        own = client_of(world["submitter1"]).get(path).words
        assert "Product 1a" in own
        assert "Product 2a" not in own
        assert "O'Brien" not in own
        assert "2 producten doen mee" in client_of(world["buyer1"]).get(path).words
        client_of(world["submitter3"]).get(path, status=404)
        assert "/inloggen" in client_of().get(path, status=302).location

    def test_a_gemeente_knows_which_of_its_products_take_part(
        self, client_of: Clients, sample: Sample, database: Database, world: World
    ) -> None:
        path, product = f"/rondes/{sample.round_id}", world.products[0][0]
        with database.unit():
            use = usages.claim_usage(world["buyer1"].actor, product, "Burgerzaken")
        assert "Product 1a" not in client_of(world["buyer1"]).get(path).words, "a claim alone says nothing"
        with database.unit():
            usages.confirm_usage(world["ciso1"].actor, use.id)
        bring(database, world, sample.own, DossierState.IN_REVIEW)
        ours = client_of(world["buyer1"]).get(path).words
        assert "Product 1a" in ours and "Wordt beoordeeld" in ours
        assert "Product 2a" not in ours and "In beoordeling" not in ours, "not of others, not how far it is"
        assert "Uw gemeente gebruikt er 1 van" in client_of(world["ciso1"]).get("/rondes").words
        for name in ("buyer2", "admin1", "reviewer1"):
            assert "Uw gemeente gebruikt er" not in client_of(world[name]).get("/rondes").words, name
        assert "doen mee" not in client_of(world["submitter1"]).get(path).words

    def test_planning_is_for_the_co_ordinator(self, client_of: Clients, sample: Sample, world: World) -> None:
        for name in ("submitter1", "buyer1", "releaser"):
            browser = client_of(world[name])
            browser.get("/rondes/nieuw", status=403)
            for path in ("wijzigen", "producten", "uitnodigingen"):
                browser.get(f"/rondes/{sample.round_id}/{path}", status=403)
            for path in ("openen", "afronden", "annuleren", "producten"):
                browser.post(f"/rondes/{sample.round_id}/{path}", {"reason": "x"}, status=403)

    def test_dossiers(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        bring(database, world, sample.own, DossierState.IN_REVIEW)
        path = f"/dossiers/{sample.own}"
        for name in ("coordinator", "releaser", "submitter1", "contributor1", "reviewer1", "reviewer2"):
            browser = client_of(world[name])
            assert "Product 1a" in browser.get(path).words
            assert "Product 1a" in browser.get("/dossiers").words
        for name in ("submitter2", "reviewer3", "buyer1", "ciso1", "admin1", "vng-admin"):
            client_of(world[name]).get(path, status=404)
        client_of(world["buyer1"]).get("/dossiers", status=403)
        assert "Product 1a" not in client_of(world["reviewer3"]).get("/dossiers").words
        assert "/inloggen" in client_of().get(path, status=302).location

    def test_names_of_reviewers(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        bring(database, world, sample.own, DossierState.IN_REVIEW)
        path = f"/dossiers/{sample.own}"
        assert "Proef Reviewer1" in client_of(world["coordinator"]).get(path).words
        for name in ("submitter1", "reviewer2"):
            words = client_of(world[name]).get(path).words
            for secret in ("Reviewer1", "Coordinator", "Verzonnendam"):
                assert secret not in words
        assert "Twee beoordelaars van gemeenten" in client_of(world["submitter1"]).get(path).words

    def test_buttons_follow_the_permissions(
        self, client_of: Clients, sample: Sample, database: Database, world: World
    ) -> None:
        bring(database, world, sample.own, DossierState.SUBMITTED)
        path = f"/dossiers/{sample.own}"
        assert "Beoordelaars toewijzen" in client_of(world["coordinator"]).get(path).words
        assert "Dit bent u" in client_of(world["coordinator"]).get(path).words
        for name in ("releaser", "submitter1"):
            assert "Beoordelaars toewijzen" not in client_of(world[name]).get(path).words

    def test_english(self, client_of: Clients, sample: Sample, world: World) -> None:
        assert "Invited" in client_of(world["submitter1"], language="en").get(f"/dossiers/{sample.own}").words

    def test_filters_that_make_no_sense(self, client_of: Clients, sample: Sample, world: World) -> None:
        browser = client_of(world["coordinator"])
        for query in ("toestand=onzin", "pagina=0", "volgorde=x", "ronde=1", "vreemd=1", "pagina=99999999"):
            browser.get(f"/dossiers?{query}", status=400)
        for query in ("toestand=uitgenodigd", "toestand=", "van-mij=1", "te-laat=1&zoek=%25", "pagina=999"):
            browser.get(f"/dossiers?{query}")


class TestAssigning:
    """The page of assignment."""

    def test_two_are_chosen(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        bring(database, world, sample.own, DossierState.SUBMITTED)
        browser = client_of(world["coordinator"])
        path = f"/dossiers/{sample.own}/toewijzen"
        assert "Gemeente Nepveen" in browser.get(path).words
        refused = browser.post(path, {"membership_ids": [str(world["reviewer1"].membership_id)]}, status=422)
        assert "Kies twee verschillende beoordelaars" in refused.words
        assert "checked" in refused.text
        pair = [str(world[name].membership_id) for name in ("reviewer1", "reviewer2")]
        browser.post(path, {"membership_ids": pair})
        assert state_of(database, sample.own) is DossierState.IN_REVIEW
        assert "Beoordelaar wisselen" in browser.get(path).words
        client_of(world["reviewer1"]).post(f"/dossiers/{sample.own}/teruggeven", {"reason": "Ziek."})
        client_of(world["reviewer1"]).get(f"/dossiers/{sample.own}", status=404)
        browser.post(path, {"membership_ids": [str(world["reviewer3"].membership_id)], "replaces": ""})
        client_of(world["reviewer3"]).get(f"/dossiers/{sample.own}")
        third = {"membership_ids": [str(world["all-roles"].membership_id)]}
        assert "Kies wie u vervangt." in browser.post(path, third, status=422).words
        assert "Kies wie u vervangt." in browser.post(path, {**third, "replaces": str(sample.own)}, status=422).words
        client_of(world["reviewer3"]).get(f"/dossiers/{sample.own}")

    def test_the_next_dossier_that_waits_follows(
        self, client_of: Clients, sample: Sample, database: Database, world: World
    ) -> None:
        for key in (sample.own, sample.vendor_dossier):
            bring(database, world, key, DossierState.SUBMITTED)
        browser = client_of(world["coordinator"])
        pair = [str(world[name].membership_id) for name in ("reviewer1", "reviewer2")]
        keys = [sample.own, sample.vendor_dossier]
        assert "ga door (nog 1)" in browser.get(f"/dossiers/{keys[0]}/toewijzen").words
        answer = browser.post(f"/dossiers/{keys[0]}/toewijzen", {"membership_ids": pair, "goes_on": "true"})
        assert answer.location == f"/dossiers/{keys[1]}/toewijzen"
        assert "ga door" not in browser.get(answer.location).words
        answer = browser.post(answer.location, {"membership_ids": pair, "goes_on": "true"})
        assert answer.location == f"/dossiers/{keys[1]}"

    def test_a_declared_conflict(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        bring(database, world, sample.own, DossierState.SUBMITTED)
        conflict = {"vendor_id": str(world.vendors[0]), "reason": "Mijn zus werkt daar."}
        reviewer = client_of(world["reviewer1"])
        reviewer.get("/belangen")
        assert "Vul dit in." in reviewer.post("/belangen", {"vendor_id": str(world.vendors[0])}, status=422).words
        reviewer.post("/belangen", conflict)
        assert "Mijn zus werkt daar." in reviewer.get("/belangen").words
        browser = client_of(world["coordinator"])
        assert "Mijn zus werkt daar." in browser.get("/belangen").words
        assert "Mijn zus werkt daar." not in client_of(world["reviewer2"]).get("/belangen").words
        client_of(world["submitter1"]).get("/belangen", status=403)
        path = f"/dossiers/{sample.own}/toewijzen"
        assert "Heeft een belang gemeld" in browser.get(path).words
        pair = [str(world[name].membership_id) for name in ("reviewer1", "reviewer2")]
        browser.post(path, {"membership_ids": pair}, status=422)
        assert state_of(database, sample.own) is DossierState.SUBMITTED

    def test_others(self, client_of: Clients, sample: Sample, world: World) -> None:
        path = f"/dossiers/{sample.own}/toewijzen"
        chosen = {"membership_ids": [str(world["reviewer1"].membership_id)]}
        for name, status in (("submitter1", 403), ("releaser", 403), ("reviewer1", 404), ("submitter2", 404)):
            client_of(world[name]).get(path, status=status)
            client_of(world[name]).post(path, chosen, status=status)


class TestEnds:
    """Refused, cancelled, not delivered, through the page."""

    def test_refusing(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        path = f"/dossiers/{sample.own}"
        browser = client_of(world["submitter1"])
        assert "Doe niet mee" in browser.get(path).words
        assert "Doe niet mee" not in client_of(world["contributor1"]).get(path).words
        client_of(world["contributor1"]).post(f"{path}/weigeren", {"reason": "Nee."}, status=403)
        client_of(world["submitter2"]).post(f"{path}/weigeren", {"reason": "Nee."}, status=404)
        assert "Vul dit in." in browser.post(f"{path}/weigeren", {"reason": " "}, status=422).words
        browser.post(f"{path}/weigeren", {"reason": "Wij stoppen met dit product."})
        assert state_of(database, sample.own) is DossierState.REFUSED
        assert "Wij stoppen met dit product." in browser.get(path).words
        browser.post(f"{path}/weigeren", {"reason": "Nog eens."}, status=409)

    def test_cancelling(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        path = f"/dossiers/{sample.own}/annuleren"
        client_of(world["releaser"]).post(path, {"reason": "Nee."}, status=403)
        client_of(world["coordinator"]).post(path, {"reason": "Het product bestaat niet meer."})
        assert state_of(database, sample.own) is DossierState.CANCELLED

    def test_not_delivered(self, client_of: Clients, in_request: Flask, database: Database, world: World) -> None:
        with database.unit():
            late = make_round(world, "Te laat", due=clock.today() - timedelta(days=3))
        path = f"/dossiers/{late.own}"
        first, second = client_of(world["coordinator"]), client_of(world["coordinator2"])
        assert "Te laat" in first.get(path).words
        first.post(f"{path}/niet-geleverd/akkoord", status=409)
        first.post(f"{path}/niet-geleverd", {"reason": "Geen reactie op drie mails."})
        assert "Keur goed" not in first.get(path).words
        assert "Geen reactie op drie mails." not in client_of(world["submitter1"]).get(path).words
        first.post(f"{path}/niet-geleverd/akkoord", status=403)
        assert "Keur goed" in second.get(path).words
        second.post(f"{path}/niet-geleverd/akkoord")
        assert state_of(database, late.own) is DossierState.NOT_DELIVERED

    def test_a_round_is_called_off(self, client_of: Clients, sample: Sample, database: Database, world: World) -> None:
        browser = client_of(world["coordinator"])
        path = f"/rondes/{sample.round_id}"
        browser.post(f"{path}/afronden", status=409)
        browser.post(f"{path}/annuleren", {"reason": ""}, status=422)
        browser.post(f"{path}/annuleren", {"reason": "De vragenlijst klopt niet."})
        assert "Geannuleerd" in browser.get(path).words
        with database.unit(write=False) as opened:
            assert opened.get_one(Round, sample.round_id).state is RoundState.CANCELLED


def test_again_and_wrong_person(client_of: Clients, sample: Sample, database: Database, world: World) -> None:
    browser = client_of(world["coordinator"])
    path = f"/rondes/{sample.round_id}/uitnodigingen"
    browser.post(f"{path}/{world.vendors[0]}", {"name": "Wim", "email": "wim@leverancier1.example"})
    with database.unit(write=False) as opened:
        row = opened.scalars(select(VendorInvitation)).one()
    browser.post(f"/rondes/uitnodigingen/{row.id}/opnieuw")
    browser.get(f"/rondes/uitnodigingen/{row.id}/vervangen")
    browser.post(f"/rondes/uitnodigingen/{row.id}/vervangen", {"name": "Ine", "email": "ine@leverancier1.example"})
    rows = {stand: browser.get(f"{path}?stand={stand}").words for stand in ("niemand", "wacht", "aanvaard")}
    assert "ine@leverancier1" in rows["wacht"] and "ine@leverancier1" not in rows["niemand"] + rows["aanvaard"]
    assert "Nog niemand uitgenodigd." in rows["niemand"] and "Niets gevonden" in rows["aanvaard"]
    words = browser.get(path).words
    assert "Ingetrokken" in words
    assert "ine@leverancier1.example" in words
    browser.post(f"/rondes/uitnodigingen/{row.id}/opnieuw", status=409)
    browser.get(f"{path}/{uuid.uuid4()}", status=404)
    for name in ("submitter1", "releaser", "buyer1"):
        client_of(world[name]).post(f"/rondes/uitnodigingen/{row.id}/opnieuw", status=404)
    with database.unit(write=False) as opened:
        mails = opened.scalars(select(OutboxMail.key)).all()
        assert [key.split(" ")[0].split(":")[0] for key in mails].count("invitation") == 3


def test_conflict_of_a_supplier_that_does_not_exist(client_of: Clients, database: Database, world: World) -> None:
    browser = client_of(world["reviewer1"])
    browser.post("/belangen", {"vendor_id": str(uuid.uuid4()), "reason": "Raar."}, status=404)
    browser.post("/belangen", {"vendor_id": "x", "reason": "Raar."}, status=422)
    with database.unit(write=False) as opened:
        assert opened.scalars(select(ConflictOfInterest)).all() == []


class TestApi:
    """The same rights over the API, with one shape for all."""

    def get(self, app: Flask, token: str | None, path: str, status: int = 200) -> object:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = app.test_client().get(f"/api/v1{path}", headers=headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()

    def token(self, database: Database, world: World, name: str) -> str:
        from samencontroleren.accounts.service import make_token

        with database.unit():
            return make_token(world[name].membership_id)

    def test_dossiers(self, app: Flask, sample: Sample, database: Database, world: World) -> None:
        tokens = {name: self.token(database, world, name) for name in ("coordinator", "submitter1", "buyer1")}
        path = f"/dossiers/{sample.own}"
        mine = self.get(app, tokens["submitter1"], path)
        assert isinstance(mine, dict)
        assert mine == self.get(app, tokens["coordinator"], path)
        assert (mine["toestand"], mine["aanZet"], mine["naam"]) == ("uitgenodigd", "leverancier", "Product 1a")
        listed = self.get(app, tokens["submitter1"], "/dossiers")
        assert isinstance(listed, list)
        assert {each["id"] for each in listed} == {str(sample.own), str(sample.vendor_dossier)}
        assert all(each.keys() == mine.keys() for each in listed)
        self.get(app, tokens["submitter1"], f"/dossiers/{sample.foreign}", 404)
        self.get(app, tokens["buyer1"], path, 404)
        self.get(app, None, path, 401)
        assert self.get(app, tokens["coordinator"], "/dossiers?toestand=gepubliceerd") == []
        found = self.get(app, tokens["coordinator"], f"/dossiers?ronde={sample.round_id}&toestand=uitgenodigd")
        assert isinstance(found, list)
        assert len(found) == 4
        self.get(app, tokens["coordinator"], "/dossiers?toestand=onzin", 400)

    def test_rounds(self, app: Flask, sample: Sample, database: Database, world: World) -> None:
        token = self.token(database, world, "buyer1")
        [one] = self.get(app, token, "/rondes")  # type: ignore[misc]  # a list of one
        assert one == self.get(app, token, f"/rondes/{sample.round_id}")
        assert one["toestand"] == "loopt"
        self.get(app, self.token(database, world, "submitter3"), f"/rondes/{sample.round_id}", 404)


def test_few_queries(client_of: Clients, sample: Sample, database: Database, world: World, unit: Session) -> None:
    bring(database, world, sample.own, DossierState.IN_REVIEW)
    browser = client_of(world["coordinator"])
    for path, most in ((f"/dossiers/{sample.own}", 10), ("/dossiers", 8), (f"/rondes/{sample.round_id}", 8)):
        with questions(unit.connection()) as seen:
            browser.get(path)
        assert len(seen) <= most, (path, len(seen), seen)


def test_services_are_the_public_face() -> None:
    assert all(hasattr(service, name) for name in service.__all__)
