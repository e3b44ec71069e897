# SPDX-License-Identifier: EUPL-1.2
"""How a requirement stands to last time: what is the same, and why a verdict is not confirmed with others. Pure.

One set of facts serves all who ask: the desk (`sameness_of`), confirming together and the reason that may stay away
(`bar_of`). What bars for being another answer or proof is never told as the same.

Only *voldoet* on an unchanged answer with good proof goes together (product.md, section 6). Everything that may have
changed since bars it; the first reason in this order is the one that is told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sameness(StrEnum):
    """How a requirement stands to the last result of its subject."""

    FIRST = "first"
    """The subject was not released before."""
    NEW = "new"
    """It was not asked then, nor anything it takes the place of."""
    CHANGED = "changed"
    """Another answer, or other proof."""
    REWORDED = "reworded"
    """The same answer and proof, under other words of the requirement."""
    SAME = "same"


class Bar(StrEnum):
    """Why a requirement is read by itself."""

    NEW = "new"
    REWORDED = "reworded"
    RECALLED = "recalled"
    REOPENED = "reopened"
    VERDICT = "verdict"
    FINDING = "finding"
    ANSWER = "answer"
    SCOPE = "scope"
    NO_PROOF = "no_proof"
    OTHER_PROOF = "other_proof"
    ENDED_PROOF = "ended_proof"


Paper = tuple[str, str, str]
"""A document under an answer: its key, the place in it, and the SHA-256 of the sealed original."""


@dataclass(frozen=True)
class Facts:
    """A requirement now beside last time."""

    was_assessed: bool = True
    """The subject has an earlier result."""
    was_asked: bool = True
    is_reworded: bool = False
    is_recalled: bool = False
    """The result that held the verdict was recalled."""
    was_reopened: bool = False
    """It was to be judged anew in a re-assessment that this round goes on with."""
    was_met: bool = True
    has_finding: bool = False
    """A finding on it is not solved."""
    is_answer_changed: bool = False
    hangs_on_change: bool = False
    """An answer that decides whether it is asked has changed."""
    papers_then: frozenset[Paper] = frozenset()
    papers_now: frozenset[Paper] = frozenset()
    is_proof_good: bool = True
    """Each document counts as proof today, was not replaced, and is still the file that was submitted."""

    @property
    def has_other_papers(self) -> bool:
        """Whether other files, or other places in them, stand under the answer than last time."""
        return self.papers_then != self.papers_now


def sameness_of(facts: Facts) -> Sameness:
    """How it stands to last time; the first that holds is the one that is told."""
    found = {
        Sameness.FIRST: not facts.was_assessed,
        Sameness.NEW: not facts.was_asked,
        Sameness.CHANGED: facts.is_answer_changed or facts.has_other_papers,
        Sameness.REWORDED: facts.is_reworded,
    }
    return next((each for each, holds in found.items() if holds), Sameness.SAME)


def bar_of(facts: Facts) -> Bar | None:
    """Why it must be read by itself; None when it can be confirmed together with others."""
    bars = {
        Bar.NEW: not (facts.was_assessed and facts.was_asked),
        Bar.REWORDED: facts.is_reworded,
        Bar.RECALLED: facts.is_recalled,
        Bar.REOPENED: facts.was_reopened,
        Bar.VERDICT: not facts.was_met,
        Bar.FINDING: facts.has_finding,
        Bar.ANSWER: facts.is_answer_changed,
        Bar.SCOPE: facts.hangs_on_change,
        Bar.NO_PROOF: not facts.papers_now,
        Bar.OTHER_PROOF: facts.has_other_papers,
        Bar.ENDED_PROOF: not facts.is_proof_good,
    }
    return next((bar for bar, holds in bars.items() if holds), None)


def hanging_on(changed: Collection[str], looks_at: Mapping[str, Collection[str]]) -> set[str]:
    """The codes that hang, near or far, on one of these; `looks_at`: by code the codes its condition looks at."""
    found: set[str] = set()
    more = set(changed)
    while more:
        more = {code for code, others in looks_at.items() if more.intersection(others)} - found
        found |= more
    return found
