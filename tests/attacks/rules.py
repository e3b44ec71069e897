# SPDX-License-Identifier: EUPL-1.2
"""Rules under pressure: many at one moment, steps skipped, more than one's share, keys of others guessed."""

import uuid
from collections import Counter
from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from samencontroleren.accounts import invitations
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock
from samencontroleren.core.trail import TrailRow
from samencontroleren.core.trail.rows import canonical_text
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.scopes import Scope
from samencontroleren.responses.models import Submission
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing.models import Release
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors.kinds import Category, Hosting
from samencontroleren.vendors.models import Product, Vendor
from tests.attacks.table import attack
from tests.attacks.target import MADE_UP, Target, masked, problem_of, texts_of
from tests.attacks.wire import Act, Wire, at_once
from tests.support import story
from tests.support.world import Person, add_person

CLAIM = {"process": "Aanvragen behandelen", "contract_number": "C-1"}


def new_products(wire_or_target: Wire | Target, number: int) -> list[uuid.UUID]:
    """So many more products of the first supplier."""
    keys = []
    with wire_or_target.database.unit() as opened:
        for each in range(number):
            row = Product(
                vendor_id=wire_or_target.world.vendors[0],
                name=f"Los product {each} {uuid.uuid4().hex[:6]}",
                category=Category.CIVIL_AFFAIRS,
                hosting=Hosting.SAAS,
            )
            opened.add(row)
            opened.flush()
            keys.append(row.id)
    return keys


def newcomers(wire: Wire, kind: OrganisationKind, name: str, *roles: tuple[Role, ...]) -> list[Person]:
    """An organisation of its own with people in these roles, so that attacks do not meet each other."""
    with wire.database.unit() as opened:
        row = Organisation(kind=kind, name=f"{name} {uuid.uuid4().hex[:6]}")
        opened.add(row)
        opened.flush()
        if kind is OrganisationKind.VENDOR:
            opened.add(Vendor(id=row.id, name=row.name))
        return [add_person(f"p{uuid.uuid4().hex[:8]}", row.id, kind, each) for each in roles]


@attack(
    "R1",
    "Tien keer tegelijk op ‘Aanmelden’ klikken bij hetzelfde product.",
    "Eén regel in het register; de rest krijgt uitleg.",
    ["15.4.2", "2.3.4"],
    ["5.22.02"],
    needs_server=True,
)
def many_clicks(target: Target) -> None:
    wire, product = target.wire(), str(new_products(target.wire(), 1)[0])
    (buyer,) = newcomers(wire, OrganisationKind.MUNICIPALITY, "Gemeente Dubbelklik", (Role.BUYER,))
    visitor = wire.visitor(buyer)
    answers = at_once(*[lambda: visitor.post(f"/producten/{product}/gebruik", **CLAIM)] * 10)
    assert Counter(each.status_code for each in answers) == {302: 1, 409: 9}
    assert wire.count(select(Usage.id).where(Usage.municipality_id == buyer.organisation_id)) == 1


@attack(
    "R2",
    "Dezelfde Idempotency-Key zes keer tegelijk in de API.",
    "Eén ding gemaakt; geen fout van de server.",
    ["15.4.2", "2.3.4"],
    needs_server=True,
)
def one_key_many_times(target: Target) -> None:
    wire, product = target.wire(), str(new_products(target.wire(), 1)[0])
    (buyer,) = newcomers(wire, OrganisationKind.MUNICIPALITY, "Gemeente Sleutel", (Role.BUYER,))
    headers = {"Authorization": wire.bearer(buyer), "Idempotency-Key": uuid.uuid4().hex}
    sent = {"product": product, "proces": "Aanvragen", "contractnummer": "C-1"}
    visitor = wire.visitor()
    answers = at_once(*[lambda: visitor.send("POST", "/api/v1/gebruik", headers, json=sent)] * 6)
    statuses = Counter(each.status_code for each in answers)
    assert statuses[201] >= 1 and set(statuses) <= {200, 201, 409}, statuses
    assert wire.count(select(Usage.id).where(Usage.municipality_id == buyer.organisation_id)) == 1


