# SPDX-License-Identifier: EUPL-1.2
"""Pages to log in and out, to show the second factor and to set one up. Those with a passkey: `passkey_pages`."""

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from samencontroleren.accounts import factors, log_in, providers, schemas, sessions
from samencontroleren.accounts.pages import (
    address,
    after_enrolment,
    blueprint,
    confirm_template,
    device,
    enroll_template,
    factor_template,
    forget_secret,
    go_on,
    login_template,
    proposed_secret,
    wanted,
)
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs


@blueprint.get("/inloggen")
def login() -> ResponseReturnValue:
    """The log-in page."""
    if g.get("actor") is not None:
        return redirect(wanted())
    return login_template(Form())


@blueprint.post("/inloggen", endpoint="log_in")
def log_in_page() -> ResponseReturnValue:
    """Check mail address and password."""
    try:
        typed = load(schemas.LogInInput(), request.form)
        return go_on(log_in.log_in(typed["email"], typed["password"], address(), device()))
    except Invalid as error:
        return login_template(Form.typed(request.form, error)), 422


@blueprint.get("/tweede-factor")
def factor() -> ResponseReturnValue:
    """Ask for a passkey or a code."""
    found = sessions.pending_session()
    if found is None or not factors.has_factor(found.user):
        return redirect(url_for("accounts.login", next=wanted()))
    return factor_template(found.user, Form())


@blueprint.post("/tweede-factor")
def show_factor() -> ResponseReturnValue:
    """Check the code and finish the log-in."""
    found = sessions.pending_session()
    if found is None:
        return too_late()
    try:
        log_in.show_factor(load(schemas.CodeInput(), request.form)["code"], address())
    except Invalid as error:
        return factor_template(found.user, Form.typed(request.form, error)), 422
    return redirect(wanted())


@blueprint.get("/tweede-factor/herstelcode")
def recovery() -> ResponseReturnValue:
    """Ask for a recovery code."""
    if sessions.pending_session() is None:
        return redirect(url_for("accounts.login", next=wanted()))
    return render_template("accounts/recovery.html", form=Form(), next=wanted())


@blueprint.post("/tweede-factor/herstelcode")
def show_recovery_code() -> ResponseReturnValue:
    """Check a recovery code; on to the page where a new app or passkey is set up."""
    if sessions.pending_session() is None:
        return too_late()
    try:
        left = log_in.show_recovery_code(load(schemas.CodeInput(), request.form)["code"], address())
    except Invalid as error:
        return invalid("accounts/recovery.html", error, next=wanted())
    text = ngettext(
        "U bent binnen. U hebt nog %(num)s herstelcode. Stel nu een nieuwe app of passkey in.",
        "U bent binnen. U hebt nog %(num)s herstelcodes. Stel nu een nieuwe app of passkey in.",
        left,
    )
    flash(text, "warning")
    return redirect(url_for("accounts.own_factors"))


@blueprint.get("/tweede-factor/instellen")
def enroll() -> ResponseReturnValue:
    """The first second factor: a passkey, or a secret for an authenticator app."""
    found = sessions.pending_session()
    if found is None or factors.has_factor(found.user):
        return redirect(url_for("accounts.login", next=wanted()))
    return enroll_template(found.user, Form())


@blueprint.post("/tweede-factor/instellen")
def finish_enrolment() -> ResponseReturnValue:
    """Keep the secret once a code made with it was shown."""
    found, secret = sessions.pending_session(), proposed_secret()
    if found is None or secret is None:
        return too_late()
    try:
        log_in.finish_enrolment(secret, load(schemas.CodeInput(), request.form)["code"], address())
    except Invalid as error:
        return enroll_template(found.user, Form.typed(request.form, error)), 422
    forget_secret()
    return after_enrolment(_("Uw account is klaar. Vanaf nu logt u in met uw wachtwoord en een code."))


def too_late() -> ResponseReturnValue:
    """Back to the beginning of the log-in."""
    flash(_("U deed er te lang over. Log opnieuw in."), "warning")
    return redirect(url_for("accounts.login", next=wanted()))


@blueprint.post("/uitloggen")
@needs()
def logout() -> ResponseReturnValue:
    """End the session."""
    log_in.log_out(actor())
    session.clear()
    flash(_("U bent uitgelogd."), "success")
    return redirect(url_for("accounts.login"))


@blueprint.post("/wissel")
@needs()
def switch() -> ResponseReturnValue:
    """Go on for another organisation."""
    try:
        log_in.switch(actor(), load(schemas.SwitchInput(), request.form)["membership"])
    except log_in.LogInThere as error:
        found = providers.find_active_of(error.organisation_id)
        return render_template("accounts/provider_needed.html", provider=found)
    return redirect("/")


@blueprint.get("/bevestigen")
@needs()
def confirm() -> ResponseReturnValue:
    """Ask for a fresh second factor before an act that needs a present person."""
    if actor().is_present:
        return redirect(wanted())
    return confirm_template(Form())


@blueprint.post("/bevestigen")
@needs()
def confirm_factor() -> ResponseReturnValue:
    """Check the code; back to the act."""
    try:
        log_in.confirm(load(schemas.CodeInput(), request.form)["code"], address())
    except Invalid as error:
        return confirm_template(Form.typed(request.form, error)), 422
    return redirect(wanted())
