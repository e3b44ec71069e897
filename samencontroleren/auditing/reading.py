# SPDX-License-Identifier: EUPL-1.2
"""Lines of the trail for one reader: the newest first, filtered, named as far as this reader may know the names."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, tuple_

from samencontroleren.accounts.models import Membership, User
from samencontroleren.auditing import policy
from samencontroleren.auditing.kinds import ACTS, WORDS, Family
from samencontroleren.auditing.naming import names_of
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.trail import TrailOrigin, TrailRow, TrailSeal
from samencontroleren.notifications.kinds import Named
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation

PAGE_SIZE = 50


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; empty fields ask nothing."""

    since: date | None = None
    until: date | None = None
    family: Family | None = None
    who: str = ""
    organisation: str = ""
    about: uuid.UUID | None = None


@dataclass(frozen=True)
class Line:
    """One act as its reader may know it."""

    id: uuid.UUID
    happened_at: datetime
    action: str
    object_kind: str
    object_id: uuid.UUID | None
    named: Named | None
    """What the object is called, where this reader may see it."""
    result: str
    who: str
    """The name of a person; empty for the platform itself, and for people this reader knows by their kind only."""
    is_person: bool
    is_machine: bool
    kind: OrganisationKind | None
    """The kind of organisation of who did it."""
    organisation: str
    """Its name, where this reader may know it."""
    origin: str
    address: str
    facts: Mapping[str, Any]
    seal: int | None


@dataclass(frozen=True)
class Lines:
    """A page of lines; `after` is where the next one begins, None at the end."""

    rows: Sequence[Line]
    after: uuid.UUID | None


def list_lines(actor: Actor, wanted: Wanted, after: uuid.UUID | None = None, size: int = PAGE_SIZE) -> Lines:
    """The lines after a line, in descending order of moment; one more is read to know whether there are more."""
    query = _filtered(actor, _query(actor), wanted)
    if after is not None:
        query = query.where(_beyond(actor, after))
    found = session().execute(query.limit(size + 1)).all()
    rows = _lines(actor, found[:size])
    return Lines(rows, rows[-1].id if len(found) > size else None)


def _query(actor: Actor) -> Select[Any]:
    names = policy.NAMES(actor).label("is_named")
    columns = [TrailRow, TrailSeal.number, TrailOrigin.address, User.name.label("person"), User.is_machine]
    there = [Organisation.id.label("organisation_id"), Organisation.name.label("organisation"), Organisation.kind]
    return (
        visible(actor, policy.VIEW, columns=[*columns, *there, names])
        .outerjoin(TrailSeal, TrailSeal.row_id == TrailRow.id)
        .outerjoin(TrailOrigin, TrailOrigin.row_id == TrailRow.id)
        .outerjoin(User, User.id == TrailRow.user_id)
        .outerjoin(Membership, Membership.id == TrailRow.membership_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(TrailRow.happened_at.desc(), TrailRow.id.desc())
    )


def _beyond(actor: Actor, after: uuid.UUID) -> ColumnElement[bool]:
    """What comes after a line; one that this reader does not see begins nowhere."""
    place = visible(actor, policy.VIEW, columns=[TrailRow.happened_at, TrailRow.id]).where(TrailRow.id == after)
    found = session().execute(place).one_or_none()
    if found is None:
        return TrailRow.id.is_not(None)
    return tuple_(TrailRow.happened_at, TrailRow.id) < tuple_(found.happened_at, found.id)


def _filtered(actor: Actor, query: Select[Any], wanted: Wanted) -> Select[Any]:
    return query.where(*_conditions(actor, wanted))


def _conditions(actor: Actor, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.since:
        yield TrailRow.happened_at >= _midnight(wanted.since)
    if wanted.until:
        yield TrailRow.happened_at < _midnight(wanted.until + timedelta(days=1))
    if wanted.family:
        yield TrailRow.action.in_(ACTS[wanted.family])
    if wanted.who:  # only among those whose names this reader sees: no name can be guessed
        yield and_(User.name.icontains(wanted.who, autoescape=True), _is_known(actor))
    if wanted.organisation:
        own = Organisation.id == actor.organisation_id
        known = Organisation.id.is_not(None) if policy.reads_all(actor) else own
        yield and_(Organisation.name.icontains(wanted.organisation, autoescape=True), known)
    if wanted.about:
        yield TrailRow.object_id == wanted.about


def _is_known(actor: Actor) -> ColumnElement[bool]:
    """A person by the membership that acted; before one was chosen (logging in) by any that this reader may name."""
    known = select(Membership.user_id).where(policy.NAMES(actor))
    before = and_(TrailRow.membership_id.is_(None), TrailRow.user_id.in_(known))
    return before | and_(TrailRow.membership_id.is_not(None), policy.NAMES(actor))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.AMSTERDAM)


def _lines(actor: Actor, found: Sequence[Any]) -> list[Line]:
    objects = names_of(actor, ((row.TrailRow.object_kind, row.TrailRow.object_id) for row in found))
    known = _known_people(actor, found)
    return [_line(actor, row, objects, known) for row in found]


def _known_people(actor: Actor, found: Sequence[Any]) -> set[uuid.UUID]:
    """Of the people who acted before they chose a membership: those whom this reader may name."""
    asked = {row.TrailRow.user_id for row in found if row.TrailRow.user_id and not row.TrailRow.membership_id}
    if not asked:
        return set()
    return set(session().scalars(select(Membership.user_id).where(policy.NAMES(actor), Membership.user_id.in_(asked))))


def _line(
    actor: Actor, found: Any, objects: Mapping[tuple[str, uuid.UUID | None], Named], known: set[uuid.UUID]
) -> Line:
    row: TrailRow = found.TrailRow
    is_named = bool(found.is_named) or row.user_id in known
    is_open = policy.reads_all(actor) or found.organisation_id == actor.organisation_id
    return Line(
        id=row.id,
        happened_at=row.happened_at,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        named=objects.get((row.object_kind, row.object_id)),
        result=row.result,
        who=(found.person or "") if is_named else "",
        is_person=row.user_id is not None,
        is_machine=bool(found.is_machine),
        kind=found.kind,
        organisation=(found.organisation or "") if is_open else "",
        origin=row.origin,
        address=(found.address or "") if is_named else "",
        facts=row.facts,
        seal=found.number,
    )


def words_of(action: str) -> tuple[str, str]:
    """An act in Dutch and English; an act without words as it stands."""
    return WORDS.get(action, (action, action))
