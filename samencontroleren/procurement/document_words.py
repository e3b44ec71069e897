# SPDX-License-Identifier: EUPL-1.2
"""The fixed words of the contract annex and the comparison, in Dutch (level B1) and English: name -> (nl, en)."""

WORDS: dict[str, tuple[str, str]] = {
    "kind": ("Eisen aan informatiebeveiliging", "Information security requirements"),
    "annex": ("Bijlage bij de aanbesteding of het contract", "Annex to the tender or contract"),
    "draft": ("CONCEPT: deze versie is nog niet vastgesteld.", "DRAFT: this version has not been laid down yet."),
    "name": ("Naam", "Name"),
    "buyer": ("Opdrachtgever", "Client"),
    "reference": ("Kenmerk", "Reference"),
    "version": ("Versie", "Version"),
    "day": ("Datum", "Date"),
    "source": ("Gebaseerd op", "Based on"),
    "source_of": ("{name}, versie {number}", "{name}, version {number}"),
    "counts": ("Aantal", "Number"),
    "counts_of": ("{must} eisen en {wish} wensen", "{must} musts and {wish} wishes"),
    "classification": ("Classificatie", "Classification"),
    "how": ("Zo leest u deze bijlage", "How to read this annex"),
    "how_must": (
        "Aan een eis moet u voldoen. Voldoet u er niet aan, dan kan de opdrachtgever uw inschrijving terzijde leggen.",
        "A must has to be met. If you do not meet a must, the client can set your bid aside.",
    ),
    "how_wish": (
        "Aan een wens hoeft u niet te voldoen. De opdrachtgever weegt uw antwoord mee zoals in de aanbesteding staat.",
        "A wish need not be met. The client weighs your answer as stated in the tender.",
    ),
    "how_answer": (
        "Geef bij elk nummer aan of u voldoet, hoe, en met welk bewijs. Noem het bestand en de bladzijde. Gebruik "
        "daarvoor het Excelbestand met dezelfde nummers.",
        "For each number say whether you meet it, how, and with which proof. Name the file and the page. Use the "
        "Excel file with the same numbers.",
    ),
    "how_known": (
        "Is uw product al beoordeeld in Samen Controleren? Verwijs dan naar dat resultaat. U hoeft hetzelfde bewijs "
        "niet nog eens te leveren, als het resultaat nog geldig is.",
        "Has your product been assessed in Samen Controleren already? Then refer to that result. You need not deliver "
        "the same proof again, as long as the result is valid.",
    ),
    "how_applies": (
        "Staat er ‘Geldt als’, dan geldt de eis alleen in dat geval.",
        "Where it says ‘Applies if’, the requirement holds in that case only.",
    ),
    "number": ("Nummer", "Number"),
    "theme": ("Thema", "Theme"),
    "title": ("Onderwerp", "Subject"),
    "text": ("Tekst", "Text"),
    "why": ("Waarom", "Why"),
    "weight": ("Eis of wens", "Must or wish"),
    "proof": ("Gevraagd bewijs", "Proof asked"),
    "norms": ("Normen", "Norms"),
    "applies": ("Geldt als", "Applies if"),
    "answer": ("Voldoet u?", "Do you meet it?"),
    "how_met": ("Toelichting van de inschrijver", "Explanation by the tenderer"),
    "evidence": ("Bewijs (bestand en bladzijde)", "Proof (file and page)"),
    "sheet_about": ("Lees mij", "Read me"),
    "sheet_lines": ("Eisen", "Requirements"),
    "page": ("pagina {page} van {total}", "page {page} of {total}"),
    "contents": ("Inhoud", "Contents"),
    "footer": ("{name} · versie {version}", "{name} · version {version}"),
    "yes": ("Voldoet", "Meets"),
    "partly": ("Voldoet deels", "Partly meets"),
    "no": ("Voldoet niet", "Does not meet"),
    "na": ("Niet van toepassing", "Not applicable"),
    "compared": ("Vergelijking", "Comparison"),
    "themes": ("Scores per thema", "Scores per theme"),
    "product": ("Product", "Product"),
    "supplier": ("Leverancier", "Supplier"),
    "result": ("Resultaat", "Result"),
    "currency": ("Actualiteit", "Currency"),
    "valid_until": ("Geldig tot en met", "Valid until and including"),
    "assurance": ("Zekerheidsgraad", "Degree of assurance"),
    "assessed": ("Beoordeelde eisen uit de set", "Requirements of the set assessed"),
    "of_total": ("van", "of"),
    "no_result": ("Geen resultaat", "No result"),
    "withdrawn": ("bewijs ingetrokken", "evidence withdrawn"),
    "was_assessed": ("Beoordeeld", "Assessed"),
    "was_not": ("Niet beoordeeld", "Not assessed"),
}


def word(key: str, language: str, **values: object) -> str:
    """The fixed words in a language, with the values filled in."""
    chosen = WORDS[key][0 if language == "nl" else 1]
    return chosen.format(**values) if values else chosen


def pick(pair: tuple[str, str], language: str) -> str:
    """The label of a (Dutch, English) pair in a language."""
    return pair[0 if language == "nl" else 1]
