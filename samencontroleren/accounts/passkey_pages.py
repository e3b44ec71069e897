# SPDX-License-Identifier: EUPL-1.2
"""What the forms with a passkey send: for the question, and with the answer of the browser."""

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import log_in, schemas, sessions
from samencontroleren.accounts.login_pages import too_late
from samencontroleren.accounts.pages import (
    address,
    after_enrolment,
    blueprint,
    confirm_template,
    device,
    enroll_template,
    factor_template,
    login_template,
    wanted,
)
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import needs


@blueprint.post("/passkeys/vraag")
def passkey_question() -> ResponseReturnValue:
    """The question for a passkey, as JSON for our script."""
    purpose = load(schemas.PasskeyQuestion(), request.form)["purpose"]
    return log_in.ask_passkey(purpose, address(), g.get("actor"))


@blueprint.post("/inloggen/passkey")
def log_in_with_passkey() -> ResponseReturnValue:
    """Log in with a passkey alone."""
    try:
        log_in.log_in_with_passkey(_answer(), address(), device())
    except Invalid as error:
        return login_template(Form.typed(request.form, error)), 422
    return redirect(wanted())


@blueprint.post("/tweede-factor/passkey")
def show_passkey() -> ResponseReturnValue:
    """A passkey as second step after the password."""
    found = sessions.pending_session()
    if found is None:
        return too_late()
    try:
        log_in.show_passkey(_answer(), address())
    except Invalid as error:
        return factor_template(found.user, Form.typed(request.form, error)), 422
    return redirect(wanted())


@blueprint.post("/tweede-factor/instellen/passkey")
def enroll_passkey() -> ResponseReturnValue:
    """A passkey as first second factor."""
    found = sessions.pending_session()
    if found is None:
        return too_late()
    try:
        typed = load(schemas.NewPasskey(), request.form)
        log_in.finish_enrolment_with_passkey(typed["credential"], typed["name"])
    except Invalid as error:
        return enroll_template(found.user, Form.typed(request.form, error)), 422
    return after_enrolment(_("Uw account is klaar. Vanaf nu logt u in met uw passkey."))


@blueprint.post("/bevestigen/passkey")
@needs()
def confirm_passkey() -> ResponseReturnValue:
    """A passkey as fresh second factor; back to the act."""
    try:
        log_in.confirm_with_passkey(_answer(), address())
    except Invalid as error:
        return confirm_template(Form.typed(request.form, error)), 422
    return redirect(wanted())


def _answer() -> str:
    answer: str = load(schemas.PasskeyAnswer(), request.form)["credential"]
    return answer
