# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of parameters, and what the API sends out (Dutch names)."""

from typing import Any

from marshmallow import fields

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.parameters.kinds import KIND_CODES

DAY: dict[str, Any] = {"required": "Kies een dag.", "invalid": "Dit is geen dag. Voorbeeld: 1-3-2027."}


class NewValue(InputSchema):
    """A value from a day on. Which of the three fields it stands in depends on the parameter."""

    value = Text(20_000, load_default="")
    before = Text(200, load_default="")
    after = Text(200, load_default="")
    counts_from = fields.Date(required=True, error_messages=DAY)
    reason = Text(1000, required=True)
    revision = fields.Integer(required=True)


class Withdrawal(InputSchema):
    """A planned value that does not come into force."""

    counts_from = fields.Date(required=True, error_messages=DAY)
    reason = Text(1000, required=True)
    revision = fields.Integer(required=True)


class PlannedOut(OutputSchema):
    """A value that is set for a later day."""

    value = fields.Raw(data_key="waarde")
    counts_from = fields.Date(data_key="geldtVanaf")


class ParameterOut(OutputSchema):
    """A parameter as it stands today."""

    code = fields.String(attribute="parameter.code.value")
    label = fields.Function(lambda found: found.parameter.label[0], data_key="naam")
    kind = ApiEnum(KIND_CODES, attribute="parameter.kind", data_key="soort")
    value = fields.Raw(data_key="waarde")
    since = fields.Date(data_key="geldtVanaf", allow_none=True)
    default = fields.Raw(attribute="parameter.default", data_key="standaard")
    planned = fields.Nested(PlannedOut(many=True), data_key="gepland")
