# SPDX-License-Identifier: EUPL-1.2
"""The map of all questions of a dossier, the next one to answer, and dividing them among people."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.accounts import mailing
from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, language, needs, pick
from samencontroleren.organisations.kinds import ROLE_LABELS, Role
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.responses import assigning, forms, giving_back, policy, schemas, service
from samencontroleren.responses.blueprint import READS, blueprint, place_of_question
from samencontroleren.responses.kinds import GIVE_BACK_LABELS, SHOW_LABELS, Show
from samencontroleren.responses.question_map import NOBODY, QuestionMap, map_of, next_open

A_WEEK = timedelta(days=7)


@blueprint.get("/dossiers/<uuid:key>/vragen", endpoint="map")
@needs(*READS)
def map_page(key: uuid.UUID) -> ResponseReturnValue:
    """All questions with their state and who has them; filtered, with how many fit each filter."""
    asked = _asked()
    sheet = service.overview(actor(), key)
    back = giving_back.given_back(actor(), key)
    found = map_of(sheet, service.tasks_of(actor(), key), sheet.returned, back, **asked)
    return render_template(
        "responses/map.html",
        key=key,
        sheet=sheet,
        map=found,
        back_labels=GIVE_BACK_LABELS,
        tabs=_tabs(key, found, asked),
        form=Form(request.args),
        themes=[("", _("Alle thema’s")), *((each.name, _theme(each.name)) for each in sheet.themes)],
        holders=[("", _("Iedereen")), (NOBODY, _("Nog niemand")), *found.holders.items()],
        is_filtered=any(request.args.get(name) for name in ("thema", "wie")),
        next_open=next_open(sheet),
    )


def _asked() -> dict[str, Any]:
    """The filters; what cannot be read is left aside."""
    try:
        return load(schemas.MapQuery(), request.args)
    except Invalid:
        return load(schemas.MapQuery(), {})


def _theme(name: str) -> str:
    return pick(questionnaires.theme_label(name))


def _tabs(key: uuid.UUID, found: QuestionMap, asked: dict[str, Any]) -> list[dict[str, Any]]:
    others = {"thema": asked["theme"] or None, "wie": asked["who"] or None}
    return [
        {
            "label": pick(SHOW_LABELS[show]),
            "url": url_for("responses.map", key=key, toon=show.value, **others),
            "is_active": show is asked["show"],
            "badge": found.counts[show],
        }
        for show in Show
    ]


@blueprint.get("/dossiers/<uuid:key>/vragen/volgende", endpoint="next_open")
@needs(*READS)
def next_page(key: uuid.UUID) -> ResponseReturnValue:
    """On to the next question that is not done, from wherever one is (`na`: the question one comes from)."""
    sheet = service.overview(actor(), key)
    found = next_open(sheet, request.args.get("na", type=uuid.UUID))
    if found is None:
        return redirect(url_for("responses.overview", key=key))
    return redirect(place_of_question(key, found.version.theme, found.version.id))


@blueprint.get("/dossiers/<uuid:key>/vragen/verdelen")
@needs(policy.ASSIGN, policy.WORK)
def divide(key: uuid.UUID) -> ResponseReturnValue:
    """To whom the chosen questions go: a colleague, or somebody without account."""
    return _divide_page(key, _chosen(request.args.getlist("vraag")), request.args.get("thema", ""))


def _chosen(given: Iterable[str]) -> list[uuid.UUID]:
    """The keys that can be read, each once."""
    found: dict[uuid.UUID, None] = {}
    for each in given:
        try:
            found[uuid.UUID(each)] = None
        except ValueError:
            continue
    return list(found)


def _divide_page(
    key: uuid.UUID, chosen: Iterable[uuid.UUID], theme: str = "", form: Form | None = None, guest: Form | None = None
) -> str:
    sheet, wanted = service.overview(actor(), key), set(chosen)
    numbers = {each.version.id: number for number, each in enumerate(sheet.questions, 1)}
    questions = [each for each in sheet.questions if each.version.id in wanted or each.version.theme == theme]
    people = assigning.assignees(actor(), key)
    start = {"due_on": _usual_day(sheet.dossier.due_on).isoformat()}
    return render_template(
        "responses/divide.html",
        key=key,
        sheet=sheet,
        questions=questions,
        numbers=numbers,
        assigned=service.tasks_of(actor(), key),
        people=[("", _("Kies een collega")), *((str(each.id), _named(each)) for each in people)],
        form=form or Form(start),
        guest=guest or Form(start),
    )


def _usual_day(due_on: date | None) -> date:
    """Until when questions are given when nobody says otherwise: the term of the dossier while that is to come."""
    today = clock.today()
    return due_on if due_on is not None and due_on >= today else today + A_WEEK


def _named(member: Any) -> str:
    """A member by name; guests are marked, since they see only what they are given."""
    is_guest = {each.role for each in member.roles} == {Role.GUEST}
    return f"{member.user.name} ({pick(ROLE_LABELS[Role.GUEST]).lower()})" if is_guest else str(member.user.name)


@blueprint.post("/dossiers/<uuid:key>/vragen/verdelen")
@needs(policy.ASSIGN, policy.WORK)
def assign(key: uuid.UUID) -> ResponseReturnValue:
    """Give the chosen questions to a colleague."""
    chosen = _open_and_chosen(key)
    try:
        facts = load(schemas.AssignForm(), request.form)
        number = assigning.assign_questions(actor(), key, **facts)
    except Invalid as error:
        return _divide_page(key, chosen, form=Form.typed(request.form, error)), 422
    told = ngettext("%(num)s vraag is toegewezen.", "%(num)s vragen zijn toegewezen.", number)
    flash(told, "success")
    return redirect(url_for("responses.map", key=key))


@blueprint.post("/dossiers/<uuid:key>/vragen/uitnodigen")
@needs(policy.INVITE_GUEST, policy.WORK)
def invite_guest(key: uuid.UUID) -> ResponseReturnValue:
    """Give the chosen questions to somebody without account, who is invited by mail and sees only these."""
    chosen = _open_and_chosen(key)
    try:
        facts = load(schemas.GuestForm(), request.form)
        invited = assigning.assign_to_guest(actor(), key, language=language(), **facts)
    except Invalid as error:
        return _divide_page(key, chosen, guest=Form.typed(request.form, error)), 422
    if invited is not None:
        mailing.send_invitation(invited.invitation, invited.token, invited.message)
    flash(_("De vragen staan op naam van %(name)s.", name=facts["name"]), "success")
    if invited is None and facts["is_mailed"] and facts["message"]:
        _tell_unmailed(key, chosen[0])
    return redirect(url_for("responses.map", key=key))


def _tell_unmailed(key: uuid.UUID, asked: uuid.UUID) -> None:
    """Whoever was invited by the administrator has that mail already; it held no message."""
    given = service.tasks_of(actor(), key)[asked]
    if given.is_waiting:
        told = _(
            "Uw bericht is niet gemaild: %(name)s is al eerder uitgenodigd. Het staat boven de vragen.", name=given.name
        )
        flash(told, "warning")


@blueprint.post("/dossiers/<uuid:key>/vragen/terugnemen")
@needs(policy.ASSIGN, policy.WORK)
def take_back(key: uuid.UUID) -> ResponseReturnValue:
    """The chosen questions are nobody's again."""
    chosen = _open_and_chosen(key)
    try:
        number = assigning.take_back(actor(), key, chosen)
    except Invalid as error:
        return _divide_page(key, chosen, form=Form.typed(request.form, error)), 422
    told = ngettext("%(num)s vraag is teruggenomen.", "%(num)s vragen zijn teruggenomen.", number)
    flash(told, "success")
    return redirect(url_for("responses.map", key=key))


