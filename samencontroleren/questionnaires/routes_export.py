# SPDX-License-Identifier: EUPL-1.2
"""Files of the catalogue and of questionnaire versions to take along, under the permission of their page."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from samencontroleren.core.errors import NotFound
from samencontroleren.core.web import actor, language, needs
from samencontroleren.questionnaires import policy, service
from samencontroleren.questionnaires.blueprint import blueprint
from samencontroleren.questionnaires.export_files import column_labels, file_of


@blueprint.get("/catalogus/bestand")
@needs(policy.VIEW)
def export_catalogue() -> ResponseReturnValue:
    """The whole catalogue in the form that is asked."""
    return file_of(_asked_form(), service.export_catalogue(actor(), language(), column_labels()))


@blueprint.get("/vragenlijsten/<uuid:key>/bestand")
@needs(policy.QUESTIONNAIRE_VIEW)
def export_questionnaire(key: uuid.UUID) -> ResponseReturnValue:
    """One questionnaire version in the form that is asked."""
    return file_of(_asked_form(), service.export_questionnaire(actor(), key, language(), column_labels()))


def _asked_form() -> str:
    form = request.args.get("vorm", "xlsx")
    if form not in service.EXPORT_FORMS:
        raise NotFound()
    return form
