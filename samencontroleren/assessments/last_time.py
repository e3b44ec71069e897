# SPDX-License-Identifier: EUPL-1.2
"""What the supplier of a dossier reads, in the next round, of what was said about its answers in the last one."""

import uuid

from sqlalchemy import and_, or_

from samencontroleren.assessments import policy, wording
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.kinds import VERDICT_CODES, FindingState
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import last_time
from samencontroleren.responses.last_time import LastTime, Shortcoming


@last_time.offer
def said_in(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, LastTime]:
    """The conclusions of an earlier dossier with their findings, as far as this actor may read them (one query)."""
    here = and_(
        Finding.dossier_id == Conclusion.dossier_id,
        Finding.requirement_version_id == Conclusion.requirement_version_id,
    )
    again = and_(  # found before, and here once more
        Finding.next_dossier_id == Conclusion.dossier_id,
        Finding.next_requirement_version_id == Conclusion.requirement_version_id,
    )
    finding = and_(or_(here, again), Finding.state != FindingState.LAPSED, policy.FINDING_VIEW(actor))
    query = visible(actor, policy.CONCLUSION_VIEW, columns=[Conclusion, Finding]).outerjoin(Finding, finding)
    rows = session().execute(query.where(Conclusion.dossier_id == dossier_id).order_by(Conclusion.number))
    return {each.requirement_version_id: _said(each, found) for each, found in rows}


def _said(conclusion: Conclusion, finding: Finding | None) -> LastTime:
    return LastTime(
        code=conclusion.code,
        api_code=VERDICT_CODES[conclusion.code],
        label=wording.VERDICTS[conclusion.code],
        is_unmet=conclusion.code in SHORTCOMINGS,
        public_reason=conclusion.public_reason,
        confidential_reason=conclusion.confidential_reason,
        shortcoming=shortcoming_of(finding) if finding else None,
    )


def shortcoming_of(finding: Finding) -> Shortcoming:
    """A finding in words."""
    is_closed = finding.state is FindingState.CLOSED
    return Shortcoming(finding.id, wording.SEVERITIES[finding.severity], finding.due_on, is_closed)
