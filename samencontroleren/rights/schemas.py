# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of rights."""

from marshmallow import fields, validate

from samencontroleren.accounts.schemas import LANGUAGES, MailAddress
from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.organisations.kinds import Role
from samencontroleren.rights.kinds import Decision
from samencontroleren.vendors.schemas import Phone


class ResetInput(InputSchema):
    """Who becomes administrator, why, and who was called back."""

    name = Text(200, required=True)
    email = MailAddress()
    language = fields.String(load_default="nl", validate=LANGUAGES)
    reason = Text(2000, required=True)
    contact_id = fields.UUID(load_default=None)
    called_name = Text(200, load_default="")
    called_number = Phone(load_default="")
    call_note = Text(2000, required=True)
    is_called = fields.Boolean(
        required=True,
        validate=validate.Equal(True, error="Bel eerst terug, en vink dit dan aan."),
        error_messages={"required": "Bel eerst terug, en vink dit dan aan."},
    )


class DecisionInput(InputSchema):
    """What happens with somebody's rights; the roles count for a change only."""

    decision = fields.Enum(Decision, by_value=True, required=True)
    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)