@attack(
    "R3",
    "De twee laatste beheerders beëindigen tegelijk elkaars toegang.",
    "Eén blijft over.",
    ["15.4.2"],
    ["5.16.01"],
    needs_server=True,
)
def two_administrators(target: Target) -> None:
    wire, role = target.wire(), (Role.ADMINISTRATOR,)
    for _each in range(3):
        one, two = newcomers(wire, OrganisationKind.MUNICIPALITY, "Gemeente Tweestrijd", role, role)
        answers = at_once(ending(wire, one, two), ending(wire, two, one))
        assert all(each.status_code < 500 for each in answers), answers
        living = (Membership.organisation_id == one.organisation_id) & Membership.ended_at.is_(None)
        assert wire.count(select(Membership.id).where(living)) == 1


def ending(wire: Wire, by: Person, of: Person) -> Act:
    """Somebody ends the access of a colleague."""
    browser, path = wire.visitor(by), f"/organisatie/gebruikers/{of.membership_id}/beeindigen"
    return lambda: browser.post(path)


@attack(
    "R4",
    "Zes mensen nemen tegelijk dezelfde uitnodiging aan.",
    "Eén wordt lid.",
    ["15.4.2", "6.4.1"],
    ["5.16.01"],
    needs_server=True,
)
def one_invitation(target: Target) -> None:
    wire = target.wire()
    (admin,) = newcomers(wire, OrganisationKind.MUNICIPALITY, "Gemeente Eén", (Role.ADMINISTRATOR,))
    email = f"nieuw{uuid.uuid4().hex[:6]}@proef.example"
    with wire.database.unit():
        _row, token = invitations.invite(admin.actor, admin.organisation_id, email, "Nieuw", [Role.BUYER])
    word = "paarse olifant telt lantaarns"
    visitor, typed = wire.visitor(), {"name": "Nieuw", "password": word, "password_again": word}
    answers = at_once(*[lambda: visitor.post(f"/uitnodiging/{token}", **typed)] * 6)
    assert Counter(each.status_code for each in answers)[302] == 1 and all(each.status_code < 500 for each in answers)
    assert wire.count(select(Membership.id).where(Membership.organisation_id == admin.organisation_id)) == 2


@attack(
    "R5",
    "Vijf keer tegelijk indienen.",
    "Eén inzending; geen fout van de server.",
    ["15.4.2", "2.3.3"],
    needs_server=True,
)
def submit_at_once(target: Target) -> None:
    wire, place = target.wire(), story.subject(0, 0)
    with wire.database.unit():
        told = story.start_round(wire.world, [place], f"Ronde {uuid.uuid4().hex[:6]}")
        story.bring_to(told, place, DossierState.IN_PROGRESS)
        story.answer(told, place)
    submitter = wire.visitor(wire.world["submitter1"])
    answers = at_once(*[lambda: submitter.post(f"/dossiers/{told[place]}/indienen")] * 5)
    assert {each.status_code for each in answers} <= {302, 409}
    assert wire.count(select(Submission.id).where(Submission.dossier_id == told[place])) == 1


@attack(
    "R6",
    "Vijf keer tegelijk vrijgeven.",
    "Eén resultaat; geen fout van de server.",
    ["15.4.2", "2.3.3"],
    needs_server=True,
)
def release_at_once(target: Target) -> None:
    wire, place = target.wire(), story.subject(1)
    with wire.database.unit():
        told = story.start_round(wire.world, [story.subject(1, 1)], f"Ronde {uuid.uuid4().hex[:6]}")
        story.bring_to(told, place, DossierState.AWAITING_RELEASE)
    releaser = wire.visitor(wire.world["releaser"])
    answers = at_once(*[lambda: releaser.post(f"/dossiers/{told[place]}/fiatteren")] * 5)
    assert {each.status_code for each in answers} <= {302, 409}, [each.status_code for each in answers]
    assert wire.count(select(Release.id).where(Release.dossier_id == told[place])) == 1


