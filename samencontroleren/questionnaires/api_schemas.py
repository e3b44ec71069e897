# SPDX-License-Identifier: EUPL-1.2
"""What the API of the catalogue, imports and questionnaires takes in and gives out."""

from typing import Any

from marshmallow import ValidationError, fields, pre_dump, validate, validates_schema

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.questionnaires.answer_checks import fault_of
from samencontroleren.questionnaires.exchange_formats import FORMS
from samencontroleren.questionnaires.kinds import (
    ADDRESSED_TO_CODES,
    ANSWER_CHECK_CODES,
    ANSWER_KIND_CODES,
    ASPECT_CODES,
    IMPORT_CODES,
    QUESTIONNAIRE_CODES,
    SEVERITY_CODES,
    SUBJECT_CODES,
    AnswerCheck,
    AnswerKind,
    Subject,
)
from samencontroleren.questionnaires.labels import ASPECT
from samencontroleren.questionnaires.schemas import OPTION_WRONG, WITH_OPTIONS
from samencontroleren.questionnaires.sheet_synonyms import COLUMN_CODES
from samencontroleren.questionnaires.themes import LONGEST_THEME, theme_of
from samencontroleren.questionnaires.wording import Wording, make_texts


class RequirementQuery(PageQuery):
    """Filters of the API's catalogue."""

    search = Text(100, data_key="zoek", load_default="")
    theme = Text(LONGEST_THEME, data_key="thema", load_default="")
    source = Text(200, data_key="bron", load_default="")
    retired = fields.Boolean(data_key="ookVervallen", load_default=False)


class ExportQuery(InputSchema):
    """The form of a file to take along."""

    form = fields.String(
        data_key="formaat", load_default="json", validate=validate.OneOf(list(FORMS), error="Deze vorm kennen we niet.")
    )


class TextsInput(InputSchema):
    """The texts of a requirement in one language."""

    title = Text(300, data_key="titel", load_default="")
    text = Text(10_000, data_key="tekst", load_default="")
    why = Text(5_000, data_key="waarom", load_default="")
    explanation = Text(10_000, data_key="toelichting", load_default="")
    yardstick = Text(10_000, data_key="maatstaf", load_default="")
    good = Text(5_000, data_key="voorbeeldGoed", load_default="")
    poor = Text(5_000, data_key="voorbeeldZwak", load_default="")
    alternative = Text(5_000, data_key="alternatief", load_default="")
    proof = Text(5_000, data_key="bewijs", load_default="")
    reason_meets = Text(5_000, data_key="redenVoldoet", load_default="")
    reason_partly = Text(5_000, data_key="redenDeels", load_default="")
    reason_not_met = Text(5_000, data_key="redenNiet", load_default="")
    reason_cannot_be_assessed = Text(5_000, data_key="redenNietTeBeoordelen", load_default="")


class OptionInput(InputSchema):
    """One possibility of a choice, or the unit of a number."""

    value = fields.String(
        data_key="waarde", required=True, validate=validate.Regexp(r"^[\w.%-]{1,60}$", error=OPTION_WRONG)
    )
    nl = Text(300, required=True)
    en = Text(300, required=True)
    segment = Text(120, metadata={"description": "Inkooponderdeel waarin wie dit kiest, valt."})


class NormInput(InputSchema):
    """A norm the requirement comes from."""

    kind = Text(80, data_key="soort", required=True)
    number = Text(80, data_key="nummer", required=True)


