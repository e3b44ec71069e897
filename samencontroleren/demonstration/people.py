# SPDX-License-Identifier: EUPL-1.2
"""Who is in the demonstration: VNG, twenty gemeenten and four suppliers with invented people.

The gemeenten are real (name and CBS code), everybody and everything else is invented.
"""

import csv
import re
import unicodedata
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from samencontroleren.accounts import passwords
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import User
from samencontroleren.core.db import session
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation

PASSWORD = "samen-controleren-demo"
"""Everybody's, in the demonstration only."""

FOLDER = Path(__file__).parent

SURNAMES: dict[Role, str] = {
    Role.CONTRIBUTOR: "Invuller",
    Role.SUBMITTER: "Vrijgever",
    Role.ADMINISTRATOR: "Beheerder",
    Role.BUYER: "Inkoper",
    Role.CISO: "Ciso",
    Role.PROCESS_OWNER: "Proceseigenaar",
    Role.REVIEWER: "Beoordelaar",
    Role.COORDINATOR: "Coördinator",
    Role.RELEASER: "Fiatteur",
    Role.FUNCTIONAL_ADMINISTRATOR: "Functioneel-Beheerder",
    Role.AUDITOR: "Auditor",
}
"""A surname that is a role: nobody takes these for real people."""

NAMES = "Anna Bram Carla Daan Eva Femke Gijs Hanna Ilse Joris Karin Lars Mila Noor Olaf Pim Roos Sam Tess Vera Wim Zoë"
FIRST_NAMES = tuple(NAMES.split())

ALL_ROLES = (Role.BUYER, Role.CISO, Role.PROCESS_OWNER, Role.REVIEWER, Role.ADMINISTRATOR)
WITH_REVIEWER = (Role.BUYER, Role.CISO, Role.REVIEWER)
SMALL = (Role.BUYER, Role.PROCESS_OWNER)


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration in one membership, ready to act (the second factor just shown)."""

    name: str
    email: str
    organisation: str
    roles: tuple[Role, ...]
    actor: Actor

    @property
    def membership_id(self) -> uuid.UUID:
        assert self.actor.membership_id is not None  # noqa: S101 (made so, below)
        return self.actor.membership_id


@dataclass
class Town:
    """A gemeente with its people by role."""

    name: str
    organisation: Organisation
    people: dict[Role, Person]

    @property
    def id(self) -> uuid.UUID:
        return self.organisation.id


@dataclass
class Cast:
    """Everybody."""

    vng: dict[str, Person] = field(default_factory=dict)
    """coordinator, coordinator2, releaser, administrator."""
    towns: list[Town] = field(default_factory=list)
    suppliers: list[dict[Role, Person]] = field(default_factory=list)
    password_hash: str = ""

    @property
    def reviewers(self) -> list[Person]:
        """One reviewer per gemeente that has one."""
        return [town.people[Role.REVIEWER] for town in self.towns if Role.REVIEWER in town.people]


def begin() -> Cast:
    """VNG with its people. The password is hashed once: everybody has the same."""
    cast = Cast(password_hash=passwords.hash_password(PASSWORD))
    vng = organisations.found_organisation(OrganisationKind.VNG, "VNG (demonstratie)")
    wanted = (
        ("administrator", "Frank", "functioneel-beheerder", Role.FUNCTIONAL_ADMINISTRATOR),
        ("coordinator", "Cora", "coordinator", Role.COORDINATOR),
        ("coordinator2", "Cas", "tweede-coordinator", Role.COORDINATOR),
        ("releaser", "Fia", "fiatteur", Role.RELEASER),
    )
    for key, first, address, role in wanted:
        cast.vng[key] = add_person(cast, first, f"{address}@vng.example", vng, (role,))
    return cast


def add_towns(cast: Cast) -> None:
    """Twenty gemeenten, let in by VNG's functional administrator; the first two with every role."""
    with (FOLDER / "gemeenten.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for number, row in enumerate(rows):
        cast.towns.append(_town(cast, number, row["code"], row["naam"]))


def _town(cast: Cast, number: int, code: str, name: str) -> Town:
    administrator = cast.vng["administrator"].actor
    made = organisations.add_organisation(administrator, OrganisationKind.MUNICIPALITY, f"Gemeente {name}", code)
    roles = ALL_ROLES if number < 2 else WITH_REVIEWER if number < 8 else SMALL
    people = {}
    for place, role in enumerate(roles):
        first = FIRST_NAMES[(number * 3 + place) % len(FIRST_NAMES)]
        email = f"{slug(SURNAMES[role])}@{slug(name)}.example"
        people[role] = add_person(cast, first, email, made, (role,))
    return Town(made.name, made, people)


def add_supplier_people(cast: Cast, number: int, organisation: Organisation, domain: str) -> None:
    """Invuller, vrijgever and beheerder of a supplier."""
    people = {}
    for place, role in enumerate((Role.CONTRIBUTOR, Role.SUBMITTER, Role.ADMINISTRATOR)):
        first = FIRST_NAMES[-1 - (number * 3 + place)]
        email = f"{slug(SURNAMES[role])}@{domain}"
        roles = (Role.CONTRIBUTOR, role) if role is Role.SUBMITTER else (role,)
        people[role] = add_person(cast, first, email, organisation, roles)
    cast.suppliers.append(people)


def add_person(cast: Cast, first: str, email: str, organisation: Organisation, roles: tuple[Role, ...]) -> Person:
    """A person with one membership; the second factor is off, which only this mode allows."""
    name = f"{first} {SURNAMES[roles[-1]]}"
    user = accounts.find_user_by_email(email)
    if user is None:
        user = User(email=email, name=name, password_hash=cast.password_hash, is_factor_exempt=True)
        session().add(user)
        session().flush()
    member = accounts.add_membership(user, organisation.id, list(roles))
    actor = Actor(user.id, member.id, organisation.id, organisation.kind, frozenset(roles), is_present=True)
    return Person(user.name, email, organisation.name, roles, actor)


def add_second_membership(cast: Cast) -> None:
    """The CISO of the first gemeente is CISO of a neighbour too: one account, two organisations."""
    first, other = cast.towns[0], cast.towns[2]
    ciso = first.people[Role.CISO]
    add_person(cast, ciso.name.split()[0], ciso.email, other.organisation, (Role.CISO,))


def slug(name: str) -> str:
    """A name as part of an address: lower case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
