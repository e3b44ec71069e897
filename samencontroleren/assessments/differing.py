# SPDX-License-Identifier: EUPL-1.2
"""The verdicts of both reviewers beside each other, with what they proposed and what was concluded."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samencontroleren.assessments import policy
from samencontroleren.assessments.concluding import SHORTCOMINGS, current_conclusions, is_nearly_same
from samencontroleren.assessments.dossiers import living_assignments, load_dossier, versions_of
from samencontroleren.assessments.models import Conclusion, Proposal, ReviewVerdict
from samencontroleren.assessments.replying import last_hearing
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion


@dataclass(frozen=True)
class Difference:
    """A requirement with the verdicts of both reviewers, the proposals made and what was concluded."""

    version: RequirementVersion
    verdicts: Sequence[ReviewVerdict]
    proposals: Sequence[Proposal]
    conclusion: Conclusion | None
    heard_at: datetime | None = None
    """When the supplier was last heard: what was proposed before that and not agreed to lapsed."""

    @property
    def is_equal(self) -> bool:
        """Whether both reviewers gave the same verdict."""
        return len({each.code for each in self.verdicts}) == 1

    @property
    def differs(self) -> bool:
        """Whether it takes an agreement: they gave other verdicts, or one of them left before it was settled."""
        is_lone = len(self.verdicts) == 1 and self.conclusion is None
        return bool(self.verdicts) and (is_lone or not self.is_equal)

    @property
    def has_other_severity(self) -> bool:
        """Whether they propose another severity for the finding of the same verdict; the gravest counts."""
        proposed = {each.severity or self.version.severity for each in self.verdicts}
        return self.is_equal and self.verdicts[0].code in SHORTCOMINGS and len(proposed) > 1

    @property
    def has_other_words(self) -> bool:
        """Whether they gave the same verdict with other reasons: of those the platform makes one text."""
        if len(self.verdicts) < 2 or not self.is_equal:
            return False
        parts = ("public_reason", "confidential_reason")
        return not all(is_nearly_same(*(getattr(each, part) for each in self.verdicts[:2])) for part in parts)

    @property
    def is_together(self) -> bool:
        """Whether both reviewers confirmed the verdict of last time together with others, on an unchanged answer."""
        return len(self.verdicts) > 1 and all(each.is_together for each in self.verdicts)

    @property
    def is_settled(self) -> bool:
        """Whether there is a conclusion that is not older than the verdicts it settles."""
        if self.conclusion is None:
            return False
        return self.is_equal or all(self.conclusion.decided_at >= each.changed_at for each in self.verdicts)

    @property
    def open_proposal(self) -> Proposal | None:
        """The last proposal, while it is not agreed to or lapsed, and no decision or hearing came after it."""
        last = self.proposals[-1] if self.proposals else None
        if last is None or last.agreed_at:
            return None
        return None if self._is_overtaken(last) else last

    @property
    def standing(self) -> Proposal | Conclusion | None:
        """What counts at this moment for who goes on from it: the open proposal, else what was concluded."""
        return self.open_proposal or self.conclusion

    @property
    def before_proposal(self) -> Proposal | Conclusion | None:
        """What the open proposal started from: the proposal before it, else what was concluded."""
        earlier = [each for each in self.proposals[:-1] if not self._is_overtaken(each)]
        return earlier[-1] if earlier else self.conclusion

    @property
    def lapsed(self) -> Sequence[Proposal]:
        """What was proposed in a reconsideration that ended without anybody agreeing to it, newest first."""
        return [each for each in reversed(self.proposals) if each.lapsed_at]

    def _is_overtaken(self, proposal: Proposal) -> bool:
        if proposal.lapsed_at:
            return True
        later = (self.conclusion.decided_at if self.conclusion else None, self.heard_at)
        return any(each is not None and each > proposal.created_at for each in later)


def differences(actor: Actor, dossier_id: uuid.UUID) -> list[Difference]:
    """The requirements that both judged and on which they must agree, in order (once both were ready)."""
    return [each for each in compared(actor, dossier_id) if each.differs]


def compared_at(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID) -> Difference | None:
    """One of those."""
    return next((each for each in compared(actor, dossier_id) if each.version.id == requirement_version_id), None)


def compared(actor: Actor, dossier_id: uuid.UUID) -> list[Difference]:
    """Every requirement with what this actor may see of verdicts, proposals and conclusion."""
    load_dossier(actor, policy.INSIDE, dossier_id)
    verdicts = _verdicts_by_requirement(actor, dossier_id)
    proposals = _proposals_by_requirement(actor, dossier_id)
    concluded = {each.requirement_version_id: each for each in current_conclusions(actor, dossier_id)}
    heard = last_hearing(dossier_id) if proposals else None
    heard_at = heard.opened_at if heard else None
    return [
        Difference(version, verdicts.get(key, []), proposals.get(key, []), concluded.get(key), heard_at)
        for key, version in versions_of(actor, dossier_id).items()
    ]


def _verdicts_by_requirement(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, list[ReviewVerdict]]:
    """The revealed verdicts of those who review now, in order of assignment."""
    query = visible(actor, policy.VERDICT_VIEW).where(
        ReviewVerdict.dossier_id == dossier_id, ReviewVerdict.is_revealed.is_(True)
    )
    order = [each.user_id for each in living_assignments(dossier_id)]
    found: dict[uuid.UUID, list[ReviewVerdict]] = {}
    for verdict in session().scalars(query):
        if verdict.user_id in order:
            found.setdefault(verdict.requirement_version_id, []).append(verdict)
    for verdicts in found.values():
        verdicts.sort(key=lambda each: order.index(each.user_id))
    return found


def _proposals_by_requirement(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, list[Proposal]]:
    query = visible(actor, policy.PROPOSAL_VIEW).where(Proposal.dossier_id == dossier_id)
    found: dict[uuid.UUID, list[Proposal]] = {}
    for proposal in session().scalars(query.order_by(Proposal.created_at, Proposal.id)):
        found.setdefault(proposal.requirement_version_id, []).append(proposal)
    return found
