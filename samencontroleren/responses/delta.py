# SPDX-License-Identifier: EUPL-1.2
"""What a supplier has to do now that it answered before: each question falls in exactly one group. Pure.

The groups in order of precedence; a question falls in the first that fits:

    dropped       asked last time, not now: to read only
    new           never asked of this product or supplier before
    not met       last time the reviewers said "deels", "niet" or "niet te beoordelen"
    reworded      asked before in other words, or takes the place of what was asked before
    proof ended   the answer leans on proof that has ended or was withdrawn
    new           asked before in the same words, but no complete answer stands any more
    unchanged     asked in the same words, and a complete answer stands

So what asks for most work wins, and what stays in "unchanged" is only what can be confirmed as it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from samencontroleren.evidence.kinds import Validity
from samencontroleren.responses import completeness
from samencontroleren.responses.completeness import Row
from samencontroleren.responses.kinds import AnswerStatus, Group

ENDED = frozenset((Validity.ENDED, Validity.WITHDRAWN))


@dataclass(frozen=True)
class Facts:
    """What decides on the group of a question that is asked now."""

    row: Row
    was_asked: bool = False
    """It was answered before, in an earlier round."""
    is_reworded: bool = False
    """What was answered then had another wording."""
    was_unmet: bool = False
    """The reviewers said last time that it does not meet, meets partly, or can not be assessed."""


def group_of(facts: Facts) -> Group:
    """The one group of a question that is asked now (see the top of this module)."""
    if not facts.was_asked:
        return Group.NEW
    if facts.was_unmet:
        return Group.NOT_MET
    if facts.is_reworded:
        return Group.REWORDED
    if any(proof.validity in ENDED for proof in facts.row.proofs):
        return Group.PROOF_ENDED
    is_whole = completeness.status_of(facts.row) not in (AnswerStatus.EMPTY, AnswerStatus.INCOMPLETE)
    return Group.UNCHANGED if is_whole else Group.NEW


@dataclass(frozen=True)
class Left:
    """What is left of some questions: how many, of how many, and about how many minutes."""

    questions: int
    total: int
    minutes: int


def left_over(rows: Iterable[Row]) -> Left:
    """What is left; an answer that nobody confirmed for this round is left, however complete it is (rule 2.4)."""
    every = list(rows)
    done = completeness.progress_of(every).done
    return Left(len(every) - done, len(every), completeness.minutes_left(every))
