# SPDX-License-Identifier: EUPL-1.2
"""What happens around the rounds: a merger done and one planned, settings, conflicts, a takeover, API clients."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.accounts import clients
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration import people
from samencontroleren.demonstration.people import Cast, Person
from samencontroleren.demonstration.suppliers import SUPPLIERS, Supplier
from samencontroleren.organisations import mergers
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import conflicts, pool
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Assignment, Dossier, Round
from samencontroleren.vendors import changes
from samencontroleren.vendors.kinds import Category, ChangeKind

FORMER = (("Gemeente Torenveld (verzonnen)", "GM9901"), ("Gemeente Zilverwoude (verzonnen)", "GM9902"))
"""Invented gemeenten: the second went into the first, and the first will go into another."""
GROUND = "Wet tot samenvoeging van gemeenten (verzonnen)"
SETTINGS = (
    (-400, 0, Code.INVITATION_SILENT, "10", "Veel leveranciers hadden na een week nog geen contactpersoon gekozen."),
    (-200, 0, Code.INVITATION_SILENT, "7", "De uitnodiging is duidelijker geworden. Wij horen weer binnen een week."),
    (-5, 38, Code.FINDING_LOW, "150", "Gemeenten vinden een half jaar te lang voor een kleine bevinding."),
)
"""Set on a day, counts from so many days later, which setting, the value, the reason."""
CONFLICTS = ("Ik werkte hier tot twee jaar geleden.", "Mijn partner werkt bij deze leverancier.")


def merge_before(cast: Cast, today: date) -> None:
    """An invented gemeente went into another, which has people and products like any other."""
    who = cast.vng["administrator"].actor
    made = [organisations.add_organisation(who, OrganisationKind.MUNICIPALITY, *facts) for facts in FORMER]
    day = max(date(today.year, 1, 1), clock.today())
    plan = mergers.plan_merger(who, part_ids=[made[1].id], into_id=made[0].id, happens_on=day, ground=GROUND)
    with clock.pretend(day):
        mergers.carry_out(plan.id)
    found = {
        role: people.add_person(cast, f"{people.ADDRESSES[role]}@torenveld.example", made[0], (role,))
        for role in people.SMALL
    }
    cast.towns.append(people.Town(made[0].name, made[0], found))


def happen(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """The rest, when the rounds have been played."""
    _set(cast, today)
    _plan_merger(cast, today)
    _declare(cast, today)
    _state(cast, today)
    _move_product(cast, suppliers, today)
    _add_clients(cast, today)


def _set(cast: Cast, today: date) -> None:
    who = cast.vng["administrator"].actor
    for days, later, code, value, reason in SETTINGS:
        with clock.pretend(today + timedelta(days=days)):
            revision = parameters.get_parameter(who, code.value).revision
            from_day = today + timedelta(days=days + later)
            parameters.set_value(
                who, code.value, fields={"value": value}, counts_from=from_day, reason=reason, revision=revision
            )


def _plan_merger(cast: Cast, today: date) -> None:
    """On the next first of January; the invented gemeente goes, so that nobody real reads of its own end."""
    going, into = cast.towns[-1], cast.towns[-2]
    with clock.pretend(today - timedelta(days=60)):
        who, day = cast.vng["administrator"].actor, date(today.year + 1, 1, 1)
        mergers.plan_merger(who, part_ids=[going.id], into_id=into.id, happens_on=day, ground=GROUND)


def _declare(cast: Cast, today: date) -> None:
    """Reviewers who have nothing to do with the dossiers of a supplier declare why they can not have either."""
    waiting = (
        select(Dossier.vendor_id)
        .join(Dossier.round)
        .where(Round.state == RoundState.RUNNING, Dossier.state == DossierState.SUBMITTED)
        .order_by(Dossier.product_id.is_(None), Dossier.due_on, Dossier.id)
    )
    chosen = list(dict.fromkeys(session().scalars(waiting)))[: len(CONFLICTS)]
    for number, (vendor_id, reason) in enumerate(zip(chosen, CONFLICTS, strict=False)):
        busy = select(Assignment.user_id).join(Dossier, Dossier.id == Assignment.dossier_id)
        near = set(session().scalars(busy.where(Dossier.vendor_id == vendor_id)))
        free = [each for each in cast.reviewers[1:] if each.user_id not in near]
        with clock.pretend(today - timedelta(days=30 - number)):
            conflicts.declare_conflict(free[number].actor, vendor_id, reason)


def _state(cast: Cast, today: date) -> None:
    """Each reviewer says what he or she knows and has room for; one is away, one is left out of the running round."""
    themes, categories = questionnaires.published_themes(), list(Category)
    segments = list(questionnaires.published_segments())
    for number, person in enumerate(cast.reviewers):
        known = [theme for place, theme in enumerate(themes) if (place + number) % 3]
        kinds = [categories[(number + step) % len(categories)] for step in range(3)]
        away = (today + timedelta(days=2), today + timedelta(days=300)) if number == 7 else (None, None)
        with clock.pretend(today - timedelta(days=90 - number % 60)):
            pool.save_profile(
                person.actor,
                themes=known,
                categories=kinds,
                segments=segments[number % 2 :: 2],
                capacity=10 + number * 3 % 11,
                away_from=away[0],
                away_until=away[1],
            )
    running = session().scalars(select(Round).where(Round.state == RoundState.RUNNING).order_by(Round.opens_on)).first()
    if running is not None and len(cast.reviewers) > 9:
        with clock.pretend(today - timedelta(days=20)):
            member = cast.reviewers[9].membership_id
            reason = "Neemt deze maanden ander werk waar (verzonnen)."
            pool.leave_out(cast.vng["coordinator"].actor, running.id, member, reason)


def _move_product(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """The last supplier sold a product to the one before it, with its dossiers and results."""
    if len(suppliers) < len(SUPPLIERS) + 2:
        return
    who, (into, seller) = cast.vng["administrator"].actor, suppliers[-2:]
    with clock.pretend(today - timedelta(days=12)):
        change = changes.plan_change(
            who,
            seller.id,
            kind=ChangeKind.PRODUCT_MOVE,
            happens_on=clock.today(),
            reason="Verkocht, met de medewerkers die eraan werken (verzonnen).",
            into_vendor_id=into.id,
            product_id=seller.products[-1],
        )
        changes.carry_out_today(who, change.id)


def _with(person: Person, role: Role) -> Actor:
    """This administrator, who did that work too in those days: nobody gives a client a role of others."""
    return replace(person.actor, roles=person.actor.roles | {role})


def _add_clients(cast: Cast, today: date) -> None:
    """A gemeente and a supplier let other software in."""
    town, supplier = cast.towns[0].people[Role.ADMINISTRATOR], cast.suppliers[0][Role.ADMINISTRATOR]
    with clock.pretend(today - timedelta(days=90)):
        ends = clock.today() + timedelta(days=300)
        clients.add_client(
            _with(town, Role.BUYER), "Contractregister", [Role.BUYER], [Scope.READ, Scope.WRITE_USAGE], ends
        )
        scopes = [Scope.READ, Scope.WRITE_ANSWERS, Scope.WRITE_EVIDENCE]
        clients.add_client(_with(supplier, Role.CONTRIBUTOR), "Documentenbeheer", [Role.CONTRIBUTOR], scopes, ends)
