# SPDX-License-Identifier: EUPL-1.2
"""The gallery: which pages it finds, and Dutch left on an English page."""

from werkzeug.routing import Map, Rule

from tools.gallery import dutch
from tools.gallery.crawl import MISSING, VARIANTS, crawl

ROUTES = Map(
    [
        Rule("/", endpoint="start", methods=["GET"]),
        Rule("/lijst", endpoint="list", methods=["GET"]),
        Rule("/lijst/<int:key>", endpoint="show", methods=["GET"]),
        Rule("/lijst/<int:key>/sluiten", endpoint="close", methods=["POST"]),
        Rule("/lijst/<int:key>.pdf", endpoint="document", methods=["GET"]),
        Rule("/geheim", endpoint="hidden", methods=["GET"]),
        Rule("/api/v1/lijst", endpoint="api", methods=["GET"]),
    ]
).bind("localhost")


def _page(main: str) -> tuple[int, str, str]:
    return 200, "text/html; charset=utf-8", f'<nav><a href="/">Start</a></nav><main>{main}</main>'


def _fetch(path: str) -> tuple[int, str, str]:
    if path == "/":
        return _page('<a href="/lijst?zoek=a&amp;pagina=2">Lijst</a><a href="/api/v1/lijst">API</a>')
    if path == "/lijst":
        return _page("".join(f'<a href="/lijst/{number}">{number}</a>' for number in range(1, 7)))
    if path.endswith(".pdf"):
        return 200, "application/pdf", ""
    number = int(path.rpartition("/")[2])
    if number == 4:
        return 500, "text/plain", "kapot"
    closing = f'<form action="/lijst/{number}/sluiten"></form>' if number in (3, 5) else ""
    return _page(f"{closing}<a href='/'></a>" + (f'<a href="/lijst/{number}.pdf">pdf</a>' if number == 6 else ""))


def test_a_walk_follows_links_and_keeps_pages_that_differ() -> None:
    reached = crawl(_fetch, ROUTES, ["/"])
    assert [(each.name, each.path) for each in reached.places] == [
        ("error-404", MISSING),
        ("list", "/lijst"),
        ("show", "/lijst/1"),
        ("show-2", "/lijst/3"),
        ("show-3", "/lijst/6"),
        ("start", "/"),
    ]
    assert len([each for each in reached.places if each.endpoint == "show"]) <= VARIANTS
    assert reached.endpoints == {"start", "list", "show", "document"}
    assert reached.faults == ["show: 500 at /lijst/4"]


def test_dutch_on_an_english_page_is_noticed_and_english_is_not() -> None:
    assert dutch.untranslated(["Naar de startpagina", "To the start page", "Zoek in de lijst naar een product"]) == [
        "Naar de startpagina",
        "Zoek in de lijst naar een product",
    ]
    assert dutch.untranslated(["Start", "Open", "Wolkendroom B.V."]) == []
