# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of suppliers, and what the API sends out (Dutch names)."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.organisations.identifier_fields import KvkNumber, Oin, Rsin
from samencontroleren.vendors.countries import country_codes
from samencontroleren.vendors.kinds import (
    CATEGORY_CODES,
    CONTACT_CODES,
    HOSTING_CODES,
    Category,
    ChangeKind,
    ContactKind,
    Hosting,
)

COUNTRY = validate.OneOf(sorted(country_codes()), error="Kies een land uit de lijst.")
ADDRESS = validate.Email(error="Dit is geen geldig mailadres. Voorbeeld: naam@organisatie.nl.")
WEB = validate.URL(schemes={"http", "https"}, error="Dit is geen geldig webadres. Voorbeeld: https://www.voorbeeld.nl.")


class Country(Text):
    """A country as two letters (ISO 3166-1)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(2, load_default="NL", **kwargs)
        self.validators.append(COUNTRY)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).upper() or "NL"


class ListQuery(InputSchema):
    """Search and page of a list."""

    search = Text(100, data_key="zoek", load_default="")
    sort = Text(30, data_key="volgorde", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class VendorInput(InputSchema):
    """Facts of a supplier: Dutch ones have a KvK number, others a number in their own register."""

    name = Text(200, required=True)
    country = Country()
    kvk_number = KvkNumber()
    rsin = Rsin()
    oin = Oin()
    register_number = Text(60, load_default="")
    website = Text(300, load_default="")

    @validates_schema(skip_on_field_errors=True)
    def _numbers(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data.get("country") != "NL" and not (data.get("kvk_number") or data.get("register_number")):
            message = "Vul het nummer in van het handelsregister van dat land."
            raise ValidationError(message, "register_number")

    @validates_schema
    def _website(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data.get("website"):
            try:
                WEB(data["website"])
            except ValidationError as error:
                raise ValidationError(error.messages, "website") from error

    @post_load
    def _absent(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "register_number": data["register_number"] or None}


class ChangedVendor(VendorInput):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)


class ProductInput(InputSchema):
    """Facts of a product."""

    name = Text(200, required=True)
    description = Text(4000, load_default="")
    category = fields.Enum(Category, by_value=True, required=True)
    hosting = fields.Enum(Hosting, by_value=True, required=True)
    hosting_country = Country()


class ChangedProduct(ProductInput):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)


class Phone(Text):
    """A telephone number, written as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(30, **kwargs)
        wrong = "Vul een telefoonnummer in, met netnummer of landnummer. Voorbeeld: 030 123 45 67."
        self.validators.append(validate.Regexp(r"^$|^\+?[0-9][0-9 ()./-]{4,}$", error=wrong))


class ContactInput(InputSchema):
    """Whom to turn to."""

    name = Text(200, required=True)
    email = Text(320, required=True)
    phone = Phone(load_default="")
    kind = fields.Enum(ContactKind, by_value=True, required=True)

    @validates_schema(skip_on_field_errors=True)
    def _address(self, data: dict[str, Any], **_kwargs: Any) -> None:
        try:
            ADDRESS(data["email"])
        except ValidationError as error:
            raise ValidationError(error.messages, "email") from error


class VendorQuery(PageQuery):
    """Search and page of the API's list of suppliers."""

    search = Text(100, data_key="zoek", load_default="")


class ProductQuery(VendorQuery):
    """The same for products, by supplier and category."""

    vendor_id = fields.UUID(data_key="leverancier", load_default=None)
    category = ApiEnum(CATEGORY_CODES, data_key="categorie", load_default=None)


DAY: dict[str, Any] = {"invalid": "Vul een datum in. Voorbeeld: 2027-01-01."}


class VersionInput(InputSchema):
    """A version of a product."""

    name = Text(80, required=True)
    released_on = fields.Date(load_default=None, error_messages=DAY)
    support_ends_on = fields.Date(load_default=None, error_messages=DAY)


class ChangedVersion(VersionInput):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)


class EndsInput(InputSchema):
    """When sale and support end; empty: not known."""

    revision = fields.Integer(required=True)
    sale_ends_on = fields.Date(load_default=None, error_messages=DAY)
    support_ends_on = fields.Date(load_default=None, error_messages=DAY)


class HostingInput(InputSchema):
    """How and where a product is delivered since a day."""

    revision = fields.Integer(required=True)
    hosting = fields.Enum(Hosting, by_value=True, required=True)
    hosting_country = Country()
    since = fields.Date(required=True, error_messages=DAY)


class ChangeInput(InputSchema):
    """How a supplier or product goes on elsewhere."""

    kind = fields.Enum(ChangeKind, by_value=True, required=True)
    into_vendor_id = fields.UUID(load_default=None)
    product_id = fields.UUID(load_default=None)
    into_product_id = fields.UUID(load_default=None)
    moves_people = fields.Boolean(load_default=False)
    happens_on = fields.Date(required=True, error_messages=DAY)
    reason = Text(1000, required=True)


class VendorOut(OutputSchema):
    """A supplier, with the numbers it is known by."""

    id = fields.UUID()
    name = fields.String(data_key="naam")
    kvk_number = fields.String(data_key="kvkNummer", allow_none=True)
    rsin = fields.String(allow_none=True)
    oin = fields.String(attribute="known_oin", allow_none=True)
    country = fields.String(data_key="land")
    register_number = fields.String(data_key="registratienummer", allow_none=True)
    website = fields.String()


class ProductOut(OutputSchema):
    """A product."""

    id = fields.UUID()
    vendor_id = fields.UUID(data_key="leverancier")
    name = fields.String(data_key="naam")
    description = fields.String(data_key="omschrijving")
    category = ApiEnum(CATEGORY_CODES, data_key="categorie")
    hosting = ApiEnum(HOSTING_CODES, data_key="levering")
    hosting_country = fields.String(data_key="landVanOpslag")
    sale_ends_on = fields.Date(data_key="eindeVerkoop", allow_none=True)
    support_ends_on = fields.Date(data_key="eindeOndersteuning", allow_none=True)
    ended_on = fields.Date(data_key="samengevoegdOp", allow_none=True)


class ContactOut(OutputSchema):
    """Whom to turn to."""

    id = fields.UUID()
    name = fields.String(data_key="naam")
    email = fields.String(data_key="mailadres")
    kind = ApiEnum(CONTACT_CODES, data_key="soort")
