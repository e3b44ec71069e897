# SPDX-License-Identifier: EUPL-1.2
"""Pages of the register of products in use."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, invalid, needs
from samencontroleren.usage import policy, schemas, service
from samencontroleren.usage.kinds import USAGE_LABELS, UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors import service as vendors

blueprint = Blueprint("usage", __name__)

NAVIGATION = (NavigationItem("usage.index", "Gebruik", weight=30),)

TONES = {UsageState.CLAIMED: "warning", UsageState.CONFIRMED: "good", UsageState.ENDED: "dark"}

REJECTED = ("Afgewezen", "Rejected")


def label_of(found: Usage) -> tuple[str, str]:
    """The state in words: a line that ended because a colleague rejected the claim says so."""
    return REJECTED if found.rejected_by_id else USAGE_LABELS[found.state]


def tone_of(found: Usage) -> str:
    """The tone that goes with it."""
    return "bad" if found.rejected_by_id else TONES[found.state]


@blueprint.get("/gebruik")
@needs(policy.VIEW)
def index() -> ResponseReturnValue:
    """The register of one's own gemeente."""
    wanted = load(schemas.RegisterQuery(), request.args)
    return render_template(
        "usage/index.html",
        page=service.list_usages(actor(), **wanted),
        counts=service.state_counts(actor()),
        states=USAGE_LABELS,
        label_of=label_of,
        tone_of=tone_of,
        me=actor().user_id,
        municipalities=service.municipality_names(actor()),
        filters=Form(request.args),
    )


@blueprint.get("/gebruik/aanmelden")
@needs(policy.CLAIM)
def choose() -> ResponseReturnValue:
    """Search the product that is used."""
    wanted = load(schemas.ProductQuery(), request.args)
    page = vendors.list_products(actor(), wanted["search"], page=wanted["page"])
    known = service.find_usages(actor(), [each.id for each in page.rows])
    return render_template(
        "usage/choose.html",
        page=page,
        known=known,
        states=USAGE_LABELS,
        tones=TONES,
        filters=Form(request.args),
    )


@blueprint.get("/producten/<uuid:key>/gebruik")
@needs(policy.CLAIM)
def new(key: uuid.UUID) -> ResponseReturnValue:
    """Form to say that a product is used."""
    product = service.get_claimable(actor(), key)
    return render_template("usage/claim.html", form=Form(), product=product, choices=_choices(key))


@blueprint.post("/producten/<uuid:key>/gebruik")
@needs(policy.CLAIM)
def claim(key: uuid.UUID) -> ResponseReturnValue:
    """Say that a product is used."""
    product = service.get_claimable(actor(), key)
    try:
        made = service.claim_usage(actor(), key, **load(schemas.NewUsage(), request.form))
    except Invalid as error:
        return invalid("usage/claim.html", error, product=product, choices=_choices(key))
    flash(_("Het product staat in het register. Een collega bevestigt het."), "success")
    return redirect(url_for("usage.show", key=made.id))


@blueprint.get("/gebruik/<uuid:key>")
@needs(policy.VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One line of the register, with what can be done."""
    return _show(key, _facts(service.get_usage(actor(), key)))


def _facts(found: Usage) -> Form:
    names = ("process", "contract_number", "is_critical", "leads_contract")
    return Form({name: getattr(found, name) for name in names})


@blueprint.post("/gebruik/<uuid:key>")
@needs(policy.EDIT)
def change(key: uuid.UUID) -> ResponseReturnValue:
    """Change process, contract or weight."""
    try:
        service.change_usage(actor(), key, **load(schemas.ChangedUsage(), request.form))
    except Invalid as error:
        return _show(key, Form.typed(request.form, error)), 422
    except Changed:
        return _show(key, Form.typed(request.form, Invalid({})), is_stale=True), 409
    flash(_("De gegevens zijn opgeslagen."), "success")
    return redirect(url_for("usage.show", key=key))


@blueprint.post("/gebruik/<uuid:key>/bevestigen")
@needs(policy.CONFIRM, fresh=True)
def confirm(key: uuid.UUID) -> ResponseReturnValue:
    """The second person confirms."""
    service.get_usage(actor(), key)
    service.confirm_usage(actor(), key, **load(schemas.Confirmation(), request.form))
    flash(_("Het gebruik is bevestigd. Uw gemeente kan nu meer lezen over dit product."), "success")
    return redirect(url_for("usage.show", key=key))


@blueprint.post("/gebruik/<uuid:key>/afwijzen")
@needs(policy.CONFIRM)
def reject(key: uuid.UUID) -> ResponseReturnValue:
    """The second person says that it is not right."""
    found = service.get_usage(actor(), key)
    try:
        service.reject_usage(actor(), key, **load(schemas.Rejection(), request.form))
    except Invalid as error:
        return _show(key, _facts(found), rejection=Form.typed(request.form, error)), 422
    flash(_("De aanmelding is afgewezen. Wie haar deed, krijgt uw reden te lezen."), "success")
    return redirect(url_for("usage.index"))


@blueprint.post("/gebruik/<uuid:key>/beeindigen")
@needs(policy.EDIT)
def end(key: uuid.UUID) -> ResponseReturnValue:
    """The gemeente no longer uses the product."""
    service.end_usage(actor(), key)
    flash(_("Het product staat nu als niet meer in gebruik in het register."), "success")
    return redirect(url_for("usage.show", key=key))


def _choices(product_id: uuid.UUID) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in service.list_claimable_for(actor(), product_id)]


def _show(key: uuid.UUID, form: Form, is_stale: bool = False, rejection: Form | None = None) -> str:
    found = service.get_usage(actor(), key)
    return render_template(
        "usage/show.html",
        usage=found,
        form=form,
        rejection=rejection or Form(),
        label=label_of(found),
        tone=tone_of(found),
        names=service.names_of(found),
        municipalities=service.municipality_names(actor()),
        is_mine=found.claimed_by_id == actor().user_id,
        can_confirm=service.can_confirm(actor(), found),
        can_edit=service.can_edit(actor(), found),
        is_stale=is_stale,
    )
