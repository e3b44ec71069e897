# SPDX-License-Identifier: EUPL-1.2
"""What a workbook says of each question beside its answer, in the language of the reader."""

from flask_babel import gettext as _

from samencontroleren.offline import choices
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.condition_words import condition_words
from samencontroleren.questionnaires.kinds import AnswerCheck, AnswerKind
from samencontroleren.questionnaires.labels import ANSWER_CHECK_HINT, PROOF
from samencontroleren.responses.kinds import ANSWER_STATUS_LABELS
from samencontroleren.responses.service import Question, Sheet


class Words:
    """The words of the questions of one sheet."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        self.language, self.side = language, int(language == "en")
        self.known = {each.requirement.code: each for each in sheet.every}
        self.applies = sheet.applies_with({})

    def title(self, question: Question) -> str:
        """The title of a question."""
        return questionnaires.requirement_texts(question.version, self.language)["title"]

    def of(self, question: Question) -> list[str]:
        """Question, explanation, yardstick, why, proof that fits, obligatory or not, when asked, how to answer."""
        version = question.version
        texts = questionnaires.requirement_texts(version, self.language)
        proof = [PROOF[kind][self.side] for kind in version.proof if kind in PROOF]
        return [
            f"{texts['title']}\n{texts['text']}",
            texts["explanation"],
            texts["yardstick"],
            texts["why"],
            "\n".join(filter(None, (*proof, texts["proof"]))),
            self._obligatory(version.answer_kind, version.applies_when is not None),
            self._condition(question),
            self._how(question),
        ]

    def status(self, question: Question) -> str:
        """How the answer stands online, or that the question is not asked."""
        if question.frozen is not None:
            return str(_("Ligt vast"))
        match self.applies[question.version.id]:
            case False:
                return str(_("Geldt niet voor u"))
            case None:
                return str(_("Hangt af van een ander antwoord"))
        return ANSWER_STATUS_LABELS[question.status][self.side]

    def _obligatory(self, kind: AnswerKind, is_conditional: bool) -> str:
        words = {
            AnswerKind.COMPLIANCE: _("Ja. Een toelichting hoeft alleen niet bij “Voldoet”."),
            AnswerKind.FILE: _("Ja, met bewijs."),
            AnswerKind.ROWS: _("Ja. Geen regels? Leg dan uit waarom."),
        }
        first = words.get(kind, _("Ja"))
        return f"{_('Als de vraag geldt:')} {first[:1].lower()}{first[1:]}" if is_conditional else first

    def _condition(self, question: Question) -> str:
        condition = question.version.applies_when
        if condition is None:
            return str(_("Altijd"))
        said = condition_words(condition, self.known, self.side)
        return str(_("Alleen als %(condition)s. Anders hoeft u niets in te vullen.", condition=said))

    def _how(self, question: Question) -> str:
        version = question.version
        if version.answer_kind in choices.SINGLE:
            return str(_("Kies uit de lijst in de cel."))
        words = {
            AnswerKind.CHOICES: _(
                "Meer keuzes mogen. Zet elke keuze op een eigen regel (Alt+Enter), of zet er een puntkomma tussen. "
                "U kunt kiezen uit:"
            ),
            AnswerKind.NUMBER: _("Een getal van 0 of hoger."),
            AnswerKind.DATE: _("Een datum, bijvoorbeeld 22-11-2026."),
            AnswerKind.FILE: _("Noem het bestand in de kolom Bewijs. Zeg bij Toelichting waar het antwoord staat."),
            AnswerKind.ROWS: _("Vul de regels in op het blad Regels."),
        }
        more = [label for _value, label in choices.labels_of(version, self.language)]
        if version.answer_kind is AnswerKind.NUMBER:
            more = [_("Eenheid: %(unit)s", unit=label.lower()) for label in more]
        more += [ANSWER_CHECK_HINT[AnswerCheck(each)][self.side] for each in version.checks]
        return "\n".join([words.get(version.answer_kind, _("Typ uw antwoord.")), *more])
