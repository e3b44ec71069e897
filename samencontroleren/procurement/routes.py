# SPDX-License-Identifier: EUPL-1.2
"""Pages of inkoopsets: the list, a set, its choices and requirements, candidates, and the files."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.attachments import DOCX, XLSX, attachment
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, language, needs
from samencontroleren.procurement import policy, schemas, service
from samencontroleren.procurement.kinds import (
    ASPECT_LABELS,
    CHANGE_LABELS,
    LEVEL_LABELS,
    STATE_LABELS,
    WEIGHT_LABELS,
    Weight,
)
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing import service as sharing
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors import service as vendors

blueprint = Blueprint("procurement", __name__)

NAVIGATION = (NavigationItem("procurement.index", "Inkopen", weight=32),)
KNOWN = (vendors_policy.PRODUCT_VIEW, sharing_policy.VIEW, sharing_policy.VERDICT_VIEW, sharing_policy.VERDICTS)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    """Names of enums, and the texts of a requirement in the language of the page."""
    return {
        "SET_STATES": STATE_LABELS,
        "WEIGHTS": WEIGHT_LABELS,
        "ASPECTS": ASPECT_LABELS,
        "LEVELS": LEVEL_LABELS,
        "CHANGES": CHANGE_LABELS,
        "Weight": Weight,
        "texts_of": lambda version: questionnaires.requirement_texts(version, language()),
        "norms_in_words": service.norms_in_words,
        "options_of": lambda version: [(each["value"], each[language()]) for each in version.options],
    }


@blueprint.get("/inkoopsets")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """The sets of one's own gemeente."""
    return render_template(
        "procurement/index.html",
        page=service.list_sets(actor(), **load(schemas.ListQuery(), request.args)),
        municipalities=service.municipality_names(actor()),
        can_make=service.can_make(actor()),
    )


@blueprint.get("/inkoopsets/nieuw")
@needs(policy.BUY_WITH)
def new() -> ResponseReturnValue:
    """The form for a new set."""
    return _new(Form())


def _new(form: Form) -> str:
    published = questionnaires.newest_published(actor())
    return render_template(
        "procurement/new.html",
        form=form,
        questionnaires=[(str(each.id), f"{each.name} {each.number}") for each in published],
        buyers=[(str(each.id), each.name) for each in service.list_buyers(actor())],
    )


@blueprint.post("/inkoopsets")
@needs(policy.BUY_WITH)
def add() -> ResponseReturnValue:
    """Begin a set."""
    try:
        made = service.add_set(actor(), **load(schemas.NewSet(), request.form))
    except Invalid as error:
        return _new(Form.typed(request.form, error)), 422
    flash(_("De inkoopset is gemaakt. Zeg nu wat u koopt."), "success")
    return redirect(url_for("procurement.scope", key=made.id))


@blueprint.get("/inkoopsets/<uuid:key>")
@needs(policy.VIEW, *KNOWN)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """A set with one of its versions."""
    asked = load(schemas.ShowQuery(), request.args)
    page = service.get_set(actor(), key, asked["number"])
    known = service.known_of(actor(), key)
    return render_template(
        "procurement/show.html",
        page=page,
        known=known,
        for_all=service.count_for_all(known, page.requirements),
        changes=service.changes_since(page),
        names=service.names_of(page),
        municipalities=service.municipality_names(actor()),
    )


@blueprint.get("/inkoopsets/<uuid:key>/keuzes")
@needs(policy.EDIT, policy.VIEW)
def scope(key: uuid.UUID) -> ResponseReturnValue:
    """What is bought."""
    found = service.scope_page(actor(), key)
    return _scope(found, Form(schemas.scope_values(found)))


def _scope(found: service.ScopePage, form: Form, is_stale: bool = False) -> str:
    return render_template("procurement/scope.html", scope=found, page=found.page, form=form, is_stale=is_stale)


