# SPDX-License-Identifier: EUPL-1.2
"""Names of the enums of `kinds` in Dutch and English, as data: enum member -> (nl, en)."""

from .kinds import (
    AddressedTo,
    AnswerCheck,
    AnswerKind,
    ChangeMark,
    CheckKind,
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

ANSWER_CHECK: dict[AnswerCheck, tuple[str, str]] = {
    AnswerCheck.NOT_FUTURE: ("datum niet in de toekomst", "date not in the future"),
    AnswerCheck.NOT_PAST: ("datum niet in het verleden", "date not in the past"),
    AnswerCheck.COUNTRY: ("land verplicht in elke regel", "country required in each row"),
    AnswerCheck.SERVICE: ("dienst verplicht in elke regel", "service required in each row"),
}

ANSWER_CHECK_HINT: dict[AnswerCheck, tuple[str, str]] = {
    AnswerCheck.NOT_FUTURE: ("De datum mag niet in de toekomst liggen.", "The date may not be in the future."),
    AnswerCheck.NOT_PAST: ("De datum mag niet in het verleden liggen.", "The date may not be in the past."),
    AnswerCheck.COUNTRY: ("Vul in elke regel het land in.", "Fill in the country in each row."),
    AnswerCheck.SERVICE: ("Vul in elke regel de dienst in.", "Fill in the service in each row."),
}
"""What is said of it to whoever answers."""

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

CHECK: dict[CheckKind, tuple[str, str]] = {
    CheckKind.EMPTY: ("Nog geen eisen", "No requirements yet"),
    CheckKind.CIRCLE: ("Voorwaarden gaan in een kring", "Conditions go round in a circle"),
    CheckKind.NEVER_ASKED: ("Niemand krijgt deze vragen", "Nobody is asked these questions"),
    CheckKind.RETIRED: ("Vervallen eisen", "Retired requirements"),
    CheckKind.OUTDATED: ("Er is een nieuwere tekst", "There is a newer text"),
    CheckKind.NO_KEY: ("Geen sleuteleisen", "No key requirements"),
    CheckKind.TOO_MANY: ("Veel vragen", "Many questions"),
    CheckKind.TOO_MANY_VENDOR: ("Veel vragen over de leverancier", "Many questions about the supplier"),
    CheckKind.NO_ENGLISH: ("Engelse tekst ontbreekt", "English text is missing"),
    CheckKind.HALF_ENGLISH: ("De vertaling is niet heel", "The translation is not whole"),
    CheckKind.HARD_TO_READ: ("Moeilijk te lezen", "Hard to read"),
    CheckKind.SAME_TEXT: ("Dezelfde tekst staat er vaker in", "The same text stands there more than once"),
    CheckKind.NO_YARDSTICK: ("Er staat niet bij wanneer een antwoord voldoet", "It is not said when an answer meets"),
    CheckKind.NO_PROOF: ("Geen bewijs genoemd", "No evidence named"),
    CheckKind.NO_NORM: ("Geen norm genoemd", "No norm named"),
}

CHECK_HELP: dict[CheckKind, tuple[str, str]] = {
    CheckKind.EMPTY: ("Kies eerst eisen uit de catalogus.", "Choose requirements from the catalogue first."),
    CheckKind.CIRCLE: (
        "Elk van deze eisen wacht op het antwoord van een andere. Zo komt er nooit een vraag. Verbeter een voorwaarde.",
        "Each of these requirements waits for the answer to another. So nobody gets a question. Mend a condition.",
    ),
    CheckKind.NEVER_ASKED: (
        "De voorwaarde kijkt naar een eis die niet is gekozen, of kan nooit waar zijn. Kies die eis erbij, verbeter de "
        "voorwaarde, of laat deze eisen weg.",
        "The condition looks at a requirement that is not chosen, or can never be true. Choose that one too, mend the "
        "condition, or leave these out.",
    ),
    CheckKind.RETIRED: (
        "Deze eisen zijn in de catalogus vervallen.",
        "These requirements were retired in the catalogue.",
    ),
    CheckKind.OUTDATED: (
        "De catalogus is gewijzigd nadat u deze eisen koos.",
        "The catalogue changed after you chose these requirements.",
    ),
    CheckKind.NO_KEY: (
        "Zonder sleuteleisen kan geen enkele eis het resultaat begrenzen.",
        "Without key requirements no requirement can cap the result.",
    ),
    CheckKind.TOO_MANY: (
        "Een gemiddeld product krijgt meer dan 90 vragen. Leveranciers haken dan af.",
        "An average product gets more than 90 questions. Suppliers then give up.",
    ),
    CheckKind.TOO_MANY_VENDOR: (
        "Meer dan 35 vragen gaan over de leverancier als geheel.",
        "More than 35 questions are about the supplier as a whole.",
    ),
    CheckKind.NO_ENGLISH: (
        "Een leverancier die Engels leest, ziet hier Nederlands.",
        "A supplier who reads English sees Dutch here.",
    ),
    CheckKind.HALF_ENGLISH: (
        "Titel en tekst zijn vertaald, maar een ander deel staat er alleen in het Nederlands.",
        "Title and text are translated, but another part is there in Dutch only.",
    ),
    CheckKind.HARD_TO_READ: (
        "Het leesbaarheidscijfer van tekst, waarom, toelichting en maatstaf is lager dan 45 (Flesch-Douma "
        "voor Nederlands, Flesch voor Engels). Het doel is 60 of hoger: ongeveer B1. Maak zinnen korter en kies "
        "gewone woorden.",
        "The readability figure of text, why, explanation and yardstick is below 45 (Flesch-Douma for Dutch, Flesch "
        "for English). The aim is 60 or more: about B1. Make sentences shorter and choose common words.",
    ),
    CheckKind.SAME_TEXT: (
        "Een leverancier beantwoordt dan twee keer hetzelfde.",
        "A supplier then answers the same thing twice.",
    ),
    CheckKind.NO_YARDSTICK: (
        "Twee beoordelaars kiezen dan sneller een ander oordeel, en de leverancier weet niet wat genoeg is.",
        "Two reviewers then more easily choose different verdicts, and the supplier does not know what is enough.",
    ),
    CheckKind.NO_PROOF: (
        "De leverancier weet niet welk bewijs past.",
        "The supplier does not know which evidence fits.",
    ),
    CheckKind.NO_NORM: (
        "Niet te zien is waarom u dit mag vragen. Vragen over de afbakening tellen hier niet mee.",
        "It can not be seen on what ground you ask this. Scope questions do not count here.",
    ),
}

CHECK_CLEAR: dict[CheckKind, tuple[str, str]] = {
    CheckKind.EMPTY: ("Er zijn eisen gekozen.", "Requirements are chosen."),
    CheckKind.CIRCLE: ("Geen voorwaarde gaat in een kring.", "No condition goes round in a circle."),
    CheckKind.NEVER_ASKED: ("Elke eis kan gevraagd worden.", "Each requirement can be asked."),
    CheckKind.RETIRED: ("Geen eis is vervallen.", "No requirement is retired."),
    CheckKind.OUTDATED: ("Elke eis heeft de nieuwste tekst.", "Each requirement has the newest text."),
    CheckKind.NO_KEY: ("Er zijn sleuteleisen.", "There are key requirements."),
    CheckKind.TOO_MANY: (
        "Een gemiddeld product krijgt hoogstens 90 vragen.",
        "An average product gets at most 90 questions.",
    ),
    CheckKind.TOO_MANY_VENDOR: (
        "Daarvan gaan er hoogstens 35 over de leverancier.",
        "At most 35 of them are about the supplier.",
    ),
    CheckKind.NO_ENGLISH: ("Elke eis heeft Engelse titel en tekst.", "Each requirement has an English title and text."),
    CheckKind.HALF_ENGLISH: ("Elke vertaling is heel.", "Each translation is whole."),
    CheckKind.HARD_TO_READ: ("Geen tekst springt eruit als moeilijk.", "No text stands out as hard to read."),
    CheckKind.SAME_TEXT: ("Geen tekst staat er twee keer in.", "No text stands there twice."),
    CheckKind.NO_YARDSTICK: (
        "Bij elke eis staat wanneer een antwoord voldoet.",
        "Of each requirement it is said when an answer meets.",
    ),
    CheckKind.NO_PROOF: ("Elke vraag noemt welk bewijs past.", "Each question names which evidence fits."),
    CheckKind.NO_NORM: ("Elke eis noemt een norm.", "Each requirement names a norm."),
}

PROFILE: dict[str, tuple[str, str]] = {
    "klein": ("Klein product", "Small product"),
    "gemiddeld": ("Gemiddeld product", "Average product"),
    "groot": ("Groot product", "Large product"),
}
"""The named products of `profiles`."""

PROFILE_ABOUT: dict[str, tuple[str, str]] = {
    "klein": (
        "Software die de gemeente zelf installeert, zonder persoonsgegevens en zonder koppelingen.",
        "Software that the municipality installs itself, without personal data and without links.",
    ),
    "gemiddeld": (
        "Een online dienst voor medewerkers, met gewone persoonsgegevens en koppelingen, bij een hostingpartij.",
        "An online service for staff, with ordinary personal data and links, at a hosting provider.",
    ),
    "groot": (
        "Online en installeerbaar, voor iedereen, met bijzondere gegevens, een app, AI, maatwerk en apparaten.",
        "Online and installed, for everyone, with special data, an app, AI, custom work and devices.",
    ),
}

RULE: dict[str, tuple[str, str]] = {
    "is": ("Het antwoord is", "The answer is"),
    "one_of": ("Het antwoord is één van", "The answer is one of"),
    "at_least": ("Het antwoord is ten minste", "The answer is at least"),
    "segment": ("Het inkooponderdeel is", "The procurement segment is"),
    "all": ("Alle regels hieronder gelden", "All rules below hold"),
    "any": ("Minstens één regel hieronder geldt", "At least one rule below holds"),
    "not": ("De regel hieronder geldt niet", "The rule below does not hold"),
}
"""The operators of conditions, as a person chooses them."""