class RequirementChange(InputSchema):
    """All texts and properties of a requirement, as the API takes them."""

    nl = fields.Nested(TextsInput, required=True)
    en = fields.Nested(TextsInput, load_default=dict)
    theme = Text(LONGEST_THEME, data_key="thema", required=True)
    segment = Text(120, load_default="")
    subject = ApiEnum(SUBJECT_CODES, data_key="onderwerp", required=True)
    addressed_to = ApiEnum(ADDRESSED_TO_CODES, data_key="gerichtAan", required=True)
    answer_kind = ApiEnum(ANSWER_KIND_CODES, data_key="soortAntwoord", required=True)
    options = fields.List(fields.Nested(OptionInput), data_key="mogelijkheden", load_default=list)
    checks = fields.List(ApiEnum(ANSWER_CHECK_CODES), data_key="controles", load_default=list)
    aspects = fields.List(ApiEnum(ASPECT_CODES), data_key="aspecten", load_default=list)
    norms = fields.List(fields.Nested(NormInput), data_key="normen", load_default=list)
    is_key = fields.Boolean(data_key="isSleuteleis", load_default=False)
    weight = fields.Integer(
        data_key="gewicht", required=True, validate=validate.OneOf([1, 2, 3], error="Kies 1, 2 of 3.")
    )
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst", required=True)

    @validates_schema(skip_on_field_errors=True)
    def _whole(self, data: dict[str, Any], **_kwargs: Any) -> None:
        wrong = {f"nl.{name}": ["Vul dit in."] for name in ("title", "text") if not data["nl"].get(name)}
        kind, options = data["answer_kind"], data["options"]
        if kind is AnswerKind.NUMBER and len(options) > 1:
            wrong["mogelijkheden"] = ["Een getal heeft één regel: de eenheid."]
        elif kind in (AnswerKind.CHOICE, AnswerKind.CHOICES) and len(options) < 2:
            wrong["mogelijkheden"] = ["Geef minstens twee mogelijkheden."]
        elif len({option["value"] for option in options}) < len(options):
            wrong["mogelijkheden"] = ["Elke waarde mag maar één keer voorkomen."]
        if fault := fault_of(kind, data["checks"]):
            wrong["controles"] = [fault]
        if wrong:
            raise ValidationError(wrong)


class NewRequirement(RequirementChange):
    """A requirement with its code, once and for all."""

    code = Text(80, required=True)


def wording_of_body(data: dict[str, Any], known: Wording | None = None) -> Wording:
    """The wording that a loaded `RequirementChange` says; what the API does not take stays as in `known`."""
    kept = known.texts if known else {}
    texts = {language: {**kept.get(language, {}), **data[language]} for language in ("nl", "en")}
    texts["nl"]["segment"] = data["segment"]
    return Wording(
        subject=data["subject"],
        addressed_to=data["addressed_to"],
        answer_kind=data["answer_kind"],
        theme=theme_of(data["theme"]),
        texts=make_texts(**texts),
        segment=data["segment"],
        options=_options(data),
        aspects=[aspect for aspect in ASPECT if aspect in data["aspects"]],
        proof=list(known.proof) if known else [],
        norms=data["norms"],
        is_key=data["is_key"],
        weight=data["weight"],
        severity=data["severity"],
        applies_when=known.applies_when if known else None,
        checks=[each.value for each in AnswerCheck if each in data["checks"]],
    )


def _options(data: dict[str, Any]) -> list[dict[str, str]]:
    given = data["options"] if data["answer_kind"] in WITH_OPTIONS else []
    return [{name: text for name, text in option.items() if text} for option in given]


class TextsOut(OutputSchema):
    """The texts of a requirement in one language; empty where there is none."""

    title = fields.String(data_key="titel")
    text = fields.String(data_key="tekst")
    why = fields.String(data_key="waarom")
    explanation = fields.String(data_key="toelichting")
    yardstick = fields.String(
        data_key="maatstaf", metadata={"description": "Wanneer een antwoord voldoet; een alinea per oordeel."}
    )
    good = fields.String(data_key="voorbeeldGoed")
    poor = fields.String(data_key="voorbeeldZwak")
    alternative = fields.String(data_key="alternatief")
    proof = fields.String(data_key="bewijs")
    reason_meets = fields.String(data_key="redenVoldoet")
    reason_partly = fields.String(data_key="redenDeels")
    reason_not_met = fields.String(data_key="redenNiet")
    reason_cannot_be_assessed = fields.String(data_key="redenNietTeBeoordelen")
    kind = fields.String(data_key="soort", metadata={"description": "Het woord van het werkblad, zoals eis of wens."})

    @pre_dump
    def _whole(self, texts: Any, **_kwargs: Any) -> dict[str, str]:
        return {part: texts.get(part, "") for part in self.fields}


