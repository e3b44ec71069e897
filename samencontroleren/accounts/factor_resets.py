# SPDX-License-Identifier: EUPL-1.2
"""Taking away the second factor of somebody who lost everything, by an administrator.

The password stays, so that the administrator cannot come in; the person sets up a new second factor at the next
log-in, gets a mail, and all sessions end.
"""

import uuid

from samencontroleren.accounts import factor_mails, factors, people, policy, reach, sessions
from samencontroleren.accounts.kinds import FactorEvent
from samencontroleren.accounts.models import Membership
from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_present
from samencontroleren.core.errors import Conflict, NotFound
from samencontroleren.organisations.actor import Actor

OWN = "Uw eigen tweede stap wijzigt u op uw profiel."
ELSEWHERE = "Deze persoon werkt ook voor een andere organisatie. Vraag VNG om de tweede stap te wissen."
LAST = "Dit is de laatste beheerder van de leverancier. Daarvoor zijn twee personen van VNG nodig."


def get_member(actor: Actor, key: uuid.UUID) -> Membership:
    """Whose second factor is to be taken away. Raises NotFound for somebody whose membership has ended."""
    found = fetch(actor, policy.RESET_FACTOR, key, view=policy.VIEW, options=people.WHOLE)
    if found.ended_at is not None or found.user.is_machine:
        raise NotFound()
    return found


def forget_factors(actor: Actor, key: uuid.UUID) -> Membership:
    """Take app, passkeys and recovery codes of a person away; the next log-in sets up another.

    Raises Conflict for oneself, for somebody who also works elsewhere (unless VNG does it) and, for VNG alone, for
    the last administrator of a supplier.
    """
    found = get_member(actor, key)
    require_present(actor)
    if found.user_id == actor.user_id:
        raise Conflict(OWN)
    if not actor.is_functional_administrator and len(reach.living_memberships(found.user_id)) > 1:
        raise Conflict(ELSEWHERE)
    if found.organisation_id != actor.organisation_id and people.is_last_administrator_of_supplier(found):
        raise Conflict(LAST)
    factors.forget_all(found.user)
    sessions.end_all_sessions(found.user_id)
    factor_mails.tell(found.user, FactorEvent.ALL_FORGOTTEN)
    trail.record(actor, "factor.all-forgotten", "user", found.user_id, reader=found.organisation_id)
    return found
