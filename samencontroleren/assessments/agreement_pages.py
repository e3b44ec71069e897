# SPDX-License-Identifier: EUPL-1.2
"""The page on which VNG sees on which requirements reviewers disagree."""

from flask import render_template
from flask.typing import ResponseReturnValue

from samencontroleren.assessments import pages, service
from samencontroleren.assessments.agreement import ACCEPTABLE, ENOUGH
from samencontroleren.assessments.pages import blueprint
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import policy as rounds_policy


@blueprint.get("/overeenstemming")
@needs(rounds_policy.COORDINATE)
def agreement() -> ResponseReturnValue:
    """Agreement per theme and requirement, the least agreed first."""
    found = service.list_agreement(actor())
    return render_template(
        "assessments/agreement.html", themes=found, texts=pages.texts, enough=ENOUGH, acceptable=ACCEPTABLE
    )
