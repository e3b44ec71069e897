# SPDX-License-Identifier: EUPL-1.2
"""Who is told of what happens to a finding: VNG when it has to decide, the supplier when it has."""

import uuid

from sqlalchemy import select

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments.models import Finding
from samencontroleren.core.db import session
from samencontroleren.findings import policy
from samencontroleren.findings.models import FindingRequest
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.kinds import Role

WAITS, DECIDED = "finding_waits", "finding_decided"


def ask_decision(finding: Finding, key: str) -> None:
    """VNG's co-ordinators who may decide have something to do; once per plan or request."""
    members = recipients.allowed(recipients.of_vng(Role.COORDINATOR), policy.COORDINATE, finding)
    notifications.notify_all(f"{WAITS}:{key}", members, WAITS, finding.id)
    notifications.finish(DECIDED, finding.id)


def forget_plan(finding: Finding) -> None:
    """The supplier took its plan back: there is nothing to decide on, unless it asked something else too."""
    asked = select(FindingRequest.id).where(
        FindingRequest.finding_id == finding.id, FindingRequest.is_granted.is_(None)
    )
    if session().scalars(asked.limit(1)).first() is None:
        notifications.finish(WAITS, finding.id)


def tell_decision(finding: Finding, key: str) -> None:
    """The supplier's vrijgevers read what was decided; VNG's task is done."""
    notifications.finish(WAITS, finding.id)
    notifications.notify_all(f"{DECIDED}:{key}", submitters(finding), DECIDED, finding.id)


def submitters(finding: Finding) -> list[uuid.UUID]:
    """The supplier's vrijgevers."""
    return [each.id for each in accounts.members_with_roles(finding.vendor_id, Role.SUBMITTER)]