@attack(
    "R7",
    "Twee mensen slaan tegelijk andere gegevens van één leverancier op.",
    "De tweede krijgt te zien dat er iets is gewijzigd; niets gaat stil verloren.",
    ["15.4.2"],
    needs_server=True,
)
def two_editors(target: Target) -> None:
    wire = target.wire()
    one, two = newcomers(wire, OrganisationKind.VENDOR, "Verzonnen Dubbelwerk", *[(Role.ADMINISTRATOR,)] * 2)
    path, names = f"/leveranciers/{one.organisation_id}/wijzigen", ("Dubbelwerk Noord", "Dubbelwerk Zuid")
    with wire.database.unit(write=False) as opened:
        revision = opened.get_one(Vendor, one.organisation_id).revision
    facts = {"country": "NL", "revision": str(revision)}
    first, second = wire.visitor(one), wire.visitor(two)
    answers = at_once(
        lambda: first.post(path, name=names[0], **facts), lambda: second.post(path, name=names[1], **facts)
    )
    assert sorted(each.status_code for each in answers) == [302, 409]
    kept = next(name for name, each in zip(names, answers, strict=True) if each.status_code == 302)
    with wire.database.unit(write=False) as opened:
        assert opened.get_one(Vendor, one.organisation_id).name == kept


@attack(
    "R8",
    "Een medewerker meldt alle producten aan als ‘in gebruik’, om alles te kunnen lezen.",
    "Na 25 in zeven dagen moet VNG ernaar kijken; en niets gaat open zonder tweede persoon.",
    ["2.3.2", "2.4.1"],
    ["8.03.02", "5.22.02"],
)
def claims_everything(target: Target) -> None:
    client, statuses = target.browser("buyer1"), []
    for key in new_products(target, 27):
        sent = {"csrf_token": client.csrf_token, **CLAIM}
        statuses.append(client.browser.post(f"/producten/{key}/gebruik", data=sent).status_code)
    assert Counter(statuses) == {302: 25, 409: 2} and statuses[25:] == [409, 409]
    with target.read() as opened:
        assert set(opened.scalars(select(Usage.state))) == {UsageState.CLAIMED}


@attack(
    "R9",
    "Hetzelfde in één klap: veertig aanmeldingen tegelijk, van twee medewerkers.",
    "Niet meer dan 25 komen erdoor.",
    ["15.4.2", "2.3.2", "2.4.1"],
    ["8.03.02"],
    needs_server=True,
)
def claims_at_once(target: Target) -> None:
    wire = target.wire()
    people = newcomers(wire, OrganisationKind.MUNICIPALITY, "Gemeente Hebberig", (Role.BUYER,), (Role.CISO,))
    browsers = [wire.visitor(each) for each in people]

    def claim(number: int, key: uuid.UUID) -> Act:
        return lambda: browsers[number % 2].post(f"/producten/{key}/gebruik", **CLAIM)

    answers = at_once(*[claim(number, key) for number, key in enumerate(new_products(wire, 40))])
    assert all(each.status_code < 500 for each in answers)
    mine = Usage.municipality_id == people[0].organisation_id
    assert wire.count(select(Usage.id).where(mine)) == 25


@attack(
    "R10",
    "Steeds aanmelden en weer beëindigen, om onder de grens te blijven.",
    "Wat beëindigd is telt mee.",
    ["2.3.2"],
    ["8.03.02"],
)
def claims_and_ends(target: Target) -> None:
    client, statuses = target.browser("buyer2"), []
    for key in new_products(target, 26):
        sent = {"csrf_token": client.csrf_token, **CLAIM}
        answer = client.browser.post(f"/producten/{key}/gebruik", data=sent)
        statuses.append(answer.status_code)
        if answer.status_code == 302:
            client.post(f"{answer.headers['Location']}/beeindigen")
    assert statuses[-1] == 409


