# SPDX-License-Identifier: EUPL-1.2
"""What a supplier asks about a finding: a follow-up check with proof, more time, or that it is no finding at all."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from samencontroleren.assessments import joining
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import TO_SOLVE, WITH_SUPPLIER, FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core import clock
from samencontroleren.core.access import Permission
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.models import Document
from samencontroleren.findings import policy, telling
from samencontroleren.findings.joining import part_with
from samencontroleren.findings.kinds import ASKED, DECIDED, RequestKind
from samencontroleren.findings.models import FindingProof, FindingRequest
from samencontroleren.findings.plans import load_finding, take_part
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds.kinds import Turn

ASKED_IN: dict[RequestKind, tuple[FindingState, ...]] = {
    RequestKind.CHECK: WITH_SUPPLIER,
    RequestKind.EXTENSION: TO_SOLVE,
    RequestKind.DISPUTE: TO_SOLVE,
}
"""In which states each can be asked."""

DECIDED_BY: dict[RequestKind, Permission[Finding]] = {
    RequestKind.CHECK: policy.DECIDE,
    RequestKind.EXTENSION: policy.COORDINATE,
    RequestKind.DISPUTE: policy.COORDINATE,
}
"""Who decides on each; never somebody with a conflict."""

ENDS_IN = {
    (RequestKind.CHECK, True): FindingState.CLOSED,
    (RequestKind.CHECK, False): FindingState.OPEN,
    (RequestKind.DISPUTE, True): FindingState.LAPSED,
}
"""Where a decision brings the finding; the other decisions leave it where it is."""


def ask(
    actor: Actor,
    finding_id: uuid.UUID,
    kind: RequestKind,
    explanation: str,
    *,
    wanted_on: date | None = None,
    documents: Collection[uuid.UUID] = (),
) -> FindingRequest:
    """Ask VNG for a follow-up check (with proof), an extension (until a day), or dispute the finding.

    Raises Invalid at the field that misses something, Conflict when the same was asked already or in this state.
    """
    finding = load_finding(actor, policy.SPEAK, finding_id, *ASKED_IN[kind])
    _check(finding, kind, explanation, wanted_on, documents)
    if waiting(finding_id, kind) is not None:
        raise Conflict("Dit is al gevraagd. VNG moet nog besluiten.")
    proofs = evidence.fetch_own(actor, documents) if documents else []
    _check_proofs(finding, proofs)
    made = _add(actor, finding, kind, explanation, wanted_on)
    _lean(made, finding, proofs)
    if kind is RequestKind.CHECK:
        assessments.move_finding(actor, finding, FindingState.CHECK_ASKED, ASKED[kind], explanation)
    else:
        assessments.note_event(actor, finding, ASKED[kind], explanation)
    telling.ask_decision(finding, f"request:{made.id}")
    return made


def decide(
    actor: Actor, finding_id: uuid.UUID, kind: RequestKind, is_granted: bool, answer: str, until: date | None = None
) -> FindingRequest:
    """Decide on what was asked, with a reason. `until`: for an extension another day than was asked.

    A follow-up check that passes closes the finding, only with proof that is valid today. Raises Invalid, Conflict
    when nothing (more) is asked, Forbidden for somebody with a conflict.
    """
    finding = load_finding(actor, DECIDED_BY[kind], finding_id, *TO_SOLVE)
    request = waiting(finding_id, kind)
    if request is None:
        raise Conflict("Hier is intussen over besloten.")
    if not answer:
        raise Invalid({"reason": ["Schrijf op waarom u dit besluit."]})
    if kind is RequestKind.CHECK and is_granted:
        _check_closing(request)
    take_part(actor, finding)
    request.is_granted, request.answer = is_granted, answer
    request.decided_at, request.decided_by_id = clock.now(), actor.user_id
    if kind is RequestKind.EXTENSION and is_granted:
        _extend(finding, until or request.wanted_on)
    _finish(actor, finding, kind, is_granted, answer)
    telling.tell_decision(finding, f"request:{request.id}")
    return request


def extend(actor: Actor, finding_id: uuid.UUID, reason: str, until: date | None) -> FindingRequest:
    """VNG's co-ordinator gives more time without being asked. Raises Invalid, Conflict, Forbidden."""
    kind = RequestKind.EXTENSION
    finding = load_finding(actor, policy.COORDINATE, finding_id, *TO_SOLVE)
    if waiting(finding_id, kind) is not None:
        raise Conflict("De leverancier vroeg zelf om uitstel. Besluit daarover.")
    _check(finding, kind, reason, until, ())
    take_part(actor, finding)
    made = _add(actor, finding, kind, reason, until)
    made.is_granted, made.decided_at, made.decided_by_id = True, clock.now(), actor.user_id
    _extend(finding, until)
    _finish(actor, finding, kind, True, reason)
    telling.tell_decision(finding, f"request:{made.id}")
    return made


