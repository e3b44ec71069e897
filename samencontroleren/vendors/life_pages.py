# SPDX-License-Identifier: EUPL-1.2
"""Pages on which a supplier keeps the life of a product."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.web import actor, language, needs
from samencontroleren.vendors import life, policy, schemas
from samencontroleren.vendors.countries import country_name
from samencontroleren.vendors.kinds import HOSTING_LABELS
from samencontroleren.vendors.pages import blueprint, countries

FORMS = ("version", "ends", "hosting")


@blueprint.get("/producten/<uuid:key>/levensloop")
@needs(policy.LIFE_EDIT)
def life_of_product(key: uuid.UUID) -> ResponseReturnValue:
    """Versions, ends and hosting, with a form for each."""
    return _page(key)


@blueprint.post("/producten/<uuid:key>/versies")
@needs(policy.LIFE_EDIT)
def add_version(key: uuid.UUID) -> ResponseReturnValue:
    """Write a version down."""
    try:
        life.add_version(actor(), key, **load(schemas.VersionInput(), request.form))
    except Invalid as error:
        return _page(key, version=Form.typed(request.form, error)), 422
    flash(_("De versie is toegevoegd."), "success")
    return redirect(url_for("vendors.life_of_product", key=key))


@blueprint.get("/versies/<uuid:key>/wijzigen")
@needs(policy.LIFE_EDIT)
def edit_version(key: uuid.UUID) -> ResponseReturnValue:
    """Form to change a version."""
    found = life.get_version(actor(), key)
    form = Form({name: getattr(found, name) for name in ("name", "released_on", "support_ends_on")})
    return _version_page(key, form)


@blueprint.post("/versies/<uuid:key>/wijzigen")
@needs(policy.LIFE_EDIT)
def change_version(key: uuid.UUID) -> ResponseReturnValue:
    """Change a version."""
    try:
        changed = life.change_version(actor(), key, **load(schemas.ChangedVersion(), request.form))
    except Invalid as error:
        return _version_page(key, Form.typed(request.form, error)), 422
    except Changed:
        return _version_page(key, Form.typed(request.form, Invalid({})), is_stale=True), 409
    flash(_("De versie is opgeslagen."), "success")
    return redirect(url_for("vendors.life_of_product", key=changed.product_id))


@blueprint.post("/producten/<uuid:key>/einde")
@needs(policy.LIFE_EDIT)
def set_ends(key: uuid.UUID) -> ResponseReturnValue:
    """Write down when sale and support end."""
    try:
        life.set_ends(actor(), key, **load(schemas.EndsInput(), request.form))
    except Invalid as error:
        return _page(key, ends=Form.typed(request.form, error)), 422
    except Changed:
        return _page(key, is_stale=True, ends=Form.typed(request.form, Invalid({}))), 409
    flash(_("De einddagen zijn opgeslagen."), "success")
    return redirect(url_for("vendors.life_of_product", key=key))


@blueprint.post("/producten/<uuid:key>/hosting")
@needs(policy.LIFE_EDIT)
def change_hosting(key: uuid.UUID) -> ResponseReturnValue:
    """Deliver a product another way or elsewhere."""
    try:
        life.change_hosting(actor(), key, **load(schemas.HostingInput(), request.form))
    except Invalid as error:
        return _page(key, hosting=Form.typed(request.form, error)), 422
    except Changed:
        return _page(key, is_stale=True, hosting=Form.typed(request.form, Invalid({}))), 409
    flash(_("De levering is opgeslagen, met de dag waarop zij veranderde."), "success")
    return redirect(url_for("vendors.life_of_product", key=key))


def _page(key: uuid.UUID, is_stale: bool = False, **forms: Form) -> str:
    product = life.get_product_to_keep(actor(), key)
    stored: dict[str, Form] = {
        "version": Form(),
        "ends": Form({"sale_ends_on": product.sale_ends_on, "support_ends_on": product.support_ends_on}),
        "hosting": Form(
            {
                "hosting": product.hosting,
                "hosting_country": product.hosting_country,
                "since": clock.today().isoformat(),
            }
        ),
    }
    context: dict[str, Any] = {"product": product, "life": life.life_of(actor(), key), "is_stale": is_stale}
    return render_template(
        "vendors/life.html",
        forms={**stored, **forms},
        hostings=HOSTING_LABELS,
        countries=countries(),
        country_name=country_name,
        language=language,
        **context,
    )


def _version_page(key: uuid.UUID, form: Form, is_stale: bool = False) -> str:
    found = life.get_version(actor(), key)
    product = life.get_product_to_keep(actor(), found.product_id)
    return render_template("vendors/version.html", form=form, version=found, product=product, is_stale=is_stale)
