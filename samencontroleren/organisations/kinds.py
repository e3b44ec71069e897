# SPDX-License-Identifier: EUPL-1.2
"""Kinds of organisation and the roles people have in them (product.md, section 1)."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is."""

    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    VENDOR = "vendor"
    VNG = "vng"
    AUDITOR = "auditor"


PROVINCES = (
    "Drenthe",
    "Flevoland",
    "Fryslân",
    "Gelderland",
    "Groningen",
    "Limburg",
    "Noord-Brabant",
    "Noord-Holland",
    "Overijssel",
    "Utrecht",
    "Zeeland",
    "Zuid-Holland",
)


class PlanState(StrEnum):
    """A merger or takeover is planned for a day, and is then carried out once, or cancelled before."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


PLAN_LABELS: dict[PlanState, tuple[str, str]] = {
    PlanState.PLANNED: ("Gepland", "Planned"),
    PlanState.DONE: ("Uitgevoerd", "Carried out"),
    PlanState.CANCELLED: ("Geannuleerd", "Cancelled"),
}


class SuccessionKind(StrEnum):
    """Why one organisation went on in another."""

    MERGED = "merged"
    TAKEN_OVER = "taken_over"
    DUPLICATE = "duplicate"


SUCCESSION_LABELS: dict[SuccessionKind, tuple[str, str]] = {
    SuccessionKind.MERGED: ("Samengegaan", "Merged"),
    SuccessionKind.TAKEN_OVER: ("Overgenomen", "Taken over"),
    SuccessionKind.DUPLICATE: ("Dubbel ingeschreven", "Registered twice"),
}


class Role(StrEnum):
    """What a person does for an organisation."""

    CONTRIBUTOR = "contributor"
    SUBMITTER = "submitter"
    GUEST = "guest"
    """Helps a supplier with the questions somebody assigned, and sees nothing else of it."""
    ADMINISTRATOR = "administrator"
    BUYER = "buyer"
    CISO = "ciso"
    PROCESS_OWNER = "process_owner"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    RELEASER = "releaser"
    FUNCTIONAL_ADMINISTRATOR = "functional_administrator"
    AUDITOR = "auditor"


ROLES_OF: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.VENDOR: (Role.CONTRIBUTOR, Role.SUBMITTER, Role.ADMINISTRATOR, Role.GUEST),
    OrganisationKind.MUNICIPALITY: (
        Role.BUYER,
        Role.CISO,
        Role.PROCESS_OWNER,
        Role.REVIEWER,
        Role.ADMINISTRATOR,
    ),
    OrganisationKind.PARTNERSHIP: (
        Role.BUYER,
        Role.CISO,
        Role.PROCESS_OWNER,
        Role.REVIEWER,
        Role.ADMINISTRATOR,
    ),
    OrganisationKind.VNG: (
        Role.COORDINATOR,
        Role.RELEASER,
        Role.REVIEWER,
        Role.FUNCTIONAL_ADMINISTRATOR,
    ),
    OrganisationKind.AUDITOR: (Role.AUDITOR,),
}

FIRST_ROLES = (Role.ADMINISTRATOR, Role.CONTRIBUTOR, Role.SUBMITTER)
"""What the first person of a supplier gets: this one can do all, and lets in the others."""

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.FUNCTIONAL_ADMINISTRATOR)
"""The roles that manage the people of an organisation."""

ROLE_LABELS: dict[Role, tuple[str, str]] = {
    Role.CONTRIBUTOR: ("Invuller", "Contributor"),
    Role.SUBMITTER: ("Vrijgever", "Submitter"),
    Role.GUEST: ("Meedenker", "Guest"),
    Role.ADMINISTRATOR: ("Beheerder", "Administrator"),
    Role.BUYER: ("Inkoper", "Procurement officer"),
    Role.CISO: ("CISO", "CISO"),
    Role.PROCESS_OWNER: ("Proceseigenaar", "Process owner"),
    Role.REVIEWER: ("Beoordelaar", "Reviewer"),
    Role.COORDINATOR: ("Coördinator", "Co-ordinator"),
    Role.RELEASER: ("Fiatteur", "Releasing officer"),
    Role.FUNCTIONAL_ADMINISTRATOR: ("Functioneel beheerder", "Functional administrator"),
    Role.AUDITOR: ("Auditor", "Auditor"),
}

ROLE_MEANINGS: dict[Role, tuple[str, str]] = {
    Role.CONTRIBUTOR: ("Beantwoordt de vragen en koppelt bewijs.", "Answers the questions and links evidence."),
    Role.SUBMITTER: (
        "Leest alles na en dient in namens de organisatie, tekent de afspraken en reageert op het conceptoordeel.",
        "Reads everything and submits in the organisation’s name, signs the agreement and replies to the draft.",
    ),
    Role.GUEST: (
        "Iemand van buiten. Ziet alleen de vragen die hij of zij krijgt; een collega bevestigt het antwoord.",
        "Somebody from outside. Sees only the questions he or she is given; a colleague confirms the answer.",
    ),
    Role.ADMINISTRATOR: (
        "Laat mensen toe, bepaalt hun rollen en beheert de gegevens van de organisatie.",
        "Lets people in, decides on their roles and manages the facts of the organisation.",
    ),
    Role.BUYER: (
        "Leest resultaten, vergelijkt, maakt inkoopsets en houdt bij welke producten in gebruik zijn.",
        "Reads results, compares, makes requirement sets for tenders and keeps the register of products in use.",
    ),
    Role.CISO: (
        "Adviseert over resultaten en signalen en bevestigt welke producten in gebruik zijn.",
        "Advises on results and flags, and confirms which products are in use.",
    ),
    Role.PROCESS_OWNER: (
        "Neemt het besluit over een product en draagt het risico dat overblijft.",
        "Takes the decision on a product and owns the risk that remains.",
    ),
    Role.REVIEWER: (
        "Beoordeelt de dossiers die hij of zij krijgt, voor alle gemeenten.",
        "Assesses the dossiers assigned to him or her, for all municipalities.",
    ),
    Role.COORDINATOR: (
        "Maakt vragenlijsten en rondes, wijst beoordelaars aan en bewaakt de termijnen.",
        "Makes questionnaires and rounds, assigns reviewers and watches the terms.",
    ),
    Role.RELEASER: (
        "Geeft een resultaat vrij, nooit van een dossier waaraan hij of zij zelf werkte.",
        "Releases a result, never of a dossier he or she worked on.",
    ),
    Role.FUNCTIONAL_ADMINISTRATOR: (
        "Beheert organisaties en instellingen van het platform.",
        "Manages organisations and settings of the platform.",
    ),
    Role.AUDITOR: (
        "Leest een tijd lang het vastgelegde verantwoordingsbestand van één gemeente.",
        "Reads the frozen accountability file of one municipality, for a limited time.",
    ),
}
"""What each role does, in one line, where somebody chooses roles."""

KIND_LABELS: dict[OrganisationKind, tuple[str, str]] = {
    OrganisationKind.MUNICIPALITY: ("Gemeente", "Municipality"),
    OrganisationKind.PARTNERSHIP: ("Samenwerkingsverband", "Partnership"),
    OrganisationKind.VENDOR: ("Leverancier", "Supplier"),
    OrganisationKind.VNG: ("VNG", "VNG"),
    OrganisationKind.AUDITOR: ("Auditor", "Auditor"),
}


KIND_CODES: dict[OrganisationKind, str] = {
    OrganisationKind.MUNICIPALITY: "gemeente",
    OrganisationKind.PARTNERSHIP: "samenwerkingsverband",
    OrganisationKind.VENDOR: "leverancier",
    OrganisationKind.VNG: "vng",
    OrganisationKind.AUDITOR: "auditor",
}
"""What the API calls them."""

ROLE_CODES: dict[Role, str] = {
    Role.CONTRIBUTOR: "invuller",
    Role.SUBMITTER: "vrijgever",
    Role.GUEST: "meedenker",
    Role.ADMINISTRATOR: "beheerder",
    Role.BUYER: "inkoper",
    Role.CISO: "ciso",
    Role.PROCESS_OWNER: "proceseigenaar",
    Role.REVIEWER: "beoordelaar",
    Role.COORDINATOR: "coordinator",
    Role.RELEASER: "fiatteur",
    Role.FUNCTIONAL_ADMINISTRATOR: "functioneel-beheerder",
    Role.AUDITOR: "auditor",
}
"""What the API calls them."""
