# SPDX-License-Identifier: EUPL-1.2
"""What people say of a document."""

from typing import Any

from marshmallow import EXCLUDE, fields, validate

from samencontroleren.core import clock
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.evidence import library, service
from samencontroleren.evidence.kinds import (
    DOCUMENT_CODES,
    FILE_REASON_CODES,
    FILE_STATE_CODES,
    PURPOSE_CODES,
    REQUEST_CODES,
    SENSITIVITY_CODES,
    SHARING_CODES,
    TOLD_CODES,
    VALIDITY_CODES,
    DocumentKind,
    Purpose,
    Sensitivity,
    SharingClass,
)
from samencontroleren.organisations.kinds import KIND_CODES

DATE_WRONG: dict[str, Any] = {"invalid": "Vul een bestaande datum in."}
KIND_WRONG: dict[str, Any] = dict.fromkeys(("unknown", "invalid", "required"), "Kies een soort.")
SHARING_WRONG: dict[str, Any] = dict.fromkeys(("unknown", "invalid", "required"), "Kies wie dit mag lezen.")
SENSITIVITY_WRONG: dict[str, Any] = dict.fromkeys(("unknown", "invalid"), "Kies hoe gevoelig dit is.")
PRODUCT_WRONG: dict[str, Any] = {"invalid_uuid": "Kies een product uit de lijst."}
FILTER_WRONG: dict[str, Any] = {"invalid": "Kies iets uit de lijst."}


def _products(**more: Any) -> Any:
    return fields.List(fields.UUID(error_messages=PRODUCT_WRONG), load_default=list, **more)


class DocumentInput(InputSchema):
    """The facts of a document, beside its file."""

    title = Text(200, required=True)
    kind = fields.Enum(DocumentKind, by_value=True, required=True, error_messages=KIND_WRONG)
    standard = Text(120, load_default="")
    issuer = Text(200, load_default="")
    scope = Text(1000, load_default="")
    products = _products()
    period_from = fields.Date(load_default=None, error_messages=DATE_WRONG)
    period_until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    valid_until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    sensitivity = fields.Enum(
        Sensitivity, by_value=True, load_default=Sensitivity.AMBER, error_messages=SENSITIVITY_WRONG
    )
    sharing = fields.Enum(SharingClass, by_value=True, required=True, error_messages=SHARING_WRONG)


class DocumentChange(DocumentInput):
    """The same, on the version that was read."""

    revision = fields.Integer(required=True)


class SuggestionChoice(InputSchema):
    """What was chosen of each suggestion: its value, to leave it, or nothing yet."""

    revision = fields.Integer(required=True)
    kind = Text(40, load_default="")
    standard = Text(120, load_default="")
    issuer = Text(200, load_default="")
    valid_until = Text(10, load_default="")
    period = Text(21, load_default="")


class QuickDocumentInput(InputSchema):
    """The facts asked when a document is added right at a question; the rest can follow in the library."""

    class Meta:
        unknown = EXCLUDE

    title = Text(200, load_default="")
    kind = fields.Enum(DocumentKind, by_value=True, required=True, error_messages=KIND_WRONG)
    valid_until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    place = Text(120, load_default="")


class ManyDocumentsInput(InputSchema):
    """What is said of many documents at once; the rest follows in the library."""

    kind = fields.Enum(DocumentKind, by_value=True, required=True, error_messages=KIND_WRONG)
    sharing = fields.Enum(SharingClass, by_value=True, required=True, error_messages=SHARING_WRONG)


class UploadInput(InputSchema):
    """What is announced of a file before its parts come; the form it stands on may hold more."""

    class Meta:
        unknown = EXCLUDE

    filename = Text(300, required=True)
    size = fields.Integer(required=True, validate=validate.Range(min=0))
    sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))
    title = Text(200, load_default="")
    kind = fields.Enum(DocumentKind, by_value=True, required=True, error_messages=KIND_WRONG)
    sharing = fields.Enum(SharingClass, by_value=True, required=True, error_messages=SHARING_WRONG)
    valid_until = fields.Date(load_default=None, error_messages=DATE_WRONG)


