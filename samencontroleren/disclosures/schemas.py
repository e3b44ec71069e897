# SPDX-License-Identifier: EUPL-1.2
"""What comes in with a report, and what the API gives of reported changes."""

from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from samencontroleren.core import clock
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.disclosures.kinds import CHANGE_CODES, NOTICE_CODES, ChangeKind, DataKind, UpdateStep
from samencontroleren.questionnaires.kinds import Severity

CHOOSE: dict[str, Any] = dict.fromkeys(("unknown", "invalid", "required"), "Kies een van de mogelijkheden.")
DAY_WRONG: dict[str, Any] = dict.fromkeys(("invalid", "required"), "Vul een bestaande datum in.")
MOMENT_WRONG: dict[str, Any] = dict.fromkeys(("invalid", "required"), "Vul een datum en tijd in.")


class LocalMoment(fields.NaiveDateTime):
    """A date and time as typed, on the Amsterdam clock."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        typed = super()._deserialize(value, attr, data, **kwargs)
        return typed.replace(tzinfo=clock.AMSTERDAM)


class ListQuery(InputSchema):
    """Which page of the list."""

    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ChangeInput(InputSchema):
    """What a supplier says of a change."""

    kind = fields.Enum(ChangeKind, by_value=True, required=True, error_messages=CHOOSE)
    counts_from = fields.Date(required=True, error_messages=DAY_WRONG)
    product_ids = fields.List(fields.UUID(), load_default=list)
    explanation = Text(5000, required=True)
    measures = Text(5000, required=True)


class HandleInput(InputSchema):
    """What VNG answers."""

    answer = Text(5000, load_default="")


class IncidentInput(InputSchema):
    """What a supplier says of an incident."""

    title = Text(200, required=True)
    what = Text(10_000, required=True)
    began_at = LocalMoment(load_default=None, error_messages=MOMENT_WRONG)
    known_at = LocalMoment(required=True, error_messages=MOMENT_WRONG)
    product_ids = fields.List(fields.UUID(), load_default=list)
    data_kinds = fields.List(
        fields.Enum(DataKind, by_value=True, error_messages=CHOOSE),
        load_default=list,
        validate=validate.Length(min=1, error="Kies ten minste één mogelijkheid."),
    )
    severity = fields.Enum(Severity, by_value=True, required=True, error_messages=CHOOSE)
    measures = Text(10_000, required=True)
    contact_name = Text(200, required=True)
    contact_phone = Text(30, required=True)


class UpdateInput(InputSchema):
    """What came to be known."""

    step = fields.Enum(UpdateStep, by_value=True, required=True, error_messages=CHOOSE)
    text = Text(10_000, required=True)


class ChangeQuery(PageQuery):
    """Which page of the changes in the API."""


class ChangeNoticeOut(OutputSchema):
    """A reported change."""

    id = fields.UUID()
    vendor_id = fields.UUID(data_key="leverancier")
    products = fields.Function(
        lambda found: [str(each.id) for each in found.products],
        data_key="producten",
        metadata={"type": "array", "items": {"type": "string", "format": "uuid"}},
    )
    kind = ApiEnum(CHANGE_CODES, data_key="soort")
    counts_from = fields.Date(data_key="geldtVanaf")
    explanation = fields.String(data_key="toelichting")
    measures = fields.String(data_key="maatregelen")
    reported_at = fields.AwareDateTime(data_key="gemeldOp")
    state = ApiEnum(NOTICE_CODES, data_key="status")
    answer = fields.String(data_key="antwoord")
    handled_at = fields.AwareDateTime(data_key="behandeldOp", allow_none=True)
