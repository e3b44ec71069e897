# SPDX-License-Identifier: EUPL-1.2
"""Declaring which requirements follow a requirement: it was replaced, split, or merged with others."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, select

from samencontroleren.core import trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.catalogue import current_by_code
from samencontroleren.questionnaires.models import Requirement, RequirementSuccession
from samencontroleren.questionnaires.successions import Circle, predecessors


@dataclass(frozen=True)
class Followed:
    """A requirement with those that follow it and those that it follows, by code."""

    requirement: Requirement
    successors: Sequence[Requirement]
    predecessors: Sequence[Requirement]

    @property
    def id(self) -> uuid.UUID:
        return self.requirement.id

    @property
    def code(self) -> str:
        return self.requirement.code

    @property
    def revision(self) -> int:
        return self.requirement.revision


def followed(actor: Actor, key: uuid.UUID) -> Followed:
    """What follows a requirement and what it follows. Raises NotFound."""
    found = fetch(actor, policy.VIEW, key)
    before, after = RequirementSuccession.requirement_id, RequirementSuccession.successor_id
    later = _linked(actor, select(after).where(before == key))
    return Followed(found, later, _linked(actor, select(before).where(after == key)))


def _linked(actor: Actor, keys: Select[uuid.UUID]) -> list[Requirement]:
    query = visible(actor, policy.VIEW).where(Requirement.id.in_(keys))
    return list(session().scalars(query.order_by(Requirement.code)))


def set_successors(actor: Actor, key: uuid.UUID, revision: int, codes: Collection[str]) -> Requirement:
    """Declare which requirements follow one, by their codes; none takes the declaration back.

    What published versions froze stays as it was. Raises Changed when `revision` is not the present one, Invalid for a
    code that does not exist, for the requirement itself and for a circle.
    """
    found = fetch(actor, policy.EDIT, key, view=policy.VIEW, lock=True)
    wanted = _wanted(found, codes)
    query = select(RequirementSuccession.successor_id).where(RequirementSuccession.requirement_id == key)
    if wanted == set(session().scalars(query)):  # a second click finds its work done
        return found
    if found.revision != revision:
        raise Changed()
    _refuse_circle(key, wanted)
    session().execute(delete(RequirementSuccession).where(RequirementSuccession.requirement_id == key))
    session().add_all(RequirementSuccession(requirement_id=key, successor_id=each) for each in wanted)
    found.revision += 1
    session().flush()
    trail.record(actor, "requirement.successors-set", "requirement", key, number=len(wanted))
    return found


def _wanted(found: Requirement, codes: Collection[str]) -> set[uuid.UUID]:
    asked = {code.casefold() for code in codes}
    if found.code.casefold() in asked:
        raise Invalid({"codes": ["Een eis kan zichzelf niet opvolgen."]})
    known = current_by_code(asked)
    if len(known) < len(asked):
        raise Invalid({"codes": ["Niet elke code staat in de catalogus. Controleer de codes."]})
    return {version.requirement_id for version in known.values()}


def _refuse_circle(key: uuid.UUID, wanted: Collection[uuid.UUID]) -> None:
    """Asked before anything is written, so that the page with the message shows what stands."""
    columns = (RequirementSuccession.requirement_id, RequirementSuccession.successor_id)
    others = session().execute(select(*columns).where(RequirementSuccession.requirement_id != key))
    pairs = [*((before, after) for before, after in others), *((key, each) for each in wanted)]
    try:
        predecessors((str(before), str(after)) for before, after in pairs)
    except Circle as error:
        message = "Deze opvolging loopt rond: een van deze eisen is zelf opgevolgd door deze eis."
        raise Invalid({"codes": [message]}) from error
