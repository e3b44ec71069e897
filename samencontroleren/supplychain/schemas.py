# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of flags."""

from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.questionnaires.kinds import SEVERITY_CODES, Severity
from samencontroleren.supplychain.kinds import CAUSE_CODES, FLAG_CODES, RULE_CODES, FlagRule, FlagState

KNOWN = "Kies een van de mogelijkheden."


class FlagFilter(InputSchema):
    """Filters and page of the list; an empty choice means all."""

    state = fields.Enum(FlagState, by_value=True, data_key="toestand", load_default=None)
    rule = fields.Enum(FlagRule, by_value=True, data_key="regel", load_default=None)
    severity = fields.Enum(Severity, by_value=True, data_key="ernst", load_default=None)
    search = Text(100, data_key="zoek", load_default="")
    sort = Text(30, data_key="volgorde", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class MoveInput(InputSchema):
    """A person moves a flag, with a reason."""

    state = fields.Enum(FlagState, by_value=True, required=True, data_key="toestand")
    reason = Text(1000, required=True, data_key="reden")
    revision = fields.Integer(required=True)


class FlagApiQuery(PageQuery):
    """Filters of the API's list of flags."""

    state = ApiEnum(FLAG_CODES, data_key="toestand", load_default=None)
    rule = ApiEnum(RULE_CODES, data_key="regel", load_default=None)
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst", load_default=None)
    search = Text(100, data_key="zoek", load_default="")


class FlagOut(OutputSchema):
    """A flag without the counts it stands on: those are shown in words, where a reader may know them."""

    id = fields.UUID()
    rule = ApiEnum(RULE_CODES, data_key="regel")
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    state = ApiEnum(FLAG_CODES, data_key="toestand")
    vendor_id = fields.UUID(data_key="leverancier")
    product_id = fields.UUID(data_key="product", allow_none=True)
    raised_at = fields.AwareDateTime(data_key="gezienOp")


class StepOut(OutputSchema):
    """One step in the history of a flag; who and why only for who may triage."""

    number = fields.Integer(data_key="volgnummer")
    at = fields.AwareDateTime(data_key="op")
    state = ApiEnum(FLAG_CODES, data_key="toestand")
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    cause = ApiEnum(CAUSE_CODES, data_key="oorzaak")
    who = fields.String(data_key="door")
    reason = fields.String(data_key="reden")
