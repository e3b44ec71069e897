# SPDX-License-Identifier: EUPL-1.2
"""API of the platform itself: the records of its scheduled jobs, for VNG."""

from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import listed
from samencontroleren.core.web import actor, needs
from samencontroleren.dashboard import policy, runs, schemas

blueprint = APIBlueprint("dashboard_api", __name__, tag="Taken")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/taakuitvoeringen")
@blueprint.input(shapes.RunApiQuery, location="query", arg_name="query")
@blueprint.output(shapes.RunOut(many=True))
@blueprint.doc(summary="Uitvoeringen van taken", description="Wat het platform zelf deed, de laatste eerst; voor VNG.")
@needs(policy.RUNS_VIEW)
def list_runs(query: dict[str, Any]) -> Any:
    """Run records of jobs, the latest first."""
    return listed(runs.list_runs(actor(), query["job"], query["page"], query["page_size"]))
