# SPDX-License-Identifier: EUPL-1.2
"""Pages to log in and out, to show the second factor and to set one up."""

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import factors, log_in, schemas, sessions
from samencontroleren.accounts.pages import address, blueprint, device, go_on, wanted
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs

ENROLMENT = "enrolment"
"""The place in the (signed) cookie of a secret not yet kept, sealed."""


@blueprint.get("/inloggen")
def login() -> ResponseReturnValue:
    """The log-in page."""
    if g.get("actor") is not None:
        return redirect(wanted())
    return render_template("accounts/login.html", form=Form(), next=wanted())


@blueprint.post("/inloggen", endpoint="log_in")
def log_in_page() -> ResponseReturnValue:
    """Check mail address and password."""
    try:
        typed = load(schemas.LogInInput(), request.form)
        return go_on(log_in.log_in(typed["email"], typed["password"], address(), device()))
    except Invalid as error:
        return invalid("accounts/login.html", error, next=wanted())


@blueprint.get("/tweede-factor")
def factor() -> ResponseReturnValue:
    """Ask for a code."""
    if sessions.pending_session() is None:
        return redirect(url_for("accounts.login", next=wanted()))
    return render_template("accounts/factor.html", form=Form(), next=wanted())


@blueprint.post("/tweede-factor")
def show_factor() -> ResponseReturnValue:
    """Check the code and finish the log-in."""
    if sessions.pending_session() is None:
        return _too_late()
    try:
        log_in.show_factor(load(schemas.CodeInput(), request.form)["code"])
    except Invalid as error:
        return invalid("accounts/factor.html", error, next=wanted())
    return redirect(wanted())


@blueprint.get("/tweede-factor/instellen")
def enroll() -> ResponseReturnValue:
    """Show a secret for an authenticator app."""
    found = sessions.pending_session()
    if found is None or found.user.totp_secret is not None:
        return redirect(url_for("accounts.login", next=wanted()))
    return render_template("accounts/enroll.html", form=Form(), next=wanted(), **_secret_of(found.user.email))


@blueprint.post("/tweede-factor/instellen")
def finish_enrolment() -> ResponseReturnValue:
    """Keep the secret once a code made with it was shown."""
    found = sessions.pending_session()
    secret = factors.unseal(session.get(ENROLMENT, ""))
    if found is None or secret is None:
        return _too_late()
    try:
        log_in.finish_enrolment(secret, load(schemas.CodeInput(), request.form)["code"])
    except Invalid as error:
        return invalid("accounts/enroll.html", error, next=wanted(), **_secret_of(found.user.email))
    session.pop(ENROLMENT, None)
    flash(_("Uw account is klaar. Vanaf nu logt u in met uw wachtwoord en een code."), "success")
    return redirect(wanted())


def _secret_of(email: str) -> dict[str, str]:
    """The secret proposed to this browser, as picture and as text; the same one after a reload."""
    secret = factors.unseal(session.get(ENROLMENT, ""))
    if secret is None:
        secret = factors.new_secret()
        session[ENROLMENT] = factors.seal(secret)
    return {"picture": factors.picture(secret, email), "key": factors.spelled(secret)}


def _too_late() -> ResponseReturnValue:
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
    log_in.switch(actor(), load(schemas.SwitchInput(), request.form)["membership"])
    return redirect("/")


@blueprint.get("/bevestigen")
@needs()
def confirm() -> ResponseReturnValue:
    """Ask for a code before an act that needs a present person."""
    if actor().is_present:
        return redirect(wanted())
    return render_template("accounts/confirm.html", form=Form(), next=wanted())


@blueprint.post("/bevestigen")
@needs()
def confirm_factor() -> ResponseReturnValue:
    """Check the code; back to the act."""
    try:
        log_in.confirm(load(schemas.CodeInput(), request.form)["code"])
    except Invalid as error:
        return invalid("accounts/confirm.html", error, next=wanted())
    return redirect(wanted())
