# SPDX-License-Identifier: EUPL-1.2
"""What the API takes in and sends out of the pool of reviewers (Dutch names); for VNG's co-ordinators alone."""

from typing import Any

from flask_babel import gettext as _
from marshmallow import fields, validate

from samencontroleren.core.fields import ApiEnum, InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.rounds.kinds import OBSTACLE_CODES
from samencontroleren.vendors.kinds import CATEGORY_CODES, Category


class PoolApiQuery(PageQuery):
    """Filters of the pool of reviewers."""

    theme = Text(120, data_key="thema", load_default="")
    category = ApiEnum(CATEGORY_CODES, data_key="categorie", load_default=None)
    segment = Text(120, data_key="onderdeel", load_default="")
    round_id = fields.UUID(data_key="ronde", load_default=None)
    organisation_id = fields.UUID(data_key="organisatie", load_default=None)
    has_room = fields.Boolean(data_key="heeftRuimte", load_default=False)


def _categories(row: Any) -> list[str]:
    return sorted(CATEGORY_CODES[Category(each)] for each in row.standing.categories)


class PoolRowOut(OutputSchema):
    """A reviewer: what he or she knows and has room for, in the round that was asked or in general."""

    membership_id = fields.UUID(data_key="lid")
    name = fields.String(data_key="naam")
    organisation_id = fields.UUID(data_key="organisatie")
    organisation_name = fields.String(data_key="organisatieNaam")
    themes = fields.Function(
        lambda row: sorted(row.standing.themes),
        data_key="themas",
        metadata={"type": "array", "items": {"type": "string"}},
    )
    categories = fields.Function(
        _categories, data_key="categorieen", metadata={"type": "array", "items": {"type": "string"}}
    )
    segments = fields.Function(
        lambda row: sorted(row.standing.segments),
        data_key="onderdelen",
        metadata={"type": "array", "items": {"type": "string"}},
    )
    capacity = fields.Integer(attribute="standing.capacity", data_key="aantalPlaatsen")
    in_hand = fields.Integer(attribute="load", data_key="inHanden")
    has_room = fields.Boolean(data_key="heeftRuimte")
    left_out = fields.String(attribute="standing.left_out", data_key="redenBuitenRonde", allow_none=True)


class CandidateOut(OutputSchema):
    """Somebody of the pool beside one dossier: knowledge and load in figures, and why not, if so."""

    membership_id = fields.UUID(attribute="candidate.membership_id", data_key="lid")
    name = fields.String(attribute="candidate.name", data_key="naam")
    organisation_name = fields.String(attribute="candidate.organisation_name", data_key="organisatieNaam")
    known = fields.Integer(attribute="candidate.choice.known", data_key="bekendeThemas")
    asked = fields.Integer(attribute="candidate.choice.asked", data_key="gevraagdeThemas")
    knows_category = fields.Boolean(attribute="candidate.choice.knows_category", data_key="kentCategorie")
    in_hand = fields.Integer(attribute="candidate.choice.reviewer.in_hand", data_key="inHanden")
    capacity = fields.Integer(attribute="candidate.choice.reviewer.capacity", data_key="aantalPlaatsen")
    obstacle = fields.Function(
        lambda row: _(row["candidate"].obstacle) if row["candidate"].obstacle else None,
        data_key="belemmering",
        metadata={"type": ["string", "null"]},
    )
    obstacle_code = fields.Function(
        lambda row: OBSTACLE_CODES.get(row["candidate"].blocked),
        data_key="belemmeringCode",
        metadata={"type": ["string", "null"], "enum": [*OBSTACLE_CODES.values(), None]},
    )
    is_assigned = fields.Boolean(attribute="candidate.is_assigned", data_key="isToegewezen")
    is_proposed = fields.Boolean(data_key="isVoorgesteld")


class PairBody(InputSchema):
    """The two reviewers of a dossier, by their membership (see `lid`)."""

    membership_ids = fields.List(
        fields.UUID(),
        data_key="leden",
        required=True,
        validate=validate.Length(equal=2, error="Kies twee beoordelaars."),
    )
