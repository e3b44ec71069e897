# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of accounts. Passwords are taken as they are: not trimmed, not cleaned."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from samencontroleren.accounts.passwords import MAXIMUM
from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.organisations.kinds import Role

LANGUAGES = validate.OneOf(("nl", "en"), error="Kies Nederlands of Engels.")
ADDRESS = validate.Email(error="Dit is geen geldig mailadres. Voorbeeld: naam@organisatie.nl.")


class Password(fields.String):
    """A password as typed; longer than any of ours is cut off before it costs time."""

    def __init__(self, **kwargs: Any) -> None:
        filled = validate.Length(min=1, error="Vul dit in.")
        short = validate.Length(max=4 * MAXIMUM, error="Dit wachtwoord is te lang.")
        super().__init__(required=True, validate=[filled, short], **kwargs)


class MailAddress(Text):
    """A mail address."""

    def __init__(self) -> None:
        super().__init__(320, required=True)
        self.validators.append(ADDRESS)


class LogInInput(InputSchema):
    """Mail address and password; any text, so that the answer is the same for all of it."""

    email = Text(320, required=True)
    password = Password()
    next = Text(2000, load_default="")


class AskResetInput(InputSchema):
    """The address of somebody who forgot the password; any text, so that the answer is the same for all of it."""

    email = Text(320, required=True)


class CodeInput(InputSchema):
    """A code of six digits."""

    code = Text(20, required=True)
    next = Text(2000, load_default="")


class NewPassword(InputSchema):
    """A password typed twice, since nobody sees it."""

    password = Password()
    password_again = Password()

    @validates_schema(skip_on_field_errors=True)
    def _same(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data["password"] != data["password_again"]:
            raise ValidationError("De twee wachtwoorden zijn niet gelijk.", "password_again")


class NewAccountInput(NewPassword):
    """Accepting an invitation with a new account."""

    name = Text(200, required=True)


class KnownAccountInput(InputSchema):
    """Accepting an invitation with the account one has."""

    password = Password()


class ChangePasswordInput(NewPassword):
    """Another password."""

    present = Password()


class OwnFactsInput(InputSchema):
    """One's own name and language."""

    name = Text(200, required=True)
    language = fields.String(required=True, validate=LANGUAGES)


class RolesInput(InputSchema):
    """The roles of a member."""

    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)


class InvitationInput(RolesInput):
    """Whom to invite, in which roles."""

    name = Text(200, required=True)
    email = MailAddress()
    language = fields.String(load_default="nl", validate=LANGUAGES)


class SwitchInput(InputSchema):
    """The membership to go on in."""

    membership = fields.UUID(required=True)
