# SPDX-License-Identifier: EUPL-1.2
"""The verdicts of a released result as a workbook, made of the reader's own layers only; marked confidential."""

import uuid
from collections.abc import Sequence

from samencontroleren.assessments import wording
from samencontroleren.assessments.document_words import word
from samencontroleren.assessments.documents import ResultDocument
from samencontroleren.assessments.kinds import Axis, Verdict
from samencontroleren.core import clock
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.sheet_writer import SheetColumn, SheetTable, Value, write_workbook
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.sharing import policy
from samencontroleren.sharing.kinds import CURRENCY_LABELS
from samencontroleren.sharing.layer_reading import Layer, layer_of
from samencontroleren.sharing.models import ReleasedVerdict
from samencontroleren.sharing.noting import note_download
from samencontroleren.sharing.reading import ReleaseView, get_release, get_view
from samencontroleren.sharing.result_file import make_document
from samencontroleren.sharing.workbook_words import WORDS

SCORES = ("met", "partly", "not_met", "cannot", "not_applicable")
WIDTHS = {
    "what": 34, "value": 80, "description": 44, "public": 60, "answer": 50, "confidential": 50, "reason": 70,
    "step": 70, "number": 8, "key": 14, "score": 14,
}  # fmt: skip


def result_workbook(actor: Actor, release_id: uuid.UUID, language: str = "nl") -> bytes:
    """Result, themes, verdicts, findings and plans (xlsx); the download is logged.

    Raises NotFound, and Forbidden for a reader outside the layer of the verdicts.
    """
    get_release(actor, release_id, policy.VERDICTS)
    view = get_view(actor, release_id)
    layer = layer_of(actor, view.release)
    document = make_document(actor, view, layer, "en" if language == "en" else "nl")
    note_download(actor, release_id, "workbook")
    return _Workbook(view, layer, document).body()


class _Workbook:
    """The sheets of one result in a language."""

    def __init__(self, view: ReleaseView, layer: Layer, document: ResultDocument) -> None:
        self.view, self.layer, self.document = view, layer, document
        self.side = 0 if document.language == "nl" else 1

    def body(self) -> bytes:
        """The file."""
        tables = (self._result(), self._themes(), self._verdicts(), self._findings(), self._plans())
        return write_workbook(tables, self._word("title", name=self.document.name), "Samen Controleren")

    def _word(self, key: str, **values: object) -> str:
        return WORDS[key][self.side].format(**values)

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> SheetTable:
        mark = self._word("mark", date=long_date(clock.today(), self.document.language))
        return SheetTable(
            self._word(name),
            [SheetColumn(self._word(key), WIDTHS.get(key, 22)) for key in columns],
            rows,
            above=[[mark]],
            is_fitted=True,
        )

    def _result(self) -> SheetTable:
        found, document, language = self.view.release, self.document, self.document.language
        facts: list[tuple[str, Value]] = [
            ("subject", document.name),
            ("supplier", document.supplier),
            ("result", wording.RESULTS[found.result][self.side]),
            ("currency", CURRENCY_LABELS[self.view.currency][self.side]),
            ("assurance", wording.ASSURANCES[found.assurance][self.side]),
            ("released_on", document.released_on),
            ("valid_until", document.valid_until),
            ("release", document.release_number),
            ("round", document.round_name),
            ("questionnaire", f"{document.questionnaire} {document.questionnaire_version}"),
            ("rule", document.rule_version),
        ]
        if between := document.reassessed:
            told = word("reassessed_short", language, former=between.former, themes=", ".join(between.themes))
            facts.append(("reassessed", told))
        facts += [("reason", (each.nl, each.en)[self.side]) for each in document.explanation]
        return self._table("result", ("what", "value"), [[self._word(key), value] for key, value in facts])

    def _themes(self) -> SheetTable:
        rows = [
            [line.title, "" if line.score is None else line.score, *(getattr(line, name) for name in SCORES)]
            for line in self.document.themes
        ]
        return self._table("themes", ("theme", "score", *SCORES), rows)

    def _verdicts(self) -> SheetTable:
        columns = (
            "requirement", "theme", "description", "key", "verdict", "then", *Axis, "assurance", "carried", "public",
            "answer", "confidential",
        )  # fmt: skip
        return self._table("verdicts", columns, [self._verdict(row) for row in self.layer.verdicts or ()])

    def _verdict(self, row: ReleasedVerdict) -> list[Value]:
        language = self.document.language
        answers = {each.requirement_code: each for each in self.layer.answers or ()}
        answer = answers.get(row.requirement_code)
        return [
            row.requirement_code,
            questionnaires.theme_label(row.theme)[self.side],
            row.titles[language],
            self._word("yes" if row.is_key else "no"),
            wording.VERDICTS[self.layer.code_of(row)][self.side],
            wording.VERDICTS[row.code][self.side],
            *(self._on_axis(row, axis) for axis in Axis),
            wording.ASSURANCES[row.assurance][self.side],
            self._word("yes" if row.is_carried else "no"),
            row.public_reason,
            answer.answer_texts[language] if answer else self._word("kept"),
            answer.confidential_reason if answer else "",
        ]

    def _on_axis(self, row: ReleasedVerdict, axis: Axis) -> str:
        """The verdict on an axis at release; empty where it is not asked."""
        if row.axes is None:
            return self._word("not_kept")
        code = row.axes.get(axis)
        return wording.VERDICTS[Verdict(code)][self.side] if code else ""

    def _findings(self) -> SheetTable:
        rows: list[list[Value]] = [
            [
                line.number,
                line.requirement,
                line.title,
                wording.SEVERITIES[line.severity][self.side],
                line.due_on,
                line.stage,
                line.text,
            ]
            for line in self.document.findings or ()
        ]
        columns = ("number", "requirement", "description", "severity", "due_on", "stage", "reason")
        return self._table("findings", columns, rows)

    def _plans(self) -> SheetTable:
        rows: list[list[Value]] = [
            [line.number, line.requirement, step.what, step.due_on or "", step.progress]
            for line in self.document.findings or ()
            for step in line.steps
        ]
        return self._table("plans", ("number", "requirement", "step", "until", "progress"), rows)
