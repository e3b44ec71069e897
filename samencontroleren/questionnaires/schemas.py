# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the catalogue, imports and questionnaires take in."""

import re
from collections.abc import Collection
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.core.keys import as_uuid
from samencontroleren.questionnaires.answer_checks import fault_of
from samencontroleren.questionnaires.conditions import Condition
from samencontroleren.questionnaires.import_draft import DraftChoice
from samencontroleren.questionnaires.import_plan import norms_of
from samencontroleren.questionnaires.kinds import (
    AddressedTo,
    AnswerCheck,
    AnswerKind,
    Severity,
    Subject,
)
from samencontroleren.questionnaires.labels import ASPECT, PROOF
from samencontroleren.questionnaires.sheets import FIELDS, Mapping
from samencontroleren.questionnaires.themes import LONGEST_THEME, theme_of
from samencontroleren.questionnaires.wording import LANGUAGE_PARTS, Wording, make_texts

WITH_OPTIONS = (AnswerKind.CHOICE, AnswerKind.CHOICES, AnswerKind.NUMBER)
OPTION_WRONG = "Schrijf elke mogelijkheid op een eigen regel, als: waarde | Nederlands | Engels."


class RevisionInput(InputSchema):
    """A button that changes something: which revision the person saw."""

    revision = fields.Integer(required=True)


class SuccessorsInput(RevisionInput):
    """The codes of the requirements that follow one, with commas between them; blank: none."""

    codes = Text(2_000, load_default="")

    @post_load
    def _apart(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "codes": [code.strip() for code in data["codes"].split(",") if code.strip()]}


class NewQuestionnaireInput(InputSchema):
    """The name of a new draft."""

    name = Text(200, required=True)


class FilterPart(RevisionInput):
    """The filter and page a form stands on, as in the address; the routes read them there."""

    zoek = fields.String(load_default="")
    thema = fields.String(load_default="")
    bron = fields.String(load_default="")
    onderdeel = fields.String(load_default="")
    norm = fields.String(load_default="")
    nummer = fields.String(load_default="")
    vervallen = fields.String(load_default="")
    gekozen = fields.String(load_default="")
    pagina = fields.Integer(load_default=1)


