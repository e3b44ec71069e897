# SPDX-License-Identifier: EUPL-1.2
"""What reviewers made of a requirement, on its page in the catalogue."""

import uuid

from samencontroleren.assessments import labels, service
from samencontroleren.core.web import can_ever
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import panels
from samencontroleren.rounds import policy as rounds_policy


@panels.offer
def of_requirement(actor: Actor, requirement_id: uuid.UUID) -> panels.Panel | None:
    """The panel; None for whom may read no verdict."""
    found = service.figures_of(actor, requirement_id)
    if found is None:
        return None
    may_compare = can_ever(actor, [rounds_policy.COORDINATE])
    context = {"figures": found, "verdict_labels": labels.VERDICT, "may_compare": may_compare}
    return panels.Panel("Wat beoordelaars van deze eis maken", "assessments/parts/requirement.html", context)
