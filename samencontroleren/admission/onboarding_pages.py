# SPDX-License-Identifier: EUPL-1.2
"""Pages to let in many first administrators: a list, its rows, the letters; and where a code is typed."""

import uuid

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from samencontroleren.accounts import invitations
from samencontroleren.accounts.kinds import STAND_LABELS, STAND_TONES
from samencontroleren.accounts.pages import address
from samencontroleren.admission import codes, letters, onboarding, policy, schemas
from samencontroleren.admission.kinds import TROUBLE_LABELS
from samencontroleren.admission.pages import blueprint
from samencontroleren.core import clock, ledger
from samencontroleren.core.attachments import PDF, attachment
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.security import check_attempts, count_attempt
from samencontroleren.core.web import actor, invalid, needs


@blueprint.get("/toelating")
@needs(policy.LIST_DO)
def lists() -> ResponseReturnValue:
    """The lists of first administrators, and the form to read in another one."""
    return render_template("admission/lists.html", lists=onboarding.list_lists(actor()), form=Form())


@blueprint.post("/toelating")
@needs(policy.LIST_DO)
def read_list() -> ResponseReturnValue:
    """Read in a list."""
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise Invalid({"file": ["Kies een bestand."]})
        made = onboarding.start(actor(), given.stream, given.filename)
    except Invalid as error:
        return invalid("admission/lists.html", error, lists=onboarding.list_lists(actor()))
    return redirect(url_for("admission.show_list", key=made.id))


@blueprint.get("/toelating/<uuid:key>")
@needs(policy.LIST_DO)
def show_list(key: uuid.UUID) -> ResponseReturnValue:
    """The rows of a list: what is in order, what is not, how far each letter is."""
    found, rows = onboarding.get_list(actor(), key)
    return render_template(
        "admission/list.html",
        list=found,
        rows=rows,
        ready=sum(row.is_ready for row in rows),
        has_letters=any(row.stand for row in rows),
        trouble_labels=TROUBLE_LABELS,
        stand_labels=STAND_LABELS,
        stand_tones=STAND_TONES,
    )


@blueprint.get("/toelating/rijen/<uuid:key>")
@needs(policy.ROW_DO)
def row(key: uuid.UUID) -> ResponseReturnValue:
    """The form to mend a row."""
    found = onboarding.get_row(actor(), key)
    values = {"organisation": found.organisation_text, "name": found.name, "email": found.email}
    form = Form({**values, "address": found.address, "language": found.language, "is_skipped": found.is_skipped})
    return render_template("admission/row.html", row=found, form=form)


@blueprint.post("/toelating/rijen/<uuid:key>")
@needs(policy.ROW_DO)
def mend_row(key: uuid.UUID) -> ResponseReturnValue:
    """Mend a row by hand, or leave it out."""
    found = onboarding.get_row(actor(), key)
    try:
        onboarding.mend_row(actor(), key, **load(schemas.RowInput(), request.form))
    except Invalid as error:
        return invalid("admission/row.html", error, row=found)
    return redirect(url_for("admission.show_list", key=found.list_id))


@blueprint.post("/toelating/<uuid:key>/brieven")
@needs(policy.LIST_DO, fresh=True)
def make_letters(key: uuid.UUID) -> ResponseReturnValue:
    """Invite everybody whose row is in order."""
    number = onboarding.make_letters(actor(), key)
    flash(ngettext("Er is %(num)s brief gemaakt.", "Er zijn %(num)s brieven gemaakt.", number), "success")
    return redirect(url_for("admission.show_list", key=key))


@blueprint.post("/toelating/<uuid:key>/brieven.pdf")
@needs(policy.LIST_DO, fresh=True)
def all_letters(key: uuid.UUID) -> ResponseReturnValue:
    """All letters of a list whose code still works, in one PDF."""
    return _pdf(key)


@blueprint.post("/toelating/rijen/<uuid:key>/brief.pdf")
@needs(policy.ROW_DO, fresh=True)
def one_letter(key: uuid.UUID) -> ResponseReturnValue:
    """The letter of one row."""
    return _pdf(onboarding.get_row(actor(), key).list_id, key)


def _pdf(key: uuid.UUID, only: uuid.UUID | None = None) -> Response:
    found = onboarding.letters_of(actor(), key, only)
    body = letters.document(found, current_app.extensions["settings"].base_url, clock.today())
    return attachment(body, PDF, f"brieven-{only or key}.pdf")


@blueprint.get("/code")
def code() -> ResponseReturnValue:
    """Where the code of a letter is typed."""
    return render_template("admission/code.html", form=Form())


@blueprint.post("/code")
def enter_code() -> ResponseReturnValue:
    """To the invitation behind a code; wrong ones are counted per address, as with the log-in."""
    subject = f"letter code from {address()}"
    check_attempts(subject)
    try:
        typed = codes.typed(load(schemas.CodeInput(), request.form)["code"])
        invitations.find_welcome(typed)
    except NotFound:
        ledger.note(lambda: count_attempt(subject))
        return invalid("admission/code.html", Invalid({"code": ["Deze code kennen we niet. Kijk de code na."]}))
    except Invalid as error:
        return invalid("admission/code.html", error)
    return redirect(url_for("accounts.invitation", token=typed))
