# SPDX-License-Identifier: EUPL-1.2
"""Confirming together: verdicts of last time on unchanged answers with good proof, each listed, by theme.

What a reviewer confirms so is that reviewer's own verdict. Some of them come back to be read one by one (`sampling`).
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func

from samencontroleren.assessments import policy, sampling
from samencontroleren.assessments.desks import Desk, DeskItem, desk, lay_out
from samencontroleren.assessments.dossiers import begin_verdict, load_dossier, open_review, person
from samencontroleren.assessments.facts import paper
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.assessments.models import Conclusion, Review, ReviewVerdict
from samencontroleren.assessments.sameness import Bar
from samencontroleren.core import clock, rereading, trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.responses.models import SubmittedDocument
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState


@dataclass(frozen=True)
class Row:
    """A requirement on the desk beside last time."""

    item: DeskItem

    @property
    def key(self) -> uuid.UUID:
        return self.item.version.id

    @property
    def bar(self) -> Bar | None:
        """Why it is read by itself; None: it can be confirmed together."""
        return self.item.bar

    @property
    def conclusion(self) -> Conclusion | None:
        """What was concluded last time."""
        said = self.item.last.said
        return said[0].conclusion if said else None

    @property
    def seal(self) -> str:
        """A mark of all that a reader sees of it; another one when any of it changed."""
        answer, today = self.item.answer, clock.today()
        shown = {
            "wording": str(self.key),
            "value": answer.value,
            "confidential": answer.is_confidential,
            "documents": [
                [*paper(each), str(evidence.validity_of(each.document, today))] for each in _ordered(answer.documents)
            ],
            "verdict": str(self.conclusion.id) if self.conclusion else "",
            "bar": str(self.bar or ""),
        }
        return hashlib.sha256(answer_kinds.canonical(shown)).hexdigest()[:32]


@dataclass(frozen=True)
class Together:
    """The desk of one reviewer beside last time."""

    desk: Desk
    rows: Sequence[Row]

    @cached_property
    def themes(self) -> dict[str, list[Row]]:
        """What can be confirmed together now, by theme in the order of the questionnaire."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.item.is_waiting:
                found.setdefault(row.item.version.theme, []).append(row)
        return found

    @property
    def to_reread(self) -> list[Row]:
        """What was confirmed together and must be read by itself."""
        return [row for row in self.rows if row.item.is_to_reread]

    @property
    def confirmed(self) -> int:
        """How many this reviewer confirmed together."""
        return sum(row.item.is_confirmed for row in self.rows)

    @property
    def barred(self) -> dict[Bar, int]:
        """How many are read by themselves, by reason."""
        found = [row.bar for row in self.rows if row.bar is not None]
        return {bar: found.count(bar) for bar in Bar if bar in found}


@dataclass(frozen=True)
class Outcome:
    """What one press did: how many were confirmed, and what was refused because it is not, or no longer, as shown."""

    confirmed: int
    refused: list[DeskItem]


class NothingChosen(Conflict):
    """Nothing was ticked to be confirmed."""


def together(actor: Actor, dossier_id: uuid.UUID) -> Together:
    """The desk of this reviewer beside last time.

    Raises NotFound and Forbidden as `desk`, Conflict for a re-assessment between rounds: there all is judged anew.
    """
    return _together(desk(actor, dossier_id))


def _together(found: Desk) -> Together:
    if found.dossier.is_interim:
        raise Conflict("Bij een tussentijdse herbeoordeling beoordeelt u elke eis apart.")
    return Together(found, [Row(item) for item in found.items])


def _ordered(documents: Iterable[SubmittedDocument]) -> list[SubmittedDocument]:
    return sorted(documents, key=lambda each: str(each.document_id))


def confirm_together(actor: Actor, dossier_id: uuid.UUID, seals: Mapping[uuid.UUID, str]) -> Outcome:
    """Confirm verdicts of last time as one's own, each with the seal of what was read (`Row.seal`).

    What changed since it was shown is refused; the rest is kept. A second press changes nothing. Raises NotFound,
    Forbidden, NothingChosen, and Conflict when the dossier is not in review or the reviewer is ready.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    review = open_review(actor, dossier_id)
    if not seals:
        raise NothingChosen("U hebt niets gekozen om te bevestigen.")
    found = _together(lay_out(actor, dossier))
    asked = [row for row in found.rows if row.key in seals]
    fit = [row for row in asked if row.seal == seals[row.key] and (row.item.is_waiting or row.item.is_confirmed)]
    verdicts = {row.key: _confirmed(actor, review, row) for row in fit}
    _choose(actor, found, verdicts)
    session().flush()
    return Outcome(len(fit), [row.item for row in asked if row not in fit])


def _confirmed(actor: Actor, review: Review, row: Row) -> ReviewVerdict:
    """The verdict of last time as this reviewer's own; the one there is when it was confirmed before."""
    if row.item.is_confirmed and row.item.verdict:
        return row.item.verdict
    verdict = row.item.verdict or begin_verdict(review, row.key)
    verdict.code = Verdict.MEETS
    verdict.axes = _axes(row)
    verdict.public_reason = verdict.confidential_reason = ""
    verdict.severity, verdict.is_repeating, verdict.is_bare = None, False, False
    if row.conclusion:
        verdict.assurance = row.conclusion.assurance
    verdict.is_together = True
    verdict.revision += 1
    trail.record(actor, "verdict.saved", "dossier", review.dossier_id, requirement=row.key, together=True)
    return verdict


def _axes(row: Row) -> dict[str, str]:
    """The verdict of last time on each axis that is asked; where that was not kept, the verdict on the whole."""
    kept = row.conclusion.axes if row.conclusion else None
    return {axis: (kept or {}).get(axis, str(Verdict.MEETS)) for axis in row.item.version.aspects}


def confirmed_together(actor: Actor, dossier_id: uuid.UUID) -> set[uuid.UUID]:
    """The requirements whose verdict of last time both reviewers confirmed together with others, once they are open."""
    query = visible(actor, policy.VERDICT_VIEW, columns=[ReviewVerdict.requirement_version_id]).where(
        ReviewVerdict.dossier_id == dossier_id, ReviewVerdict.is_revealed.is_(True), ReviewVerdict.is_together
    )
    twice = query.group_by(ReviewVerdict.requirement_version_id).having(func.count() > 1)
    return set(session().scalars(twice))


def _choose(actor: Actor, found: Together, confirmed: Mapping[uuid.UUID, ReviewVerdict]) -> None:
    """Store which come back; what still may be confirmed counts along, and what was chosen before stays."""
    user_id, dossier_id = person(actor), found.desk.dossier.id
    verdicts = {row.key: confirmed.get(row.key, row.item.verdict) for row in found.rows}
    pool = {row.key for row in found.rows if row.item.is_waiting}
    pool |= {key for key, each in verdicts.items() if each and (each.is_together or each.is_chosen)}
    candidates = {key: sampling.candidate(dossier_id, user_id, key, verdicts[key]) for key in pool}
    for key in rereading.chosen(candidates):
        verdict = verdicts[key]
        if verdict and verdict.is_together:
            verdict.is_chosen = True
