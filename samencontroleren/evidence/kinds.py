# SPDX-License-Identifier: EUPL-1.2
"""Kinds and classes of evidence (product.md, section 5)."""

from enum import StrEnum

from samencontroleren.questionnaires.labels import PROOF


class DocumentKind(StrEnum):
    """What a document is."""

    ISO_27001 = "iso_27001"
    ISAE = "isae"
    SOC_2 = "soc_2"
    TPM = "tpm"
    DIGID_TPM = "digid_tpm"
    PENTEST = "pentest"
    IN_CONTROL = "in_control"
    OWN_STATEMENT = "own_statement"
    SBOM = "sbom"
    OTHER = "other"


DOCUMENT_LABELS: dict[DocumentKind, tuple[str, str]] = {kind: PROOF[kind.value] for kind in DocumentKind}


class SharingClass(StrEnum):
    """Who may read a document after release."""

    USERS = "users"
    ON_REQUEST = "on_request"
    REVIEWERS = "reviewers"


SHARING_LABELS: dict[SharingClass, tuple[str, str]] = {
    SharingClass.USERS: ("Gemeenten die het product gebruiken", "Municipalities that use the product"),
    SharingClass.ON_REQUEST: ("Op aanvraag, met reden", "On request, with a reason"),
    SharingClass.REVIEWERS: ("Alleen de beoordelaars", "Reviewers only"),
}


class Sensitivity(StrEnum):
    """How far the supplier lets its readers pass a document on (Traffic Light Protocol 2.0, FIRST).

    What is red stays with the people who assess it, whatever its class (`readers_of`). What is amber gemeenten read in
    the page alone; files go out from green on (`DOWNLOADED`). What is clear nobody has to ask for (`contradicts`).
    """

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


SENSITIVITY_LABELS: dict[Sensitivity, tuple[str, str]] = {
    Sensitivity.CLEAR: (
        "TLP:CLEAR – lezers mogen het downloaden en aan iedereen doorgeven, ook openbaar",
        "TLP:CLEAR – readers may download it and pass it on to anybody, in public too",
    ),
    Sensitivity.GREEN: (
        "TLP:GREEN – lezers mogen het downloaden en doorgeven aan gemeenten en leveranciers, niet openbaar",
        "TLP:GREEN – readers may download it and pass it on to municipalities and suppliers, not in public",
    ),
    Sensitivity.AMBER: (
        "TLP:AMBER – gemeenten lezen het op de pagina, zonder download",
        "TLP:AMBER – municipalities read it on the page, without download",
    ),
    Sensitivity.RED: (
        "TLP:RED – alleen de beoordelaars en de coördinator van uw dossier lezen het, gemeenten nooit",
        "TLP:RED – only the reviewers and the coordinator of your dossier read it, municipalities never",
    ),
}

READERS_LABELS: dict[SharingClass, tuple[str, str]] = {
    SharingClass.USERS: (
        "Na de vrijgave gemeenten die het product gebruiken en de afspraken over delen hebben ondertekend. "
        "Daarvoor alleen de beoordelaars van uw dossier en VNG.",
        "After the release municipalities that use the product and signed the agreement on sharing. "
        "Before that only the reviewers of your dossier and VNG.",
    ),
    SharingClass.ON_REQUEST: (
        "Na de vrijgave een gemeente die het product gebruikt, erom vraagt en van u toestemming krijgt. "
        "Daarvoor alleen de beoordelaars van uw dossier en VNG.",
        "After the release a municipality that uses the product, asks for it and has your permission. "
        "Before that only the reviewers of your dossier and VNG.",
    ),
    SharingClass.REVIEWERS: (
        "De beoordelaars van uw dossier en VNG. Gemeenten nooit.",
        "The reviewers of your dossier and VNG. Municipalities never.",
    ),
}
"""Who reads a document, for its supplier; by the class that counts."""
RED_READERS = (
    "De beoordelaars en de coördinator van uw dossier, en niemand anders. TLP:RED gaat voor op de deelklasse.",
    "The reviewers and the coordinator of your dossier, and nobody else. TLP:RED goes before the sharing class.",
)

