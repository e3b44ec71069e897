# SPDX-License-Identifier: EUPL-1.2
"""The severity of a finding before release: the co-ordinator changes it with a reason, while the supplier is heard.

The reviewers change it together, in a proposal that the other one agrees to (`settling`, `reconsidering`).
"""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import policy
from samencontroleren.assessments.arranged import is_arranged, is_part, weigh_arranged
from samencontroleren.assessments.carrying import refuse_carried
from samencontroleren.assessments.concluding import (
    SHORTCOMINGS,
    add_conclusion,
    compute,
    current_conclusions,
    wording_of,
)
from samencontroleren.assessments.dossiers import load_dossier, person
from samencontroleren.assessments.hearing import hear_too, show_to_supplier
from samencontroleren.assessments.kinds import ConclusionBasis, FindingState, Severity, is_graver
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.assessments.shortcomings import write_findings
from samencontroleren.assessments.standing import findings_by_requirement
from samencontroleren.core import trail
from samencontroleren.core.access import is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Dossier

NOW = "De ernst wijzigen kan alleen zolang de leverancier wordt gehoord. Daarna stellen de beoordelaars het samen voor."

ARRANGED = "De beoordelaars spraken af welke bevindingen dit oordeel geeft. Open de bevinding en wijzig daar de ernst."
PART = "Dit gaat verder in een andere bevinding. Wijzig daar de ernst."
BESIDE = "Het oordeel van nu gaat over een andere bevinding bij deze eis. Wijzig daar de ernst."


@dataclass(frozen=True)
class Gradable:
    """A verdict in a draft that the supplier is heard on, with how grave a finding on it is now."""

    dossier_id: uuid.UUID
    requirement_version_id: uuid.UUID
    severity: Severity
    is_again: bool
    """A later dossier found the same: what changes is its verdict, and the finding itself at the release."""


def gradable(actor: Actor, finding: Finding) -> Gradable | None:
    """Where this actor changes the severity of a finding now; None: nowhere. For a page (one query at most)."""
    if is_never(rounds_policy.COORDINATE(actor)):
        return None
    dossier_id, key = graded_in(finding)
    heard = visible(actor, rounds_policy.COORDINATE, columns=[Dossier.id]).where(Dossier.state == DossierState.HEARING)
    query = visible(actor, policy.CONCLUSION_VIEW).where(
        Conclusion.dossier_id == dossier_id,
        Conclusion.requirement_version_id == key,
        Conclusion.dossier_id.in_(heard),
        ~_is_for_another(finding),
    )
    query = query.options(joinedload(Conclusion.requirement_version)).order_by(Conclusion.number.desc()).limit(1)
    now = session().scalars(query).one_or_none()
    if now is None or now.code not in SHORTCOMINGS or now.basis is ConclusionBasis.CARRIED:
        return None
    severity = finding.severity if is_arranged(finding) else now.gravity
    return Gradable(dossier_id, key, severity, dossier_id != finding.dossier_id)


def graded_in(finding: Finding) -> tuple[uuid.UUID, uuid.UUID]:
    """The dossier and the wording with the last verdict on a finding: of a later dossier that found it again."""
    later, wording = finding.next_dossier_id, finding.next_requirement_version_id
    return (later, wording) if later and wording else (finding.dossier_id, finding.requirement_version_id)


def _is_for_another(finding: Finding) -> ColumnElement[bool]:
    """Whether the severity of a finding is that of another one that is a draft too. Part of a query.

    What goes on in a draft waits. What goes on in one of an earlier round weighs in there with its own verdict. The
    verdict on one that was found again weighs nothing where it makes drafts beside it (`judged_apart`).
    """
    draft = exists().where(Finding.state == FindingState.DRAFT)
    if is_part(finding):
        return draft.where(Finding.id == finding.merged_into_id)
    if finding.state is FindingState.DRAFT:
        return false()
    dossier_id, key = graded_in(finding)
    return draft.where(Finding.dossier_id == dossier_id, Finding.requirement_version_id == key)


def change_severity(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    severity: Severity,
    reason: str,
    finding_id: uuid.UUID | None = None,
) -> None:
    """Give a shortcoming another severity; its term follows, and the supplier reads both with the reason.

    `finding_id`: of a finding as the reviewers arranged it, which has a severity of its own; without it that of the
    verdict changes. When it becomes graver the supplier is heard on it, with a whole term from today.
    Whoever does it takes the part of co-ordinator. Raises Invalid without a reason or for the severity it has,
    Conflict when the supplier is not being heard, the verdict is no shortcoming or it is another finding that changes.
    """
    dossier = load_dossier(actor, rounds_policy.COORDINATE, dossier_id, lock=True)
    if dossier.state is not DossierState.HEARING:
        raise Conflict(NOW)
    refuse_carried(dossier, requirement_version_id)
    now = _shortcoming(actor, dossier_id, requirement_version_id)
    arranged = _arranged_one(dossier_id, requirement_version_id, finding_id)
    stood = arranged.severity if arranged else now.gravity
    _check(severity, stood, reason)
    rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
    if arranged is not None:
        made, about = weigh_arranged(actor, arranged, severity, reason.strip())
    else:
        made, about = _conclude(actor, now, severity, reason.strip()), [requirement_version_id]
    conclusions = current_conclusions(actor, dossier_id)
    write_findings(dossier, conclusions)
    compute(dossier, conclusions)
    show_to_supplier(dossier_id)
    if is_graver(severity, stood):
        hear_too(dossier, about, made)
    facts: dict[str, Any] = {"requirement": requirement_version_id, "to": severity.value}
    if arranged is not None:
        facts["finding"] = arranged.id
    trail.record(actor, "severity.changed", "dossier", dossier_id, **facts)


def _shortcoming(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID) -> Conclusion:
    rows = {each.requirement_version_id: each for each in current_conclusions(actor, dossier_id)}
    now = rows.get(requirement_version_id)
    if now is None or now.code not in SHORTCOMINGS:
        raise Conflict("Bij dit oordeel hoort geen bevinding.")
    return now


def _arranged_one(
    dossier_id: uuid.UUID, requirement_version_id: uuid.UUID, finding_id: uuid.UUID | None
) -> Finding | None:
    """The finding to weigh as the reviewers arranged it; None: it follows its verdict."""
    here = findings_by_requirement(dossier_id).get(requirement_version_id, ())
    one = next((each for each in here if each.id == finding_id), None)
    if one is None and any(is_arranged(each) or is_part(each) for each in here):
        raise Conflict(ARRANGED)
    if one is not None and session().scalar(select(_is_for_another(one))):
        raise Conflict(PART if is_part(one) else BESIDE)
    return one if one is not None and is_arranged(one) else None


def _check(severity: Severity, stood: Severity, reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": ["Schrijf op waarom de ernst anders is."]})
    if severity is stood:
        raise Invalid({"severity": ["Kies een andere ernst dan die van nu."]})


def _conclude(actor: Actor, now: Conclusion, severity: Severity, reason: str) -> uuid.UUID:
    return add_conclusion(
        now.dossier_id,
        now.requirement_version_id,
        replace(wording_of(now), severity=severity),
        ConclusionBasis.COORDINATOR,
        decided_by_id=person(actor),
        both_agree=now.both_agree_not_applicable,
        basis_reason=reason,
    ).id