@blueprint.post("/inkoopsets/<uuid:key>/keuzes")
@needs(policy.EDIT, policy.VIEW)
def set_scope(key: uuid.UUID) -> ResponseReturnValue:
    """Save what is bought."""
    found = service.scope_page(actor(), key)
    try:
        service.set_choices(actor(), key, **schemas.read_scope(found, request.form))
    except Invalid as error:
        return _scope(found, Form.typed(request.form, error)), 422
    except Changed:
        return _scope(found, Form.typed(request.form, Invalid({})), is_stale=True), 409
    flash(_("De keuzes zijn opgeslagen. Dit zijn de eisen die daarbij horen."), "success")
    return redirect(url_for("procurement.show", key=key))


@blueprint.get("/inkoopsets/<uuid:key>/themas/<theme>")
@needs(policy.EDIT, policy.VIEW)
def theme(key: uuid.UUID, theme: str) -> ResponseReturnValue:
    """The requirements of one theme, to weigh or leave out."""
    page = service.page_to_edit(actor(), key)
    lines = service.lines_of_theme(page, theme)
    values = {f"weight-{line.id}": line.weight.value for line in lines} | {
        f"reason-{line.id}": line.reason for line in lines
    }
    return _theme(page, theme, Form(values))


def _theme(page: service.SetPage, name: str, form: Form, is_stale: bool = False) -> str:
    lines = service.lines_of_theme(page, name)
    return render_template("procurement/theme.html", page=page, theme=name, lines=lines, form=form, is_stale=is_stale)


@blueprint.post("/inkoopsets/<uuid:key>/themas/<theme>")
@needs(policy.EDIT, policy.VIEW)
def set_theme(key: uuid.UUID, theme: str) -> ResponseReturnValue:
    """Save how the requirements of one theme weigh."""
    page = service.page_to_edit(actor(), key)
    service.lines_of_theme(page, theme)
    try:
        service.adjust_lines(actor(), key, **schemas.read_weighed(request.form))
    except Invalid as error:
        return _theme(page, theme, Form.typed(request.form, error)), 422
    except Changed:
        return _theme(page, theme, Form.typed(request.form, Invalid({})), is_stale=True), 409
    flash(_("Uw aanpassingen zijn opgeslagen."), "success")
    return redirect(url_for("procurement.show", key=key))


@blueprint.get("/inkoopsets/<uuid:key>/toevoegen")
@needs(policy.EDIT, policy.VIEW)
def others(key: uuid.UUID) -> ResponseReturnValue:
    """What the choices left aside."""
    return _others(key, Form())


def _others(key: uuid.UUID, form: Form, is_stale: bool = False) -> str:
    page = service.page_to_edit(actor(), key)
    return render_template(
        "procurement/others.html", page=page, themes=service.others(page.shown), form=form, is_stale=is_stale
    )


@blueprint.post("/inkoopsets/<uuid:key>/toevoegen")
@needs(policy.EDIT, policy.VIEW)
def add_lines(key: uuid.UUID) -> ResponseReturnValue:
    """Put in what the choices left aside."""
    service.page_to_edit(actor(), key)
    try:
        service.add_lines(actor(), key, **load(schemas.AddedLines(), request.form))
    except Invalid as error:
        return _others(key, Form.typed(request.form, error)), 422
    except Changed:
        return _others(key, Form.typed(request.form, Invalid({})), is_stale=True), 409
    flash(_("De eisen staan nu in de set."), "success")
    return redirect(url_for("procurement.show", key=key))


@blueprint.post("/inkoopsets/<uuid:key>/vaststellen")
@needs(policy.EDIT, policy.VIEW)
def finalise(key: uuid.UUID) -> ResponseReturnValue:
    """Lay the draft down."""
    service.check_may_edit(actor(), key)
    service.finalise(actor(), key, **load(schemas.Read(), request.form))
    flash(_("Deze versie is vastgesteld. U kunt de bijlage nu gebruiken."), "success")
    return redirect(url_for("procurement.show", key=key))


@blueprint.post("/inkoopsets/<uuid:key>/nieuwe-versie")
@needs(policy.EDIT, policy.VIEW)
def add_version(key: uuid.UUID) -> ResponseReturnValue:
    """Begin a next version."""
    service.add_version(actor(), key)
    flash(_("De nieuwe versie is een concept. De vorige versie blijft staan."), "success")
    return redirect(url_for("procurement.show", key=key))


