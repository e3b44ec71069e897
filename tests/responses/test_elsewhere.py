# SPDX-License-Identifier: EUPL-1.2
"""What was changed elsewhere while somebody typed: the confidential mark, and the evidence of a guest."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.evidence.kinds import DocumentKind, SharingClass
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.responses import assigning, guests, service
from samencontroleren.responses.models import Answer
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.responses.test_pages import JSON, form_values
from tests.support.pages import PageClient
from tests.support.world import World, add_person


def test_a_mark_that_was_set_elsewhere_stays(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    """Only what was changed on this page counts: a colleague marks answers on a page of its own."""
    with database.unit():
        dossier = f"/dossiers/{make_dossier(world, make_round(world)).id}"
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    address, page = f"{dossier}/antwoorden/{asked}", f"{dossier}/invullen/toegang"

    def hidden() -> dict[str, str]:
        return form_values(client.get(page), asked)

    def is_marked() -> bool:
        with database.unit(write=False) as opened:
            return opened.scalars(select(Answer.is_confidential)).one()

    opened_before = {**hidden(), "choice": "meets"}
    client.post(f"{address}/concept", {**opened_before, "choice": "partly"})
    with database.unit() as opened:
        opened.execute(update(Answer).values(is_confidential=True))
    client.post(f"{address}/concept", {**opened_before, "revision": "1"}, 200, headers=JSON)
    assert is_marked()
    client.post(address, {**opened_before, "revision": "2"})
    assert is_marked()
    client.post(address, {**hidden(), "choice": "meets"})
    assert not is_marked(), "the box was ticked when this page was opened"
    client.post(address, {**hidden(), "choice": "meets", "is_confidential": "1"})
    assert is_marked()


@pytest.mark.database
def test_evidence_of_a_guest_waits_for_confirming_too(app: Flask, unit: Session, world: World) -> None:
    """Also after handing in (product.md, rule 2.4)."""
    who, asked = world["contributor1"].actor, world.requirement_versions["P-1"]
    dossier = make_dossier(world, make_round(world))
    guest = add_person("guest", world.vendors[0], OrganisationKind.VENDOR, [Role.GUEST])
    assigning.assign_questions(who, dossier.id, [asked], guest.membership_id, clock.today())
    task = service.tasks_of(who, dossier.id)[asked].task
    answer = guests.hand_in_entrusted(guest.actor, task.id, MEETS, 0)
    service.confirm_answer(who, dossier.id, asked, None, answer.revision)
    facts: dict[str, Any] = {"title": "Later", "kind": DocumentKind.OTHER, "sharing": SharingClass.REVIEWERS}
    paper = guests.add_proof(guest.actor, task.id, BytesIO(b"Later"), "later.txt", "", facts)
    assert (answer.confirmed_round_id, answer.confirmed_by_id) == (None, None)
    service.confirm_answer(who, dossier.id, asked, None, answer.revision)
    assert answer.confirmed_round_id == dossier.round_id
    assert guests.remove_proof(guest.actor, task.id, paper.id)
    assert answer.confirmed_round_id is None
    service.confirm_answer(who, dossier.id, asked, None, answer.revision)
    assert not guests.remove_proof(guest.actor, task.id, paper.id)
    assert answer.confirmed_round_id == dossier.round_id, "nothing was changed"
