# SPDX-License-Identifier: EUPL-1.2
"""The invented answers and what reviewers make of them, read from answers.yaml and variants.yaml."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from samencontroleren.assessments.kinds import Verdict

SOURCES = tuple(Path(__file__).parent / name for name in ("answers.yaml", "variants.yaml"))
DOUBT = "doubt"
SEEN = (
    "Het antwoord gaat over de hele eis en past bij wat wij in het dossier zagen.",
    "Wij lazen dit na en zagen geen tegenspraak met de andere antwoorden.",
    "Beschreven is wie dit doet, hoe vaak en hoe het wordt vastgelegd. Dat is wat de eis vraagt.",
)
"""What a reviewer writes where nothing in particular is to be said."""


@dataclass(frozen=True)
class Judgement:
    """A verdict in words."""

    verdict: Verdict
    reason: str
    note: str


@dataclass(frozen=True)
class Names:
    """What the texts are about."""

    vendor: str
    product: str


@cache
def _content() -> dict[str, Any]:
    first, more = (yaml.load(each.read_text(encoding="utf-8"), yaml.CSafeLoader) for each in SOURCES)
    return {code: {**qualities, **more.get(code, {})} for code, qualities in first.items()}


@cache
def qualities(code: str, *verdicts: Verdict) -> tuple[str, ...]:
    """The qualities of answers to a requirement that lead to one of these verdicts (never the doubt)."""
    found = _content()[code].items()
    return tuple(name for name, each in found if name != DOUBT and Verdict(each["verdict"]) in verdicts)


def is_wanting(code: str, quality: str) -> bool:
    """Whether reviewers find fault with an answer of that quality."""
    return Verdict(_content()[code][quality]["verdict"]) is not Verdict.MEETS


def value_of(code: str, quality: str, names: Names, day: date) -> dict[str, Any]:
    """The answer to a requirement, given on `day`. Raises KeyError for an unknown quality."""
    value = dict(_content()[code][quality]["answer"])
    days = value.pop("days_ago", None)
    if days is not None:
        value["date"] = (day - timedelta(days=days)).isoformat()
    filled: dict[str, Any] = {part: _filled(item, names) for part, item in value.items()}
    return filled


def judgement_of(code: str, quality: str, names: Names) -> Judgement:
    """What a reviewer makes of an answer of that quality ("doubt": a stricter reviewer)."""
    found = _content()[code][quality]
    reason, note = (_filled(found.get(part, ""), names) for part in ("reason", "note"))
    return Judgement(Verdict(found["verdict"]), reason or SEEN[len(code + names.product) % len(SEEN)], note)


def _filled(item: Any, names: Names) -> Any:
    if not isinstance(item, str):
        return item
    return item.replace("{vendor}", names.vendor).replace("{product}", names.product)
