# SPDX-License-Identifier: EUPL-1.2
"""The reading desk: a reviewer gives verdicts, blind to the other until both are ready."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import policy, rule, sampling
from samencontroleren.assessments.carrying import refuse_carried, to_judge
from samencontroleren.assessments.dossiers import (
    all_ready,
    begin_review,
    living_assignments,
    load_dossier,
    none_ready,
    own_review,
    person,
    reviews_of,
    submitted,
    turn_done,
)
from samencontroleren.assessments.kinds import Assurance, Axis, Verdict
from samencontroleren.assessments.models import Conclusion, Review, ReviewVerdict, SupplementWish
from samencontroleren.assessments.settling import REASON_MISSING, conclude
from samencontroleren.assessments.supplementing import gather_when_ready
from samencontroleren.assessments.wishing import can_wish, own_wishes
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class DeskItem:
    """One requirement on the desk: what was answered, and the reader's own verdict so far."""

    answer: SubmittedAnswer
    verdict: ReviewVerdict | None
    wish: SupplementWish | None = None
    is_supplemented: bool = False
    """The supplier changed it with a supplement."""
    before: SubmittedAnswer | None = None
    """What it said before that."""
    is_stale: bool = False
    """The verdict was given before the supplement came."""
    is_to_reread: bool = False
    """The verdict was confirmed together with others and must still be given by itself."""

    @property
    def version(self) -> RequirementVersion:
        return self.answer.requirement_version

    def is_done(self, can_wish: bool) -> bool:
        """Whether the reviewer has said what there is to say: a verdict, or what is missing to give one."""
        has_verdict = self.verdict is not None and not self.is_stale and not self.is_to_reread
        return has_verdict or (can_wish and self.wish is not None)


@dataclass(frozen=True)
class Desk:
    """The reading desk of one reviewer."""

    dossier: Dossier
    items: Sequence[DeskItem]
    review: Review | None
    can_write: bool
    can_wish: bool = False

    @property
    def done(self) -> int:
        """How many requirements have a verdict on what stands there now, or a wish that the supplier gets."""
        return sum(item.is_done(self.can_wish) for item in self.items)

    def item(self, requirement_version_id: uuid.UUID) -> DeskItem:
        """The item of one requirement. Raises NotFound when the dossier does not ask it."""
        for each in self.items:
            if each.version.id == requirement_version_id:
                return each
        raise NotFound()

    def after(self, requirement_version_id: uuid.UUID) -> uuid.UUID | None:
        """The requirement that follows; None after the last."""
        keys = [each.version.id for each in self.items]
        place = keys.index(requirement_version_id) + 1
        return keys[place] if place < len(keys) else None

    def before(self, requirement_version_id: uuid.UUID) -> uuid.UUID | None:
        """The requirement that goes before; None before the first."""
        keys = [each.version.id for each in self.items]
        place = keys.index(requirement_version_id) - 1
        return keys[place] if place >= 0 else None


@dataclass(frozen=True)
class Readiness:
    """How far one reviewer is: who and since when ready; nothing of the content."""

    user_id: uuid.UUID
    ready_at: datetime | None


def desk(actor: Actor, dossier_id: uuid.UUID) -> Desk:
    """The reading desk of this reviewer: all requirements with his or her own verdicts and wishes."""
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id)
    verdicts = {each.requirement_version_id: each for each in own_verdicts(actor, dossier_id)}
    wishes, answers = own_wishes(actor, dossier_id), to_judge(actor, dossier)
    revision = responses.last_revision(actor, dossier_id, answers)
    items = _reread([_item(each, verdicts, wishes, revision) for each in answers])
    review = own_review(actor, dossier_id)
    can_write = dossier.state is DossierState.IN_REVIEW and not (review and review.ready_at)
    is_asking = dossier.state is DossierState.IN_REVIEW and can_wish(dossier_id)
    return Desk(dossier, items, review, can_write, is_asking)


