# SPDX-License-Identifier: EUPL-1.2
"""The blueprint of the pages of suppliers and what they share."""

from flask import Blueprint

from samencontroleren.core.web import language
from samencontroleren.vendors.countries import country_choices

blueprint = Blueprint("vendors", __name__)


def countries() -> list[tuple[str, str]]:
    """The countries to choose from, in the language of the page."""
    return country_choices(language())
