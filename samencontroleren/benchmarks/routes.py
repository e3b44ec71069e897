# SPDX-License-Identifier: EUPL-1.2
"""The page with what taking part yields a supplier."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from samencontroleren.assessments.labels import RESULT
from samencontroleren.benchmarks import drawing, policy, service
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, needs, pick
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.vendors.kinds import CATEGORY_LABELS

blueprint = Blueprint("benchmarks", __name__)

NAVIGATION = (NavigationItem("benchmarks.index", "Uitkomsten", weight=38, under="sharing.index"),)


@blueprint.get("/uitkomsten")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """Own scores over time, beside those of others."""
    return render_template(
        "benchmarks/index.html",
        found=service.outcomes(actor()),
        dots=drawing.dots,
        path_of=drawing.path_of,
        size=(drawing.WIDTH, drawing.HEIGHT),
        theme_label=lambda theme: pick(questionnaires.theme_label(theme)),
        category_labels=CATEGORY_LABELS,
        result_labels=RESULT,
    )
