# SPDX-License-Identifier: EUPL-1.2
"""What a requirement in a file may hold: lengths, choices, lists. Everything wrong is named with its path.

The JSON Schema in docs/eisen.schema.json is made of this.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from samencontroleren.core.fields import InputSchema, Text, flat
from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.answer_checks import fault_of
from samencontroleren.questionnaires.conditions import Malformed, checked
from samencontroleren.questionnaires.exchange_shape import FORMAT, PARTS, VERSION, Shape
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerCheck, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.themes import LONGEST_THEME
from samencontroleren.questionnaires.wording import Wording

NO_CONDITION = "Dit is geen voorwaarde zoals wij die kennen."
WITH_OPTIONS = (AnswerKind.CHOICE, AnswerKind.CHOICES)


class Condition(fields.Field[Any]):
    """A condition as `conditions` knows it, or null: always."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return dict(checked(value))
        except Malformed as error:
            raise ValidationError(NO_CONDITION) from error


def _one_of(members: Any) -> Any:
    names = [str(member) for member in members]
    return fields.String(validate=validate.OneOf(names, error="Deze keuze kennen we niet."))


def _truth() -> Any:
    return fields.Boolean(truthy={True}, falsy={False})


def _sides(maximum: int) -> Any:
    return fields.Nested(InputSchema.from_dict({"nl": Text(maximum), "en": Text(maximum)}, name=f"Sides{maximum}"))


def _list(inner: Any) -> Any:
    return fields.List(inner, validate=validate.Length(max=100, error="Hoogstens {max}."))


class OptionInFile(InputSchema):
    """One possibility of a choice, or the unit of a number."""

    value = fields.String(
        required=True, validate=validate.Regexp(r"[\w.%-]{1,60}\Z", error="Gebruik letters, cijfers, punt of streepje.")
    )
    nl = Text(300, required=True)
    en = Text(300, required=True)
    segment = Text(120)


class NormInFile(InputSchema):
    """A norm the requirement comes from."""

    kind = Text(80, load_default="")
    number = Text(2_000, required=True)


class _RequirementInFile(InputSchema):
    id = Text(80, required=True)
    source = Text(200)
    retired = _truth()
    theme = Text(LONGEST_THEME)
    subject = _one_of(Subject)
    addressed_to = _one_of(AddressedTo)
    kind = _one_of(AnswerKind)
    options = _list(fields.Nested(OptionInFile))
    checks = _list(_one_of(AnswerCheck))
    documents = _list(_one_of(labels.PROOF))
    aspects = _list(_one_of(labels.ASPECT))
    is_key = _truth()
    severity = _one_of(Severity)
    weight = fields.Integer(strict=True, validate=validate.OneOf([1, 2, 3], error="Kies 1, 2 of 3."))
    segment = _sides(120)
    priority = _sides(100)
    norms = _list(fields.Nested(NormInFile))
    when = Condition(allow_none=True)


RequirementInFile = _RequirementInFile.from_dict(
    {part: _sides(500 if part == "title" else 10_000) for part in PARTS}, name="RequirementInFile"
)
"""One requirement in a file. Only `id` must be there: what is not said, stays as it is."""


class FileEnvelope(InputSchema):
    """The whole of a file; its requirements are read one by one, so that each fault has its place."""

    format = fields.String(required=True, validate=validate.Equal(FORMAT))
    version = fields.Integer(required=True, strict=True, validate=validate.Equal(VERSION))
    questionnaire = fields.Dict(allow_none=True, load_default=None)
    themes = fields.List(fields.Dict(), load_default=list)
    requirements = fields.List(fields.Raw(), required=True)


def load_shape(given: Any) -> tuple[Shape, list[tuple[str, str]]]:
    """A requirement of a file, and what is wrong in it as (path, message); with faults the shape is as it was given."""
    try:
        shape: Shape = RequirementInFile().load(given)
    except ValidationError as error:
        wrong = [(path.removesuffix("._schema"), texts[0]) for path, texts in flat(error.messages)]
        return given if isinstance(given, dict) else {}, wrong
    shape["options"] = [_without_blanks(each) for each in shape["options"]] if "options" in shape else None
    return {name: value for name, value in shape.items() if not (name == "options" and value is None)}, []


def _without_blanks(option: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in option.items() if text}


def whole_faults(wording: Wording) -> list[tuple[str, str]]:
    """What is wrong in a wording as a whole, however its parts came together: (path, message)."""
    found = []
    if not wording.texts.get("nl", {}).get("text"):
        found.append(("text.nl", "Vul dit in."))
    options, kind = wording.options, wording.answer_kind
    if kind in WITH_OPTIONS and len(options) < 2:
        found.append(("options", "Geef minstens twee mogelijkheden."))
    elif kind is AnswerKind.NUMBER and len(options) > 1:
        found.append(("options", "Een getal heeft één regel: de eenheid."))
    elif options and kind not in (*WITH_OPTIONS, AnswerKind.NUMBER):
        found.append(("options", "Dit soort antwoord kent geen mogelijkheden."))
    elif len({option["value"] for option in options}) < len(options):
        found.append(("options", "Elke waarde mag maar één keer voorkomen."))
    if fault := fault_of(kind, wording.checks):
        found.append(("checks", fault))
    return found
