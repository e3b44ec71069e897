# SPDX-License-Identifier: EUPL-1.2
"""How much work questions are: one table of minutes, for whoever drafts them and for whoever answers them. Pure."""

from collections.abc import Iterable

from samencontroleren.questionnaires.kinds import AnswerKind

MINUTES: dict[AnswerKind, int] = {
    AnswerKind.COMPLIANCE: 6,
    AnswerKind.YES_NO: 4,
    AnswerKind.CHOICE: 3,
    AnswerKind.CHOICES: 4,
    AnswerKind.TEXT: 8,
    AnswerKind.NUMBER: 2,
    AnswerKind.DATE: 2,
    AnswerKind.FILE: 5,
    AnswerKind.ROWS: 10,
}
"""About how long a new answer takes, by kind; our own estimate."""


def minutes_of(kinds: Iterable[AnswerKind]) -> int:
    """About how many minutes new answers of these kinds take together."""
    return sum(MINUTES[kind] for kind in kinds)
