# SPDX-License-Identifier: EUPL-1.2
"""The invented answers and what reviewers make of them, read from answers.yaml."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from samencontroleren.assessments.kinds import Verdict

SOURCE = Path(__file__).parent / "answers.yaml"
DOUBT = "doubt"


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
    found: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return found


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
    texts = (_filled(found.get(part, ""), names) for part in ("reason", "note"))
    return Judgement(Verdict(found["verdict"]), *texts)


def _filled(item: Any, names: Names) -> Any:
    if not isinstance(item, str):
        return item
    return item.replace("{vendor}", names.vendor).replace("{product}", names.product)
