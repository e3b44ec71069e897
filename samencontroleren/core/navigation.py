# SPDX-License-Identifier: EUPL-1.2
"""The main menu: the places that an actor can come to, the present one marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import g, request, url_for
from flask_babel import gettext as _

from samencontroleren.core.access import Actor, Permission
from samencontroleren.core.web import can_ever, route_needs


@dataclass(frozen=True)
class NavigationItem:
    """A place in the main menu; shown to whom one of the route's permissions can hold for."""

    endpoint: str
    label: str
    weight: int = 50
    """Lower comes first; equal weights keep the order of the features."""
    only: tuple[Permission[Any], ...] = ()
    """Shown to fewer: to whom one of these can hold. Others reach the page in another way."""
    under: str = ""
    """The endpoint of the place it belongs to: it stands below that one, or by itself for whoever does not see that."""


def menu(who: Actor | None, items: Sequence[NavigationItem]) -> list[dict[str, Any]]:
    """The main menu for this actor, the present place marked; made once for all templates of a request."""
    if (found := g.get("menu")) is None or found[0] != who:
        found = g.menu = (who, _menu(who, items))
    return cast(list[dict[str, Any]], found[1])


def _menu(who: Actor | None, items: Sequence[NavigationItem]) -> list[dict[str, Any]]:
    shown = [] if who is None else [item for item in items if _leads_somewhere(who, item)]
    shown.sort(key=lambda item: item.weight)
    urls = {item.endpoint: url_for(item.endpoint) for item in shown}
    here = max((url for url in urls.values() if _is_below(request.path, url)), key=len, default=None)
    return [
        {
            **_place(item, urls, here),
            "below": [_place(each, urls, here) for each in shown if each.under == item.endpoint],
        }
        for item in shown
        if item.under not in urls
    ]


def _place(item: NavigationItem, urls: Mapping[str, str], here: str | None) -> dict[str, Any]:
    url = urls[item.endpoint]
    return {"label": _(item.label), "url": url, "is_active": url == here, "badge": None}


def _is_below(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(f"{place}/"))


def leads_to(who: Actor | None, endpoint: str) -> bool:
    """Whether a page can hold anything for this actor: a link to it elsewhere than in the menu."""
    return who is not None and can_ever(who, route_needs(endpoint).permissions)


def _leads_somewhere(who: Actor, item: NavigationItem) -> bool:
    declared = item.only or route_needs(item.endpoint).permissions
    return not declared or can_ever(who, declared)
