# SPDX-License-Identifier: EUPL-1.2
"""States of rounds and dossiers with the table of allowed moves (product.md, section 4)."""

from enum import StrEnum


class RoundState(StrEnum):
    """A round is planned, runs, and ends."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ROUND_MOVES: dict[RoundState, tuple[RoundState, ...]] = {
    RoundState.PLANNED: (RoundState.RUNNING, RoundState.CANCELLED),
    RoundState.RUNNING: (RoundState.CLOSED, RoundState.CANCELLED),
    RoundState.CLOSED: (),
    RoundState.CANCELLED: (),
}

ROUND_LABELS: dict[RoundState, tuple[str, str]] = {
    RoundState.PLANNED: ("In voorbereiding", "Being prepared"),
    RoundState.RUNNING: ("Loopt", "Running"),
    RoundState.CLOSED: ("Afgerond", "Closed"),
    RoundState.CANCELLED: ("Geannuleerd", "Cancelled"),
}


class DossierKind(StrEnum):
    """A dossier of a yearly round, or a light re-assessment between rounds."""

    ROUND = "round"
    INTERIM = "interim"


class ReassessmentCause(StrEnum):
    """Why a result is re-assessed in part between rounds (product.md, section 6)."""

    NEWER_DOCUMENT = "newer_document"
    CHECK_PASSED = "check_passed"
    CHECK_FAILED = "check_failed"
    TAKEOVER = "takeover"
    HOSTING = "hosting"
    SUB_SUPPLIER = "sub_supplier"
    INCIDENT = "incident"
    ADVISORY = "advisory"
    RECTIFICATION = "rectification"


REASSESSMENT_LABELS: dict[ReassessmentCause, tuple[str, str]] = {
    ReassessmentCause.NEWER_DOCUMENT: ("Er is een nieuwer bewijsstuk", "There is a newer document"),
    ReassessmentCause.CHECK_PASSED: ("Een bevinding is opgelost", "A finding was solved"),
    ReassessmentCause.CHECK_FAILED: ("Een bevinding is niet opgelost", "A finding was not solved"),
    ReassessmentCause.TAKEOVER: ("De leverancier is overgenomen", "The supplier was taken over"),
    ReassessmentCause.HOSTING: ("Het product staat ergens anders", "The product is hosted elsewhere"),
    ReassessmentCause.SUB_SUPPLIER: ("Er is een andere toeleverancier", "There is another sub-supplier"),
    ReassessmentCause.INCIDENT: ("Er was een incident", "There was an incident"),
    ReassessmentCause.ADVISORY: ("Er is een dringend beveiligingsadvies", "There is an urgent security advisory"),
    ReassessmentCause.RECTIFICATION: ("Een rectificatie is toegewezen", "A rectification was granted"),
}


REASSESSMENT_CODES: dict[ReassessmentCause, str] = {
    ReassessmentCause.NEWER_DOCUMENT: "nieuwer-bewijs",
    ReassessmentCause.CHECK_PASSED: "bevinding-opgelost",
    ReassessmentCause.CHECK_FAILED: "bevinding-niet-opgelost",
    ReassessmentCause.TAKEOVER: "overname",
    ReassessmentCause.HOSTING: "andere-hosting",
    ReassessmentCause.SUB_SUPPLIER: "andere-toeleverancier",
    ReassessmentCause.INCIDENT: "incident",
    ReassessmentCause.ADVISORY: "dringend-advies",
    ReassessmentCause.RECTIFICATION: "rectificatie",
}
"""What the API calls them."""

KIND_CODES: dict[DossierKind, str] = {DossierKind.ROUND: "ronde", DossierKind.INTERIM: "tussentijds"}
"""What the API calls them."""


class DossierState(StrEnum):
    """Where a dossier stands."""

    INVITED = "invited"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    DISCUSSING = "discussing"
    SUPPLEMENT_ASKED = "supplement_asked"
    HEARING = "hearing"
    RECONSIDERING = "reconsidering"
    AWAITING_RELEASE = "awaiting_release"
    PUBLISHED = "published"
    NOT_DELIVERED = "not_delivered"
    REFUSED = "refused"
    CANCELLED = "cancelled"


S = DossierState

ALLOWED_MOVES: dict[DossierState, tuple[DossierState, ...]] = {
    S.INVITED: (S.IN_PROGRESS, S.NOT_DELIVERED, S.REFUSED, S.CANCELLED),
    S.IN_PROGRESS: (S.SUBMITTED, S.NOT_DELIVERED, S.REFUSED, S.CANCELLED),
    S.SUBMITTED: (S.IN_REVIEW, S.CANCELLED),
    S.IN_REVIEW: (S.DISCUSSING, S.SUPPLEMENT_ASKED, S.HEARING, S.CANCELLED),
    S.DISCUSSING: (S.SUPPLEMENT_ASKED, S.HEARING, S.IN_REVIEW, S.CANCELLED),
    S.SUPPLEMENT_ASKED: (S.IN_REVIEW, S.CANCELLED),
    S.HEARING: (S.RECONSIDERING, S.AWAITING_RELEASE, S.CANCELLED),
    S.RECONSIDERING: (S.AWAITING_RELEASE, S.HEARING, S.CANCELLED),
    S.AWAITING_RELEASE: (S.PUBLISHED, S.RECONSIDERING, S.DISCUSSING, S.SUBMITTED, S.CANCELLED),
    S.PUBLISHED: (),
    S.NOT_DELIVERED: (),
    S.REFUSED: (),
    S.CANCELLED: (),
}

STATE_LABELS: dict[DossierState, tuple[str, str]] = {
    S.INVITED: ("Uitgenodigd", "Invited"),
    S.IN_PROGRESS: ("In behandeling", "In progress"),
    S.SUBMITTED: ("Ingediend", "Submitted"),
    S.IN_REVIEW: ("In beoordeling", "In review"),
    S.DISCUSSING: ("Verschillen bespreken", "Discussing differences"),
    S.SUPPLEMENT_ASKED: ("Aanvulling gevraagd", "Additional information asked"),
    S.HEARING: ("Wederhoor", "Hearing"),
    S.RECONSIDERING: ("Heroverweging", "Reconsideration"),
    S.AWAITING_RELEASE: ("Ter fiattering", "Awaiting release"),
    S.PUBLISHED: ("Gepubliceerd", "Published"),
    S.NOT_DELIVERED: ("Niet geleverd", "Not delivered"),
    S.REFUSED: ("Geweigerd", "Refused"),
    S.CANCELLED: ("Geannuleerd", "Cancelled"),
}


class Turn(StrEnum):
    """Whose turn it is."""

    VENDOR = "vendor"
    COORDINATOR = "coordinator"
    REVIEWERS = "reviewers"
    RELEASER = "releaser"
    NOBODY = "nobody"


TURN_OF: dict[DossierState, Turn] = {
    S.INVITED: Turn.VENDOR,
    S.IN_PROGRESS: Turn.VENDOR,
    S.SUBMITTED: Turn.COORDINATOR,
    S.IN_REVIEW: Turn.REVIEWERS,
    S.DISCUSSING: Turn.REVIEWERS,
    S.SUPPLEMENT_ASKED: Turn.VENDOR,
    S.HEARING: Turn.VENDOR,
    S.RECONSIDERING: Turn.REVIEWERS,
    S.AWAITING_RELEASE: Turn.RELEASER,
    S.PUBLISHED: Turn.NOBODY,
    S.NOT_DELIVERED: Turn.NOBODY,
    S.REFUSED: Turn.NOBODY,
    S.CANCELLED: Turn.NOBODY,
}

TURN_LABELS: dict[Turn, tuple[str, str]] = {
    Turn.VENDOR: ("Leverancier", "Supplier"),
    Turn.COORDINATOR: ("Coördinator van VNG", "Co-ordinator of VNG"),
    Turn.REVIEWERS: ("Beoordelaars", "Reviewers"),
    Turn.RELEASER: ("Fiatteur", "Releasing officer"),
    Turn.NOBODY: ("Niemand", "Nobody"),
}

OWN_LABEL = ("Uw organisatie", "Your organisation")
"""The supplier, to its own people."""

NEXT_LABELS: dict[DossierState, tuple[str, str]] = {
    S.INVITED: ("Twee beoordelaars kijken de antwoorden na.", "Two reviewers check the answers."),
    S.IN_PROGRESS: ("Twee beoordelaars kijken de antwoorden na.", "Two reviewers check the answers."),
    S.SUBMITTED: ("Twee beoordelaars gaan aan de slag.", "Two reviewers start."),
    S.IN_REVIEW: ("De leverancier reageert in wederhoor.", "The supplier replies in the hearing."),
    S.DISCUSSING: ("De leverancier reageert in wederhoor.", "The supplier replies in the hearing."),
    S.SUPPLEMENT_ASKED: ("De beoordelaars gaan verder.", "The reviewers go on."),
    S.HEARING: ("De beoordelaars wegen de reactie.", "The reviewers weigh the reply."),
    S.RECONSIDERING: ("De fiatteur besluit over publicatie.", "The releasing officer decides on release."),
    S.AWAITING_RELEASE: ("Gemeenten lezen het resultaat.", "Municipalities read the result."),
}
"""What comes after the present turn when all goes well."""

NEEDS_REASON = frozenset((S.NOT_DELIVERED, S.REFUSED, S.CANCELLED))
"""Moves into these states carry a reason."""

VENDOR_WORKS = frozenset((S.INVITED, S.IN_PROGRESS, S.SUPPLEMENT_ASKED))
"""States in which the supplier can change answers of this dossier's submission."""


