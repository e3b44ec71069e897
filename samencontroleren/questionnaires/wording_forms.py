# SPDX-License-Identifier: EUPL-1.2
"""The form of a requirement: its fields from a wording, what it shows beside them, and what two texts do not share."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from samencontroleren.core.web import actor, language, pick
from samencontroleren.questionnaires import condition_forms, labels, service
from samencontroleren.questionnaires.condition_forms import Row
from samencontroleren.questionnaires.conditions import Condition
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Compliance, Severity, Subject, YesNo
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.wording import LANGUAGE_PARTS

FIELD_NAMES = {
    "code": "Code",
    "title_nl": "Titel (Nederlands)",
    "text_nl": "Tekst van de eis (Nederlands)",
    "why_nl": "Waarom (Nederlands)",
    "explanation_nl": "Toelichting (Nederlands)",
    "yardstick_nl": "Wanneer voldoet een antwoord (Nederlands)",
    "good_nl": "Voorbeeld van een goed antwoord (Nederlands)",
    "poor_nl": "Voorbeeld van een zwak antwoord (Nederlands)",
    "alternative_nl": "Voor een kleine leverancier (Nederlands)",
    "proof_nl": "Bewijs (Nederlands)",
    "reason_meets_nl": "Beginzinnen voor een reden bij “voldoet” (Nederlands)",
    "reason_partly_nl": "Beginzinnen voor een reden bij “voldoet deels” (Nederlands)",
    "reason_not_met_nl": "Beginzinnen voor een reden bij “voldoet niet” (Nederlands)",
    "reason_cannot_be_assessed_nl": "Beginzinnen voor een reden bij “niet te beoordelen” (Nederlands)",
    "title_en": "Titel (Engels)",
    "text_en": "Tekst van de eis (Engels)",
    "why_en": "Waarom (Engels)",
    "explanation_en": "Toelichting (Engels)",
    "yardstick_en": "Wanneer voldoet een antwoord (Engels)",
    "good_en": "Voorbeeld van een goed antwoord (Engels)",
    "poor_en": "Voorbeeld van een zwak antwoord (Engels)",
    "alternative_en": "Voor een kleine leverancier (Engels)",
    "proof_en": "Bewijs (Engels)",
    "reason_meets_en": "Beginzinnen voor een reden bij “voldoet” (Engels)",
    "reason_partly_en": "Beginzinnen voor een reden bij “voldoet deels” (Engels)",
    "reason_not_met_en": "Beginzinnen voor een reden bij “voldoet niet” (Engels)",
    "reason_cannot_be_assessed_en": "Beginzinnen voor een reden bij “niet te beoordelen” (Engels)",
    "theme": "Thema",
    "segment": "Inkooponderdeel",
    "subject": "Onderwerp",
    "addressed_to": "Gericht aan",
    "answer_kind": "Soort antwoord",
    "options": "Mogelijkheden",
    "checks": "Controle op het antwoord",
    "aspects": "Wat wordt beoordeeld",
    "documents": "Soorten bewijs",
    "norms": "Normen",
    "is_key": "Sleuteleis",
    "weight": "Gewicht",
    "severity": "Ernst",
}
NAMES: dict[str, Any] = {
    "subject": (Subject, labels.SUBJECT),
    "addressed_to": (AddressedTo, labels.ADDRESSED_TO),
    "answer_kind": (AnswerKind, labels.ANSWER_KIND),
    "severity": (Severity, labels.SEVERITY),
    "checks": (str, labels.ANSWER_CHECK),
    "aspects": (str, labels.ASPECT),
    "documents": (str, labels.PROOF),
}
"""Of the fields whose values have names: how to read a value, and the names."""
MOST_OFFERED = 200


def values_of(version: RequirementVersion) -> dict[str, Any]:
    """A wording as the fields of its form, without its condition."""
    values: dict[str, Any] = {
        f"{part}_{side}": (version.texts.get(side) or {}).get(part, "")
        for part in LANGUAGE_PARTS
        for side in ("nl", "en")
    }
    for name in (
        "segment",
        "subject",
        "addressed_to",
        "answer_kind",
        "checks",
        "aspects",
        "is_key",
        "weight",
        "severity",
    ):
        values[name] = getattr(version, name)
    values["documents"] = list(version.proof)
    values["theme"] = service.theme_label(version.theme)[0]
    values["options"] = "\n".join(" | ".join(each.values()) for each in version.options)
    values["norms"] = "\n".join(f"{each['kind']} {each['number']}".strip() for each in version.norms)
    return values


def typed_subject() -> Subject:
    """The subject in the form; the usual one when it is odd."""
    given = request.form.get("subject", "")
    return Subject(given) if given in list(Subject) else Subject.PRODUCT


def editor_context(subject: Subject | str, rows: Sequence[Row]) -> dict[str, Any]:
    """What the form shows besides what is typed: choices, and the condition as rows and in words."""
    known = service.list_askable(actor(), Subject(subject))
    condition, _faults = condition_forms.condition_of(rows)
    choices = service.filter_choices(actor())
    return {
        "themes": list(choices.themes),
        "segments": list(choices.segments),
        "subjects": list(Subject),
        "addressees": list(AddressedTo),
        "kinds": list(AnswerKind),
        "severities": list(Severity),
        "rows": rows,
        "offered": [each for each in known.values() if each.is_offered][:MOST_OFFERED],
        "answers": {row.code: answers_of(known[row.code]) for row in rows if row.code in known},
        "in_words": in_words(condition),
        "focus": None,
    }


def in_words(condition: Condition | None) -> str:
    """A condition as a person reads it; blank when there is none."""
    return service.words_of(condition, language()) if condition else ""


def answers_of(asked: Any) -> list[tuple[str, str]]:
    """The answers a rule can name, with their labels; none for a number."""
    if asked.answer_kind is AnswerKind.YES_NO:
        return [(str(each), pick(labels.YES_NO[each])) for each in YesNo]
    if asked.answer_kind is AnswerKind.COMPLIANCE:
        return [(str(each), pick(labels.COMPLIANCE[each])) for each in Compliance]
    if asked.answer_kind is AnswerKind.NUMBER:
        return []
    return [(option["value"], option[language()]) for option in asked.options]


def row_fields(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The fields of rows as (name, text), as a form sends them."""
    found = []
    for number, row in enumerate(rows):
        named = {"depth": str(row.depth), "operator": row.operator, "code": row.code}
        found += [(f"when-{number}-{part}", text) for part, text in named.items()]
        found += [(f"when-{number}-value", value) for value in row.values]
    return found