class LanguagesOut(OutputSchema):
    """The texts in Dutch and in English."""

    nl = fields.Nested(TextsOut)
    en = fields.Nested(TextsOut)

    @pre_dump
    def _both(self, texts: Any, **_kwargs: Any) -> dict[str, Any]:
        return {language: texts.get(language) or {} for language in self.fields}


class OptionOut(OutputSchema):
    """One possibility of a choice, or the unit of a number."""

    value = fields.String(data_key="waarde")
    nl = fields.String()
    en = fields.String()
    segment = fields.Function(lambda option: option.get("segment", ""), metadata={"type": "string"})


class NormOut(OutputSchema):
    """A norm the requirement comes from."""

    kind = fields.String(data_key="soort")
    number = fields.String(data_key="nummer")


class WordingOut(OutputSchema):
    """One wording of a requirement."""

    id = fields.UUID()
    requirement_id = fields.UUID(data_key="eisgroepId")
    code = fields.String(attribute="requirement.code")
    number = fields.Integer(data_key="versie")
    made_at = fields.AwareDateTime(data_key="gemaaktOp")
    texts = fields.Nested(LanguagesOut, data_key="teksten")
    theme = fields.String(data_key="thema")
    segment = fields.String()
    subject = ApiEnum(SUBJECT_CODES, data_key="onderwerp")
    addressed_to = ApiEnum(ADDRESSED_TO_CODES, data_key="gerichtAan")
    answer_kind = ApiEnum(ANSWER_KIND_CODES, data_key="soortAntwoord")
    options = fields.List(fields.Nested(OptionOut), data_key="mogelijkheden")
    checks = fields.List(ApiEnum(ANSWER_CHECK_CODES), data_key="controles")
    aspects = fields.List(ApiEnum(ASPECT_CODES), data_key="aspecten")
    proof = fields.List(fields.String(), data_key="passendBewijs")
    norms = fields.List(fields.Nested(NormOut), data_key="normen")
    is_key = fields.Boolean(data_key="isSleuteleis")
    weight = fields.Integer(data_key="gewicht")
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    applies_when = fields.Dict(
        data_key="voorwaarde", allow_none=True, metadata={"description": "Wanneer de eis geldt; leeg: altijd."}
    )


class NewestWordingOut(WordingOut):
    """The newest wording, inside its requirement."""


class RequirementOut(OutputSchema):
    """A requirement of the catalogue with its newest wording."""

    id = fields.UUID(attribute="requirement.id")
    code = fields.String(attribute="requirement.code")
    source = fields.String(attribute="requirement.source", data_key="bron")
    retired_at = fields.AwareDateTime(attribute="requirement.retired_at", data_key="vervallenOp", allow_none=True)
    revision = fields.Integer(attribute="requirement.revision", data_key="revisie")
    wording = fields.Nested(NewestWordingOut, attribute="wording", data_key="tekstversie")


class QuestionnaireOut(OutputSchema):
    """A questionnaire version."""

    id = fields.UUID()
    name = fields.String(data_key="naam")
    number = fields.Integer(data_key="versie")
    state = ApiEnum(QUESTIONNAIRE_CODES, data_key="toestand")
    published_at = fields.AwareDateTime(data_key="gepubliceerdOp", allow_none=True)
    digest = fields.String(data_key="controlegetal", allow_none=True)


class ItemWordingOut(WordingOut):
    """A wording, inside a questionnaire version."""


class ItemOut(OutputSchema):
    """One question at its place in a questionnaire version."""

    position = fields.Integer(data_key="volgnummer")
    wording = fields.Nested(ItemWordingOut, attribute="requirement_version", data_key="eis")


