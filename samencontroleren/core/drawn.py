# SPDX-License-Identifier: EUPL-1.2
"""Parts of a page that are drawn once and set down many times.

A page of thirty questions shows the same ten fields under each of them; only the ids differ, by their prefix. Drawing
such a field costs some twenty macros and a hundred escapes. Here it is drawn once per request with a mark in place of
the prefix, and after that only the mark is replaced.
"""

import secrets
from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask, g
from markupsafe import Markup, escape

MARK = "x" + secrets.token_hex(12)  # nobody who types a text can know it


def install(app: Flask) -> None:
    """Give the templates of an application `drawn` and `once`."""
    app.jinja_env.globals.update(drawn=drawn, once=once)


def open_page() -> None:
    """Forget what an earlier page drew; outside a request, as in a job, nothing is kept."""
    g.drawn = {}


def drawn(macro: Callable[..., str], prefix: str, *values: Any) -> str:
    """`macro(prefix, *values)`, taken from what this request drew before; without a prefix just drawn."""
    if not prefix:
        return macro(prefix, *values)
    return Markup(once(macro, MARK, *values).replace(MARK, escape(prefix)))  # noqa: S704 -- the prefix is escaped


def once(macro: Callable[..., str], *values: Any) -> str:
    """`macro(*values)`, for a macro that is asked the same again and again on one page."""
    kept: dict[Hashable, str] | None = g.get("drawn")
    if kept is None:
        return macro(*values)
    key = (macro.name, *map(_fixed, values))  # type: ignore[attr-defined]  # a macro of Jinja has a name
    found = kept.get(key)
    if found is None:
        found = kept[key] = macro(*values)
    return found


def _fixed(value: Any) -> Hashable:
    """What a macro was given, as a key: equal only where the same would be drawn (1, "1" and True differ)."""
    if isinstance(value, dict):
        return ("dict", *((name, _fixed(each)) for name, each in value.items()))
    if isinstance(value, list):
        return ("list", *(each if isinstance(each, tuple) else _fixed(each) for each in value))
    return (type(value), value)
