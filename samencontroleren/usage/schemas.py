# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of the register."""

from marshmallow import fields, validate

from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.usage.kinds import UsageState


class RegisterQuery(InputSchema):
    """Search, state and page of the register."""

    search = Text(100, data_key="zoek", load_default="")
    state = fields.Enum(UsageState, by_value=True, data_key="stand", load_default=None)
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


class NewUsage(UsageFacts):
    """A claim; a partnership names the gemeente it acts for."""

    municipality_id = fields.UUID(load_default=None)


class ChangedUsage(UsageFacts):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)


class Confirmation(InputSchema):
    """The revision that the second person read."""

    revision = fields.Integer(required=True)
