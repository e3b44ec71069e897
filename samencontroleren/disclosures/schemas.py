# SPDX-License-Identifier: EUPL-1.2
"""What comes in with a report, and what the API gives of reported changes."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from samencontroleren.core import clock
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.disclosures.kinds import (
    CHANGE_CODES,
    DATA_CODES,
    NOTICE_CODES,
    STEP_CODES,
    ChangeKind,
    DataKind,
    UpdateStep,
)
from samencontroleren.disclosures.owners import Owner
from samencontroleren.organisations.identifier_fields import KvkNumber
from samencontroleren.questionnaires.kinds import SEVERITY_CODES, Severity
from samencontroleren.vendors.schemas import Country

CHOOSE: dict[str, Any] = dict.fromkeys(("unknown", "invalid", "required"), "Kies een van de mogelijkheden.")
DAY_WRONG: dict[str, Any] = dict.fromkeys(("invalid", "required"), "Vul een bestaande datum in.")
API_MOMENT: dict[str, Any] = dict.fromkeys(
    ("invalid", "invalid_awareness", "required"),
    "Geef datum, tijd en tijdzone, zoals 2026-11-29T08:30:00Z.",
)
MOMENT_WRONG: dict[str, Any] = dict.fromkeys(("invalid", "required"), "Vul een datum en tijd in.")


EARLIEST, LATEST = (datetime(year, 1, 1, tzinfo=UTC) for year in (2000, 3000))


def in_range(value: datetime) -> None:
    """Refuse years that nobody means; at the ends of the calendar a moment has no counterpart in another time zone."""
    if not EARLIEST <= value < LATEST:
        raise ValidationError("Kies een jaar van 2000 tot 3000.")


class LocalMoment(fields.NaiveDateTime):
    """A date and time as typed, on the Amsterdam clock."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        typed = super()._deserialize(value, attr, data, **kwargs)
        return typed.replace(tzinfo=clock.AMSTERDAM)


def owner_of(data: dict[str, Any]) -> Owner:
    """The new owner, taken out of the other fields."""
    names = ("owner_name", "owner_country", "owner_kvk_number", "owner_register_number")
    name, country, kvk_number, register_number = (data.pop(each) for each in names)
    return Owner(name, country, kvk_number or "", register_number)


