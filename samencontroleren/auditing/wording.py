# SPDX-License-Identifier: EUPL-1.2
"""The facts of a line as people read them; ids and hashes have no words here and stand in the export only."""

from collections.abc import Mapping
from typing import Any

from samencontroleren.assessments.labels import SEVERITY
from samencontroleren.organisations.kinds import ROLE_LABELS
from samencontroleren.rounds.kinds import STATE_LABELS

Pair = tuple[str, str]

LAYERS: dict[str, Pair] = {
    "result": ("resultaat", "result"),
    "verdicts": ("oordelen", "verdicts"),
    "findings": ("bevindingen", "findings"),
    "answers": ("antwoorden", "answers"),
}
FACTS: dict[str, Pair] = {
    "from_state": ("van", "from"),
    "to_state": ("naar", "to"),
    "layers": ("gelezen", "read"),
    "number": ("nummer", "number"),
    "roles": ("rollen", "roles"),
    "route": ("pagina", "page"),
    "severity": ("ernst", "severity"),
}
VALUES: dict[str, Pair] = {
    **LAYERS,
    **{state.value: label for state, label in STATE_LABELS.items()},
    **{role.value: label for role, label in ROLE_LABELS.items()},
    **{severity.value: label for severity, label in SEVERITY.items()},
}
"""Codes that stand in facts. They are different words, so one table does for all."""


def facts_of(facts: Mapping[str, Any]) -> list[tuple[Pair, list[Pair]]]:
    """The facts that people can read: what each is called, and its values, in Dutch and English."""
    return [(words, _values(facts[name])) for name, words in FACTS.items() if facts.get(name) not in (None, "", [])]


def _values(value: Any) -> list[Pair]:
    parts = (
        value if isinstance(value, list) else str(value).split(" ") if str(value).split(" ")[0] in LAYERS else [value]
    )
    return [VALUES.get(str(part), (str(part), str(part))) for part in parts]
