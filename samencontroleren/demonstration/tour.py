# SPDX-License-Identifier: EUPL-1.2
"""The guided tour: who one can be, what there is to try in that role, and the addresses of good places.

Every address is found with the rights of the person who will open it, so that a stop never leads to a closed door;
a stop whose place is not there (any more) is left out.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts.models import Membership, User
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.demonstration.stops import STOPS
from samencontroleren.demonstration.stops_shared import Pair
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import ROLE_LABELS, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.responses import service as responses
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.supplychain import policy as supplychain_policy
from samencontroleren.supplychain.kinds import FlagState
from samencontroleren.supplychain.models import Flag
from samencontroleren.threads import policy as threads_policy
from samencontroleren.threads.kinds import QuestionState
from samencontroleren.threads.models import Thread
from samencontroleren.usage import policy as usage_policy
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage

S = DossierState


@dataclass(frozen=True)
class Persona:
    """Somebody one can be."""

    code: str
    email: str
    role: Role
    about: Pair
    """What this person does, in a sentence."""
    organisation: str = ""
    """Where, for somebody with more than one."""


PERSONAS = (
    Persona(
        "invuller",
        "invuller@fabelwerk.example",
        Role.CONTRIBUTOR,
        (
            "U werkt bij een leverancier, beantwoordt vragen over uw product en voegt bewijs toe.",
            "You work for a supplier, answer questions about your product and add evidence.",
        ),
    ),
    Persona(
        "vrijgever",
        "vrijgever@verzonnensoftware.example",
        Role.SUBMITTER,
        (
            "U dient in namens uw bedrijf en reageert op het conceptoordeel.",
            "You submit in the name of your company and reply to the draft verdict.",
        ),
    ),
    Persona(
        "leverancier",
        "beheerder@luchtballon-cloud.example",
        Role.ADMINISTRATOR,
        (
            "U beheert de gebruikers, producten en contacten van uw bedrijf.",
            "You manage the users, products and contacts of your company.",
        ),
    ),
    Persona(
        "meedenker",
        "meedenker@netwerkhulp.example",
        Role.GUEST,
        (
            "U helpt een leverancier met een paar vragen. De rest ziet u niet.",
            "You help a supplier with a few questions. You see nothing else.",
        ),
    ),
    Persona(
        "inkoper",
        "inkoper@amsterdam.example",
        Role.BUYER,
        (
            "U leest resultaten, vergelijkt producten en houdt bij wat uw gemeente gebruikt.",
            "You read results, compare products and keep track of what your municipality uses.",
        ),
    ),
    Persona(
        "ciso",
        "ciso@amsterdam.example",
        Role.CISO,
        (
            "U bevestigt het register en let op risico’s bij uw leveranciers.",
            "You confirm the register and watch the risks at your suppliers.",
        ),
        "Gemeente Amsterdam",
    ),
    Persona(
        "proceseigenaar",
        "proceseigenaar@amsterdam.example",
        Role.PROCESS_OWNER,
        (
            "U bent verantwoordelijk voor een proces en voor de producten waarop het draait.",
            "You are responsible for a process and for the products it runs on.",
        ),
    ),
    Persona(
        "beoordelaar",
        "beoordelaar@amsterdam.example",
        Role.REVIEWER,
        (
            "U beoordeelt dossiers die aan u zijn toegewezen, samen met iemand van een andere gemeente.",
            "You assess dossiers assigned to you, together with somebody of another municipality.",
        ),
    ),
    Persona(
        "beheerder",
        "beheerder@amsterdam.example",
        Role.ADMINISTRATOR,
        (
            "U laat collega’s van uw gemeente toe en geeft hun rollen.",
            "You let in colleagues of your municipality and give them roles.",
        ),
    ),
    Persona(
        "coordinator",
        "coordinator@vng.example",
        Role.COORDINATOR,
        (
            "U begeleidt de ronde: uitnodigen, toewijzen en bewaken.",
            "You guide the round: inviting, assigning and watching over it.",
        ),
    ),
    Persona(
        "fiatteur",
        "fiatteur@vng.example",
        Role.RELEASER,
        (
            "U kijkt een dossier na en geeft het resultaat vrij voor alle gemeenten.",
            "You check a dossier and release the result to all municipalities.",
        ),
    ),
    Persona(
        "functioneel-beheerder",
        "functioneel-beheerder@vng.example",
        Role.FUNCTIONAL_ADMINISTRATOR,
        (
            "U beheert organisaties, mandaten, herindelingen en instellingen.",
            "You manage organisations, mandates, mergers and settings.",
        ),
    ),
)


@dataclass(frozen=True)
class Stop:
    """A place worth a visit: what to try and what one will see."""

    title: Pair
    text: Pair
    path: str


@dataclass(frozen=True)
class Guest:
    """A persona as it stands in the database."""

    persona: Persona
    user: User
    membership: Membership
    actor: Actor

    @property
    def role(self) -> Pair:
        return ROLE_LABELS[self.persona.role]


def guests() -> list[Guest]:
    """Everybody one can be, in the order of the tour; empty before the demonstration is filled."""
    wanted = {each.email: each for each in PERSONAS}
    query = (
        select(Membership)
        .join(Membership.user)
        .options(joinedload(Membership.user), joinedload(Membership.organisation), joinedload(Membership.roles))
        .where(User.email.in_(wanted), User.is_factor_exempt.is_(True), Membership.ended_at.is_(None))
        .order_by(Membership.created_at, Membership.id)
    )
    found: dict[str, Guest] = {}
    for member in session().scalars(query).unique():
        persona = wanted[member.user.email]
        is_there = persona.organisation in ("", member.organisation.name)
        if is_there and persona.role in {each.role for each in member.roles}:
            found.setdefault(persona.code, Guest(persona, member.user, member, _actor(member)))
    return [found[each.code] for each in PERSONAS if each.code in found]


def guest(code: str) -> Guest:
    """One of them. Raises NotFound."""
    for each in guests():
        if each.persona.code == code:
            return each
    raise NotFound()


def _actor(member: Membership) -> Actor:
    roles = frozenset(each.role for each in member.roles)
    return Actor(member.user_id, member.id, member.organisation_id, member.organisation.kind, roles)


def stops_of(of: Guest) -> list[Stop]:
    """What there is to try for somebody, in order."""
    made = []
    for place, title, text in STOPS[of.persona.code]:
        path = _path(of.actor, place)
        if path is not None:
            made.append(Stop(title, text, path))
    return made


def _path(actor: Actor, place: str) -> str | None:
    """The address of a place: as it stands, or found by a finder ("hearing", "usage:waiting")."""
    return place if place.startswith("/") else FINDERS[place](actor)


Finder = Callable[[Actor], str | None]


def _dossier(endpoint: str, *states: DossierState) -> Finder:
    """The page of a dossier in one of these states of the running round; one's own turn first."""

    def find(actor: Actor) -> str | None:
        query = visible(actor, rounds_policy.VIEW, columns=[Dossier.id]).join(Dossier.round)
        if actor.has(Role.REVIEWER):
            query = visible(actor, rounds_policy.REVIEW, columns=[Dossier.id]).join(Dossier.round)
        running = query.where(Round.state == RoundState.RUNNING, Dossier.state.in_(states))
        key = _first(running.order_by(Dossier.product_id.is_(None), Dossier.due_on, Dossier.id))
        return url_for(endpoint, key=key) if key else None

    return find


