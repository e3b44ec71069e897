# SPDX-License-Identifier: EUPL-1.2
"""What changed since the draft that the supplier was first heard on: for the releasing officer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import policy
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.dossiers import living_assignments
from samencontroleren.assessments.models import Conclusion, Hearing, Proposal
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor


@dataclass(frozen=True)
class Change:
    """A verdict, its severity or its reasons as the supplier first read them, and as they are now."""

    before: Conclusion
    now: Conclusion
    people: tuple[uuid.UUID, ...]
    """Who changed it: the co-ordinator, or both reviewers."""

    @property
    def is_severity(self) -> bool:
        """Whether the finding got another severity."""
        return self.now.code in SHORTCOMINGS and self.before.gravity is not self.now.gravity


def changes_since_hearing(actor: Actor, dossier_id: uuid.UUID) -> list[Change]:
    """Each verdict of which code, assurance, severity or a reason is another one than in the first hearing.

    Empty before a hearing (three queries).
    """
    first = select(Hearing.opened_at).where(Hearing.dossier_id == dossier_id, Hearing.number == 1)
    opened_at = session().scalar(first)
    if opened_at is None:
        return []
    query = visible(actor, policy.CONCLUSION_VIEW).where(Conclusion.dossier_id == dossier_id)
    query = query.options(joinedload(Conclusion.requirement_version)).order_by(Conclusion.number)
    rows: dict[uuid.UUID, list[Conclusion]] = {}
    for each in session().scalars(query):
        rows.setdefault(each.requirement_version_id, []).append(each)
    agreed = _agreed(actor, dossier_id)
    found = []
    for key, several in rows.items():
        before = [each for each in several if each.decided_at <= opened_at] or several[:1]
        if _said(before[-1]) != _said(several[-1]):
            found.append(Change(before[-1], several[-1], _people(several[-1], agreed.get(key, ()))))
    return found


def _said(row: Conclusion) -> tuple[object, ...]:
    graveness = row.gravity if row.code in SHORTCOMINGS else None
    return row.code, row.axes, row.assurance, row.public_reason, row.confidential_reason, graveness


def _agreed(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, tuple[uuid.UUID, ...]]:
    """By requirement who made and who agreed to the last proposal."""
    query = visible(actor, policy.PROPOSAL_VIEW).where(
        Proposal.dossier_id == dossier_id, Proposal.agreed_by_id.is_not(None)
    )
    rows = session().scalars(query.order_by(Proposal.agreed_at, Proposal.id))
    return {each.requirement_version_id: tuple(filter(None, (each.proposed_by_id, each.agreed_by_id))) for each in rows}


def _people(now: Conclusion, agreed: Sequence[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    if now.decided_by_id is not None:
        return (now.decided_by_id,)
    return tuple(agreed) or tuple(each.user_id for each in living_assignments(now.dossier_id))
