# SPDX-License-Identifier: EUPL-1.2
"""The block of VNG's functional administrator on the start page: who was not let in yet, and what is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samencontroleren.accounts import invitations
from samencontroleren.accounts.models import Invitation
from samencontroleren.core.rest import Page
from samencontroleren.organisations import mergers
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import PlanState
from samencontroleren.organisations.models import Merger
from samencontroleren.parameters import service as parameters
from samencontroleren.vendors import changes
from samencontroleren.vendors.models import SupplierChange

FIRST = 5
"""As many invitations as the block shows."""


@dataclass(frozen=True)
class AdministratorBlock:
    """How many organisations there are, invitations into them that wait, and what happens on a day to come."""

    organisations: int
    waiting: Page
    """Invitations that nobody used yet, the one that ends first before."""
    mergers: Sequence[Merger]
    takeovers: Sequence[SupplierChange]
    settings: Sequence[tuple[parameters.Standing, date]]
    """Parameters with a value for a later day, and that day."""

    @property
    def invitations(self) -> Sequence[Invitation]:
        """The first of them."""
        return self.waiting.rows


def administrator_block(actor: Actor) -> AdministratorBlock:
    """What the functional administrator looks after."""
    settings = [(each, each.planned[0].counts_from) for each in parameters.list_parameters(actor) if each.planned]
    return AdministratorBlock(
        organisations=organisations.list_organisations(actor, size=1).total,
        waiting=invitations.list_waiting(actor, FIRST),
        mergers=sorted(filter(_is_to_come, mergers.list_mergers(actor)), key=_day),
        takeovers=sorted(filter(_is_to_come, changes.list_changes(actor)), key=_day),
        settings=sorted(settings, key=lambda each: each[1]),
    )


def _is_to_come(plan: Merger | SupplierChange) -> bool:
    return plan.state is PlanState.PLANNED


def _day(plan: Merger | SupplierChange) -> date:
    return plan.happens_on
