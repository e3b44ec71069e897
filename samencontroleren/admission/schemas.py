# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of admission."""

from samencontroleren.accounts.schemas import MailAddress
from samencontroleren.core.fields import InputSchema, Text


class HandoverInput(InputSchema):
    """The right person for an invitation."""

    name = Text(200, required=True)
    email = MailAddress()
    note = Text(1000, load_default="")
