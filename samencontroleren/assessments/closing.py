# SPDX-License-Identifier: EUPL-1.2
"""Before verdicts go on: what one's own come to, and what the dossier becomes when its last difference is settled."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import policy, rule
from samencontroleren.assessments.arranging import Planned, planned
from samencontroleren.assessments.concluding import (
    SHORTCOMINGS,
    Wording,
    current_conclusions,
    provisional,
    wording_of,
)
from samencontroleren.assessments.desks import Desk, DeskItem
from samencontroleren.assessments.differing import compared
from samencontroleren.assessments.dossiers import load_dossier, versions_of
from samencontroleren.assessments.finding_layout import GoingOn, earlier_findings, going_on, open_arrangements
from samencontroleren.assessments.kinds import ConclusionBasis, Severity, Verdict
from samencontroleren.assessments.models import Proposal, Review
from samencontroleren.assessments.shortcomings import agreed_in
from samencontroleren.assessments.standing import earlier_of
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class Summary:
    """What one reviewer's own verdicts come to, before he or she says to be ready."""

    counts: Mapping[Verdict, int]
    wishes: int
    """At so many requirements something is asked first."""
    findings: Sequence[tuple[DeskItem, Severity]]
    outcome: rule.Outcome | None
    """What the rule makes of these verdicts alone; None where nothing applies."""


def summary_of(found: Desk) -> Summary:
    """The finished verdicts of a desk in numbers, findings and a provisional result. Pure."""
    given = [(each, each.verdict) for each in found.items if each.verdict is not None and not each.lacks]
    rows = [
        (each.version, row.code, row.assurance, row.severity, True) for each, row in given if row.code and row.assurance
    ]
    short = [(each, row.severity or each.version.severity) for each, row in given if row.code in SHORTCOMINGS]
    counts = Counter(row[1] for row in rows)
    wishes = sum(each.wish is not None for each in found.items) if found.can_wish else 0
    return Summary({each: counts[each] for each in Verdict}, wishes, short, provisional(rows))


def next_to_review(actor: Actor, but: uuid.UUID) -> Dossier | None:
    """The dossier besides this one whose term for this reviewer's verdicts ends first; None: no other."""
    is_ready = exists().where(
        Review.dossier_id == Dossier.id, Review.user_id == actor.user_id, Review.ready_at.is_not(None)
    )
    waits = Dossier.state == DossierState.IN_REVIEW
    query = visible(actor, rounds_policy.REVIEW).where(waits, Dossier.id != but, ~is_ready)
    query = query.options(joinedload(Dossier.product), joinedload(Dossier.vendor))
    return session().scalars(query.order_by(Dossier.due_on, Dossier.id).limit(1)).first()


@dataclass(frozen=True)
class Draft:
    """The verdicts of a dossier as the supplier gets them once a proposal is agreed to."""

    dossier: Dossier
    proposal: Proposal
    rows: Sequence[tuple[RequirementVersion, Wording]]
    outcome: rule.Outcome | None
    findings: Sequence[Planned]
    """Those that begin with it; what goes on in another one has no row of its own for the supplier."""
    earlier: Sequence[GoingOn]
    """What an earlier round found and is found again: it goes on."""
    lapsing: int
    """So many proposals on texts and findings nobody agreed to yet: they lapse."""


def draft_with(actor: Actor, dossier_id: uuid.UUID, proposal_id: uuid.UUID) -> Draft:
    """The draft verdict with this proposal in it. Raises NotFound, and Conflict when nothing is being discussed."""
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.DISCUSSING)
    proposal = fetch(actor, policy.PROPOSAL_VIEW, proposal_id)
    if proposal.dossier_id != dossier.id:
        raise NotFound()
    now = current_conclusions(actor, dossier_id)
    said = {each.requirement_version_id: wording_of(each) for each in now}
    agreed = {each.requirement_version_id: each.both_agree_not_applicable for each in now}
    agreed[proposal.requirement_version_id] = True
    said[proposal.requirement_version_id] = wording_of(proposal)
    rows = [(version, said[key]) for key, version in versions_of(actor, dossier_id).items() if key in said]
    outcome = provisional(
        (version, each.code, each.assurance, each.severity, agreed[version.id]) for version, each in rows
    )
    carried = {each.requirement_version_id for each in now if each.basis is ConclusionBasis.CARRIED}
    findings, again = _found(actor, dossier, rows, carried)
    return Draft(dossier, proposal, rows, outcome, findings, again, _lapsing(actor, proposal))


def _found(
    actor: Actor, dossier: Dossier, rows: Sequence[tuple[RequirementVersion, Wording]], carried: Collection[uuid.UUID]
) -> tuple[list[Planned], list[GoingOn]]:
    """The findings that begin with these verdicts, and the earlier ones that go on; `carried` verdicts make none."""
    short = {version.id: each.severity or version.severity for version, each in rows if each.code in SHORTCOMINGS}
    earlier = earlier_findings(actor, dossier, [version for version, _said in rows if version.id in short])
    made = {key: each for key, each in short.items() if key in earlier or key not in carried}
    findings = planned(made, agreed_in(dossier.id), {key: earlier_of(each) for key, each in earlier.items()})
    weighs = {version.id: each.severity for version, each in rows if version.id not in carried}
    return findings, going_on(earlier, weighs, findings)


def _lapsing(actor: Actor, proposal: Proposal) -> int:
    texts = [each for each in compared(actor, proposal.dossier_id) if each.open_proposal not in (None, proposal)]
    return len(texts) + open_arrangements(actor, proposal.dossier_id)
