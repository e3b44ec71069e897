# SPDX-License-Identifier: EUPL-1.2
"""What the answers of a dossier lead to as they stand: `consequences` over a sheet, with the terms of today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import consequences
from samencontroleren.responses.consequences import Asked, Consequence, Counts, OnFinding, OnResult
from samencontroleren.responses.sheet import Question, Sheet


@dataclass(frozen=True)
class Line:
    """A question and what its answer leads to; None while there is no answer."""

    question: Question
    consequence: Consequence | None


def _count(lines: Iterable[Line]) -> Counts:
    """Proof counts as it does in the warnings at each question: one count, from one place."""
    every = list(lines)
    weak = sum(line.question.has_weak_proof for line in every)
    return consequences.count((line.consequence for line in every), weak)


@dataclass(frozen=True)
class ThemeAhead:
    """The lines of one theme, in order."""

    name: str
    lines: list[Line]

    @cached_property
    def counts(self) -> Counts:
        return _count(self.lines)


@dataclass(frozen=True)
class Ahead:
    """What a dossier leads to as it stands, per theme and as a whole."""

    themes: list[ThemeAhead]
    days: Mapping[Severity, int]
    """Calendar days to solve a finding, by severity."""

    @cached_property
    def lines(self) -> list[Line]:
        return [line for theme in self.themes for line in theme.lines]

    @cached_property
    def counts(self) -> Counts:
        return _count(self.lines)

    def leading_to(self, on_finding: OnFinding) -> list[Line]:
        """The lines that do this, those that set the whole result first."""
        found = [each for each in self.lines if each.consequence and each.consequence.on_finding is on_finding]
        return sorted(found, key=lambda each: each.consequence is None or each.consequence.on_result != OnResult.CAPS)


def ahead(sheet: Sheet) -> Ahead:
    """What the answers of a sheet lead to, as they are said now. No query of its own but that of the settings."""
    days = {each: questionnaires.finding_term(each).days for each in Severity}
    themes = [ThemeAhead(theme.name, [_line(question, days) for question in theme.questions]) for theme in sheet.themes]
    return Ahead(themes, days)


def _line(question: Question, days: Mapping[Severity, int]) -> Line:
    return Line(question, consequences.consequence_of(question.row, _asked(question.version, days)))


def _asked(version: RequirementVersion, days: Mapping[Severity, int]) -> Asked:
    return Asked(version.severity, days[version.severity], version.is_key, tuple(version.proof))