@blueprint.get("/inkoopsets/<uuid:key>/kandidaten")
@needs(policy.EDIT, policy.VIEW, vendors_policy.PRODUCT_VIEW)
def candidates(key: uuid.UUID) -> ResponseReturnValue:
    """Search products to compare."""
    service.check_may_edit(actor(), key)
    asked = load(schemas.ProductQuery(), request.args)
    page = service.get_set(actor(), key)
    return render_template(
        "procurement/candidates.html",
        page=page,
        chosen=service.list_candidates(actor(), key),
        most=service.MOST,
        products=vendors.list_products(actor(), asked["search"], page=asked["page"]),
        filters=Form(request.args),
    )


@blueprint.post("/inkoopsets/<uuid:key>/kandidaten")
@needs(policy.EDIT, policy.VIEW, vendors_policy.PRODUCT_VIEW)
def add_candidate(key: uuid.UUID) -> ResponseReturnValue:
    """Compare a product too."""
    service.check_may_edit(actor(), key)
    service.add_candidate(actor(), key, **load(schemas.ChosenProduct(), request.form))
    flash(_("Het product staat in de vergelijking."), "success")
    return redirect(url_for("procurement.candidates", key=key))


@blueprint.post("/inkoopsets/<uuid:key>/kandidaten/weghalen")
@needs(policy.EDIT, policy.VIEW)
def remove_candidate(key: uuid.UUID) -> ResponseReturnValue:
    """No longer compare a product."""
    service.check_may_edit(actor(), key)
    service.remove_candidate(actor(), key, **load(schemas.ChosenProduct(), request.form))
    flash(_("Het product staat niet meer in de vergelijking."), "success")
    return redirect(url_for("procurement.candidates", key=key))


@blueprint.get("/inkoopsets/<uuid:key>/vergelijking")
@needs(policy.VIEW, *KNOWN)
def compare(key: uuid.UUID) -> ResponseReturnValue:
    """The candidates side by side."""
    asked = load(schemas.ShowQuery(), request.args)
    page, known = _compared(key, asked)
    return render_template(
        "procurement/compare.html",
        page=page,
        known=known,
        order=asked["sort"] or "product",
        for_all=service.count_for_all(known, page.requirements),
        score_themes=service.themes_of(known),
    )


def _compared(key: uuid.UUID, asked: dict[str, Any]) -> tuple[service.SetPage, list[service.Known]]:
    """A set and what is known of its candidates; that was read then."""
    page = service.get_set(actor(), key, asked["number"])
    known = service.ordered(service.known_of(actor(), key), asked["sort"], page.requirements)
    for each in known:
        if each.view is not None:
            layers = ("result",) if each.verdicts is None else ("result", "verdicts")
            sharing.note_layers(actor(), each.view.release.id, *layers)
    return page, known


@blueprint.get("/inkoopsets/<uuid:key>/vergelijking.xlsx")
@needs(policy.VIEW, *KNOWN)
def comparison_file(key: uuid.UUID) -> ResponseReturnValue:
    """The same as a workbook."""
    page, known = _compared(key, load(schemas.ShowQuery(), request.args))
    body = service.comparison_sheet(page, known, service.owner_name(page), language())
    return attachment(body, XLSX, f"vergelijking-{page.shown.number}.xlsx")


@blueprint.get("/inkoopsets/<uuid:key>/bijlage.docx")
@needs(policy.VIEW)
def annex_word(key: uuid.UUID) -> ResponseReturnValue:
    """The contract annex in Word."""
    annex, number = _annex(key)
    return attachment(service.annex_word(annex), DOCX, f"eisen-informatiebeveiliging-versie-{number}.docx")


@blueprint.get("/inkoopsets/<uuid:key>/bijlage.xlsx")
@needs(policy.VIEW)
def annex_sheet(key: uuid.UUID) -> ResponseReturnValue:
    """The contract annex in Excel."""
    annex, number = _annex(key)
    return attachment(service.annex_sheet(annex), XLSX, f"eisen-informatiebeveiliging-versie-{number}.xlsx")


def _annex(key: uuid.UUID) -> tuple[service.Annex, int]:
    asked = load(schemas.ShowQuery(), request.args)
    page = service.get_set(actor(), key, asked["number"])
    return service.make_annex(page, service.owner_name(page), asked["language"]), page.shown.number
