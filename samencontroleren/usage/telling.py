# SPDX-License-Identifier: EUPL-1.2
"""Who is asked to confirm a claim, and when that has ended."""

import uuid

from samencontroleren.accounts import service as accounts
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.kinds import Role
from samencontroleren.usage import policy
from samencontroleren.usage.models import Usage

KIND = "usage_to_confirm"
REJECTED = "usage_rejected"


def ask_second_persons(claimed: Usage) -> None:
    """Ask whoever may confirm a claim: CISO and process owners of the gemeente, not the person who made it."""
    people = accounts.members_with_roles(claimed.municipality_id, Role.CISO, Role.PROCESS_OWNER)
    members = recipients.allowed(people, policy.CONFIRM, claimed)
    notifications.notify_all(f"{KIND}:{claimed.id}:{claimed.revision}", members, KIND, claimed.id)


def tell_of_rejection(rejected: Usage) -> None:
    """Tell the person who made a claim that a colleague rejected it."""
    members = recipients.allowed(recipients.memberships_of(rejected.claimed_by_id), policy.EDIT, rejected)
    notifications.notify_all(f"{REJECTED}:{rejected.id}:{rejected.revision}", members, REJECTED, rejected.id)


def no_longer_ask(usage_id: uuid.UUID) -> None:
    """The claim was confirmed or ended."""
    notifications.finish(KIND, usage_id)
