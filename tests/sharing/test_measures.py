# SPDX-License-Identifier: EUPL-1.2
"""What a gemeente must do itself: which requirements, in which layer, on the page, in the PDF and in the API."""

import io
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from samencontroleren.core import ledger
from samencontroleren.core.db import Database, session
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import AddressedTo, Subject
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.sharing import service
from samencontroleren.sharing.layers import Layers
from samencontroleren.sharing.models import Release
from samencontroleren.usage import service as usages
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.wordings import publish, wording
from tests.support.world import World


def with_client_part(world: World) -> uuid.UUID:
    """The questionnaire of the world with requirements for the gemeente, two of them only in some cases."""
    extra = [
        wording("G-1", AddressedTo.CLIENT, Subject.PRODUCT, None),
        wording("G-2", AddressedTo.CLIENT, Subject.PRODUCT, {"is": ["P-2", "yes"]}),
        wording("G-3", AddressedTo.CLIENT, Subject.PRODUCT, {"is": ["P-2", "no"]}),
        wording("G-4", AddressedTo.CLIENT, Subject.VENDOR, None),
    ]
    return publish("Met de gemeente", [*world.requirement_versions.values(), *extra])


@pytest.fixture
def released(app: Flask, database: Database, world: World, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Product 1a, used and confirmed by gemeente 1; P-2 was answered with yes."""
    with database.unit():
        monkeypatch.setattr(world, "questionnaire", with_client_part(world))
        made = Flow(world).publish_both({}, confidential=("P-2",))
        claimed = usages.claim_usage(world["buyer1"].actor, world.products[0][0], "Burgerzaken")
        usages.confirm_usage(world["ciso1"].actor, claimed.id)
    return made


@pytest.mark.database
def test_the_measures_follow_the_answers_and_the_layer(database: Database, world: World, released: Release) -> None:
    with database.unit():
        for reader, codes in (("buyer1", ["G-4", "G-1", "G-2"]), ("owner1", ["G-4", "G-1", "G-2"]), ("buyer2", [])):
            found = service.list_measures(world[reader].actor, released)
            assert [each.requirement_code for each in found] == codes, reader
        for reader in ("reviewer1", "admin1", "submitter2"):
            assert service.list_measures(world[reader].actor, released) == [], reader
        ciso = world["ciso1"].actor
        layer = service.layer_of(ciso, released)
        verdicts, answers = layer.verdicts or (), layer.answers or ()
        own = [each for each in layer.measures or () if each.release_id == released.id]
        assert service.digest_of(released, Layers(verdicts, (), answers, own)) == released.digest
        assert service.digest_of(released, Layers(verdicts, (), answers)) != released.digest
    with pytest.raises(DatabaseError), database.unit() as opened:
        opened.execute(text("UPDATE released_measures SET theme = 'anders'"))


def test_what_is_asked_of_both_is_of_both(database: Database, world: World) -> None:
    with database.unit():
        keys = [wording(f"X-{each}", each, Subject.PRODUCT, None) for each in AddressedTo]
        versions = [session().get_one(RequirementVersion, key) for key in keys]
        assert [each.addressed_to for each in questionnaires.for_client(versions, {})] == ["client", "both"]
        assert [each.addressed_to for each in questionnaires.existing(versions, {})] == ["supplier", "both"]


def test_page_pdf_and_api_say_the_same(
    client_of: Callable[..., PageClient], database: Database, world: World, released: Release
) -> None:
    place = f"/resultaten/producten/{world.products[0][0]}"
    page = client_of(world["buyer1"]).get(place).words
    assert "Wat uw gemeente zelf moet doen" in page and "3 maatregelen" in page and "Doe G-2" in page
    assert "BIO2 5.18.02" in page and "Doe G-3" not in page
    assert "zelf moet doen" not in client_of(world["buyer2"]).get(place).words
    ledger.open_page()
    with database.unit(write=False):
        for reader, is_there in (("ciso1", True), ("ciso2", False)):
            body = service.result_document(world[reader].actor, released.id)
            words = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(body)).pages)
            assert ("Wat uw gemeente zelf moet doen" in words) == is_there, reader
            assert ("Titel G-2" in words) == is_there, reader