def _release(endpoint: str, *currencies: Currency) -> Finder:
    """The page of a released result whose verdicts this person reads; of a product, the worst first."""

    def find(actor: Actor) -> str | None:
        query = visible(actor, sharing_policy.VIEW, columns=[Release.id])
        if actor.is_municipal:
            used = select(Usage.product_id).where(
                Usage.municipality_id.in_(actor.municipality_ids), Usage.state == UsageState.CONFIRMED
            )
            query = query.where(Release.product_id.in_(used))
        names = [each.value for each in currencies]
        query = query.where(Release.product_id.is_not(None), sharing.currency().in_(names))
        key = _first(query.order_by(Release.result, Release.released_at.desc(), Release.id))
        return url_for(endpoint, key=key) if key else None

    return find


def _used_product(actor: Actor, is_used: bool) -> str | None:
    used = select(Usage.product_id).where(
        Usage.municipality_id.in_(actor.municipality_ids), Usage.state != UsageState.ENDED
    )
    query = visible(actor, sharing_policy.VIEW, columns=[Release.product_id]).where(
        Release.product_id.in_(used) if is_used else Release.product_id.not_in(used),
        sharing.currency() == Currency.CURRENT.value,
    )
    key = _first(query.order_by(Release.result, Release.id))
    return url_for("sharing.product", key=key) if key else None


