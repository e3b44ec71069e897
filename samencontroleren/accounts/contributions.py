# SPDX-License-Identifier: EUPL-1.2
"""What later features do when people leave or come, declared beside them (`leaving.py`), collected by `features`.

Each part runs in the transaction of the act itself and may run twice without harm.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from samencontroleren.accounts.models import Invitation, Membership
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role


def _nothing(*_facts: object) -> None:
    return None


@dataclass(frozen=True)
class PeopleContribution:
    """The part of one feature when people come and go.

    `lost(actor, member, roles)`: a member lost these roles (all of them when the membership ended).
    `handed_on(old, new)`: an invitation went on to somebody else.
    `client_renewed(key)`: an API client has another secret, or was revoked.
    `settled(key)`: an invitation was accepted or revoked.
    """

    lost: Callable[[Actor, Membership, frozenset[Role]], None] = _nothing
    handed_on: Callable[[Invitation, Invitation], None] = _nothing
    client_renewed: Callable[[uuid.UUID], None] = _nothing
    settled: Callable[[uuid.UUID], None] = _nothing


_offered: list[PeopleContribution] = []


def offer(contribution: PeopleContribution) -> None:
    """Take part; the same one twice counts once."""
    if contribution not in _offered:
        _offered.append(contribution)


def lost(actor: Actor, member: Membership, roles: frozenset[Role]) -> None:
    """Tell every feature, in their order, that a member lost roles."""
    for each in _offered:
        each.lost(actor, member, roles)


def handed_on(old: Invitation, new: Invitation) -> None:
    """Tell every feature that an invitation went on to somebody else."""
    for each in _offered:
        each.handed_on(old, new)


def client_renewed(key: uuid.UUID) -> None:
    """Tell every feature that nobody who left knows the secret of this client any more."""
    for each in _offered:
        each.client_renewed(key)


def settled(key: uuid.UUID) -> None:
    """Tell every feature that an invitation waits no more."""
    for each in _offered:
        each.settled(key)
