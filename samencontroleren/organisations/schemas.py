# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of organisations."""

from typing import Any

from marshmallow import fields, post_load, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.organisations.identifier_fields import CbsCode, Oin, Rsin
from samencontroleren.organisations.kinds import KIND_CODES, PROVINCES, OrganisationKind

ADDABLE = (OrganisationKind.MUNICIPALITY, OrganisationKind.PARTNERSHIP, OrganisationKind.AUDITOR)
"""A supplier is added with its facts under Leveranciers; VNG is there from the start."""


MATTERS = ("register", "results", "decisions")
"""For what a mandate can be: keeping the register, reading results, taking decisions."""


class OrganisationQuery(InputSchema):
    """Search, kind and page of the list."""

    search = Text(100, data_key="zoek", load_default="")
    kind = fields.Enum(OrganisationKind, by_value=True, data_key="soort", load_default=None)
    sort = Text(30, data_key="volgorde", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class OrganisationFacts(InputSchema):
    """Name, numbers, and for a gemeente its CBS code, province and inhabitants."""

    name = Text(200, required=True)
    code = CbsCode()
    rsin = Rsin()
    oin = Oin()
    province = fields.String(
        load_default="", validate=validate.OneOf(("", *PROVINCES), error="Kies een provincie uit de lijst.")
    )
    inhabitants = fields.Integer(
        load_default=None, validate=validate.Range(0, 20_000_000, error="Vul een aantal inwoners in. Voorbeeld: 54321.")
    )


class NewOrganisation(OrganisationFacts):
    """An organisation to let in."""

    kind = fields.Enum(
        OrganisationKind,
        by_value=True,
        required=True,
        validate=validate.OneOf(ADDABLE, error="Kies een soort."),
    )


class ChangedOrganisation(OrganisationFacts):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)


class MergerInput(InputSchema):
    """A merger to plan: up to five gemeenten that end, and the one that goes on."""

    part1 = fields.UUID(required=True, error_messages={"required": "Kies een gemeente."})
    part2 = fields.UUID(load_default=None)
    part3 = fields.UUID(load_default=None)
    part4 = fields.UUID(load_default=None)
    part5 = fields.UUID(load_default=None)
    into_id = fields.UUID(load_default=None)
    new_name = Text(200, load_default="")
    new_code = CbsCode()
    happens_on = fields.Date(required=True, error_messages={"invalid": "Vul een datum in. Voorbeeld: 2027-01-01."})
    ground = Text(1000, required=True)

    @post_load
    def _parts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        parts = [data.pop(f"part{number}") for number in range(1, 6)]
        return {**data, "part_ids": [each for each in parts if each is not None]}


DAY: dict[str, Any] = {"invalid": "Vul een datum in. Voorbeeld: 2027-01-01."}


class MandateInput(InputSchema):
    """A mandate: of which gemeente, for what, from when, and where the agreement can be found."""

    municipality_id = fields.UUID(required=True, error_messages={"required": "Kies een gemeente uit de lijst."})
    valid_from = fields.Date(required=True, error_messages=DAY)
    valid_until = fields.Date(load_default=None, error_messages=DAY)
    covers = fields.List(
        fields.String(validate=validate.OneOf(MATTERS)),
        required=True,
        validate=validate.Length(min=1, error="Kies waarvoor het mandaat geldt."),
        error_messages={"required": "Kies waarvoor het mandaat geldt."},
    )
    agreement = Text(300, required=True)

    @post_load
    def _covers(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        chosen = data.pop("covers")
        return {**data, **{f"covers_{each}": each in chosen for each in MATTERS}}


class MandateEnd(InputSchema):
    """Why a mandate ends."""

    reason = Text(500, required=True)


class MergerStart(InputSchema):
    """From which gemeente's page one came."""

    part = fields.UUID(data_key="gemeente", load_default=None)


class OrganisationApiQuery(PageQuery):
    """Search and kind of the API's list of organisations."""

    search = Text(100, data_key="zoek", load_default="")
    kind = ApiEnum(KIND_CODES, data_key="soort", load_default=None)


class OrganisationOut(OutputSchema):
    """An organisation."""

    id = fields.UUID()
    name = fields.String(data_key="naam")
    kind = ApiEnum(KIND_CODES, data_key="soort")
    code = fields.String(data_key="cbsCode", allow_none=True)
    ended_on = fields.Date(data_key="beeindigdOp", allow_none=True)
