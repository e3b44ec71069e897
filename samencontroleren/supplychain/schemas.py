# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of flags."""

from marshmallow import fields, validate

from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain.kinds import FlagRule, FlagState

KNOWN = "Kies een van de mogelijkheden."


class FlagFilter(InputSchema):
    """Filters and page of the list; an empty choice means all."""

    state = fields.Enum(FlagState, by_value=True, data_key="toestand", load_default=None)
    rule = fields.Enum(FlagRule, by_value=True, data_key="regel", load_default=None)
    severity = fields.Enum(Severity, by_value=True, data_key="ernst", load_default=None)
    search = Text(100, data_key="zoek", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class MoveInput(InputSchema):
    """A person moves a flag, with a reason."""

    state = fields.Enum(FlagState, by_value=True, required=True, data_key="toestand")
    reason = Text(1000, required=True, data_key="reden")
    revision = fields.Integer(required=True)
