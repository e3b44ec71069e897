# SPDX-License-Identifier: EUPL-1.2
"""What every step of an assessment starts with: the dossier, what was submitted, and who reviews."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments.models import Review, ReviewVerdict
from samencontroleren.core import clock
from samencontroleren.core.access import Permission, fetch
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Assignment, Dossier

WHOLE = (joinedload(Dossier.round), joinedload(Dossier.vendor), joinedload(Dossier.product))


def load_dossier(
    actor: Actor, wanted: Permission[Dossier], key: uuid.UUID, *states: DossierState, lock: bool = False
) -> Dossier:
    """The dossier with round, supplier and product.

    Raises NotFound, Forbidden, and Conflict when the dossier is in none of `states`. `lock` makes whoever
    comes second wait, so that two people who finish at once still see each other.
    """
    dossier = fetch(actor, wanted, key, view=rounds_policy.VIEW, options=WHOLE, lock=lock)
    if states and dossier.state not in states:
        raise Conflict("Het dossier is intussen in een andere fase. Dit kan nu niet meer.")
    return dossier


def person(actor: Actor) -> uuid.UUID:
    """The person who acts. Raises Forbidden for the system: some acts are a person's."""
    if actor.user_id is None:
        raise Forbidden()
    return actor.user_id


def submitted(actor: Actor, dossier_id: uuid.UUID) -> list[SubmittedAnswer]:
    """The answers of the newest submission in their order, with requirement and documents."""
    return sorted(responses.submitted_answers(actor, dossier_id), key=lambda answer: answer.position)


def versions_of(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, RequirementVersion]:
    """The requirements of the dossier by their key, in order."""
    return {answer.requirement_version_id: answer.requirement_version for answer in submitted(actor, dossier_id)}


def living_assignments(dossier_id: uuid.UUID) -> list[Assignment]:
    """Who reviews the dossier now, in order of assignment."""
    moment = clock.now()
    found = [each for each in rounds.assignments_of(dossier_id) if not each.ended_at or each.ended_at > moment]
    return sorted(found, key=lambda each: (each.assigned_at, str(each.id)))


def reviews_of(dossier_id: uuid.UUID) -> list[Review]:
    """The reviews of those who review now, in order of assignment; one that has not begun is absent."""
    found = {each.user_id: each for each in session().scalars(select(Review).where(Review.dossier_id == dossier_id))}
    order = [assignment.user_id for assignment in living_assignments(dossier_id)]
    return [found[user_id] for user_id in order if user_id in found]


def own_review(actor: Actor, dossier_id: uuid.UUID) -> Review | None:
    """The review of this person, if it was begun."""
    query = select(Review).where(Review.dossier_id == dossier_id, Review.user_id == actor.user_id)
    return session().scalars(query).one_or_none()


def begin_review(user_id: uuid.UUID, dossier_id: uuid.UUID) -> Review:
    """A review for this person; the one there is when it was begun before."""
    query = select(Review).where(Review.dossier_id == dossier_id, Review.user_id == user_id)
    found = session().scalars(query).one_or_none()
    if found is not None:
        return found
    made = Review(dossier_id=dossier_id, user_id=user_id)
    session().add(made)
    session().flush()
    return made


def open_review(actor: Actor, dossier_id: uuid.UUID) -> Review:
    """One's own review, begun when it was not (the caller holds the dossier). Raises Conflict once one is ready."""
    review = begin_review(person(actor), dossier_id)
    if review.ready_at:
        raise Conflict("U hebt gemeld dat u klaar bent. Neem dat eerst terug.")
    return review


def begin_verdict(review: Review, requirement_version_id: uuid.UUID) -> ReviewVerdict:
    """An empty verdict in a review, to be filled in."""
    made = ReviewVerdict(review_id=review.id, dossier_id=review.dossier_id, user_id=review.user_id, revision=0)
    made.requirement_version_id, made.is_repeating, made.is_bare = requirement_version_id, False, False
    made.public_reason, made.confidential_reason = "", ""
    session().add(made)
    return made


def start_reviews(dossier: Dossier) -> list[Review]:
    """Begin a review for each reviewer of the dossier."""
    return [begin_review(each.user_id, dossier.id) for each in living_assignments(dossier.id)]


def none_ready(dossier_id: uuid.UUID) -> None:
    """Every review is open again, also of who reviewed before."""
    for review in session().scalars(select(Review).where(Review.dossier_id == dossier_id)):
        review.ready_at = None
    session().flush()


def all_ready(reviews: Sequence[Review]) -> bool:
    """Whether both reviewers are ready."""
    return len(reviews) > 1 and all(each.ready_at for each in reviews)


def wants_talk(dossier_id: uuid.UUID) -> bool:
    """Whether one of the reviewers wants to go through the draft verdict together before the supplier is heard."""
    return any(each.wants_talk for each in reviews_of(dossier_id))


def unready(dossier_id: uuid.UUID) -> None:
    """Nobody is ready any more: there is something new to weigh."""
    notifications.resume("reply_arrived", dossier_id, [each.membership_id for each in living_assignments(dossier_id)])
    for review in reviews_of(dossier_id):
        review.ready_at = None


TURNS = ("assigned", "supplement_arrived", "reply_arrived", "sent_back")
"""What asks a reviewer to weigh a dossier; done for one reviewer as soon as he or she is ready."""


def turn_done(actor: Actor, dossier_id: uuid.UUID) -> None:
    """This reviewer is ready: nothing waits for him or her any more."""
    if actor.membership_id is not None:
        for kind in TURNS:
            notifications.finish(kind, dossier_id, [actor.membership_id])


def tell_supplier(dossier: Dossier, kind: str, key: str, mail: str | None, link: str, **facts: object) -> None:
    """Tell the supplier's submitters, once per key and person; the mail is neutral."""
    members = [each.id for each in accounts.members_with_roles(dossier.vendor_id, Role.SUBMITTER)]
    notifications.notify_all(key, members, kind, dossier.id, mail=mail, link=link, **facts)
