# SPDX-License-Identifier: EUPL-1.2
"""What is different from last time in a dossier: its questionnaire version beside earlier ones.

Whoever may open a dossier may read its questionnaire, those of the supplier's other dossiers that he or she may open,
and the earlier published numbers of the same one.
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import aliased

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.questionnaires.service import Comparable
from samencontroleren.rounds import policy
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.rounds.policy import open_dossiers
from samencontroleren.rounds.reading import get_dossier


def dossier_comparable(actor: Actor, dossier: Dossier) -> Comparable:
    """The questionnaire of a dossier one may open, and the earlier ones; the usual one is that of last time."""
    rows = list(session().execute(_earlier(dossier.round_id, _asked_before(actor, dossier.vendor_id))))
    this = session().get_one(QuestionnaireVersion, dossier.round.questionnaire_id)
    return Comparable(this, [row[0] for row in rows], rows[0][0] if rows else None)


def get_comparable(actor: Actor, dossier_id: uuid.UUID) -> tuple[Dossier, Comparable]:
    """The same with the dossier. Raises NotFound."""
    dossier = get_dossier(actor, dossier_id)
    return dossier, dossier_comparable(actor, dossier)


def has_earlier(actor: Actor, dossier_id: uuid.UUID) -> bool:
    """Whether there is an earlier version to compare the questionnaire of a dossier with; not of one unseen."""
    query = visible(actor, policy.VIEW, columns=[earlier_exists(actor)]).where(Dossier.id == dossier_id)
    return bool(session().scalar(query))


def earlier_exists(actor: Actor) -> ColumnElement[bool]:
    """Whether there is an earlier version to compare the questionnaire with, as a column beside a dossier."""
    found = _earlier(Dossier.round_id, _asked_before(actor, Dossier.vendor_id)).order_by(None)
    return found.correlate(Dossier).exists()


def find_changed(round_id: uuid.UUID, vendor_id: uuid.UUID) -> uuid.UUID | None:
    """A dossier of a supplier in a round through which to read what is different from last time; None when there was
    no last time (system: for a mail to that supplier)."""
    others = select(Round.questionnaire_id).join(Round.dossiers).where(Dossier.vendor_id == vendor_id)
    before = QuestionnaireVersion.id.in_(others)
    if session().execute(_earlier(round_id, before).limit(1)).first() is None:
        return None
    query = select(Dossier.id).where(Dossier.round_id == round_id, Dossier.vendor_id == vendor_id)
    return session().scalars(query.order_by(Dossier.product_id.is_not(None), Dossier.id).limit(1)).first()


def _asked_before(actor: Actor, vendor_id: Any) -> ColumnElement[bool]:
    """The versions in dossiers of a supplier that the actor may open."""
    other = aliased(Dossier)
    opened = and_(other.vendor_id == vendor_id, other.id.in_(open_dossiers(actor)))
    asked = select(Round.questionnaire_id).join(other, other.round_id == Round.id).where(opened)
    return QuestionnaireVersion.id.in_(asked.correlate(Dossier))


def _earlier(round_id: Any, asked_before: ColumnElement[bool]) -> Select[Any]:
    """Earlier versions than the one of a round: first those that were asked before, then the newest."""
    this = aliased(QuestionnaireVersion)
    its_own = select(Round.questionnaire_id).where(Round.id == round_id).correlate(Dossier).scalar_subquery()
    return (
        select(QuestionnaireVersion)
        .where(
            this.id == its_own,
            QuestionnaireVersion.state == QuestionnaireState.PUBLISHED,
            QuestionnaireVersion.id != this.id,
            QuestionnaireVersion.published_at <= this.published_at,
            or_(QuestionnaireVersion.name == this.name, asked_before),
        )
        .order_by(
            case((asked_before, 0), else_=1),
            QuestionnaireVersion.published_at.desc(),
            QuestionnaireVersion.number.desc(),
        )
    )
