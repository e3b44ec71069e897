# SPDX-License-Identifier: EUPL-1.2
"""Walk all pages in all roles and both languages: `python -m tools.gallery [--role coordinator] [--axe] …`."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Browser, StorageState
from werkzeug.routing import MapAdapter

from tools.gallery import look, platform, report
from tools.gallery.crawl import Reached, crawl, endpoint_of
from tools.gallery.look import Looker, Sight, Wishes
from tools.gallery.platform import ROOT, Persona
from tools.generate import bare_app

STARTS = ("/", "/profiel", "/toegankelijkheid", "/stijlgids", "/postbus")
FOR_VISITORS = ("/inloggen", "/wachtwoord-vergeten", "/toegankelijkheid", "/stijlgids")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.gallery", description=__doc__)
    parser.add_argument("--role", action="append", help="only this role (more than once)")
    parser.add_argument("--endpoint", action="append", help="only endpoints that start with this (more than once)")
    parser.add_argument("--lang", action="append", choices=["nl", "en"], help="only this language")
    parser.add_argument("--width", action="append", type=int, help="widths in px (1280 and 360)")
    parser.add_argument("--dark", action="store_true", help="as somebody whose system is dark")
    parser.add_argument("--forced", action="store_true", help="as somebody with forced colours")
    parser.add_argument("--axe", action="store_true", help="run axe over each page")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    parser.add_argument("--data", type=Path, help="data of the demonstration (a folder in --out)")
    parser.add_argument("--workers", type=int, default=1, help="roles walked at the same time")
    parser.add_argument("--strict", action="store_true", help="fail when something is wrong")
    return parser.parse_args()


def main() -> None:
    """Fill, serve, walk, write, and say what was found."""
    asked = _arguments()
    out: Path = asked.out.resolve()
    data: Path = (asked.data or out / "data").resolve()
    wishes = Wishes(
        tuple(asked.lang or ("nl", "en")), tuple(asked.width or (1280, 360)), asked.dark, asked.axe, asked.forced
    )
    tree = platform.freeze(out / "tree")
    platform.prepare(tree, data)
    chosen = [each for each in platform.personas(tree, data) if not asked.role or each.role in asked.role]
    if not chosen:
        sys.exit("nobody has that role")
    with platform.served(tree, data) as address:
        walk_ = partial(walk, address=address, out=out, wishes=wishes, endpoints=tuple(asked.endpoint or ()))
        walks = _each(walk_, chosen, asked.workers)
    sights = [sight for _reached, seen in walks for sight in seen]
    others = [
        f"{role.role}: {fault}" for role, (reached, _) in zip(chosen, walks, strict=True) for fault in reached.faults
    ]
    if not asked.role:
        others.append(f"reached by nobody: {', '.join(sorted(_pages() - {e for r, _ in walks for e in r.endpoints}))}")
    print(report.write(out, sights, others))
    print(f"contact sheet: {out / 'index.html'}")
    sys.exit(1 if asked.strict and any(sight.faults for sight in sights) else 0)


def _each(
    work: partial[tuple[Reached, list[Sight]]], chosen: list[Persona], workers: int
) -> list[tuple[Reached, list[Sight]]]:
    if workers == 1:
        return [work(persona) for persona in chosen]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, chosen))


def _routes() -> MapAdapter:
    return bare_app().url_map.bind("localhost")


def _pages() -> set[str]:
    """Endpoints with a page of their own."""
    app = bare_app()
    adapter = app.url_map.bind("localhost")
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint for rule in rules if rule.arguments or endpoint_of(adapter, rule.rule)} - {"static"}


def walk(
    persona: Persona, address: str, out: Path, wishes: Wishes, endpoints: tuple[str, ...] = ()
) -> tuple[Reached, list[Sight]]:
    """What one persona reaches and sees."""
    with look.browser() as opened:
        state = look.log_in(opened, address, persona)
        reached = _reach(opened, state, address, persona, wishes)
        if endpoints:
            reached.places = [place for place in reached.places if place.endpoint.startswith(endpoints)]
        sights: list[Sight] = []
        for language in wishes.languages:
            context = look.context_of(opened, language, wishes, state)
            looker = Looker(context, address, out, wishes)
            sights += [looker.look(persona, language, place) for place in reached.places]
            context.close()
        print(f"{persona.role}: {len(reached.places)} pages", flush=True)
    return reached, sights


def _reach(opened: Browser, state: StorageState, address: str, persona: Persona, wishes: Wishes) -> Reached:
    context = look.context_of(opened, "nl", wishes, state)

    def fetch(path: str) -> tuple[int, str, str]:
        response = context.request.get(address + path, max_redirects=0)
        media_type = response.headers.get("content-type", "")
        return response.status, media_type, response.text() if media_type.startswith("text/html") else ""

    starts = STARTS if persona.email else FOR_VISITORS
    reached = crawl(fetch, _routes(), [start for start in starts if endpoint_of(_routes(), start)] or ["/"])
    context.close()
    return reached


if __name__ == "__main__":
    main()
