# SPDX-License-Identifier: EUPL-1.2
"""Pages of the inbox, and the number in the header of every page."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from samencontroleren.core.errors import Changed, Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, local_path, needs
from samencontroleren.notifications import choices, inbox, policy, registry, schemas, service
from samencontroleren.notifications.kinds import DELIVERY_LABELS, TOPIC_LABELS, Delivery, NoticeKind, Topic

blueprint = Blueprint("notifications", __name__)

WEEKDAYS = (
    ("Maandag", "Monday"),
    ("Dinsdag", "Tuesday"),
    ("Woensdag", "Wednesday"),
    ("Donderdag", "Thursday"),
    ("Vrijdag", "Friday"),
)
"""The days a digest can come; in weekends there is none."""


@blueprint.app_context_processor
def header() -> dict[str, Callable[[], int | None]]:
    """`open_notices()` for the header: the number, asked only by a page that shows it."""
    return {"open_notices": _open_notices}


def _open_notices() -> int | None:
    """None where there is no inbox: a visitor, a person without organisation, a page after the unit has ended."""
    who = g.get("actor")
    if who is None or who.membership_id is None or g.get("unit") is None:
        return None
    return inbox.count_open(who)


@blueprint.get("/berichten")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """What stands open: tasks and news apart, per kind; with `soort` all of one kind."""
    wanted = load(schemas.OpenQuery(), request.args)
    if wanted["kind"]:
        return _of_kind(wanted["kind"], wanted["page"])
    return render_template(
        "notifications/index.html",
        inbox=inbox.open_inbox(actor(), wanted["topic"]),
        topics=TOPIC_LABELS,
        filters=Form(request.args),
    )


def _of_kind(code: str, page: int) -> str:
    known = registry.find_kinds()
    if code not in known:
        raise NotFound()
    found = inbox.open_of_kind(actor(), known[code], page)
    return render_template("notifications/kind.html", kind=known[code], page=found)


@blueprint.get("/berichten/afgehandeld")
@needs(policy.VIEW)
def archive() -> ResponseReturnValue:
    """What was read or done."""
    wanted = load(schemas.InboxQuery(), request.args)
    return render_template(
        "notifications/archive.html",
        page=inbox.archive(actor(), **wanted),
        topics=TOPIC_LABELS,
        filters=Form(request.args),
    )


@blueprint.post("/berichten/<uuid:key>/gelezen")
@needs(policy.VIEW)
def read(key: uuid.UUID) -> ResponseReturnValue:
    """Put one piece of news away."""
    service.put_away(actor(), key)
    return _back()


@blueprint.post("/berichten/gelezen")
@needs(policy.VIEW)
def read_all() -> ResponseReturnValue:
    """Put all news away, or all news of one kind."""
    kind = load(schemas.ReadInput(), request.form)["kind"]
    service.put_all_away(actor(), kind)
    if kind:
        flash(_("Deze berichten staan nu bij Afgehandeld."), "success")
    else:
        flash(_("Alle nieuws staat nu bij Afgehandeld. Uw taken blijven staan."), "success")
    return _back()


@blueprint.get("/berichten/voorkeuren")
@needs(policy.VIEW)
def preferences() -> ResponseReturnValue:
    """What one wants mail about, and when."""
    return _preferences(_form_of(choices.get_choices(actor())))


@blueprint.post("/berichten/voorkeuren")
@needs(policy.VIEW)
def change_preferences() -> ResponseReturnValue:
    """Keep what one chose."""
    try:
        wanted = schemas.choices_of(load(schemas.ChoicesInput(), request.form))
        choices.change_choices(actor(), wanted)
    except Invalid as error:
        return _preferences(_typed(error)), 422
    except Changed:
        return _preferences(_typed(Invalid({})), is_stale=True), 409
    flash(_("Uw voorkeuren zijn opgeslagen."), "success")
    return redirect(url_for("notifications.preferences"))


def _back() -> ResponseReturnValue:
    return redirect(local_path(request.form.get("next") or url_for("notifications.index")))


def _form_of(chosen: choices.Choices) -> Form:
    return Form(
        {
            **{topic.value: (chosen.topics.get(topic) or default_of(topic)).value for topic in Topic},
            "quiet_weekdays": list(chosen.quiet_weekdays),
            "absent_from": chosen.absent_from,
            "absent_until": chosen.absent_until,
            "revision": chosen.revision,
        }
    )


def _typed(error: Invalid) -> Form:
    """What was typed; the days always as a list."""
    typed = MultiDict(request.form)
    values = {**typed.to_dict(), "quiet_weekdays": typed.getlist("quiet_weekdays")}
    return Form(values, error.fields)


def _preferences(form: Form, is_stale: bool = False) -> str:
    return render_template(
        "notifications/preferences.html",
        form=form,
        is_stale=is_stale,
        topics=[(topic, TOPIC_LABELS[topic], _of_choice(topic)) for topic in Topic if _of_choice(topic)],
        obligatory=[kind for kind in registry.find_kinds().values() if kind.is_obligatory],
        deliveries=DELIVERY_LABELS,
        weekdays=WEEKDAYS,
    )


def _of_choice(topic: Topic) -> list[NoticeKind]:
    return [each for each in registry.find_kinds().values() if each.topic is topic and not each.is_obligatory]


def default_of(topic: Topic) -> Delivery:
    """How a topic is mailed when nothing was chosen: at once only when all its kinds are."""
    kinds = {each.delivery for each in _of_choice(topic)}
    return kinds.pop() if len(kinds) == 1 else Delivery.DIGEST
