# SPDX-License-Identifier: EUPL-1.2
"""Sending a browser to the log-in of an organisation: the address to come back to, and the page in between.

A form that is answered with a redirect to another host is stopped by our Content-Security-Policy (form-action), and by
right. So a form is answered with a page that holds a link.
"""

import uuid

from flask import current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from samencontroleren.accounts.models import IdentityProvider
from samencontroleren.accounts.provider_log_in import Departure

ATTEMPT = "provider"
"""The place in the (signed) cookie of what was asked, sealed."""


def back_address(provider: IdentityProvider) -> str:
    """Where this provider sends people back: one address for each, so that one can not answer for another."""
    return back_address_of(provider.organisation_id)


def back_address_of(organisation_id: uuid.UUID) -> str:
    """The same, by its organisation: known before anything is kept, since a provider asks it first.

    It follows from BASE_URL, not from the host that a client named.
    """
    base: str = current_app.config["BASE_URL"]
    return base + url_for("accounts.provider_back", key=organisation_id)


def keys_address_of(organisation_id: uuid.UUID) -> str:
    """Where a provider reads our public keys."""
    base: str = current_app.config["BASE_URL"]
    return base + url_for("accounts.provider_keys", key=organisation_id)


def go(departure: Departure) -> ResponseReturnValue:
    """Straight on, for whoever followed a link."""
    session[ATTEMPT] = departure.sealed
    return redirect(departure.url)


def show_departure(provider: IdentityProvider, departure: Departure) -> ResponseReturnValue:
    """The page in between, for whoever sent a form."""
    session[ATTEMPT] = departure.sealed
    return render_template("accounts/provider_departure.html", provider=provider, url=departure.url)
