# SPDX-License-Identifier: EUPL-1.2
"""What findings add to the page of a result: how each released finding stands now."""

import uuid
from collections.abc import Collection

from samencontroleren.assessments.kinds import FINDING_LABELS, TO_SOLVE
from samencontroleren.findings import service
from samencontroleren.findings.kinds import PROGRESS_LABELS
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import panels


@panels.offer_at_findings
def stands(actor: Actor, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, panels.Stand]:
    """Stage, term and accepted steps of the findings this actor reads (a few queries for all)."""
    found = {}
    for key, (finding, plan) in service.stands(actor, keys).items():
        found[key] = panels.Stand(
            due_on=finding.due_on,
            is_late=service.is_late(finding),
            is_open=finding.state in TO_SOLVE,
            stage=FINDING_LABELS[finding.state],
            template="findings/stand.html",
            context={"finding": finding, "steps": plan.steps if plan else (), "goes_on": finding.id != key},
            steps=[
                panels.PlannedStep(each.what, each.due_on, PROGRESS_LABELS[each.progress])
                for each in (plan.steps if plan else ())
            ],
        )
    return found
