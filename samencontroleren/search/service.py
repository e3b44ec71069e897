# SPDX-License-Identifier: EUPL-1.2
"""Searching: per kind one statement, in which the permission of the kind decides what is found and counted."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects import postgresql

from samencontroleren.core.access import is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.rest import Page
from samencontroleren.core.searching import Hit, SearchKind, kinds
from samencontroleren.organisations.actor import Actor
from samencontroleren.search.models import SearchEntry
from samencontroleren.search.words import ENOUGH_ALIKE, alike, fold, terms

PAGE_SIZE = 25
FIRST = 5
"""How many of each kind the page of all kinds shows."""
CANDIDATES = 500
SUGGESTIONS = 3

WORDS = table("fts_search_words", column("rowid"), column("fts_search_words"))
TRIGRAMS = table("fts_search_trigrams", column("rowid"), column("fts_search_trigrams"))
VECTOR: ColumnElement[Any] = literal_column("search_entries.fts_vector", postgresql.TSVECTOR)

Alike = tuple[ColumnElement[bool], ColumnElement[Any]]
"""Which titles are alike enough, and in which order."""


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    kind: SearchKind
    id: uuid.UUID
    hit: Hit


@dataclass(frozen=True)
class Group:
    """What was found of one kind: a page of it, and how much there is in all."""

    kind: SearchKind
    page: Page
    """Its rows are `Found`."""


@dataclass(frozen=True)
class Results:
    """The answer to a question."""

    asked: Sequence[str]
    """The words that were searched."""
    groups: Sequence[Group]
    """Kinds in which something was found, and the one that was chosen."""
    suggestions: Sequence[str]
    """Titles that look like what was asked, when nothing was found."""

    @property
    def total(self) -> int:
        return sum(group.page.total for group in self.groups)


def kind_codes() -> list[str]:
    """The codes of all kinds that can be found."""
    return [kind.code for kind in kinds()]


def searchable(actor: Actor) -> list[SearchKind]:
    """The kinds of which this actor can see something at all."""
    return [kind for kind in kinds() if not is_never(kind.view(actor))]


def search(actor: Actor, asked: str, language: str, only: str = "", page: int = 1) -> Results:
    """The first of each kind; with `only` a page of that kind, beside the numbers of the others."""
    wanted = terms(asked)
    if not wanted:
        return Results([], [], [])
    groups = []
    for kind in searchable(actor):
        is_chosen = kind.code == only
        size = PAGE_SIZE if is_chosen else FIRST
        found = _page(actor, kind, wanted, language, (page - 1) * size if is_chosen else 0, size)
        if found.total or is_chosen:
            groups.append(Group(kind, found))
    results = Results(wanted, groups, [])
    return results if results.total else Results(wanted, groups, suggestions(actor, wanted))


def list_found(
    actor: Actor, asked: str, language: str, only: str, page: int, size: int, before: Sequence[Any] = ()
) -> Page:
    """All that is found in one row, kind after kind, as a page of `Found` (for the API); `before` stands in front."""
    wanted, start = terms(asked), (page - 1) * size
    rows, total = [*before[start : start + size]], len(before)
    for kind in searchable(actor) if wanted else ():
        if only and kind.code != only:
            continue
        part = _page(actor, kind, wanted, language, max(0, start - total), max(1, size - len(rows)))
        if len(rows) < size:
            rows += part.rows
        total += part.total
    return Page(rows, total, page, size)


def _page(actor: Actor, kind: SearchKind, wanted: Sequence[str], language: str, start: int, size: int) -> Page:
    matching = _matching(actor, kind, wanted)
    query = matching.add_columns(func.count().over().label("total")).limit(size).offset(start)
    rows = session().execute(query).all()
    total = rows[0].total if rows else _count(matching) if start else 0
    found = [Found(kind, row.id, kind.hit(row, language)) for row in rows]
    return Page(found, total, start // size + 1, size)


def _count(matching: Select[Any]) -> int:
    """The number of all, asked apart only beyond the last page."""
    return session().scalar(select(func.count()).select_from(matching.order_by(None).subquery())) or 0


def _matching(actor: Actor, kind: SearchKind, wanted: Sequence[str]) -> Select[Any]:
    """The rows of a kind that this actor may see and that match, best first."""
    model: Any = kind.view.model
    query = _readable(actor, kind, [model.id, *kind.columns])
    found, rank = _on_sqlite(query, wanted) if _is_sqlite() else _on_postgresql(query, wanted)
    return found.order_by(_tier(wanted), rank, SearchEntry.folded, model.id)


def _readable(actor: Actor, kind: SearchKind, columns: Sequence[Any]) -> Select[Any]:
    """The rows of a kind that this actor may see, beside their words."""
    model: Any = kind.view.model
    own = and_(SearchEntry.kind == kind.code, SearchEntry.object_id == model.id)
    return kind.join(visible(actor, kind.view, columns=columns).select_from(model)).join(SearchEntry, own)


def _is_sqlite() -> bool:
    return session().get_bind().dialect.name == "sqlite"


def _tier(wanted: Sequence[str]) -> ColumnElement[int]:
    """First titles that are what was asked, then titles that begin with it, then the others."""
    whole = " ".join(wanted)
    return case((SearchEntry.folded == whole, 0), (SearchEntry.folded.startswith(whole, autoescape=True), 1), else_=2)


def _on_sqlite(query: Select[Any], wanted: Sequence[str]) -> tuple[Select[Any], ColumnElement[Any]]:
    """Not by bm25: that weighs words by how rare they are among all rows, also those this actor may not see."""
    asked = " ".join(f'"{term}"' for term in wanted) + "*"
    hits = select(WORDS.c.rowid).where(WORDS.c.fts_search_words.op("MATCH")(asked))
    in_title = and_(*(SearchEntry.folded.contains(term, autoescape=True) for term in wanted))
    return query.where(SearchEntry.id.in_(hits)), case((in_title, 0), else_=1)


def _on_postgresql(query: Select[Any], wanted: Sequence[str]) -> tuple[Select[Any], ColumnElement[Any]]:
    asked: Any = None
    for term in wanted:
        is_last = term == wanted[-1]
        either: ColumnElement[Any] = func.to_tsquery(text("'simple'"), f"'{term}'" + (":*" if is_last else ""))
        for configuration in ("'dutch'", "'english'"):
            either = either.op("||")(func.to_tsquery(text(configuration), f"'{term}'"))
        asked = either if asked is None else asked.op("&&")(either)
    return query.where(VECTOR.op("@@")(asked)), func.ts_rank(VECTOR, asked).desc()


def suggestions(actor: Actor, wanted: Sequence[str]) -> list[str]:
    """Titles this actor may see that look like what was asked, most alike first."""
    asked = " ".join(wanted)
    near = _like_on_sqlite(asked) if _is_sqlite() else _like_on_postgresql(asked)
    parts = [_titles(actor, kind, near) for kind in searchable(actor)] if near else []
    if not parts:
        return []
    scored = {title: alike(asked, fold(title)) for title in session().execute(union_all(*parts)).scalars()}
    best = sorted((title for title in scored if scored[title] >= ENOUGH_ALIKE), key=lambda each: (-scored[each], each))
    return best[:SUGGESTIONS]


def _titles(actor: Actor, kind: SearchKind, near: Alike) -> Select[Any]:
    condition, closest = near
    query = _readable(actor, kind, [SearchEntry.title]).where(condition)
    return select(query.order_by(closest).limit(CANDIDATES).subquery())


def _like_on_postgresql(asked: str) -> Alike | None:
    """By the extension, where the database has it; says for this transaction how much alike is enough."""
    setting = func.set_config("pg_trgm.word_similarity_threshold", str(ENOUGH_ALIKE), literal(True))
    extensions = table("pg_extension", column("extname"))
    if session().scalar(select(setting).select_from(extensions).where(extensions.c.extname == "pg_trgm")) is None:
        return None
    this = literal(asked, Text)
    condition: ColumnElement[bool] = this.op("<%")(SearchEntry.folded)
    return condition, this.op("<<->")(SearchEntry.folded)


def _like_on_sqlite(asked: str) -> Alike | None:
    """By groups of three letters in FTS5: candidates, which are compared further on."""
    parts = {word[place : place + 3] for word in asked.split() for place in range(len(word) - 2)}
    if not parts:
        return None
    match = " OR ".join(f'"{part}"' for part in sorted(parts))
    near = select(TRIGRAMS.c.rowid).where(TRIGRAMS.c.fts_search_trigrams.op("MATCH")(match))
    folded: ColumnElement[Any] = SearchEntry.__table__.c.folded
    return SearchEntry.id.in_(near), folded