def waiting(finding_id: uuid.UUID, kind: RequestKind) -> FindingRequest | None:
    """What was asked and not decided yet (system use)."""
    same = (FindingRequest.finding_id == finding_id, FindingRequest.kind == kind, FindingRequest.is_granted.is_(None))
    return session().scalars(select(FindingRequest).where(*same)).one_or_none()


def proofs_of(request_id: uuid.UUID) -> list[Document]:
    """The documents a follow-up check leans on (system use)."""
    query = select(Document).join(FindingProof, FindingProof.document_id == Document.id)
    return list(session().scalars(query.where(FindingProof.request_id == request_id)))


def _check(
    finding: Finding, kind: RequestKind, explanation: str, wanted_on: date | None, documents: Collection[uuid.UUID]
) -> None:
    faults = {} if explanation else {"explanation": ["Schrijf op waarom."]}
    if kind is RequestKind.EXTENSION and (wanted_on is None or wanted_on <= max(finding.due_on, clock.today())):
        faults["wanted_on"] = ["Kies een dag na de termijn van nu, en na vandaag."]
    if kind is RequestKind.CHECK and not documents:
        faults["documents"] = ["Kies het bewijs dat laat zien dat het is opgelost."]
    if faults:
        raise Invalid(faults)


def _check_proofs(finding: Finding, proofs: Collection[Document]) -> None:
    if any(each.vendor_id != finding.vendor_id for each in proofs):
        raise NotFound("Dit bewijs bestaat niet of is niet van u.")
    if any(not evidence.can_lean_on(each) for each in proofs):
        raise Invalid({"documents": ["Kies bewijs dat niet is ingetrokken of geweigerd."]})


def _check_closing(request: FindingRequest) -> None:
    today = clock.today()
    if not any(evidence.counts_as_proof(evidence.validity_of(each, today)) for each in proofs_of(request.id)):
        raise Invalid({"reason": ["Het bewijs is verlopen, ingetrokken of nog niet gecontroleerd. Zo kan het niet."]})


def _add(actor: Actor, finding: Finding, kind: RequestKind, explanation: str, wanted_on: date | None) -> FindingRequest:
    same = (FindingRequest.finding_id == finding.id, FindingRequest.kind == kind)
    number = (session().scalar(select(func.max(FindingRequest.number)).where(*same)) or 0) + 1
    made = FindingRequest(
        finding_id=finding.id,
        vendor_id=finding.vendor_id,
        kind=kind,
        number=number,
        party=Turn.VENDOR if actor.is_vendor else Turn.COORDINATOR,
        explanation=explanation,
        wanted_on=wanted_on if kind is RequestKind.EXTENSION else None,
        asked_at=clock.now(),
        asked_by_id=assessments.person(actor),
    )
    session().add(made)
    session().flush()
    return made


def _lean(request: FindingRequest, finding: Finding, proofs: Collection[Document]) -> None:
    """Whoever may open the dossier reads the proof from now on."""
    keys = {"request_id": request.id, "vendor_id": finding.vendor_id}
    session().add_all(FindingProof(document_id=each.id, **keys) for each in proofs)
    session().flush()
    evidence.grant_to_dossier([each.id for each in proofs], finding.dossier_id)


def _extend(finding: Finding, until: date | None) -> None:
    if until is None or until <= max(finding.due_on, clock.today()):
        raise Invalid({"until": ["Kies een dag na de termijn van nu, en na vandaag."]})
    finding.due_on = until
    notifications.finish("finding_due", finding.id)


def _finish(actor: Actor, finding: Finding, kind: RequestKind, is_granted: bool, answer: str) -> None:
    cause, to_state = DECIDED[kind, is_granted], ENDS_IN.get((kind, is_granted))
    if to_state is None:
        assessments.note_event(actor, finding, cause, answer)
    else:
        assessments.move_finding(actor, finding, to_state, cause, answer)
    if to_state is FindingState.LAPSED:
        for part in joining.parts_of(finding.id):
            part_with(actor, finding, part, answer)
