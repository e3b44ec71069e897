# SPDX-License-Identifier: EUPL-1.2
"""Reading findings: the list, and one finding with its plan, requests and history, in the reader's own layer."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments.kinds import GOES_ON, TO_SOLVE, FindingState
from samencontroleren.assessments.models import Conclusion, Finding, FindingEvent
from samencontroleren.core import clock
from samencontroleren.core.access import Permission, fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import NotFound
from samencontroleren.core.listing import Sorts, ordered
from samencontroleren.core.rest import Page, page_of
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence.models import Document
from samencontroleren.findings import policy
from samencontroleren.findings.kinds import PlanState
from samencontroleren.findings.models import FindingRequest, ImprovementPlan, StepNote, StepOwner
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing.models import ReleasedFinding, ReleasedVerdict
from samencontroleren.vendors.models import Product, Vendor

PAGE_SIZE = 25
GRAVEST_FIRST = case({each.value: -rank for rank, each in enumerate(Severity)}, value=Finding.severity)
STATE_ORDER = case({each.value: rank for rank, each in enumerate(FindingState)}, value=Finding.state)

SORTS: Sorts = {
    "termijn": (Finding.due_on, GRAVEST_FIRST),
    "ernst": (GRAVEST_FIRST, Finding.due_on),
    "fase": (STATE_ORDER, Finding.due_on),
    "onderwerp": (Vendor.name, Product.name, Finding.due_on),
}


def is_late(finding: Finding) -> bool:
    """Whether its term has passed while it is not solved; derived, never stored."""
    return finding.state in TO_SOLVE and finding.due_on < clock.today()


def late() -> ColumnElement[bool]:
    """The same as a condition."""
    return Finding.state.in_(TO_SOLVE) & (Finding.due_on < clock.today())


def list_findings(
    actor: Actor,
    *,
    states: Collection[FindingState] = TO_SOLVE,
    severity: Severity | None = None,
    is_late_only: bool = False,
    search: str = "",
    product_id: uuid.UUID | None = None,
    sort: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of the findings this actor reads, the first term first (or see SORTS); without `states` all of them."""
    query = whole(visible(actor, policy.READ))
    if states:
        query = query.where(Finding.state.in_(states))
    if severity:
        query = query.where(Finding.severity == severity)
    if product_id:
        query = query.where(Finding.product_id == product_id)
    if is_late_only:
        query = query.where(late())
    if search:
        columns = (Requirement.code, Vendor.name, Product.name)
        query = query.where(or_(*(each.icontains(search, autoescape=True) for each in columns)))
    return page_of(ordered(query, SORTS, sort, Finding.id), page, size)


def whole(query: Select[Any]) -> Select[Any]:
    """The same with requirement, supplier and product of each finding."""
    version = Finding.requirement_version
    return (
        query.join(version)
        .join(RequirementVersion.requirement)
        .join(Finding.vendor)
        .outerjoin(Finding.product)
        .options(
            contains_eager(version).contains_eager(RequirementVersion.requirement),
            contains_eager(Finding.vendor),
            contains_eager(Finding.product),
        )
    )


@dataclass(frozen=True)
class Reader:
    """What the list says differently to whom."""

    is_supplier: bool
    is_municipal: bool


def reader_of(actor: Actor) -> Reader:
    """How findings are shown to this actor; what may be read stands in the permissions."""
    return Reader(actor.is_vendor, actor.is_municipal)


@dataclass(frozen=True)
class Rights:
    """What the reader may do with a finding, its state aside."""

    is_inside: bool
    """The supplier, a reviewer or VNG: reads reasons and requests."""
    can_plan: bool
    can_speak: bool
    can_decide: bool
    can_coordinate: bool


