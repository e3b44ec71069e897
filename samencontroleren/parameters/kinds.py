# SPDX-License-Identifier: EUPL-1.2
"""The codes of the parameters, and what kinds of value there are."""

from enum import StrEnum


class Code(StrEnum):
    """The name of a parameter in addresses, the API and the table of values."""

    SUPPLEMENT_DAYS = "termijn-aanvulling"
    SUPPLEMENT_TIMES = "aantal-aanvullingen"
    HEARING_DAYS = "termijn-wederhoor"
    RECTIFICATION_DAYS = "termijn-rectificatie"
    LEAST_TURN_DAYS = "kortste-beurt"
    FREE_DAYS = "extra-vrije-dagen"
    ROUND_LADDER = "herinneringen-ronde"
    SUPPLEMENT_LADDER = "herinneringen-aanvulling"
    HEARING_LADDER = "herinneringen-wederhoor"
    FINDING_LADDER = "herinneringen-bevinding"
    INVITATION_SILENT = "uitnodiging-stil"
    FINDING_LOW = "termijn-bevinding-laag"
    FINDING_MEDIUM = "termijn-bevinding-middel"
    FINDING_HIGH = "termijn-bevinding-hoog"
    FINDING_CRITICAL = "termijn-bevinding-kritiek"
    PROOF_WARNING = "bewijs-eindigt"
    PROOF_SOON = "bewijs-eindigt-bijna"
    UPLOAD_DAYS = "half-verstuurd-bestand"
    EXPORT_DAYS = "export-van-eigen-gegevens"
    READING_ENDS = "inzage-na-vrijgave"
    REVIEWER_ROOM = "dossiers-per-beoordelaar"
    FORMER_EMPLOYER = "vroegere-werkgever"
    UNUSED_DAYS = "ongebruikt-account"
    UNUSED_WARNING = "ongebruikt-account-waarschuwing"
    REVIEW_EVERY = "controle-van-rechten"
    REVIEW_TERM = "termijn-controle-van-rechten"
    MOST_CLAIMS = "aanmeldingen-drempel"
    CLAIM_WINDOW = "aanmeldingen-periode"
    SMALLEST_CELL = "kleinste-groep"
    CONCENTRATION_MEDIUM = "concentratie-middel"
    CONCENTRATION_HIGH = "concentratie-hoog"
    CONCENTRATION_CRITICAL = "concentratie-kritiek"


class Kind(StrEnum):
    """The shape of a value; the form and the way it is stored follow from it."""

    NUMBER = "number"
    """A whole number between two bounds, stored as such."""
    STEPS = "steps"
    """The steps of a reminder ladder in working days, stored as rising numbers; below 0 is before the last day."""
    DATES = "dates"
    """Days with what they are called, stored as [["2026-12-24", "Kerstavond"], …] in order."""


class Unit(StrEnum):
    """What a number counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    ORGANISATIONS = "organisations"
    PRODUCTS = "products"
    PROCESSES = "processes"
    PERCENT = "percent"
    REQUESTS = "requests"
    DOSSIERS = "dossiers"
    YEARS = "years"


UNIT_LABELS: dict[Unit, tuple[tuple[str, str], tuple[str, str]]] = {
    Unit.WORKING_DAYS: (("werkdag", "working day"), ("werkdagen", "working days")),
    Unit.CALENDAR_DAYS: (("kalenderdag", "calendar day"), ("kalenderdagen", "calendar days")),
    Unit.ORGANISATIONS: (("organisatie", "organisation"), ("organisaties", "organisations")),
    Unit.PRODUCTS: (("product", "product"), ("producten", "products")),
    Unit.PROCESSES: (("kritiek proces", "critical process"), ("kritieke processen", "critical processes")),
    Unit.PERCENT: (("procent", "per cent"), ("procent", "per cent")),
    Unit.YEARS: (("jaar", "year"), ("jaar", "years")),
    Unit.DOSSIERS: (("dossier", "dossier"), ("dossiers", "dossiers")),
    Unit.REQUESTS: (("verzoek", "request"), ("verzoeken", "requests")),
}
"""One and many, each in Dutch and English."""


class Group(StrEnum):
    """The subjects under which the page lists the parameters, in this order."""

    TERMS = "terms"
    REMINDERS = "reminders"
    FINDINGS = "findings"
    ACCESS = "access"
    FIGURES = "figures"


GROUP_LABELS: dict[Group, tuple[str, str]] = {
    Group.TERMS: ("Termijnen", "Terms"),
    Group.REMINDERS: ("Herinneringen", "Reminders"),
    Group.FINDINGS: ("Bevindingen en bewijs", "Findings and evidence"),
    Group.ACCESS: ("Toegang en aanmelden", "Access and registering use"),
    Group.FIGURES: ("Cijfers en signalen", "Figures and flags"),
}


KIND_CODES: dict[Kind, str] = {
    Kind.NUMBER: "getal",
    Kind.STEPS: "stappen",
    Kind.DATES: "dagen",
}
"""What the API calls them."""
