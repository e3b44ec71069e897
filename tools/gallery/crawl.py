# SPDX-License-Identifier: EUPL-1.2
"""Which pages somebody can reach: from the start page along links, never by a guessed address."""

import html
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

LOOKED_AT = 8
"""Addresses of one endpoint that are fetched, to find pages that differ."""
VARIANTS = 3
"""Addresses of one endpoint that are shown when they differ."""
MISSING = "/deze-pagina-bestaat-niet"

Fetch = Callable[[str], tuple[int, str, str]]
"""Path to (status, media type, text)."""

_LINK = re.compile(r'\s(href|action)="(/[^"]*)"')
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """An address to look at."""

    endpoint: str
    path: str
    number: int = 1

    @property
    def name(self) -> str:
        """Name of its pictures."""
        return self.endpoint if self.number == 1 else f"{self.endpoint}-{self.number}"


@dataclass
class Reached:
    """What a persona can reach: pages, files, and what did not answer as it should."""

    places: list[Place] = field(default_factory=list)
    endpoints: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def crawl(fetch: Fetch, routes: MapAdapter, starts: Iterable[str]) -> Reached:
    """Follow links breadth first; per endpoint keep the pages that offer different acts."""
    reached = Reached()
    waiting, seen = deque(starts), set(starts)
    fetched: dict[str, int] = defaultdict(int)
    kept: dict[str, dict[frozenset[str], str]] = defaultdict(dict)
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(routes, path)
        if endpoint is None or fetched[endpoint] >= (LOOKED_AT if _has_parameters(routes, path) else 1):
            continue
        fetched[endpoint] += 1
        reached.endpoints.add(endpoint)
        status, media_type, text = fetch(path)
        if status >= 400:
            reached.faults.append(f"{endpoint}: {status} at {path}")
        if status != 200 or not media_type.startswith("text/html"):
            continue
        links = [html.unescape(link) for _kind, link in _LINK.findall(text)]
        kept[endpoint].setdefault(_offer(routes, text), path)
        for link in links:
            bare = urlsplit(link).path
            if bare not in seen:
                seen.add(bare)
                waiting.append(bare)
    for endpoint, offers in kept.items():
        reached.places += [Place(endpoint, path, n) for n, path in enumerate(list(offers.values())[:VARIANTS], 1)]
    reached.places.append(Place("error-404", MISSING))
    reached.places.sort(key=lambda place: place.name)
    return reached


def endpoint_of(routes: MapAdapter, path: str) -> str | None:
    """The page that answers a GET of this path; None for files of ours, the API and what is no page."""
    found = _match(routes, path)
    if found is None or found[0] == "static" or path.startswith(("/api/", "/_healthz", "/static")):
        return None
    return found[0]


def _match(routes: MapAdapter, path: str, method: str = "GET") -> tuple[str, Any] | None:
    try:
        found = routes.match(urlsplit(path).path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    return str(found[0]), found[1]


def _has_parameters(routes: MapAdapter, path: str) -> bool:
    found = _match(routes, path)
    return bool(found and found[1])


def _offer(routes: MapAdapter, text: str) -> frozenset[str]:
    """The kinds of places that the page itself links or posts to: pages in another state differ in these."""
    main = _MAIN.search(text)
    offered = set()
    for kind, link in _LINK.findall(main.group() if main else ""):
        found = _match(routes, html.unescape(link), "POST" if kind == "action" else "GET")
        offered.add(f"{kind} {found[0] if found else ''}")
    return frozenset(offered)
