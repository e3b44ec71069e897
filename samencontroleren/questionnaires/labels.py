# SPDX-License-Identifier: EUPL-1.2
"""Names of the enums of `kinds` in Dutch and English, as data: enum member -> (nl, en)."""

from .kinds import (
    AddressedTo,
    AnswerKind,
    ChangeMark,
    Compliance,
    ImportState,
    QuestionnaireState,
    Severity,
    Subject,
    YesNo,
)

ANSWER_KIND: dict[AnswerKind, tuple[str, str]] = {
    AnswerKind.COMPLIANCE: ("voldoet of niet", "compliance"),
    AnswerKind.YES_NO: ("ja of nee", "yes or no"),
    AnswerKind.CHOICE: ("één keuze", "one choice"),
    AnswerKind.CHOICES: ("meer keuzes", "several choices"),
    AnswerKind.TEXT: ("tekst", "text"),
    AnswerKind.NUMBER: ("getal", "number"),
    AnswerKind.DATE: ("datum", "date"),
    AnswerKind.FILE: ("bewijsstuk", "piece of evidence"),
    AnswerKind.ROWS: ("lijst", "list"),
}

COMPLIANCE: dict[Compliance, tuple[str, str]] = {
    Compliance.MEETS: ("voldoet", "meets"),
    Compliance.PARTLY: ("voldoet deels", "partly meets"),
    Compliance.NOT_MET: ("voldoet niet", "does not meet"),
    Compliance.NOT_APPLICABLE: ("niet van toepassing", "not applicable"),
}

YES_NO: dict[YesNo, tuple[str, str]] = {
    YesNo.YES: ("ja", "yes"),
    YesNo.NO: ("nee", "no"),
}

SUBJECT: dict[Subject, tuple[str, str]] = {
    Subject.VENDOR: ("leverancier", "supplier"),
    Subject.PRODUCT: ("product", "product"),
}

ADDRESSED_TO: dict[AddressedTo, tuple[str, str]] = {
    AddressedTo.CLIENT: ("gemeente", "municipality"),
    AddressedTo.SUPPLIER: ("leverancier", "supplier"),
    AddressedTo.BOTH: ("gemeente en leverancier", "municipality and supplier"),
}

SEVERITY: dict[Severity, tuple[str, str]] = {
    Severity.LOW: ("laag", "low"),
    Severity.MEDIUM: ("middel", "medium"),
    Severity.HIGH: ("hoog", "high"),
    Severity.CRITICAL: ("kritiek", "critical"),
}

ASPECT: dict[str, tuple[str, str]] = {
    "design": ("opzet", "design"),
    "existence": ("bestaan", "existence"),
    "operation": ("werking", "operation"),
}

PROOF: dict[str, tuple[str, str]] = {
    "iso_27001": (
        "ISO 27001-certificaat met verklaring van toepasselijkheid",
        "ISO 27001 certificate with statement of applicability",
    ),
    "isae": ("ISAE 3402- of 3000-rapport", "ISAE 3402 or 3000 report"),
    "soc_2": ("SOC 2-rapport", "SOC 2 report"),
    "tpm": ("TPM-verklaring", "Third-party memorandum"),
    "digid_tpm": ("DigiD-TPM", "DigiD third-party memorandum"),
    "pentest": ("Pentest (rapport of samenvatting)", "Penetration test (report or summary)"),
    "in_control": ("In-controlverklaring", "In-control statement"),
    "own_statement": ("Eigen verklaring of beleid", "Own statement or policy"),
    "sbom": ("SBOM (softwarestuklijst)", "SBOM (software bill of materials)"),
    "other": ("Ander document", "Other document"),
}
"""Kinds of document that can fit as proof; the feature of evidence keeps the documents."""

CHANGE: dict[ChangeMark, tuple[str, str]] = {
    ChangeMark.UNCHANGED: ("Ongewijzigd", "Unchanged"),
    ChangeMark.REWORDED: ("Andere tekst", "Reworded"),
    ChangeMark.ADJUSTED: ("Andere regels", "Other rules"),
    ChangeMark.NEW: ("Nieuw", "New"),
    ChangeMark.DROPPED: ("Vervallen", "Dropped"),
    ChangeMark.MOVED: ("Verplaatst", "Moved"),
    ChangeMark.REPLACED: ("Vervangen", "Replaced"),
    ChangeMark.SPLIT: ("Gesplitst", "Split"),
    ChangeMark.MERGED: ("Samengevoegd", "Merged"),
}

STATE: dict[QuestionnaireState, tuple[str, str]] = {
    QuestionnaireState.DRAFT: ("Concept", "Draft"),
    QuestionnaireState.PUBLISHED: ("Gepubliceerd", "Published"),
}

IMPORT_STATE: dict[ImportState, tuple[str, str]] = {
    ImportState.UPLOADED: ("Geüpload", "Uploaded"),
    ImportState.MAPPED: ("Kolommen gekozen", "Columns chosen"),
    ImportState.DONE: ("Geïmporteerd", "Imported"),
}

NORM: dict[str, str] = {"ISO27002": "ISO 27002", "CBW": "Cbw", "NIS2": "NIS2", "BIO2": "BIO2"}
"""How people write the names of norms; the same in both languages."""
