# SPDX-License-Identifier: EUPL-1.2
"""From a file in our own form to what it would do: held against the catalogue, conditions included. Pure."""

from collections.abc import Mapping
from typing import Any

from samencontroleren.core.messages import N_
from samencontroleren.questionnaires.applicability import questions
from samencontroleren.questionnaires.condition_checks import Fault, Trouble, troubles
from samencontroleren.questionnaires.conditions import Asked, looks_at
from samencontroleren.questionnaires.exchange_reading import FileContent, ReadRow
from samencontroleren.questionnaires.exchange_schema import whole_faults
from samencontroleren.questionnaires.exchange_shape import wording_from_shape
from samencontroleren.questionnaires.import_plan import RETIRED, Known, Plan, Planned, absent_codes
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.questionnaires.sheets import UNUSABLE, ImportedRow
from samencontroleren.questionnaires.wording import Wording

EXCERPT = 160
CONDITION_FAULTS: Mapping[Trouble, str] = {
    Trouble.UNKNOWN: N_("De voorwaarde kijkt naar %(other)s, maar die vraag is er niet over hetzelfde onderwerp."),
    Trouble.STRANGE: N_("De voorwaarde verwacht het antwoord %(value)s op %(other)s, maar dat antwoord is er niet."),
    Trouble.CIRCLE: N_("De voorwaarde hangt van zichzelf af, langs een omweg."),
    Trouble.DEAD: N_("Met deze voorwaarde wordt de eis nooit gevraagd: geen enkel antwoord maakt haar waar."),
}
BREAKS = N_("Door deze wijziging klopt de voorwaarde van %(code)s niet meer. Wijzig die in hetzelfde bestand mee.")


def plan_document(content: FileContent, known: Mapping[str, Known]) -> Plan:
    """What a file would do; `known` is the whole catalogue by code in lower case.

    Each requirement of the file ends among the planned or among the problems.
    """
    planned: dict[str, Planned] = {}
    problems: list[dict[str, Any]] = []
    places: dict[str, ReadRow] = {}
    for row in content.rows:
        code = row.code.casefold()
        made, faults = _planned(row, known.get(code))
        if row.code and code in places:
            problems.append(
                _problem(row, UNUSABLE["duplicate_id"], "duplicate_id", "id", {"id": row.code, "row": places[code].row})
            )
        elif faults:
            problems += [_problem(row, message, "invalid", path, {}) for path, message in faults]
        else:
            planned[made.code] = made
        places.setdefault(code, row)
    for code, (message, params) in _refused_conditions(planned, known).items():
        del planned[code]
        problems.append(_problem(places[code.casefold()], message, "condition", "when", params))
    problems.sort(key=lambda each: each["row"])
    absent = absent_codes(known, places)
    return Plan(
        list(planned.values()), problems, content.blank_rows, len(content.rows), [], absent, content.questionnaire
    )


def _planned(row: ReadRow, held: Known | None) -> tuple[Planned, list[tuple[str, str]]]:
    """A row over what is known, and what is wrong in it."""
    shape, faults = row.shape, list(row.faults)
    wording = held.wording if held else wording_from_shape({})
    if not faults:
        wording = wording_from_shape(shape, held.wording if held else None)
        faults = whole_faults(wording)
    is_retired = shape.get("retired") is True
    made = Planned(
        ImportedRow(row.row, {}), held.code if held else row.code, wording, held, shape.get("source", ""), is_retired
    )
    if not faults and held is not None and held.is_retired and (not is_retired or made.is_reworded):
        faults = [("retired", RETIRED)]
    return made, faults


def _problem(row: ReadRow, message: str, reason: str, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
    named = " · ".join(part for part in (row.code, path, _value(row.shape, path)) if part)
    return {
        "sheet": row.sheet,
        "row": row.row,
        "reason": reason,
        "message": message,
        "params": dict(params),
        "excerpt": named[:EXCERPT],
    }


def _value(shape: Any, path: str) -> str:
    """What stands at a path of the shape, as far as it is one value."""
    for part in path.split("."):
        if isinstance(shape, dict):
            shape = shape.get(part)
        elif isinstance(shape, list) and part.isdecimal() and int(part) < len(shape):
            shape = shape[int(part)]
        else:
            return ""
    return str(shape) if isinstance(shape, str | int | float) else ""


Refused = dict[str, tuple[str, dict[str, str]]]


def _refused_conditions(planned: Mapping[str, Planned], known: Mapping[str, Known]) -> Refused:
    """What can not go in because a condition would be wrong: by code the message and its values.

    Refusing one may break another that looks at it, so this goes on until nothing new is wrong.
    """
    refused: Refused = {}
    settled = {held.code: held.wording for held in known.values() if not held.is_retired}
    before = {(fault.code, fault.trouble) for subject in Subject for fault in troubles(_asked(settled, subject))}
    while True:
        left = {code: each for code, each in planned.items() if code not in refused}
        world = settled | {code: each.wording for code, each in left.items()}
        world = {code: wording for code, wording in world.items() if code not in left or not left[code].is_retired}
        found = [fault for subject in Subject for fault in troubles(_asked(world, subject))]
        blamed = [
            each for fault in found if (fault.code, fault.trouble) not in before for each in _blame(fault, left, world)
        ]
        if not blamed:
            return refused
        refused |= dict(blamed)


def _blame(fault: Fault, left: Mapping[str, Planned], world: Mapping[str, Wording]) -> list[Any]:
    """Whose change it is: that of the requirement itself (or all in a circle), else of what its condition looks at."""
    own = fault.other.split(", ") if fault.trouble is Trouble.CIRCLE else [fault.code]
    changed = {code for code, each in left.items() if each.is_new or each.is_reworded or each.retires}
    if guilty := changed.intersection(own):
        said = CONDITION_FAULTS[fault.trouble], {"other": fault.other, "value": fault.value}
        return [(code, said) for code in guilty]
    ahead = looks_at(world[fault.code].applies_when) & changed
    return [(code, (BREAKS, {"code": fault.code})) for code in ahead]


def _asked(world: Mapping[str, Wording], subject: Subject) -> dict[str, Asked]:
    return questions({code: wording for code, wording in world.items() if wording.subject is subject})
