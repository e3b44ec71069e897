# SPDX-License-Identifier: EUPL-1.2
"""API of suppliers and products: read only."""

import uuid
from typing import Any

from apiflask import APIBlueprint

from samencontroleren.core.rest import etag, link_header
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
    found = service.list_vendors(actor(), query["search"], query["page"], query["page_size"])
    return found.rows, 200, link_header(found)


@blueprint.get("/leveranciers/<uuid:key>")
@blueprint.output(shapes.VendorOut)
@blueprint.doc(summary="Eén leverancier")
@needs(policy.VIEW)
def get_vendor(key: uuid.UUID) -> Any:
    """One supplier."""
    found = service.get_vendor(actor(), key)
    return found, 200, {"ETag": etag(found.revision)}


@blueprint.get("/producten")
@blueprint.input(shapes.ProductQuery, location="query", arg_name="query")
@blueprint.output(shapes.ProductOut(many=True))
@blueprint.doc(summary="Producten", description="De producten die u mag zien, op naam.")
@needs(policy.PRODUCT_VIEW)
def list_products(query: dict[str, Any]) -> Any:
    """Products by name, of all suppliers or of one."""
    size = query.pop("page_size")
    found = service.list_products(actor(), **query, size=size)
    return found.rows, 200, link_header(found)


@blueprint.get("/producten/<uuid:key>")
@blueprint.output(shapes.ProductOut)
@blueprint.doc(summary="Eén product")
@needs(policy.PRODUCT_VIEW)
def get_product(key: uuid.UUID) -> Any:
    """One product."""
    found = service.get_product(actor(), key)
    return found, 200, {"ETag": etag(found.revision)}
