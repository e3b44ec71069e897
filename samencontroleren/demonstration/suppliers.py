# SPDX-License-Identifier: EUPL-1.2
"""The invented suppliers with their products and contacts; four of them with the evidence that the tour leads to."""

import io
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from samencontroleren.core.db import session
from samencontroleren.demonstration import papers
from samencontroleren.demonstration.people import Cast, add_supplier_people
from samencontroleren.evidence import checking, superseding
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DocumentKind, Sensitivity, SharingClass
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.kinds import Category, ContactKind, Hosting


@dataclass(frozen=True)
class ProductFacts:
    """An invented product."""

    name: str
    description: str
    category: Category
    hosting: Hosting = Hosting.SAAS
    country: str = "NL"
    since: int = 2
    """The number of the first round in which it takes part."""


@dataclass(frozen=True)
class SupplierFacts:
    """An invented supplier; days count from today (negative: past)."""

    name: str
    domain: str
    products: tuple[ProductFacts, ...]
    kvk_number: str | None
    certificate_ends: int | None = None
    pentest_ends: tuple[int | None, ...] = ()
    country: str = "NL"
    register_number: str | None = None
    level: str = "middling"
    """How good its answers are: weak, middling or strong."""
    pace: str = "steady"
    """How it goes through the running round: quick, steady, slow or silent."""


SUPPLIERS = (
    SupplierFacts(
        "Verzonnen Software B.V.",
        "verzonnensoftware.example",
        (
            ProductFacts(
                "Balie Verzint",
                "Afspraken, aanvragen en dossiers aan de balie van burgerzaken.",
                Category.CIVIL_AFFAIRS,
            ),
            ProductFacts("Paspoort Fictief", "Aanvraag en uitgifte van reisdocumenten.", Category.CIVIL_AFFAIRS),
        ),
        kvk_number="00001011",
        certificate_ends=410,
        pentest_ends=(205, 260),
    ),
    SupplierFacts(
        "Bedenksel ICT N.V.",
        "bedenksel-ict.example",
        (
            ProductFacts("Zaakbedenker", "Zaken registreren, behandelen en volgen.", Category.DOCUMENTS),
            ProductFacts("Archief Uit De Duim", "Bewaren en vernietigen van documenten.", Category.DOCUMENTS),
        ),
        kvk_number="00001022",
        certificate_ends=21,
        pentest_ends=(150, 58),
    ),
    SupplierFacts(
        "Luchtballon Cloud Diensten B.V.",
        "luchtballon-cloud.example",
        (
            ProductFacts("Wolkenloket", "Formulieren en betalingen op de website.", Category.CIVIL_AFFAIRS),
            ProductFacts("Heffing Droomland", "Gemeentelijke belastingen.", Category.TAXES, Hosting.HOSTED),
        ),
        kvk_number="00001033",
        certificate_ends=190,
        pentest_ends=(-12, 300),
    ),
    SupplierFacts(
        "Fabelwerk GmbH (verzonnen)",
        "fabelwerk.example",
        (
            ProductFacts("Fabelregister", "Register van vergunningen en ontheffingen.", Category.PERMITS, country="DE"),
            ProductFacts(
                "Sprookjeszorg",
                "Indicaties en voorzieningen in het sociaal domein.",
                Category.SOCIAL_DOMAIN,
                country="DE",
            ),
        ),
        kvk_number=None,
        certificate_ends=None,
        pentest_ends=(None, None),
        country="DE",
        register_number="HRB 00000 (verzonnen)",
    ),
)


@dataclass
class Supplier:
    """A supplier as it was made: keys of products and of the documents under requirements."""

    facts: SupplierFacts
    id: uuid.UUID
    products: list[uuid.UUID]
    documents: dict[tuple[str, int | None], uuid.UUID] = field(default_factory=dict)
    """By requirement code and place of the product (None: the supplier as a whole)."""


def add_suppliers(cast: Cast, market: tuple[SupplierFacts, ...] = ()) -> list[Supplier]:
    """The suppliers with products, contacts and people, written down by VNG's co-ordinator."""
    return [_supplier(cast, number, facts) for number, facts in enumerate((*SUPPLIERS, *market))]


def _supplier(cast: Cast, number: int, facts: SupplierFacts) -> Supplier:
    coordinator = cast.vng["coordinator"].actor
    vendor = vendors.add_vendor(
        coordinator,
        facts.name,
        facts.kvk_number,
        facts.country,
        facts.register_number,
        f"https://www.{facts.domain}",
    )
    organisation = session().get_one(Organisation, vendor.id)
    add_supplier_people(cast, number, organisation, facts.domain)
    people = cast.suppliers[number]
    for kind, role in ((ContactKind.SECURITY, Role.SUBMITTER), (ContactKind.BOARD, Role.ADMINISTRATOR)):
        vendors.add_contact(coordinator, vendor.id, people[role].name, people[role].email, kind)
    products = [
        vendors.add_product(
            coordinator, vendor.id, each.name, each.description, each.category, each.hosting, each.country
        ).id
        for each in facts.products
    ]
    return Supplier(facts, vendor.id, products)


