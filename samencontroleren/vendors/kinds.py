# SPDX-License-Identifier: EUPL-1.2
"""Kinds around suppliers and products."""

from enum import StrEnum


class Category(StrEnum):
    """What a product is for (burgerzaken is the pilot's domain)."""

    CIVIL_AFFAIRS = "civil_affairs"
    SOCIAL_DOMAIN = "social_domain"
    TAXES = "taxes"
    PERMITS = "permits"
    DOCUMENTS = "documents"
    FINANCE = "finance"
    PERSONNEL = "personnel"
    PUBLIC_SPACE = "public_space"
    PARTICIPATION = "participation"
    WORKPLACE = "workplace"
    COUNCIL = "council"
    OTHER = "other"


CATEGORY_LABELS: dict[Category, tuple[str, str]] = {
    Category.CIVIL_AFFAIRS: ("Burgerzaken", "Civil affairs"),
    Category.SOCIAL_DOMAIN: ("Sociaal domein", "Social domain"),
    Category.TAXES: ("Belastingen", "Taxes"),
    Category.PERMITS: ("Vergunningen", "Permits"),
    Category.DOCUMENTS: ("Zaken en documenten", "Cases and documents"),
    Category.FINANCE: ("Financiën", "Finance"),
    Category.PERSONNEL: ("Personeel en salaris", "Personnel and payroll"),
    Category.PUBLIC_SPACE: ("Openbare ruimte en geo-informatie", "Public space and geo-information"),
    Category.PARTICIPATION: ("Website en participatie", "Website and participation"),
    Category.WORKPLACE: ("Werkplek en beheer", "Workplace and operations"),
    Category.COUNCIL: ("Gemeenteraad en vergaderen", "Council and meetings"),
    Category.OTHER: ("Overig", "Other"),
}


class Hosting(StrEnum):
    """How a product is delivered."""

    SAAS = "saas"
    HOSTED = "hosted"
    ON_PREMISES = "on_premises"


HOSTING_LABELS: dict[Hosting, tuple[str, str]] = {
    Hosting.SAAS: ("Online dienst (SaaS)", "Online service (SaaS)"),
    Hosting.HOSTED: ("Gehost per gemeente", "Hosted per municipality"),
    Hosting.ON_PREMISES: ("Bij de gemeente zelf", "On the municipality's premises"),
}


class ChangeKind(StrEnum):
    """How products of suppliers go on elsewhere."""

    TAKEOVER = "takeover"
    DUPLICATE = "duplicate"
    PRODUCT_MOVE = "product_move"
    PRODUCT_MERGE = "product_merge"


CHANGE_LABELS: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.TAKEOVER: ("Leverancier overgenomen", "Supplier taken over"),
    ChangeKind.DUPLICATE: ("Leverancier dubbel ingeschreven", "Supplier registered twice"),
    ChangeKind.PRODUCT_MOVE: ("Product naar andere leverancier", "Product to another supplier"),
    ChangeKind.PRODUCT_MERGE: ("Product samengevoegd", "Product merged"),
}


class ContactKind(StrEnum):
    """What one turns to a contact for."""

    SECURITY = "security"
    BOARD = "board"


CONTACT_LABELS: dict[ContactKind, tuple[str, str]] = {
    ContactKind.SECURITY: ("Informatiebeveiliging", "Information security"),
    ContactKind.BOARD: ("Directie", "Board"),
}


CATEGORY_CODES: dict[Category, str] = {
    Category.CIVIL_AFFAIRS: "burgerzaken",
    Category.SOCIAL_DOMAIN: "sociaal-domein",
    Category.TAXES: "belastingen",
    Category.PERMITS: "vergunningen",
    Category.DOCUMENTS: "zaken-en-documenten",
    Category.FINANCE: "financien",
    Category.PERSONNEL: "personeel-en-salaris",
    Category.PUBLIC_SPACE: "openbare-ruimte",
    Category.PARTICIPATION: "website-en-participatie",
    Category.WORKPLACE: "werkplek-en-beheer",
    Category.COUNCIL: "gemeenteraad",
    Category.OTHER: "overig",
}
"""What the API calls them."""

HOSTING_CODES: dict[Hosting, str] = {
    Hosting.SAAS: "saas",
    Hosting.HOSTED: "gehost",
    Hosting.ON_PREMISES: "bij-gemeente",
}
"""What the API calls them."""

CONTACT_CODES: dict[ContactKind, str] = {
    ContactKind.SECURITY: "informatiebeveiliging",
    ContactKind.BOARD: "directie",
}
"""What the API calls them."""
