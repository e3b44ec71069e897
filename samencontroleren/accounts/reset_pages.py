# SPDX-License-Identifier: EUPL-1.2
"""Pages for somebody who forgot the password: ask for a link, and the form behind that link."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import resets, schemas
from samencontroleren.accounts.pages import address, blueprint
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import invalid

GONE = 410


@blueprint.get("/wachtwoord-vergeten")
def forgotten() -> ResponseReturnValue:
    """Ask for the mail address."""
    return render_template("accounts/forgotten.html", form=Form())


@blueprint.post("/wachtwoord-vergeten")
def ask_reset() -> ResponseReturnValue:
    """Mail a link when the address is known; the answer is the same when it is not."""
    try:
        resets.ask_reset(load(schemas.AskResetInput(), request.form)["email"], address())
    except Invalid as error:
        return invalid("accounts/forgotten.html", error)
    text = _(
        "Kennen we dit mailadres? Dan krijgt u binnen enkele minuten een mail met een link. De link werkt één uur."
    )
    flash(text, "info")
    return redirect(url_for("accounts.login"))


@blueprint.get("/wachtwoord-herstellen/<token>")
def reset_page(token: str) -> ResponseReturnValue:
    """Choose another password; looking uses nothing up."""
    if resets.find_reset(token) is None:
        return _gone()
    return render_template("accounts/reset.html", form=Form(), token=token)


@blueprint.post("/wachtwoord-herstellen/<token>")
def reset(token: str) -> ResponseReturnValue:
    """Use the link up."""
    try:
        resets.reset(token, load(schemas.NewPassword(), request.form)["password"])
    except Invalid as error:
        return _gone() if resets.find_reset(token) is None else invalid("accounts/reset.html", error, token=token)
    except Conflict:
        return _gone()
    flash(_("Uw nieuwe wachtwoord geldt. U bent overal uitgelogd. Log nu in."), "success")
    return redirect(url_for("accounts.login"))


def _gone() -> tuple[str, int]:
    return render_template("accounts/reset_gone.html"), GONE
