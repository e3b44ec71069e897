# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong, each kind with its HTTP status and a message for people.

Messages are Dutch gettext msgids with named parameters; `core.web` and `core.rest` translate them.
"""

from collections.abc import Mapping
from typing import Any

FieldErrors = Mapping[str, list[str]]


class Refusal(Exception):
    """Something a person or client asked for cannot be done. Base of all expected errors."""

    status = 400
    code = "ongeldig"
    title = "Dit kan niet"
    advice: tuple[str, ...] = ()
    """What one can do about it, where the page of the error knows more than its status says."""

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class Invalid(Refusal):
    """Input that does not hold; `fields` says per field what is wrong (all at once), with `params` in its texts."""

    status = 400
    code = "ongeldige-invoer"
    title = "Controleer uw invoer"

    def __init__(self, fields: FieldErrors, message: str = "Niet alles is goed ingevuld.", **params: Any):
        super().__init__(message, **params)
        self.fields = {name: list(texts) for name, texts in fields.items()}


class NotFound(Refusal):
    """Not there, or not there for this actor: the two look the same."""

    status = 404
    code = "niet-gevonden"
    title = "Niet gevonden"

    def __init__(self, message: str = "Deze pagina bestaat niet of is niet voor u zichtbaar.", **params: Any):
        super().__init__(message, **params)


class Forbidden(Refusal):
    """Visible, but this actor may not do this with it."""

    status = 403
    code = "geen-recht"
    title = "Dit mag u niet"

    def __init__(self, message: str = "U hebt geen recht om dit te doen.", **params: Any):
        super().__init__(message, **params)


class ScopeMissing(Forbidden):
    """The API client was not given the scope this call asks (RFC 6750, 3.1)."""

    code = "bereik-ontbreekt"

    def __init__(self, scope: str) -> None:
        super().__init__("Deze client heeft het bereik %(scope)s niet.", scope=scope or "-")
        self.scope = scope


class UnsupportedMedia(Refusal):
    """The body comes in another form than this call takes."""

    status = 415
    code = "mediatype-onbekend"
    title = "Deze vorm kennen we niet"


class NotAcceptable(Refusal):
    """The client asks for a form in which this can not be given."""

    status = 406
    code = "vorm-niet-mogelijk"
    title = "Deze vorm kunnen we niet geven"


class ConfirmationRequired(Refusal):
    """The act needs a person who has just shown the second factor again."""

    status = 403
    code = "bevestiging-vereist"
    title = "Bevestig dat u het bent"

    def __init__(self, message: str = "Bevestig eerst met uw tweede factor.", **params: Any):
        super().__init__(message, **params)


class Conflict(Refusal):
    """A rule of the domain forbids this in the present state."""

    status = 409
    code = "conflict"
    title = "Dit kan nu niet"


class Changed(Conflict):
    """Somebody else changed the thing meanwhile; `theirs` holds what stands there now (412 for the API)."""

    code = "intussen-gewijzigd"
    title = "Intussen gewijzigd"

    def __init__(self, message: str = "Iemand anders heeft dit intussen gewijzigd.", theirs: Any = None):
        super().__init__(message)
        self.theirs = theirs


class PreconditionFailed(Refusal):
    """The If-Match of an API client names another version than the present one (RFC 9110, 13.1.1)."""

    status = 412
    code = "versie-verouderd"
    title = "Verouderde versie"


class PreconditionRequired(Refusal):
    """An API client changed a thing without saying which version it read (RFC 6585, 3)."""

    status = 428
    code = "versie-vereist"
    title = "Versie ontbreekt"


class TooLarge(Refusal):
    """More bytes, rows or pages than allowed."""

    status = 413
    code = "te-groot"
    title = "Te groot"


class TooMany(Refusal):
    """Too many attempts in a short time."""

    status = 429
    code = "te-veel-pogingen"
    title = "Even wachten"
    retry_after: int | None = None
    """Seconds after which it makes sense to try again, when known."""
