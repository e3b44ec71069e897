# SPDX-License-Identifier: EUPL-1.2
"""Starting sentences of a reason, by the authors of a requirement, for reviewers to complete. Pure.

By itself such a sentence says nothing of this product: a reason of nothing else does not count.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from samencontroleren.assessments.kinds import Verdict

PARTS: dict[Verdict, str] = {
    Verdict.MEETS: "reason_meets",
    Verdict.PARTLY: "reason_partly",
    Verdict.NOT_MET: "reason_not_met",
    Verdict.CANNOT_BE_ASSESSED: "reason_cannot_be_assessed",
}
"""The part of the texts of a requirement that holds those of a verdict."""


class Worded(Protocol):
    """Anything with the texts of a requirement in its languages."""

    @property
    def texts(self) -> Any: ...


def offered(texts: Mapping[str, str]) -> dict[Verdict, list[str]]:
    """By verdict the sentences in one language; a verdict without any is absent."""
    found = {code: _lines(texts.get(part, "")) for code, part in PARTS.items()}
    return {code: lines for code, lines in found.items() if lines}


def is_bare(reason: str, version: Worded) -> bool:
    """Whether a reason is made of starting sentences of the requirement and of nothing else."""
    lines = _lines(reason)
    known = {_plain(line) for texts in version.texts.values() for lines in offered(texts).values() for line in lines}
    return bool(lines) and all(_plain(line) in known for line in lines)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(line: str) -> str:
    """Spaces, capitals and what ends a sentence make no other sentence of it."""
    return " ".join(line.split()).casefold().rstrip(".…: ")
