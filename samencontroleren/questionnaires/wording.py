# SPDX-License-Identifier: EUPL-1.2
"""The wording of a requirement as plain values, apart from tables: what a version says, and its digest. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from samencontroleren.questionnaires.answer_kinds import canonical
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject

REASON_PARTS = ("reason_meets", "reason_partly", "reason_not_met", "reason_cannot_be_assessed")
"""Starting sentences of a reason per verdict, one on a line, for reviewers to complete."""
LANGUAGE_PARTS = (
    *("title", "text", "why", "explanation", "yardstick", "good", "poor", "alternative", "proof"),
    *REASON_PARTS,
)
"""What the authors of a requirement write, in both languages.

A change in any of them makes it reworded, also one in `yardstick`: what was good enough then may not be so now, so the
supplier looks again and last time's verdict does not stand.
"""
TEXT_PARTS = (*LANGUAGE_PARTS, "segment", "kind")
"""Parts of the texts in one language.

`yardstick` says when an answer meets, partly meets, does not meet or cannot be assessed, a paragraph each (see
`yardsticks`). `good` and `poor` are examples of an answer, `alternative` is what a small supplier without certificates
can do, `proof` says which evidence fits, `kind` is the word of a sheet (eis, wens).
"""

LONGEST_TITLE = 160


@dataclass(frozen=True)
class Wording:
    """All that a version of a requirement says."""

    subject: Subject
    addressed_to: AddressedTo
    answer_kind: AnswerKind
    theme: str
    texts: dict[str, dict[str, str]]
    segment: str = ""
    options: list[dict[str, str]] = field(default_factory=list)
    aspects: list[str] = field(default_factory=list)
    proof: list[str] = field(default_factory=list)
    norms: list[dict[str, str]] = field(default_factory=list)
    is_key: bool = False
    weight: int = 1
    severity: Severity = Severity.MEDIUM
    applies_when: dict[str, Any] | None = None
    """The condition under which it is asked (see `conditions`); None: always."""
    checks: list[str] = field(default_factory=list)
    """What is asked of an answer beyond its kind (see `answer_checks`)."""

    @property
    def digest(self) -> str:
        """SHA-256 in hex over one spelling of all content; two wordings that say the same have the same."""
        unsaid: dict[str, Any] = {"applies_when": None, "checks": []}
        said = {name: value for name, value in vars(self).items() if not (name in unsaid and value == unsaid[name])}
        return hashlib.sha256(canonical(said)).hexdigest()


class Worded(Protocol):
    """Anything with the texts of a requirement: a version, or a wording."""

    @property
    def texts(self) -> Any: ...


def requirement_texts(version: Worded, language: str) -> dict[str, str]:
    """The texts of a requirement in a language, by part; a part without that language falls back to Dutch."""
    dutch = version.texts.get("nl") or {}
    wanted = version.texts.get(language) or {}
    return {part: wanted.get(part) or dutch.get(part) or "" for part in TEXT_PARTS}


def has_english(version: Worded) -> bool:
    """Whether title and text are there in English."""
    english = version.texts.get("en") or {}
    return bool(english.get("title") and english.get("text"))


def make_texts(**languages: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Texts per language without blank parts; a language without any text is left out."""
    kept = {
        language: {part: parts[part] for part in TEXT_PARTS if parts.get(part)} for language, parts in languages.items()
    }
    return {language: parts for language, parts in kept.items() if parts}


def title_from(text: str) -> str:
    """A title for a requirement that came without: the first sentence, cut at a word to at most 160 characters."""
    line = " ".join(text.split())
    for mark in (". ", "? ", "; ", ": "):
        line = line.split(mark, 1)[0]
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def chosen_digest(items: Iterable[tuple[int, str, str]]) -> str:
    """The digest of a questionnaire: SHA-256 over all (position, code, digest of the wording), in order."""
    rows = [{"position": place, "code": code, "digest": digest} for place, code, digest in items]
    return hashlib.sha256(canonical(rows)).hexdigest()
