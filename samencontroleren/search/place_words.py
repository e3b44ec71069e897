# SPDX-License-Identifier: EUPL-1.2
"""Pages that can be found, with what people call them in either language."""

from dataclasses import dataclass

Pair = tuple[str, str]
PLACES_CODE = "paginas"
"""What the API calls them, beside the codes of kinds."""


@dataclass(frozen=True)
class Place:
    """A page and its words."""

    endpoint: str
    """Where it leads; without parameters."""
    title: Pair
    detail: Pair
    also: str
    """What else people call it, Dutch and English."""
    asks: str = ""
    """The endpoint whose right counts, when what is meant lies one page further on."""
    is_for_all: bool = False
    """Whether everybody who is logged in may open it."""


PLACES = (
    Place(
        "takeout.index",
        ("Onze gegevens: export van alles", "Our data: export of everything"),
        ("Alles wat uw organisatie hier heeft, als zip.", "Everything your organisation has here, as a zip."),
        "exporteren downloaden download meenemen eigen data json archief archive backup kopie copy take out",
    ),
    Place(
        "rounds.dossiers",
        ("Offline invullen met een werkboek", "Fill in offline with a workbook"),
        ("Open een dossier en kies Offline invullen.", "Open a dossier and choose Fill in offline."),
        "vragenlijst questionnaire excel xlsx spreadsheet werkblad sheet export import exporteren downloaden download",
        asks="offline.show",
    ),
    Place(
        "sharing.openness_index",
        ("Wie ziet wat", "Who sees what"),
        ("Per document en antwoord wie het leest.", "For each document and answer who reads it."),
        "rechten rights delen sharing zichtbaarheid visibility vertrouwelijk confidential openbaar toegang access "
        "lagen layers lezers readers tlp",
    ),
    Place(
        "evidence.index",
        ("Bewijs", "Evidence"),
        ("Documenten, met hun geldigheid.", "Documents, with their validity."),
        "bewijsstukken documenten documents certificaten certificates rapporten reports upload uploaden bestanden",
    ),
    Place(
        "disclosures.index",
        ("Meldingen", "Reports"),
        ("Meld een incident of een wijziging.", "Report an incident or a change."),
        "incidenten incidents wijzigingen changes overname takeover hosting datalek breach notification",
    ),
    Place(
        "rounds.term_requests",
        ("Verzoeken om meer tijd", "Requests for more time"),
        ("Wat is gevraagd en beslist.", "What was asked and decided."),
        "uitstel extension termijn term deadline verlengen verlenging",
    ),
    Place(
        "agreements.index",
        ("Afspraken over delen", "Agreement on sharing"),
        ("De tekst, en wie tekende.", "The text, and who signed."),
        "nda geheimhouding overeenkomst contract convenant ondertekenen handtekening sign signature",
    ),
    Place(
        "accounts.people",
        ("Gebruikers", "Users"),
        ("Mensen van uw organisatie, met hun rollen.", "People of your organisation, with their roles."),
        "mensen people collega colleagues uitnodigen invite rollen roles accounts toegang access",
    ),
    Place(
        "accounts.own_factors",
        ("Inloggen: wachtwoord en tweede stap", "Logging in: password and second step"),
        ("Hoe u inlogt.", "How you log in."),
        "wachtwoord wijzigen change password passkey app code factor herstelcodes recovery codes 2fa mfa",
        is_for_all=True,
    ),
    Place(
        "findings.index",
        ("Bevindingen", "Findings"),
        ("Wat nog is op te lossen.", "What is still to be solved."),
        "verbeterplan verbeterplannen improvement plans tekortkomingen shortcomings",
    ),
    Place(
        "dashboard.api_guide",
        ("Werken met de API", "Working with the API"),
        ("Voor software die met het platform werkt.", "For software that works with the platform."),
        "koppeling koppelen interface rest openapi integratie integration",
        is_for_all=True,
    ),
)