class LibraryQuery(InputSchema):
    """What of the library is shown, in which order, and which page; the address may hold more."""

    class Meta:
        unknown = EXCLUDE

    search = Text(100, data_key="zoek", load_default="")
    kind = ApiEnum(DOCUMENT_CODES, data_key="soort", load_default=None, error_messages=FILTER_WRONG)
    validity = ApiEnum(VALIDITY_CODES, data_key="geldigheid", load_default=None, error_messages=FILTER_WRONG)
    product = fields.UUID(data_key="product", load_default=None, error_messages=FILTER_WRONG)
    sensitivity = ApiEnum(SENSITIVITY_CODES, data_key="gevoeligheid", load_default=None, error_messages=FILTER_WRONG)
    sharing = ApiEnum(SHARING_CODES, data_key="leesbaar", load_default=None, error_messages=FILTER_WRONG)
    use = fields.Enum(
        library.Use, by_value=True, data_key="gebruik", load_default=None, error_messages={"unknown": "Kies ja of nee."}
    )
    sort = Text(30, data_key="volgorde", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class DocumentQuery(PageQuery):
    """Which page of the library."""


class DocumentFile(InputSchema):
    """The facts of a document and its file, as the API takes them in one form."""

    title = Text(200, data_key="titel", required=True)
    kind = ApiEnum(DOCUMENT_CODES, data_key="soort", required=True, error_messages=KIND_WRONG)
    standard = Text(120, data_key="norm", load_default="")
    issuer = Text(200, data_key="uitgever", load_default="")
    scope = Text(1000, data_key="reikwijdte", load_default="")
    products = _products(data_key="producten")
    period_from = fields.Date(data_key="periodeVan", load_default=None, error_messages=DATE_WRONG)
    period_until = fields.Date(data_key="periodeTot", load_default=None, error_messages=DATE_WRONG)
    valid_until = fields.Date(data_key="geldigTot", load_default=None, error_messages=DATE_WRONG)
    sensitivity = ApiEnum(
        SENSITIVITY_CODES,
        data_key="gevoeligheid",
        load_default=Sensitivity.AMBER,
        error_messages=SENSITIVITY_WRONG,
        metadata={"default": SENSITIVITY_CODES[Sensitivity.AMBER]},
    )
    sharing = ApiEnum(SHARING_CODES, data_key="deelklasse", required=True, error_messages=SHARING_WRONG)


class DocumentUpload(DocumentFile):
    """As it is published: with its file, which is read apart."""

    file = fields.Raw(data_key="bestand", required=True, metadata={"type": "string", "format": "binary"})


class SignatureOut(OutputSchema):
    """A signature on the original; whether its certificate can be trusted is not looked up."""

    signer = fields.String(data_key="ondertekenaar")
    issuer = fields.String(data_key="certificaatVan")
    signed_at = fields.AwareDateTime(data_key="ondertekendOp", allow_none=True)
    is_intact = fields.Boolean(data_key="isOngewijzigd")
    is_whole = fields.Boolean(data_key="isGeheelOndertekend")
    was_valid = fields.Boolean(data_key="wasCertificaatGeldig")


class DocumentOut(OutputSchema):
    """What is said of a document, and how long it holds."""

    id = fields.UUID()
    vendor_id = fields.UUID(data_key="leverancier")
    title = fields.String(data_key="titel")
    kind = ApiEnum(DOCUMENT_CODES, data_key="soort")
    standard = fields.String(data_key="norm")
    issuer = fields.String(data_key="uitgever")
    scope = fields.String(data_key="reikwijdte")
    products = fields.List(
        fields.UUID(),
        data_key="producten",
        metadata={"description": "Waar het over gaat; leeg: de leverancier als geheel."},
    )
    period_from = fields.Date(data_key="periodeVan", allow_none=True)
    period_until = fields.Date(data_key="periodeTot", allow_none=True)
    valid_until = fields.Date(data_key="geldigTot", allow_none=True)
    sensitivity = ApiEnum(SENSITIVITY_CODES, data_key="gevoeligheid")
    sharing = ApiEnum(SHARING_CODES, data_key="deelklasse")
    readers = ApiEnum(
        SHARING_CODES,
        data_key="leesbaarNaVrijgave",
        metadata={"description": "De deelklasse die telt: wat TLP:RED is, lezen alleen de beoordelaars."},
    )
    validity = fields.Function(
        lambda found: VALIDITY_CODES[service.validity_of(found, clock.today())],
        data_key="geldigheid",
        metadata={"type": "string", "enum": list(VALIDITY_CODES.values())},
    )
    state = ApiEnum(FILE_STATE_CODES, data_key="bestandsstatus")
    reason = ApiEnum(FILE_REASON_CODES, data_key="bestandsreden", allow_none=True)
    filename = fields.String(data_key="bestandsnaam")
    media_type = fields.String(data_key="mediatype")
    size = fields.Integer(data_key="bytes")
    page_count = fields.Integer(data_key="paginas")
    sha256 = fields.String()
    signatures = fields.List(fields.Nested(SignatureOut), data_key="handtekeningen")
    withdrawn_at = fields.AwareDateTime(data_key="ingetrokkenOp", allow_none=True)
    revision = fields.Integer(data_key="revisie")


class SuggestionOut(OutputSchema):
    """What was read from the text of a document; it counts once somebody takes it over (with PUT)."""

    told = ApiEnum(TOLD_CODES, data_key="veld")
    value = fields.String(data_key="waarde")
    words = fields.String(data_key="gelezen")
    page = fields.Integer(data_key="pagina")
    is_doubtful = fields.Boolean(data_key="isTweeledig")


class UsesOut(OutputSchema):
    """How often answers of its supplier lean on a document."""

    uses = fields.Integer(data_key="aantal")


PURPOSE_WRONG: dict[str, Any] = dict.fromkeys(("unknown", "invalid", "required"), "Kies waarvoor u het nodig hebt.")


class RequestQuery(InputSchema):
    """Which page of the requests."""

    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class RequestInput(InputSchema):
    """What a gemeente says when it asks for a document."""

    purpose = fields.Enum(Purpose, by_value=True, required=True, error_messages=PURPOSE_WRONG)
    explanation = Text(1000, load_default="")
    is_known = fields.Boolean(load_default=False)


class GrantInput(InputSchema):
    """Until when a document may be read."""

    until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    reason = Text(1000, load_default="")


class ReasonInput(InputSchema):
    """Why not, or not any more."""

    reason = Text(1000, load_default="")


class RequestFile(InputSchema):
    """The same request as the API takes it."""

    document_id = fields.UUID(data_key="bewijsstuk", required=True)
    purpose = ApiEnum(PURPOSE_CODES, data_key="doel", required=True, error_messages=PURPOSE_WRONG)
    explanation = Text(1000, data_key="toelichting", load_default="")
    is_known = fields.Boolean(data_key="isBekend", load_default=False)


class RequestApiQuery(PageQuery):
    """Which page of the requests in the API."""


class RequestOut(OutputSchema):
    """A request; which organisation asks and its explanation only for itself, or where it chose to be known."""

    id = fields.UUID(attribute="request.id")
    document_id = fields.UUID(attribute="request.document_id", data_key="bewijsstuk")
    kind = ApiEnum(KIND_CODES, data_key="soortOrganisatie")
    name = fields.String(data_key="organisatie", allow_none=True)
    purpose = ApiEnum(PURPOSE_CODES, attribute="request.purpose", data_key="doel")
    explanation = fields.String(data_key="toelichting", allow_none=True)
    state = ApiEnum(REQUEST_CODES, data_key="status")
    asked_on = fields.Function(
        lambda view: clock.local(view.request.asked_at).date().isoformat(),
        data_key="gevraagdOp",
        metadata={"type": "string", "format": "date"},
    )
    until = fields.Date(attribute="request.until", data_key="leesbaarTot", allow_none=True)
    reason = fields.String(attribute="request.reason", data_key="reden")
