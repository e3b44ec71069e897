# SPDX-License-Identifier: EUPL-1.2
"""Rectification: asked by the supplier, decided by somebody who did not release it, visible beside the result."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.core.access import visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.fields import load
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.sharing import schemas, service
from samencontroleren.sharing.kinds import RectificationOutcome
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import World

WRONG = "De hersteltest van maart staat er niet bij."
GRANTED, REFUSED = RectificationOutcome.GRANTED, RectificationOutcome.REFUSED


def test_a_code_of_a_requirement_may_be_long() -> None:
    assert load(schemas.RectificationInput(), {"about": ["E" * 80]})["about"] == ["E" * 80]


@pytest.mark.stage("supplier")
@pytest.mark.database
def test_another_person_decides_and_both_stay_visible(flow: Flow, unit: Session, world: World) -> None:
    released = flow.vendor_release
    supplier, releaser, coordinator = (world[name].actor for name in ("submitter1", "releaser", "coordinator"))
    with pytest.raises(Invalid):
        service.ask_rectification(supplier, released.id, " ")
    with pytest.raises(Invalid) as unknown:
        service.ask_rectification(supplier, released.id, WRONG, about=["P-1"])
    assert set(unknown.value.fields) == {"about"}
    for outsider, error in (("submitter2", NotFound), ("ciso1", Forbidden), ("contributor1", Forbidden)):
        with pytest.raises(error):
            service.ask_rectification(world[outsider].actor, released.id, WRONG)
    paper = flow.document("Verslag hersteltest", None)
    made = service.ask_rectification(supplier, released.id, WRONG, paper)
    assert paper in {each.id for each in unit.scalars(visible(coordinator, evidence_policy.VIEW))}
    with pytest.raises(Conflict):
        service.ask_rectification(supplier, released.id, WRONG)
    with pytest.raises(Forbidden):  # who released it
        service.decide_rectification(releaser, made.id, GRANTED, "Klopt", "Er is een hersteltest.")
    with pytest.raises(Invalid) as missing:
        service.decide_rectification(coordinator, made.id, GRANTED, "", "")
    assert set(missing.value.fields) == {"reason", "correction"}
    service.decide_rectification(coordinator, made.id, REFUSED, "Het verslag is van na de beoordeling.")
    with pytest.raises(Conflict):
        service.decide_rectification(coordinator, made.id, GRANTED, "Toch", "Anders")
    assert service.list_rectifications(world["ciso3"].actor, released.id) == []
    known = service.known_rectifications(world["ciso3"].actor, released.id)
    assert [each[1] for each in known] == [REFUSED]
    assert service.known_rectifications(world["submitter2"].actor, released.id) == []


@pytest.mark.stage("supplier")
def test_the_pages_of_rectification(
    app: Flask, database: Database, world: World, told: uuid.UUID, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        flow = Flow(world, told)
        released = flow.vendor_release
    address = f"/resultaten/{released.id}/rectificatie"
    supplier, vng = client_of(world["submitter1"]), client_of(world["coordinator"])
    subject = f"/resultaten/leveranciers/{world.vendors[0]}"
    assert "Vraag om rectificatie" in supplier.get(subject).words
    at_verdict = next(
        str(each.get("href")) for each in supplier.get(subject).all("a") if "?eis=" in str(each.get("href"))
    )
    boxes = [each for each in supplier.get(at_verdict).all("input") if each.get("name") == "about"]
    [code] = [each.get("value") for each in boxes if each.get("checked") is not None]
    assert len(boxes) == 2
    refused = supplier.post(address, {"request": "", "document": "", "about": code}, status=422)
    assert [each.get("value") for each in refused.all("input") if each.get("checked") is not None] == [code]
    supplier.post(address, {"request": WRONG, "document": "", "about": code})
    page = vng.get(subject)
    assert WRONG in page.words and f"Over de eisen: {code}" in page.words
    link = next(str(each.get("href")) for each in page.all("a") if "/rectificaties/" in str(each.get("href")))
    vng.get(link)
    vng.post(link, {"outcome": "granted", "reason": "Klopt.", "correction": ""}, status=422)
    vng.post(link, {"outcome": "granted", "reason": "Klopt.", "correction": "NIEUWE-TEKST"})
    onward = [str(each.get("href")) for each in vng.get(link).all("a") if "/herbeoordelen?" in str(each.get("href"))]
    assert [each.count("eis=") for each in onward] == [1], "the verdict that was wrong is ticked there"
    assert "NIEUWE-TEKST" in supplier.get(subject).words
    shallow = client_of(world["ciso3"]).get(subject)
    assert "Toegewezen" in shallow.words
    assert "NIEUWE-TEKST" not in shallow.text
