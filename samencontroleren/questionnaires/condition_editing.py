# SPDX-License-Identifier: EUPL-1.2
"""The condition of a requirement held against the catalogue, while it is being typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samencontroleren.core.access import require_any, visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import policy
from samencontroleren.questionnaires.applicability import SINGLE, questions
from samencontroleren.questionnaires.condition_checks import Trouble, circle_of, troubles
from samencontroleren.questionnaires.condition_forms import Faults, Row
from samencontroleren.questionnaires.conditions import Asked, Condition, leaves, looks_at
from samencontroleren.questionnaires.filters import joined_to_newest
from samencontroleren.questionnaires.kinds import AnswerKind, Subject
from samencontroleren.questionnaires.models import Requirement, RequirementVersion

UNKNOWN = "Er is geen eis met deze code over hetzelfde onderwerp."
ITSELF = "Een eis kan niet van zijn eigen antwoord afhangen."
UNFIT = "Van deze eis kan niets afhangen: het antwoord is geen keuze en geen getal."
STRANGE = "Dit antwoord bestaat niet bij deze eis."
CIRCLE = "Deze eis hangt zelf, direct of via een andere eis, af van de eis die u wijzigt. Zo komt er nooit een vraag."
NO_GIVER = "Bij geen enkele vraag hoort een antwoord dat in dit inkooponderdeel valt."
DEAD = "Deze voorwaarde kan nooit waar zijn, dus niemand krijgt deze vraag."
READABLE = (*SINGLE, AnswerKind.CHOICES, AnswerKind.NUMBER)


@dataclass(frozen=True)
class Askable:
    """A requirement as the editor of conditions sees it."""

    code: str
    title: str
    answer_kind: AnswerKind
    options: list[dict[str, str]]
    applies_when: Condition | None

    @property
    def is_offered(self) -> bool:
        """Whether it is named among those to choose from: conditions on *voldoet* are rare."""
        return self.answer_kind in READABLE and self.answer_kind is not AnswerKind.COMPLIANCE


def list_askable(actor: Actor, subject: Subject) -> dict[str, Askable]:
    """The requirements in use about a subject, by code. Raises Forbidden."""
    require_any(actor, policy.EDIT)
    version = RequirementVersion
    title = version.texts["nl"]["title"].as_string()
    columns = (Requirement.code, title, version.answer_kind, version.options, version.applies_when)
    query = joined_to_newest(visible(actor, policy.VIEW, columns=columns))
    query = query.where(version.subject == subject, Requirement.retired_at.is_(None)).order_by(Requirement.code)
    return {row[0]: Askable(row[0], row[1] or "", *row[2:]) for row in session().execute(query)}


def condition_faults(
    code: str, condition: Condition | None, rows: Sequence[Row], known: Mapping[str, Askable]
) -> Faults:
    """What is wrong with a condition for the requirement `code`, by field of its rows.

    The same checks as for a whole questionnaire, over what this requirement hangs on.
    """
    if condition is None:
        return {}
    own = {other for other in looks_at(condition) if other not in known or other == code}
    found = {_field(rows, other): [ITSELF if other == code else UNKNOWN] for other in sorted(own)}
    unfit = {each for each in looks_at(condition) - own if known[each].answer_kind not in READABLE}
    found |= {_field(rows, each): [UNFIT] for each in unfit}
    return found or _among(code, condition, rows, known)


def _among(code: str, condition: Condition, rows: Sequence[Row], known: Mapping[str, Askable]) -> Faults:
    asked = _hanging(code, condition, known)
    circle = circle_of(asked)
    if code in circle:
        return {_field(rows, other): [CIRCLE] for other in looks_at(asked[code].condition) if other in circle}
    nowhere = {operand for operator, operand in leaves(asked[code].condition) if operator == "segment"}
    if nowhere:
        return {f"when-{number}-value": [NO_GIVER] for number, row in enumerate(rows) if nowhere & set(row.values)}
    found: Faults = {}
    for fault in troubles(asked):
        if fault.code == code and fault.trouble is Trouble.STRANGE:
            found[_field(rows, fault.other, "value")] = [STRANGE]
        elif fault.code == code and fault.trouble is Trouble.DEAD:
            found["when-0-operator"] = [DEAD]
    return found


def _hanging(code: str, condition: Condition, known: Mapping[str, Askable]) -> dict[str, Asked]:
    """The requirement with all that it hangs on, near and far; a segment stands for the answers that give it."""
    every: Any = {**known, code: Askable(code, "", AnswerKind.TEXT, [], condition)}
    asked = questions(every)
    found: dict[str, Asked] = {}
    waiting = [code]
    while waiting:
        each = waiting.pop()
        if each not in found and each in asked:
            found[each] = asked[each]
            waiting += looks_at(asked[each].condition)
    return found


def _field(rows: Sequence[Row], code: str, part: str = "code") -> str:
    """The field where a code stands, of the first row that has it."""
    return next((f"when-{number}-{part}" for number, row in enumerate(rows) if row.code == code), "when-0-operator")
