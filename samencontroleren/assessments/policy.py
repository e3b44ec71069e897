# SPDX-License-Identifier: EUPL-1.2
"""Permissions on assessment: blind until both are ready, shown to the supplier from the hearing on."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_

from samencontroleren.assessments.kinds import FindingState
from samencontroleren.assessments.models import (
    Arrangement,
    ComputedResult,
    Conclusion,
    Finding,
    Hearing,
    HearingPoint,
    Proposal,
    ProposalDraft,
    ReviewVerdict,
    SupplementWish,
)
from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.rounds.interests import interests
from samencontroleren.rounds.models import Assignment, Dossier
from samencontroleren.rounds.policy import (
    COORDINATE,
    REVIEW,
    assigned_dossiers,
    earlier_dossiers,
    open_dossiers,
    opens_dossiers,
)


def _inside(column: Any, actor: Actor) -> ColumnElement[bool]:
    """In a dossier the actor may open, for reviewers and VNG (not the supplier)."""
    if actor.is_vendor or not opens_dossiers(actor):
        return always(False)
    inside: ColumnElement[bool] = column.in_(open_dossiers(actor))
    return inside


def _supplier(column: Any, actor: Actor) -> ColumnElement[bool]:
    if not actor.is_vendor:
        return always(False)
    own: ColumnElement[bool] = column.in_(open_dossiers(actor))
    return own


@permission("verdict:view", ReviewVerdict)
def VERDICT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """One's own; the other reviewer and VNG only after both were ready. Never the supplier."""
    revealed = and_(_inside(ReviewVerdict.dossier_id, actor), ReviewVerdict.is_revealed)
    return or_(_own(actor), revealed)


@permission("verdict:edit", ReviewVerdict)
def VERDICT_EDIT(actor: Actor) -> ColumnElement[bool]:
    """One's own, while the dossier is assigned to one."""
    return _own(actor)


def _own(actor: Actor) -> ColumnElement[bool]:
    if not actor.has(Role.REVIEWER):
        return always(False)
    mine = ReviewVerdict.user_id.in_(actor.user_ids)
    return and_(mine, ReviewVerdict.dossier_id.in_(assigned_dossiers(actor)))


@permission("verdict:take-over", ReviewVerdict)
def TAKE_OVER(actor: Actor) -> ColumnElement[bool]:
    """A reviewer reads what the one whose place he or she took thought, never what the other reviewer thinks.

    Not of somebody who has an interest in the supplier: that work does not count.
    """
    if not actor.has(Role.REVIEWER):
        return always(False)
    known = interests().subquery()
    mine = exists().where(
        Assignment.dossier_id == ReviewVerdict.dossier_id,
        Assignment.takes_over_from_id == ReviewVerdict.user_id,
        Assignment.user_id == actor.user_id,
        Assignment.dossier_id.in_(assigned_dossiers(actor)),
    )
    pairs = select(known.c.vendor_id, known.c.user_id)  # worked out once, and only where there is work to take over
    partial = exists().where(
        Dossier.id == ReviewVerdict.dossier_id, tuple_(Dossier.vendor_id, ReviewVerdict.user_id).in_(pairs)
    )
    return and_(mine, ~partial)


@permission("wish:own", SupplementWish)
def WISH_OWN(actor: Actor) -> ColumnElement[bool]:
    """One's own, while the dossier is assigned to one: nobody else reads a wish before it stands in a request."""
    if not actor.has(Role.REVIEWER):
        return always(False)
    mine = SupplementWish.user_id.in_(actor.user_ids)
    return and_(mine, SupplementWish.dossier_id.in_(assigned_dossiers(actor)))


@permission("dossier:prepare-supplement", Dossier)
def PREPARE_SUPPLEMENT(actor: Actor) -> ColumnElement[bool]:
    """The reviewers of the dossier (once both were ready) and its co-ordinator write the request."""
    return or_(REVIEW(actor), COORDINATE(actor))


@permission("proposal:view", Proposal)
def PROPOSAL_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The reviewers of the dossier and VNG."""
    return _inside(Proposal.dossier_id, actor)


@permission("proposal-draft:own", ProposalDraft)
def DRAFT_OWN(actor: Actor) -> ColumnElement[bool]:
    """One's own, by who may open the dossier as a reviewer or as VNG."""
    mine = ProposalDraft.user_id.in_(actor.user_ids)
    return and_(mine, _inside(ProposalDraft.dossier_id, actor))


@permission("finding-arrangement:view", Arrangement)
def ARRANGEMENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The reviewers of the dossier and VNG."""
    return _inside(Arrangement.dossier_id, actor)


@permission("dossier:arrange-findings", Dossier)
def ARRANGE(actor: Actor) -> ColumnElement[bool]:
    """The reviewers of the dossier say together which findings there will be; its co-ordinator decides."""
    return or_(REVIEW(actor), COORDINATE(actor))


@permission("conclusion:view", Conclusion)
def CONCLUSION_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The reviewers and VNG; the supplier from the hearing on."""
    shown = and_(_supplier(Conclusion.dossier_id, actor), Conclusion.is_shown_to_vendor)
    return or_(_inside(Conclusion.dossier_id, actor), shown)


@permission("computed-result:view", ComputedResult)
def COMPUTED_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The reviewers and VNG; the supplier from the hearing on."""
    shown = and_(_supplier(ComputedResult.dossier_id, actor), ComputedResult.is_shown_to_vendor)
    return or_(_inside(ComputedResult.dossier_id, actor), shown)


@permission("hearing:view", Hearing)
def HEARING_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier, the reviewers and VNG."""
    return or_(_inside(Hearing.dossier_id, actor), _supplier(Hearing.dossier_id, actor))


@permission("hearing-point:view", HearingPoint)
def POINT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier its own, also before it is sent; the reviewers and VNG what was sent."""
    sent = and_(_inside(HearingPoint.dossier_id, actor), HearingPoint.is_sent)
    return or_(_supplier(HearingPoint.dossier_id, actor), sent)


@permission("finding:view", Finding)
def FINDING_VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier (findings arise with the hearing), the reviewers and VNG."""
    inside = or_(_inside(Finding.dossier_id, actor), _inside(Finding.next_dossier_id, actor))
    return or_(inside, _supplier(Finding.dossier_id, actor))


@permission("dossier:read-assessment", Dossier)
def INSIDE(actor: Actor) -> ColumnElement[bool]:
    """The reviewers of the dossier and VNG, not the supplier: how far the assessment is, and who is ready."""
    return _inside(Dossier.id, actor)


@permission("conclusion:view-earlier", Conclusion)
def EARLIER(actor: Actor) -> ColumnElement[bool]:
    """A reviewer reads what was concluded last time about the subject of a dossier assigned to him or her."""
    return _earlier(Conclusion.dossier_id, actor)


@permission("finding:view-earlier", Finding)
def EARLIER_FINDING(actor: Actor) -> ColumnElement[bool]:
    """The same, of what was found then and released."""
    return and_(_earlier(Finding.dossier_id, actor), Finding.state.not_in((FindingState.DRAFT, FindingState.LAPSED)))


def _earlier(column: Any, actor: Actor) -> ColumnElement[bool]:
    """In a released dossier about the subject of one that is assigned to this reviewer."""
    if not actor.has(Role.REVIEWER):
        return always(False)
    earlier: ColumnElement[bool] = column.in_(earlier_dossiers(actor))
    return earlier
