# SPDX-License-Identifier: EUPL-1.2
"""What a supplier promised about the findings of last time, beside what the reviewers said then."""

import uuid
from collections.abc import Collection

from samencontroleren.findings import service
from samencontroleren.findings.kinds import PROGRESS_LABELS
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import last_time
from samencontroleren.responses.last_time import Promise


@last_time.offer_promises
def promised(actor: Actor, findings: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Promise]]:
    """The steps of the last accepted plan of these findings, as far as this actor reads it (one query for all)."""
    return {
        key: [Promise(step.what, step.due_on, PROGRESS_LABELS[step.progress]) for step in plan.steps]
        for key, plan in service.accepted_plans(actor, findings).items()
    }
