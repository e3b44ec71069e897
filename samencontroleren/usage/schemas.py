# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of the register."""

from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.usage.kinds import USAGE_CODES, UsageState


class RegisterQuery(InputSchema):
    """Search, state and page of the register."""

    search = Text(100, data_key="zoek", load_default="")
    state = fields.Enum(UsageState, by_value=True, data_key="stand", load_default=None)
    sort = Text(30, data_key="volgorde", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ProductQuery(InputSchema):
    """Search for a product to claim."""

    search = Text(100, data_key="zoek", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class UsageFacts(InputSchema):
    """What the gemeente uses a product for."""

    process = Text(500, load_default="")
    contract_number = Text(500, load_default="")
    is_critical = fields.Boolean(load_default=False)
    leads_contract = fields.Boolean(load_default=False)


class NewUsage(UsageFacts):
    """A claim; a partnership names the gemeente it acts for."""

    municipality_id = fields.UUID(load_default=None)


class ChangedUsage(UsageFacts):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)


class Confirmation(InputSchema):
    """The revision that the second person read."""

    revision = fields.Integer(required=True)


class Rejection(Confirmation):
    """Also why the claim is not right."""

    reason = Text(500, required=True)


class UsageApiQuery(PageQuery):
    """Search and state of the API's register."""

    search = Text(100, data_key="zoek", load_default="")
    state = ApiEnum(USAGE_CODES, data_key="toestand", load_default=None)


class UsageChange(InputSchema):
    """What a gemeente uses a product for, as the API takes it."""

    process = Text(500, data_key="proces", load_default="")
    contract_number = Text(500, data_key="contractnummer", load_default="")
    is_critical = fields.Boolean(data_key="isKritiek", load_default=False)
    leads_contract = fields.Boolean(data_key="leidtContract", load_default=False)


class UsageClaim(UsageChange):
    """A claim: the product, and for a partnership the gemeente it acts for."""

    product_id = fields.UUID(data_key="product", required=True)
    municipality_id = fields.UUID(data_key="gemeente", load_default=None)


class UsageOut(OutputSchema):
    """One line of the own register."""

    id = fields.UUID()
    municipality_id = fields.UUID(data_key="gemeente")
    product_id = fields.UUID(data_key="product")
    product_name = fields.String(attribute="product.name", data_key="productNaam")
    vendor_id = fields.UUID(attribute="product.vendor_id", data_key="leverancier")
    state = ApiEnum(USAGE_CODES, data_key="toestand")
    process = fields.String(data_key="proces")
    contract_number = fields.String(data_key="contractnummer")
    is_critical = fields.Boolean(data_key="isKritiek")
    leads_contract = fields.Boolean(data_key="leidtContract")
    claimed_at = fields.AwareDateTime(data_key="aangemeldOp")
    confirmed_at = fields.AwareDateTime(data_key="bevestigdOp", allow_none=True)
    ended_on = fields.Date(data_key="beeindigdOp", allow_none=True)
    rejected_reason = fields.String(data_key="redenAfwijzing")
    revision = fields.Integer(data_key="revisie")
