# SPDX-License-Identifier: EUPL-1.2
"""What can be found: each feature offers its kinds in `search.py`, as data; the feature `search` does the rest.

A kind names the permission of its own single page. That permission is put into every statement of a search, so what
is found, counted and ordered is what the page would show. Words come from open columns only, never from
confidential text.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select

from samencontroleren.core.access import Permission


@dataclass(frozen=True)
class Words:
    """What of a row is searched: its title, and further words that stand on the same page."""

    title: str
    more: str = ""


@dataclass(frozen=True)
class Hit:
    """How a row that was found is shown: in the language asked, with the route that leads to it."""

    title: str
    detail: str
    endpoint: str
    key: uuid.UUID


def _as_it_is(query: Select[Any]) -> Select[Any]:
    return query


def _nothing() -> dict[type[Any], Callable[[Any], ColumnElement[bool]]]:
    return {}


@dataclass(frozen=True)
class SearchKind:
    """A kind of thing that can be found."""

    code: str
    """In addresses and in the API: a Dutch plural in kebab-case."""
    labels: tuple[str, str]
    """Dutch and English, plural."""
    icon: str
    view: Permission[Any]
    """Decides what is found; its table is the one that is searched."""
    columns: tuple[Any, ...]
    """What `words` and `hit` read of a row; the key comes along as `id`."""
    words: Callable[[Any], Words]
    hit: Callable[[Any, str], Hit]
    """From a row and a language ("nl" or "en")."""
    join: Callable[[Select[Any]], Select[Any]] = _as_it_is
    """Adds the further tables that `columns` need, and leaves out what no page shows."""
    follows: Mapping[type[Any], Callable[[Any], ColumnElement[bool]]] = field(default_factory=_nothing)
    """Other tables whose words are used: from a row of theirs the condition on our rows that then change."""


_kinds: dict[str, SearchKind] = {}


def offer(kind: SearchKind) -> None:
    """Make a kind findable. Raises ValueError on a code used twice."""
    if kind.code in _kinds:
        raise ValueError(f"search kind {kind.code} exists twice")
    _kinds[kind.code] = kind


def kinds() -> list[SearchKind]:
    """All kinds, in the order of the features."""
    return list(_kinds.values())
