# SPDX-License-Identifier: EUPL-1.2
"""One's own page: name, language, password, sessions; and the accessibility statement."""

import uuid

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import log_in, people, policy, schemas
from samencontroleren.accounts.devices import device_name
from samencontroleren.accounts.pages import address, blueprint
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs


@blueprint.get("/profiel")
@needs(policy.SESSION_VIEW)
def profile() -> ResponseReturnValue:
    """One's own page."""
    return _profile()


@blueprint.post("/profiel")
@needs()
def change_profile() -> ResponseReturnValue:
    """Change name and language."""
    try:
        log_in.change_own_facts(actor(), **load(schemas.OwnFactsInput(), request.form))
    except Invalid as error:
        return _profile(facts=Form.typed(request.form, error)), 422
    flash(_("Uw gegevens zijn opgeslagen."), "success")
    return redirect(url_for("accounts.profile"))


@blueprint.get("/profiel/wachtwoord")
@needs(fresh=True)
def password() -> ResponseReturnValue:
    """The form for another password."""
    return render_template("accounts/password.html", form=Form(), email=log_in.get_own_user(actor()).email)


@blueprint.post("/profiel/wachtwoord")
@needs(fresh=True)
def change_password() -> ResponseReturnValue:
    """Choose another password."""
    try:
        typed = load(schemas.ChangePasswordInput(), request.form)
        log_in.change_password(actor(), typed["present"], typed["password"], address())
    except Invalid as error:
        return invalid("accounts/password.html", error, email=log_in.get_own_user(actor()).email)
    flash(_("Uw wachtwoord is gewijzigd. U bent overal anders uitgelogd."), "success")
    return redirect(url_for("accounts.profile"))


@blueprint.post("/profiel/sessies/uitloggen")
@needs()
def end_other_sessions() -> ResponseReturnValue:
    """Log out everywhere else."""
    log_in.end_other_sessions(actor())
    flash(_("U bent overal anders uitgelogd."), "success")
    return redirect(url_for("accounts.profile"))


@blueprint.post("/profiel/sessies/<uuid:key>/uitloggen")
@needs(policy.SESSION_VIEW)
def end_session(key: uuid.UUID) -> ResponseReturnValue:
    """End one session of one's own."""
    log_in.end_own_session(actor(), key)
    flash(_("De sessie is beëindigd."), "success")
    return redirect(url_for("accounts.profile"))


@blueprint.post("/profiel/organisaties/<uuid:key>/verlaten")
@needs(policy.LEAVE)
def leave(key: uuid.UUID) -> ResponseReturnValue:
    """Stop working for an organisation."""
    people.leave(actor(), key)
    flash(_("U werkt niet meer voor deze organisatie. Wat u deed, blijft bewaard."), "success")
    return redirect(url_for("accounts.profile"))


def _profile(facts: Form | None = None) -> str:
    user = log_in.get_own_user(actor())
    sessions = [(each, device_name(each.device)) for each in log_in.list_own_sessions(actor())]
    return render_template(
        "accounts/profile.html",
        user=user,
        facts=facts or Form({"name": user.name, "language": user.language}),
        sessions=sessions,
        here=g.get("login_session_id"),
    )


@blueprint.get("/toegankelijkheid")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement (draft)."""
    return render_template("accounts/accessibility.html")
