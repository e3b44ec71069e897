# SPDX-License-Identifier: EUPL-1.2
"""When every answer is confirmed: a vrijgever is asked to read the dossier and submit it."""

import uuid

from samencontroleren.accounts import service as accounts
from samencontroleren.core import trail
from samencontroleren.core.access import fetch
from samencontroleren.core.errors import Conflict
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.responses import policy
from samencontroleren.responses.answering import NOT_OPEN
from samencontroleren.responses.counting import progress
from samencontroleren.responses.sheet import is_open, load_sheet
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

TO_READ = "dossier_to_read"
NOT_DONE = "Bevestig eerst alle antwoorden. Vraag daarna een vrijgever om na te lezen."
NOBODY = "Uw organisatie heeft nog geen vrijgever. Vraag uw beheerder om iemand die rol te geven."


def is_filled(dossier: Dossier) -> bool:
    """Whether every answer of a dossier is confirmed for the first time, so that submitting it is what is left."""
    if dossier.state is not DossierState.IN_PROGRESS:
        return False
    done, total = progress([dossier.id]).get(dossier.id, (0, 0))
    return bool(total) and done == total


def ask_submitters(actor: Actor, dossier_id: uuid.UUID) -> list[str]:
    """Tell the supplier's vrijgevers that a dossier is ready to be read, once per turn; gives their names.

    Raises Conflict while answers are missing, or when nobody is a vrijgever; NotFound, Forbidden.
    """
    dossier = fetch(actor, rounds_policy.ANSWER, dossier_id, view=policy.WORK)
    sheet = load_sheet(actor, dossier_id)
    if not is_open(sheet.dossier):
        raise Conflict(NOT_OPEN)
    if not sheet.may_submit:
        raise Conflict(NOT_DONE)
    members = accounts.members_with_roles(dossier.vendor_id, Role.SUBMITTER)
    if not members:
        raise Conflict(NOBODY)
    key = f"{TO_READ}:{dossier.id}:{dossier.state_since.isoformat()}"
    notifications.notify_all(key, [each.id for each in members], TO_READ, dossier.id)
    trail.record(actor, "dossier.ready", "dossier", dossier.id, reader=dossier.vendor_id)
    return [each.user.name for each in members]
