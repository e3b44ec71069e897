# SPDX-License-Identifier: EUPL-1.2
"""What the pages of sharing share: the blueprint and words."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint

from samencontroleren.core.web import language
from samencontroleren.rounds.kinds import STATE_LABELS
from samencontroleren.sharing.kinds import CURRENCY_LABELS, Currency
from samencontroleren.vendors.countries import country_name
from samencontroleren.vendors.kinds import CATEGORY_LABELS, HOSTING_LABELS

blueprint = Blueprint("sharing", __name__)

CURRENCY_TONES: dict[Currency, str] = {
    Currency.CURRENT: "good",
    Currency.EXPIRED: "bad",
    Currency.SUPERSEDED: "neutral",
    Currency.RECALLED: "bad",
}


def in_language(texts: Mapping[str, str]) -> str:
    """A text that was released in both languages, in that of the page."""
    return texts.get(language()) or texts.get("nl") or ""


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """Names of currency for templates, here and in later features."""
    return {
        "CURRENCIES": CURRENCY_LABELS,
        "CURRENCY_TONES": CURRENCY_TONES,
        "CATEGORIES": CATEGORY_LABELS,
        "HOSTINGS": HOSTING_LABELS,
        "DOSSIER_STATES": STATE_LABELS,
        "in_language": in_language,
        "country_name": country_name,
    }
