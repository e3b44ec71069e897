# SPDX-License-Identifier: EUPL-1.2
"""The fixed words of exported documents, in Dutch (level B1) and English: name -> (nl, en). Pure."""

from collections.abc import Mapping
from typing import Any

from samencontroleren.questionnaires.exchange_shape import SIDES

WORDS: Mapping[str, tuple[str, str]] = {
    "brand": ("Samen Controleren", "Samen Controleren"),
    "catalogue": ("Catalogus van eisen", "Catalogue of requirements"),
    "catalogue_name": ("Catalogus", "Catalogue"),
    "questionnaire": ("Vragenlijst", "Questionnaire"),
    "subject": (
        "Eisen aan ICT-leveranciers van gemeenten en hun producten",
        "Requirements for ICT suppliers of municipalities and their products",
    ),
    "named": ("{name}, versie {number}", "{name}, version {number}"),
    "published": ("Gepubliceerd op {day}", "Published on {day}"),
    "draft": ("Concept, nog niet gepubliceerd", "Draft, not published yet"),
    "made": ("Gemaakt op {day}", "Made on {day}"),
    "digest": ("Controlegetal (SHA-256): {digest}", "Checksum (SHA-256): {digest}"),
    "count": ("{count} eisen", "{count} requirements"),
    "keys": ("{count} sleuteleisen", "{count} key requirements"),
    "contents": ("Inhoud", "Contents"),
    "page": ("pagina {page} van {total}", "page {page} of {total}"),
    "theme": ("Thema", "Theme"),
    "requirements": ("Eisen", "Requirements"),
    "key": ("sleuteleis", "key requirement"),
    "retired": ("vervallen", "retired"),
    "why": ("Waarom vragen we dit?", "Why do we ask this?"),
    "explanation": ("Hoe geeft u een goed antwoord?", "How do you give a good answer?"),
    "yardstick": ("Wanneer voldoet een antwoord?", "When does an answer meet?"),
    "good": ("Goed antwoord:", "Good answer:"),
    "poor": ("Zwak antwoord:", "Poor answer:"),
    "alternative": (
        "Bent u een kleine leverancier zonder certificaat?",
        "Are you a small supplier without a certificate?",
    ),
    "proof": ("Welk bewijs past hierbij?", "Which evidence fits?"),
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
    "answers": ("Mogelijke antwoorden", "Possible answers"),
    "about": ("Gaat over", "Is about"),
    "addressed_to": ("Gericht aan", "Addressed to"),
    "kind": ("Soort antwoord", "Kind of answer"),
    "unit": ("{kind}, in {unit}", "{kind}, in {unit}"),
    "aspects": ("Wat wordt beoordeeld", "What is assessed"),
    "severity": ("Ernst als het niet voldoet", "Severity if not met"),
    "weight": ("Gewicht", "Weight"),
    "segment": ("Inkooponderdeel", "Procurement segment"),
    "norms": ("Normen", "Norms"),
    "when": ("Wordt gevraagd bij", "Is asked for"),
    "always": ("elk product en elke leverancier", "each product and each supplier"),
}


def word(name: str, language: str, /, **values: Any) -> str:
    """A fixed word in a language, with its values filled in."""
    return WORDS[name][SIDES.index(language)].format(**values)
