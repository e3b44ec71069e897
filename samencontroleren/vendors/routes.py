# SPDX-License-Identifier: EUPL-1.2
"""Pages of suppliers, their products and contacts."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from samencontroleren.core.errors import Changed, Invalid
from samencontroleren.core.fields import Form, load
from samencontroleren.core.navigation import NavigationItem
from samencontroleren.core.web import actor, invalid, language, needs
from samencontroleren.organisations import mergers
from samencontroleren.organisations.kinds import SUCCESSION_LABELS
from samencontroleren.vendors import change_pages, changes, life, life_pages, policy, schemas, service
from samencontroleren.vendors.countries import country_name
from samencontroleren.vendors.kinds import CATEGORY_LABELS, CONTACT_LABELS, HOSTING_LABELS
from samencontroleren.vendors.models import Product, Vendor
from samencontroleren.vendors.pages import blueprint, countries

__all__ = ["NAVIGATION", "blueprint", "change_pages", "life_pages"]

NAVIGATION = (
    NavigationItem("vendors.index", "Leveranciers", weight=40),
    NavigationItem("vendors.own", "Onze organisatie", weight=40),
)

VENDOR_FIELDS = ("name", "country", "kvk_number", "rsin", "oin", "register_number", "website")
PRODUCT_FIELDS = ("name", "description", "category", "hosting", "hosting_country")


@blueprint.get("/leveranciers")
@needs(policy.LIST)
def index() -> ResponseReturnValue:
    """The suppliers."""
    wanted = load(schemas.ListQuery(), request.args)
    return render_template(
        "vendors/index.html",
        page=service.list_vendors(actor(), **wanted),
        can_add=service.can_add(actor()),
        filters=Form(request.args),
    )


@blueprint.get("/onze-organisatie")
@needs(policy.OWN)
def own() -> ResponseReturnValue:
    """A supplier's own people go straight to their own page."""
    return redirect(url_for("vendors.show", key=service.get_own_vendor(actor()).id))


@blueprint.get("/leveranciers/nieuw")
@needs(policy.CREATE)
def new() -> ResponseReturnValue:
    """Form for a new supplier."""
    service.check_may_add(actor())
    form = Form({"country": "NL"})
    return render_template("vendors/edit.html", form=form, vendor=None, countries=countries())


@blueprint.post("/leveranciers/nieuw")
@needs(policy.CREATE)
def add() -> ResponseReturnValue:
    """Make a supplier."""
    try:
        made = service.add_vendor(actor(), **load(schemas.VendorInput(), request.form))
    except Invalid as error:
        return invalid("vendors/edit.html", error, vendor=None, countries=countries())
    flash(_("De leverancier is toegevoegd. Voeg nu de producten toe."), "success")
    return redirect(url_for("vendors.show", key=made.id))


@blueprint.get("/leveranciers/<uuid:key>")
@needs(policy.VIEW)
def show(key: uuid.UUID) -> ResponseReturnValue:
    """One supplier: facts, products, contacts for those who may see them."""
    return _show(key, Form())


@blueprint.get("/leveranciers/<uuid:key>/wijzigen")
@needs(policy.EDIT)
def edit(key: uuid.UUID) -> ResponseReturnValue:
    """Form to change a supplier's facts."""
    vendor = service.get_vendor_to_edit(actor(), key)
    form = _stored(vendor, VENDOR_FIELDS)
    return render_template("vendors/edit.html", form=form, vendor=vendor, countries=countries())


@blueprint.post("/leveranciers/<uuid:key>/wijzigen")
@needs(policy.EDIT)
def change(key: uuid.UUID) -> ResponseReturnValue:
    """Change a supplier's facts."""
    vendor = service.get_vendor_to_edit(actor(), key)
    try:
        service.change_vendor(actor(), key, **load(schemas.ChangedVendor(), request.form))
    except Invalid as error:
        return invalid("vendors/edit.html", error, vendor=vendor, countries=countries())
    except Changed:
        return _stale("vendors/edit.html", vendor=vendor, countries=countries())
    flash(_("De leverancier is opgeslagen."), "success")
    return redirect(url_for("vendors.show", key=key))


@blueprint.get("/leveranciers/<uuid:key>/producten/nieuw")
@needs(policy.EDIT)
def new_product(key: uuid.UUID) -> ResponseReturnValue:
    """Form for a new product."""
    vendor = service.get_vendor_to_edit(actor(), key)
    form = Form({"hosting_country": "NL"})
    return render_template("vendors/product_edit.html", form=form, **_product_context(vendor, None))