HANDLING: dict[Sensitivity, tuple[str, str]] = {
    Sensitivity.CLEAR: ("Doorgeven mag, ook openbaar.", "May be passed on, in public too."),
    Sensitivity.GREEN: (
        "Doorgeven mag binnen uw organisatie en aan vakgenoten, niet openbaar.",
        "May be passed on within your organisation and to peers, not in public.",
    ),
    Sensitivity.AMBER: (
        "Alleen binnen uw organisatie, voor wie het nodig heeft.",
        "Only within your organisation, for those who need it.",
    ),
    Sensitivity.RED: (
        "Alleen voor de beoordelaars en de coördinator. Geef het aan niemand door.",
        "Only for the reviewers and the coordinator. Pass it on to nobody.",
    ),
}
"""What a reader may do with it: on the page of a document, and in Dutch on each stamped page."""
DOWNLOADED = (Sensitivity.CLEAR, Sensitivity.GREEN)
"""What readers of a gemeente may take away as a file; anything else they read in the page."""


def contradicts(sharing: SharingClass, sensitivity: Sensitivity) -> bool:
    """Whether a class and a sensitivity say opposite things: what anybody may know is not shared on request."""
    return sharing is SharingClass.ON_REQUEST and sensitivity is Sensitivity.CLEAR


def readers_of(sharing: SharingClass, sensitivity: Sensitivity) -> SharingClass:
    """The class that counts after release: no class opens what is TLP:RED."""
    return SharingClass.REVIEWERS if sensitivity is Sensitivity.RED else sharing


class FileState(StrEnum):
    """How far the file of a document is on its way to being readable."""

    QUARANTINE = "quarantine"
    """Of an allowed type and size; not yet looked through for malware. Nobody reads it."""
    CLEAN = "clean"
    REFUSED = "refused"
    """Not taken after all; the file is gone."""


FILE_MOVES: dict[FileState, tuple[FileState, ...]] = {
    FileState.QUARANTINE: (FileState.CLEAN, FileState.REFUSED),
    FileState.CLEAN: (),
    FileState.REFUSED: (),
}
"""The moves that are allowed; `checking.move` is the only one that makes them."""

FILE_STATE_CODES: dict[FileState, str] = {
    FileState.QUARANTINE: "in-quarantaine",
    FileState.CLEAN: "schoon",
    FileState.REFUSED: "geweigerd",
}
"""What the API calls them."""


class FileReason(StrEnum):
    """Why a file waits longer than usual, or was refused."""

    SCANNER_DOWN = "scanner_down"
    MALWARE = "malware"
    NOT_SCANNED_WHOLLY = "not_scanned_wholly"
    """The scanner could not look into all of it: a password inside, or too much to unpack."""
    NO_COPY = "no_copy"
    """No copy for reading could be made of a pdf or image."""


FILE_REASON_LABELS: dict[FileReason, tuple[str, str]] = {
    FileReason.SCANNER_DOWN: (
        "De virusscanner is even niet bereikbaar. We proberen het elke minuut opnieuw; u hoeft niets te doen.",
        "The virus scanner cannot be reached for the moment. We try again every minute; you need not do anything.",
    ),
    FileReason.MALWARE: (
        "De virusscanner vond schadelijke software in dit bestand. We hebben het bestand weggegooid. "
        "Controleer uw computer en voeg een schone versie toe.",
        "The virus scanner found malicious software in this file. We have thrown the file away. "
        "Check your computer and add a clean version.",
    ),
    FileReason.NOT_SCANNED_WHOLLY: (
        "De virusscanner kan niet in het hele bestand kijken, bijvoorbeeld door een wachtwoord. "
        "We hebben het bestand weggegooid. Voeg een versie zonder wachtwoord toe, liefst als pdf.",
        "The virus scanner cannot look into the whole file, for instance because of a password. "
        "We have thrown the file away. Add a version without a password, preferably as a pdf.",
    ),
    FileReason.NO_COPY: (
        "We kunnen van dit bestand geen veilige kopie maken om te lezen. Sla het opnieuw op als gewone pdf of "
        "afbeelding en voeg die toe.",
        "We cannot make a safe copy of this file to read. Save it again as a plain pdf or image and add that.",
    ),
}

