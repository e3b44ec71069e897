# SPDX-License-Identifier: EUPL-1.2
"""Who is in the demonstration: VNG, all gemeenten and the suppliers, with invented people.

The gemeenten are real (name and CBS code), everybody and everything else is invented.
"""

import re
import unicodedata
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from samencontroleren.accounts import passwords
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.loading import load_municipalities
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.municipalities import read_municipalities

PASSWORD = "samen-controleren-demo"
"""Everybody's, in the demonstration only."""

ADDRESSES: dict[Role, str] = {
    Role.CONTRIBUTOR: "invuller",
    Role.SUBMITTER: "vrijgever",
    Role.ADMINISTRATOR: "beheerder",
    Role.BUYER: "inkoper",
    Role.CISO: "ciso",
    Role.PROCESS_OWNER: "proceseigenaar",
    Role.REVIEWER: "beoordelaar",
}
"""The first part of an address is the role, so that one finds a person without a list."""

_FIRST_NAMES = (
    "Anouk Bram Carlijn Daan Esra Femke Gijs Hanneke Ilyas Joris Karin Lars Mila Noor Olaf Pim Quirine Roos Sam Tess "
    "Umar Vera Wim Xandra Yara Zoë Aisha Bart Chantal Dirk Elif Frits Greet Hugo Imke Jamal Kees Lotte Merel Niels"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())
_SURNAMES = (
    "Wolkenveger, van Sterrenbos, Maneschijn, Toverspiegel, Zilverdistel, Bloemkwast, van der Regenboog, Zonnestraal, "
    "Nachtvlinder, Duizendblad, Windvaandel, Zeewimpel, Sneeuwklok, Vuurvlieg, Honingdauw, van Luchtkasteel, "
    "Eikenkroon, Vlinderslag, Morgenrood, Avondster, Lantaarnlicht, van de Wenteltrap, Kompasroos, Zandloper, "
    "Parelduiker, Zeeschuim, Waterspiegel, IJspegel, Bergkristal, Knikkerzak, Vliegertouw, Peperbus, Kaneelstok, "
    "van Honingraat, Zoethout, Kruidnagel, Droomvanger, Sterrenregen, Tijdglas, Verrekijker, Spinnenwiel, Notendop, "
    "Zevenslaper, Kersenpit, Zonnewijzer, Torenklok, Wolkenbreuk"
)
SURNAMES = tuple(_SURNAMES.split(", "))
"""Invented names of people: words from stories, so that nobody takes them for somebody real."""

WITH_EVERY_ROLE = ("GM0363", "GM0034", "GM0599", "GM0518", "GM0344")
"""Gemeenten with somebody in each role; the first is the one that the tour visits."""
_WITH_REVIEWERS = "GM0200 GM0202 GM0106 GM0148 GM0400 GM0222 GM0772 GM0014 GM0855 GM0758 GM0193 GM0307 GM0935 GM0546"
WITH_REVIEWERS = tuple(_WITH_REVIEWERS.split())
_WITH_TWO = (
    "GM0303 GM0392 GM0074 GM0118 GM0405 GM0080 GM0119 GM0356 GM0268 GM0088 GM1676 GM0297 GM0505 GM0228 GM0479 GM0153 "
    "GM1783 GM0150 GM0114 GM0503 GM1900"
)
WITH_TWO = tuple(_WITH_TWO.split())

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
    def user_id(self) -> uuid.UUID:
        assert self.actor.user_id is not None  # noqa: S101 (made so, below)
        return self.actor.user_id

    @property
    def organisation_id(self) -> uuid.UUID:
        assert self.actor.organisation_id is not None  # noqa: S101 (made so, below)
        return self.actor.organisation_id

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
    """coordinator, coordinator2, releaser, releaser2, administrator."""
    towns: list[Town] = field(default_factory=list)
    suppliers: list[dict[Role, Person]] = field(default_factory=list)
    password_hash: str = ""
    named: int = 0
    """How many people have been given a name."""

    def new_name(self) -> str:
        """The name of the next person; each name is given once."""
        number, self.named = self.named, self.named + 1
        lap = number // len(FIRST_NAMES)
        first = FIRST_NAMES[number % len(FIRST_NAMES)]
        return f"{first} {SURNAMES[(number * 5 + lap * 2) % len(SURNAMES)]}"

    @property
    def reviewers(self) -> list[Person]:
        """One reviewer per gemeente that has one."""
        return [town.people[Role.REVIEWER] for town in self.towns if Role.REVIEWER in town.people]


