# SPDX-License-Identifier: EUPL-1.2
"""Permissions on inkoopsets: those of one's own gemeente, or of a gemeente with a mandate for its register."""

from sqlalchemy import ColumnElement, and_

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.procurement.models import RequirementSet
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import QuestionnaireVersion
from samencontroleren.usage.policy import READERS


@permission("requirement-set:view", RequirementSet)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """Inkoper, CISO and process owner of the gemeente itself, or of a partnership with its mandate."""
    return _own(actor, READERS)


@permission("requirement-set:edit", RequirementSet)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """The inkoper of the gemeente itself, or of a partnership with its mandate."""
    return _own(actor, (Role.BUYER,))


@permission("questionnaire:buy-with", QuestionnaireVersion)
def BUY_WITH(actor: Actor) -> ColumnElement[bool]:
    """An inkoper makes a set from any published questionnaire."""
    published = QuestionnaireVersion.state == QuestionnaireState.PUBLISHED
    return and_(published, always(actor.is_municipal and actor.has(Role.BUYER)))


def _own(actor: Actor, roles: tuple[Role, ...]) -> ColumnElement[bool]:
    if not (actor.is_municipal and actor.has(*roles)):
        return always(False)
    return RequirementSet.municipality_id.in_(actor.municipality_ids)
