# SPDX-License-Identifier: EUPL-1.2
"""The fields that a column can be mapped to, and the names people give such columns.

Names are written as `sheet_mapping.normalised` makes them: lower case words without accents or marks. The
earlier in the row, the likelier.
"""

from collections.abc import Mapping

from samencontroleren.core.messages import N_

FIELD_LABELS: Mapping[str, str] = {
    "external_id": N_("Nummer"),
    "text": N_("Tekst van de eis"),
    "title": N_("Titel"),
    "theme": N_("Thema"),
    "explanation": N_("Toelichting"),
    "kind": N_("Soort (eis of wens)"),
    "addressed_to": N_("Gericht aan"),
    "segment": N_("Inkooponderdeel"),
    "norms": N_("Normen"),
    "proof": N_("Bewijs"),
    "text_en": N_("Tekst van de eis in het Engels"),
    "title_en": N_("Titel in het Engels"),
}
COLUMN_CODES: dict[str, str] = {
    "external_id": "nummer",
    "text": "tekst",
    "title": "titel",
    "theme": "thema",
    "explanation": "toelichting",
    "kind": "soort",
    "addressed_to": "gerichtAan",
    "segment": "segment",
    "norms": "normen",
    "proof": "bewijs",
    "text_en": "tekstEngels",
    "title_en": "titelEngels",
}
"""What the API calls them."""
FIELDS: tuple[str, ...] = tuple(FIELD_LABELS)
REQUIRED: tuple[str, ...] = ("external_id", "text")

FIELD_LIMITS: Mapping[str, int] = {
    "external_id": 100,
    "text": 10_000,
    "title": 500,
    "theme": 200,
    "explanation": 10_000,
    "kind": 100,
    "addressed_to": 500,
    "segment": 500,
    "norms": 2_000,
    "proof": 5_000,
    "text_en": 10_000,
    "title_en": 500,
}
"""Longest text per field, in characters."""

ENGLISH_OF: Mapping[str, str] = {"text": "text_en", "title": "title_en"}
ENGLISH_MARKS = frozenset({"en", "eng", "engels", "engelse", "english", "anglais", "englisch"})

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "external_id": (
        "id", "nr", "nummer", "eisnummer", "eis nr", "eis id", "eisnr", "volgnummer", "volgnr", "code",
        "kenmerk", "referentie", "ref", "requirement id", "req id", "number", "no", "reference",
        "identifier", "kennung", "lfd nr", "identifiant", "numero", "n", "sleutel", "key", "item",
    ),
    "text": (
        "eistekst", "tekst van de eis", "tekst", "text", "requirement text", "omschrijving eis",
        "beschrijving eis", "requirement", "anforderung", "anforderungstext", "exigence",
        "texte de l exigence", "texte", "user story", "omschrijving", "beschrijving", "description",
        "beschreibung", "vereiste", "maatregel", "eis", "vraag", "question", "control", "norm tekst",
    ),
    "title": (
        "titel", "title", "titre", "naam", "korte omschrijving", "onderwerp", "subject", "bezeichnung",
        "kop", "name", "nom", "intitule", "functionaliteit", "short description", "kurzbeschreibung",
    ),
    "theme": (
        "thema", "theme", "themengebiet", "categorie", "category", "kategorie", "hoofdstuk", "chapter",
        "kapitel", "chapitre", "rubriek", "functionaliteitgroep", "groep", "group", "gruppe", "groupe",
        "domein", "domain", "onderdeel", "topic", "cluster", "section", "sectie", "paragraaf",
    ),
    "explanation": (
        "toelichting", "uitleg", "explanation", "erlauterung", "explication", "erklarung", "opmerking",
        "opmerkingen", "remarks", "remark", "comment", "comments", "notes", "bemerkung", "bemerkungen",
        "remarque", "remarques", "commentaire", "rationale", "guidance", "achtergrond", "waarom",
    ),
    "kind": (
        "eis wens", "eis of wens", "soort", "soort eis", "prioriteit", "priority", "prioritat", "priorite",
        "moscow", "type", "type eis", "typ", "art", "muss kann", "must should", "weging", "kind",
    ),
    "addressed_to": (
        "gericht aan", "doelgroep", "addressed to", "addressee", "adressat", "gerichtet an", "destinataire",
        "adresse a", "voor wie", "partij", "verantwoordelijke", "verantwoordelijk", "responsible",
        "organisatie",
    ),
    "segment": (
        "segment", "inkooponderdeel", "inkoopsegment", "inkooppakket", "procurement segment",
        "productgroep", "toepassingsgebied", "scope", "beschaffungssegment",
    ),
    "norms": (
        "norm", "normen", "norms", "standard", "standards", "norme", "normes", "normenkader", "bio", "iso",
        "bron", "source", "kader", "verwijzing", "wetgeving", "referentie norm", "quelle",
    ),
    "proof": (
        "bewijs", "bewijsmiddel", "bewijsmiddelen", "bewijslast", "proof", "evidence", "nachweis",
        "nachweise", "preuve", "preuves", "verificatie", "verification", "onderbouwing", "aantonen",
    ),
    "text_en": ("text en", "english text", "tekst engels", "engelse tekst", "requirement en"),
    "title_en": ("title en", "english title", "titel engels", "engelse titel"),
}  # fmt: skip

SECOND_CHOICES: Mapping[str, tuple[str, ...]] = {"title": ("eis", "requirement", "anforderung", "exigence")}
"""Names that fit a field only when another column took the field they fit better."""
