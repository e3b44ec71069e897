# SPDX-License-Identifier: EUPL-1.2
"""What the API says of the difference between two questionnaire versions."""

from collections.abc import Callable
from typing import Any

from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.questionnaires.api_schemas import QuestionnaireOut, TextsOut, WordingOut
from samencontroleren.questionnaires.comparison import Change, Delta
from samencontroleren.questionnaires.kinds import (
    ADDRESSED_TO_CODES,
    ANSWER_CHECK_CODES,
    ANSWER_KIND_CODES,
    ASPECT_CODES,
    CHANGE_CODES,
    SEVERITY_CODES,
    SUBJECT_CODES,
    ChangeMark,
)

TEXT_NAMES = {name: field.data_key or name for name, field in TextsOut().fields.items()}
PROPERTY_NAMES = {name: field.data_key or name for name, field in WordingOut().fields.items()}
CODED: dict[str, Callable[[Any], Any]] = {
    "subject": SUBJECT_CODES.__getitem__,
    "addressed_to": ADDRESSED_TO_CODES.__getitem__,
    "answer_kind": ANSWER_KIND_CODES.__getitem__,
    "severity": SEVERITY_CODES.__getitem__,
    "aspects": lambda aspects: [ASPECT_CODES[each] for each in aspects],
    "checks": lambda checks: [ANSWER_CHECK_CODES[each] for each in checks],
    "options": lambda options: [{"waarde": each["value"], "nl": each["nl"], "en": each["en"]} for each in options],
    "norms": lambda norms: [{"soort": each["kind"], "nummer": each["number"]} for each in norms],
}
"""How a property that has codes or names of its own is written; all others stand as they are."""


class ComparisonQuery(InputSchema):
    """Which other version to compare with."""

    other = fields.UUID(
        data_key="met", load_default=None, metadata={"description": "De andere versie; zonder: die ervoor."}
    )


class PlacedOut(OutputSchema):
    """A requirement at its place in one of the two versions."""

    code = fields.String()
    key = fields.UUID(data_key="eisgroepId")
    place = fields.Integer(data_key="volgnummer")


class DeltaOut(OutputSchema):
    """One text or property that differs; a text has a language."""

    code = fields.String()
    name = fields.String(data_key="onderdeel")
    language = fields.String(data_key="taal", allow_none=True)
    was = fields.Raw(allow_none=True)
    becomes = fields.Raw(data_key="wordt", allow_none=True)


class ChangeOut(OutputSchema):
    """What became of one requirement, or of several that were split or merged."""

    marks = fields.Function(
        lambda change: [CHANGE_CODES[mark] for mark in ChangeMark if mark in change.marks],
        data_key="soorten",
        metadata={"type": "array", "items": {"type": "string", "enum": list(CHANGE_CODES.values())}},
    )
    was = fields.List(fields.Nested(PlacedOut))
    becomes = fields.List(fields.Nested(PlacedOut), data_key="wordt")
    deltas = fields.Method("_deltas", data_key="verschillen", metadata={"type": "array", "items": {"type": "object"}})

    def _deltas(self, change: Change) -> Any:
        rows = [delta_row(code, each) for code, found in change.deltas.items() for each in found if each.is_seen]
        return DeltaOut(many=True).dump(rows)


class CountOut(OutputSchema):
    """How many requirements one kind of change befell; one that is reworded and moved counts in both."""

    mark = ApiEnum(CHANGE_CODES, data_key="soort")
    number = fields.Integer(data_key="aantal")


class ComparedVersionOut(QuestionnaireOut):
    """A questionnaire version, in a comparison."""


class ComparisonOut(OutputSchema):
    """Two versions and all that differs; what stayed the same is only counted."""

    was = fields.Nested(ComparedVersionOut)
    becomes = fields.Nested(ComparedVersionOut, data_key="wordt")
    counts = fields.List(fields.Nested(CountOut), attribute="count_rows", data_key="aantallen")
    changes = fields.List(fields.Nested(ChangeOut), attribute="comparison.differing", data_key="wijzigingen")


def delta_row(code: str, delta: Delta) -> dict[str, Any]:
    """A field that differs, in the words of the API."""
    if delta.language:
        name = TEXT_NAMES.get(delta.name, delta.name)
        return {"code": code, "name": name, "language": delta.language, "was": delta.was, "becomes": delta.becomes}
    said = CODED.get(delta.name, lambda value: value)
    name = PROPERTY_NAMES[delta.name]
    return {"code": code, "name": name, "language": None, "was": said(delta.was), "becomes": said(delta.becomes)}


class SuccessorsChange(InputSchema):
    """The codes of all requirements that follow one; an empty list takes the declaration back."""

    codes = fields.List(Text(80, required=True), required=True, validate=validate.Length(max=50))


class LinkedOut(OutputSchema):
    """Another requirement."""

    id = fields.UUID()
    code = fields.String()


class FollowedOut(OutputSchema):
    """What follows a requirement, and what it follows."""

    id = fields.UUID()
    code = fields.String()
    successors = fields.List(fields.Nested(LinkedOut), data_key="opgevolgdDoor")
    predecessors = fields.List(fields.Nested(LinkedOut), data_key="volgtOp")
    revision = fields.Integer(data_key="revisie")
