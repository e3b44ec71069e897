# SPDX-License-Identifier: EUPL-1.2
"""What the pages and the API of inkoopsets take in and give out."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from samencontroleren.assessments.kinds import ASSURANCE_CODES, RESULT_CODES
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text, load
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.rest import PageQuery
from samencontroleren.procurement.kinds import STATE_CODES, WEIGHT_CODES, Aspect, Level, Weight
from samencontroleren.procurement.service import Choices, ScopePage, Weighed
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.sharing.kinds import CURRENCY_CODES

UNKNOWN = "Kies een van de mogelijkheden."


class ListQuery(InputSchema):
    """The page of the list."""

    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class ShowQuery(InputSchema):
    """Which version, the order of candidates, the language of a file; what is strange is left aside."""

    class Meta:
        unknown = EXCLUDE

    number = fields.Integer(data_key="versie", load_default=None, validate=validate.Range(min=1, max=100_000))
    sort = Text(30, data_key="volgorde", load_default="")
    language = fields.String(data_key="taal", load_default="nl", validate=validate.OneOf(("nl", "en")))


class ProductQuery(InputSchema):
    """Search for a product to compare."""

    search = Text(100, data_key="zoek", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class NewSet(InputSchema):
    """A new set; a partnership names the gemeente it acts for."""

    name = Text(200, required=True)
    reference = Text(100, load_default="")
    questionnaire_id = fields.UUID(required=True)
    municipality_id = fields.UUID(load_default=None)


class Read(InputSchema):
    """The revision that the person read."""

    revision = fields.Integer(required=True)


class AddedLines(Read):
    """Requirements to put in, by wording."""

    chosen = fields.List(fields.UUID(), load_default=list)


class ChosenProduct(InputSchema):
    """A product to compare, or no longer."""

    product_id = fields.UUID(required=True)


def scope_values(page: ScopePage) -> dict[str, Any]:
    """What stands in the form of choices now."""
    choices, found = page.page.choices, page.page.found
    values: dict[str, Any] = {"name": found.name, "reference": found.reference}
    values |= {"segments": sorted(choices.segments), "norms": sorted(choices.norms)}
    values |= {f"level-{aspect}": choices.level(aspect).value for aspect in Aspect}
    for place, question in enumerate(page.questions):
        given = sorted(choices.answers.get(question.requirement.code, ()))
        many = question.answer_kind is AnswerKind.CHOICES
        values[f"answer-{place}"] = given if many else next(iter(given), "")
    return values


def scope_input(page: ScopePage) -> Schema:
    """The form of choices: it has a field per question."""
    one_of = {name: validate.OneOf(values, error=UNKNOWN) for name, values in _offered(page).items()}
    shape: dict[str, Any] = {
        "name": Text(200, required=True),
        "reference": Text(100, load_default=""),
        "revision": fields.Integer(required=True),
        "segments": fields.List(fields.String(validate=one_of["segments"]), load_default=list),
        "norms": fields.List(fields.String(validate=one_of["norms"]), load_default=list),
    }
    shape |= {f"level-{each}": fields.Enum(Level, by_value=True, required=True) for each in Aspect}
    for place, question in enumerate(page.questions):
        name = f"answer-{place}"
        if question.answer_kind is AnswerKind.CHOICES:
            shape[name] = fields.List(fields.String(validate=one_of[name]), load_default=list)
        else:
            shape[name] = fields.String(validate=one_of[name], load_default="")
    return InputSchema.from_dict(shape)()


def _offered(page: ScopePage) -> dict[str, list[str]]:
    answers = {
        f"answer-{place}": ["", *sorted(questionnaires.possible(question) or ())]
        for place, question in enumerate(page.questions)
    }
    return {"segments": [value for value, _labels in page.segments], "norms": list(page.norms), **answers}


def read_scope(page: ScopePage, form: Mapping[str, Any]) -> dict[str, Any]:
    """The facts and choices of a form. Raises Invalid."""
    data = load(scope_input(page), form)
    answers = {}
    for place, question in enumerate(page.questions):
        given = data[f"answer-{place}"]
        answers[question.requirement.code] = frozenset([given] if isinstance(given, str) else given) - {""}
    levels = {aspect: data[f"level-{aspect}"] for aspect in Aspect}
    answers = {code: given for code, given in answers.items() if given}
    choices = Choices(answers, frozenset(data["segments"]), frozenset(data["norms"]), levels)
    return {"choices": choices, **{name: data[name] for name in ("name", "reference", "revision")}}


def read_weighed(form: Mapping[str, Any]) -> dict[str, Any]:
    """What a person made of the lines of a theme. Raises Invalid."""
    lines = [key for name in form if name.startswith("weight-") and (key := as_uuid(name.removeprefix("weight-")))]
    shape: dict[str, Any] = {"revision": fields.Integer(required=True)}
    for line in lines:
        shape[f"weight-{line}"] = fields.Enum(Weight, by_value=True, required=True, error_messages={"unknown": UNKNOWN})
        shape[f"reason-{line}"] = Text(500, load_default="")
    data = load(InputSchema.from_dict(shape)(), form)
    weighed = {line: Weighed(data[f"weight-{line}"], data[f"reason-{line}"]) for line in lines}
    return {"revision": data["revision"], "weighed": weighed}


class SetQuery(PageQuery):
    """A page of the API's list of sets."""