def _item(
    answer: SubmittedAnswer,
    verdicts: Mapping[uuid.UUID, ReviewVerdict],
    wishes: Mapping[uuid.UUID, SupplementWish],
    revision: responses.Revision,
) -> DeskItem:
    key = answer.requirement_version_id
    verdict, is_supplemented = verdicts.get(key), revision.changed(key)
    came, given = revision.at, verdict.changed_at if verdict else None
    is_stale = is_supplemented and given is not None and came is not None and given < came
    return DeskItem(answer, verdict, wishes.get(key), is_supplemented, revision.before.get(key), is_stale)


def _reread(items: Sequence[DeskItem]) -> list[DeskItem]:
    """The same, with a mark on what must be read by itself after it was confirmed together with others."""
    is_whole = all(each.is_done(can_wish=True) for each in items)
    again = sampling.to_reread((each.verdict for each in items if each.verdict), is_whole)
    return [replace(each, is_to_reread=each.version.id in again) for each in items]


def own_verdicts(actor: Actor, dossier_id: uuid.UUID) -> list[ReviewVerdict]:
    """The verdicts this person gave in the dossier."""
    query = visible(actor, policy.VERDICT_EDIT).where(ReviewVerdict.dossier_id == dossier_id)
    return list(session().scalars(query))


def readiness(actor: Actor, dossier_id: uuid.UUID) -> list[Readiness]:
    """Who reviews and who is ready, for the reviewers and VNG."""
    query = visible(actor, policy.INSIDE, columns=[Review.user_id, Review.ready_at])
    query = query.select_from(Dossier).join(Review, Review.dossier_id == Dossier.id).where(Dossier.id == dossier_id)
    ready = {row.user_id: row.ready_at for row in session().execute(query)}
    return [Readiness(each.user_id, ready.get(each.user_id)) for each in living_assignments(dossier_id)]


def earlier_conclusion(actor: Actor, dossier: Dossier, version: RequirementVersion) -> Conclusion | None:
    """What was concluded on this requirement the last time this subject was released before."""
    query = (
        visible(actor, policy.EARLIER)
        .join(RequirementVersion, RequirementVersion.id == Conclusion.requirement_version_id)
        .join(Dossier, Dossier.id == Conclusion.dossier_id)
        .where(
            RequirementVersion.requirement_id == version.requirement_id,
            Dossier.id != dossier.id,
            Dossier.vendor_id == dossier.vendor_id,
            Dossier.product_id.is_not_distinct_from(dossier.product_id),
        )
        .options(joinedload(Conclusion.requirement_version))
        .order_by(Conclusion.decided_at.desc(), Conclusion.number.desc())
        .limit(1)
    )
    return session().scalars(query).first()


