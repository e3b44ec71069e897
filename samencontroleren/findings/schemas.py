# SPDX-License-Identifier: EUPL-1.2
"""What comes in and goes out about findings; the API names are Dutch."""

from typing import Any

from marshmallow import fields, pre_load, validate

from samencontroleren.assessments.kinds import FINDING_CODES, FINDING_LABELS, TO_SOLVE, FindingState
from samencontroleren.core.errors import NotFound
from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.findings.kinds import PLAN_CODES, PROGRESS_CODES, REQUEST_CODES, Progress, RequestKind
from samencontroleren.findings.plans import MOST_STEPS
from samencontroleren.questionnaires.kinds import SEVERITY_CODES, Severity
from samencontroleren.rounds.kinds import TURN_CODES

ALL, STAGES = "alle", (*TO_SOLVE, FindingState.CLOSED, FindingState.LAPSED, FindingState.MERGED)
LONG = 5000
KNOWN: dict[str, Any] = {"unknown": "Deze keuze kennen we niet."}
DAY: dict[str, Any] = {"invalid": "Vul een datum in, zoals 2027-03-01."}
REVISION: dict[str, Any] = {"load_default": 0, "validate": validate.Range(min=0)}


class FindingFilter(InputSchema):
    """Filters, order and page of the list; without a stage: what is not solved."""

    stage = fields.String(data_key="fase", load_default="", validate=validate.OneOf(("", ALL, *FINDING_LABELS)))
    severity = fields.Enum(Severity, by_value=True, data_key="ernst", load_default=None, error_messages=KNOWN)
    is_late_only = fields.Boolean(data_key="te-laat", load_default=False)
    search = Text(100, data_key="zoek", load_default="")
    sort = Text(30, data_key="volgorde", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


def _step_fields() -> dict[str, Any]:
    """The fields of the rows of a plan: `what_1`, `owner_1`, `due_on_1` and so on."""
    rows = range(1, MOST_STEPS + 1)
    return {
        **{f"what_{row}": Text(2000, load_default="") for row in rows},
        **{f"owner_{row}": Text(200, load_default="") for row in rows},
        **{f"due_on_{row}": fields.Date(load_default=None, error_messages=DAY) for row in rows},
        **{f"progress_{row}": fields.Enum(Progress, by_value=True, load_default=Progress.NOT_BEGUN) for row in rows},
        "revision": fields.Integer(**REVISION),
        "choice": fields.String(load_default="keep", validate=validate.OneOf(("keep", "more", "submit"))),
    }


PlanInput = InputSchema.from_dict(_step_fields(), name="PlanInput")
"""The plan as the supplier writes it on its page."""


class PlanRevision(InputSchema):
    """Which text of the plan was read before it is submitted."""

    revision = fields.Integer(**REVISION)


class FindingDecisionInput(InputSchema):
    """A decision on what was asked, with its reason."""

    choice = fields.String(
        required=True,
        validate=validate.OneOf(("yes", "no"), error="Kies wat u besluit."),
        error_messages={"required": "Kies wat u besluit."},
    )
    reason = Text(LONG, load_default="")
    until = fields.Date(load_default=None, error_messages=DAY)


class PlanDecisionInput(FindingDecisionInput):
    """A decision on a plan, and which text of it was read."""

    seal = Text(60, load_default="")


class ProgressInput(InputSchema):
    """How far a step is."""

    progress = fields.Enum(Progress, by_value=True, required=True, error_messages=KNOWN)
    note = Text(2000, load_default="")


class FindingRequestInput(InputSchema):
    """What a supplier asks."""

    explanation = Text(LONG, load_default="")
    wanted_on = fields.Date(load_default=None, error_messages=DAY)
    documents = fields.List(fields.UUID(), load_default=list)


class ExtensionInput(InputSchema):
    """More time that VNG gives by itself."""

    explanation = Text(LONG, load_default="")
    wanted_on = fields.Date(load_default=None, error_messages=DAY)


class MergeInput(InputSchema):
    """Which findings go on in this one, and why."""

    others = fields.List(fields.UUID(), load_default=list)
    reason = Text(LONG, load_default="")


class SplitInput(InputSchema):
    """Which findings go on by themselves, and why."""

    parts = fields.List(fields.UUID(), load_default=list)
    reason = Text(LONG, load_default="")


class LinkInput(InputSchema):
    """Which finding hangs together with this one, and why."""

    other = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "Kies een andere bevinding."}
    )
    reason = Text(LONG, load_default="")

    @pre_load
    def _choose(self, data: Any, **_more: Any) -> Any:
        return {**data, "other": data.get("other") or None}


class SeverityInput(InputSchema):
    """Another severity before release, and why."""

    severity = fields.Enum(
        Severity,
        by_value=True,
        required=True,
        error_messages={"unknown": "Kies een ernst.", "required": "Kies een ernst."},
    )
    reason = Text(LONG, load_default="")


