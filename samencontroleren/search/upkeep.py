# SPDX-License-Identifier: EUPL-1.2
"""Keeping the words whole, kind by kind: for the job, the upgrade and the command."""

from sqlalchemy import exists, or_, select

from samencontroleren.core.db import session
from samencontroleren.core.searching import SearchKind, kinds
from samencontroleren.search import index
from samencontroleren.search.models import SearchEntry


def due_kinds() -> list[str]:
    """The kinds with rows that lack their words, or with words without a row."""
    return [kind.code for kind in kinds() if _is_due(kind)]


def _is_due(kind: SearchKind) -> bool:
    there = select(kind.view.model.id)
    orphan = exists().where(SearchEntry.kind == kind.code, SearchEntry.object_id.not_in(there))
    return bool(session().scalar(select(or_(orphan, index.lacking(kind).exists()))))


def mend_kind(code: str) -> None:
    """Mend one kind; may run twice."""
    index.mend(_of(code))


def mend_all() -> int:
    """Mend all kinds; how many rows were added."""
    return sum(index.mend(kind) for kind in kinds())


def rebuild_all() -> dict[str, int]:
    """Index everything anew; the number of rows per kind."""
    return {kind.code: index.rebuild(kind) for kind in kinds()}


def _of(code: str) -> SearchKind:
    return next(kind for kind in kinds() if kind.code == code)
