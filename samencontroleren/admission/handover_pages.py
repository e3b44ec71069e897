# SPDX-License-Identifier: EUPL-1.2
"""Pages of handing on: the form behind the link of an invitation, and the decision."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.accounts import invitations
from samencontroleren.accounts.invitations import InvitationState
from samencontroleren.admission import policy, schemas, service
from samencontroleren.admission.kinds import HANDOVER_LABELS, HANDOVER_TONES
from samencontroleren.admission.pages import blueprint
from samencontroleren.core.errors import Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, needs
from samencontroleren.organisations.kinds import ROLE_LABELS

GONE = 410


@blueprint.get("/uitnodiging/<token>/doorgeven")
def hand_on(token: str) -> ResponseReturnValue:
    """The form to name the right person; of an invitation that ended no more than that."""
    return _hand_on_page(token, Form())


@blueprint.post("/uitnodiging/<token>/doorgeven")
def propose(token: str) -> ResponseReturnValue:
    """Name the right person."""
    try:
        service.propose(token, **load(schemas.HandoverInput(), request.form))
    except Invalid as error:
        return _hand_on_page(token, Form.typed(request.form, error), status=422)
    return redirect(url_for("admission.hand_on", token=token))


@blueprint.get("/overdrachten")
@needs(policy.HANDOVER_DECIDE)
def handovers() -> ResponseReturnValue:
    """The proposals one decides on."""
    return render_template("admission/handovers.html", handovers=service.list_handovers(actor()), **_words())


@blueprint.get("/overdrachten/<uuid:key>")
@needs(policy.HANDOVER_DECIDE)
def handover(key: uuid.UUID) -> ResponseReturnValue:
    """One proposal."""
    found = service.get_handover(actor(), key)
    return render_template("admission/handover.html", handover=found, role_labels=ROLE_LABELS, **_words())


@blueprint.post("/overdrachten/<uuid:key>/goedkeuren")
@needs(policy.HANDOVER_DECIDE)
def approve(key: uuid.UUID) -> ResponseReturnValue:
    """Invite the person who was named."""
    found = service.approve(actor(), key)
    flash(_("%(name)s krijgt nu een uitnodiging. De eerdere link werkt niet meer.", name=found.name), "success")
    return redirect(url_for("admission.handovers"))


@blueprint.post("/overdrachten/<uuid:key>/afwijzen")
@needs(policy.HANDOVER_DECIDE)
def refuse(key: uuid.UUID) -> ResponseReturnValue:
    """Leave the invitation as it is."""
    service.refuse(actor(), key)
    flash(_("Het voorstel is afgewezen. De uitnodiging blijft zoals zij was."), "success")
    return redirect(url_for("admission.handovers"))


def _hand_on_page(token: str, form: Form, status: int = 200) -> tuple[str, int]:
    welcome = invitations.find_welcome(token)
    is_open = welcome.state is InvitationState.OPEN
    page = render_template(
        "admission/hand_on.html",
        welcome=welcome,
        is_open=is_open,
        is_managed=invitations.has_administrator(welcome.organisation.id),
        proposal=service.find_proposal(welcome),
        token=token,
        form=form,
    )
    return page, status if is_open else GONE


def _words() -> dict[str, object]:
    return {"state_labels": HANDOVER_LABELS, "state_tones": HANDOVER_TONES}