@dataclass(frozen=True)
class FindingPage:
    """A finding as its page shows it to one reader."""

    finding: Finding
    rights: Rights
    reason: str
    """Why the verdict is what it is, in the words for all who read the verdict."""
    plans: Sequence[ImprovementPlan]
    """The plans this reader may see, newest first."""
    owners: Mapping[uuid.UUID, str]
    notes: Mapping[uuid.UUID, str]
    requests: Sequence[FindingRequest]
    documents: Mapping[uuid.UUID, Document]
    """The proof of the requests that this reader may open."""
    events: Sequence[FindingEvent]
    together: Sequence[Finding] = ()
    """What was merged into it, or the one into which it was merged; with requirement and subject."""

    @property
    def parts(self) -> Sequence[Finding]:
        """What goes on in it."""
        return [each for each in self.together if each.merged_into_id == self.finding.id]

    @property
    def goes_on_in(self) -> Finding | None:
        """The finding in which it goes on."""
        return next((each for each in self.together if each.id == self.finding.merged_into_id), None)

    @property
    def draft(self) -> ImprovementPlan | None:
        """The plan that is being written."""
        return next((each for each in self.plans[:1] if each.state is PlanState.DRAFT), None)

    @property
    def plan(self) -> ImprovementPlan | None:
        """The newest plan that was submitted."""
        return next((each for each in self.plans if each.state is not PlanState.DRAFT), None)

    @property
    def waiting(self) -> Sequence[FindingRequest]:
        """What was asked and not decided."""
        return [each for each in self.requests if each.is_granted is None]

    @property
    def is_late(self) -> bool:
        return is_late(self.finding)


def get_finding(actor: Actor, key: uuid.UUID, wanted: Permission[Finding] = policy.READ) -> FindingPage:
    """One finding with all that this actor may read of it. Raises NotFound, and Forbidden for a deeper permission."""
    if wanted is not policy.READ:
        fetch(actor, wanted, key, view=policy.READ)
    rights = [assessments_policy.FINDING_VIEW, policy.PLAN, policy.SPEAK, policy.DECIDE, policy.COORDINATE]
    query = whole(visible(actor, policy.READ, also=rights)).where(Finding.id == key)
    row = session().execute(query).one_or_none()
    if row is None:
        raise NotFound()
    finding = row[0]
    plans = plans_of(actor, [key]).get(key, [])
    steps = [step.id for plan in plans[:2] for step in plan.steps]
    requests = _requests(actor, key)
    return FindingPage(
        finding=finding,
        rights=Rights(*(bool(each) for each in row[1:])),
        reason=_reason(actor, finding),
        plans=plans,
        owners=_texts(visible(actor, policy.OWNER_VIEW).where(StepOwner.step_id.in_(steps))),
        notes=_texts(visible(actor, policy.NOTE_VIEW).where(StepNote.step_id.in_(steps))),
        requests=requests,
        documents=_documents(actor, requests),
        events=list_events(actor, key),
        together=_together(actor, finding),
    )


def _together(actor: Actor, finding: Finding) -> list[Finding]:
    """What was merged into a finding, and the one it was merged into (one query)."""
    parts = and_(Finding.merged_into_id == finding.id, Finding.state.in_(GOES_ON))
    is_merged = finding.state in GOES_ON and finding.merged_into_id is not None
    wanted = or_(parts, Finding.id == finding.merged_into_id) if is_merged else parts
    query = whole(visible(actor, policy.READ)).where(wanted)
    return list(session().scalars(query.order_by(Finding.found_on, Finding.id)))


def list_requests(actor: Actor, key: uuid.UUID) -> list[FindingRequest]:
    """What was asked about a finding, newest first. Raises NotFound, and Forbidden for a gemeente."""
    fetch(actor, assessments_policy.FINDING_VIEW, key, view=policy.READ)
    return _requests(actor, key)


def plans_of(actor: Actor, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, list[ImprovementPlan]]:
    """Of these findings the plans this actor may see, newest first, with their steps (two queries)."""
    query = visible(actor, policy.PLAN_VIEW).where(ImprovementPlan.finding_id.in_(keys))
    query = query.options(selectinload(ImprovementPlan.steps)).order_by(ImprovementPlan.number.desc())
    found: dict[uuid.UUID, list[ImprovementPlan]] = {}
    for plan in session().scalars(query):
        found.setdefault(plan.finding_id, []).append(plan)
    return found


