# SPDX-License-Identifier: EUPL-1.2
"""Use cases of parameters, and the value that counts on a day. The public face of this feature.

Reading a value has no actor: terms never depend on rights. All values of a unit of work cost one query together.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import require_any, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.messages import N_
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import policy, typed
from samencontroleren.parameters.kinds import Code
from samencontroleren.parameters.models import ParameterValue
from samencontroleren.parameters.registry import BY_CODE, PARAMETERS
from samencontroleren.parameters.resolving import Setting, planned_after, setting_on, standing
from samencontroleren.parameters.shapes import Parameter

CACHE = "parameters"
AHEAD = timedelta(days=5 * 366)
ALREADY = N_("Deze waarde geldt op die dag al. Kies een andere waarde of een andere dag.")
PAST = N_("Kies vandaag of een latere dag. Wat al geldt, verandert niet meer.")
TOO_FAR = N_("Kies een dag binnen vijf jaar.")
STALE = "Iemand anders heeft deze instelling intussen gewijzigd. Kijk wat er nu geldt en probeer het opnieuw."


def value_on(code: Code, day: date | None = None) -> Any:
    """The stored value of a parameter on a day (today when None): the newest whose day has come, else the default."""
    found = setting_on(_settings().get(code.value, ()), day or clock.today())
    return BY_CODE[code.value].default if found is None else found.value


def number_on(code: Code, day: date | None = None) -> int:
    """A parameter that is a whole number, on a day (today when None)."""
    return int(value_on(code, day))


def days_on(code: Code, day: date | None = None) -> timedelta:
    """The same as a length of time in calendar days."""
    return timedelta(days=number_on(code, day))


def ladder_on(code: Code, day: date | None = None) -> tuple[int, ...]:
    """The steps of a reminder ladder, in working days from the last day of a term; below 0 is before it."""
    return tuple(value_on(code, day))


def ladders(code: Code) -> frozenset[int]:
    """Every step that a ladder has or ever had, for a first rough selection."""
    values = [BY_CODE[code.value].default, *(each.value for each in standing(_settings().get(code.value, ())))]
    return frozenset(step for value in values for step in value)


def free_days_on(day: date | None = None) -> tuple[date, ...]:
    """The extra free days that count for a term that begins on a day (today when None)."""
    return tuple(date.fromisoformat(each) for each, _name in value_on(Code.FREE_DAYS, day))


def _settings() -> dict[str, list[Setting]]:
    """The whole history by code, read once per unit of work (a small table: what people set by hand)."""
    cached: dict[str, list[Setting]] | None = session().info.get(CACHE)
    if cached is not None:
        return cached
    row = ParameterValue
    found: dict[str, list[Setting]] = {}
    for code, *facts in session().execute(
        select(row.code, row.number, row.value, row.counts_from, row.is_withdrawal).order_by(row.code, row.number)
    ):
        found.setdefault(code, []).append(Setting(*facts))
    session().info[CACHE] = found
    return found


@dataclass(frozen=True)
class Standing:
    """How a parameter stands today."""

    parameter: Parameter
    value: Any
    since: date | None
    """The day from which it counts; None: the default, from the start."""
    planned: list[Setting]
    """What was set for later days and stands, the first one first."""
    revision: int
    """How many times it was set."""


def list_parameters(actor: Actor) -> list[Standing]:
    """All parameters as they stand today."""
    require_any(actor, policy.VIEW)
    return [_standing(each) for each in PARAMETERS]


def get_parameter(actor: Actor, code: str) -> Standing:
    """One parameter as it stands today. Raises NotFound for a code that is not in the registry."""
    require_any(actor, policy.VIEW)
    if code not in BY_CODE:
        raise NotFound()
    return _standing(BY_CODE[code])


def _standing(parameter: Parameter) -> Standing:
    settings, today = _settings().get(parameter.code.value, []), clock.today()
    now = setting_on(settings, today)
    value, since = (parameter.default, None) if now is None else (now.value, now.counts_from)
    return Standing(parameter, value, since, planned_after(settings, today), len(settings))


def history(actor: Actor, code: str) -> list[ParameterValue]:
    """Everything that was ever set for a parameter, newest first."""
    query = visible(actor, policy.VIEW).where(ParameterValue.code == code)
    return list(session().scalars(query.order_by(ParameterValue.number.desc())))


def names_of(rows: list[ParameterValue]) -> dict[uuid.UUID, str]:
    """The names of who set them: people of VNG, for people of VNG."""
    return accounts.get_user_names({each.set_by_id for each in rows})


def can_edit(actor: Actor) -> bool:
    """Whether the actor may set values."""
    try:
        require_any(actor, policy.EDIT)
    except Forbidden:
        return False
    return True


def set_value(
    actor: Actor, code: str, *, fields: Mapping[str, str], counts_from: date, reason: str, revision: int
) -> ParameterValue:
    """Set a value from a day on (today or later), with the reason.

    `fields` is what was typed (see `typed.read`). Raises Changed when somebody else set it meanwhile, and Invalid
    with everything that is wrong.
    """
    require_any(actor, policy.EDIT)
    found = get_parameter(actor, code)
    if found.revision != revision:
        raise Changed(STALE)
    faults, value = _day_faults(counts_from), None
    try:
        value = typed.read(found.parameter, fields)
    except typed.Wrong as wrong:
        faults[wrong.field] = [_(wrong.message, **wrong.params)]
    if value is not None and not faults and value == value_on(found.parameter.code, counts_from):
        field = next(iter(typed.fields(found.parameter, value)))
        faults[field] = [ALREADY]
    if faults:
        raise Invalid(faults)
    return _add(actor, "parameter.set", found, value=value, counts_from=counts_from, reason=reason)


def withdraw_value(actor: Actor, code: str, *, counts_from: date, reason: str, revision: int) -> ParameterValue:
    """Withdraw what was set for a day that has not come yet. Raises Changed, or Conflict when there is nothing."""
    require_any(actor, policy.EDIT)
    found = get_parameter(actor, code)
    if found.revision != revision:
        raise Changed(STALE)
    planned = {each.counts_from: each for each in found.planned}
    if counts_from not in planned:
        raise Conflict("Voor die dag staat geen wijziging klaar, of zij geldt al.")
    facts = {"value": planned[counts_from].value, "counts_from": counts_from, "reason": reason}
    return _add(actor, "parameter.withdrawn", found, **facts, is_withdrawal=True)


def _day_faults(counts_from: date) -> dict[str, list[str]]:
    today = clock.today()
    if counts_from < today:
        return {"counts_from": [PAST]}
    if counts_from > today + AHEAD:
        return {"counts_from": [TOO_FAR]}
    return {}


def _add(actor: Actor, action: str, found: Standing, **facts: Any) -> ParameterValue:
    if actor.user_id is None:
        raise Forbidden()
    code, number = found.parameter.code.value, found.revision + 1
    made = ParameterValue(code=code, number=number, set_by_id=actor.user_id, set_at=clock.now(), **facts)
    try:
        with session().begin_nested():
            session().add(made)
            session().flush()
    except IntegrityError as error:
        raise Changed(STALE) from error
    session().info.pop(CACHE, None)
    trail.record(actor, action, "parameter", made.id, code=code, number=number, counts_from=str(made.counts_from))
    return made
