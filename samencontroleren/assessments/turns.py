# SPDX-License-Identifier: EUPL-1.2
"""Whose part of an assessment is done while the dossier waits for somebody else: columns on `Dossier`."""

from sqlalchemy import ColumnElement, exists

from samencontroleren.assessments.models import Review
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses.models import SupplementRequest
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier

BOTH_WORK = (DossierState.IN_REVIEW, DossierState.RECONSIDERING)


def is_to_send() -> ColumnElement[bool]:
    """Both reviewers are ready and lack something: what they ask waits to be read and sent."""
    request = SupplementRequest
    is_open = request.is_shared & request.sent_at.is_(None) & request.closed_at.is_(None)
    return exists().where(request.dossier_id == Dossier.id, is_open)


def has_done_part(actor: Actor) -> ColumnElement[bool]:
    """A reviewer who said to be ready waits for the other one, unless what both ask is to be sent first."""
    own = exists().where(
        Review.dossier_id == Dossier.id, Review.user_id.in_(actor.user_ids), Review.ready_at.is_not(None)
    )
    return Dossier.state.in_(BOTH_WORK) & rounds_policy.REVIEW(actor) & own & ~is_to_send()
