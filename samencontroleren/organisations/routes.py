# SPDX-License-Identifier: EUPL-1.2
"""Pages of organisations, for VNG."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.access import require_any
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.organisations import (
    mandate_pages,
    merger_pages,
    mergers,
    partnerships,
    policy,
    schemas,
    service,
)
from samencontroleren.organisations.kinds import KIND_LABELS, PROVINCES, SUCCESSION_LABELS
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.pages import blueprint

__all__ = ["NAVIGATION", "blueprint", "mandate_pages", "merger_pages"]

FACTS = ("name", "code", "rsin", "oin", "province", "inhabitants")

NAVIGATION = (NavigationItem("organisations.index", "Organisaties", weight=85),)


@blueprint.get("/organisaties")
@needs(policy.LIST)
def index() -> ResponseReturnValue:
    """All organisations, with search."""
    wanted = load(schemas.OrganisationQuery(), request.args)
    page = service.list_organisations(actor(), **wanted)
    return render_template(
        "organisations/index.html",
        page=page,
        successors=mergers.successors_of([each.id for each in page.rows if each.ended_on]),
        can_add=service.can_add(actor()),
        filters=Form(request.args),
        kinds=KIND_LABELS,
    )


@blueprint.get("/organisaties/nieuw")
@needs(policy.EDIT)
def new() -> ResponseReturnValue:
    """Form for an organisation to let in."""
    require_any(actor(), policy.EDIT)
    return render_template("organisations/edit.html", form=Form(), **_context(None))


@blueprint.post("/organisaties/nieuw")
@needs(policy.EDIT)
def add() -> ResponseReturnValue:
    """Let an organisation in."""
    try:
        made = service.add_organisation(actor(), **load(schemas.NewOrganisation(), request.form))
    except Invalid as error:
        return invalid("organisations/edit.html", error, **_context(None))
    flash(_("De organisatie is toegevoegd. Nodig nu de eerste beheerder uit."), "success")
    return redirect(url_for("accounts.people_of", key=made.id))


@blueprint.get("/organisaties/<uuid:key>")
@needs(policy.VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One organisation."""
    found = service.get_organisation(actor(), key)
    return render_template(
        "organisations/show.html",
        organisation=found,
        kind_label=KIND_LABELS[found.kind],
        successor=mergers.successor_of(key),
        predecessors=mergers.predecessors_of(key),
        succession_labels=SUCCESSION_LABELS,
        mandates=partnerships.list_mandates(actor(), key),
        can_mandate=partnerships.can_mandate(actor()),
        today=clock.today(),
        can_edit=service.can_add(actor()),
        can_list=service.can_list(actor()),
    )


@blueprint.get("/organisaties/<uuid:key>/wijzigen")
@needs(policy.EDIT)
def edit(key: uuid.UUID) -> ResponseReturnValue:
    """Form to change name and code."""
    found = service.get_organisation_to_edit(actor(), key)
    form = Form({name: getattr(found, name) for name in FACTS})
    return render_template("organisations/edit.html", form=form, **_context(found))


@blueprint.post("/organisaties/<uuid:key>/wijzigen")
@needs(policy.EDIT)
def change(key: uuid.UUID) -> ResponseReturnValue:
    """Change name and code."""
    found = service.get_organisation_to_edit(actor(), key)
    try:
        service.change_organisation(actor(), key, **load(schemas.ChangedOrganisation(), request.form))
    except Invalid as error:
        return invalid("organisations/edit.html", error, **_context(found))
    except Changed:
        form = Form.typed(request.form, Invalid({}))
        return render_template("organisations/edit.html", form=form, is_stale=True, **_context(found)), 409
    flash(_("De organisatie is opgeslagen."), "success")
    return redirect(url_for("organisations.show", key=key))


def _context(found: Organisation | None) -> dict[str, Any]:
    kinds = {} if found else {kind.value: KIND_LABELS[kind] for kind in schemas.ADDABLE}
    return {"organisation": found, "kinds": kinds, "provinces": PROVINCES}
