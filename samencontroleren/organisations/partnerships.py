# SPDX-License-Identifier: EUPL-1.2
"""Mandates of partnerships (samenwerkingsverbanden): for which gemeenten they act, in what, and until when."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, is_never, require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations import policy
from samencontroleren.organisations.actor import Actor, Mandated
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Mandate, Organisation

NO_MATTER = "Kies waarvoor het mandaat geldt."


def counts_on(day: date) -> ColumnElement[bool]:
    """The mandates that count on a day."""
    return (
        Mandate.ended_at.is_(None)
        & (Mandate.valid_from <= day)
        & or_(Mandate.valid_until.is_(None), Mandate.valid_until >= day)
    )


def mandated_today(partnership_id: uuid.UUID) -> Mandated:
    """For which gemeenten a partnership acts today. Read at each request: an ended mandate opens nothing."""
    query = (
        select(Mandate)
        .join(Organisation, Organisation.id == Mandate.municipality_id)
        .where(Mandate.partnership_id == partnership_id, counts_on(clock.today()), Organisation.ended_on.is_(None))
    )
    rows = list(session().scalars(query))
    return Mandated(
        register=_of(rows, "covers_register"),
        results=_of(rows, "covers_results"),
        decisions=_of(rows, "covers_decisions"),
    )


def _of(rows: Sequence[Mandate], matter: str) -> tuple[uuid.UUID, ...]:
    return tuple(dict.fromkeys(row.municipality_id for row in rows if getattr(row, matter)))


def list_mandates(actor: Actor, organisation_id: uuid.UUID) -> list[Mandate]:
    """The mandates of a partnership, or those a gemeente gave; living ones first, both names loaded."""
    either = (Mandate.partnership_id == organisation_id) | (Mandate.municipality_id == organisation_id)
    query = (
        visible(actor, policy.MANDATE_VIEW)
        .where(either)
        .options(joinedload(Mandate.partnership), joinedload(Mandate.municipality))
        .order_by(Mandate.ended_at.is_not(None), Mandate.valid_from.desc(), Mandate.id)
    )
    return list(session().scalars(query))


def can_mandate(actor: Actor) -> bool:
    """Whether the actor adds and ends mandates (one right for all)."""
    return not is_never(policy.MANDATE_EDIT(actor))


def get_partnership(actor: Actor, key: uuid.UUID) -> Organisation:
    """The partnership to add a mandate to. Raises NotFound, Forbidden, or Conflict when it is no partnership."""
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW)
    if found.kind is not OrganisationKind.PARTNERSHIP or found.ended_on is not None:
        raise Conflict("Alleen een samenwerkingsverband kan een mandaat krijgen.")
    return found


def add_mandate(
    actor: Actor,
    partnership_id: uuid.UUID,
    *,
    municipality_id: uuid.UUID,
    valid_from: date,
    agreement: str,
    valid_until: date | None = None,
    covers_register: bool = False,
    covers_results: bool = False,
    covers_decisions: bool = False,
) -> Mandate:
    """Let a partnership act for a gemeente, from a day.

    Raises Invalid without a matter, for days in the wrong order, for what is no living gemeente, or when a mandate
    for the same gemeente overlaps.
    """
    partnership = get_partnership(actor, partnership_id)
    if not (covers_register or covers_results or covers_decisions):
        raise Invalid({"covers": [NO_MATTER]})
    if valid_until is not None and valid_until < valid_from:
        raise Invalid({"valid_until": ["De laatste dag ligt voor de eerste dag."]})
    town = session().get(Organisation, municipality_id)
    if town is None or town.kind is not OrganisationKind.MUNICIPALITY or town.ended_on is not None:
        raise Invalid({"municipality_id": ["Kies een gemeente uit de lijst."]})
    _refuse_overlap(partnership.id, municipality_id, valid_from, valid_until)
    made = Mandate(
        partnership_id=partnership.id,
        municipality_id=municipality_id,
        valid_from=valid_from,
        valid_until=valid_until,
        covers_register=covers_register,
        covers_results=covers_results,
        covers_decisions=covers_decisions,
        agreement=agreement,
    )
    session().add(made)
    session().flush()
    for reader in (partnership.id, municipality_id):
        trail.record(actor, "mandate.added", "mandate", made.id, reader=reader, municipality=municipality_id)
    return made


def _refuse_overlap(partnership_id: uuid.UUID, municipality_id: uuid.UUID, begin: date, end: date | None) -> None:
    """One mandate per gemeente at a time (the partnership's row is locked meanwhile)."""
    session().execute(select(Organisation.id).where(Organisation.id == partnership_id).with_for_update())
    overlap = select(Mandate.id).where(
        Mandate.partnership_id == partnership_id,
        Mandate.municipality_id == municipality_id,
        Mandate.ended_at.is_(None),
        or_(Mandate.valid_until.is_(None), Mandate.valid_until >= begin),
    )
    if end is not None:
        overlap = overlap.where(Mandate.valid_from <= end)
    if session().scalars(overlap.limit(1)).first():
        raise Invalid(
            {"municipality_id": ["In deze periode is er al een mandaat van deze gemeente. Beëindig dat eerst."]}
        )


def end_mandate(actor: Actor, key: uuid.UUID, reason: str) -> Mandate:
    """End a mandate: from this moment the partnership opens nothing with it. Raises Conflict when it has ended."""
    found = fetch(actor, policy.MANDATE_EDIT, key, view=policy.MANDATE_VIEW, lock=True)
    if found.ended_at is not None:
        raise Conflict("Dit mandaat is al beëindigd.")
    found.ended_at, found.end_reason = clock.now(), reason
    found.revision += 1
    session().flush()
    for reader in (found.partnership_id, found.municipality_id):
        trail.record(actor, "mandate.ended", "mandate", key, reader=reader)
    return found


def list_municipalities() -> list[Organisation]:
    """All living gemeenten by name (public facts), for choices."""
    living = (Organisation.kind == OrganisationKind.MUNICIPALITY) & Organisation.ended_on.is_(None)
    return list(session().scalars(select(Organisation).where(living).order_by(Organisation.name)))


def acting_for(actor: Actor) -> list[Organisation]:
    """The organisations for which the actor keeps a register, the own one first; one for most people."""
    ids = actor.municipality_ids
    if len(ids) < 2:
        return []
    found = session().scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name))
    return sorted(found, key=lambda each: each.id != actor.organisation_id)


def check_may_mandate(actor: Actor) -> None:
    """Raise Forbidden for who may not add mandates."""
    require_any(actor, policy.MANDATE_EDIT)
