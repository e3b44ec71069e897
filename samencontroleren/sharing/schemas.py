# SPDX-License-Identifier: EUPL-1.2
"""What the pages and the API of results take in and give out. Each layer has an output shape of its own."""

from typing import Any

from marshmallow import EXCLUDE, fields, validate

from samencontroleren.assessments.kinds import ResultCode
from samencontroleren.core.fields import InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.reading import SORTS
from samencontroleren.vendors.kinds import Category

UNKNOWN: dict[str, Any] = {"unknown": "Deze keuze kennen we niet."}


class ListQuery(InputSchema):
    """Search, filters, order and page of the list of results; what is strange is left aside."""

    class Meta:
        unknown = EXCLUDE

    zoek = Text(200, load_default="")
    categorie = fields.Enum(Category, by_value=True, load_default=None, error_messages=UNKNOWN)
    resultaat = fields.Enum(ResultCode, by_value=True, load_default=None, error_messages=UNKNOWN)
    actualiteit = fields.Enum(Currency, by_value=True, load_default=None, error_messages=UNKNOWN)
    volgorde = fields.String(load_default="product", validate=validate.OneOf((*SORTS, *(f"-{each}" for each in SORTS))))
    pagina = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))
    gebruik = fields.Boolean(load_default=False)


class ReleaseInput(InputSchema):
    """The releasing officer releases."""


class SendBackInput(InputSchema):
    """Where a dossier goes back to and why."""

    to_state = fields.String(load_default="")
    reason = Text(5000, load_default="")


class RecallInput(InputSchema):
    """Why a result is recalled."""

    reason = Text(5000, load_default="")


class ResultQuery(PageQuery):
    """Filters of the results in the API."""

    product = fields.UUID(load_default=None)
    currency = fields.Enum(Currency, by_value=True, data_key="actualiteit", load_default=None, error_messages=UNKNOWN)


class ThemeOut(OutputSchema):
    """The score of a theme, 0-100 or null when nothing applies."""

    theme = fields.String(data_key="thema")
    score = fields.Integer(allow_none=True)


class RecallOut(OutputSchema):
    """Since when and why a result is recalled."""

    recalled_at = fields.DateTime(data_key="ingetrokkenOp")
    reason = fields.String(data_key="reden")


class ResultOut(OutputSchema):
    """The first layer: the result, for every gemeente."""

    id = fields.UUID(attribute="release.id")
    subject = fields.String(attribute="release.subject.value", data_key="onderwerp")
    vendor_id = fields.UUID(attribute="release.vendor_id", data_key="leverancierId")
    vendor_name = fields.String(attribute="release.vendor.name", data_key="leverancier")
    product_id = fields.UUID(attribute="release.product_id", data_key="productId", allow_none=True)
    product_name = fields.Function(
        lambda view: view.release.product.name if view.release.product else None, data_key="product"
    )
    number = fields.Integer(attribute="release.number", data_key="versie")
    result = fields.String(attribute="release.result.value", data_key="resultaat")
    assurance = fields.String(attribute="release.assurance.value", data_key="zekerheidsgraad")
    currency = fields.String(attribute="currency.value", data_key="actualiteit")
    assessed_on = fields.Date(attribute="release.assessed_on", data_key="beoordeeldOp")
    released_at = fields.DateTime(attribute="release.released_at", data_key="vrijgegevenOp")
    valid_until = fields.Date(attribute="release.valid_until", data_key="geldigTot")
    round_name = fields.String(attribute="release.round_name", data_key="ronde")
    questionnaire = fields.String(attribute="release.questionnaire_name", data_key="vragenlijst")
    questionnaire_number = fields.Integer(attribute="release.questionnaire_number", data_key="vragenlijstVersie")
    rule_version = fields.String(attribute="release.rule_version", data_key="regelVersie")
    cites_id = fields.UUID(attribute="release.cites_id", data_key="steuntOp", allow_none=True)
    themes = fields.List(fields.Nested(ThemeOut), attribute="release.theme_scores", data_key="themas")
    digest = fields.String(attribute="release.digest", data_key="controlegetal")
    recall = fields.Nested(RecallOut, data_key="intrekking", allow_none=True)


class VerdictOut(OutputSchema):
    """The second layer: a verdict with its public reason."""

    position = fields.Integer(data_key="volgnummer")
    requirement_code = fields.String(data_key="eis")
    theme = fields.String(data_key="thema")
    titles = fields.Dict(data_key="titels")
    is_key = fields.Boolean(data_key="isSleuteleis")
    code = fields.String(attribute="code.value", data_key="oordeel")
    assurance = fields.String(attribute="assurance.value", data_key="zekerheidsgraad")
    public_reason = fields.String(data_key="reden")


class FindingOut(OutputSchema):
    """The second layer too: a finding as it stood at release."""

    position = fields.Integer(data_key="volgnummer")
    requirement_code = fields.String(data_key="eis")
    titles = fields.Dict(data_key="titels")
    severity = fields.String(attribute="severity.value", data_key="ernst")
    due_on = fields.Date(data_key="oplossenUiterlijk")


class SentenceOut(OutputSchema):
    """The second layer too: one sentence of the explanation, tied to its requirement."""

    nl = fields.String()
    en = fields.String()
    requirement = fields.String(data_key="eis", allow_none=True)
    cause = fields.String(data_key="oorzaak")


class AnswerOut(OutputSchema):
    """The third layer: an answer in words with the confidential part of the reason."""

    position = fields.Integer(data_key="volgnummer")
    requirement_code = fields.String(data_key="eis")
    titles = fields.Dict(data_key="titels")
    answer_texts = fields.Dict(data_key="antwoord")
    confidential_reason = fields.String(data_key="vertrouwelijkeReden")
