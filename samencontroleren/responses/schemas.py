# SPDX-License-Identifier: EUPL-1.2
"""What comes beside the text of an answer, and the shapes of the API."""

from marshmallow import EXCLUDE, fields, validate

from samencontroleren.core.fields import InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.responses.kinds import AnswerStatus, Provenance


class AnswerForm(InputSchema):
    """The fields around an answer; the answer's own parts are read by its kind."""

    class Meta:
        unknown = EXCLUDE

    revision = fields.Integer(load_default=0)
    is_confidential = fields.Boolean(load_default=False)
    settled = fields.Boolean(load_default=False)
    back = Text(500, load_default="")
    next = Text(500, load_default="")


class LinkForm(InputSchema):
    """Lean an answer on a document."""

    class Meta:
        unknown = EXCLUDE

    document = fields.UUID(required=True, error_messages={"required": "Kies bewijs.", "invalid_uuid": "Kies bewijs."})
    place = Text(120, load_default="")
    back = Text(500, load_default="")


class BackForm(InputSchema):
    """Where to go afterwards."""

    class Meta:
        unknown = EXCLUDE

    back = Text(500, load_default="")


class AnswerQuery(PageQuery):
    """Of which dossier, and which page."""

    dossier_id = fields.UUID(data_key="dossierId", required=True)


class AnswerInput(InputSchema):
    """A first draft of an answer."""

    dossier_id = fields.UUID(data_key="dossierId", required=True)
    requirement_version_id = fields.UUID(data_key="eisId", required=True)
    value = fields.Dict(data_key="waarde", required=True)
    is_confidential = fields.Boolean(data_key="isVertrouwelijk", load_default=None, allow_none=True)


class AnswerChange(InputSchema):
    """A next draft of an answer."""

    value = fields.Dict(data_key="waarde", required=True)
    is_confidential = fields.Boolean(data_key="isVertrouwelijk", load_default=None, allow_none=True)


class AnswerOut(OutputSchema):
    """A working answer of the supplier's own."""

    id = fields.UUID(required=True)
    requirement_id = fields.UUID(data_key="eisgroepId", required=True)
    product_id = fields.UUID(data_key="productId", allow_none=True)
    draft = fields.Dict(data_key="concept", allow_none=True)
    current = fields.Dict(data_key="waarde", allow_none=True)
    current_number = fields.Integer(data_key="versie", required=True)
    is_confidential = fields.Boolean(data_key="isVertrouwelijk", required=True)
    confirmed_round_id = fields.UUID(data_key="bevestigdVoorRondeId", allow_none=True)
    confirmed_requirement_version_id = fields.UUID(data_key="bevestigdVoorEisId", allow_none=True)
    confirmed_at = fields.AwareDateTime(data_key="bevestigdOp", allow_none=True)
    revision = fields.Integer(data_key="revisie", required=True)


class QuestionOut(OutputSchema):
    """A question of a dossier and how its answer stands."""

    requirement_version_id = fields.UUID(data_key="eisId", required=True, attribute="version.id")
    code = fields.String(required=True, attribute="version.requirement.code")
    kind = fields.String(data_key="soort", required=True, attribute="version.answer_kind")
    status = fields.String(required=True, validate=validate.OneOf([str(each) for each in AnswerStatus]))
    answer = fields.Nested(AnswerOut, data_key="antwoord", allow_none=True)


class AnswerVersionOut(OutputSchema):
    """One text of an answer as it once stood."""

    number = fields.Integer(data_key="versie")
    value = fields.Dict(data_key="waarde")
    requirement_version_id = fields.UUID(data_key="eisId")
    provenance = fields.Enum(Provenance, by_value=True, data_key="herkomst")
    made_at = fields.AwareDateTime(data_key="gemaaktOp")


class SubmittedDocumentOut(OutputSchema):
    """A document under a submitted answer."""

    document_id = fields.UUID(data_key="bewijsstuk")
    place = fields.String(data_key="vindplaats")
    sha256 = fields.String()


class SubmittedAnswerOut(OutputSchema):
    """An answer as it was submitted last."""

    position = fields.Integer(data_key="volgnummer")
    requirement_version_id = fields.UUID(data_key="eisId")
    code = fields.String(attribute="requirement_version.requirement.code")
    value = fields.Dict(data_key="waarde")
    is_confidential = fields.Boolean(data_key="isVertrouwelijk")
    documents = fields.List(fields.Nested(SubmittedDocumentOut), data_key="bewijsstukken")


class LinkInput(InputSchema):
    """Lean an answer on a document."""

    document_id = fields.UUID(data_key="bewijsstuk", required=True)
    place = Text(120, data_key="vindplaats", load_default="")
