# SPDX-License-Identifier: EUPL-1.2
"""Makes the workbook of a dossier: how it works, a sheet per theme, the lines of lists, and what machines need."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from samencontroleren.core.sheet_writer import (
    Greyed,
    Offer,
    Open,
    SheetColumn,
    SheetTable,
    Value,
    place_of,
    sheet_quoted,
    sheet_title,
    write_workbook,
)
from samencontroleren.offline import choices, layout
from samencontroleren.offline.greying import Answered, Known, fades_when
from samencontroleren.offline.layout import NOBODY
from samencontroleren.offline.question_words import Words
from samencontroleren.offline.tasks import Team
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.applicability import asked
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.responses.service import Question, Sheet, Theme

SPARE_LINES = 25
"""Empty lines below those of a list that are filled in."""
ANSWER_AT = 9
MARK_AT = 12
GIVEN_AT = 13
"""The columns of the answer, of the confidential mark and of who has the question, from 0."""
FREE = (AnswerKind.NUMBER, AnswerKind.DATE)
ASIDE = frozenset(layout.NO_ANSWER)
"""Kinds that are not answered in the column Answer."""


@dataclass(frozen=True)
class Origin:
    """What a workbook is of, besides the sheet itself."""

    digest: str
    """Of the questionnaire."""
    made_at: str


class Workbook:
    """The tables of one workbook in a language."""

    def __init__(
        self, sheet: Sheet, origin: Origin, language: str, how: list[tuple[str, str]], team: Team | None = None
    ) -> None:
        self.sheet, self.origin, self.language, self.how = sheet, origin, language, how
        self.team = team
        self.numbers = {each.version.id: number for number, each in enumerate(sheet.questions, 1)}
        self.words = Words(sheet, language)

    def body(self) -> bytes:
        """The file (xlsx)."""
        title = _("Antwoorden voor %(subject)s", subject=self.sheet.dossier.subject_name)
        themes = [self._theme(theme) for theme in self.sheet.themes]
        lines = [self._lines()] if self._listed else []
        return write_workbook(
            [self._how(title), *themes, *lines, self._choices(), self._origin()], title, "Samen Controleren"
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        """The names of the sheets by theme, each once."""
        taken = {_("Uitleg"), _("Regels"), _("Keuzelijsten"), layout.ORIGIN}
        found = dict[str, str]()
        for theme in self.sheet.themes:
            name = sheet_title(questionnaires.theme_label(theme.name)[self.language == "en"])
            while name in taken:
                name = f"{name[:28]} {len(taken)}"
            taken.add(name)
            found[theme.name] = name
        return found

    @cached_property
    def _known(self) -> Known:
        places = {
            question.version.requirement.code: Answered(
                f"{sheet_quoted(self.titles[theme.name])}!{place_of(row, ANSWER_AT)}", question.version
            )
            for theme in self.sheet.themes
            for row, question in enumerate(theme.questions)
        }
        return Known(places, asked(self.sheet.every), self.language)

    @cached_property
    def _lists(self) -> list[tuple[str, ...]]:
        """The different lists to choose from."""
        picked = (self._labels(each) for each in self.sheet.questions if _is_picked(each))
        return list(dict.fromkeys((*picked, self._marks, *([self._people] if self._people else []))))

    @cached_property
    def _people(self) -> tuple[str, ...]:
        """The addresses to choose from; none for whoever gives nobody questions."""
        return self.team.listed if self.team else ()

    @property
    def _marks(self) -> tuple[str, str]:
        return _("Ja"), _("Nee")

    @property
    def _listed(self) -> list[Question]:
        return [each for each in self.sheet.questions if each.version.answer_kind is AnswerKind.ROWS]

    def _labels(self, question: Question) -> tuple[str, ...]:
        return tuple(label for _value, label in choices.labels_of(question.version, self.language))

    def _how(self, title: str) -> SheetTable:
        columns = (SheetColumn(title, 30), SheetColumn("", 100))
        return SheetTable(_("Uitleg"), columns, self.how, is_closed=True)

    def _theme(self, theme: Theme) -> SheetTable:
        return SheetTable(
            self.titles[theme.name],
            self._columns(),
            [self._row(each) for each in theme.questions],
            is_closed=True,
            frozen_columns=2,
            offers=list(self._offers(theme)),
            greyed=list(self._greyed(theme)),
        )

    def _columns(self) -> list[SheetColumn]:
        labels = (_("Toegewezen aan"), _("Voor")) if self.team else ()
        shown = (
            SheetColumn(_("Nr."), 6),
            SheetColumn(_("Vraag"), 46),
            SheetColumn(_("Uitleg"), 36),
            SheetColumn(_("Zo wordt uw antwoord beoordeeld"), 56),
            SheetColumn(_("Waarom vragen we dit?"), 32),
            SheetColumn(_("Welk bewijs past hierbij?"), 32),
            SheetColumn(_("Verplicht?"), 18),
            SheetColumn(_("Wanneer geldt deze vraag?"), 26),
            SheetColumn(_("Zo vult u het in"), 28),
            SheetColumn(_("Antwoord"), 28, name=layout.ANSWER),
            SheetColumn(_("Toelichting"), 56, name=layout.EXPLANATION),
            SheetColumn(_("Bewijs"), 36, name=layout.PROOF),
            SheetColumn(_("Vertrouwelijk?"), 18, name=layout.MARK),
            *(SheetColumn(label, 30, name=name) for label, name in zip(labels, layout.TASK_COLUMNS, strict=False)),
            SheetColumn(_("Toestand"), 20),
        )
        before = layout.TASK_COLUMNS[2:] if self.team else ()
        out_of_sight = (layout.KEY, layout.REVISION, layout.DIGEST, layout.MARK_WAS, *before)
        hidden = [SheetColumn(name, is_hidden=True, name=name) for name in out_of_sight]
        return [*shown, *hidden]

    def _row(self, question: Question) -> list[Value]:
        version, value = question.version, question.value
        cells = layout.cells_of(version, value, self.language)
        kind = version.answer_kind
        answer: Value = "" if kind in ASIDE else Open(layout.answer_cell(version, value, self.language), kind in FREE)
        explanation: Value = "" if kind is AnswerKind.TEXT else Open(str(value.get("explanation") or ""))
        mark = self._marks[0] if question.is_confidential else self._marks[1]
        typed = [answer, explanation, Open(proof_lines(question)), Open(mark)]
        if question.frozen is not None:
            typed = [each.value if isinstance(each, Open) else each for each in typed]
        return [
            self.numbers[version.id],
            *self.words.of(question),
            *typed,
            *self._given(question, is_typed=True),
            self.words.status(question),
            str(version.id),
            question.revision,
            cells.digest,
            mark,
            *self._given(question),
        ]

    def _given(self, question: Question, *, is_typed: bool = False) -> list[Value]:
        """Who has a question and until when, to fill in or as it was."""
        if self.team is None:
            return []
        given = self.team.standing.get(question.version.id, NOBODY)
        return [Open(given.email), Open(given.day or "", is_free=True)] if is_typed else [given.email, given.due]

    def _offers(self, theme: Theme) -> Iterator[Offer]:
        for row, question in enumerate(theme.questions):
            if _is_picked(question):
                labels = self._labels(question)
                yield Offer(row, ANSWER_AT, _("Keuzelijsten"), self._lists.index(labels), len(labels))
            if question.frozen is None:
                yield Offer(row, MARK_AT, _("Keuzelijsten"), self._lists.index(self._marks), len(self._marks))
            if self._people:
                yield Offer(row, GIVEN_AT, _("Keuzelijsten"), self._lists.index(self._people), len(self._people))

    def _greyed(self, theme: Theme) -> Iterator[Greyed]:
        for row, question in enumerate(theme.questions):
            formula = fades_when(question.version.requirement.code, self._known)
            if formula:
                yield Greyed(row, formula)

    def _lines(self) -> SheetTable:
        labels = (_("Naam"), _("Land"), _("Dienst"))
        columns = [SheetColumn(_("Bij vraag"), 50), SheetColumn(_("Regel"), 8)]
        columns += [SheetColumn(label, 34, name=name) for label, name in zip(labels, layout.LINE_NAMES, strict=True)]
        columns.append(SheetColumn(layout.LINE_KEY, is_hidden=True, name=layout.LINE_KEY))
        rows = [row for question in self._listed for row in self._lines_of(question)]
        return SheetTable(_("Regels"), columns, rows, is_closed=True, frozen_columns=2)

    def _lines_of(self, question: Question) -> Iterator[list[Value]]:
        there = list(question.value.get("rows") or [])
        name = f"{self.numbers[question.version.id]}. {self.words.title(question)}"
        for number in range(len(there) + SPARE_LINES):
            row: Mapping[str, Any] = there[number] if number < len(there) else {}
            texts = [str(row.get(part) or "") for part in ("name", "country", "service")]
            cells: list[Value] = [text if question.frozen else Open(text) for text in texts]
            yield [name, number + 1, *cells, str(question.version.id)]

    def _choices(self) -> SheetTable:
        """Each list to choose from as a column."""
        longest = max((len(labels) for labels in self._lists), default=0)
        rows = [[labels[at] if at < len(labels) else "" for labels in self._lists] for at in range(longest)]
        columns = [SheetColumn(str(number)) for number, _labels in enumerate(self._lists, 1)] or [SheetColumn("")]
        return SheetTable(_("Keuzelijsten"), columns, rows, is_hidden=True, is_closed=True, is_named=True)

    def _origin(self) -> SheetTable:
        dossier = self.sheet.dossier
        facts = {
            "vorm": layout.FORMAT,
            "versie": str(layout.VERSION),
            "dossier": str(dossier.id),
            "vragenlijst": self.origin.digest,
            "taal": self.language,
            "gemaakt": self.origin.made_at,
            "uitleg": _("Uitleg"),
            "keuzelijsten": _("Keuzelijsten"),
        }
        columns = (SheetColumn("naam", 20), SheetColumn("waarde", 80))
        return SheetTable(layout.ORIGIN, columns, list(facts.items()), is_out_of_sight=True, is_closed=True)


def proof_lines(question: Question) -> str:
    """The documents under an answer, one per line: the name of the file and the place in it."""
    lines = (
        f"{each.document.filename} {layout.BETWEEN} {each.place}" if each.place else each.document.filename
        for each in question.links
    )
    return "\n".join(lines)


def _is_picked(question: Question) -> bool:
    return question.version.answer_kind in choices.SINGLE
