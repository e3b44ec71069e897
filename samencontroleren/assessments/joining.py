# SPDX-License-Identifier: EUPL-1.2
"""Findings of one subject that go on together: the one covers the others, with the gravest severity and the first term.

A finding that was merged keeps its own row, severity and term, so that it can go on by itself again.
"""

import uuid
from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from samencontroleren.assessments.kinds import GOES_ON, MERGEABLE, TO_SOLVE, FindingState, Severity, gravest, is_graver
from samencontroleren.assessments.models import Finding
from samencontroleren.core.db import session


def goes_on_elsewhere() -> ColumnElement[bool]:
    """A finding that was merged into one that is not solved yet."""
    other = aliased(Finding)
    is_open = exists().where(other.id == Finding.merged_into_id, other.state.in_(TO_SOLVE))
    return and_(Finding.state == FindingState.MERGED, is_open)


def is_alone() -> ColumnElement[bool]:
    """A finding that was merged into one that was solved or lapsed since."""
    return and_(Finding.state == FindingState.MERGED, ~goes_on_elsewhere())


def parts_of(finding_id: uuid.UUID) -> list[Finding]:
    """What goes on in this finding since a release, in a steady order (system use)."""
    query = select(Finding).where(Finding.merged_into_id == finding_id, Finding.state == FindingState.MERGED)
    return list(session().scalars(query.order_by(Finding.found_on, Finding.id)))


def parts_of_each(finding_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Finding]]:
    """The same for many, with what is to go on in them, each with its requirement (system use; one query at most)."""
    query = select(Finding).options(joinedload(Finding.requirement_version))
    query = query.where(Finding.merged_into_id.in_(finding_ids), Finding.state.in_(GOES_ON))
    found: dict[uuid.UUID, list[Finding]] = {}
    for each in session().scalars(query.order_by(Finding.found_on, Finding.id)) if finding_ids else ():
        if each.merged_into_id is not None:
            found.setdefault(each.merged_into_id, []).append(each)
    return found


def is_taken_in(part: Finding, into: Finding) -> bool:
    """Whether a finding goes on in this one, or will at the release of the draft in which it was laid down. Pure.

    A draft goes on in a draft, or in a finding of an earlier round that can take one in by then.
    """
    return part.state is FindingState.MERGED or into.state in (FindingState.DRAFT, *MERGEABLE)


def absorb(into: Finding, part: Finding) -> None:
    """Let a finding go on in another one, with all that was merged into it before.

    As grave as they were together, and with the term they had together: also more time that was given to all. A draft
    that was agreed to go on in it does not move along: nobody agreed that it is about the other one (`is_taken_in`).
    """
    for each in (*parts_of(part.id), part):
        each.merged_into_id = into.id
    severity, due_on = gravest((into.severity, part.severity)), min(into.due_on, part.due_on)
    part.severity, part.due_on = part.own_severity or part.severity, part.own_due_on or part.due_on
    part.own_severity = part.own_due_on = None
    if into.own_severity is None:
        into.own_severity, into.own_due_on = into.severity, into.due_on
    into.severity, into.due_on = severity, due_on
    session().flush()


def weigh(finding: Finding, severity: Severity, due_on: date) -> bool:
    """Give a finding another severity of its own and a term that is never later; True when it now stands differently.

    It stays as grave as what goes on in it.
    """
    if severity is (finding.own_severity or finding.severity):
        return False
    before = (finding.severity, finding.due_on)
    if finding.own_due_on is not None:
        finding.own_severity, finding.own_due_on = severity, min(finding.own_due_on, due_on)
    finding.severity = gravest((severity, *(each.severity for each in parts_of(finding.id))))
    finding.due_on = min(finding.due_on, due_on)
    session().flush()
    return (finding.severity, finding.due_on) != before


def covering(same_subject: ColumnElement[bool]) -> list[Finding]:
    """The findings of a subject that are not solved and in which others went on, in a steady order (system use).

    Also those of which every part was solved since: they are to be by themselves again.
    """
    query = select(Finding).where(same_subject, Finding.own_severity.is_not(None), Finding.state.in_(TO_SOLVE))
    return list(session().scalars(query.order_by(Finding.found_on, Finding.id)))


def follow(into: Finding, term_of: Callable[[Severity], date]) -> bool:
    """Let a finding be as grave again as all that still goes on in it; True when it now stands differently.

    When it became graver its term may come nearer: `term_of` gives the last day that goes with a severity. What was
    solved binds it no more: it has the time it would have had without that part, as if it was taken out.
    """
    parts, before = parts_of(into.id), (into.severity, into.due_on)
    severity = gravest((into.own_severity or into.severity, *(each.severity for each in parts)))
    if is_graver(severity, into.severity):
        into.due_on = min(into.due_on, term_of(severity))
    else:
        into.due_on = max(into.due_on, min((into.own_due_on or into.due_on, *(each.due_on for each in parts))))
    into.severity = severity
    if not parts:
        into.own_severity = into.own_due_on = None
    session().flush()
    return (into.severity, into.due_on) != before


def part(finding: Finding, into: Finding) -> None:
    """Take a finding out of the one it goes on in. More time that was given to both is kept by both."""
    parts = parts_of(into.id)
    first = min(each for each in (into.own_due_on, *(each.due_on for each in parts)) if each)
    is_extended = into.due_on > first
    if is_extended:
        finding.due_on = max(finding.due_on, into.due_on)
    go_on_alone(finding)
    staying = [each for each in parts if each is not finding]
    into.severity = gravest((into.own_severity or into.severity, *(each.severity for each in staying)))
    if not is_extended and into.own_due_on is not None:
        into.due_on = min([into.own_due_on, *(each.due_on for each in staying)])
    if not staying:
        into.own_severity = into.own_due_on = None
    session().flush()


def go_on_alone(finding: Finding) -> None:
    """It points to no other finding any more."""
    finding.merged_into_id = None
    session().flush()
