# SPDX-License-Identifier: EUPL-1.2
"""Parts of a page that are drawn once and set down many times.

A page of thirty questions shows the same ten fields under each of them; only the ids differ, by their prefix. Drawing
such a field costs some twenty macros and a hundred escapes. Here it is drawn once per request with a mark in place of
what differs, and after that only the mark is replaced.
"""

import secrets
from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask, g
from markupsafe import Markup, escape

MARKS = tuple(f"x{secrets.token_hex(12)}" for _each in range(2))  # nobody who types a text can know them


def install(app: Flask) -> None:
    """Give the templates of an application `drawn` and `once`."""
    app.jinja_env.globals.update(drawn=drawn, once=once)


def open_page() -> None:
    """Forget what an earlier page drew; outside a request, as in a job, nothing is kept."""
    g.drawn = {}


def drawn(macro: Callable[..., str], own: str | tuple[str, ...], *values: Any) -> str:
    """`macro(*own, *values)`, where `own` (a prefix of ids, or several such strings) is all that differs each time.

    Taken from what this request drew before; with nothing of its own just drawn.
    """
    parts = (own,) if isinstance(own, str) else own
    if not all(parts):
        return macro(*parts, *values)
    made = str(once(macro, *MARKS[: len(parts)], *values))
    for mark, part in zip(MARKS, parts, strict=False):
        made = made.replace(mark, escape(part))
    return Markup(made)  # noqa: S704 -- drawn by a macro, what is put in is escaped


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
