# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of the trail."""

from typing import Any

from marshmallow import fields, validate

from samencontroleren.auditing.kinds import Family
from samencontroleren.core.fields import InputSchema, Text

NUMBER: dict[str, Any] = {"invalid_uuid": "Dit is geen nummer van een object. Kies het bij een regel."}
DAY: dict[str, Any] = {"invalid": "Kies een datum."}


class TrailFilter(InputSchema):
    """Which lines."""

    since = fields.Date(data_key="van", load_default=None, error_messages=DAY)
    until = fields.Date(data_key="tot", load_default=None, error_messages=DAY)
    family = fields.Enum(Family, by_value=True, data_key="soort", load_default=None)
    who = Text(100, data_key="wie", load_default="")
    organisation = Text(100, data_key="organisatie", load_default="")
    about = fields.UUID(data_key="object", load_default=None, error_messages=NUMBER)
    after = fields.UUID(data_key="na", load_default=None)


class ReadersQuery(InputSchema):
    """Which page."""

    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))
