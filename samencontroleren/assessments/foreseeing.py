# SPDX-License-Identifier: EUPL-1.2
"""How grave findings will be once their dossier is released: what the supplier is heard on in the hearing.

A finding of an earlier round changes at the release only (`shortcomings`); the draft says beforehand what it becomes.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samencontroleren.assessments import joining
from samencontroleren.assessments.kinds import (
    TO_SOLVE,
    ConclusionBasis,
    FindingState,
    Severity,
    Verdict,
    gravest,
    is_graver,
)
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.assessments.shortcomings import term_from_today


@dataclass(frozen=True)
class Foreseen:
    """A finding with the severity and the last day it gets when the dossier is released as it is now."""

    finding_id: uuid.UUID
    severity: Severity
    due_on: date


def foreseen(
    dossier_id: uuid.UUID, findings: Iterable[Finding], concluded: Mapping[uuid.UUID, Conclusion]
) -> dict[uuid.UUID, Foreseen]:
    """The findings of a dossier by the wording of the requirement there; `concluded` by the same (system use)."""
    rows = {each.requirement_in(dossier_id): each for each in findings}
    own = {each.id: _own(each, concluded.get(key)) for key, each in rows.items()}
    parts = _still_short([each.id for each in rows.values() if each.own_severity], concluded.values())
    return {key: _whole(each, parts.get(each.id, []), own) for key, each in rows.items()}


def _still_short(finding_ids: list[uuid.UUID], concluded: Iterable[Conclusion]) -> dict[uuid.UUID, list[Finding]]:
    """What goes on in findings, but not what is met now: that is closed at the release (one query at most)."""
    met = {each.requirement_version.requirement_id for each in concluded if each.code is Verdict.MEETS}
    parts = joining.parts_of_each(finding_ids)
    return {
        key: [each for each in found if each.requirement_version.requirement_id not in met]
        for key, found in parts.items()
    }


def _own(finding: Finding, conclusion: Conclusion | None) -> Severity:
    """What the verdict on its own requirement makes of it: only a severity that was agreed on weighs it anew."""
    stands = finding.own_severity or finding.severity
    if conclusion is None or conclusion.basis is ConclusionBasis.CARRIED or not _is_weighed(finding):
        return stands
    return conclusion.severity or stands


def _is_weighed(finding: Finding) -> bool:
    return finding.state in (*TO_SOLVE, FindingState.MERGED)


def _whole(finding: Finding, parts: list[Finding], own: Mapping[uuid.UUID, Severity]) -> Foreseen:
    """As `joining.weigh` and then `joining.follow` will leave it."""
    severity = gravest((own[finding.id], *(own.get(each.id, each.severity) for each in parts)))
    due_on = _weighed(finding, finding.due_on, own)
    if is_graver(severity, finding.severity):
        due_on = min(due_on, term_from_today(severity))
    elif finding.own_due_on is not None:
        days = (_weighed(each, each.due_on, own) for each in parts)
        due_on = max(due_on, min((_weighed(finding, finding.own_due_on, own), *days)))
    return Foreseen(finding.id, severity, due_on)


def _weighed(finding: Finding, due_on: date, own: Mapping[uuid.UUID, Severity]) -> date:
    """A term, no later than that of the severity a finding gets when that is another one."""
    stands = finding.own_severity or finding.severity
    severity = own.get(finding.id, stands)
    return due_on if severity is stands else min(due_on, term_from_today(severity))