def _usage(actor: Actor) -> str | None:
    query = visible(actor, usage_policy.CONFIRM, columns=[Usage.id]).where(Usage.state == UsageState.CLAIMED)
    key = _first(query.order_by(Usage.claimed_at, Usage.id))
    return url_for("usage.show", key=key) if key else None


def _flag(actor: Actor) -> str | None:
    query = visible(actor, supplychain_policy.VIEW, columns=[Flag.id]).where(Flag.state == FlagState.OPEN)
    key = _first(query.order_by(Flag.product_id.is_(None), Flag.key))
    return url_for("supplychain.show", key=key) if key else None


def _waiting_question(actor: Actor) -> str | None:
    query = visible(actor, threads_policy.PUBLISH, columns=[Thread.id])
    key = _first(query.where(Thread.question_state == QuestionState.WAITING).order_by(Thread.last_message_at))
    return url_for("threads.show", key=key) if key else None


def _thread(actor: Actor) -> str | None:
    query = visible(actor, threads_policy.VIEW, columns=[Thread.id])
    key = _first(query.order_by(Thread.message_count.desc(), Thread.last_message_at.desc()))
    return url_for("threads.show", key=key) if key else None


def _running_round(endpoint: str) -> Finder:
    def find(actor: Actor) -> str | None:
        query = visible(actor, rounds_policy.ROUND_VIEW, columns=[Round.id])
        key = _first(query.where(Round.state == RoundState.RUNNING))
        return url_for(endpoint, key=key) if key else None

    return find


def _partnership(_actor: Actor) -> str | None:
    query = select(Organisation.id).where(Organisation.kind == OrganisationKind.PARTNERSHIP)
    key = _first(query.order_by(Organisation.name))
    return url_for("organisations.show", key=key) if key else None


def _entrusted(endpoint: str) -> Finder:
    def find(actor: Actor) -> str | None:
        tasks = responses.entrusted_tasks(actor)
        return url_for(endpoint, key=tasks[0].id) if tasks else None

    return find


def _own_vendor(actor: Actor) -> str | None:
    return url_for("vendors.show", key=actor.organisation_id)


def _first(query: Select[uuid.UUID]) -> uuid.UUID | None:
    return session().scalars(query.limit(1)).first()


FINDERS: dict[str, Finder] = {
    "fill": _dossier("responses.overview", S.IN_PROGRESS),
    "invited": _dossier("rounds.dossier", S.INVITED),
    "talk": _dossier("threads.of_dossier", S.IN_PROGRESS, S.HEARING, S.IN_REVIEW),
    "hearing": _dossier("assessments.hearing", S.HEARING),
    "awaiting": _dossier("rounds.dossier", S.AWAITING_RELEASE),
    "desk": _dossier("assessments.desk", S.IN_REVIEW),
    "differences": _dossier("assessments.differences", S.DISCUSSING),
    "assign": _dossier("rounds.assignment", S.SUBMITTED),
    "release": _dossier("sharing.release_desk", S.AWAITING_RELEASE),
    "result": _release("sharing.result", Currency.CURRENT),
    "expired": _release("sharing.result", Currency.EXPIRED),
    "superseded": _release("sharing.result", Currency.SUPERSEDED),
    "recalled": _release("sharing.result", Currency.RECALLED),
    "ask": _release("threads.of_result", Currency.CURRENT),
    "used": lambda actor: _used_product(actor, True),
    "unused": lambda actor: _used_product(actor, False),
    "usage": _usage,
    "flag": _flag,
    "question": _waiting_question,
    "thread": _thread,
    "round": _running_round("rounds.show"),
    "contacts": _running_round("rounds.invitations"),
    "partnership": _partnership,
    "own-vendor": _own_vendor,
    "entrusted": _entrusted("responses.entrusted"),
    "entrusted-talk": _entrusted("threads.new_entrusted"),
}
"""Places of the stops that depend on what there is."""
