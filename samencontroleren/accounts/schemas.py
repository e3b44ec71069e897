# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of accounts. Passwords are taken as they are: not trimmed, not cleaned."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates, validates_schema

from samencontroleren.accounts.kinds import ClientProof, Purpose
from samencontroleren.accounts.passwords import MAXIMUM
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.organisations.kinds import ROLE_CODES, Role
from samencontroleren.organisations.scopes import Scope

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


class PasskeyQuestion(InputSchema):
    """What a passkey is asked for."""

    purpose = fields.Enum(Purpose, by_value=True, required=True)


class PasskeyAnswer(InputSchema):
    """What the browser gives back: a credential as JSON (toJSON), put in the form by our script."""

    credential = Text(20_000, required=True)
    next = Text(2000, load_default="")


class PasskeyName(InputSchema):
    """What somebody calls a passkey."""

    name = Text(100, required=True)


class NewPasskey(PasskeyAnswer, PasskeyName):
    """A new passkey under a name."""


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


class ClientInput(RolesInput):
    """An API client: its name, what it may do, and until when."""

    name = Text(100, required=True)
    scopes = fields.List(fields.Enum(Scope, by_value=True), load_default=list)
    expires_on = fields.Date(required=True, error_messages={"invalid": "Vul een bestaande datum in."})


class TokenOut(OutputSchema):
    """A bearer token (the names are those of RFC 6749, 5.1)."""

    access_token = fields.String(attribute="token")
    token_type = fields.Constant("Bearer", metadata={"type": "string", "enum": ["Bearer"]})
    expires_in = fields.Integer(attribute="seconds")
    scope = fields.Function(lambda granted: " ".join(granted.scopes), metadata={"type": "string"})


class TokenInput(InputSchema):
    """What is sent for a token (the names are those of RFC 6749, 4.4)."""

    grant_type = fields.String(required=True, validate=validate.OneOf(["client_credentials"]))
    scope = fields.String(load_default="", validate=validate.Length(max=300))


class RoleOut(OutputSchema):
    """One role."""

    role = ApiEnum(ROLE_CODES, data_key="rol")


class MemberOut(OutputSchema):
    """A colleague, for the administrator."""

    id = fields.UUID()
    name = fields.String(attribute="user.name", data_key="naam")
    email = fields.String(attribute="user.email", data_key="mailadres")
    roles = fields.List(fields.Pluck(RoleOut, "role"), data_key="rollen")
    since = fields.AwareDateTime(attribute="created_at", data_key="sinds")


class SwitchInput(InputSchema):
    """The membership to go on in."""

    membership = fields.UUID(required=True)


class Levels(fields.Field[list[str]]):
    """Levels (`acr`), one a line; they hold no spaces (OpenID Connect Core 1.0, 3.1.2.1)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        found = list(dict.fromkeys(str(value).split()))
        if len(found) > 10 or any(len(each) > 200 for each in found):
            raise ValidationError("Vul hoogstens tien niveaus in, elk van hoogstens 200 tekens.")
        return found


ONE_OF_BOTH = "Kies een van beide."


class ProviderInput(InputSchema):
    """The log-in of an organisation. A secret is taken as it is; an empty one keeps the one there is."""

    short_name = Text(60, required=True)
    issuer = Text(300, required=True)
    client_id = Text(200, required=True)
    proof = fields.Enum(ClientProof, by_value=True, required=True, error_messages={"unknown": ONE_OF_BOTH})
    secret = fields.String(load_default="", validate=validate.Length(max=1000, error="Dit geheim is te lang."))
    levels = Levels(load_default=list)
    counts_as_factor = fields.Boolean(load_default=False)
    tenant = Text(100, load_default="")
    kvk_claim = Text(200, load_default="")
    acting_claim = Text(200, load_default="")

    @validates("short_name")
    def _is_word(self, value: str, **_kwargs: Any) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]", value):
            raise ValidationError("Gebruik 3 tot 60 kleine letters, cijfers en streepjes, zonder spaties.")


class ObligatoryInput(InputSchema):
    """Whether the log-in of an organisation is the only way in."""

    is_obligatory = fields.Boolean(required=True)
