# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of admission."""

from marshmallow import fields

from samencontroleren.accounts.schemas import LANGUAGES, MailAddress
from samencontroleren.core.fields import InputSchema, Text


class HandoverInput(InputSchema):
    """The right person for an invitation."""

    name = Text(200, required=True)
    email = MailAddress()
    note = Text(1000, load_default="")


class RowInput(InputSchema):
    """A row of a list, mended by hand."""

    organisation = Text(200, required=True)
    name = Text(200, required=True)
    email = MailAddress()
    address = Text(300, required=True)
    language = fields.String(load_default="nl", validate=LANGUAGES)
    is_skipped = fields.Boolean(load_default=False)


class CodeInput(InputSchema):
    """The code of a letter, as typed."""

    code = Text(60, required=True)
