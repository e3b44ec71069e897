# SPDX-License-Identifier: EUPL-1.2
"""Pages to invite people of suppliers to a round."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import policy as accounts_policy
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.keys import as_uuid
from samencontroleren.core.web import actor, needs
from samencontroleren.rounds import policy, schemas, service
from samencontroleren.rounds.kinds import CONTACTED_LABELS, REACH_LABELS, Contacted, RoundState
from samencontroleren.rounds.round_routes import blueprint, round_tabs
from samencontroleren.vendors import policy as vendors_policy

TONES = {
    Contacted.PREPARED: "neutral",
    Contacted.SENT: "info",
    Contacted.UNDELIVERED: "bad",
    Contacted.OPENED: "info",
    Contacted.ACCEPTED: "good",
    Contacted.SILENT: "warning",
    Contacted.EXPIRED: "bad",
    Contacted.WITHDRAWN: "dark",
}


@blueprint.get("/rondes/<uuid:key>/uitnodigingen")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW, policy.VIEW, policy.INVITATION_VIEW)
def invitations(key: uuid.UUID) -> ResponseReturnValue:
    """Whom of each supplier was invited, and how far that is."""
    found = service.get_round(actor(), key, policy.ROUND_EDIT)
    suppliers = service.list_suppliers(actor(), key)
    return render_template(
        "rounds/invitations.html",
        round=found,
        suppliers=suppliers,
        page=service.page_of_suppliers(suppliers, **load(schemas.SupplierQuery(), request.args)),
        filters=Form(request.args),
        reach_labels=REACH_LABELS,
        can_invite=found.state in (RoundState.PLANNED, RoundState.RUNNING),
        can_mail=found.state is RoundState.RUNNING,
        labels=CONTACTED_LABELS,
        tones=TONES,
        tabs=round_tabs(found, "rounds.invitations"),
    )


@blueprint.get("/rondes/<uuid:key>/uitnodigingen/<uuid:vendor_id>")
@needs(policy.ROUND_EDIT, policy.ROUND_VIEW, vendors_policy.VIEW, vendors_policy.CONTACT_VIEW)
def new_contact(key: uuid.UUID, vendor_id: uuid.UUID) -> ResponseReturnValue:
    """Form to invite somebody, with a known contact filled in."""
    return _contact_form(key, vendor_id, None)


@blueprint.post("/rondes/<uuid:key>/uitnodigingen/<uuid:vendor_id>")
@needs(
    policy.ROUND_EDIT,
    policy.ROUND_VIEW,
    vendors_policy.VIEW,
    vendors_policy.CONTACT_VIEW,
    accounts_policy.INVITE,
)
def invite_contact(key: uuid.UUID, vendor_id: uuid.UUID) -> ResponseReturnValue:
    """Invite somebody."""
    try:
        row = service.invite_contact(actor(), key, vendor_id, **load(schemas.ContactInput(), request.form))
    except Invalid as error:
        return _contact_form(key, vendor_id, Form.typed(request.form, error)), 422
    sent = _("De uitnodiging is verstuurd.")
    flash(sent if row.sent_at else _("De uitnodiging gaat mee als u de ronde opent."), "success")
    return redirect(url_for("rounds.invitations", key=key))


def _contact_form(key: uuid.UUID, vendor_id: uuid.UUID, form: Form | None) -> str:
    start = service.prefill(actor(), key, vendor_id, as_uuid(request.args.get("contact", "")))
    return render_template(
        "rounds/contact.html",
        form=form or Form({"name": start.name, "email": start.email, "language": "nl"}),
        round=service.get_round(actor(), key),
        supplier=start.supplier,
        others=start.others,
        action=url_for("rounds.invite_contact", key=key, vendor_id=vendor_id),
        here=url_for("rounds.new_contact", key=key, vendor_id=vendor_id),
        replaced=None,
    )


@blueprint.post("/rondes/uitnodigingen/<uuid:key>/opnieuw")
@needs(policy.INVITATION_VIEW, policy.ROUND_EDIT, policy.ROUND_VIEW, accounts_policy.INVITE)
def resend_invitation(key: uuid.UUID) -> ResponseReturnValue:
    """Mail an invitation again under a new link."""
    row = service.resend_invitation(actor(), key)
    flash(_("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."), "success")
    return redirect(url_for("rounds.invitations", key=row.round_id))


@blueprint.get("/rondes/uitnodigingen/<uuid:key>/vervangen")
@needs(policy.INVITATION_VIEW, policy.ROUND_EDIT, policy.ROUND_VIEW, vendors_policy.VIEW, vendors_policy.CONTACT_VIEW)
def other_contact(key: uuid.UUID) -> ResponseReturnValue:
    """Form to invite somebody else: this was the wrong person."""
    return _replace_form(key, None)


@blueprint.post("/rondes/uitnodigingen/<uuid:key>/vervangen")
@needs(
    policy.INVITATION_VIEW,
    policy.ROUND_EDIT,
    policy.ROUND_VIEW,
    vendors_policy.VIEW,
    vendors_policy.CONTACT_VIEW,
    accounts_policy.INVITE,
    accounts_policy.INVITATION_VIEW,
    accounts_policy.INVITATION_REVOKE,
)
def replace_contact(key: uuid.UUID) -> ResponseReturnValue:
    """Withdraw the invitation and invite somebody else."""
    try:
        row = service.replace_contact(actor(), key, **load(schemas.ContactInput(), request.form))
    except Invalid as error:
        return _replace_form(key, Form.typed(request.form, error)), 422
    flash(_("De eerste uitnodiging is ingetrokken. De nieuwe contactpersoon is uitgenodigd."), "success")
    return redirect(url_for("rounds.invitations", key=row.round_id))


def _replace_form(key: uuid.UUID, form: Form | None) -> str:
    row = service.get_invitation(actor(), key).row
    start = service.prefill(actor(), row.round_id, row.vendor_id, as_uuid(request.args.get("contact", "")))
    return render_template(
        "rounds/contact.html",
        form=form or Form({"name": start.name, "email": start.email, "language": row.language}),
        round=service.get_round(actor(), row.round_id),
        supplier=start.supplier,
        others=start.others,
        action=url_for("rounds.replace_contact", key=key),
        here=url_for("rounds.other_contact", key=key),
        replaced=row,
    )