class Part(StrEnum):
    """What a person does in a dossier; never two of these."""

    COORDINATES = "coordinates"
    REVIEWS = "reviews"
    RELEASES = "releases"


PART_LABELS: dict[Part, tuple[str, str]] = {
    Part.COORDINATES: ("Coördineert", "Co-ordinates"),
    Part.REVIEWS: ("Beoordeelt", "Reviews"),
    Part.RELEASES: ("Fiatteert", "Releases"),
}


ENDED = frozenset((S.PUBLISHED, S.NOT_DELIVERED, S.REFUSED, S.CANCELLED))
"""States without a way out."""

WITHOUT_RESULT = ENDED - {S.PUBLISHED}
"""Ends after which nobody reviews any more: rights of reviewers end with it."""


class Contacted(StrEnum):
    """How far an invited contact is; derived when read."""

    PREPARED = "prepared"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    OPENED = "opened"
    ACCEPTED = "accepted"
    SILENT = "silent"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


CONTACTED_LABELS: dict[Contacted, tuple[str, str]] = {
    Contacted.PREPARED: ("Staat klaar", "Prepared"),
    Contacted.SENT: ("Verstuurd", "Sent"),
    Contacted.UNDELIVERED: ("Mail komt niet aan", "Mail does not arrive"),
    Contacted.OPENED: ("Geopend", "Opened"),
    Contacted.ACCEPTED: ("Aanvaard", "Accepted"),
    Contacted.SILENT: ("Geen reactie", "Silent"),
    Contacted.EXPIRED: ("Verlopen", "Expired"),
    Contacted.WITHDRAWN: ("Ingetrokken", "Withdrawn"),
}