class ImportOut(OutputSchema):
    """An import of a sheet and how far it is."""

    id = fields.UUID()
    filename = fields.String(data_key="bestandsnaam")
    state = ApiEnum(IMPORT_CODES, data_key="toestand")
    sheet = fields.String(data_key="werkblad")
    header_row = fields.Function(lambda found: found.header_row + 1, data_key="kopRij", metadata={"type": "integer"})
    header_rows = fields.Integer(data_key="kopRijen")
    columns = fields.Function(
        lambda found: {COLUMN_CODES[name]: place for name, place in found.mapping.get("columns", {}).items()},
        data_key="kolommen",
        metadata={"type": "object"},
    )
    added = fields.Integer(data_key="toegevoegd")
    reworded = fields.Integer(data_key="gewijzigd")
    unchanged = fields.Integer(data_key="gelijk")
    unusable = fields.Function(lambda found: len(found.problems), data_key="onbruikbaar", metadata={"type": "integer"})
    revision = fields.Integer(data_key="revisie")


class HeaderChange(InputSchema):
    """Sheet and header; the row counts from 1."""

    sheet = Text(200, data_key="werkblad", required=True)
    header_row = fields.Integer(data_key="kopRij", required=True, validate=validate.Range(min=1, max=1_000_000))
    header_rows = fields.Integer(data_key="kopRijen", load_default=1, validate=validate.OneOf([1, 2]))


class ColumnsChange(InputSchema):
    """Which column (counted from 0) holds what."""

    columns = fields.Dict(
        keys=ApiEnum(COLUMN_CODES),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=1000)),
        data_key="kolommen",
        required=True,
    )
    prefix = Text(20, data_key="voorvoegsel", load_default="")
    headings_as_theme = fields.Boolean(data_key="koppenAlsThema", load_default=False)


class ImportConfirmation(InputSchema):
    """What holds for all imported requirements."""

    subject = ApiEnum(SUBJECT_CODES, data_key="onderwerp", load_default=Subject.PRODUCT)
    source = Text(200, data_key="bron", load_default="")
    seen = Text(
        64,
        data_key="controlegetal",
        load_default="",
        metadata={"description": "Dat van het plan. Is de catalogus intussen gewijzigd, dan gebeurt er niets (409)."},
    )
    draft_name = Text(
        200,
        data_key="vragenlijst",
        load_default="",
        metadata={"description": "Naam van een nieuwe conceptvragenlijst met de eisen uit het bestand; leeg: geen."},
    )


class DeltaOut(OutputSchema):
    """One text or property that differs."""

    name = fields.String(data_key="onderdeel")
    language = fields.String(data_key="taal")
    was = fields.Raw(allow_none=True)
    becomes = fields.Raw(data_key="wordt", allow_none=True)


class PlannedRowOut(OutputSchema):
    """One row as it would stand in the catalogue."""

    row = fields.Integer(attribute="row.row_number", data_key="rij")
    code = fields.String()
    is_new = fields.Boolean(data_key="isNieuw")
    is_reworded = fields.Boolean(data_key="isGewijzigd")
    retires = fields.Boolean(data_key="vervalt")
    deltas = fields.List(fields.Nested(DeltaOut), data_key="wijzigingen")


class UnusableOut(OutputSchema):
    """One row that can not be used, and why."""

    sheet = fields.String(
        data_key="werkblad", metadata={"description": "Of, in YAML en JSON, de plaats van de eis (RFC 6901)."}
    )
    row = fields.Integer(data_key="rij")
    reason = fields.String(data_key="reden")
    excerpt = fields.String(data_key="begin")


class PlanOut(OutputSchema):
    """What an import would do; nothing is stored yet."""

    rows_read = fields.Integer(data_key="gelezen")
    blank_rows = fields.Integer(data_key="leeg")
    unchanged = fields.Integer(data_key="gelijk")
    planned = fields.List(fields.Nested(PlannedRowOut), data_key="regels")
    problems = fields.List(fields.Nested(UnusableOut), data_key="onbruikbaar")
    absent = fields.List(fields.String(), data_key="nietInBestand")
    digest = fields.String(data_key="controlegetal")


class SheetUpload(InputSchema):
    """A sheet as it is published: its file, which is read apart."""

    file = fields.Raw(data_key="bestand", required=True, metadata={"type": "string", "format": "binary"})