@attack(
    "R11",
    "De eigen aanmelding zelf bevestigen, als CISO, in de pagina en in de API.",
    "Geweigerd; er is een tweede persoon nodig.",
    ["2.3.5", "8.3.3"],
    ["8.03.02"],
)
def confirms_own(target: Target) -> None:
    with target.database.unit():
        claimed = story.use(target.world, 0, 0, 1, is_confirmed=False)
        claimed.claimed_by_id = target.world["ciso1"].user_id
    client = target.browser("ciso1")
    sent = {"csrf_token": client.csrf_token, "revision": str(claimed.revision)}
    assert client.browser.post(f"/gebruik/{claimed.id}/bevestigen", data=sent).status_code == 403
    answer = target.api("ciso1", "POST", f"/gebruik/{claimed.id}/bevestiging", headers={"If-Match": '"1"'}, body=b"{}")
    assert answer.status_code in (403, 404)
    with target.read() as opened:
        assert opened.get_one(Usage, claimed.id).state is UsageState.CLAIMED


@attack(
    "R12",
    "Stappen overslaan: vrijgeven, klaar melden, versturen en afronden bij een dossier dat net begonnen is.",
    "Geweigerd; het dossier blijft waar het is.",
    ["2.3.1", "8.2.1"],
)
def skipped_steps(target: Target) -> None:
    place = story.subject(0, 0)
    with target.database.unit():
        told = story.start_round(target.world, [place])
        story.bring_to(told, place, DossierState.IN_PROGRESS)
    steps = {
        "releaser": ("fiatteren", "fiatteren/terugsturen"),
        "reviewer1": ("beoordelen/klaar", "verschillen/afronden", "heroverweging/klaar"),
        "submitter1": ("wederhoor/versturen", "indienen"),
        "coordinator": ("niet-geleverd/akkoord", "toewijzen"),
    }
    before = story_state(target, told[place])
    for name, paths in steps.items():
        client = target.browser(name)
        for path in paths:
            sent = {"csrf_token": client.csrf_token}
            answer = client.browser.post(f"/dossiers/{told[place]}/{path}", data=sent)
            assert answer.status_code in (403, 404, 409, 422), (path, answer.status_code)
    assert story_state(target, told[place]) == before


def story_state(target: Target, key: uuid.UUID) -> tuple[DossierState, int]:
    """The state of a dossier, and how many releases and submissions there are."""
    with target.read() as opened:
        made = sum(opened.scalar(select(func.count()).select_from(each)) for each in (Release, Submission))
        return opened.get_one(Dossier, key).state, made


@attack(
    "R13",
    "Iemand die coördineerde geeft zelf vrij, met alle rollen die er zijn.",
    "Geweigerd; het dossier wacht op een ander.",
    ["2.3.5", "8.2.1"],
)
def releases_own(target: Target) -> None:
    place = story.subject(0)
    with target.database.unit():
        told = story.start_round(target.world, [story.subject(0, 0)], coordinator="all-roles")
        story.bring_to(told, place, DossierState.AWAITING_RELEASE)
    client = target.browser("all-roles")
    answer = client.browser.post(f"/dossiers/{told[place]}/fiatteren", data={"csrf_token": client.csrf_token})
    assert answer.status_code in (403, 404)
    assert story_state(target, told[place])[0] is DossierState.AWAITING_RELEASE


@attack(
    "R14",
    "De sleutel van iets van een ander, naast een verzonnen sleutel.",
    "Precies hetzelfde antwoord, in pagina en API.",
    ["8.2.2", "8.4.1"],
    ["8.03.02"],
)
def guessed_keys(target: Target) -> None:
    place = story.subject(1, 0)
    with target.database.unit():
        told = story.start_round(target.world, [place])
        foreign = {
            "/dossiers/{}": told[place],
            "/gebruik/{}": story.use(target.world, 0, 0, 2).id,
            "/bewijs/{}": story.add_proof(target.world, 1).id,
            "/organisaties/{}": target.world.municipalities[1],
        }
    client, token = target.browser("contributor1"), target.token_of("contributor1")
    for path, key in foreign.items():
        for made_up in (MADE_UP, str(uuid.UUID(int=0))):
            pages = [client.browser.get(path.format(each)) for each in (key, made_up)]
            calls = [target.call("GET", f"/api/v1{path.format(each)}", headers=token) for each in (key, made_up)]
            for two, one in (pages, calls):
                assert two.status_code == one.status_code == 404, path
                assert without_key(texts_of(two), key) == without_key(texts_of(one), made_up), path


