# SPDX-License-Identifier: EUPL-1.2
"""Pages that exist only in the demonstration: the mailbox and the style guide."""

import uuid
from pathlib import Path

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from samencontroleren.core.errors import NotFound
from samencontroleren.core.fields import Form
from samencontroleren.core.web import needs
from samencontroleren.demonstration import mailbox as box

blueprint = Blueprint("demonstration", __name__)


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
    letters = box.list_letters(_folder(), address)
    return render_template("demonstration/mailbox.html", letters=letters, form=Form({"aan": address}))


@blueprint.get("/postbus/<uuid:name>")
@needs()
def message(name: uuid.UUID) -> ResponseReturnValue:
    """One mail as plain text; its links of our own host work."""
    letter = box.get_letter(_folder(), name)
    text = box.paragraphs(letter.text)
    return render_template("demonstration/message.html", letter=letter, paragraphs=text)


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
