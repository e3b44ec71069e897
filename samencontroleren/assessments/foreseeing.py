# SPDX-License-Identifier: EUPL-1.2
"""How grave findings will be once their dossier is released: what the supplier is heard on in the hearing.

A finding of an earlier round changes at the release only (`shortcomings`); the draft says beforehand what it becomes.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samencontroleren.assessments import joining
from samencontroleren.assessments.kinds import TO_SOLVE, ConclusionBasis, FindingState, Severity, gravest, is_graver
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
    return {key: _whole(each, own) for key, each in rows.items()}


def _own(finding: Finding, conclusion: Conclusion | None) -> Severity:
    """What the verdict on its own requirement makes of it: only a severity that was agreed on weighs it anew."""
    stands = finding.own_severity or finding.severity
    if conclusion is None or conclusion.basis is ConclusionBasis.CARRIED or not _is_weighed(finding):
        return stands
    return conclusion.severity or stands


def _is_weighed(finding: Finding) -> bool:
    return finding.state in (*TO_SOLVE, FindingState.MERGED)


def _whole(finding: Finding, own: Mapping[uuid.UUID, Severity]) -> Foreseen:
    parts = joining.parts_of(finding.id) if finding.own_severity else []
    severity = gravest((own[finding.id], *(own.get(each.id, each.severity) for each in parts)))
    is_nearer = is_graver(severity, finding.severity)
    due_on = min(finding.due_on, term_from_today(severity)) if is_nearer else finding.due_on
    return Foreseen(finding.id, severity, due_on)
