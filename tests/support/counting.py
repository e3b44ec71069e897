# SPDX-License-Identifier: EUPL-1.2
"""How many statements something takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

SIDES = ("SELECT set_config(", "SELECT current_setting(")
"""How statements begin that choose a side of the walls, or ask for it: they look at no table."""


@contextmanager
def questions(place: Engine | Connection) -> Iterator[list[str]]:
    """The SELECTs that go over an engine or connection while this is open, besides those that choose a side of the
    walls."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and not statement.startswith(SIDES):
            seen.append(statement)

    event.listen(place, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(place, "before_cursor_execute", note)
