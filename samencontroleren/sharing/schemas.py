# SPDX-License-Identifier: EUPL-1.2
"""What the pages and the API of results take in and give out. Each layer has an output shape of its own."""

from typing import Any

from marshmallow import EXCLUDE, ValidationError, fields, post_load, pre_load, validate

from samencontroleren.assessments.kinds import ASSURANCE_CODES, RESULT_CODES, VERDICT_CODES, ResultCode
from samencontroleren.assessments.schemas import axis_verdicts
from samencontroleren.assessments.sentences import CAUSE_CODES
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.evidence.classing import Choice
from samencontroleren.evidence.kinds import SharingClass
from samencontroleren.questionnaires.kinds import ADDRESSED_TO_CODES, SEVERITY_CODES, SUBJECT_CODES
from samencontroleren.rounds.kinds import REASSESSMENT_CODES, ReassessmentCause
from samencontroleren.sharing.kinds import CURRENCY_CODES, Currency, RectificationOutcome
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
    gebruik = fields.Boolean(load_default=False)
    volgorde = fields.String(load_default="product", validate=validate.OneOf((*SORTS, *(f"-{each}" for each in SORTS))))
    pagina = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


class ReleaseInput(InputSchema):
    """The releasing officer releases."""


class SendBackInput(InputSchema):
    """Where a dossier goes back to and why."""

    to_state = fields.String(load_default="")
    reason = Text(5000, load_default="")


class RectificationInput(InputSchema):
    """What is factually wrong in a result, perhaps with a document as proof."""

    request = Text(10_000, load_default="")
    about = fields.List(fields.String(validate=validate.Length(max=80)), load_default=list)
    document = fields.UUID(load_default=None, allow_none=True, error_messages={"invalid_uuid": "Kies bewijs."})

    @pre_load
    def _choose(self, data: Any, **_more: Any) -> Any:
        return {**data, "document": data.get("document") or None}


class ReassessmentInput(InputSchema):
    """What is judged anew between rounds, why, and until when the supplier answers."""

    cause = fields.Enum(
        ReassessmentCause,
        by_value=True,
        required=True,
        error_messages={"unknown": "Kies een reden.", "required": "Kies een reden."},
    )
    explanation = Text(10_000, load_default="")
    answers_due_on = fields.Date(load_default=None, error_messages={"invalid": "Vul een datum in, zoals 2027-03-01."})
    themes = fields.List(Text(120), load_default=list)
    requirements = fields.List(fields.UUID(), load_default=list)


class RectificationDecision(InputSchema):
    """What VNG decides on a request, why, and what readers must read instead."""

    outcome = fields.Enum(
        RectificationOutcome,
        by_value=True,
        required=True,
        error_messages={"unknown": "Kies een besluit.", "required": "Kies een besluit."},
    )
    reason = Text(10_000, load_default="")
    correction = Text(10_000, load_default="")


class RecallInput(InputSchema):
    """Why a result is recalled."""

    reason = Text(5000, load_default="")


