# SPDX-License-Identifier: EUPL-1.2
"""How many statements something takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

SIDES = ("SELECT SET_CONFIG(", "SELECT CURRENT_SETTING(")


@contextmanager
def questions(place: Engine | Connection) -> Iterator[list[str]]:
    """The SELECTs that go over an engine or connection while this is open, besides those that choose a side of the
    walls: they look at nothing, and there are two in each request."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asks = statement.lstrip().upper()
        if asks.startswith(("SELECT", "WITH")) and not asks.startswith(SIDES):
            seen.append(statement)

    event.listen(place, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(place, "before_cursor_execute", note)
