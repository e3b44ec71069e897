# SPDX-License-Identifier: EUPL-1.2
"""The findings of a dossier as they will be before the supplier is heard, and what is proposed about them."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samencontroleren.assessments import policy
from samencontroleren.assessments.arranging import Agreed, Earlier, Planned, planned, still_agreed
from samencontroleren.assessments.carrying import carried_in
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.differing import Difference, compared
from samencontroleren.assessments.dossiers import living_assignments, load_dossier
from samencontroleren.assessments.kinds import MERGEABLE, Severity, gravest
from samencontroleren.assessments.models import Arrangement, Conclusion, Finding, ReviewVerdict
from samencontroleren.assessments.replying import last_hearing
from samencontroleren.assessments.shortcomings import agreed_by
from samencontroleren.assessments.standing import earlier_of, found_before, standing_requirements
from samencontroleren.core.access import holds, visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class Candidate:
    """A requirement that makes a finding as it is judged now."""

    version: RequirementVersion
    severity: Severity
    is_open: bool
    """The reviewers still differ on it, so perhaps it makes none."""
    secrets: Sequence[str]
    """What its verdicts say to readers of the answer only."""
    earlier: Sequence[Finding] = ()
    """What an earlier round found on it and is not solved: that goes on, and the verdict makes none by itself."""
    weighs: Severity | None = None
    """What its verdict says of it by name, so that it counts for what was found before as well."""
    is_judged: bool = True
    """False: its verdict was taken over in a re-assessment."""


@dataclass(frozen=True)
class GoingOn:
    """What an earlier round found, as the release of now will leave it."""

    finding: Finding
    severity: Severity
    requirements: Sequence[uuid.UUID]
    """On which it was found again: its own first, then those of what was merged into it before."""


@dataclass(frozen=True)
class Layout:
    """The findings of a dossier as they will be, and what is proposed about them."""

    dossier: Dossier
    candidates: Mapping[uuid.UUID, Candidate]
    planned: Sequence[Planned]
    agreed: Sequence[Arrangement]
    """What counts of what was agreed on."""
    proposals: Sequence[Arrangement]

    @property
    def new(self) -> dict[uuid.UUID, Candidate]:
        """Those of which nothing was found before."""
        return {key: each for key, each in self.candidates.items() if not each.earlier}

    @property
    def earlier(self) -> dict[uuid.UUID, uuid.UUID]:
        """The findings of earlier rounds, each with the requirement on which it was found again."""
        return {finding.id: key for key, each in self.candidates.items() for finding in each.earlier}

    def found_before(self, finding_id: uuid.UUID | None) -> Finding | None:
        """One of those; None: it is not found again (any more)."""
        rows = (finding for each in self.candidates.values() for finding in each.earlier)
        return next((each for each in rows if each.id == finding_id), None)

    @property
    def absorbing(self) -> list[Finding]:
        """Those in which something can go on."""
        return [row for each in self.candidates.values() for row in each.earlier if row.state in MERGEABLE]

    @property
    def separable(self) -> list[Finding]:
        """Those beside which the verdict of now can make a finding of its own."""
        return [row for each in self.candidates.values() if each.is_judged for row in each.earlier]

    def going_on_in(self, finding_id: uuid.UUID) -> list[Planned]:
        """What goes on in a finding of an earlier round."""
        return [each for each in self.planned if each.goes_on == finding_id]

    def said_about(self, finding_id: uuid.UUID) -> list[tuple[Agreed, list[uuid.UUID]]]:
        """What was agreed on of what goes on in it: each agreement with the requirements it still is about."""
        found: dict[int, tuple[Agreed, list[uuid.UUID]]] = {}
        for each in self.going_on_in(finding_id):
            if each.agreed is not None:
                found.setdefault(id(each.agreed), (each.agreed, []))[1].append(each.requirement)
        return list(found.values())

    @property
    def going_on(self) -> list[GoingOn]:
        """What an earlier round found, as it goes on."""
        earlier = {key: each.earlier for key, each in self.candidates.items()}
        return going_on(earlier, {key: each.weighs for key, each in self.candidates.items()}, self.planned)

    def kept_from(self, finding_id: uuid.UUID) -> bool:
        """Whether it was agreed that more goes on in it, which cannot be now."""
        said = any(each.earlier_id == finding_id and not each.findings for each in self.agreed)
        return said and finding_id not in {each.id for each in self.absorbing}

    def parts_of(self, row: Planned) -> list[Planned]:
        """What goes on in a finding."""
        return [each for each in self.planned if each.into == row.requirement]

    @property
    def marks(self) -> list[str]:
        """What a page shows of it, to be sent back as `seen`."""
        return [mark_of(each) for each in (*self.agreed, *self.proposals)]


def going_on(
    earlier: Mapping[uuid.UUID, Sequence[Finding]],
    weighs: Mapping[uuid.UUID, Severity | None],
    rows: Sequence[Planned],
) -> list[GoingOn]:
    """What an earlier round found, as its verdict weighs it unless that makes another, with what goes on in it.

    Pure; `earlier` and `weighs` by the wording of the requirement now. What was merged stands at the one it goes on in.
    """
    judged = {each.requirement for each in rows}
    found = {row.id: (row, key) for key, several in earlier.items() for row in several}
    made = []
    for row, key in found.values():
        if row.merged_into_id in found:
            continue
        here = [(row, key), *(each for each in found.values() if each[0].merged_into_id == row.id)]
        own = [(None if at in judged else weighs.get(at)) or each.severity for each, at in here]
        new = (each.severity for each in rows if each.goes_on == row.id)
        made.append(GoingOn(row, gravest((*own, *new)), list(dict.fromkeys(at for _row, at in here))))
    return made


def mark_of(row: Arrangement) -> str:
    """An arrangement as it stands: once it is settled it is something new to who read the proposal."""
    return f"{row.id}{'=' if row.settled_at else ''}"


def layout_of(actor: Actor, dossier_id: uuid.UUID) -> Layout:
    """The findings as they would be if the supplier was heard now. Raises Conflict when nothing is being discussed."""
    dossier = load_dossier(actor, policy.ARRANGE, dossier_id, DossierState.DISCUSSING)
    return lay_out_findings(actor, dossier)


def open_arrangements(actor: Actor, dossier_id: uuid.UUID) -> int:
    """How many proposals about the findings of a dossier wait for the other reviewer."""
    return len(_proposals(dossier_id, _rows(actor, dossier_id)))


def _rows(actor: Actor, dossier_id: uuid.UUID) -> list[Arrangement]:
    here = (Arrangement.dossier_id == dossier_id) & Arrangement.ended_at.is_(None)
    query = visible(actor, policy.ARRANGEMENT_VIEW).where(here)
    return list(session().scalars(query.order_by(Arrangement.created_at, Arrangement.id)))


def lay_out_findings(actor: Actor, dossier: Dossier) -> Layout:
    """The same of a dossier that was loaded."""
    candidates = _candidates(actor, dossier)
    rows = _rows(actor, dossier.id)
    settled = sorted((each for each in rows if each.settled_at), key=lambda each: (each.settled_at, str(each.id)))
    terms = [agreed_by(each) for each in settled]
    by_terms = {id(each): row for each, row in zip(terms, settled, strict=True)}
    counting = still_agreed(terms)
    return Layout(
        dossier=dossier,
        candidates=candidates,
        planned=planned({key: each.severity for key, each in candidates.items()}, counting, _earlier(candidates)),
        agreed=[by_terms[id(each)] for each in counting],
        proposals=_proposals(dossier.id, rows),
    )


def _proposals(dossier_id: uuid.UUID, rows: Sequence[Arrangement]) -> list[Arrangement]:
    """What waits for the other reviewer: made by somebody who still reviews, and not before the supplier was heard."""
    waiting = [each for each in rows if _is_waiting(each, rows)]
    if not waiting:
        return []
    heard, people = last_hearing(dossier_id), {each.user_id for each in living_assignments(dossier_id)}
    return [
        each
        for each in waiting
        if each.proposed_by_id in people and (heard is None or each.created_at > heard.opened_at)
    ]


def _is_waiting(row: Arrangement, rows: Sequence[Arrangement]) -> bool:
    """Nobody has agreed to it, and nothing on one of its requirements was proposed or settled after it."""
    later = rows[rows.index(row) + 1 :]
    settled = [each for each in rows if each.settled_at and each.settled_at > row.created_at]
    return row.settled_at is None and all(
        set(each.requirements).isdisjoint(row.requirements) for each in (*later, *settled)
    )


def _earlier(candidates: Mapping[uuid.UUID, Candidate]) -> dict[uuid.UUID, Earlier]:
    return {key: earlier_of(each.earlier) for key, each in candidates.items() if each.earlier}


def _candidates(actor: Actor, dossier: Dossier) -> dict[uuid.UUID, Candidate]:
    """In the order of the questionnaire. What was taken over makes no finding, but what was found on it goes on."""
    aside, elsewhere = carried_in(dossier), standing_requirements(dossier)
    rows = [each for each in compared(actor, dossier.id) if _severities(each)]
    before = earlier_findings(actor, dossier, [each.version for each in rows])
    found = {}
    for each in rows:
        key, earlier = each.version.id, before.get(each.version.id, [])
        if earlier or not (key in aside or each.version.requirement_id in elsewhere):
            severity, is_open = gravest(_severities(each)), not each.is_settled
            said = None if key in aside else _said(each)
            found[key] = Candidate(each.version, severity, is_open, _secrets(each), earlier, said, key not in aside)
    return found


def earlier_findings(
    actor: Actor, dossier: Dossier, versions: Iterable[RequirementVersion]
) -> dict[uuid.UUID, list[Finding]]:
    """What an earlier round found on these requirements and is not solved, of what this actor reads (one query)."""
    reviews = holds(actor, rounds_policy.REVIEW, dossier)
    read = visible(actor, policy.EARLIER_FINDING if reviews else policy.FINDING_VIEW)
    return found_before(dossier, {each.id: each for each in versions}, read)


def _secrets(row: Difference) -> list[str]:
    return [each.confidential_reason for each in (row.conclusion, *row.verdicts) if each]


def _severities(row: Difference) -> list[Severity]:
    return [each.severity or row.version.severity for each in _short(row)]


def _said(row: Difference) -> Severity | None:
    named = [each.severity for each in _short(row) if each.severity]
    return gravest(named) if named else None


def _short(row: Difference) -> list[Conclusion | ReviewVerdict]:
    said = [row.conclusion] if row.is_settled and row.conclusion else row.verdicts
    return [each for each in said if each.code in SHORTCOMINGS]