class Reach(StrEnum):
    """Whether a round reached a supplier: nobody invited yet, invited but not accepted, or accepted by somebody."""

    NOBODY = "niemand"
    WAITING = "wacht"
    ACCEPTED = "aanvaard"


REACH_LABELS: dict[Reach, tuple[str, str]] = {
    Reach.NOBODY: ("Nog niemand uitgenodigd", "Nobody invited yet"),
    Reach.WAITING: ("Uitgenodigd, nog niet aanvaard", "Invited, not accepted yet"),
    Reach.ACCEPTED: ("Aanvaard", "Accepted"),
}

PARTY_LABELS: dict[Turn, tuple[str, str]] = {
    Turn.VENDOR: ("Leverancier", "Supplier"),
    Turn.COORDINATOR: ("VNG", "VNG"),
    Turn.REVIEWERS: ("Beoordelaars", "Reviewers"),
    Turn.RELEASER: ("VNG", "VNG"),
    Turn.NOBODY: ("Vanzelf", "Automatic"),
}
"""Who moved a dossier, as anybody may read it: parties, never people of VNG or reviewers."""


ROUND_CODES: dict[RoundState, str] = {
    RoundState.PLANNED: "in-voorbereiding",
    RoundState.RUNNING: "loopt",
    RoundState.CLOSED: "afgerond",
    RoundState.CANCELLED: "geannuleerd",
}
"""What the API calls them."""

