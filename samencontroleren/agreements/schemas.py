# SPDX-License-Identifier: EUPL-1.2
"""What comes in for a next text, and what the API gives of texts and signatures."""

from typing import Any

from marshmallow import fields

from samencontroleren.core.fields import InputSchema, OutputSchema, Text

DAY_WRONG: dict[str, Any] = dict.fromkeys(("invalid", "required"), "Vul een bestaande datum in.")
LONGEST = 20_000


class VersionInput(InputSchema):
    """A next text in both languages, with its days."""

    text_nl = Text(LONGEST, required=True)
    text_en = Text(LONGEST, required=True)
    counts_from = fields.Date(required=True, error_messages=DAY_WRONG)
    earlier_until = fields.Date(required=True, error_messages=DAY_WRONG)


class VersionOut(OutputSchema):
    """A text of the agreement."""

    id = fields.UUID()
    number = fields.Integer(data_key="versie")
    texts = fields.Dict(data_key="teksten")
    digest = fields.String(data_key="controlegetal")
    counts_from = fields.Date(data_key="geldtVanaf")
    earlier_until = fields.Date(data_key="vorigeVersieTelt")
    published_at = fields.AwareDateTime(data_key="gepubliceerdOp")


class SignatureOut(OutputSchema):
    """A signature under a text, for an organisation."""

    id = fields.UUID()
    organisation_id = fields.UUID(data_key="organisatie")
    version_id = fields.UUID(data_key="afspraken")
    number = fields.Integer(attribute="version.number", data_key="versie")
    digest = fields.String(data_key="controlegetal")
    signed_at = fields.AwareDateTime(data_key="ondertekendOp")
