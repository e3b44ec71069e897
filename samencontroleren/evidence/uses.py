# SPDX-License-Identifier: EUPL-1.2
"""How often documents are used, and what happens when one is withdrawn: features below this one say so."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, literal, select

from samencontroleren.core.db import session
from samencontroleren.evidence.models import Document

CountUses = Callable[[], ScalarSelect[Any]]

_counters: list[CountUses] = []


def offer(counter: CountUses) -> CountUses:
    """Register a sub-select that counts the uses of the Document of the query around it; call it at import."""
    _counters.append(counter)
    return counter


def number() -> ColumnElement[int]:
    """How often the Document of the query around it is used, as a column to show, filter and sort on."""
    found: ColumnElement[int] = literal(0)
    for counter in _counters:
        found = found + counter()
    return found


def counts(keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How often each document is used in all (one query)."""
    query = select(Document.id, number()).where(Document.id.in_(keys))
    return {key: used for key, used in session().execute(query) if used}


@dataclass(frozen=True)
class Effect:
    """Withdrawing a document leaves so many verdicts on a subject without evidence."""

    name: str
    verdicts: int


TellEffects = Callable[[uuid.UUID], list[Effect]]

_tellers: list[TellEffects] = []


def offer_effects(tell: TellEffects) -> TellEffects:
    """Register a function that says what withdrawing a document does; call it at import."""
    _tellers.append(tell)
    return tell


def effects(key: uuid.UUID) -> list[Effect]:
    """What withdrawing a document does."""
    return [effect for tell in _tellers for effect in tell(key)]
