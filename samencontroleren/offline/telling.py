# SPDX-License-Identifier: EUPL-1.2
"""The rows of a dry run in words, for pages and API."""

from dataclasses import dataclass

from flask_babel import gettext as _

from samencontroleren.core.messages import N_
from samencontroleren.offline.kinds import Reason
from samencontroleren.offline.planning import Plan, Planned, Unusable
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.wording import requirement_texts
from samencontroleren.questionnaires.wordmarks import Piece, marked

REASONS: dict[Reason, str] = {
    Reason.NO_KEY: N_(
        "Bij deze rij staat niet welke vraag het is. Vul alleen rijen in die al in het werkboek stonden."
    ),
    Reason.UNKNOWN: N_("Deze vraag kennen we niet. Vul alleen rijen in die al in het werkboek stonden."),
    Reason.TWICE: N_("Deze vraag staat ook op rij %(there)s van blad %(beside)s. We gebruiken de eerste."),
    Reason.NOT_ASKED: N_("Deze vraag wordt in dit dossier niet gesteld."),
    Reason.FROZEN: N_("Dit antwoord ligt vast: om een aanvulling bij deze vraag is niet gevraagd."),
    Reason.NOT_FOR_YOU: N_("Deze vraag geldt niet voor u: alleen als %(condition)s."),
    Reason.WAITS: N_("Deze vraag hangt af van een antwoord dat er nog niet is: alleen als %(condition)s."),
    Reason.FORMULA: N_("In kolom %(column)s staat een formule zonder uitkomst. Typ het antwoord zelf."),
    Reason.ERROR: N_("In kolom %(column)s staat een foutwaarde (%(value)s). Typ het antwoord zelf."),
    Reason.OTHER_SHEET: N_(
        "Dit blad hoort niet bij het werkboek, of de verborgen bovenste rij is weg. We lezen het niet."
    ),
}
"""In words; what can not be read has the words of its kind of answer."""
LONGEST_MARKED = 4_000
"""Characters up to which words are compared; longer texts stand beside each other as they are."""


@dataclass(frozen=True)
class Told:
    """A row that is not used, in words."""

    sheet: str
    row: int
    title: str
    reason: str
    typed: str


@dataclass(frozen=True)
class Sides:
    """An answer as it stands online and as it would become."""

    was: list[Piece]
    becomes: list[Piece]


def told(plan: Plan, language: str) -> list[Told]:
    """The rows that are not used, in the order of the workbook."""
    return [
        Told(each.where.sheet, each.where.row, _title(each, language), _reason(plan, each, language), each.where.typed)
        for each in plan.unusable
    ]


def _title(each: Unusable, language: str) -> str:
    return requirement_texts(each.question.version, language)["title"] if each.question else ""


def _reason(plan: Plan, each: Unusable, language: str) -> str:
    if each.problems:
        return " ".join(_(problem.message, **problem.values) for problem in each.problems)
    params = dict(each.where.params)
    if each.condition is not None:
        known = {version.requirement.code: version for version in plan.sheet.every}
        params["condition"] = condition_words(each.condition, known, int(language == "en"))
    return str(_(REASONS[each.where.reason], **params))


def sides_of(each: Planned, language: str) -> Sides | None:
    """Both texts of a row with the words that differ marked; None when only evidence is added."""
    if each.value is None:
        return None
    version = each.question.version
    was, becomes = (
        answer_kinds.as_text(version.answer_kind, value, version.options, language)
        for value in (each.question.value, each.value)
    )
    if not was or not becomes or len(was) + len(becomes) > LONGEST_MARKED:
        return Sides(_whole(was), _whole(becomes))
    return Sides(*marked(was, becomes))


def _whole(text: str) -> list[Piece]:
    return [Piece(text)] if text else []