def add_evidence(cast: Cast, number: int, supplier: Supplier, today: date) -> None:
    """The library of a supplier: certificate, incident plan, and per product a pentest and a manual.

    `today` is the day the demonstration starts from; the evidence itself is added on the present (pretended) day.
    """
    facts = supplier.facts
    if facts.certificate_ends is not None:
        ends = today + timedelta(days=facts.certificate_ends)
        scope = "Ontwikkeling, hosting en beheer van online diensten voor gemeenten"
        paper = papers.certificate(facts.name, scope, ends)
        issuer = "Voorbeeld Certificatie (verzonnen)"
        who = cast.suppliers[number][Role.CONTRIBUTOR].actor
        iso = DocumentKind.ISO_27001
        key = _add(who, paper, iso, valid_until=ends, issuer=issuer, sharing=SharingClass.USERS)
        if number == 0:
            _former_certificate(who, facts.name, ends, key)
        supplier.documents["SC-ORG-01", None] = key
        _incident_plan(who, supplier)
    for place, ends_in in enumerate(facts.pentest_ends):
        if ends_in is not None:
            _product_papers(
                cast.suppliers[number][Role.CONTRIBUTOR].actor, supplier, place, today + timedelta(days=ends_in)
            )


def _former_certificate(who: Actor, vendor: str, ends: date, newer: uuid.UUID) -> None:
    """The certificate of three years before, which the present one took the place of."""
    then = ends - timedelta(days=3 * 365)
    paper = papers.certificate(vendor, "Ontwikkeling van online diensten voor gemeenten", then)
    former = _add(who, paper, DocumentKind.ISO_27001, valid_until=then, issuer="Voorbeeld Certificatie (verzonnen)")
    superseding.supersede(who, former, newer)


def _incident_plan(who: Actor, supplier: Supplier) -> None:
    paper = papers.plan(
        supplier.facts.name,
        "Incidentproces",
        *papers.INCIDENTS,
    )
    key = _add(who, paper, DocumentKind.OWN_STATEMENT)
    supplier.documents["SC-ORG-02", None] = key


def _product_papers(who: Actor, supplier: Supplier, place: int, ends: date) -> None:
    product, vendor = supplier.facts.products[place].name, supplier.facts.name
    tested = ends - timedelta(days=365)
    left = "Twee bevindingen met de ernst laag staan nog open."
    test = papers.pentest(vendor, product, tested, left)
    issuer = "Testbureau Fantasie (verzonnen)"
    kind, sharing = DocumentKind.PENTEST, SharingClass.ON_REQUEST
    covered = [supplier.products[place]]
    key = _add(who, test, kind, valid_until=ends, issuer=issuer, sharing=sharing, products=covered)
    supplier.documents["SC-WEE-01", place] = key
    manual = papers.plan(
        vendor,
        f"Handleiding beheer {product}",
        "Onder Instellingen kiest de beheerder hoe medewerkers inloggen. Voor beheerders staat de tweede factor vast.",
        "Onder Logboek ziet de beheerder wie wat wanneer deed. De regels zijn te downloaden als csv.",
        "Onder Export maakt de beheerder een volledige kopie van alle gegevens als XML met schema.",
    )
    manual_key = _add(who, manual, DocumentKind.OWN_STATEMENT, products=covered)
    for code in ("SC-TOE-01", "SC-TOE-02", "SC-GEG-03"):
        supplier.documents[code, place] = manual_key


def _add(
    who: Actor,
    paper: papers.Paper,
    kind: DocumentKind,
    *,
    valid_until: date | None = None,
    issuer: str = "",
    sharing: SharingClass = SharingClass.REVIEWERS,
    products: Collection[uuid.UUID] = (),
) -> uuid.UUID:
    made = evidence.add_document(
        who,
        who.vendor_ids[0],
        io.BytesIO(papers.make(paper)),
        f"{paper.title.lower().replace(' ', '-')}.pdf",
        paper.title,
        kind,
        issuer=issuer or paper.vendor,
        scope="Online diensten voor gemeenten",
        valid_until=valid_until,
        sharing=sharing,
        sensitivity=Sensitivity.GREEN if sharing is SharingClass.USERS else Sensitivity.AMBER,
        products=products,
    )
    checking.check(made.id)
    return made.id
