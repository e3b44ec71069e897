# SPDX-License-Identifier: EUPL-1.2
"""What lists of requirements are cut to, as a query, and what there is to choose from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, and_, cast, or_

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.questionnaires.themes import natural, theme_order

NORMS = ("BIO2", "ISO27002", "CBW", "NIS2")
"""The norms that our own content names, in the order of their weight for gemeenten; sheets may name others."""


@dataclass(frozen=True)
class Filter:
    """What a list of requirements is cut to; empty values cut nothing."""

    search: str = ""
    """Words that must all occur, in code, theme, title or text, in either language."""
    theme: str = ""
    source: str = ""
    retired: bool = False
    segment: str = ""
    norm: str = ""
    """A kind of norm, such as BIO2."""
    number: str = ""
    """How the number of a norm begins: 5.19 finds 5.19.01."""


@dataclass(frozen=True)
class Choices:
    """What there is to cut to: each value with the number of requirements in use that have it."""

    themes: Mapping[str, int]
    sources: Mapping[str, int]
    segments: Mapping[str, int]
    norms: Mapping[str, int]


def joined_to_newest(query: Select[Any]) -> Select[Any]:
    """A query on requirements or their wordings, joined to the other: only the newest wording of each."""
    newest = and_(
        RequirementVersion.requirement_id == Requirement.id,
        RequirementVersion.number == Requirement.current_number,
    )
    starts_with_version = query.column_descriptions[0]["entity"] is RequirementVersion
    return query.join(Requirement if starts_with_version else RequirementVersion, newest)


def filtered(query: Select[Any], chosen: Filter) -> Select[Any]:
    """The query cut to a filter, except for norms: those stand in lists, see `has_norm`."""
    query = joined_to_newest(query)
    for word in chosen.search.split():
        query = query.where(_occurs(word))
    if chosen.theme:
        query = query.where(RequirementVersion.theme == chosen.theme)
    if chosen.source:
        query = query.where(Requirement.source == chosen.source)
    if chosen.segment:
        query = query.where(RequirementVersion.segment == chosen.segment)
    if not chosen.retired:
        query = query.where(Requirement.retired_at.is_(None))
    return query


def _occurs(word: str) -> Any:
    texts = RequirementVersion.texts
    parts = [texts[side][part].as_string() for side in ("nl", "en") for part in ("title", "text")]
    places = (Requirement.code, RequirementVersion.theme, *parts)
    return or_(*(cast(place, String).icontains(word, autoescape=True) for place in places))


def has_norm(norms: Iterable[Mapping[str, str]], chosen: Filter) -> bool:
    """Whether one of the norms of a requirement fits the filter."""
    number = chosen.number.casefold().replace(" ", "")
    return any(
        (not chosen.norm or norm["kind"] == chosen.norm) and norm["number"].casefold().startswith(number)
        for norm in norms
    )


def filter_choices(actor: Actor) -> Choices:
    """What the catalogue can be cut to, each in its order, in one query."""
    columns = (
        RequirementVersion.theme,
        Requirement.source,
        RequirementVersion.segment,
        RequirementVersion.norms,
        Requirement.retired_at,
    )
    rows = session().execute(joined_to_newest(visible(actor, policy.VIEW, columns=columns))).all()
    kinds = [(kind, row[4]) for row in rows for kind in {norm["kind"] for norm in row[3]}]
    return Choices(
        themes=_counted(((row[0], row[4]) for row in rows), theme_order),
        sources=_counted(((row[1], row[4]) for row in rows), natural),
        segments=_counted(((row[2], row[4]) for row in rows), natural),
        norms=_counted(kinds, _norm_order),
    )


def _counted(values: Iterable[tuple[str, object]], order: Any) -> dict[str, int]:
    """How often each value occurs in use; what only retired requirements have stands there with 0."""
    found: Counter[str] = Counter()
    for value, retired_at in values:
        if value:
            found[value] += retired_at is None
    return {value: found[value] for value in sorted(found, key=order)}


def _norm_order(kind: str) -> tuple[int, str]:
    return (NORMS.index(kind) if kind in NORMS else len(NORMS), kind)
