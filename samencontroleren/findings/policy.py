# SPDX-License-Identifier: EUPL-1.2
"""Permissions on findings after release, their plans and what is asked about them.

Two circles of readers: *inside* (the supplier, the reviewers while their right lasts, VNG: `finding:view`), and the
gemeenten that read the verdicts of a result in which it was released (`released-finding:view`).
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments.kinds import BEFORE_RELEASE, FindingState
from samencontroleren.assessments.models import Finding, FindingEvent
from samencontroleren.core.access import always, is_never, once_a_page, permission
from samencontroleren.findings.kinds import PlanState
from samencontroleren.findings.models import FindingLink, FindingRequest, ImprovementPlan, PlanStep, StepNote, StepOwner
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing.models import ReleasedFinding


def _inside(column: Any, actor: Actor) -> ColumnElement[bool]:
    """Of a finding that this actor sees as the supplier, a reviewer or VNG."""
    view = assessments_policy.FINDING_VIEW(actor)
    return always(False) if is_never(view) else column.in_(select(Finding.id).where(view))


@once_a_page
def shared_findings(actor: Actor) -> Select[uuid.UUID]:
    """The findings of results whose verdicts this actor reads."""
    return select(ReleasedFinding.finding_id).where(sharing_policy.FINDING_VIEW(actor))


def _shared(column: Any, actor: Actor) -> ColumnElement[bool]:
    seen = sharing_policy.FINDING_VIEW(actor)
    return always(False) if is_never(seen) else column.in_(shared_findings(actor))


def _before(column: Any, actor: Actor) -> ColumnElement[bool]:
    """Of a finding of last time, for who reviews its subject now: what was promised is held against what was done."""
    if not actor.has(Role.REVIEWER):
        return always(False)
    before: ColumnElement[bool] = column.in_(select(Finding.id).where(assessments_policy.EARLIER_FINDING(actor)))
    return before


@permission("finding:read", Finding)
def READ(actor: Actor) -> ColumnElement[bool]:
    """The supplier, the reviewers and VNG; gemeenten that read the verdicts of the result it was released in."""
    return or_(assessments_policy.FINDING_VIEW(actor), _shared(Finding.id, actor))


def _own(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    if not (actor.is_vendor and actor.has(*roles)):
        return always(False)
    return Finding.vendor_id.in_(actor.vendor_ids)


@permission("finding:plan", Finding)
def PLAN(actor: Actor) -> ColumnElement[bool]:
    """The supplier's invuller and vrijgever write the plan and report progress."""
    return _own(actor, Role.CONTRIBUTOR, Role.SUBMITTER)


@permission("finding:speak", Finding)
def SPEAK(actor: Actor) -> ColumnElement[bool]:
    """The supplier's vrijgever submits the plan, and asks for a check, for time, or disputes the finding."""
    return _own(actor, Role.SUBMITTER)


def _dossiers(actor: Actor, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    held = or_(*wanted)
    return always(False) if is_never(held) else Finding.dossier_id.in_(select(Dossier.id).where(held))


@permission("finding:decide", Finding)
def DECIDE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator or a reviewer of the dossier, without a conflict: on the plan and the follow-up check."""
    return _dossiers(actor, rounds_policy.COORDINATE(actor), rounds_policy.REVIEW(actor))


@permission("finding:coordinate", Finding)
def COORDINATE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator without a conflict: on the term and on a dispute."""
    return _dossiers(actor, rounds_policy.COORDINATE(actor))


@permission("finding-event:view", FindingEvent)
def EVENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As the finding; a gemeente what happened from the release on."""
    after = and_(FindingEvent.cause.not_in(BEFORE_RELEASE), FindingEvent.state != FindingState.DRAFT)
    shared = and_(_shared(FindingEvent.finding_id, actor), after)
    return or_(_inside(FindingEvent.finding_id, actor), shared)


@permission("improvement-plan:view", ImprovementPlan)
def PLAN_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier its own; reviewers and VNG once submitted; once accepted a gemeente, and who reviews it next."""
    inside = _inside(ImprovementPlan.finding_id, actor)
    if not actor.is_vendor:
        inside = and_(inside, ImprovementPlan.state != PlanState.DRAFT)
    shared = or_(_shared(ImprovementPlan.finding_id, actor), _before(ImprovementPlan.finding_id, actor))
    return or_(inside, and_(shared, ImprovementPlan.state == PlanState.ACCEPTED))


@permission("plan-step:view", PlanStep)
def STEP_VIEW(actor: Actor) -> ColumnElement[bool]:
    """As its plan."""
    return PlanStep.plan_id.in_(select(ImprovementPlan.id).where(PLAN_VIEW(actor)))


@permission("plan-step-owner:view", StepOwner)
def OWNER_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier alone."""
    if not actor.is_vendor:
        return always(False)
    return StepOwner.step_id.in_(select(PlanStep.id).where(STEP_VIEW(actor)))


@permission("plan-step-note:view", StepNote)
def NOTE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier, the reviewers and VNG."""
    plans = select(ImprovementPlan.id).where(_inside(ImprovementPlan.finding_id, actor), PLAN_VIEW(actor))
    return StepNote.step_id.in_(select(PlanStep.id).where(PlanStep.plan_id.in_(plans)))


@permission("finding-link:view", FindingLink)
def LINK_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Whoever reads both findings: a gemeente learns of no product that it does not use."""
    read = select(Finding.id).where(READ(actor))
    return and_(FindingLink.first_id.in_(read), FindingLink.second_id.in_(read))


@permission("finding-link:remove", FindingLink)
def LINK_REMOVE(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator or a reviewer who decides on one of both."""
    decided = DECIDE(actor)
    if is_never(decided):
        return always(False)
    mine = select(Finding.id).where(decided)
    return or_(FindingLink.first_id.in_(mine), FindingLink.second_id.in_(mine))


@permission("finding-request:view", FindingRequest)
def REQUEST_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier, the reviewers and VNG."""
    return _inside(FindingRequest.finding_id, actor)
