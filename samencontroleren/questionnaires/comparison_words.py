# SPDX-License-Identifier: EUPL-1.2
"""What differs between two versions in words for people, in Dutch and English. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from samencontroleren.questionnaires import labels
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.kinds import ChangeMark
from samencontroleren.questionnaires.themes import theme_label
from samencontroleren.questionnaires.wording import Wording

Pair = tuple[str, str]
Known = Mapping[str, Wording]

TEXTS: dict[str, Pair] = {
    "title": ("Titel", "Title"),
    "text": ("Tekst van de eis", "Text of the requirement"),
    "why": ("Waarom", "Why"),
    "explanation": ("Toelichting", "Explanation"),
    "yardstick": ("Wanneer voldoet een antwoord", "When an answer meets"),
    "good": ("Voorbeeld van een goed antwoord", "Example of a good answer"),
    "poor": ("Voorbeeld van een zwak antwoord", "Example of a poor answer"),
    "alternative": ("Voor een kleine leverancier", "For a small supplier"),
    "proof": ("Bewijs", "Proof"),
    "reason_meets": (
        "Beginzinnen voor een reden bij “voldoet”",
        "Starting sentences for a reason with “meets”",
    ),
    "reason_partly": (
        "Beginzinnen voor een reden bij “voldoet deels”",
        "Starting sentences for a reason with “partly meets”",
    ),
    "reason_not_met": (
        "Beginzinnen voor een reden bij “voldoet niet”",
        "Starting sentences for a reason with “does not meet”",
    ),
    "reason_cannot_be_assessed": (
        "Beginzinnen voor een reden bij “niet te beoordelen”",
        "Starting sentences for a reason with “cannot be assessed”",
    ),
    "segment": ("Inkooponderdeel", "Procurement segment"),
    "kind": ("Soort volgens de bron", "Kind according to the source"),
}
PROPERTIES: dict[str, Pair] = {
    "subject": ("Onderwerp", "Subject"),
    "addressed_to": ("Gericht aan", "Addressed to"),
    "answer_kind": ("Soort antwoord", "Kind of answer"),
    "theme": ("Thema", "Theme"),
    "segment": ("Inkooponderdeel", "Procurement segment"),
    "options": ("Mogelijkheden", "Options"),
    "aspects": ("Wat wordt beoordeeld", "What is judged"),
    "proof": ("Soorten bewijs", "Kinds of proof"),
    "norms": ("Normen", "Norms"),
    "is_key": ("Sleuteleis", "Key requirement"),
    "weight": ("Gewicht in de score", "Weight in the score"),
    "severity": ("Ernst van de bevinding", "Severity of the finding"),
    "applies_when": ("Wordt gevraagd bij", "Is asked of"),
    "checks": ("Controle op het antwoord", "Check of the answer"),
}
LANGUAGES: dict[str, Pair] = {"nl": ("Nederlands", "Dutch"), "en": ("Engels", "English")}
PLACE: Pair = ("Plaats in de vragenlijst", "Place in the questionnaire")
NOTHING: Pair = ("niets", "nothing")
EVERYBODY: Pair = ("elk product en elke leverancier", "every product and every supplier")
YES: Pair = ("ja", "yes")
NO: Pair = ("nee", "no")

NOTES: dict[ChangeMark, Pair] = {
    ChangeMark.REPLACED: (
        "In de plaats van deze eis is een andere gekomen.",
        "Another requirement has taken the place of this one.",
    ),
    ChangeMark.SPLIT: (
        "Deze eis is gesplitst. Samen vragen de nieuwe eisen wat hier stond.",
        "This requirement was split. Together the new ones ask what stood here.",
    ),
    ChangeMark.MERGED: ("Deze eisen zijn samengevoegd.", "These requirements were merged."),
}
"""What is said of a change that its makers declared, by its mark."""


def text_label(part: str, language: str, side: int) -> str:
    """The name of a text in one language; `side` 0 is Dutch, 1 English."""
    return f"{TEXTS.get(part, (part, part))[side]} ({LANGUAGES.get(language, (language, language))[side]})"


def value_words(name: str, value: Any, side: int, known: Known) -> str:
    """The value of a property; `known` holds the requirements that a condition can name, by code."""
    if name == "applies_when":
        return EVERYBODY[side] if value is None else condition_words(value, known, side)
    if isinstance(value, bool):
        return (YES if value else NO)[side]
    if isinstance(value, list):
        return ", ".join(_ITEMS[name](each, side) for each in value) or NOTHING[side]
    if name in _ENUMS:
        return str(_ENUMS[name][value][side])
    if name == "theme":
        return theme_label(value)[side]
    return str(value) or NOTHING[side]


_ENUMS: dict[str, Mapping[Any, Pair]] = {
    "subject": labels.SUBJECT,
    "addressed_to": labels.ADDRESSED_TO,
    "answer_kind": labels.ANSWER_KIND,
    "severity": labels.SEVERITY,
}
_ITEMS: dict[str, Callable[[Any, int], str]] = {
    "options": lambda option, side: str(option[("nl", "en")[side]]),
    "aspects": lambda aspect, side: labels.ASPECT[aspect][side],
    "checks": lambda check, side: labels.ANSWER_CHECK[check][side],
    "proof": lambda kind, side: labels.PROOF.get(kind, (kind, kind))[side],
    "norms": lambda norm, _side: f"{norm['kind']} {norm['number']}".strip(),
}