def begin() -> Cast:
    """VNG with its people. The password is hashed once: everybody has the same."""
    cast = Cast(password_hash=passwords.hash_password(PASSWORD))
    vng = organisations.found_organisation(OrganisationKind.VNG, "VNG (demonstratie)")
    wanted = (
        ("administrator", "functioneel-beheerder", Role.FUNCTIONAL_ADMINISTRATOR),
        ("coordinator", "coordinator", Role.COORDINATOR),
        ("coordinator2", "tweede-coordinator", Role.COORDINATOR),
        ("releaser", "fiatteur", Role.RELEASER),
        ("releaser2", "tweede-fiatteur", Role.RELEASER),
    )
    for key, address, role in wanted:
        cast.vng[key] = add_person(cast, f"{address}@vng.example", vng, (role,))
    return cast


def add_towns(cast: Cast, rows: Rows, codes: Collection[str] | None = None) -> None:
    """The gemeenten of the package (or only those with these codes), some forty of them with people who log in.

    In all others an inkoper and a process owner keep the register; they were let in but never chose a password.
    """
    facts = [each for each in read_municipalities() if codes is None or each.code in codes]
    load_municipalities(facts)
    query = select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    made = {each.code: each for each in session().scalars(query)}
    known = [*WITH_EVERY_ROLE, *WITH_REVIEWERS, *WITH_TWO]
    for code in [each for each in known if each in made]:
        roles = ALL_ROLES if code in WITH_EVERY_ROLE else WITH_REVIEWER if code in WITH_REVIEWERS else SMALL
        cast.towns.append(_town(cast, made[code], roles))
    for organisation in sorted(made.values(), key=lambda each: each.code or ""):
        if organisation.code not in known:
            cast.towns.append(_quiet_town(cast, rows, organisation))


def _town(cast: Cast, made: Organisation, roles: tuple[Role, ...]) -> Town:
    place = slug(made.name.removeprefix("Gemeente "))
    people = {role: add_person(cast, f"{ADDRESSES[role]}@{place}.example", made, (role,)) for role in roles}
    return Town(made.name, made, people)


def _quiet_town(cast: Cast, rows: Rows, made: Organisation) -> Town:
    place, at = slug(made.name.removeprefix("Gemeente ")), clock.now()
    people = {}
    for role in SMALL:
        user = rows.add(User(email=f"{ADDRESSES[role]}@{place}.example", name=cast.new_name()), at)
        member = rows.add(Membership(user_id=user.id, organisation_id=made.id), at)
        rows.add(MembershipRole(membership_id=member.id, role=role), at)
        actor = Actor(user.id, member.id, made.id, made.kind, frozenset((role,)))
        people[role] = Person(user.name, user.email, made.name, (role,), actor)
    return Town(made.name, made, people)


def add_supplier_people(cast: Cast, number: int, organisation: Organisation, domain: str) -> None:
    """Invuller, vrijgever and beheerder of a supplier."""
    people = {}
    for role in (Role.CONTRIBUTOR, Role.SUBMITTER, Role.ADMINISTRATOR):
        roles = (Role.CONTRIBUTOR, role) if role is Role.SUBMITTER else (role,)
        people[role] = add_person(cast, f"{ADDRESSES[role]}@{domain}", organisation, roles)
    cast.suppliers.append(people)


def add_person(cast: Cast, email: str, organisation: Organisation, roles: tuple[Role, ...]) -> Person:
    """A person with one membership; the second factor is off, which only this mode allows."""
    user = accounts.find_user_by_email(email)
    if user is None:
        user = User(email=email, name=cast.new_name(), password_hash=cast.password_hash, is_factor_exempt=True)
        session().add(user)
        session().flush()
    member = accounts.add_membership(user, organisation.id, list(roles))
    actor = Actor(user.id, member.id, organisation.id, organisation.kind, frozenset(roles), is_present=True)
    return Person(user.name, email, organisation.name, roles, actor)


def add_second_membership(cast: Cast) -> None:
    """The CISO of the first gemeente is CISO of a neighbour too: one account, two organisations."""
    ciso = cast.towns[0].people[Role.CISO]
    neighbour = next(town for town in cast.towns if town.organisation.code == WITH_TWO[0])
    add_person(cast, ciso.email, neighbour.organisation, (Role.CISO,))


def slug(name: str) -> str:
    """A name as part of an address: lower case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
