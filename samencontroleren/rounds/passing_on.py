# SPDX-License-Identifier: EUPL-1.2
"""'This is not for me': somebody of a supplier asks a colleague to take a dossier up. Nobody loses a right by it."""

import uuid
from collections.abc import Sequence

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock, trail
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import TERM_OF
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.reading import get_dossier


def colleagues_for(actor: Actor, dossier_id: uuid.UUID) -> Sequence[Membership]:
    """The colleagues who can answer a dossier, by name, without the actor. Raises NotFound, Forbidden."""
    dossier = get_dossier(actor, dossier_id, policy.ANSWER)
    people = accounts.members_with_roles(dossier.vendor_id, Role.CONTRIBUTOR, Role.SUBMITTER)
    return [each for each in people if each.user_id != actor.user_id]


def administrators_of(actor: Actor, dossier_id: uuid.UUID) -> Sequence[Membership]:
    """Who can invite somebody without an account, by name."""
    dossier = get_dossier(actor, dossier_id, policy.ANSWER)
    return accounts.members_with_roles(dossier.vendor_id, Role.ADMINISTRATOR)


def pass_on(actor: Actor, dossier_id: uuid.UUID, membership_id: uuid.UUID) -> Dossier:
    """Ask a colleague to take the dossier up: a task in that person's inbox, once a day.

    Raises Conflict when it is not the supplier's turn, Invalid for somebody who can not answer it.
    """
    dossier = get_dossier(actor, dossier_id, policy.ANSWER)
    if dossier.state not in TERM_OF:
        raise Conflict("Uw organisatie is nu niet aan zet. Er valt niets over te dragen.")
    if membership_id not in {each.id for each in colleagues_for(actor, dossier_id)}:
        raise Invalid({"membership_id": ["Kies een collega uit de lijst."]})
    key = f"dossier_passed_on:{dossier.id}:{membership_id}:{clock.today().isoformat()}"
    notifications.notify(key, membership_id, "dossier_passed_on", dossier.id, date=dossier.due_on)
    trail.record(actor, "dossier.passed-on", "dossier", dossier.id, reader=dossier.vendor_id, membership=membership_id)
    return dossier
