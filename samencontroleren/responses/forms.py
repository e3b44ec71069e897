# SPDX-License-Identifier: EUPL-1.2
"""The fields of a question: its answer as values of a form, the choices it offers, and its words."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from samencontroleren.core import clock
from samencontroleren.core.capitals import capital
from samencontroleren.core.fields import Form
from samencontroleren.core.typography import moment
from samencontroleren.core.web import language, pick
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.kinds import AnswerCheck, AnswerKind, Compliance
from samencontroleren.questionnaires.labels import ANSWER_CHECK_HINT, COMPLIANCE, YES_NO
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import completeness, row_notes
from samencontroleren.responses.completeness import Gap
from samencontroleren.responses.kinds import ANSWER_STATUS_LABELS, GIVE_BACK_LABELS, AnswerStatus
from samencontroleren.responses.models import Answer
from samencontroleren.responses.service import Question, Saved

BLANK_ROWS = 3
"""Empty rows below those filled in; after saving there are new ones."""

STATUS_TONES = {
    AnswerStatus.EMPTY: "neutral",
    AnswerStatus.INCOMPLETE: "warning",
    AnswerStatus.UNCONFIRMED: "info",
    AnswerStatus.WAITING: "warning",
    AnswerStatus.REREAD: "info",
    AnswerStatus.DONE: "good",
}

GAP_LABELS: dict[Gap, tuple[str, str]] = {
    Gap.EMPTY: ("Nog leeg", "Still empty"),
    Gap.INCOMPLETE: ("Niet compleet", "Incomplete"),
    Gap.UNCONFIRMED: ("Nog bevestigen voor deze ronde", "To be confirmed for this round"),
    Gap.PROOF_UNCHECKED: ("Bewijs wordt nog gecontroleerd", "Evidence is still being checked"),
    Gap.REREAD: ("Lees deze nog één keer", "Read these once more"),
    Gap.PROOF_REFUSED: ("Bewijs geweigerd: telt niet mee", "Evidence refused: does not count"),
    Gap.PROOF_ENDED: ("Bewijs verlopen", "Proof ended"),
    Gap.NO_PROOF: ("Zonder bewijs: laagste zekerheid", "Without proof: lowest assurance"),
    Gap.OTHER_PROOF: ("Ander bewijs dan gevraagd", "Other proof than asked for"),
}


def give_back_choices() -> list[tuple[str, str]]:
    """Why somebody may give a question back, to choose from."""
    return [(each.value, pick(label)) for each, label in GIVE_BACK_LABELS.items()]


def form_of(question: Question) -> Form:
    """The form of a question with what stands there."""
    return Form(values_of(question.value, bool(question.answer and question.answer.is_confidential)))


def values_of(value: Mapping[str, Any], is_confidential: bool) -> dict[str, Any]:
    """A value as fields by name; each cell of a list of rows has a field of its own."""
    fields = {part: given for part, given in value.items() if part != "rows"}
    for number, row in enumerate(value.get("rows") or []):
        fields |= {f"row-{number}-{name}": row.get(name, "") for name in answer_kinds.ROW_FIELDS}
    return {**fields, "is_confidential": is_confidential, "was_confidential": "1" if is_confidential else "0"}


def row_numbers(form: Form) -> range:
    """The rows to show: those filled in and a few empty ones."""
    filled = [number for number in range(answer_kinds.ROW_LIMIT) if form.value(f"row-{number}-name") is not None]
    return range((filled[-1] + 1 if filled else 0) + BLANK_ROWS)


def choices_of(version: RequirementVersion) -> list[tuple[str, ...]]:
    """The choices of a question as (value, label) or (value, label, hint)."""
    if version.answer_kind is AnswerKind.COMPLIANCE:
        return _compliances(language())
    if version.answer_kind is AnswerKind.YES_NO:
        return [(str(each), pick(label).capitalize()) for each, label in YES_NO.items()]
    return [(option["value"], capital(option.get(language()) or option["nl"])) for option in version.options]


@lru_cache
def _compliances(_language: str) -> list[tuple[str, ...]]:
    """The same for every such question of a page; the language is that of the page."""
    return [(str(each), *_compliance(each)) for each in Compliance]


def _compliance(choice: Compliance) -> tuple[str, ...]:
    label = pick(COMPLIANCE[choice]).capitalize()
    hints = {
        Compliance.PARTLY: _("Een deel klopt, niet alles. Leg uit wat er nog ontbreekt en wanneer dat klaar is."),
        Compliance.NOT_MET: _("Niets hiervan klopt. Leg uit waarom, en wat u van plan bent."),
        Compliance.NOT_APPLICABLE: _("Een reden is verplicht."),
    }
    return (label, hints[choice]) if choice in hints else (label,)


def unit_of(version: RequirementVersion) -> str:
    """The unit of a number, for instance "uur"."""
    option = version.options[0] if version.options else {}
    return str(option.get(language()) or option.get("nl") or "")


def asked_of(version: RequirementVersion) -> str:
    """What the question asks of its answer beyond the kind, in words."""
    return " ".join(pick(ANSWER_CHECK_HINT[AnswerCheck(each)]) for each in version.checks)


def text_of(version: RequirementVersion, value: Mapping[str, Any] | None) -> str:
    """An answer as plain lines, for reading."""
    return answer_kinds.as_text(version.answer_kind, value or {}, version.options, language())


def as_saved(saved: Saved, typed: MultiDict[str, str]) -> dict[str, Any]:
    """What autosave hears of an answer: when it was saved, in words, how it stands, and what its rows still lack."""
    answer = saved.answer
    shown = {"label": pick(ANSWER_STATUS_LABELS[saved.status]), "tone": STATUS_TONES[saved.status]}
    rows = row_notes.notes_of(saved.version, answer_kinds.numbered_rows(typed.to_dict(flat=False)))
    label = saved_label(answer) or _("Er is nog niets ingevuld.")
    saved_at = answer.draft_at or answer.changed_at
    return {"savedAt": saved_at.isoformat(), "label": label, "revision": answer.revision, "status": shown, "rows": rows}


def saved_label(answer: Answer | None) -> str:
    """When the draft of an answer was saved or, without a draft, when it was confirmed; empty before both."""
    if answer is None:
        return ""
    if answer.draft_at is not None:
        if completeness.is_untouched(answer.draft):
            return str(_("Er is nu niets ingevuld. Dit telt nog niet mee."))
        local = clock.local(answer.draft_at)
        if local.date() == clock.today():
            return str(_("Opgeslagen om %(time)s, nog niet bevestigd", time=local.strftime("%H:%M")))
        return str(_("Opgeslagen op %(moment)s, nog niet bevestigd", moment=moment(answer.draft_at)))
    if answer.confirmed_at is not None:
        return str(_("Bevestigd op %(moment)s", moment=moment(answer.confirmed_at)))
    return ""
