# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of the platform itself."""

from marshmallow import fields, validate

from samencontroleren.core.fields import InputSchema, Text


class RunFilter(InputSchema):
    """Which job, and which page of its runs."""

    job = Text(80, data_key="taak", load_default="")
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))
