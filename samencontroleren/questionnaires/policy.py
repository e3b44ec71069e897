# SPDX-License-Identifier: EUPL-1.2
"""Permissions on the catalogue, questionnaire versions and imports."""

from sqlalchemy import ColumnElement, and_, or_

from samencontroleren.core.access import always, permission
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import QuestionnaireState
from samencontroleren.questionnaires.models import (
    CatalogueImport,
    ImportProfile,
    QuestionnaireVersion,
    Requirement,
)


@permission("requirement:view", Requirement)
def VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG. Others read a requirement in a questionnaire, a dossier or a result."""
    return always(actor.is_vng)


@permission("requirement:edit", Requirement)
def EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator."""
    return always(actor.is_coordinator)


@permission("questionnaire:view", QuestionnaireVersion)
def QUESTIONNAIRE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG all; gemeenten what is published."""
    published = QuestionnaireVersion.state == QuestionnaireState.PUBLISHED
    return or_(always(actor.is_vng), and_(published, always(actor.is_municipal)))


@permission("questionnaire:edit", QuestionnaireVersion)
def QUESTIONNAIRE_EDIT(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinator."""
    return always(actor.is_coordinator)


@permission("catalogue-import:view", CatalogueImport)
def IMPORT_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinators."""
    return always(actor.is_coordinator)


@permission("import-profile:view", ImportProfile)
def PROFILE_VIEW(actor: Actor) -> ColumnElement[bool]:
    """VNG's co-ordinators."""
    return always(actor.is_coordinator)