def save_verdict(
    actor: Actor,
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    code: Verdict | None = None,
    assurance: Assurance | None = None,
    axes: Mapping[Axis, Verdict] | None = None,
    public_reason: str = "",
    confidential_reason: str = "",
    revision: int = 0,
) -> ReviewVerdict:
    """Save one's own verdict on a requirement; `revision` is the one that was read (0: there was none).

    Where the requirement asks opzet, bestaan or werking, `axes` holds a verdict on each and the lowest counts.
    Raises Invalid (a verdict or reason is missing), Changed (saved elsewhere meanwhile), Conflict (not in
    review, or already ready).
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    review = begin_review(person(actor), dossier_id)
    if review.ready_at:
        raise Conflict("U hebt gemeld dat u klaar bent. Neem dat eerst terug.")
    version = _asked(actor, dossier, requirement_version_id)
    chosen, code, assurance = _complete(version, code, assurance, axes or {}, public_reason)
    row = _own_verdict(actor, dossier_id, requirement_version_id)
    if (row.revision if row else 0) != revision:
        raise Changed("Dit oordeel is intussen in een ander venster opgeslagen.", theirs=row)
    if row is None:
        row = ReviewVerdict(review_id=review.id, dossier_id=dossier_id, user_id=person(actor), revision=0)
        row.requirement_version_id = requirement_version_id
        session().add(row)
    row.code, row.assurance = code, assurance
    row.axes = {str(axis): str(each) for axis, each in chosen.items()}
    row.public_reason, row.confidential_reason = public_reason, confidential_reason
    row.is_together = False
    row.revision += 1
    session().flush()
    trail.record(actor, "verdict.saved", "dossier", dossier_id, requirement=requirement_version_id)
    return row


def _asked(actor: Actor, dossier: Dossier, requirement_version_id: uuid.UUID) -> RequirementVersion:
    refuse_carried(dossier, requirement_version_id)
    for answer in submitted(actor, dossier.id):
        if answer.requirement_version_id == requirement_version_id:
            return answer.requirement_version
    raise NotFound()


def _complete(
    version: RequirementVersion,
    code: Verdict | None,
    assurance: Assurance | None,
    axes: Mapping[Axis, Verdict],
    public_reason: str,
) -> tuple[dict[Axis, Verdict], Verdict, Assurance]:
    """The axes that are asked with their verdicts, the verdict that follows and how sure it is.

    Raises Invalid with everything that is missing at once.
    """
    asked = [Axis(each) for each in version.aspects]
    wrong = {str(axis): ["Kies een oordeel."] for axis in asked if axis not in axes}
    chosen = {axis: axes[axis] for axis in asked if axis in axes}
    found = code if not asked else rule.lowest(chosen) if chosen else None
    if found is None and not asked:
        wrong["code"] = ["Kies een oordeel."]
    if assurance is None:
        wrong["assurance"] = ["Kies hoe zeker dit oordeel is."]
    if found not in (None, Verdict.MEETS) and not public_reason.strip():
        wrong["public_reason"] = [REASON_MISSING]
    if wrong or found is None or assurance is None:
        raise Invalid(wrong)
    return chosen, found, assurance


def _own_verdict(actor: Actor, dossier_id: uuid.UUID, requirement_version_id: uuid.UUID) -> ReviewVerdict | None:
    query = visible(actor, policy.VERDICT_EDIT).where(
        ReviewVerdict.dossier_id == dossier_id,
        ReviewVerdict.requirement_version_id == requirement_version_id,
    )
    return session().scalars(query).one_or_none()


def mark_ready(actor: Actor, dossier_id: uuid.UUID) -> bool:
    """Say that one is ready; True when that was the second one and both verdicts are now open to each other.

    When one of them lacks something, the verdicts stay closed and one request is made of what both lack. Raises
    Conflict while a requirement lacks a verdict (or a wish). The second time in a row changes nothing.
    """
    dossier = load_dossier(actor, rounds_policy.REVIEW, dossier_id, DossierState.IN_REVIEW, lock=True)
    found = desk(actor, dossier_id)
    again = sum(item.is_to_reread for item in found.items)
    missing = len(found.items) - found.done - again
    if missing:
        raise Conflict("Geef eerst bij elke eis een oordeel. Er ontbreken er nog %(count)s.", count=missing)
    if again:
        raise Conflict("Lees eerst nog %(count)s eisen één voor één die u samen hebt bevestigd.", count=again)
    review = begin_review(person(actor), dossier_id)
    review.ready_at = review.ready_at or clock.now()
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
    """Open both reviewers' verdicts in one statement: there is no moment at which one sees and the other not."""
    both = (ReviewVerdict.dossier_id == dossier_id) & ReviewVerdict.user_id.in_(user_ids)
    session().execute(update(ReviewVerdict).where(both).values(is_revealed=True, changed_at=clock.now()))


def restart_reviews(actor: Actor, dossier_id: uuid.UUID) -> None:
    """The dossier goes back to the co-ordinator: reviews are open again and blind as before."""
    fetch(actor, rounds_policy.RELEASE, dossier_id, view=rounds_policy.VIEW)
    none_ready(dossier_id)
    here = ReviewVerdict.dossier_id == dossier_id
    session().execute(update(ReviewVerdict).where(here).values(is_revealed=False))
