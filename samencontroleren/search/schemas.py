# SPDX-License-Identifier: EUPL-1.2
"""What a search takes in, and what the API gives out."""

from flask import url_for
from marshmallow import EXCLUDE, ValidationError, fields, validate

from samencontroleren.core.fields import InputSchema, OutputSchema, Text
from samencontroleren.core.rest import PageQuery
from samencontroleren.search.place_words import PLACES_CODE
from samencontroleren.search.service import Found, kind_codes

LONGEST = 100_000
"""Longer than an address can be: whatever is asked gets an answer, of its first words."""


def known(code: str) -> None:
    """Raise ValidationError for a kind that does not exist."""
    if code and code not in kind_codes():
        raise ValidationError("Deze soort kennen we niet.")


def known_or_places(code: str) -> None:
    """The same, where pages are a kind as well."""
    if code != PLACES_CODE:
        known(code)


class SearchQuery(InputSchema):
    """What is asked, of which kind, which page; what is strange is left aside."""

    class Meta:
        unknown = EXCLUDE

    asked = Text(LONGEST, data_key="q", load_default="")
    kind = fields.String(data_key="soort", load_default="", validate=known)
    page = fields.Integer(data_key="pagina", load_default=1, validate=validate.Range(min=1, max=100_000))


class FoundQuery(PageQuery):
    """The same in the API."""

    asked = Text(LONGEST, data_key="q", required=True)
    kind = fields.String(data_key="soort", load_default="", validate=known_or_places)


def page_of_found(found: Found) -> str:
    """The address of the page that shows what was found."""
    return url_for(found.hit.endpoint, key=found.hit.key)


class FoundOut(OutputSchema):
    """One thing that was found, with the page that shows it."""

    kind = fields.String(attribute="code", data_key="soort")
    id = fields.UUID(allow_none=True)
    title = fields.String(data_key="titel")
    detail = fields.String(data_key="toelichting")
    page = fields.String(attribute="address", data_key="pagina")
