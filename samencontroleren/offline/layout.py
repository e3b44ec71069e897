# SPDX-License-Identifier: EUPL-1.2
"""What stands where in a workbook: names of columns for machines, and an answer as cells and back. Pure.

Columns are found by the names in the hidden first row, rows by the key of their wording, so that a program may sort,
restyle or retype what it likes. `Cells.digest` tells whether a row was touched since the workbook was made.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samencontroleren.core.messages import N_
from samencontroleren.core.sheet_cells import CellValue, cell_meant, cell_text, clean
from samencontroleren.offline import choices
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.answer_checks import NO_CHECKS, Checks
from samencontroleren.questionnaires.answer_kinds import Problem, Problems, Value, canonical
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.reading import read_date

FORMAT, VERSION = "samencontroleren-werkboek", 1
ORIGIN = "herkomst"
"""The sheet, out of sight, that says which dossier and questionnaire a workbook is of."""

KEY, REVISION, DIGEST = "tekst-id", "revisie", "afdruk"
ANSWER, EXPLANATION, PROOF = "antwoord", "toelichting", "bewijs"
QUESTION_COLUMNS = (KEY, REVISION, DIGEST, ANSWER, EXPLANATION, PROOF)
MARK, MARK_WAS = "vertrouwelijk", "vertrouwelijk-was"
MARK_COLUMNS = (MARK, MARK_WAS)
"""The confidential mark, and what it was when the workbook was made; older workbooks have neither."""
MARKS = {"ja": True, "yes": True, "nee": False, "no": False}
TASK_COLUMNS = ("toegewezen-aan", "voor", "toegewezen-was", "voor-was")
"""Who has the question and until when, and how that was when the workbook was made; older workbooks have none."""
LINE_KEY, LINE_NAMES = "regel-van", ("naam", "land", "dienst")
LINE_COLUMNS = (LINE_KEY, *LINE_NAMES)
BETWEEN = "|"
"""Between the name of a file and the place in it."""

NO_ANSWER = {
    AnswerKind.FILE: N_("Laat de kolom Antwoord hier leeg: noem het bestand in de kolom Bewijs."),
    AnswerKind.ROWS: N_("Laat de kolom Antwoord hier leeg: vul de regels in op hun eigen blad."),
}
NO_MARK = N_("Zet in de kolom Vertrouwelijk? alleen Ja of Nee.")
NO_EXPLANATION = N_("Bij deze vraag hoort geen toelichting. Zet alles in de kolom Antwoord.")


@dataclass(frozen=True)
class Cells:
    """An answer as it stands in a workbook, each cell as it is read back."""

    answer: str = ""
    explanation: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def digest(self) -> str:
        """A short print of what stands here."""
        held = [self.answer, self.explanation, [list(row) for row in self.rows]]
        return hashlib.sha256(canonical(held)).hexdigest()[:16]


@dataclass(frozen=True)
class Given:
    """With whom a question is (an address in small letters) and until when (ISO, or what was typed); blank: nobody."""

    email: str = ""
    due: str = ""

    @property
    def day(self) -> date | None:
        """The day, when it is one."""
        found = read_date(self.due)
        return date.fromisoformat(found) if found else None


NOBODY = Given()


def given_of(email: str, due: str) -> Given:
    """What two cells say."""
    return Given(email.strip().lower(), read_date(due) or due)


def read_cell(value: CellValue) -> str:
    """The text of a cell, without what was put before it against formulas."""
    return cell_meant(clean(cell_text(value))[0])


def cells_of(version: Any, value: Mapping[str, Any], language: str) -> Cells:
    """What a reader of the workbook finds back of an answer that nobody touched."""
    lines = tuple(tuple(_as_read(row.get(name) or "") for name in answer_kinds.ROW_FIELDS) for row in _rows(value))
    return Cells(_as_read(answer_cell(version, value, language)), _as_read(value.get("explanation") or ""), lines)


def answer_cell(version: Any, value: Mapping[str, Any], language: str) -> str | int | float | date:
    """The value of the column Answer; blank for kinds that are answered elsewhere."""
    match version.answer_kind:
        case AnswerKind.COMPLIANCE | AnswerKind.YES_NO | AnswerKind.CHOICE:
            return choices.label_of(version, value.get("choice") or "", language)
        case AnswerKind.CHOICES:
            return "\n".join(choices.label_of(version, each, language) for each in value.get("choices") or ())
        case AnswerKind.TEXT:
            return str(value.get("text") or "")
        case AnswerKind.NUMBER:
            return _number(str(value.get("number") or ""))
        case AnswerKind.DATE:
            found = read_date(str(value.get("date") or ""))
            return date.fromisoformat(found) if found else str(value.get("date") or "")
        case _:
            return ""


def value_of(version: Any, cells: Cells, checks: Checks = NO_CHECKS) -> tuple[Value, Problems]:
    """The answer that cells say, and per part what is wrong with them (see `answer_kinds.parse_json`)."""
    kind: AnswerKind = version.answer_kind
    raw: dict[str, Any] = {} if kind is AnswerKind.TEXT else {"explanation": cells.explanation}
    match kind:
        case AnswerKind.COMPLIANCE | AnswerKind.YES_NO | AnswerKind.CHOICE:
            raw["choice"] = choices.value_of(version, cells.answer)
        case AnswerKind.CHOICES:
            raw["choices"] = choices.values_of(version, cells.answer)
        case AnswerKind.ROWS:
            raw["rows"] = [dict(zip(answer_kinds.ROW_FIELDS, row, strict=True)) for row in cells.rows]
        case AnswerKind.TEXT | AnswerKind.NUMBER | AnswerKind.DATE:
            raw[kind.value] = cells.answer
        case AnswerKind.FILE:
            pass
    value, problems = answer_kinds.parse_json(kind, raw, version.options, checks)
    if cells.answer and kind in NO_ANSWER:
        problems["answer"] = [Problem(NO_ANSWER[kind])]
    if cells.explanation and kind is AnswerKind.TEXT:
        problems["explanation"] = [Problem(NO_EXPLANATION)]
    return value, problems


def _as_read(value: CellValue) -> str:
    return clean(cell_text(value))[0]


def _rows(value: Mapping[str, Any]) -> list[Mapping[str, str]]:
    return list(value.get("rows") or [])


def _number(text: str) -> str | int | float:
    if text.isdecimal():
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text
