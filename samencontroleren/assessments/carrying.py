# SPDX-License-Identifier: EUPL-1.2
"""Verdicts that a re-assessment takes over from the released result, unchanged and not to be judged again."""

import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, select

from samencontroleren.assessments import policy
from samencontroleren.assessments.dossiers import versions_of
from samencontroleren.assessments.kinds import ConclusionBasis
from samencontroleren.assessments.models import Conclusion
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.models import Dossier

TAKEN_OVER = "Dit oordeel is overgenomen uit het vorige resultaat. Het staat in deze herbeoordeling niet open."

WORDS = (
    "requirement_version_id", "code", "axes", "assurance", "severity", "public_reason", "confidential_reason",
    "both_agree_not_applicable", "decided_at",
)  # fmt: skip


def carry_over(dossier: Dossier, follows_id: uuid.UUID, reopened: Collection[uuid.UUID]) -> None:
    """Take over the conclusions of a released dossier, except on what is judged anew (system)."""
    query = select(Conclusion).where(Conclusion.dossier_id == follows_id).order_by(Conclusion.number)
    last = {each.requirement_version_id: each for each in session().scalars(query)}
    session().add_all(
        Conclusion(
            dossier_id=dossier.id,
            number=1,
            basis=ConclusionBasis.CARRIED,
            is_shown_to_vendor=True,
            **{name: getattr(each, name) for name in WORDS},
        )
        for key, each in last.items()
        if key not in reopened
    )
    session().flush()


def carried(actor: Actor, dossier: Dossier) -> ColumnElement[bool]:
    """Of a conclusion: it was taken over in this dossier, and this actor reads it; none in a dossier of a round."""
    if not dossier.is_interim:
        return false()
    here = and_(Conclusion.dossier_id == dossier.id, Conclusion.basis == ConclusionBasis.CARRIED)
    return and_(here, policy.CONCLUSION_VIEW(actor))


def carried_in(dossier: Dossier) -> frozenset[uuid.UUID]:
    """The wordings whose verdict was taken over; nothing in a dossier of a round."""
    if not dossier.is_interim:
        return frozenset()
    query = select(Conclusion.requirement_version_id).where(
        Conclusion.dossier_id == dossier.id, Conclusion.basis == ConclusionBasis.CARRIED
    )
    return frozenset(session().scalars(query))


def versions_to_judge(actor: Actor, dossier: Dossier) -> dict[uuid.UUID, RequirementVersion]:
    """The requirements on which the reviewers give a verdict, in order, by their key."""
    taken_over = carried_in(dossier)
    return {key: version for key, version in versions_of(actor, dossier.id).items() if key not in taken_over}


def refuse_carried(dossier: Dossier, requirement_version_id: uuid.UUID) -> None:
    """Raises Conflict where the verdict was taken over."""
    if requirement_version_id in carried_in(dossier):
        raise Conflict(TAKEN_OVER)
