# SPDX-License-Identifier: EUPL-1.2
"""Pages of earlier texts: the history of an answer, putting one back, and two people on one question."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import service as accounts
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs, wants_json
from samencontroleren.questionnaires import answer_kinds
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.questionnaires.wordmarks import Piece, marked
from samencontroleren.responses import forms, schemas, service
from samencontroleren.responses.blueprint import READS, back_to, blueprint, place_of_question
from samencontroleren.responses.kinds import PROVENANCE_LABELS
from samencontroleren.responses.models import AnswerVersion
from samencontroleren.responses.versions import Choice, Clash, merged_value
from samencontroleren.rounds import policy as rounds_policy

OWN = "mijn-"
"""In front of the fields of one's own text, beside those of the text made of both."""
BESIDE = ("document", "linked_place", "file", "sharing", "kind", "title", "valid_until", "place")
"""Fields about evidence, which go along with an answer where there is no script."""
AROUND = frozenset(("csrf_token", "revision", "back", "next", "keuze", "is_confidential", "was_confidential", *BESIDE))
"""Fields of a form that are not the answer itself."""


@dataclass(frozen=True)
class Step:
    """One version of an answer, and how it differs from the one before."""

    version: AnswerVersion
    was: list[Piece]
    becomes: list[Piece]

    @property
    def has_less(self) -> bool:
        """Whether words of the version before are gone."""
        return any(each.differs for each in self.was)


def steps_of(wording: RequirementVersion, versions: list[AnswerVersion]) -> list[Step]:
    """The versions, newest first, each beside the one before."""
    texts = [forms.text_of(wording, each.value) for each in versions]
    before = [*texts[1:], None][: len(texts)]
    return [Step(each, *_beside(was, text)) for each, text, was in zip(versions, texts, before, strict=True)]


def _beside(before: str | None, text: str) -> tuple[list[Piece], list[Piece]]:
    return ([], [Piece(text)]) if before is None else marked(before, text)


@blueprint.get("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/geschiedenis")
@needs(*READS)
def history(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """All versions of an answer, for the supplier's own people."""
    sheet = service.overview(actor(), key)
    question = sheet.question(asked)
    versions = service.history(actor(), question.answer.id)[1] if question.answer else []
    people = [*(each.author_id for each in versions), question.author_id]
    return render_template(
        "responses/history.html",
        key=key,
        question=question,
        steps=steps_of(question.version, versions),
        names=accounts.get_user_names(each for each in people if each),
        provenance_labels=PROVENANCE_LABELS,
        can_restore=sheet.can_answer and sheet.is_open and question.frozen is None,
    )


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/geschiedenis/<int:number>/terugzetten")
@needs(rounds_policy.ANSWER, *READS)
def restore(key: uuid.UUID, asked: uuid.UUID, number: int) -> ResponseReturnValue:
    """Put an earlier text back as a draft."""
    try:
        service.restore_version(actor(), key, asked, number)
    except Invalid:
        flash(_("Deze tekst past niet meer bij de vraag: de soort antwoord is veranderd."), "error")
        return redirect(url_for("responses.history", key=key, asked=asked))
    flash(
        _("Versie %(number)s staat weer in het antwoord, als concept. Bevestig het antwoord opnieuw.", number=number),
        "success",
    )
    question = service.overview(actor(), key).question(asked)
    return redirect(place_of_question(key, question.version.theme, asked))


@blueprint.post("/dossiers/<uuid:key>/antwoorden/<uuid:asked>/kiezen")
@needs(rounds_policy.ANSWER, *READS)
def settle(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Choose one's own text, that of a colleague, or one made of both; what loses is kept in the history."""
    clash, back = read_clash()
    try:
        service.settle_clash(actor(), key, asked, clash)
    except Invalid as error:
        return clash_page(*supplier_clash(key, asked), clash.mine, merged=Form.typed(request.form, error)), 422
    except Changed:
        return clash_page(*supplier_clash(key, asked), clash.mine), 409
    tell_choice(clash.choice)
    return redirect(back_to(back, url_for("responses.overview", key=key)))


def tell_choice(choice: Choice) -> None:
    """What became of both texts, in words."""
    told = {
        Choice.MINE: _("Uw tekst is bewaard als concept. De tekst van de ander staat in de geschiedenis."),
        Choice.THEIRS: _("De opgeslagen tekst blijft staan. Uw tekst staat in de geschiedenis."),
        Choice.BOTH: _("De samengevoegde tekst is bewaard als concept. Beide teksten staan in de geschiedenis."),
    }
    flash(told[choice], "success")


def read_clash() -> tuple[Clash, str]:
    """What was chosen on the page with both texts, and where to go on."""
    facts = load(schemas.ClashForm(), request.form)
    typed = request.form.to_dict(flat=False)
    mine = {name.removeprefix(OWN): given for name, given in typed.items() if name.startswith(OWN)}
    merged = {name: given for name, given in typed.items() if not name.startswith(OWN)}
    return Clash(mine, facts["choice"], merged, facts["revision"]), facts["back"]


@dataclass(frozen=True)
class ClashPlace:
    """Where two people met, and the addresses of its page."""

    settle_url: str
    here: str
    crumbs: list[tuple[str, str | None]]
    author: str | None


def supplier_clash(key: uuid.UUID, asked: uuid.UUID) -> tuple[service.Question, ClashPlace]:
    """A question of a dossier where the supplier's own people met."""
    sheet = service.overview(actor(), key)
    question = sheet.question(asked)
    here = place_of_question(key, question.version.theme, asked)
    author = question.author_id or (question.answer.confirmed_by_id if question.answer else None)
    crumbs: list[tuple[str, str | None]] = [
        (_("Vragen invullen"), url_for("responses.overview", key=key)),
        (_("Naar de vraag"), here),
    ]
    settle_url = url_for("responses.settle", key=key, asked=asked)
    return question, ClashPlace(settle_url, here, crumbs, sheet.names.get(author) if author else None)


def conflict(question: service.Question, place: ClashPlace) -> ResponseReturnValue:
    """Somebody else saved another text: show both, so that nothing is lost; for autosave the way to that page."""
    if wants_json():
        message = _("Dit antwoord is intussen op een andere plek gewijzigd. Uw tekst is nog niet opgeslagen.")
        return jsonify(message=message, compareLabel=_("Vergelijk en kies")), 409
    typed = request.form.to_dict(flat=False)
    return clash_page(question, place, {name: given for name, given in typed.items() if name not in AROUND}), 409


def clash_page(
    question: service.Question, place: ClashPlace, mine: Mapping[str, Iterable[str]], merged: Form | None = None
) -> str:
    """Both texts side by side with the difference marked, and a field with both."""
    version = question.version
    given: dict[str, Any] = {name: list(texts) for name, texts in mine.items()}
    value, _problems = answer_kinds.parse(version.answer_kind, given, version.options)
    saved, typed = marked(forms.text_of(version, question.value), forms.text_of(version, value))
    both = merged_value(value, question.value)
    return render_template(
        "responses/conflict.html",
        question=question,
        place=place,
        mine=[(OWN + name, text) for name, texts in given.items() for text in texts],
        saved=saved,
        typed=typed,
        merged=merged or Form(forms.values_of(both, False)),
    )
