# SPDX-License-Identifier: EUPL-1.2
"""A small invented world: VNG, three gemeenten, three suppliers with products, a published questionnaire."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select, update

from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.core import clock, security
from samencontroleren.core.db import Database, session
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.questionnaires.kinds import (
    AddressedTo,
    AnswerKind,
    QuestionnaireState,
    Severity,
    Subject,
)
from samencontroleren.questionnaires.models import (
    QuestionnaireItem,
    QuestionnaireVersion,
    Requirement,
    RequirementVersion,
)
from samencontroleren.vendors.kinds import Category, ContactKind, Hosting
from samencontroleren.vendors.models import Contact, Product, Vendor

PASSWORD = "zeven blauwe stoelen dansen"  # everybody's, in tests only
security.hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
"""The same algorithm with less work, from before the first word is hashed: what checking one costs stands in its hash,
and people of the world log in thousands of times."""

PASSWORD_HASH = security.hash_password(PASSWORD)


@dataclass(frozen=True)
class Person:
    """Somebody of the world in one membership."""

    key: str
    user_id: uuid.UUID
    membership_id: uuid.UUID
    organisation_id: uuid.UUID
    kind: OrganisationKind
    roles: frozenset[Role]
    email: str

    @property
    def actor(self) -> Actor:
        """The Actor of this person, having shown the second factor just now."""
        return Actor(self.user_id, self.membership_id, self.organisation_id, self.kind, self.roles, is_present=True)

    def also(self, *roles: Role) -> Actor:
        """The Actor of this person with these roles too."""
        return replace(self.actor, roles=self.roles.union(roles))


@dataclass
class World:
    """Keys of what is in the world. `people` by short name, for instance world["coordinator"]."""

    people: dict[str, Person] = field(default_factory=dict)
    vng: uuid.UUID = field(default_factory=uuid.uuid4)
    municipalities: list[uuid.UUID] = field(default_factory=list)
    vendors: list[uuid.UUID] = field(default_factory=list)
    products: list[list[uuid.UUID]] = field(default_factory=list)
    """Per supplier its two products."""
    questionnaire: uuid.UUID = field(default_factory=uuid.uuid4)
    requirement_versions: dict[str, uuid.UUID] = field(default_factory=dict)
    """By requirement code: V-1, V-2 (supplier) and P-1 … P-4 (product)."""

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


MUNICIPALITIES = ("Verzonnendam", "Nepveen", "Fantasiekerk")
VENDORS = ("Bedacht Burgerzaken B.V.", "<b>O'Brien & Zn.</b>", "Luchtkasteel Software")

GEMEENTE_PEOPLE: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("buyer", (Role.BUYER,)),
    ("ciso", (Role.CISO,)),
    ("owner", (Role.PROCESS_OWNER,)),
    ("reviewer", (Role.REVIEWER,)),
    ("admin", (Role.ADMINISTRATOR,)),
)
VENDOR_PEOPLE: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("contributor", (Role.CONTRIBUTOR,)),
    ("submitter", (Role.CONTRIBUTOR, Role.SUBMITTER)),
    ("vendor-admin", (Role.ADMINISTRATOR,)),
)
VNG_PEOPLE: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("coordinator", (Role.COORDINATOR,)),
    ("coordinator2", (Role.COORDINATOR,)),
    ("releaser", (Role.RELEASER,)),
    ("all-roles", (Role.COORDINATOR, Role.RELEASER, Role.REVIEWER)),
    ("vng-admin", (Role.FUNCTIONAL_ADMINISTRATOR,)),
)

REQUIREMENTS: tuple[dict[str, Any], ...] = (
    {"code": "V-1", "subject": Subject.VENDOR, "theme": "organisatie", "is_key": True},
    {"code": "V-2", "subject": Subject.VENDOR, "theme": "incidenten", "kind": AnswerKind.TEXT},
    {"code": "P-1", "subject": Subject.PRODUCT, "theme": "toegang", "is_key": True},
    {"code": "P-2", "subject": Subject.PRODUCT, "theme": "toegang", "kind": AnswerKind.YES_NO},
    {"code": "P-3", "subject": Subject.PRODUCT, "theme": "continuiteit", "aspects": ["design", "existence"]},
    {"code": "P-4", "subject": Subject.PRODUCT, "theme": "continuiteit", "kind": AnswerKind.NUMBER},
)


def build(database: Database) -> World:
    """Fill an empty database; commits."""
    made = World()
    with database.unit():
        _organisations(made)
        _vendors(made)
        _questionnaire(made)
    return made


def _organisations(made: World) -> None:
    made.vng = _organisation(OrganisationKind.VNG, "VNG (proef)")
    _people(made, "", VNG_PEOPLE, made.vng, OrganisationKind.VNG)
    for number, name in enumerate(MUNICIPALITIES, 1):
        key = _organisation(OrganisationKind.MUNICIPALITY, f"Gemeente {name}", f"GM99{number:02}")
        made.municipalities.append(key)
        _people(made, str(number), GEMEENTE_PEOPLE, key, OrganisationKind.MUNICIPALITY)


def _vendors(made: World) -> None:
    for number, name in enumerate(VENDORS, 1):
        key = _organisation(OrganisationKind.VENDOR, name)
        session().add(Vendor(id=key, name=name, kvk_number=f"9900000{number}"))
        session().flush()
        made.vendors.append(key)
        made.products.append([_product(key, f"Product {number}{letter}") for letter in "ab"])
        session().add(
            Contact(
                vendor_id=key,
                name=f"Contact {number}",
                email=f"contact{number}@leverancier{number}.example",
                kind=ContactKind.SECURITY,
            )
        )
        _people(made, str(number), VENDOR_PEOPLE, key, OrganisationKind.VENDOR)


def _organisation(kind: OrganisationKind, name: str, code: str | None = None) -> uuid.UUID:
    row = Organisation(kind=kind, name=name, code=code)
    session().add(row)
    session().flush()
    return row.id


def _product(vendor_id: uuid.UUID, name: str) -> uuid.UUID:
    row = Product(vendor_id=vendor_id, name=name, category=Category.CIVIL_AFFAIRS, hosting=Hosting.SAAS)
    session().add(row)
    session().flush()
    return row.id


def _people(
    made: World,
    suffix: str,
    people: Iterable[tuple[str, tuple[Role, ...]]],
    organisation: uuid.UUID,
    kind: OrganisationKind,
) -> None:
    for name, roles in people:
        key = f"{name}{suffix}"
        made.people[key] = add_person(key, organisation, kind, roles)


def add_person(
    key: str, organisation: uuid.UUID, kind: OrganisationKind, roles: Iterable[Role], email: str | None = None
) -> Person:
    """A person with one membership; the second factor is off (test mode)."""
    user = User(
        email=email or f"{key}@proef.example",
        name=f"Proef {key.title()}",
        password_hash=PASSWORD_HASH,
        is_factor_exempt=True,
    )
    session().add(user)
    session().flush()
    member = Membership(user_id=user.id, organisation_id=organisation)
    member.roles = [MembershipRole(role=role) for role in roles]
    session().add(member)
    session().flush()
    return Person(key, user.id, member.id, organisation, kind, frozenset(roles), user.email)


def end_people_of(organisation: uuid.UUID) -> None:
    """Let an organisation have nobody any more, as before VNG let in the first (needs an open unit)."""
    there = update(Membership).where(Membership.organisation_id == organisation)
    session().execute(there.values(ended_at=clock.now()))


def _questionnaire(made: World) -> None:
    version = QuestionnaireVersion(name="Proefvragenlijst", number=1, state=QuestionnaireState.DRAFT)
    session().add(version)
    session().flush()
    for position, facts in enumerate(REQUIREMENTS, 1):
        wording = _requirement(**facts)
        made.requirement_versions[facts["code"]] = wording.id
        session().add(
            QuestionnaireItem(
                questionnaire_id=version.id,
                requirement_id=wording.requirement_id,
                requirement_version_id=wording.id,
                position=position,
            )
        )
    session().flush()
    publisher = session().scalars(select(User.id).where(User.email == "coordinator@proef.example")).one()
    version.state, version.digest = QuestionnaireState.PUBLISHED, "0" * 64
    version.published_at, version.published_by_id = clock.now() - timedelta(days=1), publisher
    session().flush()
    made.questionnaire = version.id


def _requirement(
    code: str,
    subject: Subject,
    theme: str,
    kind: AnswerKind = AnswerKind.COMPLIANCE,
    is_key: bool = False,
    aspects: list[str] | None = None,
) -> RequirementVersion:
    requirement = Requirement(code=code, source="proef")
    session().add(requirement)
    session().flush()
    wording = RequirementVersion(
        requirement_id=requirement.id,
        number=1,
        made_at=clock.now(),
        subject=subject,
        addressed_to=AddressedTo.SUPPLIER,
        answer_kind=kind,
        theme=theme,
        texts={
            "nl": {"title": f"Eis {code}", "text": f"Wat is geregeld voor {code}?", "why": "", "explanation": ""},
            "en": {"title": f"Requirement {code}", "text": f"What about {code}?", "why": "", "explanation": ""},
        },
        options=[],
        aspects=aspects or [],
        proof=["iso_27001"],
        norms=[{"kind": "BIO2", "number": "5.19.01"}],
        is_key=is_key,
        weight=1,
        severity=Severity.MEDIUM,
        digest="0" * 64,
    )
    session().add(wording)
    session().flush()
    return wording
