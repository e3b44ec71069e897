# SPDX-License-Identifier: EUPL-1.2
"""Writing many rows at once: rows are made as usual, kept, and inserted table by table in one go.

The demonstration's history is thousands of dossiers' worth of rows. Through the services each takes a few queries;
here they are made of the same models and the same pure rules, and stored together. A test holds that a dossier
written this way is, row for row, the one that the services make.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table, insert, update
from sqlalchemy import inspect as mapper_of

from samencontroleren.core.access import Actor
from samencontroleren.core.db import Base, Moment, session
from samencontroleren.core.trail import TrailRow, TrailWaiting
from samencontroleren.demonstration.keys import Keys

ORIGIN = "demonstration"
T = TypeVar("T", bound=Base)
MOMENTS = ("created_at", "changed_at")


class Rows:
    """Rows to be stored together, and values to be changed on rows that are there."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._new: dict[str, list[Base]] = defaultdict(list)
        self._seen: set[int] = set()
        self._changed: dict[type[Base], dict[Any, dict[str, Any]]] = defaultdict(dict)

    def add(self, row: T, at: datetime) -> T:
        """Keep a row, made at a moment; it gets its key and its moments now."""
        given = row.__dict__
        for name, default in _defaults(type(row)):
            if given.get(name) is not None:
                continue
            if name == "id":
                setattr(row, name, self.keys.next())
            elif name in MOMENTS:
                setattr(row, name, at)
            elif name not in given:
                setattr(row, name, default(at))
        self._new[row.__tablename__].append(row)
        self._seen.add(id(row))
        return row

    def forget(self, row: Any) -> None:
        """Drop a row that waits here."""
        self._seen.discard(id(row))
        self._new[type(row).__tablename__].remove(row)

    def change(self, row: Any, **values: Any) -> None:
        """Change values of a row that was made here, whether it waits or is stored already."""
        for name, value in values.items():
            setattr(row, name, value)
        if id(row) not in self._seen:
            self.amend(type(row), row.id, **values)

    def amend(self, model: type[Base], key: uuid.UUID, **values: Any) -> None:
        """Change values of a row that the services made."""
        self._changed[model].setdefault(key, {"id": key}).update(values)

    def trail(
        self,
        actor: Actor,
        at: datetime,
        action: str,
        kind: str,
        key: uuid.UUID,
        reader: uuid.UUID | None = None,
        result: str = "ok",
        **facts: Any,
    ) -> None:
        """One act in the trail, as `core.trail.record` writes it."""
        row = TrailRow(
            happened_at=at,
            action=action,
            object_kind=kind,
            object_id=key,
            result=result,
            origin=ORIGIN,
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            reader_organisation_id=reader,
            facts={name: _plain(value) for name, value in facts.items()},
        )
        self.add(row, at)
        self.add(TrailWaiting(row_id=row.id, happened_at=at), at)

    def store(self) -> int:
        """Insert what was kept, in the order in which tables lean on each other, and make the changes."""
        session().flush()
        number = 0
        for table in Base.metadata.sorted_tables:
            found = self._new.pop(table.key, [])
            number += len(found)
            if found:
                session().execute(insert(table), [_values(table, each) for each in found])
        for model, changed in self._changed.items():
            for values in _alike(changed.values()):
                session().execute(update(model), values)
        self._changed.clear()
        self._seen.clear()
        session().expire_all()
        return number


@cache
def _names(table: Table, model: type[Base]) -> tuple[tuple[str, str], ...]:
    """Column and attribute, for each column of a table."""
    mapper = mapper_of(model)
    return tuple((column.name, mapper.get_property_by_column(column).key) for column in table.columns)


def _values(table: Table, row: Base) -> dict[str, Any]:
    given = row.__dict__
    return {column: given[attribute] for column, attribute in _names(table, type(row))}


def _alike(changes: Any) -> list[list[dict[str, Any]]]:
    """The changes grouped by the columns they touch: one statement each."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for each in changes:
        groups[tuple(sorted(each))].append(each)
    return list(groups.values())


@cache
def _defaults(model: type[Base]) -> tuple[tuple[str, Callable[[datetime], Any]], ...]:
    """Each attribute of a model that is a column, with what it is when nothing was given."""
    mapper = mapper_of(model)
    return tuple((each.key, _default(each.columns[0])) for each in mapper.column_attrs)


def _default(column: Any) -> Callable[[datetime], Any]:
    default = column.default
    if default is None:
        return lambda at: None
    if default.is_scalar:
        return lambda at: default.arg
    if isinstance(column.type, Moment):
        return lambda at: at
    return lambda at: default.arg(None)


def _plain(value: Any) -> Any:
    """A fact as `core.trail` keeps it: keys as text, everything else as it is."""
    if isinstance(value, uuid.UUID):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
