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