class FindingQuery(PageQuery):
    """Filters of the API's list of findings."""

    state = ApiEnum(FINDING_CODES, data_key="fase", load_default=None)
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst", load_default=None)
    is_late_only = fields.Boolean(data_key="teLaat", load_default=False)
    product_id = fields.UUID(data_key="product", load_default=None)


class LiveFindingOut(OutputSchema):
    """A finding as it stands now."""

    id = fields.UUID()
    vendor_id = fields.UUID(data_key="leverancier")
    product_id = fields.UUID(data_key="product", allow_none=True)
    requirement_code = fields.String(attribute="requirement_version.requirement.code", data_key="eis")
    title = fields.String(
        data_key="naam", metadata={"description": "Hoe de beoordelaars haar noemen; leeg: zoals haar eis."}
    )
    severity = ApiEnum(SEVERITY_CODES, data_key="ernst")
    state = ApiEnum(FINDING_CODES, data_key="fase")
    found_on = fields.Date(data_key="gevondenOp")
    due_on = fields.Date(data_key="oplossenUiterlijk")
    is_late = fields.Boolean(data_key="isTeLaat")
    merged_into_id = fields.UUID(data_key="gaatVerderIn", allow_none=True)


class PlanStepOut(OutputSchema):
    """A step of a plan; who does it stays with the supplier."""

    id = fields.UUID()
    position = fields.Integer(data_key="volgnummer")
    what = fields.String(data_key="wat")
    due_on = fields.Date(data_key="klaarUiterlijk", allow_none=True)
    progress = ApiEnum(PROGRESS_CODES, data_key="voortgang")


class ImprovementPlanOut(OutputSchema):
    """A plan with its steps."""

    number = fields.Integer(data_key="versie")
    state = ApiEnum(PLAN_CODES, data_key="toestand")
    submitted_at = fields.AwareDateTime(data_key="ingediendOp", allow_none=True)
    steps = fields.List(fields.Nested(PlanStepOut), data_key="stappen")


class FindingRequestOut(OutputSchema):
    """What was asked about a finding and what was decided; for the supplier, the reviewers and VNG."""

    id = fields.UUID()
    kind = ApiEnum(REQUEST_CODES, data_key="soort")
    party = ApiEnum(TURN_CODES, data_key="gevraagdDoor")
    explanation = fields.String(data_key="toelichting")
    wanted_on = fields.Date(data_key="gevraagdeDatum", allow_none=True)
    asked_at = fields.AwareDateTime(data_key="gevraagdOp")
    is_granted = fields.Boolean(data_key="isToegewezen", allow_none=True)
    answer = fields.String(data_key="besluit")
    decided_at = fields.AwareDateTime(data_key="beslotenOp", allow_none=True)
    documents = fields.List(fields.UUID(), data_key="bewijs")


class FindingLinkOut(OutputSchema):
    """With which other finding one hangs together, and why; for the supplier, the reviewers and VNG."""

    id = fields.UUID(attribute="link.id")
    other_id = fields.UUID(attribute="other.id", data_key="bevinding")
    reason = fields.String(attribute="link.reason", data_key="reden")
    made_at = fields.AwareDateTime(attribute="link.made_at", data_key="gekoppeldOp")


class MergeBody(InputSchema):
    """Which findings go on in this one, and why."""

    others = fields.List(fields.UUID(), data_key="bevindingen", required=True)
    reason = Text(LONG, data_key="reden", required=True)


class SplitBody(InputSchema):
    """Which findings go on by themselves, and why."""

    parts = fields.List(fields.UUID(), data_key="bevindingen", required=True)
    reason = Text(LONG, data_key="reden", required=True)


class LinkBody(InputSchema):
    """Which finding hangs together with this one, and why."""

    other = fields.UUID(data_key="bevinding", required=True)
    reason = Text(LONG, data_key="reden", required=True)


class ProgressBody(InputSchema):
    """The progress of a step, in the API."""

    progress = ApiEnum(PROGRESS_CODES, data_key="voortgang", required=True)
    note = Text(2000, data_key="toelichting", load_default="")


class PlanStepBody(InputSchema):
    """A step of a plan, in the API."""

    what = Text(2000, data_key="wat", required=True)
    owner = Text(200, data_key="eigenaar", load_default="")
    due_on = fields.Date(data_key="klaarUiterlijk", load_default=None, error_messages=DAY)


class PlanBody(InputSchema):
    """The plan as a draft, in the API; a person submits it."""

    steps = fields.List(
        fields.Nested(PlanStepBody), data_key="stappen", required=True, validate=validate.Length(1, MOST_STEPS)
    )


_KINDS: dict[str, RequestKind] = {code: kind for kind, code in REQUEST_CODES.items()}


def request_kind(code: str) -> RequestKind:
    """The kind of request by its part of the address. Raises NotFound for another word."""
    if code not in _KINDS:
        raise NotFound()
    return _KINDS[code]
