# SPDX-License-Identifier: EUPL-1.2
"""What the author of a question asks of its answer beyond the kind: which days, and which columns in each row. Pure.

A day outside them is no answer at all, as a day that does not exist is none: it is never stored. A row without such a
column is half an answer: it is kept while somebody types, and does not count.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from samencontroleren.core.messages import N_
from samencontroleren.questionnaires.kinds import AnswerCheck, AnswerKind
from samencontroleren.questionnaires.reading import is_blank

OF_KIND: Mapping[AnswerKind, tuple[AnswerCheck, ...]] = {
    AnswerKind.DATE: (AnswerCheck.NOT_FUTURE, AnswerCheck.NOT_PAST),
    AnswerKind.ROWS: (AnswerCheck.COUNTRY, AnswerCheck.SERVICE),
}
"""What can be asked of which kind; nothing of the others. The name of a row is always asked."""
COLUMNS = ("name", "country", "service")

FUTURE = N_("Deze datum ligt in de toekomst. Vul vandaag of een eerdere datum in.")
PAST = N_("Deze datum is al geweest. Vul vandaag of een latere datum in.")
MISSING: Mapping[str, str] = {
    "name": N_("Vul de naam in."),
    "country": N_("Vul het land in."),
    "service": N_("Vul de dienst in."),
}
OTHER_KIND = N_("Deze controle past niet bij dit soort antwoord.")
ONE_SIDE = N_("Kies één van de twee: niet in de toekomst, of niet in het verleden.")


class Asking(Protocol):
    """Anything that says what it asks of an answer: a version, or a wording."""

    @property
    def checks(self) -> Any: ...


@dataclass(frozen=True)
class Checks:
    """What one question asks beyond its kind, on a day."""

    asked: tuple[AnswerCheck, ...] = ()
    today: date = date.min

    def day_fault(self, text: object) -> str | None:
        """Why a day (ISO) is none that is asked; None for one that is, and for what is no day."""
        if not isinstance(text, str) or not text or not self.asked:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        if AnswerCheck.NOT_FUTURE in self.asked and day > self.today:
            return FUTURE
        return PAST if AnswerCheck.NOT_PAST in self.asked and day < self.today else None

    def blank_cells(self, rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[int, str]]:
        """Number (from 0) and column of what must be filled in and is not."""
        wanted = [each for each in COLUMNS if each == "name" or each in self.asked]
        return [(number, name) for number, row in enumerate(rows) for name in wanted if is_blank(row.get(name))]


NO_CHECKS = Checks()


def checks_of(question: Asking, today: date) -> Checks:
    """What a question asks of its answer today."""
    return Checks(tuple(AnswerCheck(each) for each in question.checks), today)


def fault_of(kind: AnswerKind, asked: Collection[str]) -> str | None:
    """Why these can not be asked together, or not of this kind."""
    if not set(asked) <= set(OF_KIND.get(kind, ())):
        return OTHER_KIND
    return ONE_SIDE if {AnswerCheck.NOT_FUTURE, AnswerCheck.NOT_PAST} <= set(asked) else None