FILE_REASON_CODES: dict[FileReason, str] = {
    FileReason.SCANNER_DOWN: "scanner-onbereikbaar",
    FileReason.MALWARE: "schadelijke-software",
    FileReason.NOT_SCANNED_WHOLLY: "niet-geheel-gecontroleerd",
    FileReason.NO_COPY: "geen-leeskopie",
}
"""What the API calls them."""


class UploadState(StrEnum):
    """How far a file is that comes in parts."""

    OPEN = "open"
    """Parts are missing."""
    DONE = "done"
    """All of it came; it is a document now."""
    REFUSED = "refused"
    """All of it came, and it was not taken."""


class Validity(StrEnum):
    """Validity of a document on a day; derived when read, never stored."""

    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    OPEN_ENDED = "open_ended"
    WITHDRAWN = "withdrawn"
    UNCHECKED = "unchecked"
    REFUSED = "refused"


VALIDITY_LABELS: dict[Validity, tuple[str, str]] = {
    Validity.VALID: ("Geldig", "Valid"),
    Validity.ENDING: ("Verloopt binnenkort", "Ends soon"),
    Validity.ENDED: ("Bewijs verlopen", "Proof ended"),
    Validity.OPEN_ENDED: ("Zonder einddatum", "No end date"),
    Validity.WITHDRAWN: ("Ingetrokken", "Withdrawn"),
    Validity.UNCHECKED: ("Wordt nog gecontroleerd", "Still being checked"),
    Validity.REFUSED: ("Geweigerd", "Refused"),
}


class EndStep(StrEnum):
    """How near its end a document is, in the steps of which a supplier is warned."""

    ENDING = "ending"
    SOON = "soon"
    ENDED = "ended"


DOCUMENT_CODES: dict[DocumentKind, str] = {
    DocumentKind.ISO_27001: "iso-27001",
    DocumentKind.ISAE: "isae",
    DocumentKind.SOC_2: "soc-2",
    DocumentKind.TPM: "tpm",
    DocumentKind.DIGID_TPM: "digid-tpm",
    DocumentKind.PENTEST: "pentest",
    DocumentKind.IN_CONTROL: "in-controlverklaring",
    DocumentKind.OWN_STATEMENT: "eigen-verklaring",
    DocumentKind.SBOM: "sbom",
    DocumentKind.OTHER: "overig",
}
"""What the API calls them."""

SHARING_CODES: dict[SharingClass, str] = {
    SharingClass.USERS: "gebruikers",
    SharingClass.ON_REQUEST: "op-aanvraag",
    SharingClass.REVIEWERS: "beoordelaars",
}
"""What the API calls them."""

SENSITIVITY_CODES: dict[Sensitivity, str] = {
    Sensitivity.CLEAR: "tlp-clear",
    Sensitivity.GREEN: "tlp-green",
    Sensitivity.AMBER: "tlp-amber",
    Sensitivity.RED: "tlp-red",
}
"""What the API and addresses call them."""

VALIDITY_CODES: dict[Validity, str] = {
    Validity.VALID: "geldig",
    Validity.ENDING: "verloopt-binnenkort",
    Validity.ENDED: "verlopen",
    Validity.OPEN_ENDED: "zonder-einddatum",
    Validity.WITHDRAWN: "ingetrokken",
    Validity.UNCHECKED: "wordt-gecontroleerd",
    Validity.REFUSED: "geweigerd",
}
"""What the API calls them."""


class Told(StrEnum):
    """What a text can say of its document."""

    KIND = "kind"
    STANDARD = "standard"
    ISSUER = "issuer"
    VALID_UNTIL = "valid_until"
    PERIOD = "period"
    """Two days, as "2025-01-01/2025-12-31" (ISO 8601)."""


