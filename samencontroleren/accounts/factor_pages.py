# SPDX-License-Identifier: EUPL-1.2
"""One's own second factors (passkeys, authenticator app, recovery codes), and taking away somebody else's."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import factor_resets, log_in, own_factors, passkeys, policy, schemas
from samencontroleren.accounts.pages import (
    address,
    blueprint,
    forget_secret,
    proposed_secret,
    secret_of,
    suggested_name,
    wanted,
)
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs


@blueprint.get("/profiel/inloggen", endpoint="own_factors")
@needs()
def own_factors_page() -> ResponseReturnValue:
    """How one logs in."""
    return _own_factors(Form({"name": suggested_name()}))


@blueprint.post("/profiel/passkeys")
@needs(fresh=True)
def add_passkey() -> ResponseReturnValue:
    """Add a passkey."""
    try:
        typed = load(schemas.NewPasskey(), request.form)
        own_factors.add_passkey(actor(), typed["credential"], typed["name"])
    except Invalid as error:
        return _own_factors(Form.typed(request.form, error)), 422
    return _done(_("De passkey is toegevoegd. U kunt er nu mee inloggen."))


@blueprint.get("/profiel/passkeys/<uuid:key>")
@needs(policy.PASSKEY_EDIT)
def passkey(key: uuid.UUID) -> ResponseReturnValue:
    """One passkey: another name, or remove it."""
    found = own_factors.get_passkey(actor(), key)
    return render_template("accounts/passkey.html", passkey=found, form=Form({"name": found.name}))


@blueprint.post("/profiel/passkeys/<uuid:key>")
@needs(policy.PASSKEY_EDIT)
def rename_passkey(key: uuid.UUID) -> ResponseReturnValue:
    """Another name for a passkey."""
    found = own_factors.get_passkey(actor(), key)
    try:
        own_factors.rename_passkey(actor(), key, load(schemas.PasskeyName(), request.form)["name"])
    except Invalid as error:
        return render_template("accounts/passkey.html", passkey=found, form=Form.typed(request.form, error)), 422
    return _done(_("De naam is opgeslagen."))


@blueprint.post("/profiel/passkeys/<uuid:key>/verwijderen")
@needs(policy.PASSKEY_EDIT, fresh=True)
def remove_passkey(key: uuid.UUID) -> ResponseReturnValue:
    """Take a passkey away."""
    own_factors.remove_passkey(actor(), key)
    return _done(_("De passkey is verwijderd. Verwijder hem ook op uw apparaat."))


@blueprint.get("/profiel/app")
@needs(fresh=True)
def own_app() -> ResponseReturnValue:
    """Set up an authenticator app, in place of an earlier one."""
    return _app(Form())


@blueprint.post("/profiel/app")
@needs(fresh=True)
def set_app() -> ResponseReturnValue:
    """Keep the app once it shows a code."""
    secret = proposed_secret()
    if secret is None:
        return redirect(url_for("accounts.own_app"))
    try:
        own_factors.set_app(actor(), secret, load(schemas.CodeInput(), request.form)["code"], address())
    except Invalid as error:
        return _app(Form.typed(request.form, error)), 422
    forget_secret()
    return _done(_("De app is ingesteld. Een eerdere app werkt niet meer."))


@blueprint.post("/profiel/app/verwijderen")
@needs(fresh=True)
def remove_app() -> ResponseReturnValue:
    """Take the authenticator app away."""
    own_factors.remove_app(actor())
    return _done(_("De app is verwijderd. U logt nu in met uw passkey."))


@blueprint.get("/profiel/herstelcodes")
@needs()
def recovery_codes() -> ResponseReturnValue:
    """What recovery codes are, and the button that makes them."""
    overview = own_factors.get_overview(actor())
    return render_template("accounts/recovery_codes.html", codes=None, left=overview.codes_left, next=wanted())


@blueprint.post("/profiel/herstelcodes")
@needs(fresh=True)
def make_recovery_codes() -> ResponseReturnValue:
    """Make ten codes and show them, this once."""
    codes = own_factors.make_codes(actor())
    return render_template("accounts/recovery_codes.html", codes=codes, left=len(codes), next=wanted())


@blueprint.get("/organisatie/gebruikers/<uuid:key>/tweede-stap")
@needs(policy.RESET_FACTOR, fresh=True)
def lost_factors(key: uuid.UUID) -> ResponseReturnValue:
    """What taking somebody's second factor away means."""
    return render_template("accounts/lost_factors.html", member=factor_resets.get_member(actor(), key))


@blueprint.post("/organisatie/gebruikers/<uuid:key>/tweede-stap")
@needs(policy.RESET_FACTOR, fresh=True)
def forget_factors(key: uuid.UUID) -> ResponseReturnValue:
    """Take somebody's second factor away."""
    found = factor_resets.forget_factors(actor(), key)
    flash(_("De tweede stap is gewist. De persoon kreeg een mail en stelt een nieuwe in."), "success")
    if found.organisation_id == actor().organisation_id:
        return redirect(url_for("accounts.people"))
    return redirect(url_for("accounts.people_of", key=found.organisation_id))


def _own_factors(form: Form) -> str:
    overview = own_factors.get_overview(actor())
    return render_template(
        "accounts/own_factors.html", overview=overview, form=form, can_passkey=passkeys.is_possible()
    )


def _app(form: Form) -> str:
    user = log_in.get_own_user(actor())
    has_app = user.totp_secret is not None
    return render_template("accounts/own_app.html", form=form, has_app=has_app, **secret_of(user.email))


def _done(text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("accounts.own_factors"))