class OpennessInput(InputSchema):
    """Who reads what of one subject, in one form: the documents shown with the class each had and gets (lists of equal
    length), and the answers shown, which of them were confidential and which are to be. Only what changed counts.
    """

    document = fields.List(fields.UUID(), load_default=list)
    was = fields.List(fields.Enum(SharingClass, by_value=True), load_default=list)
    sharing = fields.List(fields.Enum(SharingClass, by_value=True, error_messages=UNKNOWN), load_default=list)
    answer = fields.List(fields.UUID(), load_default=list)
    was_confidential = fields.List(fields.UUID(), load_default=list)
    confidential = fields.List(fields.UUID(), load_default=list)

    @post_load
    def _changed(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        keys, was, now = data["document"], data["was"], data["sharing"]
        if not len(keys) == len(was) == len(now):
            raise ValidationError("Kies wie dit mag lezen.", "sharing")
        marked, to_mark = set(data["was_confidential"]), set(data["confidential"])
        return {
            "classes": {key: Choice(*pair) for key, *pair in zip(keys, was, now, strict=True)},
            "marks": {key: key in to_mark for key in data["answer"] if (key in marked) is not (key in to_mark)},
        }


class ResultQuery(PageQuery):
    """Filters of the results in the API."""

    product = fields.UUID(load_default=None)
    currency = ApiEnum(CURRENCY_CODES, data_key="actualiteit", load_default=None)


class ThemeOut(OutputSchema):
    """The score of a theme, 0-100 or null when nothing applies."""

    theme = fields.String(data_key="thema")
    score = fields.Integer(allow_none=True)


class RecallOut(OutputSchema):
    """Since when and why a result is recalled."""

    recalled_at = fields.DateTime(data_key="ingetrokkenOp")
    reason = fields.String(data_key="reden")


class ReassessedOut(OutputSchema):
    """Of a result that came of a light re-assessment: what it follows and what was judged anew."""

    follows_id = fields.UUID(data_key="volgtOp")
    cause = ApiEnum(REASSESSMENT_CODES, data_key="reden")
    themes = fields.List(fields.String(), data_key="themas")
    counts_from = fields.Date(data_key="teltVanaf")


class ResultOut(OutputSchema):
    """The first layer: the result, for every gemeente."""

    id = fields.UUID(attribute="release.id")
    subject = ApiEnum(SUBJECT_CODES, attribute="release.subject", data_key="onderwerp")
    vendor_id = fields.UUID(attribute="release.vendor_id", data_key="leverancierId")
    vendor_name = fields.String(attribute="release.vendor.name", data_key="leverancier")
    product_id = fields.UUID(attribute="release.product_id", data_key="productId", allow_none=True)
    product_name = fields.Function(
        lambda view: view.release.product.name if view.release.product else None, data_key="product"
    )
    number = fields.Integer(attribute="release.number", data_key="versie")
    result = ApiEnum(RESULT_CODES, attribute="release.result", data_key="resultaat")
    assurance = ApiEnum(ASSURANCE_CODES, attribute="release.assurance", data_key="zekerheidsgraad")
    currency = ApiEnum(CURRENCY_CODES, data_key="actualiteit")
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
    reassessed = fields.Nested(ReassessedOut, data_key="herbeoordeling", allow_none=True)


class VerdictOut(OutputSchema):
    """The second layer: a verdict with its public reason, as it counts now.

    Was all its evidence withdrawn since, then it can not be assessed; what it was at release stands beside it, also per
    axis.
    """

    position = fields.Integer(attribute="row.position", data_key="volgnummer")
    requirement_code = fields.String(attribute="row.requirement_code", data_key="eis")
    theme = fields.String(attribute="row.theme", data_key="thema")
    titles = fields.Dict(attribute="row.titles", data_key="titels")
    is_key = fields.Boolean(attribute="row.is_key", data_key="isSleuteleis")
    code = ApiEnum(VERDICT_CODES, data_key="oordeel")
    axes = axis_verdicts(attribute="row.axes")
    released_code = ApiEnum(VERDICT_CODES, attribute="row.code", data_key="oordeelBijVrijgave")
    is_without_proof = fields.Boolean(data_key="isBewijsIngetrokken")
    assurance = ApiEnum(ASSURANCE_CODES, attribute="row.assurance", data_key="zekerheidsgraad")
    public_reason = fields.String(attribute="row.public_reason", data_key="reden")
    is_carried = fields.Boolean(attribute="row.is_carried", data_key="isOvergenomen")


class FindingOut(OutputSchema):
    """The second layer too: a finding as it stood at release."""

    id = fields.UUID()
    position = fields.Integer(data_key="volgnummer")
    part = fields.Integer(data_key="deel", metadata={"description": "Hoeveelste bevinding bij deze eis."})
    part_of = fields.String(
        data_key="gaatVerderIn",
        allow_none=True,
        metadata={"description": "Volgnummer (met deel: 4.2) van de bevinding waar zij in opgaat; leeg: op zich."},
    )
    requirement_code = fields.String(data_key="eis")
    titles = fields.Dict(data_key="titels")
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    due_on = fields.Date(data_key="oplossenUiterlijk")


class MeasureNormOut(OutputSchema):
    """A norm that a requirement refers to."""

    kind = fields.String(data_key="soort")
    number = fields.String(data_key="nummer")


class MeasureOut(OutputSchema):
    """The second layer too: what the gemeente must do itself."""

    position = fields.Integer(data_key="volgnummer")
    release_id = fields.UUID(data_key="resultaat")
    requirement_code = fields.String(data_key="eis")
    theme = fields.String(data_key="thema")
    addressed_to = ApiEnum(ADDRESSED_TO_CODES, data_key="gerichtAan")
    titles = fields.Dict(data_key="titels")
    texts = fields.Dict(data_key="teksten")
    norms = fields.List(fields.Nested(MeasureNormOut), data_key="normen")


class SentenceOut(OutputSchema):
    """The second layer too: one sentence of the explanation, tied to its requirement."""

    nl = fields.String()
    en = fields.String()
    requirement = fields.String(data_key="eis", allow_none=True)
    cause = ApiEnum(CAUSE_CODES, data_key="oorzaak")


class AnswerOut(OutputSchema):
    """The third layer: an answer in words with the confidential part of the reason."""

    position = fields.Integer(data_key="volgnummer")
    requirement_code = fields.String(data_key="eis")
    titles = fields.Dict(data_key="titels")
    answer_texts = fields.Dict(data_key="antwoord")
    confidential_reason = fields.String(data_key="vertrouwelijkeReden")
