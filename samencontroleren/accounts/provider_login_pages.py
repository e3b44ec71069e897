# SPDX-License-Identifier: EUPL-1.2
"""Pages to log in through one's organisation, to come back from there, and to join the own account to it."""

import uuid
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import policy, provider_calls, provider_log_in, providers, sessions
from samencontroleren.accounts.kinds import FAULT_TEXTS, Errand
from samencontroleren.accounts.pages import address, blueprint, device, go_on_to, wanted
from samencontroleren.accounts.provider_departures import ATTEMPT, back_address, back_address_of, go, show_departure
from samencontroleren.accounts.provider_log_in import Arrival, ProviderRefused
from samencontroleren.core import ledger
from samencontroleren.core.errors import NotFound
from samencontroleren.core.fields import Form
from samencontroleren.core.security import check_attempts, count_attempt
from samencontroleren.core.web import actor, needs, pick

PER_ADDRESS = 60
UNKNOWN_NAME = "Deze naam kennen we niet. Vraag de naam aan de beheerder van uw organisatie."


@blueprint.get("/inloggen/organisatie")
def provider_choice() -> ResponseReturnValue:
    """Ask for the short name of the organisation; no mail address, since that decides nothing."""
    typed = request.args.get("naam", "")
    found = _find(typed) if typed.strip() else None
    errors = {"naam": [UNKNOWN_NAME]}
    form = Form({"naam": typed}, errors if typed.strip() and found is None else None)
    page = render_template("accounts/provider_choice.html", form=form, provider=found, next=wanted())
    return page, 422 if form.has_errors else 200


@blueprint.get("/inloggen/organisatie/<short_name>")
def provider_start(short_name: str) -> ResponseReturnValue:
    """To the log-in of an organisation; an address for bookmarks and for the organisation's own portal."""
    if g.get("actor") is not None and request.args.get("next") is None:
        return redirect("/")
    found = _find(short_name)
    if found is None:
        return redirect(url_for("accounts.provider_choice", naam=short_name))
    return go(provider_log_in.depart(found, Errand.LOG_IN, back_address(found), wanted()))


def _find(short_name: str) -> Any:
    """By its short name; who guesses is slowed down."""
    subject = f"provider name from {address()}"
    check_attempts(subject, most=PER_ADDRESS)
    found = providers.find_active(short_name)
    if found is None:
        ledger.note(lambda: count_attempt(subject))
    return found


@blueprint.get("/inloggen/terug/<uuid:key>")
def provider_back(key: uuid.UUID) -> ResponseReturnValue:
    """Take in somebody whom a provider sends back. One of the few GETs that write: OpenID Connect leaves no choice."""
    sealed, sent = session.pop(ATTEMPT, None), request.args.to_dict()
    try:
        arrival = provider_log_in.arrive(g.get("actor"), key, sent, sealed, back_address_of(key), address(), device())
    except ProviderRefused as error:
        return _refused(error)
    return _arrived(arrival)


def _arrived(arrival: Arrival) -> ResponseReturnValue:
    if arrival.start is not None:
        return go_on_to(arrival.start, arrival.next)
    if arrival.errand is Errand.TRY:
        return render_template("accounts/provider_tried.html", arrival=arrival, claims=_shown(arrival))
    if arrival.errand is Errand.LINK:
        text = _("Uw account is gekoppeld. U kunt nu inloggen via %(name)s.", name=arrival.provider.organisation.name)
        flash(text, "success")
        return redirect(url_for("accounts.provider_links"))
    return redirect(arrival.next)


def _shown(arrival: Arrival) -> list[tuple[str, str]]:
    """What an administrator needs to see of the answer, to set the levels and the tenant right."""
    claims = arrival.identity.claims
    asked = (arrival.provider.kvk_claim, arrival.provider.acting_claim)
    shown = ((name, claims.get(name)) for name in ("iss", "sub", "acr", "amr", "tid", *filter(None, asked)))
    return [(name, str(value)[:200]) for name, value in shown if value is not None]


def _refused(error: ProviderRefused) -> ResponseReturnValue:
    text = pick(FAULT_TEXTS[error.fault])
    is_own = error.errand is Errand.TRY
    page = render_template("accounts/provider_refused.html", text=text, found=error.found, is_try=is_own)
    return page, 400


@blueprint.get("/inloggen/sleutels/<uuid:key>")
def provider_keys(key: uuid.UUID) -> ResponseReturnValue:
    """Our public keys for one provider (RFC 7517)."""
    found = providers.find_of(key)
    if found is None or found.key_sealed is None:
        raise NotFound()
    return jsonify(provider_calls.public_keys(found))


@blueprint.post("/uitnodiging/<token>/organisatie")
def join_with_provider(token: str) -> ResponseReturnValue:
    """Accept an invitation through the log-in of the organisation."""
    found = provider_log_in.provider_for(token)
    departure = provider_log_in.depart(found, Errand.JOIN, back_address(found), invitation=token)
    return show_departure(found, departure)


@blueprint.get("/bevestigen/organisatie")
@needs()
def confirm_with_provider() -> ResponseReturnValue:
    """Show oneself anew at the organisation's own log-in."""
    found = provider_log_in.confirming_provider()
    if found is None:
        raise NotFound()
    return go(provider_log_in.depart_to_confirm(actor(), back_address(found), wanted()))


@blueprint.get("/profiel/organisaties")
@needs()
def provider_links() -> ResponseReturnValue:
    """The log-ins of the organisations one works for, and whether the own account is joined to each."""
    return render_template(
        "accounts/provider_links.html", links=providers.list_own_links(actor()), is_own_way=sessions.is_own_way()
    )


@blueprint.post("/profiel/organisaties/<uuid:key>")
@needs(policy.PROVIDER_LINK, fresh=True)
def link_provider(key: uuid.UUID) -> ResponseReturnValue:
    """Join the own account to one of them."""
    found = providers.get_to_link(actor(), key)
    return show_departure(found, provider_log_in.depart_to_link(actor(), found, back_address(found)))