@blueprint.post("/leveranciers/<uuid:key>/producten/nieuw")
@needs(policy.EDIT)
def add_product(key: uuid.UUID) -> ResponseReturnValue:
    """Make a product."""
    vendor = service.get_vendor_to_edit(actor(), key)
    try:
        made = service.add_product(actor(), key, **load(schemas.ProductInput(), request.form))
    except Invalid as error:
        return invalid("vendors/product_edit.html", error, **_product_context(vendor, None))
    flash(_("Het product is toegevoegd."), "success")
    return redirect(url_for("vendors.product", key=made.id))


@blueprint.get("/producten/<uuid:key>")
@needs(policy.PRODUCT_VIEW)
def product(key: uuid.UUID) -> ResponseReturnValue:
    """One product with its facts."""
    found = service.get_product(actor(), key)
    return render_template(
        "vendors/product.html",
        product=found,
        can_edit=service.can_edit_product(actor(), found),
        can_keep=life.can_keep(actor(), found),
        life=life.life_of(actor(), key),
        hostings=HOSTING_LABELS,
        country_name=country_name,
        country=country_name(found.hosting_country, language()),
        category=CATEGORY_LABELS[found.category],
        hosting=HOSTING_LABELS[found.hosting],
    )


@blueprint.get("/producten/<uuid:key>/wijzigen")
@needs(policy.PRODUCT_EDIT)
def edit_product(key: uuid.UUID) -> ResponseReturnValue:
    """Form to change a product's facts."""
    found = service.get_product_to_edit(actor(), key)
    form = _stored(found, PRODUCT_FIELDS)
    return render_template("vendors/product_edit.html", form=form, **_product_context(found.vendor, found))


@blueprint.post("/producten/<uuid:key>/wijzigen")
@needs(policy.PRODUCT_EDIT)
def change_product(key: uuid.UUID) -> ResponseReturnValue:
    """Change a product's facts."""
    found = service.get_product_to_edit(actor(), key)
    try:
        service.change_product(actor(), key, **load(schemas.ChangedProduct(), request.form))
    except Invalid as error:
        return invalid("vendors/product_edit.html", error, **_product_context(found.vendor, found))
    except Changed:
        return _stale("vendors/product_edit.html", **_product_context(found.vendor, found))
    flash(_("Het product is opgeslagen."), "success")
    return redirect(url_for("vendors.product", key=key))


@blueprint.post("/leveranciers/<uuid:key>/contacten")
@needs(policy.EDIT)
def add_contact(key: uuid.UUID) -> ResponseReturnValue:
    """Write down whom to turn to."""
    try:
        service.add_contact(actor(), key, **load(schemas.ContactInput(), request.form))
    except Invalid as error:
        return _show(key, Form.typed(request.form, error)), 422
    flash(_("De contactpersoon is toegevoegd."), "success")
    return redirect(url_for("vendors.show", key=key))


@blueprint.post("/contacten/<uuid:key>/verwijderen")
@needs(policy.CONTACT_EDIT)
def remove_contact(key: uuid.UUID) -> ResponseReturnValue:
    """Remove a contact."""
    vendor_id = service.remove_contact(actor(), key)
    flash(_("De contactpersoon is verwijderd."), "success")
    return redirect(url_for("vendors.show", key=vendor_id))


def _show(key: uuid.UUID, form: Form) -> str:
    vendor = service.get_vendor(actor(), key)
    return render_template(
        "vendors/show.html",
        vendor=vendor,
        is_own=key == actor().organisation_id,
        successor=mergers.successor_of(key),
        predecessors=service.former_registrations(actor(), key),
        succession_labels=SUCCESSION_LABELS,
        can_plan=changes.can_plan(actor()),
        can_edit=service.can_edit(actor(), vendor),
        country=country_name(vendor.country, language()),
        contacts=service.contacts_of(actor(), key),
        sees_contacts=service.sees_contacts(actor()),
        categories=CATEGORY_LABELS,
        hostings=HOSTING_LABELS,
        contact_kinds=CONTACT_LABELS,
        form=form,
    )


def _stale(template: str, **context: Any) -> tuple[str, int]:
    """The form again with what was typed, beside what somebody else stored meanwhile; nothing is stored (409)."""
    form = Form.typed(request.form, Invalid({}))
    return render_template(template, form=form, is_stale=True, **context), 409


def _stored(row: Vendor | Product, names: tuple[str, ...]) -> Form:
    return Form({name: getattr(row, name) for name in names})


def _product_context(vendor: Vendor, found: Product | None) -> dict[str, Any]:
    return {
        "vendor": vendor,
        "product": found,
        "categories": CATEGORY_LABELS,
        "hostings": HOSTING_LABELS,
        "countries": countries(),
    }
