# SPDX-License-Identifier: EUPL-1.2
"""The map of a dossier: all questions with their state and who has them, filtered and counted. Pure."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samencontroleren.responses.giving_back import GivenBack
from samencontroleren.responses.kinds import AnswerStatus, Show
from samencontroleren.responses.models import QuestionTask
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
        return self.assigned is not None and who == holder_of(self.assigned.task)


def holder_of(task: QuestionTask) -> str:
    """Who has a question, as the address says it."""
    return str(task.membership_id or task.invited_email)


@dataclass(frozen=True)
class Holding:
    """What one person has, and gave back, of a dossier."""

    key: str
    """As the address says it."""
    name: str
    is_waiting: bool
    """Invited, and not there yet."""
    has: int
    done: int
    late: int
    given_back: int
    first_due: date | None
    """The first day of what is still to be done."""


def holdings_of(lines: Sequence[Line]) -> list[Holding]:
    """Who has what, and who gave something back that nobody took up since; by name."""
    names, has, back = dict[str, tuple[str, bool]](), dict[str, list[Line]](), Counter[str]()
    for line in lines:
        if line.assigned is not None:
            key = holder_of(line.assigned.task)
            names[key] = line.assigned.name, line.assigned.is_waiting
            has.setdefault(key, []).append(line)
        elif line.given_back is not None:
            key = holder_of(line.given_back.task)
            names.setdefault(key, (line.given_back.name, False))
            back[key] += 1
    made = (_holding(key, names[key], has.get(key, []), back[key]) for key in names)
    return sorted(made, key=lambda each: each.name.lower())


def _holding(key: str, who: tuple[str, bool], lines: Sequence[Line], back: int) -> Holding:
    left = [each for each in lines if each.assigned and each.is_missing and not each.assigned.is_done]
    days = [each.assigned.task.due_on for each in left if each.assigned]
    late = sum(each.is_late for each in lines)
    return Holding(key, *who, len(lines), len(lines) - len(left), late, back, min(days, default=None))


@dataclass(frozen=True)
class QuestionMap:
    """The questions of a dossier, those that are shown, and how many fit each filter within theme and person."""

    every: Sequence[Line]
    shown: Sequence[Line]
    counts: Mapping[Show, int]
    holders: Mapping[str, str]
    """Who has questions: key or address to name."""

    @property
    def holdings(self) -> list[Holding]:
        """Who has what, whatever is filtered."""
        return holdings_of(self.every)

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
    holders = {holder_of(each.task): each.name for each in tasks.values()}
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