TOLD_LABELS: dict[Told, tuple[str, str]] = {
    Told.KIND: ("Soort", "Kind"),
    Told.STANDARD: ("Norm of standaard", "Standard"),
    Told.ISSUER: ("Afgegeven door", "Issued by"),
    Told.VALID_UNTIL: ("Geldig tot en met", "Valid until"),
    Told.PERIOD: ("Onderzochte periode", "Period examined"),
}

TOLD_CODES: dict[Told, str] = {
    Told.KIND: "soort",
    Told.STANDARD: "norm",
    Told.ISSUER: "uitgever",
    Told.VALID_UNTIL: "geldig-tot",
    Told.PERIOD: "periode",
}
"""What the API calls them; a period is two days with a slash between."""


MET_LABELS: dict[str, tuple[str, str]] = {
    "javascript": ("programmacode (JavaScript)", "program code (JavaScript)"),
    "open_action": ("acties die vanzelf starten", "actions that start by themselves"),
    "launch": ("acties die een programma starten", "actions that start a program"),
    "submit": ("acties die gegevens versturen", "actions that send data"),
    "embedded_files": ("ingesloten bestanden", "embedded files"),
    "form": ("een invulformulier", "a form to fill in"),
    "xfa": ("een XFA-formulier", "an XFA form"),
    "media": ("geluid, video of 3D", "sound, video or 3D"),
    "links": ("verwijzingen naar andere adressen", "links to other addresses"),
}
"""What a pdf may hold that acts, by the names of `child.cleaning`; in this order on the page."""


class Purpose(StrEnum):
    """Why a gemeente asks to read a document. A list, so that no free text tells which one asks (product.md, 2.1)."""

    DECISION = "decision"
    RISK_ANALYSIS = "risk_analysis"
    AUDIT = "audit"
    INCIDENT = "incident"
    PROCUREMENT = "procurement"


PURPOSE_LABELS: dict[Purpose, tuple[str, str]] = {
    Purpose.DECISION: ("Eigen besluit over het gebruik", "Own decision on the use"),
    Purpose.RISK_ANALYSIS: ("Risicoanalyse of DPIA", "Risk analysis or DPIA"),
    Purpose.AUDIT: ("Audit of verantwoording (zoals ENSIA)", "Audit or accountability (such as ENSIA)"),
    Purpose.INCIDENT: ("Incident of dreiging", "Incident or threat"),
    Purpose.PROCUREMENT: ("Inkoop of verlenging van het contract", "Procurement or extension of the contract"),
}

PURPOSE_CODES: dict[Purpose, str] = {
    Purpose.DECISION: "eigen-besluit",
    Purpose.RISK_ANALYSIS: "risicoanalyse",
    Purpose.AUDIT: "verantwoording",
    Purpose.INCIDENT: "incidentonderzoek",
    Purpose.PROCUREMENT: "inkoop",
}
"""What the API calls them."""


class RequestState(StrEnum):
    """How far a request to read a document is."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    STOPPED = "stopped"
    """It was granted; the supplier stopped it before its last day."""


REQUEST_LABELS: dict[RequestState, tuple[str, str]] = {
    RequestState.OPEN: ("Wacht op de leverancier", "Waits for the supplier"),
    RequestState.GRANTED: ("Toegestaan", "Granted"),
    RequestState.REFUSED: ("Afgewezen", "Refused"),
    RequestState.STOPPED: ("Gestopt", "Stopped"),
}

REQUEST_CODES: dict[RequestState, str] = {
    RequestState.OPEN: "open",
    RequestState.GRANTED: "toegestaan",
    RequestState.REFUSED: "afgewezen",
    RequestState.STOPPED: "gestopt",
}
"""What the API calls them."""

REQUEST_MOVES: dict[RequestState, tuple[RequestState, ...]] = {
    RequestState.OPEN: (RequestState.GRANTED, RequestState.REFUSED),
    RequestState.GRANTED: (RequestState.STOPPED,),
    RequestState.REFUSED: (),
    RequestState.STOPPED: (),
}
"""The moves that are allowed; `requests` makes them."""
