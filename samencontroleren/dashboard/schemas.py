# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of the platform itself."""

from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.core.scheduler import RunState
from samencontroleren.dashboard.kinds import RUN_CODES


class RunFilter(InputSchema):
    """Which job, how its runs ended, and which page of them."""

    job = Text(80, data_key="taak", load_default="")
    state = fields.Enum(RunState, by_value=True, data_key="stand", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class RunApiQuery(PageQuery):
    """Which job, in the API."""

    job = Text(80, data_key="taak", load_default="")


class RunOut(OutputSchema):
    """One run of a job."""

    id = fields.UUID()
    job = fields.String(data_key="taak")
    period = fields.String(data_key="periode")
    state = ApiEnum(RUN_CODES, data_key="toestand")
    started_at = fields.AwareDateTime(data_key="begonnenOp")
    finished_at = fields.AwareDateTime(data_key="klaarOp", allow_none=True)
    handled = fields.Integer(data_key="gedaan")
    failed = fields.Integer(data_key="mislukt")
