# SPDX-License-Identifier: EUPL-1.2
"""The yearly review of rights: opened by a job, done by the organisation's administrator, kept as proof.

Source: BIO2 5.18.02. VNG sees only how many organisations are late.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import clients, people
from samencontroleren.accounts import policy as accounts_policy
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import ApiClient, Membership
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import SYSTEM, Actor
from samencontroleren.organisations.kinds import ADMINISTRATORS, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.rights import policy
from samencontroleren.rights.kinds import Decision
from samencontroleren.rights.models import AccessReview, AccessReviewLine

WHOLE = (
    joinedload(AccessReview.organisation),
    selectinload(AccessReview.lines).joinedload(AccessReviewLine.membership).joinedload(Membership.user),
)
SOON = timedelta(days=7)


def _without_review() -> Select[uuid.UUID]:
    """Organisations with an administrator whose last review, or first person, is a year ago."""
    day = clock.today() - parameters.days_on(Code.REVIEW_EVERY)
    lately = select(AccessReview.organisation_id).where(AccessReview.opened_on > day)
    began = select(Membership.organisation_id).group_by(Membership.organisation_id)
    long_ago = began.having(func.min(Membership.created_at) <= clock.now() - parameters.days_on(Code.REVIEW_EVERY))
    return select(Organisation.id).where(
        Organisation.ended_on.is_(None),
        Organisation.id.in_(accounts_policy.managed_organisations()),
        Organisation.id.in_(long_ago),
        Organisation.id.not_in(lately),
    )


def due_reviews() -> Sequence[uuid.UUID]:
    """The organisations whose yearly review begins today (system use)."""
    return list(session().scalars(_without_review().order_by(Organisation.id)))


def open_review(organisation_id: uuid.UUID) -> AccessReview | None:
    """Begin the review of an organisation: its people and API clients. None when there was one lately (system use)."""
    session().execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    if session().scalar(_without_review().where(Organisation.id == organisation_id)) is None:
        return None
    today = clock.today()
    due_on = today + parameters.days_on(Code.REVIEW_TERM)
    made = AccessReview(organisation_id=organisation_id, opened_on=today, due_on=due_on)
    session().add(made)
    session().flush()
    for each in _members(organisation_id):
        roles = sorted(role.role.value for role in each.roles)
        session().add(AccessReviewLine(review_id=made.id, membership_id=each.id, roles_before=roles, roles_after=[]))
    session().flush()
    trail.record(SYSTEM, "access-review.opened", "access-review", made.id, reader=organisation_id)
    _tell(made, "review_opened", "opened")
    return made


def _members(organisation_id: uuid.UUID) -> Sequence[Membership]:
    there = (Membership.organisation_id == organisation_id) & Membership.ended_at.is_(None)
    query = select(Membership).options(selectinload(Membership.roles)).where(there)
    return session().scalars(query.order_by(Membership.id)).all()


def _tell(review: AccessReview, kind: str, moment: str) -> None:
    managers = [each.id for each in accounts.members_with_roles(review.organisation_id, *ADMINISTRATORS)]
    notifications.notify_all(f"{kind}:{review.id}:{moment}", managers, kind, review.id, date=review.due_on)


def due_reminders() -> Sequence[uuid.UUID]:
    """Open reviews whose term ends within a week or has passed (system use)."""
    near = AccessReview.finished_at.is_(None) & (AccessReview.due_on <= clock.today() + SOON)
    return list(session().scalars(select(AccessReview.id).where(near).order_by(AccessReview.due_on, AccessReview.id)))


def remind(key: uuid.UUID) -> None:
    """Remind the administrators once before the term ends and once after (system use)."""
    found = session().get_one(AccessReview, key)
    if found.finished_at is None:
        _tell(found, "review_reminder", "late" if found.due_on < clock.today() else "soon")


def list_reviews(actor: Actor) -> list[AccessReview]:
    """The reviews of the own organisation, the newest first."""
    query = visible(actor, policy.REVIEW_DO).options(*WHOLE)
    return list(session().scalars(query.order_by(AccessReview.opened_on.desc(), AccessReview.id)))


def get_review(actor: Actor, key: uuid.UUID) -> AccessReview:
    """One review with its people, by name. Raises NotFound."""
    found = fetch(actor, policy.REVIEW_DO, key, options=WHOLE)
    found.lines.sort(key=lambda line: (line.membership.user.name, str(line.id)))
    return found


def clients_of(review: AccessReview) -> dict[uuid.UUID, ApiClient]:
    """The API clients among the lines of a review that was fetched for its reader, by membership."""
    return clients.find_of_memberships([line.membership_id for line in review.lines])


def get_line(actor: Actor, key: uuid.UUID) -> AccessReviewLine:
    """One person in a review. Raises NotFound."""
    return fetch(actor, policy.LINE_DECIDE, key)


def decide(actor: Actor, key: uuid.UUID, decision: Decision, roles: list[Role]) -> AccessReviewLine:
    """Keep, change or end somebody's rights; it counts at once.

    Raises Conflict when the review was finished, the person left or no administrator would be left, Invalid for
    roles that can not be given; those of an API client stay as they are.
    """
    whole = (joinedload(AccessReviewLine.review), joinedload(AccessReviewLine.membership))
    found = fetch(actor, policy.LINE_DECIDE, key, options=whole, lock=True)
    if found.review.finished_at is not None:
        raise Conflict("Deze controle is al afgerond.")
    if found.membership.ended_at is not None:
        raise Conflict("Deze persoon heeft geen toegang meer. U hoeft niets te kiezen.")
    found.roles_after = _carry_out(actor, found.membership_id, decision, roles)
    found.decision, found.decided_by_id, found.decided_at = decision, actor.user_id, clock.now()
    session().flush()
    reader = found.review.organisation_id
    trail.record(actor, f"access-review.{decision.value}", "membership", found.membership_id, reader=reader)
    return found


def _carry_out(actor: Actor, member: uuid.UUID, decision: Decision, roles: list[Role]) -> list[str]:
    """The roles somebody, or an API client, has afterwards."""
    client = clients.find_of_memberships([member]).get(member)
    if client is not None:
        return _carry_out_of_client(actor, client, decision)
    if decision is Decision.END:
        people.end_membership(actor, member)
        return []
    if decision is Decision.CHANGE:
        people.change_roles(actor, member, roles)
        return sorted(role.value for role in roles)
    return sorted(each.role.value for each in people.get_member(actor, member).roles)


def _carry_out_of_client(actor: Actor, client: ApiClient, decision: Decision) -> list[str]:
    if decision is Decision.CHANGE:
        raise Invalid({"roles": ["De rollen van een client veranderen niet. Trek hem in en maak een nieuwe."]})
    if decision is Decision.END:
        clients.revoke_client(actor, client.id)
        return []
    return sorted(each.role.value for each in client.membership.roles)


def finish(actor: Actor, key: uuid.UUID) -> AccessReview:
    """Close a review: everybody was looked at. Raises Invalid while somebody was not, Conflict when closed."""
    found = fetch(actor, policy.REVIEW_DO, key, options=WHOLE, lock=True)
    if found.finished_at is not None:
        raise Conflict("Deze controle is al afgerond.")
    for line in found.lines:
        if line.decision is None and line.membership.ended_at is not None:
            line.decision, line.decided_at = Decision.END, line.membership.ended_at
    left = sum(line.decision is None for line in found.lines)
    if left:
        raise Invalid({"lines": ["Kies eerst bij iedereen wat er met de rechten gebeurt."]})
    found.finished_at, found.finished_by_id = clock.now(), actor.user_id
    session().flush()
    trail.record(actor, "access-review.finished", "access-review", key, reader=found.organisation_id)
    for kind in ("review_opened", "review_reminder"):
        notifications.finish(kind, key)
    return found


def count_late() -> int:
    """How many organisations did not finish in time: a number without names, for VNG."""
    late = AccessReview.finished_at.is_(None) & (AccessReview.due_on < clock.today())
    return session().scalar(select(func.count(AccessReview.organisation_id.distinct())).where(late)) or 0
