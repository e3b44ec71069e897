# SPDX-License-Identifier: EUPL-1.2
"""Enums of the questionnaires feature: kinds of answer, subjects, and whom a requirement addresses."""

from enum import StrEnum


class AnswerKind(StrEnum):
    """The form in which a requirement is answered; `answer_kinds` holds the rules of each."""

    COMPLIANCE = "compliance"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"
    ROWS = "rows"


class Compliance(StrEnum):
    """What a supplier says of itself on a compliance question; the verdict of reviewers is another thing."""

    MEETS = "meets"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class YesNo(StrEnum):
    """The two answers to a yes-no question."""

    YES = "yes"
    NO = "no"


class Subject(StrEnum):
    """What a requirement is about: the supplier as a whole, or one product."""

    VENDOR = "vendor"
    PRODUCT = "product"


class AddressedTo(StrEnum):
    """Who must act on a requirement: the client (gemeente), the supplier, or both."""

    CLIENT = "client"
    SUPPLIER = "supplier"
    BOTH = "both"


class QuestionnaireState(StrEnum):
    """A questionnaire version is drafted, then published and frozen."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ImportState(StrEnum):
    """How far an import of a sheet is."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    DONE = "done"


class CheckKind(StrEnum):
    """What the check list of a draft looks at, in its order: first what blocks, then what weighs most."""

    EMPTY = "empty"
    CIRCLE = "circle"
    NEVER_ASKED = "never_asked"
    RETIRED = "retired"
    OUTDATED = "outdated"
    NO_KEY = "no_key"
    TOO_MANY = "too_many"
    TOO_MANY_VENDOR = "too_many_vendor"
    NO_ENGLISH = "no_english"
    HALF_ENGLISH = "half_english"
    HARD_TO_READ = "hard_to_read"
    SAME_TEXT = "same_text"
    NO_YARDSTICK = "no_yardstick"
    NO_PROOF = "no_proof"
    NO_NORM = "no_norm"


class AnswerCheck(StrEnum):
    """What an author can ask of an answer beyond its kind (see `answer_checks`)."""

    NOT_FUTURE = "not_future"
    NOT_PAST = "not_past"
    COUNTRY = "country"
    SERVICE = "service"


class Severity(StrEnum):
    """Severity of a finding, from low to high."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class ChangeMark(StrEnum):
    """What happened to a requirement between two questionnaire versions; several can hold at once."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    """A text differs, in Dutch or English."""
    ADJUSTED = "adjusted"
    """Something else differs: key, weight, severity, condition, kind of answer, norms."""
    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"
    """It stands in another theme, or passed others."""
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"


ANSWER_KIND_CODES: dict[AnswerKind, str] = {
    AnswerKind.COMPLIANCE: "voldoet-of-niet",
    AnswerKind.YES_NO: "ja-nee",
    AnswerKind.CHOICE: "keuze",
    AnswerKind.CHOICES: "keuzes",
    AnswerKind.TEXT: "tekst",
    AnswerKind.NUMBER: "getal",
    AnswerKind.DATE: "datum",
    AnswerKind.FILE: "bestand",
    AnswerKind.ROWS: "regels",
}
"""What the API calls them."""

COMPLIANCE_CODES: dict[Compliance, str] = {
    Compliance.MEETS: "voldoet",
    Compliance.PARTLY: "voldoet-deels",
    Compliance.NOT_MET: "voldoet-niet",
    Compliance.NOT_APPLICABLE: "niet-van-toepassing",
}
"""What the API calls them."""

YES_NO_CODES: dict[YesNo, str] = {
    YesNo.YES: "ja",
    YesNo.NO: "nee",
}
"""What the API calls them."""

SUBJECT_CODES: dict[Subject, str] = {
    Subject.VENDOR: "leverancier",
    Subject.PRODUCT: "product",
}
"""What the API calls them."""

ADDRESSED_TO_CODES: dict[AddressedTo, str] = {
    AddressedTo.CLIENT: "gemeente",
    AddressedTo.SUPPLIER: "leverancier",
    AddressedTo.BOTH: "beide",
}
"""What the API calls them."""

QUESTIONNAIRE_CODES: dict[QuestionnaireState, str] = {
    QuestionnaireState.DRAFT: "concept",
    QuestionnaireState.PUBLISHED: "gepubliceerd",
}
"""What the API calls them."""

IMPORT_CODES: dict[ImportState, str] = {
    ImportState.UPLOADED: "aangeboden",
    ImportState.MAPPED: "kolommen-gekozen",
    ImportState.DONE: "uitgevoerd",
}
"""What the API calls them."""

SEVERITY_CODES: dict[Severity, str] = {
    Severity.LOW: "laag",
    Severity.MEDIUM: "middel",
    Severity.HIGH: "hoog",
    Severity.CRITICAL: "kritiek",
}
"""What the API calls them."""

CHANGE_CODES: dict[ChangeMark, str] = {
    ChangeMark.UNCHANGED: "ongewijzigd",
    ChangeMark.REWORDED: "geherformuleerd",
    ChangeMark.ADJUSTED: "aangepast",
    ChangeMark.NEW: "nieuw",
    ChangeMark.DROPPED: "vervallen",
    ChangeMark.MOVED: "verplaatst",
    ChangeMark.REPLACED: "vervangen",
    ChangeMark.SPLIT: "gesplitst",
    ChangeMark.MERGED: "samengevoegd",
}
"""What the API calls them."""

ASPECT_CODES: dict[str, str] = {"design": "opzet", "existence": "bestaan", "operation": "werking"}
"""What the API calls what a requirement is judged on."""

ANSWER_CHECK_CODES: dict[AnswerCheck, str] = {
    AnswerCheck.NOT_FUTURE: "niet-in-de-toekomst",
    AnswerCheck.NOT_PAST: "niet-in-het-verleden",
    AnswerCheck.COUNTRY: "land-verplicht",
    AnswerCheck.SERVICE: "dienst-verplicht",
}
"""What the API and sheets call them."""
