# SPDX-License-Identifier: EUPL-1.2
"""Logging in through the organisation, with a real OpenID provider: set up, linked, and all that is wrong."""

import time
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.accounts import invitations, providers, service
from samencontroleren.accounts.kinds import LoginMethod
from samencontroleren.accounts.models import IdentityProvider, LoginSession, MembershipRole, ProviderLink, User
from samencontroleren.core.db import Database
from samencontroleren.core.trail import TrailRow
from samencontroleren.organisations.kinds import Role
from samencontroleren.responses.models import Submission
from tests.accounts import logging_in
from tests.accounts import through_provider as through
from tests.responses import rounds
from tests.support.pages import PageClient
from tests.support.provider import TestProvider, running_provider
from tests.support.world import Person, World

Browser = Callable[..., PageClient]
HIGH = {"levels": "high", "counts_as_factor": "1"}


@pytest.fixture(scope="module")
def provider() -> Iterator[TestProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def there(world: World) -> uuid.UUID:
    """The gemeente that has a log-in of its own."""
    return world.municipalities[0]


@pytest.fixture
def on(client_of: Browser, provider: TestProvider, world: World, there: uuid.UUID) -> IdentityProvider:
    """Its log-in, switched on by its administrator, and linked to buyer1."""
    through.switch_on(client_of(world["admin1"]), provider, there, **HIGH)
    made = row(client_of, there)
    through.link(client_of(world["buyer1"]), provider, made.id, "buyer-there")
    return made


def row(client_of: Browser, there: uuid.UUID) -> IdentityProvider:
    with client_of().app.extensions["database"].unit(write=False):
        found = providers.find_of(there)
    assert found is not None
    return found


def actions(database: Database) -> list[str]:
    with database.unit(write=False) as opened:
        return list(opened.scalars(select(TrailRow.action).order_by(TrailRow.happened_at)))


def last_session(database: Database, person: Person) -> LoginSession:
    with database.unit(write=False) as opened:
        query = select(LoginSession).where(LoginSession.user_id == person.user_id)
        return opened.scalars(query.order_by(LoginSession.started_at.desc())).first()  # type: ignore[return-value]  # there is one


def test_an_administrator_sets_it_up_tries_it_and_switches_it_on(
    client_of: Browser, provider: TestProvider, world: World, there: uuid.UUID
) -> None:
    page = client_of(world["admin1"])
    assert "Nog niet ingesteld" in page.get("/organisatie/inloggen").words
    assert through.back_url(there) in page.get("/organisatie/inloggen/instellen").words
    through.set_up(page, provider, there)
    assert "Staat uit" in page.get("/organisatie/inloggen").words
    page.post("/organisatie/inloggen/aan", status=409)
    assert client_of().get("/inloggen/organisatie?naam=verzonnendam", status=422)
    provider.wish("admin-there", level="high")
    tried = through.go(page, provider, page.post("/organisatie/inloggen/proef", status=200))
    assert "De proef is gelukt" in tried.words and "admin-there" in tried.words
    page.post("/organisatie/inloggen/aan")
    assert "Staat aan" in page.get("/organisatie/inloggen").words
    assert "Gemeente Verzonnendam" in client_of().get("/inloggen/organisatie?naam=Verzonnendam").words
    assert "Gemeente Verzonnendam" in client_of(world["vng-admin"]).get("/organisaties/inloggen").words


def test_what_is_wrong_is_told_at_the_field_and_nothing_is_kept(
    client_of: Browser, provider: TestProvider, world: World
) -> None:
    page = client_of(world["admin1"])
    good = {"short_name": "naam", "issuer": provider.issuer, "client_id": "x", "proof": "secret", "secret": "geheim"}
    wrong = (
        ({"issuer": "http://example.org"}, "https://"),
        ({"issuer": "https://10.0.0.1/"}, "geen inlogdienst"),
        ({"issuer": provider.issuer + "/elders"}, "geen inlogdienst"),
        ({"issuer": provider.issuer.replace("127.0.0.1", "localhost")}, "teken voor teken"),
        ({"short_name": "Met spatie"}, "kleine letters"),
        ({"secret": ""}, "Vul het geheim in"),
        ({"counts_as_factor": "1"}, "aan welk niveau"),
        ({"proof": "anders"}, "Kies een van beide"),
    )
    for change, message in wrong:
        shown = page.post("/organisatie/inloggen/instellen", {**good, **change}, status=422)
        assert message in shown.words, change
        assert "geheim" not in shown.text.split('name="secret"')[1][:200]
    assert "Nog niet ingesteld" in page.get("/organisatie/inloggen").words


def test_a_member_links_the_own_account_and_logs_in_through_it(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider
) -> None:
    page = client_of()
    provider.wish("buyer-there", level="high")
    assert through.log_in(page, provider).location == "/"
    assert "Proef Buyer1" in page.get("/profiel").words
    found = last_session(database, world["buyer1"])
    assert found.method is LoginMethod.PROVIDER and found.provider_id == on.id
    assert {"provider.saved", "provider.tried", "provider.switched-on", "provider.linked", "login.provider"} <= set(
        actions(database)
    )


def test_somebody_unknown_gets_in_by_invitation_only(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider, app: Flask
) -> None:
    provider.wish("new-there", level="high", claims={"email": world["buyer1"].email})
    refused = through.log_in(client_of(), provider, status=400)
    assert "nog niet gekoppeld" in refused.words
    with database.unit():
        _made, token = invitations.invite(
            world["admin1"].actor, on.organisation_id, "nieuw@elders.example", "Nina Nieuw", [Role.CISO]
        )
    page = client_of()
    assert "Aannemen via uw organisatie" in page.get(f"/uitnodiging/{token}").words
    arrived = through.go(page, provider, page.post(f"/uitnodiging/{token}/organisatie", status=200), 302)
    assert arrived.location == "/" and "Nina Nieuw" in page.get("/profiel").words
    with database.unit(write=False) as opened:
        user = opened.scalars(select(User).where(User.email == "nieuw@elders.example")).one()
        assert user.password_hash is None
    again = client_of()
    assert through.log_in(again, provider).location == "/" and "Nina Nieuw" in again.get("/profiel").words
    client_of().post(f"/uitnodiging/{token}/organisatie", status=409)


def test_an_invitation_of_another_organisation_is_no_use(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider, app: Flask
) -> None:
    other = world.municipalities[1]
    with database.unit():
        _made, token = invitations.invite(world["admin2"].actor, other, "x@elders.example", "Xander", [Role.CISO])
    client_of().post(f"/uitnodiging/{token}/organisatie", status=404)


WRONG = (
    ("iss", {"claims": {"iss": "http://127.0.0.1:1"}}, "andere inlogdienst"),
    ("aud", {"claims": {"aud": "somebody else"}}, "andere toepassing"),
    ("azp", {"claims": {"aud": ["x", "y"]}}, "andere toepassing"),
    ("nonce", {"claims": {"nonce": "another"}}, "hoort niet bij deze aanvraag"),
    ("no nonce", {"without": ["nonce"]}, "hoort niet bij deze aanvraag"),
    ("signature", {"signed": "strange"}, "handtekening"),
    ("none", {"signed": "none"}, "handtekening"),
    ("public key as secret", {"signed": "secret"}, "handtekening"),
    ("expired", {"claims": {"exp": 1_000_000_000}}, "niet meer geldig"),
    ("no exp", {"without": ["exp"]}, "niet meer geldig"),
    ("from the future", {"claims": {"iat": 4_000_000_000}}, "niet meer geldig"),
    ("no subject", {"without": ["sub"]}, "niet compleet"),
    ("another access token", {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}, "niet compleet"),
    ("level", {"level": "low"}, "niet sterk genoeg"),
    ("no level", {"without": ["acr"]}, "niet sterk genoeg"),
    ("refused there", {"refuse": True}, "liet u niet door"),
)


def test_a_wrong_answer_lets_nobody_in(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider
) -> None:
    for name, wrong, message in WRONG:
        page = client_of()
        provider.wish("buyer-there", **{"level": "high", **wrong})
        assert message in through.log_in(page, provider, status=400).words, name
        assert "/inloggen" in page.get("/profiel", status=302).location, name
    assert actions(database).count("login.refused") == len(WRONG)


def test_an_answer_is_good_once_in_the_browser_that_asked_it(
    client_of: Browser, provider: TestProvider, world: World, on: IdentityProvider
) -> None:
    mine, other = client_of(), client_of()
    provider.wish("buyer-there", level="high")
    away = mine.get("/inloggen/organisatie/verzonnendam", status=302).location
    back = provider.walk(away).removeprefix(through.BASE)
    other.get("/inloggen/organisatie/verzonnendam", status=302)
    assert "ander venster" in other.get(back, status=400).words
    assert "ander venster" in client_of().get(back, status=400).words
    assert mine.get(back, status=302).location == "/"
    assert "ander venster" in mine.get(back, status=400).words
    provider.wish("buyer-there", level="high")
    third = client_of()
    fresh = provider.walk(third.get("/inloggen/organisatie/verzonnendam", status=302).location)
    assert "&iss=" in fresh
    assert "andere inlogdienst" in third.get(fresh.removeprefix(through.BASE).split("&iss=")[0], status=400).words


def test_a_key_of_our_own_proves_us_and_a_tenant_must_fit(
    client_of: Browser, provider: TestProvider, world: World, there: uuid.UUID, app: Flask, database: Database
) -> None:
    page = client_of(world["admin1"])
    through.set_up(page, provider, there, proof="key", secret="", tenant="ours")
    keys = client_of().get(f"/inloggen/sleutels/{there}").response.json
    assert keys and set(keys["keys"][0]) == {"kty", "n", "e", "kid", "use", "alg"}
    client = provider.register(through.back_url(there), token_endpoint_auth_method="private_key_jwt", jwks=keys)
    facts = {"short_name": "verzonnendam", "issuer": provider.issuer, "client_id": client.id, "proof": "key"}
    page.post("/organisatie/inloggen/instellen", {**facts, "tenant": "ours"})
    for tenant, status, message in (("theirs", 400, "andere organisatie"), ("ours", 200, "De proef is gelukt")):
        provider.wish("admin-there", claims={"tid": tenant})
        tried = page.post("/organisatie/inloggen/proef", status=200)
        assert message in through.go(page, provider, tried, status).words
    page.post("/organisatie/inloggen/sleutel")
    assert (
        "antwoordt niet goed"
        in through.go(page, provider, page.post("/organisatie/inloggen/proef", status=200), 400).words
    )


def test_ours_is_the_second_factor_unless_the_provider_vouches(
    client_of: Browser, provider: TestProvider, world: World, there: uuid.UUID, database: Database, app: Flask
) -> None:
    through.switch_on(client_of(world["admin1"]), provider, there)
    with database.unit():
        _made, token = invitations.invite(world["admin1"].actor, there, "f@elders.example", "Fem", [Role.CISO])
    page = client_of()
    provider.wish("fem-there", level="high")
    arrived = through.go(page, provider, page.post(f"/uitnodiging/{token}/organisatie", status=200), 302)
    assert arrived.location == "/tweede-factor/instellen?next=/"
    assert "/inloggen" in page.get("/profiel", status=302).location
    assert "authenticator-app" in page.get("/tweede-factor/instellen").words


def test_a_change_of_who_comes_in_switches_it_off_and_logs_out(
    client_of: Browser, provider: TestProvider, world: World, there: uuid.UUID, on: IdentityProvider
) -> None:
    provider.wish("buyer-there", level="high")
    page, administrator = client_of(), client_of(world["admin1"])
    through.log_in(page, provider)
    through.set_up(administrator, provider, there, **HIGH)
    assert "Staat uit" in administrator.get("/organisatie/inloggen").words
    assert "/inloggen" in page.get("/profiel", status=302).location


def test_somebody_who_left_does_not_come_in(
    client_of: Browser, provider: TestProvider, world: World, on: IdentityProvider
) -> None:
    client_of(world["admin1"]).post(f"/organisatie/gebruikers/{world['buyer1'].membership_id}/beeindigen")
    provider.wish("buyer-there", level="high")
    assert "geen toegang meer" in through.log_in(client_of(), provider, status=400).words


def test_an_account_there_belongs_to_one_person_here(
    client_of: Browser, provider: TestProvider, world: World, on: IdentityProvider
) -> None:
    page = client_of(world["ciso1"])
    provider.wish("buyer-there", level="high")
    departure = page.post(f"/profiel/organisaties/{on.id}", status=200)
    assert "iemand anders" in through.go(page, provider, departure, 400).words
    client_of(world["ciso2"]).post(f"/profiel/organisaties/{on.id}", status=404)


@pytest.fixture
def twice(world: World, database: Database, app: Flask) -> None:
    """Buyer1 works for a second gemeente too, as its administrator."""
    with database.unit() as opened:
        user = opened.get(User, world["buyer1"].user_id)
        assert user is not None
        service.add_membership(user, world.municipalities[1], [Role.ADMINISTRATOR, Role.BUYER])


@pytest.mark.usefixtures("twice")
def test_a_session_through_it_reaches_that_organisation_alone(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider
) -> None:
    provider.wish("buyer-there", level="high")
    page = client_of()
    through.log_in(page, provider)
    assert "Nepveen" not in page.get("/profiel").text
    other = next(iter(memberships(database, world["buyer1"]) - {world["buyer1"].membership_id}))
    token = logging_in.renew(page, "/profiel")
    page.post("/wissel", {"membership": other, **token}, status=404)
    assert "eigen wachtwoord" in page.post("/profiel/herstelcodes", token, status=409).words
    assert "eigen wachtwoord" in page.post(f"/profiel/organisaties/{on.id}", token, status=409).words


def memberships(database: Database, person: Person) -> set[uuid.UUID]:
    from samencontroleren.accounts.reach import living_memberships

    with database.unit(write=False):
        return {each.id for each in living_memberships(person.user_id)}


@pytest.mark.usefixtures("twice")
def test_an_obligatory_log_in_is_asked_when_switching(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider
) -> None:
    page, administrator = client_of(world["buyer1"]), client_of(world["admin1"])
    administrator.post("/organisatie/inloggen/verplicht", {"is_obligatory": "1"}, status=409)
    through.link(administrator, provider, on.id, "admin-there")
    administrator.post("/organisatie/inloggen/verplicht", {"is_obligatory": "1"})
    shown = page.get("/profiel")
    assert "Gemeente Nepveen" in shown.words and "eerst daar inloggen" in shown.words
    asked = page.post("/wissel", {"membership": world["buyer1"].membership_id}, status=200)
    assert "Log in via Gemeente Verzonnendam" in asked.words
    provider.wish("buyer-there", level="high")
    away = page.get("/inloggen/organisatie/verzonnendam?next=/", status=302).location
    assert page.get(provider.walk(away).removeprefix(through.BASE), status=302).location == "/"
    assert "Gemeente Verzonnendam" in page.get("/profiel").words


def test_an_administrator_keeps_an_emergency_way_with_that_role_alone(
    client_of: Browser, provider: TestProvider, world: World, on: IdentityProvider, database: Database, app: Flask
) -> None:
    administrator = client_of(world["admin1"])
    through.link(administrator, provider, on.id, "admin-there")
    administrator.post("/organisatie/inloggen/verplicht", {"is_obligatory": "1"})
    with database.unit() as opened:
        opened.add(MembershipRole(membership_id=world["admin1"].membership_id, role=Role.BUYER))
    shown = client_of(world["admin1"]).get("/organisatie/inloggen").words
    assert "Verplicht" in shown and "Beheerder" in shown and "Inkoper" not in shown
    client_of(world["admin1"]).post("/wissel", {"membership": world["admin1"].membership_id})
    assert "provider.passed-by" in actions(database)
    outside = client_of(world["ciso1"])
    assert "eerst daar inloggen" in outside.get("/profiel").words
    outside.get("/leveranciers", status=403)
    assert "Gemeente Verzonnendam" in outside.get("/profiel/organisaties").words


def test_it_confirms_a_fresh_log_in_there(
    client_of: Browser, provider: TestProvider, world: World, database: Database, on: IdentityProvider, app: Flask
) -> None:
    with database.unit() as opened:
        user = opened.get(User, world["buyer1"].user_id)
        assert user is not None
        user.is_factor_exempt = False
    page = client_of()
    provider.wish("buyer-there", level="high")
    through.log_in(page, provider)
    before = last_session(database, world["buyer1"]).token_digest
    away = page.get("/bevestigen/organisatie?next=/profiel", status=302).location
    assert "prompt=login" in away and "max_age=0" in away
    assert page.get(provider.walk(away).removeprefix(through.BASE), status=302).location == "/profiel"
    assert last_session(database, world["buyer1"]).token_digest != before
    provider.wish("buyer-there", level="high", claims={"auth_time": int(time.time()) - 3600})
    away = page.get("/bevestigen/organisatie", status=302).location
    assert "opnieuw inloggen" in page.get(provider.walk(away).removeprefix(through.BASE), status=400).words
    with database.unit(write=False) as opened:
        assert opened.scalars(select(ProviderLink)).all()


BROKER = {"levels": "high", "counts_as_factor": "1", "kvk_claim": "urn:kvk", "acting_claim": "urn:acting"}


def test_eherkenning_names_the_company_and_who_acts(
    client_of: Browser, provider: TestProvider, world: World, database: Database, app: Flask
) -> None:
    vendor, administrator = world.vendors[0], client_of(world["vendor-admin1"])
    through.set_up(administrator, provider, vendor, **BROKER)
    ours = {"urn:kvk": "99000001", "urn:acting": "pseudonym-of-a-person"}
    wrong = (
        ({**ours, "urn:kvk": "99000002"}, "KvK-nummer in het antwoord"),
        ({"urn:acting": "x"}, "KvK-nummer in het antwoord"),
        ({"urn:kvk": "99000001"}, "niet wie er handelt"),
    )
    for claims, message in wrong:
        provider.wish("admin-there", level="high", claims=claims)
        tried = administrator.post("/organisatie/inloggen/proef", status=200)
        assert message in through.go(administrator, provider, tried, 400).words
    provider.wish("submitter-there", level="high", claims=ours)
    tried = administrator.post("/organisatie/inloggen/proef", status=200)
    assert "pseudonym-of-a-person" in through.go(administrator, provider, tried).words
    administrator.post("/organisatie/inloggen/aan")
    made = row(client_of, vendor)
    own = client_of(world["submitter1"])
    through.go(own, provider, own.post(f"/profiel/organisaties/{made.id}", status=200), 302)
    page = client_of()
    through.log_in(page, provider)
    found = last_session(database, world["submitter1"])
    assert (found.level, found.acting_subject) == ("high", "pseudonym-of-a-person")
    shown = _submit(page, world, database)
    assert "op niveau high" in shown and "Wie handelde: pseudonym-of-a-person" in shown
    with database.unit(write=False) as opened:
        kept = opened.scalars(select(Submission)).one()
        assert (kept.level, kept.acting_subject) == ("high", "pseudonym-of-a-person")


ANSWERS: dict[str, dict[str, str]] = {
    "P-1": {"choice": "meets"},
    "P-2": {"choice": "yes"},
    "P-3": {"choice": "meets"},
    "P-4": {"number": "4"},
}


def _submit(page: PageClient, world: World, database: Database) -> str:
    """Answer and submit a dossier on the pages; what the supplier reads of it afterwards."""
    with database.unit():
        dossier = rounds.make_dossier(world, rounds.make_round(world)).id
    token = logging_in.renew(page, "/profiel")
    for code, value in ANSWERS.items():
        asked = world.requirement_versions[code]
        page.post(f"/dossiers/{dossier}/antwoorden/{asked}", {**value, "revision": "0", **token})
    page.post(f"/dossiers/{dossier}/indienen", token)
    return page.get(f"/dossiers/{dossier}/antwoorden").words


def test_a_gemeente_without_kvk_number_can_not_ask_one(
    client_of: Browser, provider: TestProvider, world: World
) -> None:
    page = client_of(world["admin1"])
    good = {"short_name": "naam", "issuer": provider.issuer, "client_id": "x", "proof": "key", "kvk_claim": "urn:kvk"}
    assert "geen KvK-nummer bekend" in page.post("/organisatie/inloggen/instellen", good, status=422).words