class LineQuery(PageQuery):
    """Which version of a set."""

    number = fields.Integer(data_key="versie", load_default=None, validate=validate.Range(min=1, max=100_000))


class SetOut(OutputSchema):
    """A set with its newest version."""

    id = fields.UUID(attribute="found.id")
    municipality_id = fields.UUID(attribute="found.municipality_id", data_key="gemeente")
    name = fields.String(attribute="found.name", data_key="naam")
    reference = fields.String(attribute="found.reference", data_key="kenmerk")
    number = fields.Integer(attribute="version.number", data_key="versie")
    state = ApiEnum(STATE_CODES, attribute="version.state", data_key="toestand")
    questionnaire_id = fields.UUID(attribute="version.questionnaire_id", data_key="vragenlijst")
    finalised_at = fields.AwareDateTime(attribute="version.finalised_at", data_key="vastgesteldOp", allow_none=True)
    total = fields.Integer(data_key="aantalEisen")


class SetNormOut(OutputSchema):
    """A norm that a requirement refers to."""

    kind = fields.String(data_key="soort")
    number = fields.String(data_key="nummer")


class SetLineOut(OutputSchema):
    """A requirement in a version of a set."""

    requirement_id = fields.UUID(attribute="requirement_version.requirement_id", data_key="eis")
    wording_id = fields.UUID(attribute="requirement_version_id", data_key="tekst")
    code = fields.String(attribute="requirement_version.requirement.code")
    theme = fields.String(attribute="requirement_version.theme", data_key="thema")
    texts = fields.Dict(attribute="requirement_version.texts", data_key="teksten")
    norms = fields.List(fields.Nested(SetNormOut), attribute="requirement_version.norms", data_key="normen")
    weight = ApiEnum(WEIGHT_CODES, data_key="gewicht")
    reason = fields.String(data_key="reden")


class CandidateOut(OutputSchema):
    """A candidate with what every gemeente may know of its newest result."""

    product_id = fields.UUID(attribute="product.id", data_key="product")
    product_name = fields.String(attribute="product.name", data_key="productNaam")
    vendor_name = fields.String(data_key="leverancierNaam")
    release_id = fields.UUID(data_key="resultaatId", allow_none=True)
    result = ApiEnum(RESULT_CODES, data_key="resultaat", allow_none=True)
    assurance = ApiEnum(ASSURANCE_CODES, data_key="zekerheidsgraad", allow_none=True)
    currency = ApiEnum(CURRENCY_CODES, data_key="actualiteit", allow_none=True)
    valid_until = fields.Date(data_key="geldigTot", allow_none=True)
    assessed = fields.Integer(data_key="beoordeeldeEisen")
    total = fields.Integer(data_key="aantalEisen")
