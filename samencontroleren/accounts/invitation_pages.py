# SPDX-License-Identifier: EUPL-1.2
"""The page behind the link in an invitation. Looking notes that it was seen; only the form uses the invitation up."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import invitations, log_in, providers, schemas
from samencontroleren.accounts.invitations import InvitationState
from samencontroleren.accounts.pages import address, blueprint, device, go_on
from samencontroleren.core import ledger
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.organisations.kinds import ROLE_LABELS

GONE = 410


@blueprint.get("/uitnodiging/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """Who invites, and how to accept."""
    welcome = invitations.find_welcome(token)
    status = 200 if welcome.state is InvitationState.OPEN else GONE
    if welcome.invitation.opened_at is None and request.method == "GET":
        ledger.note(lambda: invitations.note_opened(welcome.invitation.id))
    return _page(welcome, token, Form({"name": welcome.invitation.name})), status


@blueprint.post("/uitnodiging/<token>")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Accept: as the person logged in, with the account one has, or with a new one."""
    welcome = invitations.find_welcome(token)
    if welcome.state is not InvitationState.OPEN:
        return _page(welcome, token, Form()), GONE
    if g.get("actor") is not None:
        invitations.accept_logged_in(g.actor, token)
        flash(_("Welkom. U werkt nu voor %(name)s.", name=welcome.organisation.name), "success")
        return redirect("/")
    try:
        return go_on(_accept(token, welcome.has_account))
    except Invalid as error:
        return _page(welcome, token, Form.typed(request.form, error)), 422


def _accept(token: str, has_account: bool) -> log_in.Start:
    if has_account:
        typed = load(schemas.KnownAccountInput(), request.form)
        return invitations.accept_with_password(token, typed["password"], address(), device())
    typed = load(schemas.NewAccountInput(), request.form)
    return invitations.accept_as_new(token, typed["name"], typed["password"], device())


def _page(welcome: invitations.Welcome, token: str, form: Form) -> str:
    return render_template(
        "accounts/invitation.html",
        welcome=welcome,
        token=token,
        form=form,
        role_labels=[ROLE_LABELS[role] for role in welcome.roles],
        is_logged_in=g.get("actor") is not None,
        is_mine=invitations.is_for(welcome, g.get("actor")),
        provider=providers.find_active_of(welcome.invitation.organisation_id),
    )
