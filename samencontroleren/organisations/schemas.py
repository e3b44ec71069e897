# SPDX-License-Identifier: EUPL-1.2
"""What comes in on the pages of organisations."""

from marshmallow import fields, post_load, validate

from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.organisations.kinds import OrganisationKind

ADDABLE = (OrganisationKind.MUNICIPALITY, OrganisationKind.PARTNERSHIP, OrganisationKind.AUDITOR)
"""A supplier is added with its facts under Leveranciers; VNG is there from the start."""


class OrganisationQuery(InputSchema):
    """Search, kind and page of the list."""

    search = Text(100, data_key="zoek", load_default="")
    kind = fields.Enum(OrganisationKind, by_value=True, data_key="soort", load_default=None)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class OrganisationFacts(InputSchema):
    """Name and CBS code."""

    name = Text(200, required=True)
    code = Text(20, load_default="")

    @post_load
    def _no_code(self, data: dict[str, object], **_kwargs: object) -> dict[str, object]:
        return {**data, "code": data["code"] or None}


class NewOrganisation(OrganisationFacts):
    """An organisation to let in."""

    kind = fields.Enum(
        OrganisationKind,
        by_value=True,
        required=True,
        validate=validate.OneOf(ADDABLE, error="Kies een soort."),
    )


class ChangedOrganisation(OrganisationFacts):
    """New facts, and the revision that was read."""

    revision = fields.Integer(required=True)