class ChoiceInput(FilterPart):
    """The checkboxes of the requirements shown, and the button that was pressed."""

    shown = fields.String(load_default="")
    """The keys of the requirements that stood on the page, with spaces between."""
    requirement = fields.List(fields.UUID(), load_default=list)
    choose_all = Text(LONGEST_THEME, load_default="")
    choose_none = Text(LONGEST_THEME, load_default="")
    found = fields.String(load_default="", validate=validate.OneOf(["", "all", "none"]))
    check = fields.Boolean(load_default=False)

    @post_load
    def _as_keys(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        keys = [as_uuid(each) for each in data["shown"].split()]
        return {**data, "shown": [key for key in keys if key is not None]}


class MoveInput(RevisionInput):
    """A button that moves: the place and what goes there, as "3|key of a requirement" or "3|theme"."""

    move = Text(LONGEST_THEME + 20, required=True)
    pagina = fields.Integer(load_default=1)

    @post_load
    def _as_move(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        place, _bar, what = data["move"].partition("|")
        if not place.isdecimal() or len(place) > 6 or not what:
            raise ValidationError({"move": ["Dit is geen geldige plaats."]})
        return {**data, "place": int(place), "what": as_uuid(what) or what}


class PlaceInput(RevisionInput):
    """The place of a requirement or theme, typed as a number; a requirement may also go to another theme."""

    what = Text(LONGEST_THEME, required=True)
    place = fields.Integer(
        required=True, validate=validate.Range(min=1, max=999_999, error="Vul een plaats in vanaf 1.")
    )
    theme = Text(LONGEST_THEME, load_default="")


class WordingInput(InputSchema):
    """All texts and properties of a requirement. Loads as {"wording": Wording} and what is not part of it."""

    revision = fields.Integer()
    title_nl = Text(300, required=True)
    text_nl = Text(10_000, required=True)
    why_nl = Text(5_000, load_default="")
    explanation_nl = Text(10_000, load_default="")
    yardstick_nl = Text(10_000, load_default="")
    good_nl = Text(5_000, load_default="")
    poor_nl = Text(5_000, load_default="")
    alternative_nl = Text(5_000, load_default="")
    proof_nl = Text(5_000, load_default="")
    reason_meets_nl = Text(5_000, load_default="")
    reason_partly_nl = Text(5_000, load_default="")
    reason_not_met_nl = Text(5_000, load_default="")
    reason_cannot_be_assessed_nl = Text(5_000, load_default="")
    title_en = Text(300, load_default="")
    text_en = Text(10_000, load_default="")
    why_en = Text(5_000, load_default="")
    explanation_en = Text(10_000, load_default="")
    yardstick_en = Text(10_000, load_default="")
    good_en = Text(5_000, load_default="")
    poor_en = Text(5_000, load_default="")
    alternative_en = Text(5_000, load_default="")
    proof_en = Text(5_000, load_default="")
    reason_meets_en = Text(5_000, load_default="")
    reason_partly_en = Text(5_000, load_default="")
    reason_not_met_en = Text(5_000, load_default="")
    reason_cannot_be_assessed_en = Text(5_000, load_default="")
    theme = Text(LONGEST_THEME, required=True)
    segment = Text(120, load_default="")
    subject = fields.Enum(Subject, by_value=True, required=True)
    addressed_to = fields.Enum(AddressedTo, by_value=True, required=True)
    answer_kind = fields.Enum(AnswerKind, by_value=True, required=True)
    options = Text(10_000, load_default="")
    checks = fields.List(fields.Enum(AnswerCheck, by_value=True), load_default=list)
    aspects = fields.List(fields.String(validate=validate.OneOf(list(ASPECT))), load_default=list)
    documents = fields.List(fields.String(validate=validate.OneOf(list(PROOF))), load_default=list)
    norms = Text(2_000, load_default="")
    is_key = fields.Boolean(load_default=False)
    weight = fields.Integer(required=True, validate=validate.OneOf([1, 2, 3], error="Kies 1, 2 of 3."))
    severity = fields.Enum(Severity, by_value=True, required=True)
    vragenlijst = fields.UUID(load_default=None)
    """The draft that somebody came from and that takes the new text."""
    terug = fields.String(load_default="")


class NewRequirementInput(WordingInput):
    """A requirement typed by hand: also its code, once and for all."""

    code = Text(80, required=True)


class UploadInput(InputSchema):
    """The upload form has only its file, which is read apart."""


class HeaderInput(RevisionInput):
    """Sheet and header; the row counts from 1."""

    sheet = Text(200, required=True)
    header_row = fields.Integer(required=True, validate=validate.Range(min=1, error="Kies de rij met de kop."))
    header_rows = fields.Integer(required=True, validate=validate.OneOf([1, 2], error="Kies één of twee rijen."))


def _columns() -> dict[str, fields.Field[Any]]:
    columns: dict[str, fields.Field[Any]] = {f"column_{name}": fields.Integer(load_default=None) for name in FIELDS}
    fills: dict[str, fields.Field[Any]] = {f"fill_{name}": fields.Boolean(load_default=False) for name in FIELDS}
    return {**columns, **fills}


class _MappingInput(RevisionInput):
    headings_as_theme = fields.Boolean(load_default=False)
    prefix = Text(20, load_default="")

    @post_load
    def _as_mapping(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        columns = {name: data[f"column_{name}"] for name in FIELDS if data[f"column_{name}"] is not None}
        fill_down = frozenset(name for name in FIELDS if data[f"fill_{name}"])
        mapping = Mapping(columns, fill_down, data["headings_as_theme"])
        return {"revision": data["revision"], "prefix": data["prefix"], "mapping": mapping}


MappingInput = _MappingInput.from_dict(_columns(), name="MappingInput")
"""Which column holds what: per field of a sheet `column_<field>` and `fill_<field>`. Loads with a Mapping."""


class ConfirmInput(RevisionInput):
    """What holds for all imported requirements, the name of a profile to keep (blank: none), and the draft to fill.

    `draft`: `none` (or blank), `new` with a name, or the key and the revision of one that is there.
    """

    subject = fields.Enum(Subject, by_value=True, required=True)
    source = Text(200, load_default="")
    profile = Text(200, load_default="")
    seen = Text(64, load_default="")
    draft = fields.String(
        load_default="",
        validate=validate.Regexp(r"(none|new|[0-9a-f-]{36} [0-9]{1,9})?\Z", error="Kies een concept uit de lijst."),
    )
    draft_name = Text(200, load_default="")

    @post_load
    def _as_choice(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        draft, name = data.pop("draft"), data.pop("draft_name")
        if draft in ("", "none"):
            return {**data, "draft": None}
        if draft == "new":
            return {**data, "draft": DraftChoice(name)}
        key, revision = draft.split(" ")
        return {**data, "draft": DraftChoice(name, as_uuid(key), int(revision))}


def wording_of_input(data: dict[str, Any], condition: Condition | None = None, known: Wording | None = None) -> Wording:
    """The wording that a loaded `WordingInput` and a condition say; what the form does not show stays as in `known`.

    Raises Invalid at `options` and `checks`.
    """
    kept = known.texts if known else {}
    texts = {
        language: {
            **kept.get(language, {}),
            **{part: data[f"{part}_{language}"] for part in LANGUAGE_PARTS},
            **({"segment": data["segment"]} if language == "nl" else {}),
        }
        for language in ("nl", "en")
    }
    return Wording(
        subject=data["subject"],
        addressed_to=data["addressed_to"],
        answer_kind=data["answer_kind"],
        theme=theme_of(data["theme"]),
        texts=make_texts(**texts),
        segment=data["segment"],
        options=_options(data["options"], data["answer_kind"]),
        aspects=[aspect for aspect in ASPECT if aspect in data["aspects"]],
        proof=[kind for kind in PROOF if kind in data["documents"]],
        norms=norms_of(data["norms"]),
        is_key=data["is_key"],
        weight=data["weight"],
        severity=data["severity"],
        applies_when=dict(condition) if condition else None,
        checks=_checks(data["checks"], data["answer_kind"]),
    )


def _checks(asked: Collection[AnswerCheck], kind: AnswerKind) -> list[str]:
    if fault := fault_of(kind, asked):
        raise Invalid({"checks": [fault]})
    return [each.value for each in AnswerCheck if each in asked]


def _options(text: str, kind: AnswerKind) -> list[dict[str, str]]:
    """The options in a text of lines: "saas | Online dienst | Online service", and after it the segment it gives."""
    lines = [line for line in text.split("\n") if line.strip()]
    if kind not in WITH_OPTIONS:
        return []
    options = []
    for line in lines:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) not in (3, 4) or not all(parts) or not re.fullmatch(r"[\w.%-]{1,60}", parts[0]):
            raise Invalid({"options": [OPTION_WRONG]})
        options.append(dict(zip(("value", "nl", "en", "segment"), parts, strict=False)))
    if kind is AnswerKind.NUMBER and len(options) > 1:
        raise Invalid({"options": ["Een getal heeft één regel: de eenheid."]})
    if kind is not AnswerKind.NUMBER and len(options) < 2:
        raise Invalid({"options": ["Geef minstens twee mogelijkheden."]})
    if len({option["value"] for option in options}) < len(options):
        raise Invalid({"options": ["Elke waarde mag maar één keer voorkomen."]})
    return options
