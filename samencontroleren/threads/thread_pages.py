# SPDX-License-Identifier: EUPL-1.2
"""Pages of conversations: the list, one conversation, and what can be done in it."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, language, needs, pick
from samencontroleren.threads import pages, policy, schemas, service
from samencontroleren.threads.kinds import (
    AUDIENCE_CODES,
    AUDIENCE_LABELS,
    STATE_CODES,
    STATE_LABELS,
    VOICE_LABELS,
    Voice,
)
from samencontroleren.threads.pages import blueprint


@blueprint.get("/gesprekken")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """The conversations one may read: one's own, unread, all, or those that wait for VNG."""
    form, asked = _asked()
    scope, number = asked.pop("scope"), asked.pop("page")
    found = service.list_threads(
        actor(),
        is_mine=scope in ("mijn", "ongelezen"),
        is_unread=scope == "ongelezen",
        is_waiting=scope == "wacht",
        page=number,
        **asked,
    )
    return render_template(
        "threads/index.html",
        page=found,
        form=form,
        scope=scope,
        tabs=_tabs(scope),
        page_url=lambda wanted: url_for("threads.index", **{**request.args.to_dict(), "pagina": wanted}),
        states=[("", _("Alle")), *((code, pick(STATE_LABELS[each])) for each, code in STATE_CODES.items())],
        audiences=[
            ("", _("Alle")),
            *((code, pick(AUDIENCE_LABELS[each])) for each, code in AUDIENCE_CODES.items()),
        ],
        is_filtered=any(request.args.get(name) for name in ("toestand", "doelgroep")),
    )


def _asked() -> tuple[Form, dict[str, Any]]:
    """The filters; what cannot be read is left aside, with a message at its field."""
    try:
        return Form(request.args), load(schemas.ListQuery(), request.args)
    except Invalid as error:
        names = {each.data_key or name for name, each in schemas.ListQuery().load_fields.items()} - error.fields.keys()
        rest = MultiDict((name, value) for name, value in request.args.items() if name in names)
        return Form(request.args, error.fields), load(schemas.ListQuery(), rest)


def _tabs(scope: str) -> list[dict[str, Any]]:
    who = actor()
    unread = service.count_unread(who)
    tabs: list[tuple[str, str, int | None]] = [
        ("mijn", _("Mijn gesprekken"), None),
        ("ongelezen", _("Ongelezen"), unread),
        ("alle", _("Alles wat ik mag lezen"), None),
    ]
    if can_ever(who, (policy.PUBLISH,)):
        tabs.append(("wacht", _("Wacht op VNG"), service.count_waiting(who)))
    return [
        {"label": label, "url": url_for("threads.index", welke=key), "is_active": key == scope, "badge": badge}
        for key, label, badge in tabs
    ]


@blueprint.get("/gesprekken/<uuid:key>")
@needs(policy.VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One conversation."""
    return _page(key, Form({"form_key": pages.new_key()}))


def _page(key: uuid.UUID, form: Form) -> str:
    view = service.view_thread(actor(), key)
    people = service.mentionable(actor(), view.thread) if view.can_reply and view.is_open else []
    return render_template(
        "threads/show.html",
        view=view,
        thread=view.thread,
        topic=pages.topic_of(view.thread),
        read_by=pages.read_by(view.thread.audience, view.is_blind),
        people=pages.people_options(people),
        can_ask=can_ever(actor(), (policy.ASK,)),
        closed_by=VOICE_LABELS[view.thread.closed_voice or Voice.VNG],
        form=form,
    )


@blueprint.post("/gesprekken/<uuid:key>/berichten")
@needs(policy.REPLY, policy.VIEW)
def reply(key: uuid.UUID) -> ResponseReturnValue:
    """Write a message."""
    service.require_reply(actor(), key)
    try:
        made = service.reply(actor(), key, language=language(), **load(schemas.ReplyInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(_("Uw bericht staat in het gesprek."), "success")
    return redirect(url_for("threads.show", key=key, _anchor=f"bericht-{made.number}"))


@blueprint.post("/gesprekken/<uuid:key>/gelezen")
@needs(policy.VIEW)
def mark_read(key: uuid.UUID) -> ResponseReturnValue:
    """Say up to where one has read; the page does so by itself where scripts run."""
    service.mark_read(actor(), key, **load(schemas.ReadInput(), request.form))
    if request.headers.get("HX-Request"):
        return "", 204
    return redirect(url_for("threads.index"))


@blueprint.post("/gesprekken/<uuid:key>/berichten/<uuid:message>/intrekken")
@needs(policy.WITHDRAW, policy.VIEW)
def withdraw(key: uuid.UUID, message: uuid.UUID) -> ResponseReturnValue:
    """Take a message of one's own back."""
    service.withdraw_message(actor(), key, message)
    flash(_("Uw bericht is ingetrokken. De tekst is gewist."), "success")
    return redirect(url_for("threads.show", key=key))


@blueprint.post("/gesprekken/<uuid:key>/sluiten")
@needs(policy.CLOSE, policy.VIEW)
def close(key: uuid.UUID) -> ResponseReturnValue:
    """Close a conversation."""
    try:
        service.close_thread(actor(), key, **load(schemas.CloseInput(), request.form))
    except Invalid as error:
        return _page(key, Form.typed(request.form, error)), 422
    flash(_("Het gesprek is gesloten."), "success")
    return redirect(url_for("threads.show", key=key))


@blueprint.post("/gesprekken/<uuid:key>/heropenen")
@needs(policy.CLOSE, policy.VIEW)
def reopen(key: uuid.UUID) -> ResponseReturnValue:
    """Open a closed conversation again."""
    service.reopen_thread(actor(), key)
    flash(_("Het gesprek is weer open."), "success")
    return redirect(url_for("threads.show", key=key))
