# SPDX-License-Identifier: EUPL-1.2
"""The reviewers say before the hearing which findings there will be: some verdicts are one, or one gives several.

One proposes, the other agrees; where they do not, the co-ordinator decides. So the supplier is heard on exactly what
is released.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samencontroleren.assessments import policy
from samencontroleren.assessments.arranging import Named, Planned, planned, still_agreed
from samencontroleren.assessments.carrying import carried_in
from samencontroleren.assessments.concluding import SHORTCOMINGS
from samencontroleren.assessments.desks import secrets_of
from samencontroleren.assessments.differing import Difference, compared
from samencontroleren.assessments.dossiers import living_assignments, load_dossier, person, submitted
from samencontroleren.assessments.kinds import Severity, gravest
from samencontroleren.assessments.models import Arrangement
from samencontroleren.assessments.repeating import repeated
from samencontroleren.assessments.replying import last_hearing
from samencontroleren.assessments.shortcomings import agreed_by
from samencontroleren.assessments.standing import standing_requirements
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Dossier

NO_FINDING = "Een van deze eisen geeft nu geen bevinding die u kunt indelen."
NOTHING_AGREED = "Hierover is niets afgesproken."
OVERTAKEN = "Dit voorstel is ingehaald door een nieuwer voorstel of een besluit."
TITLE_MISSING = "Geef de bevinding een naam."
TITLE_TELLS = "Dit staat ook in een vertrouwelijke tekst. Gemeenten lezen deze naam. Schrijf het anders."
WEIGHED_ANEW = "De oordelen zijn gewijzigd na dit voorstel. Doe een nieuw voorstel."
MEANWHILE = "Over deze eisen is intussen iets voorgesteld of afgesproken. Lees dat eerst."
WHY_SEVERITY = "Schrijf op waarom de ernst anders is dan bij de oordelen."


@dataclass(frozen=True)
class Candidate:
    """A requirement that makes a finding as it is judged now."""

    version: RequirementVersion
    severity: Severity
    is_open: bool
    """The reviewers still differ on it, so perhaps it makes none."""
    secrets: Sequence[str]
    """What its verdicts say to readers of the answer only."""


@dataclass(frozen=True)
class Layout:
    """The findings of a dossier as they will be, and what is proposed about them."""

    dossier: Dossier
    candidates: Mapping[uuid.UUID, Candidate]
    planned: Sequence[Planned]
    agreed: Sequence[Arrangement]
    """What counts of what was agreed on."""
    proposals: Sequence[Arrangement]

    def parts_of(self, row: Planned) -> list[Planned]:
        """What goes on in a finding."""
        return [each for each in self.planned if each.into == row.requirement]

    @property
    def marks(self) -> list[str]:
        """What a page shows of it, to be sent back as `seen`."""
        return [_mark(each) for each in (*self.agreed, *self.proposals)]


def _mark(row: Arrangement) -> str:
    """An arrangement as it stands: once it is settled it is something new to who read the proposal."""
    return f"{row.id}{'=' if row.settled_at else ''}"


def layout_of(actor: Actor, dossier_id: uuid.UUID) -> Layout:
    """The findings as they would be if the supplier was heard now. Raises Conflict when nothing is being discussed."""
    dossier = load_dossier(actor, policy.ARRANGE, dossier_id, DossierState.DISCUSSING)
    return _layout(actor, dossier)


def open_arrangements(actor: Actor, dossier_id: uuid.UUID) -> int:
    """How many proposals about the findings of a dossier wait for the other reviewer."""
    return len(_proposals(dossier_id, _rows(actor, dossier_id)))


def _rows(actor: Actor, dossier_id: uuid.UUID) -> list[Arrangement]:
    here = (Arrangement.dossier_id == dossier_id) & Arrangement.ended_at.is_(None)
    query = visible(actor, policy.ARRANGEMENT_VIEW).where(here)
    return list(session().scalars(query.order_by(Arrangement.created_at, Arrangement.id)))


def _layout(actor: Actor, dossier: Dossier) -> Layout:
    candidates = _candidates(actor, dossier)
    rows = _rows(actor, dossier.id)
    settled = sorted((each for each in rows if each.settled_at), key=lambda each: (each.settled_at, str(each.id)))
    terms = [agreed_by(each) for each in settled]
    by_terms = {id(each): row for each, row in zip(terms, settled, strict=True)}
    counting = still_agreed(terms)
    return Layout(
        dossier=dossier,
        candidates=candidates,
        planned=planned({key: each.severity for key, each in candidates.items()}, counting),
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


def _candidates(actor: Actor, dossier: Dossier) -> dict[uuid.UUID, Candidate]:
    """In the order of the questionnaire. What an earlier round found goes on as it is; what was taken over too."""
    aside, elsewhere = carried_in(dossier), standing_requirements(dossier)
    found = {}
    for each in compared(actor, dossier.id):
        severities = _severities(each)
        if severities and each.version.id not in aside and each.version.requirement_id not in elsewhere:
            found[each.version.id] = Candidate(each.version, gravest(severities), not each.is_settled, _secrets(each))
    return found


def _secrets(row: Difference) -> list[str]:
    return [each.confidential_reason for each in (row.conclusion, *row.verdicts) if each]


def _severities(row: Difference) -> list[Severity]:
    said = [row.conclusion] if row.is_settled and row.conclusion else row.verdicts
    return [each.severity or row.version.severity for each in said if each.code in SHORTCOMINGS]


def arrange(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirements: Collection[uuid.UUID],
    findings: Sequence[Named],
    reason: str = "",
    seen: Collection[str] | None = None,
) -> Arrangement:
    """Say which findings these requirements make: a reviewer proposes it, the co-ordinator decides.

    Several requirements and one finding, one requirement and several findings, or what was agreed on and no finding:
    then each makes its own again. Raises Invalid without titles or for one that repeats a confidential text, or
    without a reason for another severity than that of the verdicts or for a decision; Conflict where a requirement
    makes no finding, or nothing is being discussed. `seen`: what stood on the page (`Layout.marks`); raises Changed
    when somebody else proposed or settled something on these requirements meanwhile.
    """
    dossier = load_dossier(actor, policy.ARRANGE, dossier_id, DossierState.DISCUSSING, lock=True)
    here = _layout(actor, dossier)
    chosen = [key for key in here.candidates if key in set(requirements)] if findings else list(requirements)
    decides = not holds(actor, rounds_policy.REVIEW, dossier)
    _check_seen(actor, here, set(requirements), seen)
    _check(here, chosen, set(requirements), findings, reason, decides)
    _check_titles(actor, here, chosen, findings)
    made = Arrangement(dossier_id=dossier_id, reason=reason.strip(), proposed_by_id=person(actor))
    made.requirement_keys = [str(key) for key in chosen]
    made.findings = [{"title": each.title.strip(), "severity": each.severity} for each in findings]
    made.severities = [here.candidates[key].severity for key in chosen if findings]
    session().add(made)
    if decides:
        rounds.take_part(person(actor), dossier_id, Part.COORDINATES)
        made.settled_at, made.is_decided = clock.now(), True
    session().flush()
    facts: dict[str, Any] = {"arrangement": made.id, "requirements": len(chosen), "makes": len(findings)}
    if decides:
        trail.record(actor, "findings.decided", "dossier", dossier_id, **facts)
    else:
        trail.record(actor, "findings.proposed", "dossier", dossier_id, **facts)
    return made


def _check_seen(actor: Actor, here: Layout, asked: Collection[uuid.UUID], seen: Collection[str] | None) -> None:
    """A proposal of one's own, made in another window, stands in nobody's way."""
    if seen is None:
        return
    for each in (*here.agreed, *here.proposals):
        is_own = each.settled_at is None and each.proposed_by_id == actor.user_id
        if not is_own and _mark(each) not in seen and not set(each.requirements).isdisjoint(asked):
            raise Changed(MEANWHILE, theirs=each)


def _check_titles(actor: Actor, here: Layout, chosen: Sequence[uuid.UUID], findings: Sequence[Named]) -> None:
    """Every gemeente reads the name of a finding."""
    secrets = [
        *secrets_of(submitted(actor, here.dossier.id)),
        *(s for k in chosen if findings for s in here.candidates[k].secrets),
    ]
    told = [number for number, each in enumerate(findings, start=1) if repeated(each.title, secrets)]
    if told:
        raise Invalid({f"title{number}": [TITLE_TELLS] for number in told})


def _check(
    here: Layout,
    chosen: Sequence[uuid.UUID],
    asked: Collection[uuid.UUID],
    findings: Sequence[Named],
    reason: str,
    decides: bool,
) -> None:
    # what was agreed can be undone, also where one of its requirements makes no finding any more
    if not findings and not any(set(asked) == set(each.requirements) for each in here.agreed):
        raise Conflict(NOTHING_AGREED)
    if len(chosen) != len(asked):
        raise Conflict(NO_FINDING)
    faults = _shape_faults(chosen, findings)
    if not reason.strip() and decides:
        faults["reason"] = ["Schrijf op waarom u dit zo beslist."]
    elif not reason.strip() and findings and chosen and _is_other_severity(here, chosen, findings):
        faults["reason"] = [WHY_SEVERITY]
    if faults:
        raise Invalid(faults)


def _shape_faults(chosen: Sequence[uuid.UUID], findings: Sequence[Named]) -> dict[str, list[str]]:
    faults = {f"title{number}": [TITLE_MISSING] for number, each in enumerate(findings, 1) if not each.title.strip()}
    if len(findings) == 1 and len(chosen) < 2:
        faults["requirements"] = ["Kies twee of meer eisen."]
    elif len(findings) > 1 and len(chosen) != 1:
        faults["requirement"] = ["Kies één eis."]
    return faults


def _is_other_severity(here: Layout, chosen: Sequence[uuid.UUID], findings: Sequence[Named]) -> bool:
    usual = gravest(here.candidates[key].severity for key in chosen)
    return gravest(each.severity or usual for each in findings) is not usual


def agree_arrangement(actor: Actor, dossier_id: uuid.UUID, key: uuid.UUID) -> Arrangement:
    """The other reviewer agrees: from now on the findings are so. Raises Conflict for one's own or an overtaken one."""
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.DISCUSSING, lock=True)
    found = fetch(actor, policy.ARRANGEMENT_VIEW, key)
    if found.dossier_id != dossier.id:
        raise NotFound()
    here = _layout(actor, dossier)
    if found not in here.proposals:
        raise Conflict(OVERTAKEN)
    if found.proposed_by_id == actor.user_id:
        raise Conflict("De andere beoordelaar moet instemmen met uw voorstel.")
    if found.findings and found.severities != [
        here.candidates[key].severity if key in here.candidates else "" for key in found.requirements
    ]:
        raise Conflict(WEIGHED_ANEW)
    found.agreed_by_id, found.settled_at = person(actor), clock.now()
    session().flush()
    trail.record(actor, "findings.agreed", "dossier", dossier_id, arrangement=found.id)
    return found
