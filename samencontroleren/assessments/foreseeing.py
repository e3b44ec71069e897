# SPDX-License-Identifier: EUPL-1.2
"""How grave findings will be once their dossier is released: what the supplier is heard on in the hearing.

A finding of an earlier round changes at the release only (`shortcomings`), and the term of a new one counts from there;
the draft says beforehand what it becomes when that is today.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samencontroleren.assessments import joining
from samencontroleren.assessments.kinds import (
    GOES_ON,
    TO_SOLVE,
    ConclusionBasis,
    FindingState,
    Severity,
    Verdict,
    gravest,
    is_graver,
)
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.assessments.shortcomings import counted_from_today, term_from_today
from samencontroleren.assessments.standing import judged_apart
from samencontroleren.core import clock


@dataclass(frozen=True)
class Foreseen:
    """A finding with the severity and the last day it gets when the dossier is released as it is now."""

    finding_id: uuid.UUID
    severity: Severity
    due_on: date
    requirements: Sequence[uuid.UUID] = ()
    """The wordings it is about, its own first; none: it goes on in another finding of the same dossier."""
    part: int = 1
    title: str = ""
    """What the reviewers call it; empty: as its requirement."""
    since: date | None = None
    """The day on which an earlier round found it; None: it is new."""

    @property
    def is_late(self) -> bool:
        """Its last day is over: only that of a finding of an earlier round can be."""
        return self.due_on < clock.today()


def foreseen(
    dossier_id: uuid.UUID, findings: Iterable[Finding], concluded: Mapping[uuid.UUID, Conclusion]
) -> dict[uuid.UUID, Foreseen]:
    """The findings of a dossier by their key; `concluded` by the wording of the requirement there (system use)."""
    rows = {each.id: each for each in findings}
    drafts = judged_apart(rows.values())
    weighing = {key: each for key, each in concluded.items() if key not in drafts}
    own = {each.id: _own(each, weighing.get(each.requirement_in(dossier_id))) for each in rows.values()}
    going_on = _going_on(rows)
    wholes = {each.id for each in rows.values() if each.own_severity} | set(going_on.values())
    parts = _still_short(sorted(wholes), concluded.values(), rows.keys() - going_on.keys(), going_on.keys())
    about = _about(dossier_id, rows, going_on)
    found = (_whole(dossier_id, each, parts.get(key, []), own, about[key]) for key, each in rows.items())
    return {each.finding_id: each for each in found}


def at_verdicts(found: Mapping[uuid.UUID, Foreseen]) -> dict[uuid.UUID, list[Foreseen]]:
    """The findings by each requirement they are about, in the order of their parts. Pure."""
    rows: dict[uuid.UUID, list[Foreseen]] = {}
    for each in sorted(found.values(), key=lambda each: each.part):
        for key in each.requirements:
            rows.setdefault(key, []).append(each)
    return rows


def _about(
    dossier_id: uuid.UUID, rows: Mapping[uuid.UUID, Finding], going_on: Mapping[uuid.UUID, uuid.UUID]
) -> dict[uuid.UUID, list[uuid.UUID]]:
    about: dict[uuid.UUID, list[uuid.UUID]] = {key: [] for key in rows}
    for each in sorted(rows.values(), key=lambda each: each.id in going_on):
        about[going_on.get(each.id, each.id)].append(each.requirement_in(dossier_id))
    return about


def _going_on(rows: Mapping[uuid.UUID, Finding]) -> dict[uuid.UUID, uuid.UUID]:
    """Those that go on in another one of these, with that one."""
    found = {}
    for each in rows.values():
        into = rows.get(each.merged_into_id) if each.merged_into_id and each.state in GOES_ON else None
        if into is not None and joining.is_taken_in(each, into):
            found[each.id] = into.id
    return found


def _still_short(
    finding_ids: list[uuid.UUID],
    concluded: Iterable[Conclusion],
    alone: Collection[uuid.UUID],
    going_on: Collection[uuid.UUID],
) -> dict[uuid.UUID, list[Finding]]:
    """What goes on in findings, but not what is met now: that is closed at the release (one query at most).

    Of what is only laid down (`going_on`) no more than that of this dossier: nobody outside a later one is told.
    """
    met = {each.requirement_version.requirement_id for each in concluded if each.code is Verdict.MEETS}
    parts = joining.parts_of_each(finding_ids)
    return {
        key: [
            each
            for each in found
            if each.requirement_version.requirement_id not in met
            and each.id not in alone
            and (each.state is FindingState.MERGED or each.id in going_on)
        ]
        for key, found in parts.items()
    }


def _own(finding: Finding, conclusion: Conclusion | None) -> Severity:
    """What the verdict on its own requirement makes of it: only a severity that was agreed on weighs it anew."""
    stands = finding.own_severity or finding.severity
    if conclusion is None or conclusion.basis is ConclusionBasis.CARRIED or not _is_weighed(finding):
        return stands
    return conclusion.severity or stands


def _is_weighed(finding: Finding) -> bool:
    """Only what a later dossier finds again is weighed at its release."""
    return finding.next_dossier_id is not None and finding.state in (*TO_SOLVE, FindingState.MERGED)


def _whole(
    dossier_id: uuid.UUID,
    finding: Finding,
    parts: list[Finding],
    own: Mapping[uuid.UUID, Severity],
    about: Sequence[uuid.UUID],
) -> Foreseen:
    """As `joining.weigh`, `joining.absorb` and then `joining.follow` will leave it."""
    severity = gravest((own[finding.id], *(own.get(each.id, each.severity) for each in parts)))
    new = [each for each in parts if each.state is not finding.state and each.state is FindingState.DRAFT]
    due_on = min(_weighed(each, each.due_on, own) for each in (finding, *new))
    if is_graver(severity, finding.severity):
        due_on = min(due_on, term_from_today(severity))
    elif finding.own_due_on is not None:
        days = (_weighed(each, each.due_on, own) for each in parts)
        due_on = max(due_on, min((_weighed(finding, finding.own_due_on, own), *days)))
    since = finding.found_on if finding.next_dossier_id == dossier_id else None
    return Foreseen(finding.id, severity, due_on, about, finding.part, finding.title, since)


def _weighed(finding: Finding, due_on: date, own: Mapping[uuid.UUID, Severity]) -> date:
    """A term as from today, no later than that of the severity a finding gets when that is another one."""
    due_on = counted_from_today(finding, due_on)
    stands = finding.own_severity or finding.severity
    severity = own.get(finding.id, stands)
    return due_on if severity is stands else min(due_on, term_from_today(severity))
