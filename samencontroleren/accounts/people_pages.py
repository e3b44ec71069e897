# SPDX-License-Identifier: EUPL-1.2
"""Pages for administrators: the people of an organisation, their roles, and invitations."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import invitations, mailing, people, policy, schemas
from samencontroleren.accounts.kinds import STAND_LABELS, STAND_TONES
from samencontroleren.accounts.pages import blueprint
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, can_ever, needs
from samencontroleren.organisations.kinds import ROLE_LABELS, ROLE_MEANINGS, ROLES_OF


@blueprint.get("/organisatie/gebruikers", endpoint="people")
@needs(policy.VIEW)
def people_page() -> ResponseReturnValue:
    """The people of one's own organisation."""
    if actor().organisation_id is None:
        raise NotFound()
    return _people(actor().organisation_id)


@blueprint.get("/organisaties/<uuid:key>/gebruikers")
@needs(policy.INVITE)
def people_of(key: uuid.UUID) -> ResponseReturnValue:
    """The people of an organisation, for VNG; its first administrator is invited here."""
    if key == actor().organisation_id:
        return redirect(url_for("accounts.people"))
    return _people(key)


@blueprint.post("/organisaties/<uuid:key>/uitnodigingen")
@needs(policy.INVITE)
def send_invitation(key: uuid.UUID) -> ResponseReturnValue:
    """Invite somebody by mail."""
    people.get_organisation(actor(), key)
    try:
        made, token = invitations.invite(actor(), key, **load(schemas.InvitationInput(), request.form))
    except Invalid as error:
        return _people(key, Form.typed(request.form, error)), 422
    mailing.send_invitation(made, token)
    flash(_("De uitnodiging aan %(email)s is verstuurd.", email=made.email), "success")
    return _back(key)


@blueprint.post("/uitnodigingen/<uuid:key>/intrekken")
@needs(policy.INVITATION_REVOKE)
def revoke_invitation(key: uuid.UUID) -> ResponseReturnValue:
    """Make an invitation useless."""
    revoked = invitations.revoke_invitation(actor(), key)
    flash(_("De uitnodiging is ingetrokken. De link werkt niet meer."), "success")
    return _back(revoked.organisation_id)


@blueprint.post("/uitnodigingen/<uuid:key>/opnieuw")
@needs(policy.INVITATION_REVOKE)
def resend_invitation(key: uuid.UUID) -> ResponseReturnValue:
    """Send a new link; the earlier one stops working."""
    made, token = invitations.invite_again(actor(), key)
    mailing.send_invitation(made, token)
    flash(_("De nieuwe uitnodiging aan %(email)s is verstuurd.", email=made.email), "success")
    return _back(made.organisation_id)


@blueprint.get("/organisatie/gebruikers/<uuid:key>")
@needs(policy.EDIT)
def member(key: uuid.UUID) -> ResponseReturnValue:
    """One colleague: roles and end of access."""
    return _member(key)


@blueprint.post("/organisatie/gebruikers/<uuid:key>")
@needs(policy.EDIT)
def change_roles(key: uuid.UUID) -> ResponseReturnValue:
    """Change the roles of a colleague."""
    try:
        people.change_roles(actor(), key, load(schemas.RolesInput(), request.form)["roles"])
    except Invalid as error:
        return _member(key, Form.typed(request.form, error)), 422
    flash(_("De rollen zijn opgeslagen."), "success")
    return redirect(url_for("accounts.people"))


@blueprint.post("/organisatie/gebruikers/<uuid:key>/beeindigen")
@needs(policy.EDIT)
def end_membership(key: uuid.UUID) -> ResponseReturnValue:
    """End the access of a colleague."""
    people.end_membership(actor(), key)
    flash(_("De toegang is beëindigd. Deze persoon is meteen uitgelogd."), "success")
    return redirect(url_for("accounts.people"))


@blueprint.post("/organisatie/gebruikers/<uuid:key>/toelaten")
@needs(policy.LET_IN)
def let_in_again(key: uuid.UUID) -> ResponseReturnValue:
    """Undo the block of an account."""
    found = people.let_in_again(actor(), key)
    flash(_("%(name)s kan weer inloggen.", name=found.user.name), "success")
    return _back(found.organisation_id)


def _back(organisation_id: uuid.UUID) -> ResponseReturnValue:
    if organisation_id == actor().organisation_id:
        return redirect(url_for("accounts.people"))
    return redirect(url_for("accounts.people_of", key=organisation_id))


def _people(key: uuid.UUID, form: Form | None = None) -> str:
    organisation = people.get_organisation(actor(), key)
    return render_template(
        "accounts/people.html",
        organisation=organisation,
        is_own=key == actor().organisation_id,
        members=people.list_members(actor(), key),
        is_managed=invitations.has_administrator(key),
        has_free_administrator=people.has_free_administrator(key),
        invitations=invitations.stands(invitations.list_open_invitations(actor(), key)),
        closed=invitations.stands(invitations.list_closed_invitations(actor(), key)),
        stand_labels=STAND_LABELS,
        stand_tones=STAND_TONES,
        role_labels=ROLE_LABELS,
        role_meanings=ROLE_MEANINGS,
        roles=ROLES_OF[organisation.kind],
        form=form or Form({"language": "nl"}),
        can_reset_factor=can_ever(actor(), [policy.RESET_FACTOR]),
    )


def _member(key: uuid.UUID, form: Form | None = None) -> str:
    found = people.get_member(actor(), key)
    return render_template(
        "accounts/member.html",
        member=found,
        is_self=found.user_id == actor().user_id,
        role_labels=ROLE_LABELS,
        role_meanings=ROLE_MEANINGS,
        roles=ROLES_OF[found.organisation.kind],
        form=form or Form({"roles": [each.role.value for each in found.roles]}),
    )
