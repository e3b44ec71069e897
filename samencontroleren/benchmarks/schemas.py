# SPDX-License-Identifier: EUPL-1.2
"""The shape of the figures in the API."""

from marshmallow import fields

from samencontroleren.benchmarks.kinds import STATISTIC_CODES, Statistic
from samencontroleren.core.fields import OutputSchema


class FigureOut(OutputSchema):
    """One figure about others, over at least as many organisations as the setting asks."""

    statistic = fields.Function(
        lambda row: STATISTIC_CODES[Statistic(row["statistic"])],
        data_key="statistiek",
        metadata={"type": "string", "enum": list(STATISTIC_CODES.values())},
    )
    category = fields.String(data_key="categorie", metadata={"description": "Leeg als zij niet per categorie telt."})
    key = fields.String(data_key="sleutel", metadata={"description": "Het thema, of de code van de eis."})
    percent = fields.Integer(data_key="percentage")
    organisations = fields.Integer(data_key="organisaties")
    computed_on = fields.Date(data_key="berekendOp")
