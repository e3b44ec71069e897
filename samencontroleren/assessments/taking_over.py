# SPDX-License-Identifier: EUPL-1.2
"""Whoever took the place of a reviewer starts from those verdicts: suggestions, to confirm under one's own name."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from samencontroleren.assessments import policy
from samencontroleren.assessments.desks import own_verdicts
from samencontroleren.assessments.dossiers import load_dossier, open_review, person
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.core import trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState

COPIED = (
    "dossier_id", "requirement_version_id", "code", "assurance", "severity",
    "public_reason", "confidential_reason", "is_repeating", "is_bare",
)  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A verdict of the predecessor on an answer that did not change since."""

    answer: SubmittedAnswer
    verdict: ReviewVerdict


def suggestions(actor: Actor, dossier_id: uuid.UUID) -> list[Suggestion]:
    """What the predecessor thought and the actor has not judged yet, in the order of the questions.

    Nothing where the supplier changed the answer since, nor what was confirmed together with others and not read by
    itself: the successor can confirm that so too, with a sample of his or her own. Raises NotFound, Forbidden.
    """
    load_dossier(actor, rounds_policy.REVIEW, dossier_id)
    is_given = ReviewVerdict.code.is_not(None) & ReviewVerdict.assurance.is_not(None)
    was_read = ReviewVerdict.is_together.is_(False)
    query = visible(actor, policy.TAKE_OVER).where(ReviewVerdict.dossier_id == dossier_id, is_given, was_read)
    before = {each.requirement_version_id: each for each in session().scalars(query)}
    if not before:
        return []
    answers, revision = responses.submitted_and_revised(actor, dossier_id)
    done = {each.requirement_version_id for each in own_verdicts(actor, dossier_id)}
    open_ones = [each for each in answers if each.requirement_version_id in before.keys() - done]
    return [
        Suggestion(each, before[each.requirement_version_id])
        for each in open_ones
        if not _is_stale(before[each.requirement_version_id], revision)
    ]


def _is_stale(verdict: ReviewVerdict, revision: responses.Revision) -> bool:
    """The supplier changed the answer after this verdict."""
    changed = revision.changed(verdict.requirement_version_id)
    return changed and revision.at is not None and verdict.changed_at < revision.at


def take_over(actor: Actor, dossier_id: uuid.UUID, verdicts: Collection[uuid.UUID]) -> int:
    """Make the chosen suggestions, by requirement version, one's own verdicts. Returns how many.

    Raises Invalid for one that is no suggestion (any more), Conflict when not in review or already ready.
    """
    load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    review = open_review(actor, dossier_id)
    offered = {each.verdict.requirement_version_id: each.verdict for each in suggestions(actor, dossier_id)}
    wanted = set(verdicts)
    if not wanted:
        raise Invalid({"verdicts": ["Kies een of meer oordelen."]})
    if not wanted <= offered.keys():
        raise Invalid({"verdicts": ["Een van deze oordelen kunt u niet (meer) overnemen. Kijk de lijst na."]})
    for key in sorted(wanted):
        _copy(actor, review.id, offered[key])
    return len(wanted)


def _copy(actor: Actor, review_id: uuid.UUID, found: ReviewVerdict) -> None:
    facts = {name: getattr(found, name) for name in COPIED}
    made = ReviewVerdict(review_id=review_id, user_id=person(actor), axes=dict(found.axes), **facts)
    session().add(made)
    session().flush()
    trail.record(actor, "verdict.saved", "dossier", found.dossier_id, requirement=found.requirement_version_id)
