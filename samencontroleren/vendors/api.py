# SPDX-License-Identifier: EUPL-1.2
"""API of suppliers, products and contacts: read only."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import PageQuery, listed, listed_part, shown
from samencontroleren.core.web import actor, needs
from samencontroleren.vendors import policy, schemas, service

blueprint = APIBlueprint("vendors_api", __name__, tag="Leveranciers")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@blueprint.get("/leveranciers")
@blueprint.input(shapes.VendorQuery, location="query", arg_name="query")
@blueprint.output(shapes.VendorOut(many=True))
@blueprint.doc(summary="Leveranciers", description="De leveranciers die u mag zien, op naam.")
@needs(policy.VIEW)
def list_vendors(query: dict[str, Any]) -> Any:
    """Suppliers by name."""
    return listed(service.list_vendors(actor(), query["search"], query["page"], query["page_size"]))


@blueprint.get("/leveranciers/<uuid:key>")
@blueprint.output(shapes.VendorOut)
@blueprint.doc(summary="Eén leverancier")
@needs(policy.VIEW)
def get_vendor(key: uuid.UUID) -> Any:
    """One supplier."""
    return shown(service.get_vendor(actor(), key))


@blueprint.get("/leveranciers/<uuid:key>/contacten")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.ContactOut(many=True))
@blueprint.doc(summary="Contacten van een leverancier", description="Tot wie u zich kunt wenden.")
@needs(policy.CONTACT_VIEW)
def list_contacts(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """Whom to turn to at a supplier."""
    service.get_vendor(actor(), key)
    return listed_part(service.contacts_of(actor(), key), query)


@blueprint.get("/producten")
@blueprint.input(shapes.ProductQuery, location="query", arg_name="query")
@blueprint.output(shapes.ProductOut(many=True))
@blueprint.doc(summary="Producten", description="De producten die u mag zien, op naam.")
@needs(policy.PRODUCT_VIEW)
def list_products(query: dict[str, Any]) -> Any:
    """Products by name, of all suppliers or of one."""
    size = query.pop("page_size")
    return listed(service.list_products(actor(), **query, size=size))


@blueprint.get("/producten/<uuid:key>")
@blueprint.output(shapes.ProductOut)
@blueprint.doc(summary="Eén product")
@needs(policy.PRODUCT_VIEW)
def get_product(key: uuid.UUID) -> Any:
    """One product."""
    return shown(service.get_product(actor(), key))
