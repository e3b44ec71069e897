# SPDX-License-Identifier: EUPL-1.2
"""The pages of findings over HTTP: supplier, VNG, gemeente, strangers, bad input."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from samencontroleren.assessments.kinds import FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.sides import SYSTEM
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.usage import service as usages
from tests.findings.life import Life
from tests.support.counting import questions
from tests.support.pages import Page, PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]


class Told:
    """A life that other requests read: each step in a unit of its own."""

    def __init__(self, database: Database, world: World) -> None:
        self.database, self.world = database, world
        with database.unit(side=SYSTEM) as opened:
            self.life = Life(world, opened).released()
            used = usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
            usages.confirm_usage(world["ciso1"].actor, used.id)
        self.key, self.url = self.life.key, f"/bevindingen/{self.life.key}"

    def do(self, step: Callable[[Life], object]) -> None:
        with self.database.unit(side=SYSTEM) as opened:
            self.life.unit = opened
            step(self.life)

    def state(self) -> FindingState:
        with self.database.unit(write=False, side=SYSTEM) as opened:
            return opened.get_one(Finding, self.key).state


@pytest.fixture
def told(app: Flask, database: Database, world: World) -> Told:
    return Told(database, world)


def row(number: int, what: str, owner: str = "", due_on: str = "") -> dict[str, str]:
    return {f"what_{number}": what, f"owner_{number}": owner, f"due_on_{number}": due_on}


def test_the_start_page_of_the_supplier_says_what_is_to_be_solved_and_whose_turn_it_is(
    told: Told, client_of: Clients
) -> None:
    vendor = client_of(told.world["submitter1"])
    page = vendor.get("/")
    assert "bevinding op te lossen" in page.words and told.url in page.text
    assert "UOpen" in page.words
    told.do(lambda life: life.plan())
    assert "VNGPlan ingediend" in vendor.get("/").words
    assert "op te lossen" not in client_of(told.world["submitter2"]).get("/").words


def hidden(page: Page, name: str) -> str | None:
    """What a page sends along unseen under one name."""
    [found] = [each.get("value") for each in page.all("input") if each.get("name") == name]
    return found


def test_from_plan_to_check_on_pages(told: Told, client_of: Clients) -> None:
    vendor, vng, ciso = (
        client_of(told.world["submitter1"]),
        client_of(told.world["coordinator"]),
        client_of(told.world["ciso1"]),
    )
    assert "P-2" in vendor.get("/bevindingen").words
    day = (clock.today() + timedelta(days=9)).isoformat()
    wrong = vendor.post(
        f"{told.url}/plan", {**row(1, "", "Anna", "geen dag"), "revision": "0", "choice": "submit"}, status=422
    )
    assert "Anna" in wrong.text and "2027-03-01" in wrong.words
    vendor.post(f"{told.url}/plan", {**row(1, "Log alles", "Anna van beheer", day), "revision": "0", "choice": "keep"})
    stale = client_of(told.world["contributor1"]).post(
        f"{told.url}/plan", {**row(1, "Van Bram"), "revision": "0"}, status=409
    )
    assert "Log alles" in stale.words and "Van Bram" in stale.text
    again = {**row(1, "Log alles", "Anna van beheer", day), "revision": "1", "choice": "submit"}
    passed = {**again, "due_on_1": "2024-01-01"}
    refused = vendor.post(f"{told.url}/plan", passed, status=422)
    assert "Deze dag is voorbij" in refused.words and hidden(refused, "revision") == "1", "nothing was stored"
    assert vendor.post(f"{told.url}/plan", again).location.endswith("/plan/indienen")
    assert told.state() is FindingState.OPEN, "nothing is submitted before what follows was read"
    assert "Zolang niemand heeft besloten" in vendor.get(f"{told.url}/plan/indienen").words
    vendor.post(f"{told.url}/plan/indienen", {"revision": "1"}, status=409)
    vendor.post(f"{told.url}/plan/indienen", {"revision": "2"})
    page = vng.get(told.url)
    assert "Log alles" in page.words and "Anna van beheer" not in page.text
    assert "Log alles" not in ciso.get(told.url).text
    other = vng.post(f"{told.url}/plan/besluit", {"choice": "yes", "reason": "Prima", "seal": "ander"}, status=409)
    assert "Lees wat er nu staat en besluit dan" in other.words and "Log alles" in other.words
    seal = hidden(page, "seal")
    assert hidden(other, "seal") == seal
    refused = vng.post(f"{told.url}/plan/besluit", {"choice": "no", "reason": "", "seal": seal}, status=422)
    assert "ontbreekt" in refused.words
    assert vng.post(f"{told.url}/plan/besluit", {"choice": "yes", "reason": "", "seal": seal}).status == 302
    assert vng.post(f"{told.url}/plan/besluit", {"choice": "yes", "reason": "", "seal": seal}, status=409)
    read = ciso.get(told.url)
    assert "Log alles" in read.words and "Anna van beheer" not in read.text and "Hercontrole, uitstel" not in read.words
    assert "Anna van beheer" in vendor.get(told.url).words
    bare = vendor.post(f"{told.url}/vraag/hercontrole", {"explanation": "Klaar"}, status=422)
    assert "Kies het bewijs" in bare.words
    vendor.get(f"{told.url}/vraag/onzin", status=404)
    told.do(lambda life: life.ask())
    assert vng.post(f"{told.url}/vraag/hercontrole/besluit", {"choice": "yes", "reason": "Gezien"}).status == 302
    assert told.state() is FindingState.CLOSED
    assert "Gesloten" in ciso.get(f"/resultaten/producten/{told.world.products[0][0]}").words


def test_who_opens_a_finding(told: Told, client_of: Clients) -> None:
    for name in ("submitter2", "ciso2", "admin1", "vng-admin"):
        client_of(told.world[name]).get(told.url, status=404)
    client_of(told.world["releaser"]).get(told.url)


def test_a_coordinator_has_the_requirement_of_a_finding_judged_anew(told: Told, client_of: Clients) -> None:
    page = client_of(told.world["coordinator"]).get(told.url).text
    asked = told.world.requirement_versions["P-2"]
    assert f'/herbeoordelen?eis={asked}"' in page and "Laat deze eis opnieuw beoordelen" in page
    for name in ("submitter1", "releaser"):
        assert "/herbeoordelen" not in client_of(told.world[name]).get(told.url).text


def test_questions_do_not_grow(told: Told, client_of: Clients, connection: Connection) -> None:
    vendor = client_of(told.world["submitter1"])

    def asked(url: str) -> int:
        vendor.get(url)
        with questions(connection) as seen:
            vendor.get(url)
        return len(seen)

    before = asked(told.url), asked("/bevindingen")
    told.do(lambda life: life.plan())
    told.do(lambda life: life.ask(RequestKind.DISPUTE))
    after = asked(told.url), asked("/bevindingen")
    assert after[0] <= before[0] + 4, "steps, owners, notes and proofs: one query each, however many"
    assert after[0] <= 15 and after[1] == before[1]
