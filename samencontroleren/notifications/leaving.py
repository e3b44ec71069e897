# SPDX-License-Identifier: EUPL-1.2
"""Administrators are told when API clients stopped because the one who knew the secret left."""

import uuid

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.contributions import LeavingContribution
from samencontroleren.accounts.models import ApiClient
from samencontroleren.notifications.service import notify_all
from samencontroleren.organisations.kinds import ADMINISTRATORS


def _stopped(organisation_id: uuid.UUID, clients: list[ApiClient]) -> None:
    members = [each.id for each in accounts.members_with_roles(organisation_id, *ADMINISTRATORS)]
    for each in clients:
        key = f"client_stopped:{each.id}:{each.secret_made_at.isoformat()}"
        notify_all(key, members, "client_stopped", link=f"/api-clients/{each.id}")


LEAVING = LeavingContribution(stopped=_stopped)
