# SPDX-License-Identifier: EUPL-1.2
"""Pages of questions on a result: asking, becoming known or not, and VNG's decision."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, language, needs
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing import service as sharing
from samencontroleren.threads import pages, policy, schemas, service
from samencontroleren.threads.pages import blueprint


@blueprint.get("/resultaten/<uuid:key>/vragen")
@needs(policy.VIEW, sharing_policy.VIEW)
def of_result(key: uuid.UUID) -> ResponseReturnValue:
    """All questions on a result."""
    asked = load(schemas.PlaceQuery(), request.args)
    release = sharing.get_release(actor(), key, sharing_policy.VERDICTS)
    return render_template(
        "threads/of_result.html",
        release=release,
        name=release.product.name if release.product else release.vendor.name,
        page=service.list_threads(actor(), release_id=key, page=asked["page"]),
        page_url=lambda wanted: url_for("threads.of_result", key=key, pagina=wanted),
        can_ask=can_ever(actor(), (policy.ASK,)),
    )


@blueprint.get("/resultaten/<uuid:key>/vragen/nieuw")
@needs(policy.ASK, sharing_policy.VIEW)
def ask_page(key: uuid.UUID) -> ResponseReturnValue:
    """Form to ask a question on a result."""
    release = service.get_askable(actor(), key)
    return render_template("threads/ask.html", release=release, form=Form({"form_key": pages.new_key()}))


@blueprint.post("/resultaten/<uuid:key>/vragen/nieuw")
@needs(policy.ASK, sharing_policy.VIEW)
def ask(key: uuid.UUID) -> ResponseReturnValue:
    """Send a question to VNG; who wants to become known reads a warning first."""
    release = service.get_askable(actor(), key)
    try:
        facts = load(schemas.AskInput(), request.form)
    except Invalid as error:
        return render_template("threads/ask.html", release=release, form=Form.typed(request.form, error)), 422
    if facts["is_known"] and not facts["is_warned"]:
        return render_template("threads/known.html", release=release, facts=facts)
    made = service.ask(actor(), key, facts.pop("title"), facts.pop("body"), language=language(), **facts)
    flash(_("Uw vraag is gestuurd naar VNG. VNG leest haar voordat iemand anders haar ziet."), "success")
    return redirect(url_for("threads.show", key=made.id))


@blueprint.get("/gesprekken/<uuid:key>/publiceren")
@needs(policy.PUBLISH, policy.VIEW)
def publish_page(key: uuid.UUID) -> ResponseReturnValue:
    """The question as asked beside the text to publish; or merge it, or refuse."""
    thread = service.get_waiting(actor(), key)
    words = {"title": thread.title, "body": service.asked_text(actor(), key)}
    return _page(key, Form(words))


def _page(key: uuid.UUID, form: Form, refused: Form | None = None, merged: Form | None = None) -> str:
    thread = service.get_waiting(actor(), key)
    return render_template(
        "threads/publish.html",
        thread=thread,
        topic=pages.topic_of(thread),
        asked=service.asked_text(actor(), key),
        choices=[(str(each.id), each.title) for each in service.mergeable(actor(), thread)],
        form=form,
        refused=refused or Form(),
        merged=merged or Form(),
    )


@blueprint.post("/gesprekken/<uuid:key>/publiceren")
@needs(policy.PUBLISH, policy.VIEW)
def publish(key: uuid.UUID) -> ResponseReturnValue:
    """Show what will be read, and on confirmation publish it."""
    thread = service.get_waiting(actor(), key)
    try:
        facts: dict[str, Any] = load(schemas.PublishInput(), request.form)
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    if facts["step"] == "again":
        return _page(key, Form(facts))
    if facts["step"] != "confirmed":
        return render_template("threads/preview.html", thread=thread, topic=pages.topic_of(thread), facts=facts)
    service.publish(actor(), key, facts["title"], facts["body"], language())
    flash(_("De vraag is gepubliceerd, zonder naam. De leverancier krijgt bericht."), "success")
    return redirect(url_for("threads.show", key=key))


@blueprint.post("/gesprekken/<uuid:key>/samenvoegen")
@needs(policy.PUBLISH, policy.VIEW)
def merge(key: uuid.UUID) -> ResponseReturnValue:
    """Add a question to one that is published."""
    service.get_waiting(actor(), key)
    try:
        facts = load(schemas.MergeInput(), request.form)
        service.merge(actor(), key, facts["into"], facts["addition"], language())
    except Invalid as error:
        words = Form({"title": "", "body": service.asked_text(actor(), key)})
        return _page(key, words, merged=Form.typed(request.form, error)), 422
    flash(_("De vraag is samengevoegd. Wie haar stelde, volgt nu het gepubliceerde gesprek."), "success")
    return redirect(url_for("threads.show", key=facts["into"]))


@blueprint.post("/gesprekken/<uuid:key>/weigeren")
@needs(policy.PUBLISH, policy.VIEW)
def refuse(key: uuid.UUID) -> ResponseReturnValue:
    """Do not publish a question, with a reason."""
    thread = service.get_waiting(actor(), key)
    try:
        service.refuse(actor(), key, reason=load(schemas.RefuseInput(), request.form)["refusal"])
    except Invalid as error:
        words = Form({"title": thread.title, "body": service.asked_text(actor(), key)})
        return _page(key, words, refused=Form.typed(request.form, error)), 422
    flash(_("De vraag wordt niet gepubliceerd. De gemeente leest uw reden."), "success")
    return redirect(url_for("threads.show", key=key))
