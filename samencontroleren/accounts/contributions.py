# SPDX-License-Identifier: EUPL-1.2
"""What later features do when people lose rights, declared beside them (`leaving.py`), collected by `features`.

Each part runs in the transaction of the act itself and may run twice without harm.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from samencontroleren.accounts.models import ApiClient, Membership
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role


def _nothing(*_facts: object) -> None:
    return None


@dataclass(frozen=True)
class LeavingContribution:
    """The part of one feature when people lose rights.

    `lost(actor, member, roles)`: a member lost these roles (all of them when the membership ended).
    `stopped(organisation, clients)`: API clients of an organisation have no secret any more.
    """

    lost: Callable[[Actor, Membership, frozenset[Role]], None] = _nothing
    stopped: Callable[[uuid.UUID, list[ApiClient]], None] = _nothing


_offered: list[LeavingContribution] = []


def offer(contribution: LeavingContribution) -> None:
    """Take part; the same one twice counts once."""
    if contribution not in _offered:
        _offered.append(contribution)


def lost(actor: Actor, member: Membership, roles: frozenset[Role]) -> None:
    """Tell every feature, in their order, that a member lost roles."""
    for each in _offered:
        each.lost(actor, member, roles)


def stopped(organisation_id: uuid.UUID, clients: list[ApiClient]) -> None:
    """Tell every feature that API clients wait for another secret."""
    for each in _offered:
        each.stopped(organisation_id, clients)
