# SPDX-License-Identifier: EUPL-1.2
"""Why a file is not taken: one sentence that says what to do, at the file field."""

from flask import current_app
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid

MEGABYTE = 1024 * 1024

REASONS: dict[str, str] = {
    "no_file": "Kies een bestand.",
    "empty": "Dit bestand is leeg.",
    "too_large": "Dit bestand is te groot. Een bestand mag hoogstens %(size)s MB zijn.",
    "unknown_type": "Dit soort bestand nemen we niet aan. Gebruik pdf, docx, xlsx, odt, ods, png, jpg, txt, csv, json, "
    "xml, of een zip daarvan.",
    "old_office": "Dit is een oud soort bestand van Office. Sla het op als pdf, docx of xlsx en voeg dat toe.",
    "active": "Een webpagina of tekening met code nemen we niet aan. Maak er een pdf van.",
    "program": "Dit is een programma of een soort archief dat we niet aannemen. Voeg het document zelf toe, liefst als "
    "pdf.",
    "mismatch": "De inhoud van dit bestand past niet bij de naam. Sla het opnieuw op en probeer het nog eens.",
    "hidden": "In dit bestand zit nog een ander bestand. Sla het opnieuw op als gewone pdf of afbeelding.",
    "encrypted": "Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.",
    "damaged": "Dit bestand kunnen we niet openen. Controleer of het niet beschadigd is.",
    "too_many_pages": "Deze pdf heeft meer dan 300 pagina’s. Voeg alleen het deel toe waar het om gaat.",
    "too_many_pixels": "Deze afbeelding is groter dan 50 megapixel. Maak haar kleiner.",
    "bad_json": "Dit bestand is geen geldige JSON.",
    "bad_xml": "Dit bestand is geen geldige XML.",
    "entities": "Deze XML verwijst naar iets buiten zichzelf (DTD of entiteit). Sla haar op zonder DTD.",
    "macros": "Dit bestand bevat macro’s. Sla het op zonder macro’s, of als pdf.",
    "linked": "Dit document haalt onderdelen op van een ander adres. Sla het op als pdf en voeg die toe.",
    "unpacks_too_large": "Dit bestand wordt uitgepakt veel te groot. Daarom openen we het niet.",
    "sheet_too_large": "Een werkblad in dit bestand heeft te veel rijen, kolommen of tekst. Verdeel het over meer "
    "bestanden.",
    "no_zip": "Kies een zip met bewijs. De naam eindigt op .zip.",
    "zip_empty": "In deze zip zit geen bestand.",
    "zip_too_many": "In deze zip zitten meer dan 100 bestanden. Voeg alleen toe waar het om gaat.",
    "zip_nested": "In deze zip zit nog een zip. Pak die eerst uit.",
    "zip_name": "In deze zip staat een bestand met een naam die niet veilig is. Maak de zip opnieuw.",
    "zip_pages": "In deze zip zit een pdf met meer dan 300 pagina’s. Voeg alleen het deel toe waar het om gaat.",
    "zip_pixels": "In deze zip zit een afbeelding van meer dan 50 megapixel. Maak haar kleiner.",
    "zip_entry": "In deze zip zit een bestand dat we niet aannemen. Neem alleen pdf, docx, xlsx, odt, ods, png, jpg, "
    "txt, csv, json en xml op, zonder wachtwoord.",
}
REFUSED_NAMES = {
    **dict.fromkeys((".doc", ".xls", ".ppt", ".pptx", ".rtf", ".xlsb"), "old_office"),
    **dict.fromkeys((".docm", ".xlsm", ".dotm", ".xltm"), "macros"),
    **dict.fromkeys((".html", ".htm", ".svg", ".js", ".xhtml", ".xsl"), "active"),
    **dict.fromkeys((".exe", ".7z", ".rar", ".bat", ".sh", ".msi", ".jar", ".com", ".scr", ".gz", ".tar"), "program"),
}


def most_bytes() -> int:
    """How large a file may be (MAX_UPLOAD_MB)."""
    most: int = current_app.config["MAX_UPLOAD"]
    return most


def refuse(code: str) -> Invalid:
    """The error at the file field for one of REASONS; one that names the limit is put in words at once."""
    text = REASONS[code]
    return Invalid({"file": [_(text, size=most_bytes() // MEGABYTE) if "%(size)s" in text else text]})
