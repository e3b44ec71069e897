# SPDX-License-Identifier: EUPL-1.2
"""Pages that show a supplier and the reviewers of a dossier what is different from last time."""

import uuid

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.web import actor, needs
from samencontroleren.questionnaires.comparison_page import comparison_file, comparison_page
from samencontroleren.rounds import policy, service
from samencontroleren.rounds.round_routes import blueprint


@blueprint.get("/dossiers/<uuid:key>/was-wordt")
@needs(policy.VIEW)
def comparison(key: uuid.UUID) -> ResponseReturnValue:
    """The questionnaire of a dossier beside that of last time, or an earlier one."""
    dossier, found = service.get_comparable(actor(), key)
    above = [(_("Dossiers"), url_for("rounds.dossiers")), (dossier.subject_name, url_for("rounds.dossier", key=key))]
    return comparison_page(found, key, "rounds.comparison", [*above, (_("Wat is er anders?"), None)])


@blueprint.get("/dossiers/<uuid:key>/was-wordt.pdf")
@needs(policy.VIEW)
def comparison_pdf(key: uuid.UUID) -> ResponseReturnValue:
    """The same as PDF."""
    return comparison_file(service.get_comparable(actor(), key)[1], "rounds.comparison_pdf")


@blueprint.get("/dossiers/<uuid:key>/was-wordt.xlsx")
@needs(policy.VIEW)
def comparison_sheet(key: uuid.UUID) -> ResponseReturnValue:
    """The same as workbook."""
    return comparison_file(service.get_comparable(actor(), key)[1], "rounds.comparison_sheet")
