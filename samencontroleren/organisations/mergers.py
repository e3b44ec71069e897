# SPDX-License-Identifier: EUPL-1.2
"""Mergers of gemeenten (herindelingen): planned for a day, shown dry, and carried out once on that day.

What moves is declared beside each feature (`merging.py`); this module knows organisations only. One transaction per
merger: there is never a state in between.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations import contributions, policy
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.organisations.kinds import OrganisationKind, PlanState, SuccessionKind
from samencontroleren.organisations.models import Merger, MergerPart, Organisation, OrganisationSuccession

WHOLE = (joinedload(Merger.into), selectinload(Merger.parts).joinedload(MergerPart.organisation))
GONE = "Deze herindeling is al uitgevoerd of geannuleerd."


def list_mergers(actor: Actor) -> list[Merger]:
    """All mergers, those to come first."""
    require_any(actor, policy.MERGER_VIEW)
    order = (Merger.state != PlanState.PLANNED, Merger.happens_on.desc(), Merger.id)
    return list(session().scalars(visible(actor, policy.MERGER_VIEW).options(*WHOLE).order_by(*order)))


def get_merger(actor: Actor, key: uuid.UUID) -> Merger:
    """One merger with its gemeenten. Raises NotFound."""
    return fetch(actor, policy.MERGER_VIEW, key, options=WHOLE)


def plan_merger(
    actor: Actor,
    *,
    part_ids: Sequence[uuid.UUID],
    happens_on: date,
    ground: str,
    into_id: uuid.UUID | None = None,
    new_name: str = "",
    new_code: str | None = None,
) -> Merger:
    """Plan that gemeenten go on as one from a day: an existing one (`into_id`), or a new one with name and code.

    Raises Invalid for fewer than two gemeenten together, one that has ended or is in another plan, a day in the
    past, or a code in use.
    """
    require_any(actor, policy.MERGER_EDIT)
    ending = [each for each in dict.fromkeys(part_ids) if each != into_id]
    _check_parts(ending, into_id)
    if happens_on < clock.today():
        raise Invalid({"happens_on": ["Kies vandaag of een dag die nog komt."]})
    if into_id is None:
        _check_new(new_name, new_code)
    made = Merger(
        happens_on=happens_on,
        into_id=into_id,
        new_name="" if into_id else new_name,
        new_code=None if into_id else new_code,
        ground=ground,
        parts=[MergerPart(organisation_id=each) for each in ending],
    )
    session().add(made)
    session().flush()
    trail.record(actor, "merger.planned", "merger", made.id, parts=len(ending))
    return made


def _check_parts(ending: Sequence[uuid.UUID], into_id: uuid.UUID | None) -> None:
    all_ids = [*ending, *([into_id] if into_id else [])]
    if not ending or len(all_ids) < 2:
        raise Invalid({"part1": ["Kies twee of meer verschillende gemeenten."]})
    rows = session().scalars(select(Organisation).where(Organisation.id.in_(all_ids)).with_for_update())
    living = [row for row in rows if row.kind is OrganisationKind.MUNICIPALITY and row.ended_on is None]
    if len(living) < len(all_ids):
        raise Invalid({"part1": ["Kies gemeenten uit de lijst die nog bestaan."]})
    other = (
        select(Merger.id)
        .outerjoin(Merger.parts)
        .where(
            Merger.state == PlanState.PLANNED, or_(MergerPart.organisation_id.in_(all_ids), Merger.into_id.in_(all_ids))
        )
    )
    if session().scalars(other.limit(1)).first():
        raise Invalid({"part1": ["Een van deze gemeenten zit al in een geplande herindeling."]})


def _check_new(name: str, code: str | None) -> None:
    wrong: dict[str, list[str]] = {}
    if not name:
        wrong["new_name"] = ["Vul de naam van de nieuwe gemeente in."]
    if not code:
        wrong["new_code"] = ["Vul de CBS-code van de nieuwe gemeente in. Voorbeeld: GM1992."]
    elif session().scalar(select(Organisation.id).where(Organisation.code == code)):
        wrong["new_code"] = ["Een andere organisatie heeft deze code al."]
    if wrong:
        raise Invalid(wrong)


def cancel_merger(actor: Actor, key: uuid.UUID) -> Merger:
    """Cancel a plan. Raises Conflict when it was carried out or cancelled before."""
    found = fetch(actor, policy.MERGER_EDIT, key, view=policy.MERGER_VIEW, lock=True)
    if found.state is not PlanState.PLANNED:
        raise Conflict(GONE)
    found.state, found.revision = PlanState.CANCELLED, found.revision + 1
    session().flush()
    trail.record(actor, "merger.cancelled", "merger", key)
    return found


def dry_run(merger: Merger) -> contributions.Counts:
    """What would move if the merger were carried out now; for one that was, what did."""
    if merger.state is PlanState.DONE:
        return [(label, number) for label, number in merger.moved]
    return contributions.preview([part.organisation_id for part in merger.parts], merger.into_id)


def due_mergers() -> list[uuid.UUID]:
    """The plans whose day has come, in order."""
    due = (Merger.state == PlanState.PLANNED) & (Merger.happens_on <= clock.today())
    return list(session().scalars(select(Merger.id).where(due).order_by(Merger.happens_on, Merger.created_at)))


def carry_out(key: uuid.UUID) -> None:
    """Carry a merger out, once; a second time, or before its day, nothing happens."""
    merger = (
        session()
        .scalars(select(Merger).where(Merger.id == key).options(selectinload(Merger.parts)).with_for_update(of=Merger))
        .one()
    )
    if merger.state is not PlanState.PLANNED or merger.happens_on > clock.today():
        return
    old = [part.organisation_id for part in merger.parts]
    rows = {
        row.id: row for row in session().scalars(select(Organisation).where(Organisation.id.in_(old)).with_for_update())
    }
    into = _successor(merger, list(rows.values()))
    merger.moved = [list(row) for row in contributions.preview(old, merger.into_id)]
    contributions.move(old, into.id)
    for each in rows.values():
        _end(each, into, merger)
    merger.into_id, merger.state, merger.done_at = into.id, PlanState.DONE, clock.now()
    merger.revision += 1
    session().flush()
    trail.record(SYSTEM, "merger.carried-out", "merger", merger.id, reader=into.id, into=into.id)


def _successor(merger: Merger, old: Sequence[Organisation]) -> Organisation:
    people = [each.inhabitants for each in old]
    if merger.into_id is None:
        into = Organisation(
            kind=OrganisationKind.MUNICIPALITY,
            name=merger.new_name,
            code=merger.new_code,
            province=old[0].province,
        )
        session().add(into)
        session().flush()
        trail.record(SYSTEM, "organisation.added", "organisation", into.id, reader=into.id, kind=into.kind.value)
    else:
        into = session().scalars(select(Organisation).where(Organisation.id == merger.into_id).with_for_update()).one()
        people.append(into.inhabitants)
        into.revision += 1
    known = [each for each in people if each is not None]
    into.inhabitants = sum(known) if len(known) == len(people) else None
    return into


def _end(old: Organisation, into: Organisation, merger: Merger) -> None:
    old.ended_on, old.revision = merger.happens_on, old.revision + 1
    session().add(
        OrganisationSuccession(
            old_id=old.id,
            new_id=into.id,
            kind=SuccessionKind.MERGED,
            happened_on=merger.happens_on,
            reason=merger.ground,
        )
    )
    session().flush()
    trail.record(SYSTEM, "organisation.ended", "organisation", old.id, reader=into.id, into=into.id)


def successor_of(key: uuid.UUID) -> OrganisationSuccession | None:
    """Where an organisation went, with that organisation; None while it lives."""
    query = select(OrganisationSuccession).where(OrganisationSuccession.old_id == key)
    return session().scalars(query.options(joinedload(OrganisationSuccession.new))).one_or_none()


def predecessors_of(key: uuid.UUID) -> list[OrganisationSuccession]:
    """What went on in this organisation, with those organisations, newest first."""
    query = select(OrganisationSuccession).where(OrganisationSuccession.new_id == key)
    found = query.options(joinedload(OrganisationSuccession.old)).order_by(OrganisationSuccession.happened_on.desc())
    return list(session().scalars(found))


def successors_of(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Organisation]:
    """Where several organisations went, by key of the old one (for lists)."""
    query = select(OrganisationSuccession).where(OrganisationSuccession.old_id.in_(keys))
    rows = session().scalars(query.options(joinedload(OrganisationSuccession.new)))
    return {row.old_id: row.new for row in rows}


def duplicates_of(key: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Earlier registrations of the same organisation that went on in this one, however many steps ago."""
    found: list[uuid.UUID] = []
    wanted = [key]
    while wanted:
        query = select(OrganisationSuccession.old_id).where(
            OrganisationSuccession.new_id.in_(wanted), OrganisationSuccession.kind == SuccessionKind.DUPLICATE
        )
        wanted = [each for each in session().scalars(query) if each not in found]
        found += wanted
    return tuple(found)
