# SPDX-License-Identifier: EUPL-1.2
"""What becomes of findings when the result of their dossier is released."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from samencontroleren.assessments import joining
from samencontroleren.assessments.finding_moves import move_finding, note_event
from samencontroleren.assessments.kinds import TO_SOLVE, ConclusionBasis, FindingCause, FindingState, Severity, Verdict
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.assessments.shortcomings import agreed_in, counted_from_today, note_joined, term_from_today
from samencontroleren.assessments.standing import findings_by_requirement, in_dossier, judged_apart, standing
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import SYSTEM
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import Turn
from samencontroleren.rounds.models import Dossier


def release_findings(dossier: Dossier, conclusions: Iterable[Conclusion]) -> None:
    """At release: drafts open with their term from today, since until now the verdict could still change.

    What was found again stands in this dossier, and takes in what was agreed to go on in it; what now meets is closed.

    What was merged into a finding that is closed by it, and still is a shortcoming, goes on by itself; else the
    finding in which it goes on is as grave as its gravest verdict that is not met now. A verdict that was taken over
    weighs nothing anew.
    """
    conclusions = list(conclusions)
    bound = _bound_for_earlier(dossier)
    rows = findings_by_requirement(dossier.id)
    _carry_all(dossier, rows, conclusions)
    for each in (one for several in rows.values() for one in several):
        _release(each)
    session().flush()
    _take_in(dossier, bound)
    met = {each.requirement_version.requirement_id for each in conclusions if each.code is Verdict.MEETS}
    for requirement_id, several in standing(dossier).items():
        for each in several if requirement_id in met else ():
            _close(each)
    for finding in session().scalars(select(Finding).where(in_dossier(dossier.id), joining.is_alone())):
        joining.go_on_alone(finding)
        move_finding(SYSTEM, finding, FindingState.OPEN, FindingCause.SPLIT, party=Turn.RELEASER)
    for into in joining.covering(rounds_policy.same_subject(Finding, dossier)):
        if joining.follow(into, term_from_today):
            note_event(SYSTEM, into, FindingCause.SEVERITY, party=Turn.REVIEWERS)


def _release(finding: Finding) -> None:
    if finding.state is FindingState.DRAFT:
        finding.due_on = counted_from_today(finding, finding.due_on)
        if finding.own_due_on is not None:
            finding.own_due_on = counted_from_today(finding, finding.own_due_on)
        to = FindingState.OPEN if finding.merged_into_id is None else FindingState.MERGED
        move_finding(SYSTEM, finding, to, FindingCause.RELEASED, party=Turn.RELEASER)


def _bound_for_earlier(dossier: Dossier) -> list[tuple[Finding, Finding]]:
    """The drafts of a dossier that go on in a finding of an earlier round, each with that one.

    Where that was solved or merged meanwhile, or waits for a follow-up check, it goes on by itself. So that one is
    locked, and read as it stands then: the supplier may ask for a check at this moment.
    """
    into = aliased(Finding)
    query = select(Finding, into).join(into, into.id == Finding.merged_into_id)
    is_draft = (Finding.dossier_id == dossier.id) & (Finding.state == FindingState.DRAFT)
    query = query.where(is_draft, into.state != FindingState.DRAFT)
    query = query.order_by(Finding.part, Finding.id).with_for_update(of=into)
    found = []
    for part, whole in session().execute(query.execution_options(populate_existing=True)):
        if joining.is_taken_in(part, whole):
            found.append((part, whole))
        else:
            part.merged_into_id = None
    return found


def _take_in(dossier: Dossier, bound: Sequence[tuple[Finding, Finding]]) -> None:
    """As if merged now; the earlier one is told with who agreed so and why."""
    rows = {key: each for each in agreed_in(dossier.id) if each.earlier for key in each.requirements}
    told = {}
    for part, into in bound:
        joining.absorb(into, part)
        said = rows.get(part.requirement_version_id)
        told[into.id, id(said)] = (into, said)
    for into, said in told.values():
        note_joined(into, FindingCause.ABSORBED, said)


def _carry_all(
    dossier: Dossier, rows: Mapping[uuid.UUID, Sequence[Finding]], conclusions: Iterable[Conclusion]
) -> None:
    """Before any draft is released: what is to go on in one must not count as a severity of its own.

    A verdict that makes findings of its own beside it weighs nothing anew.
    """
    drafts = judged_apart(one for several in rows.values() for one in several)
    anew = (each for each in conclusions if each.basis is not ConclusionBasis.CARRIED)
    gravities = {each.requirement_version_id: each.severity for each in anew}
    taken = _taken(dossier)
    for key, several in rows.items():
        for each in several:
            if each.next_dossier_id == dossier.id:
                _carry(each, None if key in drafts else gravities.get(key), taken.setdefault(key, set()))


def _taken(dossier: Dossier) -> dict[uuid.UUID, set[int]]:
    """The numbers that findings of a dossier have, also those that lapsed, by the wording of the requirement."""
    query = select(Finding.requirement_version_id, Finding.part).where(Finding.dossier_id == dossier.id)
    found: dict[uuid.UUID, set[int]] = {}
    for key, part in session().execute(query):
        found.setdefault(key, set()).add(part)
    return found


def _carry(finding: Finding, severity: Severity | None, taken: set[int]) -> None:
    """It stands in this dossier now. A higher severity that was agreed on brings its term nearer, never further.

    So it does for one that was merged: that is its own again when it is split. It keeps its number, unless one of this
    dossier has that: it can be open again only since that one was made.
    """
    is_weighed = finding.state in (*TO_SOLVE, FindingState.MERGED)
    if severity and is_weighed and joining.weigh(finding, severity, term_from_today(severity)):
        note_event(SYSTEM, finding, FindingCause.SEVERITY, party=Turn.REVIEWERS)
    if finding.next_dossier_id is not None and finding.next_requirement_version_id is not None:
        finding.dossier_id = finding.next_dossier_id
        finding.requirement_version_id = finding.next_requirement_version_id
        finding.part = max(taken) + 1 if finding.part in taken else finding.part
        taken.add(finding.part)
    finding.next_dossier_id = finding.next_requirement_version_id = None
    note_event(SYSTEM, finding, FindingCause.CARRIED, party=Turn.RELEASER)


def _close(finding: Finding) -> None:
    finding.next_dossier_id = finding.next_requirement_version_id = None
    move_finding(SYSTEM, finding, FindingState.CLOSED, FindingCause.MET, party=Turn.RELEASER)