def without_key(text: str, key: object) -> str:
    """An answer without the key that was asked, and without what differs each time."""
    return masked(text).replace(str(key), "<key>")


@attack(
    "R15",
    "Zoeken, sorteren en bladeren met namen van kolommen, negatieve en reusachtige getallen.",
    "Genegeerd of uitgelegd; nooit een fout en nooit een andere volgorde.",
    ["1.2.4", "2.2.1"],
)
def odd_lists(target: Target) -> None:
    client = target.browser("coordinator")
    odd = ("password_hash", "-name;drop", "name,(select 1)", "1", "__class__", "name'", "\x00", "-" * 40)
    for path in ("/leveranciers", "/producten", "/dossiers", "/resultaten", "/catalogus", "/gesprekken", "/rondes"):
        for query in (
            *({"volgorde": each} for each in odd),
            *({"pagina": each} for each in ("-1", "0", "99999999999999999999", "1e9", "٣", "a", "1;2", "")),
            {"zoek": "%' OR '1'='1"},
            {"zoek": "_" * 90},
            {"volgorde": "naam", "zoek": "\\"},
        ):
            answer = client.browser.get(path, query_string=query)
            assert answer.status_code in (200, 400, 404, 422), (path, query, answer.status_code)
    token = target.token_of("coordinator")
    for size in ("100000", "0", "-5", "1e3", "NaN", "１"):
        answer = target.call("GET", f"/api/v1/leveranciers?pageSize={size}", headers=token)
        assert answer.status_code == 400 or len(answer.get_json()) <= 100, size


@attack(
    "R16",
    "Een wijziging met een oude If-Match, zonder If-Match, en met een sterretje.",
    "Geweigerd (412 of 428); niets gewijzigd.",
    ["15.4.2"],
)
def stale_match(target: Target) -> None:
    with target.database.unit():
        used = story.use(target.world, 0, 0, 1)
    path, sent = f"/gebruik/{used.id}", {"proces": "Overschreven", "contractnummer": "", "isKritiek": True}
    for match, statuses in (('"99"', (412,)), (None, (428,)), ("*", (400, 412, 428)), ('W/"1"', (400, 412, 428))):
        headers = {} if match is None else {"If-Match": match}
        answer = target.api("buyer1", "PUT", path, headers=headers, json=sent)
        assert answer.status_code in statuses, (match, answer.status_code)
    with target.read() as opened:
        assert opened.get_one(Usage, used.id).process == used.process != "Overschreven"


@attack(
    "R17",
    "Vijftig keer iets opvragen dat van een ander is.",
    "Steeds geweigerd, en iedere keer een regel in het logboek, zonder wat er in stond.",
    ["16.3.2", "8.2.2"],
    ["8.15.01"],
)
def denials_are_kept(target: Target) -> None:
    with target.database.unit():
        key = story.use(target.world, 0, 0, 2, process="zqgeheim proces").id
    client = target.browser("buyer1")
    for _each in range(50):
        assert client.browser.get(f"/gebruik/{key}").status_code == 404
    with target.read() as opened:
        mine = TrailRow.user_id == target.world["buyer1"].user_id
        rows = opened.scalars(select(TrailRow).where(mine, TrailRow.action == "access.denied")).all()
    assert len(rows) == 50 and all("zqgeheim" not in canonical_text(each) for each in rows)


@attack(
    "R18",
    "Een sleutel van een systeem die vandaag verloopt, morgen gebruiken.",
    "Niet aangemeld; er komt geen nieuw token.",
    ["9.2.1", "8.3.2"],
)
def expired_client(target: Target) -> None:
    key, secret, bearer = target.client_of("admin1", [Role.CISO], [Scope.READ])
    with time_machine.travel(clock.now() + timedelta(days=31)):
        problem_of(target.call("GET", "/api/v1/leveranciers", headers=bearer), 401)
        assert target.bearer(key, secret)["Authorization"] == "Bearer "