def row_values(rows: Sequence[Row]) -> dict[str, Any]:
    """The fields of rows as values of a form: a list only where several answers are chosen."""
    sent = MultiDict(row_fields(rows)).to_dict(flat=False)
    return {name: texts if len(texts) > 1 else texts[0] for name, texts in sent.items()}


def labels_of(rows: Sequence[Row]) -> dict[str, str]:
    """What the fields of rows are called in the list of errors."""
    parts = ("operator", "code", "value")
    return {f"when-{number}-{part}": "Voorwaarde" for number in range(len(rows)) for part in parts}


def differences(
    theirs: RequirementVersion, form: MultiDict[str, str], rows: Sequence[Row]
) -> list[tuple[str, str, str]]:
    """(label, what stands there now, what was typed) of every field in which these differ."""
    stored = values_of(theirs)
    found = [
        (_(FIELD_NAMES[name]), _shown(name, stored[name]), _shown(name, _typed(name, stored[name], form)))
        for name in stored
    ]
    condition, _faults = condition_forms.condition_of(rows)
    found.append((_("Voorwaarde"), in_words(theirs.applies_when), in_words(condition)))
    return [(label, one, other) for label, one, other in found if one != other]


def _typed(name: str, like: Any, form: MultiDict[str, str]) -> Any:
    if isinstance(like, list):
        return form.getlist(name)
    return form.get(name) in ("1", "true", "on") if isinstance(like, bool) else form.get(name, "")


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("ja") if value else _("nee"))
    if name in NAMES:
        kind, names = NAMES[name]
        values = value if isinstance(value, list) else [value]
        return ", ".join(pick(names[kind(each)]) for each in values if each in set(map(str, names)))
    return "\n".join(line.rstrip() for line in str(value).strip().splitlines())