STATE_CODES: dict[DossierState, str] = {
    S.INVITED: "uitgenodigd",
    S.IN_PROGRESS: "in-behandeling",
    S.SUBMITTED: "ingediend",
    S.IN_REVIEW: "in-beoordeling",
    S.DISCUSSING: "verschillen-bespreken",
    S.SUPPLEMENT_ASKED: "aanvulling-gevraagd",
    S.HEARING: "wederhoor",
    S.RECONSIDERING: "heroverweging",
    S.AWAITING_RELEASE: "ter-fiattering",
    S.PUBLISHED: "gepubliceerd",
    S.NOT_DELIVERED: "niet-geleverd",
    S.REFUSED: "geweigerd",
    S.CANCELLED: "geannuleerd",
}
"""What the API calls them."""

TURN_CODES: dict[Turn, str] = {
    Turn.VENDOR: "leverancier",
    Turn.COORDINATOR: "coordinator",
    Turn.REVIEWERS: "beoordelaars",
    Turn.RELEASER: "fiatteur",
    Turn.NOBODY: "niemand",
}
"""What the API calls them."""


class Term(StrEnum):
    """The term a supplier has, by what it works on."""

    ROUND = "round"
    SUPPLEMENT = "supplement"
    HEARING = "hearing"


TERM_OF: dict[DossierState, Term] = {
    S.INVITED: Term.ROUND,
    S.IN_PROGRESS: Term.ROUND,
    S.SUPPLEMENT_ASKED: Term.SUPPLEMENT,
    S.HEARING: Term.HEARING,
}
"""The supplier's term in each state in which it is its turn."""

TERM_LABELS: dict[Term, tuple[str, str]] = {
    Term.ROUND: ("Vragen invullen", "Answering the questions"),
    Term.SUPPLEMENT: ("Aanvulling", "Additional information"),
    Term.HEARING: ("Wederhoor", "Hearing"),
}

TERM_CODES: dict[Term, str] = {
    Term.ROUND: "invullen",
    Term.SUPPLEMENT: "aanvulling",
    Term.HEARING: "wederhoor",
}
"""What the API calls them."""


class RequestState(StrEnum):
    """How a supplier's request for more time stands; it lapses when the supplier is done before it was decided."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


REQUEST_LABELS: dict[RequestState, tuple[str, str]] = {
    RequestState.ASKED: ("Gevraagd", "Asked"),
    RequestState.GRANTED: ("Toegekend", "Granted"),
    RequestState.REFUSED: ("Afgewezen", "Refused"),
    RequestState.LAPSED: ("Niet meer nodig", "No longer needed"),
}

REQUEST_CODES: dict[RequestState, str] = {
    RequestState.ASKED: "gevraagd",
    RequestState.GRANTED: "toegekend",
    RequestState.REFUSED: "afgewezen",
    RequestState.LAPSED: "vervallen",
}
"""What the API calls them."""

OBSTACLE_CODES: dict[str, str] = {
    "unavailable": "niet-beschikbaar",
    "left_out": "buiten-ronde",
    "passed_on": "oordelen-doorgegeven",
    "declared": "belang-gemeld",
    "belongs": "hoort-bij-leverancier",
    "part": "andere-rol",
    "self": "uzelf",
}
"""What the API calls why somebody can not review a dossier (`obstacles.OBSTACLES`)."""