@blueprint.get("/dossiers/<uuid:key>/vragen/<uuid:asked>/teruggeven")
@needs(policy.ASSIGN, policy.WORK)
def giving_back_page(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Form to give a question on one's own name back."""
    return _give_back_page(key, asked, Form())


def _give_back_page(key: uuid.UUID, asked: uuid.UUID, form: Form) -> str:
    task = giving_back.own_task(actor(), key, asked)
    return render_template("responses/give_back.html", key=key, task=task, form=form, reasons=forms.give_back_choices())


@blueprint.post("/dossiers/<uuid:key>/vragen/<uuid:asked>/teruggeven")
@needs(policy.ASSIGN, policy.WORK)
def give_back(key: uuid.UUID, asked: uuid.UUID) -> ResponseReturnValue:
    """Give a question on one's own name back to whoever gave it, with a reason."""
    service.require_open(actor(), key)
    try:
        giving_back.give_back(actor(), key, asked, **load(schemas.GiveBackForm(), request.form))
    except Invalid as error:
        return _give_back_page(key, asked, Form.typed(request.form, error)), 422
    flash(_("De vraag is teruggegeven. Wie haar aan u gaf, leest waarom."), "success")
    return redirect(url_for("responses.map", key=key, toon=Show.MINE))


def _open_and_chosen(key: uuid.UUID) -> list[uuid.UUID]:
    """The questions that were sent along, when the dossier is open. Raises NotFound, Forbidden, Conflict."""
    service.require_open(actor(), key)
    return _chosen(request.form.getlist("vraag"))
