# SPDX-License-Identifier: EUPL-1.2
"""Pages of API clients: an administrator makes them, gives them another secret, and revokes them."""

import uuid
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import clients, policy, schemas
from samencontroleren.accounts.pages import blueprint
from samencontroleren.core import clock
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.organisations.kinds import ROLE_LABELS
from samencontroleren.organisations.scopes import SCOPE_LABELS, Scope


@blueprint.get("/api-clients")
@needs(policy.CLIENT_VIEW)
def api_clients() -> ResponseReturnValue:
    """The API clients of one's own organisation."""
    return render_template("accounts/api_clients.html", **_page())


@blueprint.get("/api-clients/nieuw")
@needs(policy.CLIENT_ADD, fresh=True)
def new_api_client() -> ResponseReturnValue:
    """The form to make a client."""
    form = Form({"scopes": [Scope.READ.value], "expires_on": str(clock.today() + timedelta(days=365))})
    return render_template("accounts/api_client_new.html", form=form, **_choices())


@blueprint.post("/api-clients/nieuw")
@needs(policy.CLIENT_ADD, fresh=True)
def add_api_client() -> ResponseReturnValue:
    """Make a client and show its secret, this once."""
    try:
        made, secret = clients.add_client(actor(), **load(schemas.ClientInput(), request.form))
    except Invalid as error:
        return invalid("accounts/api_client_new.html", error, **_choices())
    return _unkept(made, secret)


@blueprint.get("/api-clients/<uuid:key>")
@needs(policy.CLIENT_VIEW)
def api_client(key: uuid.UUID) -> ResponseReturnValue:
    """One client: what it may do and when it was used last."""
    client = clients.get_client(actor(), key)
    is_beyond = clients.is_beyond(actor(), client)
    return render_template("accounts/api_client.html", client=client, is_beyond=is_beyond, **_words())


@blueprint.post("/api-clients/<uuid:key>/geheim")
@needs(policy.CLIENT_EDIT, fresh=True)
def renew_api_secret(key: uuid.UUID) -> ResponseReturnValue:
    """Give a client another secret and show it, this once."""
    return _unkept(*clients.renew_secret(actor(), key))


@blueprint.post("/api-clients/<uuid:key>/intrekken")
@needs(policy.CLIENT_EDIT)
def revoke_api_client(key: uuid.UUID) -> ResponseReturnValue:
    """Shut a client out."""
    clients.revoke_client(actor(), key)
    flash(_("De client is ingetrokken. Hij kan meteen niets meer."), "success")
    return redirect(url_for("accounts.api_clients"))


def _unkept(client: Any, secret: str) -> ResponseReturnValue:
    """The secret stands in this one answer only: no redirect, nothing in a session."""
    return render_template("accounts/api_client_secret.html", client=client, secret=secret)


def _page() -> dict[str, Any]:
    return {"clients": clients.list_clients(actor()), "today": clock.today(), **_words()}


def _words() -> dict[str, Any]:
    return {"role_labels": ROLE_LABELS, "scope_labels": SCOPE_LABELS, "today": clock.today()}


def _choices() -> dict[str, Any]:
    organisation = clients.own_organisation(actor())
    return {"roles": clients.roles_to_give(actor(), organisation.kind), "organisation": organisation, **_words()}
