# SPDX-License-Identifier: EUPL-1.2
"""The improvement plan of a finding: written, submitted, accepted or returned, and reported on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import TO_SOLVE, WITH_SUPPLIER, FindingCause, FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock, trail
from samencontroleren.core.access import Permission, fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.core.messages import N_
from samencontroleren.findings import policy, telling
from samencontroleren.findings.kinds import PlanState, Progress
from samencontroleren.findings.models import ImprovementPlan, PlanStep, StepNote, StepOwner
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import Part

MOST_STEPS = 10
ELSEWHERE = "De bevinding is intussen in een andere fase. Dit kan nu niet meer."


@dataclass(frozen=True)
class Step:
    """A step as it is written: what, who within the supplier, when, and how far it is."""

    what: str
    owner: str = ""
    due_on: date | None = None
    progress: Progress = Progress.NOT_BEGUN


def load_finding(actor: Actor, wanted: Permission[Finding], key: uuid.UUID, *states: FindingState) -> Finding:
    """A finding, locked. Raises NotFound, Forbidden, and Conflict when it is in none of `states`."""
    finding = fetch(actor, wanted, key, view=policy.READ, lock=True)
    if states and finding.state not in states:
        raise Conflict(ELSEWHERE)
    return finding


def take_part(actor: Actor, finding: Finding) -> None:
    """Who decides on a finding plays a part in its dossier: it is not for that person to release it later."""
    part = Part.COORDINATES if actor.is_coordinator else Part.REVIEWS
    rounds.take_part_as(actor, finding.dossier_id, part)


def newest_plan(finding_id: uuid.UUID, *states: PlanState) -> ImprovementPlan | None:
    """The last plan of a finding (in one of these states), with its steps; read anew."""
    query = select(ImprovementPlan).where(ImprovementPlan.finding_id == finding_id)
    if states:
        query = query.where(ImprovementPlan.state.in_(states))
    loaded = query.options(selectinload(ImprovementPlan.steps)).execution_options(populate_existing=True)
    return session().scalars(loaded.order_by(ImprovementPlan.number.desc()).limit(1)).one_or_none()


def save_plan(actor: Actor, finding_id: uuid.UUID, steps: Sequence[Step], revision: int) -> ImprovementPlan:
    """Keep what the supplier writes; after a decision this begins the next plan. `revision` 0: there was no draft.

    Raises Changed when a colleague saved another text meanwhile, Conflict while VNG decides.
    """
    finding = load_finding(actor, policy.PLAN, finding_id, *WITH_SUPPLIER)
    found = newest_plan(finding_id)
    plan = found if found is not None and found.state is PlanState.DRAFT else None
    if (plan.revision if plan else 0) != revision:
        raise Changed("Een collega heeft het plan intussen gewijzigd.", theirs=plan)
    if plan is None:
        plan = ImprovementPlan(finding_id=finding.id, number=found.number + 1 if found else 1, revision=0, steps=[])
        session().add(plan)
    plan.revision += 1
    _write_steps(plan, steps[:MOST_STEPS])
    return plan


def _write_steps(plan: ImprovementPlan, steps: Sequence[Step]) -> None:
    plan.steps.clear()
    session().flush()
    for position, step in enumerate(steps, start=1):
        made = PlanStep(position=position, what=step.what, due_on=step.due_on, progress=step.progress)
        plan.steps.append(made)
        session().flush()
        if step.owner:
            session().add(StepOwner(step_id=made.id, text=step.owner))
    session().flush()


def require_plan(actor: Actor, finding_id: uuid.UUID) -> int:
    """Ask leave to write the plan; gives the revision of the draft, 0 when there is none."""
    load_finding(actor, policy.PLAN, finding_id, *WITH_SUPPLIER)
    draft = newest_plan(finding_id, PlanState.DRAFT)
    return draft.revision if draft else 0


def whole_plan(actor: Actor, finding_id: uuid.UUID) -> ImprovementPlan:
    """The draft, fit to be submitted. Raises Invalid when a step misses something, Conflict without a draft."""
    load_finding(actor, policy.SPEAK, finding_id, *WITH_SUPPLIER)
    plan = newest_plan(finding_id, PlanState.DRAFT)
    if plan is None:
        raise Conflict("Er is geen plan om in te dienen.")
    _check_whole(plan)
    return plan


def submit_plan(actor: Actor, finding_id: uuid.UUID, revision: int) -> ImprovementPlan:
    """Submit the draft to VNG. Raises Invalid when a step misses something, Changed, Conflict without a draft."""
    plan = whole_plan(actor, finding_id)
    if plan.revision != revision:
        raise Changed("Een collega heeft het plan intussen gewijzigd.", theirs=plan)
    finding = load_finding(actor, policy.SPEAK, finding_id, *WITH_SUPPLIER)
    plan.state, plan.submitted_at, plan.submitted_by_id = PlanState.SUBMITTED, clock.now(), actor.user_id
    assessments.move_finding(actor, finding, FindingState.PLAN_SUBMITTED, FindingCause.PLAN_SUBMITTED)
    telling.ask_decision(finding, f"plan:{plan.id}:{plan.revision}")
    return plan


def _check_whole(plan: ImprovementPlan) -> None:
    if not plan.steps:
        raise Invalid({"what_1": ["Schrijf ten minste één stap op."]})
    missing = {f"what_{each.position}": ["Schrijf op wat u gaat doen."] for each in plan.steps if not each.what}
    days = {f"due_on_{each.position}": _day_fault(each) for each in plan.steps}
    undated = {field: [fault] for field, fault in days.items() if fault}
    if missing or undated:
        raise Invalid(missing | undated)


def _day_fault(step: PlanStep) -> str:
    """What is wrong with the day of a step; empty when nothing is. Only what is done may lie in the past."""
    if step.due_on is None:
        return N_("Kies wanneer dit klaar is.")
    if step.due_on < clock.today() and step.progress is not Progress.DONE:
        return N_("Deze dag is voorbij. Kies een dag van vandaag of later, of kies bij de stap dat hij klaar is.")
    return ""


def withdraw_plan(actor: Actor, finding_id: uuid.UUID) -> ImprovementPlan:
    """Take the submitted plan back while nobody decided on it: it is a draft again, the finding stands as before.

    Raises Conflict once it was decided, Forbidden.
    """
    finding = load_finding(actor, policy.SPEAK, finding_id, FindingState.PLAN_SUBMITTED)
    plan = newest_plan(finding_id, PlanState.SUBMITTED)
    if plan is None:
        raise Conflict(ELSEWHERE)
    plan.state, plan.submitted_at, plan.submitted_by_id = PlanState.DRAFT, None, None
    plan.revision += 1
    before = assessments.state_before(finding, FindingCause.PLAN_SUBMITTED)
    assessments.move_finding(actor, finding, before, FindingCause.PLAN_WITHDRAWN)
    telling.forget_plan(finding)
    return plan


def decide_plan(actor: Actor, finding_id: uuid.UUID, seal: str, is_accepted: bool, reason: str = "") -> ImprovementPlan:
    """Accept the submitted plan that was read (its `seal`), or return it with a reason.

    Raises Invalid without a reason to return it, Changed when another text was submitted meanwhile, Conflict and
    Forbidden.
    """
    finding = load_finding(actor, policy.DECIDE, finding_id, FindingState.PLAN_SUBMITTED)
    plan = newest_plan(finding_id, PlanState.SUBMITTED)
    if plan is None:
        raise Conflict(ELSEWHERE)
    if plan.seal != seal:
        raise Changed("De leverancier heeft het plan intussen gewijzigd.", theirs=plan)
    if not is_accepted and not reason:
        raise Invalid({"reason": ["Schrijf op wat er aan het plan ontbreekt."]})
    take_part(actor, finding)
    plan.state = PlanState.ACCEPTED if is_accepted else PlanState.RETURNED
    plan.reason, plan.decided_at, plan.decided_by_id = reason, clock.now(), actor.user_id
    plan.revision += 1
    if is_accepted:
        assessments.move_finding(actor, finding, FindingState.SOLVING, FindingCause.PLAN_ACCEPTED, reason)
    else:
        assessments.move_finding(actor, finding, FindingState.PLAN_RETURNED, FindingCause.PLAN_RETURNED, reason)
    telling.tell_decision(finding, f"plan:{plan.id}")
    return plan


def require_step(actor: Actor, finding_id: uuid.UUID, step_id: uuid.UUID) -> tuple[ImprovementPlan, PlanStep]:
    """Ask leave to report on a step of the accepted plan. Raises NotFound, Forbidden."""
    fetch(actor, policy.PLAN, finding_id, view=policy.READ)
    plan = newest_plan(finding_id, PlanState.ACCEPTED)
    step = next((each for each in plan.steps if each.id == step_id), None) if plan else None
    if plan is None or step is None:
        raise NotFound()
    return plan, step


def report_progress(
    actor: Actor, finding_id: uuid.UUID, step_id: uuid.UUID, progress: Progress, note: str = ""
) -> PlanStep:
    """Say how far a step of the accepted plan is. Raises NotFound for a step of another finding, Conflict."""
    finding = load_finding(actor, policy.PLAN, finding_id, *TO_SOLVE)
    plan, step = require_step(actor, finding_id, step_id)
    step.progress, step.reported_at = progress, clock.now()
    held = session().get(StepNote, step.id)
    if held is None:
        session().add(StepNote(step_id=step.id, text=note))
    else:
        held.text = note
    plan.revision += 1
    session().flush()
    trail.record(actor, "plan-step.reported", "finding", finding.id, reader=finding.vendor_id, progress=progress.value)
    return step
