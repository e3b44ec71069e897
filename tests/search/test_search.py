# SPDX-License-Identifier: EUPL-1.2
"""Searching from anywhere: what is found, in which order, and that nobody finds what is not theirs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Column, event, text
from sqlalchemy.orm import Session

from samencontroleren.core.db import Database
from samencontroleren.core.searching import SearchKind, kinds
from samencontroleren.search import service, upkeep, words
from samencontroleren.search.models import SearchEntry
from samencontroleren.vendors.models import Product, Vendor
from tests.responses.rounds import make_dossier, make_round
from tests.support.pages import PageClient
from tests.support.world import World

Client = Callable[..., PageClient]

ODD = (
    "",
    "   ",
    "x" * 10_000,
    "woord " * 2_000,
    "'; DROP TABLE vendors; --",
    '"aan:elkaar" & | ! ( ) <-> * ^ :* \\',
    "AND OR NOT NEAR(a b) words:x -a",
    "nul\x00teken",
    "🦉 🦉",
    "²½ ﬁ ไทย 中文",
    "%_%",
    "-01",
    "a",
)


def titles(results: service.Results) -> dict[str, list[str]]:
    return {group.kind.code: [found.hit.title for found in group.page.rows] for group in results.groups}


def ask(world: World, person: str, asked: str, language: str = "nl") -> dict[str, list[str]]:
    return titles(service.search(world[person].actor, asked, language))


@pytest.mark.database
def test_finds_names_codes_numbers_and_wording(unit: Session, world: World) -> None:
    """Whole words, the begin of the last one, accents and punctuation left aside, both languages."""
    assert ask(world, "buyer1", "bedacht burger")["leveranciers"] == ["Bedacht Burgerzaken B.V."]
    assert ask(world, "buyer1", "99000003")["leveranciers"] == ["Luchtkasteel Software"]
    assert ask(world, "buyer1", "O’BRIËN")["leveranciers"] == ["<b>O'Brien & Zn.</b>"]
    found = ask(world, "coordinator", "p-1")
    assert found["eisen"][0].startswith("P-1 ")
    assert ask(world, "buyer1", "product 2B") == {"producten": ["Product 2b"]}
    assert ask(world, "buyer1", "burgerzaken bestaatniet") == {}


@pytest.mark.database
def test_what_is_written_is_found_at_once_and_what_is_gone_is_not(unit: Session, world: World) -> None:
    """A new name counts from the same transaction on, also on what mentions it; the job mends what went round."""
    product = unit.get_one(Product, world.products[0][0])
    product.name = "Zeepaardjesregister"
    vendor = unit.get_one(Vendor, world.vendors[0])
    vendor.name = "Andere Naam B.V."
    unit.flush()
    assert ask(world, "buyer1", "zeepaardjesreg") == {"producten": ["Zeepaardjesregister"]}
    assert sorted(ask(world, "buyer1", "andere naam")["producten"]) == ["Product 1b", "Zeepaardjesregister"]
    assert ask(world, "buyer1", "bedacht") == {}
    made = Product(
        vendor_id=vendor.id, name="Eendagsvlieg", category=product.category, hosting=product.hosting, description="x"
    )
    unit.add(made)
    unit.flush()
    unit.delete(made)
    unit.flush()
    assert unit.query(SearchEntry).filter_by(object_id=made.id).count() == 0

    assert upkeep.due_kinds() == []
    unit.execute(text("DELETE FROM search_entries WHERE kind = 'producten'"))
    assert ask(world, "buyer1", "zeepaardjesregister") == {}
    assert upkeep.due_kinds() == ["producten"]
    upkeep.mend_kind("producten")
    assert ask(world, "buyer1", "zeepaardjesregister") == {"producten": ["Zeepaardjesregister"]}
    numbers = upkeep.rebuild_all()
    assert numbers["producten"] == 6 and numbers["eisen"] == 6
    assert ask(world, "buyer1", "zeepaardjesregister") == {"producten": ["Zeepaardjesregister"]}


@pytest.mark.database
def test_exact_titles_come_first(unit: Session, world: World) -> None:
    """What is called just so, then what begins with it, then what has the word somewhere."""
    example = unit.get_one(Product, world.products[0][0])
    facts = {"vendor_id": example.vendor_id, "category": example.category, "hosting": example.hosting}
    for name in ("Balie en afspraken", "Afspraken", "Afspraken plus"):
        unit.add(Product(name=name, **facts))
    unit.flush()
    assert ask(world, "buyer1", "afspraken")["producten"] == ["Afspraken", "Afspraken plus", "Balie en afspraken"]


def test_words_are_stemmed_in_dutch_and_english(unit: Session, world: World) -> None:
    example = unit.get_one(Product, world.products[0][0])
    facts = {"vendor_id": example.vendor_id, "category": example.category, "hosting": example.hosting}
    unit.add_all((Product(name="Verlenen van vergunningen", **facts), Product(name="Scheduled bookings", **facts)))
    unit.flush()
    assert ask(world, "buyer1", "vergunning verlenen")["producten"] == ["Verlenen van vergunningen"]
    assert ask(world, "buyer1", "booking schedule")["producten"] == ["Scheduled bookings"]


@pytest.mark.database
def test_a_typing_mistake_gets_a_suggestion_of_what_one_may_see(unit: Session, world: World) -> None:
    results = service.search(world["buyer1"].actor, "lugtkasteel", "nl")
    assert results.total == 0 and results.suggestions == ["Luchtkasteel Software"]
    assert service.search(world["contributor1"].actor, "lugtkasteel", "nl").suggestions == []
    assert service.search(world["buyer1"].actor, "xqxqxq", "nl").suggestions == []


@pytest.mark.database
def test_a_supplier_finds_only_its_own(unit: Session, world: World) -> None:
    """Found and counted through the permission of the single page: not even that there is more."""
    assert ask(world, "contributor1", "product") == {"producten": ["Product 1a", "Product 1b"]}
    assert service.search(world["contributor1"].actor, "product", "nl").total == 2
    assert ask(world, "contributor1", "luchtkasteel") == {}
    assert ask(world, "buyer1", "p-1") == {}, "requirements in the catalogue are for VNG"


@pytest.mark.database
def test_a_search_asks_one_statement_per_kind(unit: Session, database: Database, world: World) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    service.search(world["coordinator"].actor, "product", "nl")
    statements = [each for each in statements if each.startswith("SELECT")]
    assert len(statements) == len(service.searchable(world["coordinator"].actor)) <= 7


@pytest.mark.database
@pytest.mark.parametrize("asked", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_gets_a_page(client_of: Client, world: World, asked: str) -> None:
    client = client_of(world["coordinator"])
    page = client.get("/zoeken", query_string={"q": asked})
    assert "Zoeken" in page.words


@pytest.mark.database
def test_the_page_groups_counts_marks_and_pages(client_of: Client, database: Database, world: World) -> None:
    """Five of each kind first; a kind by itself is paged; what was asked is marked and everything is escaped."""
    with database.unit() as opened:
        example = opened.get_one(Product, world.products[0][0])
        facts = {"vendor_id": example.vendor_id, "category": example.category, "hosting": example.hosting}
        opened.add_all(Product(name=f"Reeks <i>{number:02}</i>", **facts) for number in range(30))
    client = client_of(world["buyer1"])
    page = client.get("/zoeken?q=reeks")
    assert page.text.count("<mark>Reeks</mark>") == 5 and "30 resultaten" in page.words
    assert "<i>" not in page.text and "Toon alle 30 in Producten" in page.words
    second = client.get("/zoeken?q=reeks&soort=producten&pagina=2")
    assert second.text.count("<mark>Reeks</mark>") == 5
    beyond = client.get("/zoeken?q=reeks&soort=producten&pagina=9")
    assert "30 resultaten" in beyond.words and "<mark>" not in beyond.text
    client.get("/zoeken?q=reeks&soort=geheimen", status=400)
    nothing = client.get("/zoeken?q=lugtkasteel")
    assert "Niets gevonden" in nothing.words and "Luchtkasteel Software" in nothing.words
    assert "Ctrl+K" in client.get("/zoeken").words
    client_of().get("/zoeken", status=302)


@pytest.mark.database
def test_the_api_pages_through_all_kinds(client_of: Client, api: Callable[..., Any], world: World) -> None:
    """The same rows in the same order as the page, kind after kind, and problems in the form of the API."""
    first = api("coordinator", "?q=product&pageSize=4")
    assert [each["titel"] for each in first.json] == ["Product 1a", "Product 1b", "Product 2a", "Product 2b"]
    assert first.headers["X-Total-Count"] == "6" and 'rel="next"' in first.headers["Link"]
    second = api("coordinator", "?q=product&pageSize=4&page=2")
    assert [each["titel"] for each in second.json] == ["Product 3a", "Product 3b"]
    assert set(second.json[0]) == {"soort", "id", "titel", "toelichting", "pagina"}
    assert len(api("contributor1", "?q=product").json) == 2
    assert api("coordinator", "?q=product&soort=leveranciers").json == []
    assert api("coordinator", "?soort=producten").status_code == 400


def test_pages_are_found_by_name_and_by_what_people_call_them(client_of: Client, world: World) -> None:
    own, none = client_of(world["submitter1"]), client_of(world["reviewer1"])
    for asked, path in (("export", "/onze-gegevens"), ("who sees", "/wie-ziet-wat"), ("vragenlijst xls", "/dossiers")):
        found = [str(each.get("href")) for each in own.get(f"/zoeken?q={asked}").all("a")]
        assert any(each.endswith(path) for each in found), (asked, found)
        assert "Niets gevonden" not in own.get(f"/zoeken?q={asked}").words
    assert "Onze gegevens: export" not in none.get("/zoeken?q=export").words


def test_pages_are_found_by_the_api_in_front_of_things(api: Callable[..., Any]) -> None:
    found = api("submitter1", "?q=vragenlijst xls").json
    assert [(each["soort"], each["id"], each["pagina"]) for each in found] == [("paginas", None, "/dossiers")]
    assert api("submitter1", "?q=product&soort=paginas").json == []
    assert api("reviewer1", "?q=vragenlijst xls").json == [], "a page that is not theirs"
    both = api("submitter1", "?q=b&pageSize=1")
    rest = [api("submitter1", f"?q=b&pageSize=1&page={number}").json[0]["soort"] for number in (2, 3)]
    assert (both.json[0]["soort"], rest[-1]) == ("paginas", "paginas") and int(both.headers["X-Total-Count"]) > 3
    things = api("submitter1", "?q=b&pageSize=100").json
    assert [each["soort"] for each in things] == sorted((each["soort"] for each in things), key="paginas".__ne__)


@pytest.mark.database
def test_a_dossier_is_found_by_who_may_open_it_and_leads_there(unit: Session, world: World, client_of: Client) -> None:
    dossier = make_dossier(world, make_round(world))
    product = unit.get_one(Product, dossier.product_id)
    product.name = "Zeepaardjesregister"
    unit.flush()
    for who in ("contributor1", "coordinator"):
        (group,) = service.search(world[who].actor, "dossier zeepaard", "nl").groups
        (found,) = group.page.rows
        assert (group.kind.code, found.hit.endpoint, found.hit.key) == ("dossiers", "rounds.dossier", dossier.id)
    for who in ("contributor2", "buyer1", "reviewer1"):
        assert "dossiers" not in ask(world, who, "zeepaardjesregister")


def test_folding_and_marking() -> None:
    assert words.fold("SC-ORG-01: Gëheim_beleid  (v2.0)") == "sc org 01 geheim beleid v2 0"
    assert words.terms("a " * 50) == ["a"] and len(words.terms(" ".join(map(str, range(99))))) == words.MOST_TERMS
    assert list(words.marked("De <b>Crème</b>", ["creme"])) == [("De <b>", False), ("Crème", True), ("</b>", False)]
    assert words.alike("lugtkasteel", "luchtkasteel software") > words.ENOUGH_ALIKE > words.alike("abc", "xyz")


def test_no_kind_reads_more_than_its_page_shows() -> None:
    """The columns that are searched, written down here once more: adding one has to be meant."""
    read = {kind.code: sorted({f"{each.table.name}.{each.name}" for each in _columns(kind)}) for kind in kinds()}
    assert read == {
        "leveranciers": ["vendors.kvk_number", "vendors.name", "vendors.register_number"],
        "producten": ["products.category", "products.name", "vendors.name"],
        "eisen": ["requirement_versions.texts", "requirements.code"],
        "dossiers": ["products.name", "rounds.name", "vendors.name"],
        "documenten": ["documents.kind", "documents.title"],
        "bevindingen": [
            "products.name",
            "requirement_versions.texts",
            "requirements.code",
            "vendors.name",
        ],
        "bevindingen-in-resultaten": [
            "products.name",
            "released_findings.release_id",
            "released_findings.requirement_code",
            "released_findings.titles",
            "vendors.name",
        ],
    }


def _columns(kind: SearchKind) -> Iterator[Column[Any]]:
    """The plain columns behind what a kind reads, labels taken off."""
    return (column for each in kind.columns for column in each.base_columns)
