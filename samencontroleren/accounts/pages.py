# SPDX-License-Identifier: EUPL-1.2
"""The blueprint of accounts and what its pages share; the views stand in the modules `*_pages`."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import factors, log_in, passkeys, provider_log_in, recovery
from samencontroleren.accounts.devices import device_name
from samencontroleren.accounts.models import User
from samencontroleren.core.fields import Form
from samencontroleren.core.web import actor, local_path

blueprint = Blueprint("accounts", __name__)
ENROLMENT = "enrolment"
"""The place in the (signed) cookie of a secret not yet kept, sealed."""


def wanted() -> str:
    """Where the person was going, when that is on this host."""
    return local_path(request.values.get("next"))


def go_on(start: log_in.Start) -> ResponseReturnValue:
    """To what follows after the password."""
    return go_on_to(start, wanted())


def go_on_to(start: log_in.Start, place: str) -> ResponseReturnValue:
    """To what follows in the log-in, and from there to a place."""
    if start == log_in.IN:
        return redirect(place)
    step = "accounts.factor" if start == log_in.SHOW else "accounts.enroll"
    return redirect(url_for(step, next=place))


def device() -> str:
    """What the browser says it is."""
    return request.user_agent.string


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def login_template(form: Form) -> str:
    """The log-in page."""
    return render_template("accounts/login.html", form=form, next=wanted(), can_passkey=passkeys.is_possible())


def factor_template(user: User, form: Form) -> str:
    """The second step, with what this person has."""
    return render_template("accounts/factor.html", form=form, next=wanted(), **_factors_of(user))


def confirm_template(form: Form) -> str:
    """The page that asks a fresh second factor."""
    user = log_in.get_own_user(actor())
    provider = provider_log_in.confirming_provider()
    return render_template("accounts/confirm.html", form=form, next=wanted(), provider=provider, **_factors_of(user))


def _factors_of(user: User) -> dict[str, bool]:
    has_app = user.totp_secret is not None or factors.is_exempt(user)
    can_passkey = passkeys.is_possible() and factors.has_passkey(user)
    return {"has_app": has_app, "can_passkey": can_passkey, "has_codes": recovery.count_left(user) > 0}


def enroll_template(user: User, form: Form) -> str:
    """The page where the first second factor is set up."""
    can_passkey = passkeys.is_possible()
    names = {"next": wanted(), "can_passkey": can_passkey, "suggested": suggested_name()}
    return render_template("accounts/enroll.html", form=form, **names, **secret_of(user.email))


def suggested_name() -> str:
    """What to call a passkey made in this browser."""
    browser, system = device_name(device())
    if browser and system:
        return str(_("%(browser)s op %(system)s", browser=browser, system=system))
    return browser or system or "Passkey"


def after_enrolment(text: str) -> ResponseReturnValue:
    """The first second factor is there: on to the recovery codes, and from there to where the person was going."""
    flash(text, "success")
    return redirect(url_for("accounts.recovery_codes", next=wanted()))


def secret_of(email: str) -> dict[str, str]:
    """The secret proposed to this browser, as picture and as text; the same one after a reload."""
    secret = proposed_secret()
    if secret is None:
        secret = factors.new_secret()
        session[ENROLMENT] = factors.seal(secret)
    return {"picture": factors.picture(secret, email), "key": factors.spelled(secret)}


def proposed_secret() -> str | None:
    """The secret that was proposed to this browser, if any."""
    return factors.unseal(session.get(ENROLMENT, ""))


def forget_secret() -> None:
    """The proposed secret was kept."""
    session.pop(ENROLMENT, None)
