# SPDX-License-Identifier: EUPL-1.2
"""Pages that exist only in the demonstration: the guided tour, the mailbox and the style guide."""

import uuid
from pathlib import Path

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from samencontroleren.accounts import log_in, sessions
from samencontroleren.core import installation
from samencontroleren.core.errors import NotFound
from samencontroleren.core.fields import Form
from samencontroleren.core.web import needs
from samencontroleren.demonstration import mailbox as box
from samencontroleren.demonstration import tour as guide

blueprint = Blueprint("demonstration", __name__)

MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
"""A mail brings styles of its own, and nothing else: no script, no image, no form."""


@blueprint.app_context_processor
def _offer() -> dict[str, object]:
    """The people one can be, for the log-in page."""
    return {"demo_guests": _guests}


def _guests() -> list[guide.Guest]:
    return guide.guests() if installation.demonstration_mark() is not None else []


@blueprint.get("/rondleiding")
@needs()
def tour() -> ResponseReturnValue:
    """Who one can be, and where the mails and the account list are."""
    return render_template("demonstration/tour.html", guests=_guests())


@blueprint.get("/rondleiding/verder")
@needs()
def own_tour() -> ResponseReturnValue:
    """Back to the tour: that of the person one is now, or the choice of people."""
    key = getattr(g.get("actor"), "membership_id", None)
    mine = next((each for each in _guests() if key is not None and each.membership.id == key), None)
    return redirect(f"/rondleiding/{mine.persona.code}" if mine else "/rondleiding")


@blueprint.get("/rondleiding/<code>")
@needs()
def tour_of(code: str) -> ResponseReturnValue:
    """What there is to try in one role."""
    found = _guest(code)
    is_viewer = getattr(g.get("actor"), "membership_id", None) == found.membership.id
    stops = guide.stops_of(found)
    return render_template("demonstration/role.html", guest=found, stops=stops, guests=_guests(), is_viewer=is_viewer)


@blueprint.post("/rondleiding/<code>")
@needs()
def enter(code: str) -> ResponseReturnValue:
    """Go on as this person, at a stop of the tour (its number) or at the beginning.

    Only the invented people of the tour, in a database that is marked as the demonstration's.
    """
    found = _guest(code)
    log_in.begin(found.user, request.user_agent.string)
    own = sessions.own_session()
    if own is None:
        raise NotFound()
    own.membership_id = found.membership.id
    stops, number = guide.stops_of(found), request.form.get("halte", 0, type=int)
    return redirect(stops[number - 1].path if 0 < number <= len(stops) else f"/rondleiding/{code}")


def _guest(code: str) -> guide.Guest:
    if installation.demonstration_mark() is None:
        raise NotFound()
    return guide.guest(code)


def _folder() -> Path:
    folder: Path | None = current_app.extensions["settings"].mailbox_folder
    if folder is None:
        raise NotFound()
    return folder


@blueprint.get("/postbus")
@needs()
def mailbox() -> ResponseReturnValue:
    """The mails that would have been sent, newest first."""
    address = request.args.get("aan", "").strip()
    number = max(1, min(request.args.get("pagina", 1, type=int), 100_000))
    page = box.page_of(box.list_letters(_folder(), address), number)
    return render_template("demonstration/mailbox.html", page=page, form=Form({"aan": address}))


@blueprint.get("/postbus/<uuid:name>")
@needs()
def message(name: uuid.UUID) -> ResponseReturnValue:
    """One mail as plain text; its links of our own host work."""
    letter = box.get_letter(_folder(), name)
    text = box.paragraphs(letter.text)
    return render_template("demonstration/message.html", letter=letter, paragraphs=text)


@blueprint.get("/postbus/<uuid:name>/opmaak")
@needs()
def layout(name: uuid.UUID) -> ResponseReturnValue:
    """The same mail as a mail program shows it: its own page, in which nothing but its own styles works."""
    response = make_response(box.get_letter(_folder(), name).html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@blueprint.get("/stijlgids")
@needs()
def styleguide() -> ResponseReturnValue:
    """Each macro of the pages in each of its states."""
    return render_template("core/styleguide.html", sample_form=_sample_form())


def _sample_form() -> Form:
    values = {
        "title": "Certificaat ISO 27001",
        "text": "Geldt voor alle locaties.",
        "choice": "partly",
        "many": ["a", "c"],
    }
    errors = {
        "date": ["Vul een datum in, bijvoorbeeld 31-12-2027."],
        "file": ["Kies een bestand."],
        "agree": ["Vink dit aan om verder te gaan."],
    }
    labels = {"date": "Geldig tot", "file": "Bestand", "agree": "Akkoord"}
    return Form(values, errors, labels)
