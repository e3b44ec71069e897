# SPDX-License-Identifier: EUPL-1.2
"""Which findings verdicts make: one each, unless it was agreed that some are one, or that one gives more. Pure."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from samencontroleren.assessments.kinds import Severity, gravest, is_graver


@dataclass(frozen=True)
class Named:
    """A finding as it was agreed on."""

    title: str
    severity: Severity | None = None
    """None: the gravest of its verdicts."""


@dataclass(frozen=True)
class Agreed:
    """That these requirements (in the order of the questionnaire) make these findings.

    Several requirements make one finding, one requirement makes several; none: each makes its own again.
    """

    requirements: Sequence[uuid.UUID]
    findings: Sequence[Named]
    reason: str = ""
    is_decided: bool = False
    """By the co-ordinator."""
    weighed: Sequence[Severity] = ()
    """How grave each verdict was then; none: not told, so that a named severity is taken as it is."""
    earlier: uuid.UUID | None = None
    """The finding of an earlier round in which they go on; with `findings`: beside which the verdict makes those."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier round found on a requirement and is found again."""

    findings: Collection[uuid.UUID] = ()
    parts: int = 0
    """Up to which place on it findings stand that no new one can have."""
    absorbing: Collection[uuid.UUID] = ()
    """Those of them in which something can go on now; one that is being checked can not."""


@dataclass(frozen=True)
class Planned:
    """A finding as it is to be made of the verdict on a requirement."""

    requirement: uuid.UUID
    severity: Severity
    """Its own: while it goes on in another, or others in it, that waits."""
    part: int = 1
    title: str = ""
    into: uuid.UUID | None = None
    """The requirement in whose finding it goes on."""
    goes_on: uuid.UUID | None = None
    """The finding of an earlier round in which it goes on."""
    whole: Severity | None = None
    """How grave it is with all that goes on in it; None: nothing does."""
    agreed: Agreed | None = None
    named: Severity | None = None
    """How grave it was agreed to be; None: as its verdict makes it."""

    @property
    def is_as_named(self) -> bool:
        """Whether it is as grave as was agreed, not as its verdicts make it."""
        return self.named is self.shown

    @property
    def shown(self) -> Severity:
        """How grave it is for who reads it."""
        return self.whole or self.severity


def still_agreed(rows: Iterable[Agreed]) -> list[Agreed]:
    """What counts of all that was agreed on, first to last: a later one replaces all it has a requirement of."""
    found: list[Agreed] = []
    for row in rows:
        found = [each for each in found if set(each.requirements).isdisjoint(row.requirements)]
        found += [row] if row.findings or row.earlier else []
    return found


def planned(
    short: Mapping[uuid.UUID, Severity], agreed: Iterable[Agreed], earlier: Mapping[uuid.UUID, Earlier] | None = None
) -> list[Planned]:
    """The new findings of these shortcomings, with how grave each verdict says they are.

    `earlier`: what was found before on the same requirements. That goes on by itself, and its verdict makes no new one
    unless it was agreed that it is another finding.
    """
    before = earlier or {}
    again = {key for key, each in before.items() if each.findings}
    absorbing = {finding for each in before.values() for finding in each.absorbing}
    laid = {key: [Planned(key, usual)] for key, usual in short.items() if key not in again}
    for row in agreed:
        here = [key for key in row.requirements if key in short and (key not in again or row.earlier)]
        if row.earlier and not row.findings:
            laid |= _in_earlier(here, short, row) if row.earlier in absorbing else {}
        elif len(row.requirements) == 1 and here:
            laid[here[0]] = _apart(here[0], short[here[0]], row, before.get(here[0], Earlier()).parts)
        elif len(here) > 1:
            laid |= {each.requirement: [each] for each in _together(here, short, row)}
    return [each for several in laid.values() for each in several]


def _in_earlier(
    here: Sequence[uuid.UUID], short: Mapping[uuid.UUID, Severity], row: Agreed
) -> dict[uuid.UUID, list[Planned]]:
    return {key: [Planned(key, short[key], goes_on=row.earlier, agreed=row)] for key in here}


def _apart(key: uuid.UUID, usual: Severity, row: Agreed, after: int) -> list[Planned]:
    return [
        Planned(key, _weighed(each, {key: usual}, row), number, each.title, agreed=row, named=each.severity)
        for number, each in enumerate(row.findings, start=after + 1)
    ]


def _weighed(named: Named, now: Mapping[uuid.UUID, Severity], row: Agreed) -> Severity:
    """How grave a finding is: as it was named, while its verdicts are as grave as they were then.

    With a verdict that became graver it is never lighter than that, with one that became lighter never graver.
    """
    usual = gravest(now.values())
    if named.severity is None:
        return usual
    then = dict(zip(row.requirements, row.weighed, strict=True)) if row.weighed else dict(now)
    if any(is_graver(each, then[key]) for key, each in now.items()):
        return gravest((named.severity, usual))
    return usual if now != then and is_graver(named.severity, usual) else named.severity


def _together(here: Sequence[uuid.UUID], short: Mapping[uuid.UUID, Severity], row: Agreed) -> list[Planned]:
    """The first carries the others. None is graver by itself than all together, so that the whole stays as agreed."""
    named = row.findings[0]
    whole = _weighed(named, {key: short[key] for key in here}, row)
    lowered = {key: whole for key in here if is_graver(short[key], whole)}
    own = {key: lowered.get(key, short[key]) for key in here}
    first, *rest = here
    if whole not in own.values():
        own[first] = whole
    return [
        Planned(first, own[first], title=named.title, whole=whole, agreed=row, named=named.severity),
        *(Planned(key, own[key], into=first, agreed=row, named=lowered.get(key)) for key in rest),
    ]