def accepted_plans(actor: Actor, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, ImprovementPlan]:
    """Of these findings the last accepted plan this actor may see, with its steps (one query)."""
    query = visible(actor, policy.PLAN_VIEW).where(
        ImprovementPlan.finding_id.in_(keys), ImprovementPlan.state == PlanState.ACCEPTED
    )
    whole = query.options(joinedload(ImprovementPlan.steps)).order_by(ImprovementPlan.number)
    found = session().scalars(whole).unique()
    return {each.finding_id: each for each in found}


def get_plan(actor: Actor, key: uuid.UUID) -> ImprovementPlan:
    """The newest plan of a finding that this actor may see. Raises NotFound when there is none."""
    plans = get_finding(actor, key).plans
    if not plans:
        raise NotFound("Er is nog geen plan.")
    return plans[0]


def list_events(actor: Actor, key: uuid.UUID) -> list[FindingEvent]:
    """The history of a finding as far as this actor may read it, newest first."""
    query = visible(actor, policy.EVENT_VIEW).where(FindingEvent.finding_id == key)
    return list(session().scalars(query.order_by(FindingEvent.number.desc())))


def stands(actor: Actor, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Finding, ImprovementPlan | None]]:
    """How these findings stand now, of those this actor reads, each with its last accepted plan (two queries).

    One that was merged stands as the finding in which it goes on (two queries more).
    """
    accepted = and_(
        ImprovementPlan.finding_id == Finding.id,
        ImprovementPlan.state == PlanState.ACCEPTED,
        policy.PLAN_VIEW(actor),
    )
    query = visible(actor, policy.READ, columns=[Finding, ImprovementPlan]).outerjoin(ImprovementPlan, accepted)
    asked = joinedload(Finding.requirement_version).joinedload(RequirementVersion.requirement)
    query = query.where(Finding.id.in_(keys)).options(selectinload(ImprovementPlan.steps), asked)
    rows = session().execute(query.order_by(ImprovementPlan.number)) if keys else ()
    found = {finding.id: (finding, plan) for finding, plan in rows}
    merged = {key: each.merged_into_id for key, (each, _plan) in found.items() if each.state is FindingState.MERGED}
    ends = {each for each in merged.values() if each is not None}
    elsewhere = stands(actor, ends) if ends else {}
    return found | {key: elsewhere[into] for key, into in merged.items() if into in elsewhere}


def _requests(actor: Actor, key: uuid.UUID) -> list[FindingRequest]:
    query = visible(actor, policy.REQUEST_VIEW).where(FindingRequest.finding_id == key)
    query = query.options(selectinload(FindingRequest.proofs))
    return list(session().scalars(query.order_by(FindingRequest.asked_at.desc(), FindingRequest.id)))


def _documents(actor: Actor, requests: Sequence[FindingRequest]) -> dict[uuid.UUID, Document]:
    keys = {proof.document_id for request in requests for proof in request.proofs}
    query = visible(actor, evidence_policy.VIEW).where(Document.id.in_(keys))
    return {each.id: each for each in session().scalars(query)} if keys else {}


def _texts(query: Select[Any]) -> dict[uuid.UUID, str]:
    return {each.step_id: each.text for each in session().scalars(query)}


def _reason(actor: Actor, finding: Finding) -> str:
    """The public reason: of the newest result it was released in, before that of the draft verdict."""
    same = (
        ReleasedVerdict.release_id == ReleasedFinding.release_id,
        ReleasedVerdict.position == ReleasedFinding.position,
    )
    released = visible(actor, sharing_policy.VERDICT_VIEW, columns=[ReleasedVerdict.public_reason])
    released = released.join(ReleasedFinding, same[0] & same[1]).where(ReleasedFinding.finding_id == finding.id)
    newest = select(Conclusion.public_reason).where(
        assessments_policy.CONCLUSION_VIEW(actor),
        Conclusion.dossier_id == finding.dossier_id,
        Conclusion.requirement_version_id == finding.requirement_version_id,
    )
    found = session().scalar(newest.order_by(Conclusion.number.desc()).limit(1))
    return found if found is not None else session().scalar(released.limit(1)) or ""
