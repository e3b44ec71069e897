# SPDX-License-Identifier: EUPL-1.2
"""Adjusting the draft of a set by hand: weigh, leave out with a reason, put in what the choices left aside."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.procurement import sets
from samencontroleren.procurement.kinds import Weight
from samencontroleren.procurement.models import SetLine, SetVersion
from samencontroleren.procurement.selecting import Choices, weight_of
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.questionnaires.models import RequirementVersion

REASON = "Schrijf op waarom u deze eis weglaat."
UNKNOWN = "Kies alleen eisen uit de lijst."


@dataclass(frozen=True)
class Weighed:
    """What a person made of one line."""

    weight: Weight
    reason: str = ""


def adjust_lines(actor: Actor, key: uuid.UUID, revision: int, weighed: Mapping[uuid.UUID, Weighed]) -> SetVersion:
    """Weigh lines of the draft, by line. Raises as `draft_of`, Invalid (by `reason-<line>`) without a reason to leave
    something out, NotFound for a line of another set.
    """
    draft = sets.draft_of(actor, key, revision)
    lines = {line.id: line for line in sets.lines_of(draft.id)}
    if not weighed.keys() <= lines.keys():
        raise NotFound()
    without = [line for line, each in weighed.items() if each.weight is Weight.OUT and not each.reason]
    if without:
        raise Invalid({f"reason-{line}": [REASON] for line in without})
    if any(_apply(lines[line], each) for line, each in weighed.items()):
        sets.note_change(actor, draft)
    return draft


def _apply(line: SetLine, each: Weighed) -> bool:
    """Whether anything changed."""
    if (line.weight, line.reason) == (each.weight, each.reason):
        return False
    line.weight, line.reason, line.is_adjusted = each.weight, each.reason, True
    return True


def others(draft: SetVersion) -> list[tuple[str, list[RequirementVersion]]]:
    """The requirements of the questionnaire that do not stand in a draft and could, by theme; none that only a gemeente
    meets. For callers who may work on the set."""
    found: dict[str, list[RequirementVersion]] = {}
    for each in _absent(draft):
        found.setdefault(each.theme, []).append(each)
    return sorted(found.items(), key=lambda row: questionnaires.theme_order(row[0]))


def _absent(draft: SetVersion) -> list[RequirementVersion]:
    present = {line.requirement_version_id for line in sets.lines_of(draft.id)}
    versions = [item.requirement_version for item in questionnaires.items_of(draft.questionnaire_id)]
    return [each for each in versions if each.id not in present and each.addressed_to is not AddressedTo.CLIENT]


def add_lines(actor: Actor, key: uuid.UUID, revision: int, chosen: Collection[uuid.UUID]) -> SetVersion:
    """Put requirements into the draft that the choices left aside, by wording. Raises as `draft_of`, Invalid when
    none or another one is chosen.
    """
    draft = sets.draft_of(actor, key, revision)
    offered = {each.id: each for each in _absent(draft)}
    if not chosen or not set(chosen) <= offered.keys():
        raise Invalid({"chosen": [UNKNOWN]})
    places = _places(draft)
    choices = Choices.read(draft.choices)
    for wording in chosen:
        version = offered[wording]
        line = sets.new_line(draft, version, places[wording], weight_of(version, choices))
        line.is_added = True
        session().add(line)
    sets.note_change(actor, draft)
    return draft


def _places(draft: SetVersion) -> dict[uuid.UUID, int]:
    items = questionnaires.items_of(draft.questionnaire_id)
    return {item.requirement_version_id: place for place, item in enumerate(items, start=1)}
