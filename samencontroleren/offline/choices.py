# SPDX-License-Identifier: EUPL-1.2
"""The choices of a question as people see them in a workbook, and back to their values. Pure.

Whatever language the workbook is in, a label of either language is understood, and capitals do not matter.
"""

import re
from typing import Any

from samencontroleren.core.capitals import capital
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.labels import COMPLIANCE, YES_NO

SINGLE = (AnswerKind.COMPLIANCE, AnswerKind.YES_NO, AnswerKind.CHOICE)


def labels_of(version: Any, language: str) -> list[tuple[str, str]]:
    """The choices as (value, label), in order."""
    return [(value, capital(pair[language == "en"])) for value, pair in _pairs(version)]


def label_of(version: Any, value: str, language: str) -> str:
    """The label of a value; one that is no choice any more shows as it is."""
    return dict(labels_of(version, language)).get(value, value)


def value_of(version: Any, text: str) -> str:
    """The value that a label (or the value itself) stands for; the text as it is when it is none of them."""
    wanted = _folded(text)
    return next((value for value, pair in _pairs(version) if wanted in map(_folded, (*pair, value))), text)


def values_of(version: Any, text: str) -> list[str]:
    """The values of several choices: each on a line of its own, or with semicolons between them."""
    known, found = {value for value, _pair in _pairs(version)}, list[str]()
    for line in filter(None, map(str.strip, text.splitlines())):
        whole = value_of(version, line)
        parts = [line] if whole in known else [each for each in re.split(r"\s*;\s*", line) if each]
        found += [value_of(version, each) for each in parts]
    return found


def _pairs(version: Any) -> list[tuple[str, tuple[str, str]]]:
    if version.answer_kind is AnswerKind.COMPLIANCE:
        return [(str(value), pair) for value, pair in COMPLIANCE.items()]
    if version.answer_kind is AnswerKind.YES_NO:
        return [(str(value), pair) for value, pair in YES_NO.items()]
    return [(each["value"], (each["nl"], each.get("en") or each["nl"])) for each in version.options]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
