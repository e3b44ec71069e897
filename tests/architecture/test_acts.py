# SPDX-License-Identifier: EUPL-1.2
"""Every act that the code records has words for the people who read the trail, and no words are left over."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from samencontroleren.accounts.kinds import FactorEvent
from samencontroleren.admission.kinds import HandoverState
from samencontroleren.assessments.kinds import FOLLOWING, FindingCause
from samencontroleren.auditing.kinds import INWARD, SHARED, WORDS, Family
from samencontroleren.auditing.labels import FAMILY_LABELS, OBJECT_LABELS
from samencontroleren.evidence.kinds import FileState, RequestState
from samencontroleren.rights.kinds import Decision
from samencontroleren.supplychain.kinds import EventCause
from samencontroleren.threads.kinds import QuestionState

PACKAGE = Path(__file__).parents[2] / "samencontroleren"
RECORDING = {"record", "trail", "note_reading", "_note_reading", "_note_act", "_turn", "_count", "_add"}
NEVER = {
    "access-request.open",
    "document.quarantine",
    "factor.passkey_doubted",
    "factor.code_used",
    "factor.password_changed",
    "factor.all_forgotten",
    "flag.person",
    "question.waiting",
    "question.withdrawn",
}
MADE = {
    "term.granted",
    "term.refused",
    *(f"flag.{cause}" for cause in EventCause),
    *(f"finding.{cause}" for cause in FindingCause if cause not in FOLLOWING),
    *(f"question.{state}" for state in QuestionState),
    *(f"factor.{event}" for event in FactorEvent),
    *(f"handover.{state}" for state in HandoverState),
    *(f"access-review.{decision}" for decision in Decision),
    *(f"document.{state}" for state in FileState),
    *(f"access-request.{state}" for state in RequestState),
    "administrator-reset.stopped",
    "administrator-reset.objected",
} - NEVER
"""Acts whose names are put together; those of the same enums that nobody records left out."""


@cache
def recorded() -> frozenset[tuple[str, str]]:
    """Each act and kind of object that stands in a call that records."""
    return frozenset(_recorded())


def _recorded() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDING:
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                for at, each in enumerate(texts):
                    if isinstance(each, str) and "." in each and " " not in each:
                        yield each, str(texts[at + 1]) if at + 1 < len(texts) else ""


def test_every_act_has_words_and_a_family() -> None:
    acts = {action for action, _kind in recorded()}
    assert len(acts) > 80
    assert (acts | MADE) - WORDS.keys() == set(), "give these acts words in auditing/kinds.py"
    assert WORDS.keys() - acts - MADE - INWARD - {"login.failed"} == set(), "nobody records these acts any more"


def test_every_kind_of_object_has_words() -> None:
    kinds = {kind for _action, kind in recorded() if kind and "." not in kind}
    assert len(kinds) > 20
    assert kinds - OBJECT_LABELS.keys() - {"ok", "refused"} == set(), "give these words in auditing/labels.py"


def test_what_is_inward_is_never_shared() -> None:
    assert set(FAMILY_LABELS) == set(Family)
    assert not INWARD & SHARED
