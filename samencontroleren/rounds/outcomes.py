# SPDX-License-Identifier: EUPL-1.2
"""Dossiers that end without a result: refused by the supplier, cancelled, or not delivered."""

import uuid

from samencontroleren.core import clock, trail
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy, telling
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.moves import WITH_VENDOR, move_dossier, take_part
from samencontroleren.rounds.reading import get_dossier


def refuse_dossier(actor: Actor, key: uuid.UUID, reason: str) -> Dossier:
    """The supplier's vrijgever refuses to take part; every gemeente sees it with the reason. Raises Conflict."""
    dossier = get_dossier(actor, key, policy.SUBMIT, lock=True)
    move_dossier(actor, dossier, DossierState.REFUSED, reason)
    return dossier


def cancel_dossier(actor: Actor, key: uuid.UUID, reason: str) -> Dossier:
    """The co-ordinator cancels a dossier with a reason (a product that was withdrawn). Raises Conflict."""
    dossier = get_dossier(actor, key, policy.COORDINATE, lock=True)
    take_part(actor.user_id, dossier.id, Part.COORDINATES)
    move_dossier(actor, dossier, DossierState.CANCELLED, reason)
    return dossier


def propose_not_delivered(actor: Actor, key: uuid.UUID, reason: str) -> Dossier:
    """A co-ordinator proposes to record that the supplier did not deliver; nothing shows to gemeenten yet.

    Raises Conflict before the term has passed or when the supplier is not to answer any more.
    """
    dossier = get_dossier(actor, key, policy.COORDINATE, lock=True)
    if dossier.state not in WITH_VENDOR:
        raise Conflict("De leverancier heeft dit dossier al ingediend of het is klaar.")
    if dossier.due_on is not None and dossier.due_on >= clock.today():
        raise Conflict("De termijn van de leverancier loopt nog.")
    if not reason.strip():
        raise Invalid({"reason": ["Vul een reden in."]})
    take_part(actor.user_id, dossier.id, Part.COORDINATES)
    dossier.not_delivered_proposed_by_id, dossier.not_delivered_reason = actor.user_id, reason
    dossier.revision += 1
    session().flush()
    trail.record(actor, "dossier.not-delivered-proposed", "dossier", dossier.id)
    telling.tell_second_persons(dossier)
    return dossier


def approve_not_delivered(actor: Actor, key: uuid.UUID) -> Dossier:
    """A second person of VNG approves: the dossier ends as not delivered and every gemeente sees it.

    Raises Forbidden for the person who proposed it, Conflict when nothing was proposed.
    """
    dossier = get_dossier(actor, key, lock=True)
    if dossier.not_delivered_proposed_by_id is None:
        raise Conflict("Niemand heeft voorgesteld om dit dossier als niet geleverd vast te leggen.")
    dossier = get_dossier(actor, key, policy.APPROVE_NOT_DELIVERED, lock=True)
    take_part(actor.user_id, dossier.id, Part.COORDINATES if actor.is_coordinator else Part.RELEASES)
    move_dossier(actor, dossier, DossierState.NOT_DELIVERED, dossier.not_delivered_reason)
    return dossier


def drop_not_delivered(actor: Actor, key: uuid.UUID) -> Dossier:
    """Take the proposal back; the supplier can still answer."""
    dossier = get_dossier(actor, key, policy.COORDINATE, lock=True)
    if dossier.not_delivered_proposed_by_id is None or dossier.state not in WITH_VENDOR:
        raise Conflict("Er ligt geen voorstel.")
    dossier.not_delivered_proposed_by_id, dossier.not_delivered_reason = None, ""
    dossier.revision += 1
    session().flush()
    trail.record(actor, "dossier.not-delivered-dropped", "dossier", dossier.id)
    notifications.finish("not_delivered_proposed", dossier.id)
    return dossier
