# SPDX-License-Identifier: EUPL-1.2
"""Reviewers of a dossier: two from different organisations, hand back, replace."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Membership
from samencontroleren.core import clock, trail
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid, NotFound
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.conflicts import tell_coordinator
from samencontroleren.rounds.kinds import ENDED, DossierState, Part
from samencontroleren.rounds.models import Assignment, Dossier
from samencontroleren.rounds.moves import WITH_REVIEWERS, move_dossier, take_part, take_part_as, term_of
from samencontroleren.rounds.obstacles import OBSTACLES, handovers, obstacles_of, same_work
from samencontroleren.rounds.pool import standings
from samencontroleren.rounds.reading import BY_AGE, assignments_of, get_dossier, lasting

NUMBER = 2
"""Two reviewers, blind to each other (product.md, section 6)."""

STALE_PAIR = "Een van de voorstellen kan niet meer. Er is niets toegewezen. Hieronder staan nieuwe voorstellen."

REPLACEABLE = (*WITH_REVIEWERS, DossierState.SUPPLEMENT_ASKED, DossierState.HEARING)


def assign_reviewers(actor: Actor, dossier_id: uuid.UUID, membership_ids: Sequence[uuid.UUID]) -> list[Assignment]:
    """Give a submitted dossier its two reviewers; the review begins.

    Raises Invalid when they are not two people of two organisations or one of them cannot, Conflict when the
    dossier was not submitted or the actor plays another part in it.
    """
    dossier = get_dossier(actor, dossier_id, policy.COORDINATE, lock=True)
    if dossier.state is not DossierState.SUBMITTED:
        raise Conflict("U kunt beoordelaars toewijzen als het dossier is ingediend.")
    chosen = _chosen(actor, dossier, membership_ids)
    _check_pair(dossier, chosen)
    take_part_as(actor, dossier.id, Part.COORDINATES)
    _end_others(actor, dossier.id, {each.user_id for each in chosen})
    made = [_assign(actor, dossier, each) for each in chosen]
    move_dossier(actor, dossier, DossierState.IN_REVIEW)
    return made


def choose_reviewers(
    actor: Actor, dossier_id: uuid.UUID, membership_ids: Sequence[uuid.UUID], replaces: uuid.UUID | None = None
) -> list[Assignment]:
    """What the page of assignment asks: two at the start, later one for an empty place or in place of another."""
    dossier = get_dossier(actor, dossier_id, policy.COORDINATE)
    if dossier.state not in REPLACEABLE:
        return assign_reviewers(actor, dossier_id, membership_ids)
    if len(membership_ids) != 1:
        raise Invalid({"membership_ids": ["Kies één beoordelaar."]})
    if replaces is None and len(assignments_of(dossier.id)) >= NUMBER:
        raise Invalid({"replaces": ["Kies wie u vervangt."]})
    if replaces is not None:
        return [replace_reviewer(actor, dossier_id, replaces, membership_ids[0])]
    return [add_reviewer(actor, dossier_id, membership_ids[0])]


def assign_pairs(actor: Actor, round_id: uuid.UUID, pairs: Sequence[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]) -> int:
    """Accept several pairs of a round at once, each (dossier, membership, membership); all of them or none.

    Raises Invalid when one of them does not hold any more, NotFound for a dossier of another round.
    """
    try:
        with session().begin_nested():  # the page that tells of it is read in this same unit
            for dossier_id, *members in pairs:
                _assign_pair(actor, round_id, dossier_id, members)
    except (Invalid, Conflict) as error:
        raise Invalid({"pairs": [STALE_PAIR]}) from error
    return len(pairs)


def _assign_pair(actor: Actor, round_id: uuid.UUID, dossier_id: uuid.UUID, members: Sequence[uuid.UUID]) -> None:
    if get_dossier(actor, dossier_id, policy.COORDINATE).round_id != round_id:
        raise NotFound()
    assign_reviewers(actor, dossier_id, members)


def replace_reviewer(
    actor: Actor, dossier_id: uuid.UUID, assignment_id: uuid.UUID, membership_id: uuid.UUID
) -> Assignment:
    """End one assignment at once and give its place to somebody else; the work of the first stays."""
    dossier = get_dossier(actor, dossier_id, policy.COORDINATE, lock=True)
    ended = session().get(Assignment, assignment_id)
    if ended is None or ended.dossier_id != dossier.id:
        raise Invalid({"replaces": ["Kies wie u vervangt."]})
    with session().begin_nested():  # when the other can not, the page that says so still shows this one
        _end(actor, ended, "replaced")
        return add_reviewer(actor, dossier_id, membership_id)


def _empty_place(dossier_id: uuid.UUID) -> uuid.UUID | None:
    """Whose place is empty: who left last and has no successor; the work of that person is offered to the next."""
    taken = select(Assignment.takes_over_from_id).where(
        Assignment.dossier_id == dossier_id, Assignment.takes_over_from_id.is_not(None)
    )
    left = select(Assignment.user_id).where(
        Assignment.dossier_id == dossier_id, Assignment.ended_at <= clock.now(), Assignment.user_id.not_in(taken)
    )
    return session().scalars(left.order_by(Assignment.ended_at.desc(), Assignment.id)).first()


def add_reviewer(actor: Actor, dossier_id: uuid.UUID, membership_id: uuid.UUID) -> Assignment:
    """Fill the place of a reviewer who handed back, so that there are two again. Raises Invalid, Conflict."""
    dossier = get_dossier(actor, dossier_id, policy.COORDINATE, lock=True)
    if dossier.state not in REPLACEABLE:
        raise Conflict("In deze toestand van het dossier wisselt u geen beoordelaars.")
    present = assignments_of(dossier.id)
    if len(present) >= NUMBER:
        raise Conflict("Dit dossier heeft al twee beoordelaars.")
    chosen = _chosen(actor, dossier, [membership_id])
    if any(each.organisation_id == chosen[0].organisation_id for each in present):
        raise Invalid({"membership_ids": ["Kies beoordelaars van twee verschillende organisaties."]})
    if any(each.user_id == chosen[0].user_id for each in present):
        raise Invalid({"membership_ids": ["Deze persoon beoordeelt dit dossier al."]})
    take_part_as(actor, dossier.id, Part.COORDINATES)
    before = _empty_place(dossier.id)
    made = _assign(actor, dossier, chosen[0])
    if made.takes_over_from_id is None and before != made.user_id:  # whoever comes back keeps what was taken over
        made.takes_over_from_id = before
    session().flush()
    return made


def _chosen(actor: Actor, dossier: Dossier, membership_ids: Sequence[uuid.UUID]) -> list[Membership]:
    people = {each.id: each for each in accounts.reviewer_memberships(actor)}
    wanted = list(dict.fromkeys(membership_ids))
    if any(each not in people for each in wanted):
        raise Invalid({"membership_ids": ["Kies beoordelaars uit de lijst."]})
    chosen = [people[each] for each in wanted]
    obstacles = obstacles_of(actor, [dossier], chosen, standings(wanted, dossier.round_id))[dossier.id]
    for each in wanted:
        if each in obstacles:
            raise Invalid({"membership_ids": [OBSTACLES[obstacles[each]]]})
    return chosen


def _check_pair(dossier: Dossier, chosen: Sequence[Membership]) -> None:
    if len({each.user_id for each in chosen}) != NUMBER or len(chosen) != NUMBER:
        raise Invalid({"membership_ids": ["Kies twee verschillende beoordelaars."]})
    if len({each.organisation_id for each in chosen}) != NUMBER:
        raise Invalid({"membership_ids": ["Kies beoordelaars van twee verschillende organisaties."]})
    first, second = (each.user_id for each in chosen)
    if second in same_work(handovers([dossier.id])[dossier.id], [first]):
        raise Invalid({"membership_ids": [OBSTACLES["passed_on"]]})


def _assign(actor: Actor, dossier: Dossier, member: Membership) -> Assignment:
    take_part(member.user_id, dossier.id, Part.REVIEWS)
    mine = (Assignment.dossier_id == dossier.id) & (Assignment.user_id == member.user_id)
    row = session().scalars(select(Assignment).where(mine)).one_or_none()
    if row is None:
        row = Assignment(dossier_id=dossier.id, user_id=member.user_id)
        session().add(row)
    row.membership_id, row.organisation_id = member.id, member.organisation_id
    row.assigned_at, row.ended_at, row.end_reason = clock.now(), None, ""
    session().flush()
    trail.record(actor, "assignment.added", "dossier", dossier.id, reviewer=member.user_id)
    key, link = f"assigned/{row.id}/{row.assigned_at.isoformat()}", f"/dossiers/{dossier.id}"
    until = term_of(dossier, DossierState.IN_REVIEW)
    notifications.notify(key, member.id, "assigned", dossier.id, mail="rounds/assigned", link=link, date=until)
    if len(assignments_of(dossier.id)) >= NUMBER:
        notifications.finish("reviewer_needed", dossier.id)
    return row


def _end_others(actor: Actor, dossier_id: uuid.UUID, kept: set[uuid.UUID]) -> None:
    for each in assignments_of(dossier_id):
        if each.user_id not in kept:
            _end(actor, each, "replaced")


def _end(actor: Actor, row: Assignment, result: str) -> None:
    row.ended_at = clock.now()
    session().flush()
    trail.record(actor, "assignment.ended", "dossier", row.dossier_id, result=result, reviewer=row.user_id)
    notifications.withdraw(row.dossier_id, [row.membership_id])


def hand_back(actor: Actor, dossier_id: uuid.UUID, reason: str) -> None:
    """A reviewer gives a dossier back, with a reason that VNG reads.

    The right ends at once, the work stays for the successor, the co-ordinator is told. Raises Invalid, Conflict.
    """
    dossier = get_dossier(actor, dossier_id, policy.REVIEW, lock=True)
    if dossier.state in ENDED:
        raise Conflict("Dit dossier is klaar. U hoeft het niet terug te geven.")
    if not reason.strip():
        raise Invalid({"reason": ["Vul een reden in."]})
    for each in assignments_of(dossier.id):
        if each.user_id == actor.user_id:
            each.end_reason = reason
            _end(actor, each, "handed-back")
            tell_coordinator(dossier.id, f"handed-back/{each.id}/{clock.now().isoformat()}")


def leave_assignments(actor: Actor, membership_id: uuid.UUID) -> None:
    """A reviewer left: all rights of this membership end now, also those that last ten days after a release.

    The co-ordinator is told of each dossier that still needs a reviewer (system use).
    """
    lasts = Assignment.ended_at.is_(None) | (Assignment.ended_at > clock.now())
    query = select(Assignment).join(Assignment.dossier).options(contains_eager(Assignment.dossier))
    for each in session().scalars(query.where(Assignment.membership_id == membership_id, lasts)):
        _end(actor, each, "left")
        if each.dossier.state not in ENDED:
            tell_coordinator(each.dossier_id, f"left/{each.id}/{clock.now().isoformat()}")


@dataclass(frozen=True)
class ReviewerRow:
    """A reviewer as VNG sees it."""

    assignment_id: uuid.UUID
    name: str
    organisation_name: str
    assigned_at: datetime


@dataclass(frozen=True)
class FormerReviewer:
    """A reviewer who is one no more, as VNG sees it."""

    name: str
    ended_at: datetime
    reason: str
    """Why the person handed the dossier back; empty when VNG or the platform ended it."""


def list_former_reviewers(actor: Actor, dossier_id: uuid.UUID) -> list[FormerReviewer]:
    """Who reviewed before, the last one first, for VNG only."""
    query = visible(actor, policy.ASSIGNMENT_VIEW).where(
        Assignment.dossier_id == dossier_id, Assignment.ended_at <= clock.now()
    )
    rows = list(session().scalars(query.order_by(Assignment.ended_at.desc(), Assignment.id)))
    names = accounts.get_user_names(each.user_id for each in rows)
    return [FormerReviewer(names[each.user_id], each.ended_at, each.end_reason) for each in rows if each.ended_at]


def list_reviewers(actor: Actor, dossier_id: uuid.UUID) -> list[ReviewerRow]:
    """The present reviewers with name and organisation, for VNG only; others get none (product.md, 2.1)."""
    rows = list(session().scalars(visible(actor, policy.ASSIGNMENT_VIEW).where(*lasting(dossier_id)).order_by(*BY_AGE)))
    query = (
        select(Membership)
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .where(Membership.id.in_([each.membership_id for each in rows]))
    )
    people = {each.id: each for each in session().scalars(query)}
    return [
        ReviewerRow(
            each.id,
            people[each.membership_id].user.name,
            people[each.membership_id].organisation.name,
            each.assigned_at,
        )
        for each in rows
    ]
