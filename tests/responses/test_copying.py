# SPDX-License-Identifier: EUPL-1.2
"""Taking answers over from another product, and putting a changed one at the others: chosen, unconfirmed, own only."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core.db import Database
from samencontroleren.core.errors import NotFound
from samencontroleren.evidence.models import DocumentProduct
from samencontroleren.responses import service
from samencontroleren.responses.kinds import AnswerStatus, Provenance
from samencontroleren.responses.models import Answer, AnswerVersion
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.responses.test_pages import ClientOf
from tests.responses.test_submission import add_proof
from tests.support.world import World

OTHER = {"choice": "partly", "explanation": "Nog niet overal."}


@dataclass
class Two:
    """Two products of one supplier in one round, and a product of another supplier."""

    here: Dossier
    there: Dossier
    foreign: Dossier


def make_two(world: World) -> Two:
    in_round = make_round(world)
    return Two(*(make_dossier(world, in_round, *place) for place in ((0, 0), (0, 1), (1, 0))))


@pytest.fixture
def two(app: Flask, unit: Session, world: World) -> Two:
    return make_two(world)


def confirm(world: World, dossier: Dossier, code: str, value: dict[str, str], vendor: int = 1) -> None:
    person, asked = world[f"submitter{vendor}"].actor, world.requirement_versions[code]
    revision = service.overview(person, dossier.id).question(asked).revision
    service.confirm_answer(person, dossier.id, asked, value, revision)


@pytest.mark.database
def test_what_is_taken_over_is_unconfirmed_and_brings_the_proof_that_covers_it(
    two: Two, world: World, unit: Session
) -> None:
    person, keys = world["submitter1"].actor, world.requirement_versions
    whole, only_there = (add_proof(person, world, content) for content in (b"Alles.", b"Alleen daar."))
    covers = {"document_id": only_there.id, "product_id": two.there.product_id, "vendor_id": two.there.vendor_id}
    unit.add(DocumentProduct(**covers))
    for document in (whole, only_there):
        service.link_document(person, two.there.id, keys["P-1"], document.id)
    unit.flush()
    unit.expire_all()
    confirm(world, two.there, "P-1", MEETS)
    confirm(world, two.there, "P-3", MEETS)
    confirm(world, two.here, "P-3", OTHER)
    confirm(world, two.foreign, "P-1", OTHER, vendor=2)
    source = service.get_source(person, two.here.id, world.products[0][1])
    assert {each.question.version.id: each.is_usual for each in source.offered} == {
        keys["P-1"]: True,
        keys["P-3"]: False,
    }
    number, late = service.take_over(person, two.here.id, world.products[0][1], {keys["P-1"]: 0, keys["P-3"]: 0})
    assert (number, late) == (1, {keys["P-3"]})
    taken = service.overview(person, two.here.id).question(keys["P-1"])
    assert (taken.value, taken.status) == (MEETS, AnswerStatus.UNCONFIRMED)
    assert [link.document_id for link in taken.links] == [whole.id]
    assert taken.answer is not None
    made = unit.scalars(select(AnswerVersion).where(AnswerVersion.answer_id == taken.answer.id)).one()
    assert made.provenance is Provenance.COPIED
    assert service.overview(person, two.here.id).question(keys["P-3"]).value == OTHER


@pytest.mark.database
def test_nothing_of_another_supplier_is_offered_or_taken(two: Two, world: World) -> None:
    confirm(world, two.foreign, "P-1", OTHER, vendor=2)
    person, foreign = world["submitter1"].actor, world.products[1][0]
    assert service.list_sources(person, two.here) == []
    for call in (
        lambda: service.get_source(person, two.here.id, foreign),
        lambda: service.take_over(person, two.here.id, foreign, {world.requirement_versions["P-1"]: 0}),
        lambda: service.get_source(person, two.foreign.id, world.products[0][1]),
        lambda: service.put_elsewhere(person, two.here.id, world.requirement_versions["P-1"], [two.foreign.id]),
    ):
        with pytest.raises(NotFound):
            call()


@pytest.mark.database
def test_a_change_asks_about_the_products_where_the_old_text_stands(two: Two, world: World, unit: Session) -> None:
    person, asked = world["submitter1"].actor, world.requirement_versions["P-1"]
    for dossier in (two.here, two.there):
        confirm(world, dossier, "P-1", MEETS)
    confirm(world, two.foreign, "P-1", MEETS, vendor=2)
    sheet = service.overview(person, two.here.id)
    assert service.find_elsewhere(person, {asked}, sheet) == {}
    confirm(world, two.here, "P-1", OTHER)
    sheet = service.overview(person, two.here.id)
    found = service.find_elsewhere(person, {asked}, sheet)
    assert [each.dossier.id for each in found[asked]] == [two.there.id]
    assert service.put_elsewhere(person, two.here.id, asked, [two.there.id]) == ["Product 1b"]
    there = service.overview(person, two.there.id).question(asked)
    assert (there.value, there.status) == (OTHER, AnswerStatus.UNCONFIRMED)
    assert service.find_elsewhere(person, {asked}, service.overview(person, two.here.id)) == {}


def test_the_pages_let_one_choose_per_question_and_per_product(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    asked = world.requirement_versions["P-1"]
    with database.unit():
        two = make_two(world)
        confirm(world, two.there, "P-1", MEETS)
    client, base = client_of(world["contributor1"]), f"/dossiers/{two.here.id}"
    assert f"{base}/overnemen" in client.get(f"{base}/invullen").text
    page = client.get(f"{base}/overnemen?product={world.products[0][1]}")
    ticked = page.text.split(f'value="{asked}.0"')[1].split(">")[0]
    assert "checked" in ticked and "utrecht-checkbox" in ticked
    client.post(f"{base}/overnemen", {"product": str(world.products[0][1]), "gekozen": f"{asked}.0"})
    assert "Bevestig het nog." in client.get(f"{base}/invullen").words
    with database.unit():
        confirm(world, two.here, "P-1", MEETS)
        confirm(world, two.here, "P-1", OTHER)
    assert "Bij 1 ander product staat nog uw oude tekst." in client.get(f"{base}/invullen/toegang").words
    client.post(f"{base}/antwoorden/{asked}/elders", {"dossier": str(two.there.id)})
    assert "Product 1b" in client.get(f"{base}/invullen/toegang").words
    client.post(f"{base}/antwoorden/{asked}/elders", {"dossier": str(two.foreign.id)})
    with database.unit(write=False) as opened:
        assert (
            sorted(each.current["choice"] for each in opened.scalars(select(Answer)) if each.current) == ["partly"] * 2
        )
