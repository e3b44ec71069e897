# SPDX-License-Identifier: EUPL-1.2
"""Who reviews no more loses the assigned dossiers at once; the work done stays (product.md, section 2).

Nothing of the person stays in the pool.
"""

from samencontroleren.accounts.contributions import LeavingContribution
from samencontroleren.accounts.models import Membership
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.assignments import leave_assignments
from samencontroleren.rounds.pool import end_statements


def _lost(actor: Actor, member: Membership, roles: frozenset[Role]) -> None:
    if Role.REVIEWER in roles:
        leave_assignments(actor, member.id)
        end_statements(member.id)


LEAVING = LeavingContribution(lost=_lost)
