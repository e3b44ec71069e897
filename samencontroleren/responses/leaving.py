# SPDX-License-Identifier: EUPL-1.2
"""Who answers for a supplier no more has no assigned questions any more: they are free for another."""

from samencontroleren.accounts.contributions import LeavingContribution
from samencontroleren.accounts.models import Membership
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.responses.assigning import ANSWERING
from samencontroleren.responses.tasks import end_tasks_of


def _lost(_actor: Actor, member: Membership, _roles: frozenset[Role]) -> None:
    kept = {each.role for each in member.roles}
    if member.ended_at is not None or not kept.intersection(ANSWERING):
        end_tasks_of(member.id)


LEAVING = LeavingContribution(lost=_lost)
