# SPDX-License-Identifier: EUPL-1.2
"""A reviewer gives verdicts, blind to the other until both are ready."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from samencontroleren.assessments.cards import Card, take_card
from samencontroleren.assessments.carrying import refuse_carried
from samencontroleren.assessments.desks import lay_out
from samencontroleren.assessments.dossiers import (
    all_ready,
    begin_review,
    begin_verdict,
    load_dossier,
    none_ready,
    open_review,
    own_review,
    person,
    reviews_of,
    turn_done,
)
from samencontroleren.assessments.drafts import Lack, lacks_of
from samencontroleren.assessments.judging import chosen_on, verdict_of
from samencontroleren.assessments.kinds import Assurance, Axis, Severity, Verdict
from samencontroleren.assessments.models import Arrangement, Review, ReviewVerdict
from samencontroleren.assessments.repeating import repeated
from samencontroleren.assessments.settling import conclude
from samencontroleren.assessments.starters import is_bare
from samencontroleren.assessments.supplementing import gather_when_ready
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class Saved:
    """A verdict as it was saved."""

    verdict: ReviewVerdict
    lacks: list[Lack]
    """What it lacks before it counts."""
    repeated: list[str]
    """The passages of a confidential text that its public part repeats."""
    dossier: Dossier


def save_verdict(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    code: Verdict | None = None,
    assurance: Assurance | None = None,
    axes: Mapping[Axis, Verdict] | None = None,
    public_reason: str = "",
    confidential_reason: str = "",
    severity: Severity | None = None,
    revision: int = 0,
    keeps_words: bool = False,
) -> Saved:
    """Save one's own verdict as far as it is written; `revision` is the one that was read (0: there was none).

    What is lacking (see `drafts`) makes it a draft that does not count as given. Where the requirement asks opzet,
    bestaan or werking, `axes` holds a verdict on each and the lowest counts. `keeps_words`: the author saw that the
    public part repeats a confidential text, and wants it so. Raises Changed (saved elsewhere meanwhile), Conflict
    (not in review, or already ready).
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    review = open_review(actor, dossier_id)
    refuse_carried(dossier, requirement_version_id)
    is_silent = not public_reason.strip() and (code is Verdict.MEETS or bool(axes))
    card = take_card(actor, dossier, requirement_version_id, is_silent)
    row = _own_row(review, card, revision)
    told = repeated(public_reason, [*card.secrets, confidential_reason])
    row.is_repeating = bool(told) and not (keeps_words or _were_kept(row, public_reason, card.secrets, told))
    row.is_bare = is_bare(public_reason, card.version)
    row.axes = chosen_on(card.version.aspects, axes or {})
    row.code, row.assurance, row.severity = verdict_of(card.version.aspects, row.axes, code), assurance, severity
    row.public_reason, row.confidential_reason = public_reason, confidential_reason
    _note_saved(actor, dossier, row)
    return Saved(row, lacks_of(row, card.speaks_for_itself, card.has_proof), told, dossier)


def _own_row(review: Review, card: Card, revision: int) -> ReviewVerdict:
    """One's own verdict, begun when there was none. Raises Changed when another one than was read."""
    row = card.verdict
    if (row.revision if row else 0) != revision:
        raise Changed("Dit oordeel is intussen in een ander venster opgeslagen.", theirs=row)
    return row or begin_verdict(review, card.version.id)


def _note_saved(actor: Actor, dossier: Dossier, row: ReviewVerdict) -> None:
    """Given by itself from now on."""
    row.is_together = False
    row.revision += 1
    session().flush()
    trail.record(actor, "verdict.saved", "dossier", dossier.id, requirement=row.requirement_version_id)


def _were_kept(row: ReviewVerdict, public_reason: str, secrets: Sequence[str], found: Collection[str]) -> bool:
    """These very passages stood in this very text before, and its author wanted it so."""
    if row.is_repeating or public_reason != row.public_reason:
        return False
    return set(found) <= set(repeated(public_reason, [*secrets, row.confidential_reason]))


def mark_ready(actor: Actor, dossier_id: uuid.UUID, wants_talk: bool = False) -> bool:
    """Say that one is ready; True when that was the second one and both verdicts are now open to each other.

    `wants_talk`: the draft verdict is gone through together before the supplier is heard, also without a difference.
    When one of them lacks something, the verdicts stay closed and one request is made of what both lack. Raises
    Conflict while a requirement lacks a verdict (or a wish). The second time in a row changes nothing.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    found = lay_out(actor, dossier)
    again = sum(item.is_to_reread and not item.is_done(found.can_wish) for item in found.items)
    missing = len(found.items) - found.done - again
    if missing:
        raise Conflict("Geef eerst bij elke eis een oordeel. Er ontbreken er nog %(count)s.", count=missing)
    if again:
        raise Conflict("U moet nog eisen apart lezen die u in één keer hebt bevestigd: %(count)s.", count=again)
    review = begin_review(person(actor), dossier_id)
    if review.ready_at is None:
        review.ready_at, review.wants_talk = clock.now(), wants_talk
    review.revision += 1
    session().flush()
    trail.record(actor, "review.ready", "dossier", dossier_id)
    turn_done(actor, dossier_id)
    reviews = reviews_of(dossier_id)
    if not all_ready(reviews) or gather_when_ready(dossier):
        return False
    _reveal(dossier_id, [each.user_id for each in reviews])
    conclude(actor, dossier)
    return True


def take_back_ready(actor: Actor, dossier_id: uuid.UUID) -> None:
    """Take back that one is ready; possible until the other one is ready too."""
    load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    review = own_review(actor, dossier_id)
    if review is None or review.ready_at is None:
        raise Conflict("U hebt nog niet gemeld dat u klaar bent.")
    if all_ready(reviews_of(dossier_id)):
        raise Conflict("U bent allebei klaar. Verstuur de aanvulling, of laat haar vervallen.")
    review.ready_at = None
    review.revision += 1
    session().flush()
    trail.record(actor, "review.reopened", "dossier", dossier_id)
    if actor.membership_id is not None:
        notifications.resume("assigned", dossier_id, [actor.membership_id])


def _reveal(dossier_id: uuid.UUID, user_ids: Sequence[uuid.UUID]) -> None:
    """Open both reviewers' verdicts in one statement: there is no moment at which one sees and the other not.

    A draft on what the supplier is not asked any more stays its author's.
    """
    is_given = ReviewVerdict.code.is_not(None) & ReviewVerdict.assurance.is_not(None)
    both = (ReviewVerdict.dossier_id == dossier_id) & ReviewVerdict.user_id.in_(user_ids) & is_given
    session().execute(update(ReviewVerdict).where(both).values(is_revealed=True, changed_at=clock.now()))


def restart_reviews(actor: Actor, dossier_id: uuid.UUID) -> None:
    """The dossier goes back to the co-ordinator: reviews are open again and blind as before.

    What was agreed on about its findings was about those verdicts, and ends.
    """
    fetch(actor, rounds_policy.RELEASE, dossier_id, view=rounds_policy.VIEW)
    none_ready(dossier_id)
    here = ReviewVerdict.dossier_id == dossier_id
    session().execute(update(ReviewVerdict).where(here).values(is_revealed=False))
    stands = (Arrangement.dossier_id == dossier_id) & Arrangement.ended_at.is_(None)
    session().execute(update(Arrangement).where(stands).values(ended_at=clock.now()))
