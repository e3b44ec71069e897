# SPDX-License-Identifier: EUPL-1.2
"""The map of a dossier: all questions with their state and who has them, filtered and counted. Pure."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from samencontroleren.responses.giving_back import GivenBack
from samencontroleren.responses.kinds import AnswerStatus, Show
from samencontroleren.responses.sheet import Question, Sheet
from samencontroleren.responses.tasks import Assigned

NOBODY = "niemand"
"""In the address: questions that nobody has."""


@dataclass(frozen=True)
class Line:
    """One question on the map."""

    number: int
    question: Question
    assigned: Assigned | None
    is_returned: bool
    given_back: GivenBack | None
    """Who gave it back and why, while nobody took it up since."""

    @property
    def is_missing(self) -> bool:
        return self.question.status is not AnswerStatus.DONE

    @property
    def is_reworded(self) -> bool:
        """Answered under an earlier wording and not confirmed since."""
        return self.question.earlier is not None and self.question.earlier.wording is not None

    @property
    def is_changed(self) -> bool:
        return self.question.is_changed_since or self.is_reworded

    @property
    def is_late(self) -> bool:
        return self.assigned is not None and self.assigned.is_late and self.is_missing

    def fits(self, show: Show) -> bool:
        """Whether it belongs to what is wanted."""
        return {
            Show.ALL: True,
            Show.MINE: self.assigned is not None and self.assigned.is_mine,
            Show.MISSING: self.is_missing,
            Show.RETURNED: self.is_returned,
            Show.GIVEN_BACK: self.given_back is not None,
            Show.CHANGED: self.is_changed,
            Show.LATE: self.is_late,
        }[show]

    def is_with(self, who: str) -> bool:
        """Whether it is with a person (key of membership, or address of who was invited), or with nobody."""
        if who == NOBODY:
            return self.assigned is None
        return self.assigned is not None and who == holder_of(self.assigned)


def holder_of(assigned: Assigned) -> str:
    """Who has a question, as the address says it."""
    return str(assigned.task.membership_id or assigned.task.invited_email)


@dataclass(frozen=True)
class QuestionMap:
    """The questions of a dossier, those that are shown, and how many fit each filter within theme and person."""

    every: Sequence[Line]
    shown: Sequence[Line]
    counts: Mapping[Show, int]
    holders: Mapping[str, str]
    """Who has questions: key or address to name."""

    @property
    def themes(self) -> list[tuple[str, list[Line]]]:
        """What is shown, by theme in order."""
        found: dict[str, list[Line]] = {}
        for each in self.shown:
            found.setdefault(each.question.version.theme, []).append(each)
        return list(found.items())


def map_of(
    sheet: Sheet,
    tasks: Mapping[uuid.UUID, Assigned],
    returned: Collection[uuid.UUID],
    given_back: Mapping[uuid.UUID, GivenBack],
    show: Show = Show.ALL,
    theme: str = "",
    who: str = "",
) -> QuestionMap:
    """The map under these filters; `returned`: the wordings that reviewers asked about again.

    What somebody else answered and nobody confirmed yet has come back too.
    """
    every = [
        Line(
            number,
            each,
            tasks.get(each.version.id),
            each.version.id in returned or _is_back(each, tasks),
            given_back.get(each.version.id) if each.status is not AnswerStatus.DONE else None,
        )
        for number, each in enumerate(sheet.questions, 1)
    ]
    here = [each for each in every if _is_here(each, theme, who)]
    counts = {each: sum(line.fits(each) for line in here) for each in Show}
    holders = {holder_of(each): each.name for each in tasks.values()}
    ordered = dict(sorted(holders.items(), key=lambda found: found[1].lower()))
    return QuestionMap(every, [each for each in here if each.fits(show)], counts, ordered)


def _is_back(question: Question, tasks: Mapping[uuid.UUID, Assigned]) -> bool:
    found = tasks.get(question.version.id)
    return found is not None and found.is_done and not found.is_mine and question.status is AnswerStatus.UNCONFIRMED


def _is_here(line: Line, theme: str, who: str) -> bool:
    return (not theme or line.question.version.theme == theme) and (not who or line.is_with(who))


def next_open(sheet: Sheet, after: uuid.UUID | None = None) -> Question | None:
    """The first question that is not done, behind `after`; else from the beginning; None when all are done."""
    keys = [each.version.id for each in sheet.questions]
    start = keys.index(after) + 1 if after in keys else 0
    turned = [*sheet.questions[start:], *sheet.questions[:start]]
    return next((each for each in turned if each.status is not AnswerStatus.DONE), None)
