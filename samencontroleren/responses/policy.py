# SPDX-License-Identifier: EUPL-1.2
"""Permissions on answers: the working answer is the supplier's, the submitted one follows its dossier."""

from sqlalchemy import ColumnElement, and_, or_, select

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.responses.models import Answer, SubmittedAnswer, SupplementRequest
from samencontroleren.rounds.models import Dossier
from samencontroleren.rounds.policy import COORDINATE, open_dossiers, opens_dossiers


@permission("answer:view", Answer)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people only; reviewers and VNG read what was submitted."""
    return and_(Answer.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor))


@permission("answer:edit", Answer)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """The supplier's contributors and submitters."""
    writes = actor.is_vendor and actor.has(Role.CONTRIBUTOR, Role.SUBMITTER)
    return and_(Answer.vendor_id.in_(actor.vendor_ids), always(writes))


@permission("dossier:work", Dossier)
def WORK(actor: Actor) -> ColumnElement[bool]:
    """The supplier's own people, whatever their role, see its working answers in a dossier."""
    return and_(Dossier.vendor_id.in_(actor.vendor_ids), always(actor.is_vendor))


@permission("submitted-answer:view", SubmittedAnswer)
def SUBMITTED_VIEW(actor: Actor) -> ColumnElement[bool]:
    """Whoever may open the dossier."""
    return SubmittedAnswer.dossier_id.in_(open_dossiers(actor)) if opens_dossiers(actor) else always(False)


@permission("supplement:view", SupplementRequest)
def SUPPLEMENT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """A draft is for the co-ordinator, and for the reviewers once both were ready; sent, for who opens the dossier."""
    if not opens_dossiers(actor):
        return always(False)
    inside = SupplementRequest.dossier_id.in_(open_dossiers(actor))
    if actor.is_vendor:
        return and_(inside, SupplementRequest.sent_at.is_not(None))
    prepared = SupplementRequest.dossier_id.in_(select(Dossier.id).where(COORDINATE(actor)))
    return and_(inside, or_(SupplementRequest.sent_at.is_not(None), SupplementRequest.is_shared, prepared))
