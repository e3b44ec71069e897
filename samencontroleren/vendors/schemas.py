# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of suppliers, and what the API sends out (Dutch names)."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from samencontroleren.core.fields import InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.vendors.countries import country_codes
from samencontroleren.vendors.kinds import Category, ContactKind, Hosting

COUNTRY = validate.OneOf(country_codes(), error="Kies een land uit de lijst.")
KVK = re.compile(r"[0-9]{8}\Z")
ADDRESS = validate.Email(error="Dit is geen geldig mailadres. Voorbeeld: naam@organisatie.nl.")
WEB = validate.URL(schemes={"http", "https"}, error="Dit is geen geldig webadres. Voorbeeld: https://www.voorbeeld.nl.")


class Country(Text):
    """A country as two letters (ISO 3166-1)."""

    def __init__(self) -> None:
        super().__init__(2, load_default="NL")
        self.validators.append(COUNTRY)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).upper() or "NL"


class ListQuery(InputSchema):
    """Search and page of a list."""

    search = Text(100, data_key="zoek", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class VendorInput(InputSchema):
    """Facts of a supplier: Dutch ones have a KvK number, others a number in their own register."""

    name = Text(200, required=True)
    country = Country()
    kvk_number = Text(20, load_default="")
    register_number = Text(60, load_default="")
    website = Text(300, load_default="")

    @validates_schema
    def _numbers(self, data: dict[str, Any], **_kwargs: Any) -> None:
        kvk = "".join(data.get("kvk_number", "").split())
        if kvk and not KVK.match(kvk):
            raise ValidationError("Een KvK-nummer heeft 8 cijfers.", "kvk_number")
        if data.get("country") != "NL" and not (kvk or data.get("register_number")):
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
        kvk = "".join(data["kvk_number"].split())
        return {**data, "kvk_number": kvk or None, "register_number": data["register_number"] or None}


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


class ContactInput(InputSchema):
    """Whom to turn to."""

    name = Text(200, required=True)
    email = Text(320, required=True)
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
    category = fields.Enum(Category, by_value=True, data_key="categorie", load_default=None)


class VendorOut(OutputSchema):
    """A supplier."""

    id = fields.UUID()
    name = fields.String(data_key="naam")
    kvk_number = fields.String(data_key="kvkNummer", allow_none=True)
    country = fields.String(data_key="land")
    register_number = fields.String(data_key="registratienummer", allow_none=True)
    website = fields.String()


class ProductOut(OutputSchema):
    """A product."""

    id = fields.UUID()
    vendor_id = fields.UUID(data_key="leverancier")
    name = fields.String(data_key="naam")
    description = fields.String(data_key="omschrijving")
    category = fields.Enum(Category, by_value=True, data_key="categorie")
    hosting = fields.Enum(Hosting, by_value=True, data_key="levering")
    hosting_country = fields.String(data_key="landVanOpslag")
