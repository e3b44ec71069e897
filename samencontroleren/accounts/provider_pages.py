# SPDX-License-Identifier: EUPL-1.2
"""Pages of the log-in of an organisation, for whoever sets it up; and the list of them for VNG."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import policy, provider_log_in, providers, schemas
from samencontroleren.accounts.kinds import PROOF_LABELS, ClientProof
from samencontroleren.accounts.models import IdentityProvider
from samencontroleren.accounts.pages import blueprint
from samencontroleren.accounts.provider_departures import back_address, back_address_of, keys_address_of, show_departure
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs

EMPTY = {"proof": ClientProof.SECRET.value}


@blueprint.get("/organisatie/inloggen")
@needs(policy.PROVIDER_SET_UP)
def provider() -> ResponseReturnValue:
    """The log-in of one's own organisation: how it stands, and what to do next."""
    found = providers.find_own(actor())
    if found is None:
        return render_template("accounts/provider_none.html", organisation=providers.own_organisation(actor()))
    return render_template(
        "accounts/provider.html",
        provider=found,
        unlinked=providers.list_unlinked(actor(), found),
        is_linked=providers.is_linked(actor(), found),
        proof_labels=PROOF_LABELS,
        start_url=url_for("accounts.provider_start", short_name=found.short_name, _external=True),
        **_addresses(found.organisation_id),
    )


@blueprint.get("/organisatie/inloggen/instellen")
@needs(policy.PROVIDER_SET_UP, fresh=True)
def edit_provider() -> ResponseReturnValue:
    """The form to set it up, or to change it."""
    found = providers.find_own(actor())
    return render_template("accounts/provider_edit.html", form=Form(_values(found) if found else EMPTY), **_page(found))


@blueprint.post("/organisatie/inloggen/instellen")
@needs(policy.PROVIDER_SET_UP, fresh=True)
def save_provider() -> ResponseReturnValue:
    """Keep it."""
    try:
        providers.save(actor(), **load(schemas.ProviderInput(), request.form))
    except Invalid as error:
        return invalid("accounts/provider_edit.html", error, **_page(providers.find_own(actor())))
    flash(_("Opgeslagen."), "success")
    return redirect(url_for("accounts.provider"))


@blueprint.post("/organisatie/inloggen/proef")
@needs(policy.PROVIDER_EDIT, fresh=True)
def try_provider() -> ResponseReturnValue:
    """Try it oneself."""
    found = providers.get_own(actor())
    return show_departure(found, provider_log_in.depart_to_try(actor(), back_address(found)))


@blueprint.post("/organisatie/inloggen/aan")
@needs(policy.PROVIDER_EDIT, fresh=True)
def switch_provider_on() -> ResponseReturnValue:
    """Let people log in through it."""
    providers.switch_on(actor())
    flash(_("Het inloggen staat aan. Vertel uw collega’s hoe zij hun account koppelen."), "success")
    return redirect(url_for("accounts.provider"))


@blueprint.post("/organisatie/inloggen/uit")
@needs(policy.PROVIDER_EDIT, fresh=True)
def switch_provider_off() -> ResponseReturnValue:
    """Let nobody in through it any more."""
    providers.switch_off(actor())
    flash(_("Het inloggen staat uit. Iedereen logt weer in met wachtwoord of passkey."), "success")
    return redirect(url_for("accounts.provider"))


@blueprint.post("/organisatie/inloggen/verplicht")
@needs(policy.PROVIDER_EDIT, fresh=True)
def set_provider_obligatory() -> ResponseReturnValue:
    """Make it the only way in, or not any more."""
    found = providers.set_obligatory(actor(), load(schemas.ObligatoryInput(), request.form)["is_obligatory"])
    text = (
        _("Inloggen via uw organisatie is nu verplicht.") if found.is_obligatory else _("Het is niet meer verplicht.")
    )
    flash(text, "success")
    return redirect(url_for("accounts.provider"))


@blueprint.post("/organisatie/inloggen/sleutel")
@needs(policy.PROVIDER_EDIT, fresh=True)
def renew_provider_key() -> ResponseReturnValue:
    """Make another key of ours."""
    providers.renew_key(actor())
    flash(_("De nieuwe sleutel geldt. Uw inlogdienst haalt hem zelf bij ons op."), "success")
    return redirect(url_for("accounts.provider"))


@blueprint.get("/organisaties/inloggen")
@needs(policy.PROVIDER_LIST)
def all_providers() -> ResponseReturnValue:
    """Which organisations have a log-in of their own, for VNG."""
    return render_template("accounts/providers.html", providers=providers.list_all(actor()))


def _values(found: IdentityProvider) -> dict[str, Any]:
    names = ("short_name", "issuer", "client_id", "counts_as_factor", "tenant", "kvk_claim", "acting_claim")
    values = {name: getattr(found, name) for name in names}
    return {**values, "proof": found.proof.value, "levels": "\n".join(found.levels)}


def _page(found: IdentityProvider | None) -> dict[str, Any]:
    organisation = providers.own_organisation(actor())
    kept = {"provider": found, "proof_labels": PROOF_LABELS, "organisation": organisation}
    return {**kept, **_addresses(organisation.id)}


def _addresses(organisation_id: uuid.UUID) -> dict[str, str]:
    """What the administrator of the provider must know of us."""
    return {"back_url": back_address_of(organisation_id), "keys_url": keys_address_of(organisation_id)}
