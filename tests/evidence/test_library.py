# SPDX-License-Identifier: EUPL-1.2
"""The list of a supplier's evidence: what it filters and sorts on, and that it says the same as one document."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Invalid
from samencontroleren.evidence import library, service
from samencontroleren.evidence.kinds import DocumentKind, Sensitivity, SharingClass, Validity
from samencontroleren.evidence.library import Use, Wanted
from samencontroleren.evidence.models import Document, DocumentProduct
from samencontroleren.responses import service as responses
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.support import story
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]
FACTS = {"title": "Certificaat", "kind": "iso_27001", "sharing": "users", "revision": "1"}


def fill(world: World) -> dict[str, Document]:
    """A library with one document of each validity, with products, sensitivity and standard in turn."""
    first, second = world.products[0]
    made = {
        "Verlopen": story.add_proof(world, 0, "Verlopen", days=-3, products=[first]),
        "Loopt af": story.add_proof(world, 0, "Loopt af", days=20, products=[first, second]),
        "Lang geldig": story.add_proof(world, 0, "Lang geldig", days=400, sensitivity=Sensitivity.RED),
        "Zonder einde": story.add_proof(
            world, 0, "Zonder einde", days=None, kind=DocumentKind.SOC_2, products=[second]
        ),
        "Weg": story.add_proof(
            world, 0, "Weg", days=400, standard="ISO/IEC 27001:2022", sharing=SharingClass.REVIEWERS
        ),
    }
    service.withdraw_document(world["contributor1"].actor, made["Weg"].id)
    story.add_proof(world, 1, "Van een ander", days=20)
    return made


def titles(world: World, sort: str = "", **wanted: Any) -> list[str]:
    """The titles in the order of the list."""
    page = library.list_library(world["contributor1"].actor, Wanted(**wanted), sort=sort)
    assert page.total == len(page.rows)
    return [document.title for document, _used in page.rows]


@pytest.mark.database
def test_the_list_filters_and_sorts_and_says_what_a_document_says(app: Flask, unit: Session, world: World) -> None:
    made, (first, second) = fill(world), world.products[0]
    for day in (clock.today(), clock.today() - timedelta(days=3)):  # on that day one of them holds for the last time
        with clock.pretend(day):
            for validity in Validity:
                assert titles(world, validity=validity) == sorted(
                    each.title for each in made.values() if service.validity_of(each, day) is validity
                )
    assert titles(world) == ["Lang geldig", "Loopt af", "Verlopen", "Zonder einde", "Weg"]
    assert titles(world, "geldig")[:2] == ["Verlopen", "Loopt af"]
    assert titles(world, "-gevoelig")[0] == "Lang geldig"
    assert titles(world, product=first) == ["Lang geldig", "Loopt af", "Verlopen", "Weg"]
    assert titles(world, product=second) == ["Lang geldig", "Loopt af", "Zonder einde", "Weg"]
    assert titles(world, search="27001:20") == ["Weg"]
    assert titles(world, kind=DocumentKind.SOC_2) == ["Zonder einde"]
    assert titles(world, sensitivity=Sensitivity.RED) == ["Lang geldig"]
    assert titles(world, sharing=SharingClass.REVIEWERS) == ["Lang geldig", "Weg"], "what is red has no other readers"


@pytest.mark.database
def test_how_often_a_document_is_used_is_counted_in_the_same_question(app: Flask, unit: Session, world: World) -> None:
    made = fill(world)
    dossier, who = make_dossier(world, make_round(world)), world["submitter1"].actor
    for code in ("P-1", "P-3"):
        asked = world.requirement_versions[code]
        responses.confirm_answer(who, dossier.id, asked, MEETS)
        responses.link_document(who, dossier.id, asked, made["Loopt af"].id)
    responses.link_document(who, dossier.id, world.requirement_versions["P-1"], made["Verlopen"].id)
    assert titles(world, "-gebruik")[:2] == ["Loopt af", "Verlopen"]
    assert titles(world, use=Use.SOME) == ["Loopt af", "Verlopen"]
    assert titles(world, use=Use.NONE) == ["Lang geldig", "Zonder einde", "Weg"]
    unit.flush()
    with questions(unit.connection()) as few:
        titles(world, use=Use.SOME)
    with questions(unit.connection()) as many:
        assert len(titles(world)) == 5
    assert len(few) == len(many) <= 4


@pytest.mark.database
def test_a_document_covers_products_of_its_own_supplier_only(app: Flask, unit: Session, world: World) -> None:
    first, second = world.products[0]
    made, who = story.add_proof(world, 0, products=[first]), world["contributor1"].actor
    facts = {"title": "Ander", "kind": DocumentKind.TPM, "products": [second]}
    assert service.change_document(who, made.id, 1, **facts).products == [second]
    with pytest.raises(Invalid) as told:
        service.change_document(who, made.id, 2, **{**facts, "products": [world.products[1][0]]})
    assert told.value.fields == {"products": ["Kies alleen producten van uw eigen organisatie."]}
    unit.expire_all()
    other = world.products[1][0]
    unit.add(DocumentProduct(document_id=made.id, product_id=other, vendor_id=world.vendors[0]))
    with pytest.raises(IntegrityError), unit.begin_nested():
        unit.flush()


def test_the_page_of_the_library_filters_by_its_address(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        fill(world)
    client, product = client_of(world["contributor1"]), world.products[0][1]
    page = client.get(f"/bewijs?geldigheid=verloopt-binnenkort&product={product}")
    until = clock.today() + timedelta(days=20)
    assert "1 document" in page.words and "Loopt af" in page.words and "over 20 dagen" in page.words
    assert str(until.day) in page.words
    assert "Lang geldig" not in page.words
    assert "Geen document past bij deze filters." in client.get("/bewijs?zoek=bestaatniet").words
    assert "Kies iets uit de lijst." in client.get("/bewijs?geldigheid=onzin").words
    assert "Van een ander" not in client.get(f"/bewijs?product={uuid.uuid4()}").words


def test_all_that_is_said_of_a_document_is_kept_and_shown(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        made = story.add_proof(world, 0)
    client, products = client_of(world["contributor1"]), [str(each) for each in world.products[0]]
    client.post(
        f"/bewijs/{made.id}/wijzigen", {**FACTS, "standard": "NEN 7510", "sensitivity": "red", "products": products}
    )
    page = client.get(f"/bewijs/{made.id}")
    assert "TLP:RED gaat voor op de deelklasse" in page.words
    assert "NEN 7510" in page.words
    with database.unit(write=False) as opened:
        rows = opened.scalars(select(DocumentProduct.product_id)).all()
    assert {str(each) for each in rows} == set(products)
    edit = client.get(f"/bewijs/{made.id}/wijzigen").text
    assert edit.count("checked") == 3  # both products and who may read it
    refused = client.post(f"/bewijs/{made.id}/wijzigen", {**FACTS, "sensitivity": "geheim", "revision": "2"}, 422)
    assert "Kies hoe gevoelig dit is." in refused.words