class ListQuery(InputSchema):
    """Which page of the list."""

    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ChangeInput(InputSchema):
    """What a supplier says of a change."""

    kind = fields.Enum(ChangeKind, by_value=True, required=True, error_messages=CHOOSE)
    counts_from = fields.Date(required=True, error_messages=DAY_WRONG)
    product_ids = fields.List(fields.UUID(), load_default=list)
    explanation = Text(5000, required=True)
    measures = Text(5000, load_default="")
    owner_name = Text(200, load_default="")
    owner_country = Country()
    owner_kvk_number = KvkNumber()
    owner_register_number = Text(60, load_default="")

    @post_load
    def _owner(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {"owner": owner_of(data), **data}


class AdditionInput(InputSchema):
    """What a supplier adds."""

    text = Text(5000, required=True)


class AdditionReport(InputSchema):
    """What a supplier adds, in the API."""

    text = Text(5000, data_key="tekst", required=True)


class HandleInput(InputSchema):
    """What VNG answers."""

    answer = Text(5000, load_default="")


class IncidentInput(InputSchema):
    """What a supplier says of an incident."""

    title = Text(200, required=True)
    what = Text(10_000, required=True)
    began_at = LocalMoment(load_default=None, validate=in_range, error_messages=MOMENT_WRONG)
    known_at = LocalMoment(required=True, validate=in_range, error_messages=MOMENT_WRONG)
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


class ChangeReport(InputSchema):
    """What a supplier says of a change, in the API."""

    kind = ApiEnum(CHANGE_CODES, data_key="soort", required=True, error_messages=CHOOSE)
    counts_from = fields.Date(data_key="geldtVanaf", required=True, error_messages=DAY_WRONG)
    product_ids = fields.List(
        fields.UUID(),
        data_key="producten",
        load_default=list,
        metadata={"description": "Waar het over gaat; leeg: de leverancier als geheel."},
    )
    explanation = Text(5000, data_key="toelichting", required=True)
    measures = Text(
        5000,
        data_key="maatregelen",
        load_default="",
        metadata={"description": "Verplicht, behalve bij een overname."},
    )
    owner_name = Text(
        200,
        data_key="nieuweEigenaarNaam",
        load_default="",
        metadata={"description": "Alleen bij een overname, en dan verplicht."},
    )
    owner_country = Country(data_key="nieuweEigenaarLand")
    owner_kvk_number = KvkNumber(
        data_key="nieuweEigenaarKvkNummer", metadata={"description": "Van een Nederlandse eigenaar."}
    )
    owner_register_number = Text(
        60,
        data_key="nieuweEigenaarRegistratienummer",
        load_default="",
        metadata={"description": "Van een eigenaar in een ander land: het nummer in het register daar."},
    )

    @post_load
    def _owner(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {"owner": owner_of(data), **data}


class IncidentReport(InputSchema):
    """What a supplier says of an incident, in the API."""

    title = Text(200, data_key="titel", required=True)
    what = Text(10_000, data_key="omschrijving", required=True)
    began_at = fields.AwareDateTime(data_key="begonOp", load_default=None, validate=in_range, error_messages=API_MOMENT)
    known_at = fields.AwareDateTime(data_key="bekendSinds", required=True, validate=in_range, error_messages=API_MOMENT)
    product_ids = fields.List(fields.UUID(), data_key="producten", load_default=list)
    data_kinds = fields.List(
        ApiEnum(DATA_CODES, error_messages=CHOOSE),
        data_key="gegevens",
        required=True,
        validate=validate.Length(min=1, error="Kies ten minste één mogelijkheid."),
    )
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst", required=True, error_messages=CHOOSE)
    measures = Text(10_000, data_key="maatregelen", required=True)
    contact_name = Text(200, data_key="contactpersoon", required=True)
    contact_phone = Text(30, data_key="telefoon", required=True)


class UpdateInput(InputSchema):
    """What came to be known."""

    step = fields.Enum(UpdateStep, by_value=True, required=True, error_messages=CHOOSE)
    text = Text(10_000, required=True)


class ChangeQuery(PageQuery):
    """Which page of the changes in the API."""


class ChangeAdditionOut(OutputSchema):
    """What a supplier added later."""

    number = fields.Integer(data_key="nummer")
    text = fields.String(data_key="tekst")
    made_at = fields.AwareDateTime(data_key="gemaaktOp")


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
    owner_name = fields.String(data_key="nieuweEigenaarNaam", allow_none=True)
    owner_country = fields.String(data_key="nieuweEigenaarLand", allow_none=True)
    owner_number = fields.String(data_key="nieuweEigenaarNummer", allow_none=True)
    additions = fields.List(fields.Nested(ChangeAdditionOut), data_key="aanvullingen")
    reported_at = fields.AwareDateTime(data_key="gemeldOp")
    state = ApiEnum(NOTICE_CODES, data_key="status")
    answer = fields.String(data_key="antwoord")
    handled_at = fields.AwareDateTime(data_key="behandeldOp", allow_none=True)


class IncidentQuery(PageQuery):
    """Which page of the incidents in the API."""


class IncidentOut(OutputSchema):
    """An incident as its supplier reported it."""

    id = fields.UUID()
    vendor_id = fields.UUID(data_key="leverancier")
    products = fields.Function(
        lambda found: [str(each.id) for each in found.products],
        data_key="producten",
        metadata={"type": "array", "items": {"type": "string", "format": "uuid"}},
    )
    title = fields.String(data_key="titel")
    what = fields.String(data_key="omschrijving")
    began_at = fields.AwareDateTime(data_key="begonOp", allow_none=True)
    known_at = fields.AwareDateTime(data_key="bekendSinds")
    data_kinds = fields.Function(
        lambda found: [DATA_CODES[DataKind(each)] for each in found.data_kinds],
        data_key="gegevens",
        metadata={"type": "array", "items": {"type": "string", "enum": list(DATA_CODES.values())}},
    )
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    measures = fields.String(data_key="maatregelen")
    contact_name = fields.String(data_key="contactpersoon")
    contact_phone = fields.String(data_key="telefoon")
    reported_at = fields.AwareDateTime(data_key="gemeldOp")


class IncidentUpdateOut(OutputSchema):
    """What came to be known or was done since."""

    number = fields.Integer(data_key="nummer")
    step = ApiEnum(STEP_CODES, data_key="soort")
    text = fields.String(data_key="tekst")
    made_at = fields.AwareDateTime(data_key="gemaaktOp")


class IncidentViewOut(OutputSchema):
    """One incident with everything that was said of it."""

    incident = fields.Nested(IncidentOut, data_key="incident")
    updates = fields.List(fields.Nested(IncidentUpdateOut), data_key="aanvullingen")
    is_over = fields.Boolean(data_key="isVoorbij")
