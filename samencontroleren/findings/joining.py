# SPDX-License-Identifier: EUPL-1.2
"""Findings of one subject that are solved together: merged into one, and taken out of it again.

Released layers stay as they were: what was merged keeps its row and history, and points to where it goes on (ADR 22).
"""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select

from samencontroleren.assessments import joining
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import MERGEABLE, TO_SOLVE, FindingCause, FindingState
from samencontroleren.assessments.models import Finding
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.findings import policy, telling
from samencontroleren.findings.models import FindingRequest
from samencontroleren.findings.plans import load_finding, take_part
from samencontroleren.findings.reading import whole
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy

REASON_MISSING = "Schrijf op waarom. De leverancier leest dit."


def mergeable_with(actor: Actor, finding: Finding) -> Sequence[Finding]:
    """The findings of the same subject on which this actor decides too, the first term first."""
    query = whole(visible(actor, policy.DECIDE)).where(
        rounds_policy.same_subject(Finding, finding),
        Finding.state.in_(MERGEABLE),
        Finding.id != finding.id,
    )
    return list(session().scalars(query.order_by(Finding.due_on, Finding.id)))


def merge_findings(actor: Actor, into_id: uuid.UUID, others: Collection[uuid.UUID], reason: str) -> Finding:
    """Let other findings go on in this one: it takes the gravest severity and the first term of all.

    Raises Invalid without others or a reason, NotFound for one that this actor may not decide on, and Conflict for
    another subject, a state in which it cannot be, or while the supplier waits for a decision on one.
    """
    into = load_finding(actor, policy.DECIDE, into_id, *MERGEABLE)
    chosen = set(others) - {into_id}
    _check(chosen, reason, "others", "Kies een of meer bevindingen.")
    parts = [load_finding(actor, policy.DECIDE, key, *MERGEABLE) for key in sorted(chosen)]
    for each in parts:
        _check_part(into, each)
    for each in (into, *parts):
        take_part(actor, each)
    for each in parts:
        _merge(actor, into, each, reason.strip())
    made = assessments.note_event(actor, into, FindingCause.ABSORBED, reason.strip())
    telling.tell_decision(into, f"merge:{made.id}")
    return into


def _check(chosen: Collection[uuid.UUID], reason: str, field: str, message: str) -> None:
    faults = {} if chosen else {field: [message]}
    if not reason.strip():
        faults["reason"] = [REASON_MISSING]
    if faults:
        raise Invalid(faults)


def _check_part(into: Finding, part: Finding) -> None:
    if (part.vendor_id, part.product_id) != (into.vendor_id, into.product_id):
        raise Conflict("Alleen bevindingen over hetzelfde onderwerp kunnen samen verder.")
    asked = select(FindingRequest.id).where(FindingRequest.finding_id == part.id, FindingRequest.is_granted.is_(None))
    if session().scalars(asked.limit(1)).first() is not None:
        raise Conflict("De leverancier wacht bij een van deze bevindingen op een besluit. Besluit daar eerst over.")


def _merge(actor: Actor, into: Finding, part: Finding, reason: str) -> None:
    joining.absorb(into, part)
    assessments.move_finding(actor, part, FindingState.MERGED, FindingCause.MERGED, reason)
    for kind in (telling.WAITS, "finding_due"):
        notifications.finish(kind, part.id)


def split_finding(actor: Actor, into_id: uuid.UUID, parts: Collection[uuid.UUID], reason: str) -> Finding:
    """Let findings that were merged into this one go on by themselves, with their own severity and term.

    Raises Invalid without parts or a reason, NotFound for one that is not merged into it, Conflict once it is solved.
    """
    into = load_finding(actor, policy.DECIDE, into_id, *TO_SOLVE)
    _check(parts, reason, "parts", "Kies een of meer eisen.")
    there = {each.id: each for each in joining.parts_of(into_id)}
    if not set(parts) <= there.keys():
        raise NotFound()
    take_part(actor, into)
    for key in sorted(set(parts)):
        part_with(actor, into, there[key], reason.strip())
    made = assessments.note_event(actor, into, FindingCause.PARTED, reason.strip())
    telling.tell_decision(into, f"split:{made.id}")
    return into


def part_with(actor: Actor, into: Finding, part: Finding, reason: str) -> None:
    """One finding goes on by itself."""
    joining.part(part, into)
    assessments.move_finding(actor, part, FindingState.OPEN, FindingCause.SPLIT, reason)
