# SPDX-License-Identifier: EUPL-1.2
"""What people say of a document."""

from typing import Any

from marshmallow import EXCLUDE, fields

from samencontroleren.core.fields import InputSchema, Text
from samencontroleren.evidence.kinds import DocumentKind, SharingClass

DATE_WRONG: dict[str, Any] = {"invalid": "Vul een bestaande datum in."}
KIND_WRONG: dict[str, Any] = {"unknown": "Kies een soort.", "required": "Kies een soort."}
SHARING_WRONG: dict[str, Any] = {"unknown": "Kies wie dit mag lezen.", "required": "Kies wie dit mag lezen."}


class DocumentInput(InputSchema):
    """The facts of a document, beside its file."""

    title = Text(200, required=True)
    kind = fields.Enum(DocumentKind, by_value=True, required=True, error_messages=KIND_WRONG)
    issuer = Text(200, load_default="")
    scope = Text(1000, load_default="")
    period_from = fields.Date(load_default=None, error_messages=DATE_WRONG)
    period_until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    valid_until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    sharing = fields.Enum(SharingClass, by_value=True, required=True, error_messages=SHARING_WRONG)


class DocumentChange(DocumentInput):
    """The same, on the version that was read."""

    revision = fields.Integer(required=True)


class QuickDocumentInput(InputSchema):
    """The facts asked when a document is added right at a question; the rest can follow in the library."""

    class Meta:
        unknown = EXCLUDE

    title = Text(200, load_default="")
    kind = fields.Enum(DocumentKind, by_value=True, required=True, error_messages=KIND_WRONG)
    valid_until = fields.Date(load_default=None, error_messages=DATE_WRONG)
    place = Text(120, load_default="")
