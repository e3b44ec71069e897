# SPDX-License-Identifier: EUPL-1.2
"""Who reads which conversation: audience by person, blind reviewers, ended assignments, names."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock
from samencontroleren.core.access import fetch
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, NotFound
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.threads import audience, policy, service
from samencontroleren.threads.models import Thread
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World
from tests.threads.talks import INSIDE, ONE, REVIEWERS, TWO, listed, readers, say, start, turn

DESK = {"coordinator", "coordinator2", "releaser", "all-roles"}
VENDOR1 = {"contributor1", "submitter1", "vendor-admin1"}
VENDOR2 = {"contributor2", "submitter2", "vendor-admin2"}
USERS1 = {"buyer1", "ciso1", "owner1"}
USERS2 = {"buyer2", "ciso2", "owner2"}


def threads_of(told: story.Told, release_id: uuid.UUID) -> dict[str, tuple[Thread, set[str]]]:
    """One of every kind, with who may read it."""
    world = told.world
    waiting = service.ask(world["buyer1"].actor, release_id, "Wachtend", "In eigen woorden")
    published = service.ask(world["buyer1"].actor, release_id, "Gepubliceerd", "In eigen woorden")
    service.publish(world["coordinator"].actor, published.id, "Vraag", "In woorden van VNG")
    refused = service.ask(world["ciso2"].actor, release_id, "Geweigerd", "In eigen woorden")
    service.refuse(world["coordinator"].actor, refused.id, "Dit staat al in het antwoord.")
    pair = {"reviewer1", "reviewer2"}
    return {
        "inside the supplier": (start(told, TWO, "contributor2", INSIDE), VENDOR2),
        "common": (start(told, TWO, "contributor2"), VENDOR2 | DESK | pair),
        "blind": (start(told, TWO, "reviewer1"), VENDOR2 | DESK | {"reviewer1"}),
        "revealed": (start(told, ONE, "reviewer1"), VENDOR1 | DESK | pair),
        "reviewers": (start(told, ONE, "reviewer1", REVIEWERS), DESK | pair),
        "waiting": (waiting, USERS1 | DESK),
        "published": (published, USERS1 | USERS2 | VENDOR1 | DESK),
        "refused": (refused, USERS2 | DESK),
    }


@pytest.mark.stage("released")
@pytest.mark.database
def test_each_audience_reads_its_own_everywhere_alike(
    app: Flask, database: Database, told: story.Told, release_id: uuid.UUID, client_of: Callable[..., PageClient]
) -> None:
    world = told.world
    with database.unit() as opened:
        made = threads_of(told, release_id)
        for name, person in world.people.items():
            with turn():
                found = listed(person.actor)
                for label, (thread, may) in made.items():
                    assert (thread.id in found) is (name in may), f"{label}: list of {name}"
                    assert single(person.actor, thread) is (name in may), f"{label}: {name}"
        tokens = {name: accounts.make_token(world[name].membership_id) for name in ("reviewer2", "submitter1", "ciso2")}
        opened.flush()
    for name, token in tokens.items():
        headers = {"Authorization": f"Bearer {token}"}
        answered: Any = app.test_client().get("/api/v1/gesprekken?pageSize=100", headers=headers).json
        assert {each["id"] for each in answered} == {str(thread.id) for thread, may in made.values() if name in may}
        for thread, may in made.values():
            status = 200 if name in may else 404
            client_of(world[name]).get(f"/gesprekken/{thread.id}", status=status)
            for path in ("", "/berichten"):
                answer = app.test_client().get(f"/api/v1/gesprekken/{thread.id}{path}", headers=headers)
                assert answer.status_code == status


def single(actor: Any, thread: Thread) -> bool:
    """Whether somebody can open a thread; then also reads a message in it."""
    try:
        fetch(actor, policy.VIEW, thread.id)
    except NotFound:
        return False
    return bool(service.view_thread(actor, thread.id).messages)


@pytest.mark.database
def test_reviewers_stay_blind_until_both_are_ready(app: Flask, unit: Session, world: World) -> None:
    told = story.start_round(world)
    story.bring_to(told, ONE, DossierState.IN_REVIEW)
    with pytest.raises(Conflict, match="los van elkaar"):
        start(told, ONE, "reviewer1", REVIEWERS)
    common, own = start(told, ONE, "contributor1"), start(told, ONE, "reviewer1")
    with pytest.raises(Conflict, match="eigen gesprek"):
        say(told, "reviewer2", common)
    say(told, "contributor1", own, "Dat zit zo.")
    assert "reviewer2" not in readers(told, own)
    with pytest.raises(NotFound):
        say(told, "reviewer2", own)
    story.bring_to(told, ONE, DossierState.HEARING)
    assert "reviewer2" in readers(told, own)
    say(told, "reviewer2", common)
    say(told, "reviewer2", own)
    start(told, ONE, "reviewer2", REVIEWERS)


def test_somebody_of_vng_who_reviews_is_blind_too(app: Flask, unit: Session, world: World) -> None:
    told = story.start_round(world)
    story.bring_to(told, ONE, DossierState.IN_REVIEW, reviewers=("reviewer1", "all-roles"))
    own, theirs = start(told, ONE, "all-roles"), start(told, ONE, "reviewer1")
    assert "all-roles" in readers(told, own) and "all-roles" not in readers(told, theirs)
    assert "reviewer1" not in readers(told, own)


@pytest.mark.stage("released")
@pytest.mark.database
def test_the_right_ends_with_the_assignment(unit: Session, world: World, told: story.Told) -> None:
    blind, done = start(told, TWO, "reviewer1"), start(told, ONE, "reviewer1")
    rounds.hand_back(world["reviewer1"].actor, told[TWO], "Ziek.")
    assert "reviewer1" not in readers(told, blind)
    with pytest.raises(NotFound):
        say(told, "reviewer1", blind)
    assert "reviewer1" in readers(told, done)
    with clock.pretend(clock.today() + timedelta(days=11)):
        assert readers(told, done) == VENDOR1 | DESK


@pytest.mark.stage("released")
def test_who_writes_and_opens(unit: Session, world: World, told: story.Told, release_id: uuid.UUID) -> None:
    thread = start(told, TWO, "contributor2")
    for name in ("vendor-admin2", "releaser"):
        with pytest.raises(Forbidden):
            say(told, name, thread)
        with pytest.raises(Forbidden):
            start(told, TWO, name)
    for name in ("buyer1", "contributor1", "vng-admin"):
        with pytest.raises(NotFound):
            start(told, TWO, name)
    with pytest.raises(Forbidden):
        start(told, TWO, "coordinator", INSIDE)
    with pytest.raises(Forbidden):
        start(told, TWO, "contributor2", REVIEWERS)
    for name in ("buyer3", "admin1", "reviewer1", "coordinator"):
        with pytest.raises(Forbidden):
            service.ask(world[name].actor, release_id, "Vraag", "Tekst")
    say(told, "coordinator2", thread)
    with pytest.raises(Conflict, match="andere rol"):  # who wrote for VNG co-ordinates, and may not review it any more
        rounds.take_part(world["coordinator2"].user_id, told[TWO], Part.REVIEWS)


@pytest.mark.stage("released")
def test_the_supplier_meets_no_names(
    told: story.Told, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        thread = start(told, ONE, "reviewer1", title="Uitleg gevraagd")
        say(told, "submitter1", thread, "Hier is de uitleg.")
        say(told, "reviewer2", thread, "Nog iets.", [world["reviewer1"].membership_id])
        say(told, "coordinator", thread, "VNG kijkt mee.", [world["contributor1"].membership_id])
    supplier = client_of(world["contributor1"]).get(f"/gesprekken/{thread.id}").words
    for hidden in ("Proef Reviewer1", "Proef Reviewer2", "Proef Coordinator", "Verzonnendam", "Nepveen"):
        assert hidden not in supplier
    for shown in ("Beoordelaar 1", "Beoordelaar 2", "Proef Submitter1", "VNG kijkt mee."):
        assert shown in supplier
    desk = client_of(world["coordinator2"]).get(f"/gesprekken/{thread.id}").words
    assert "Proef Reviewer2 Beoordelaar, Gemeente Nepveen" in desk and "Proef Submitter1" in desk
    other = client_of(world["reviewer2"]).get(f"/gesprekken/{thread.id}").words
    assert "Proef Reviewer1" in other and "Proef Submitter1" in other


def test_a_blind_reviewer_is_not_named_to_the_other(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        told = story.start_round(world)
        story.bring_to(told, ONE, DossierState.IN_REVIEW)
        thread = start(told, ONE, "coordinator")
        say(told, "coordinator", thread, "Kijkt u?", [world["reviewer1"].membership_id])
    words = client_of(world["reviewer2"]).get(f"/gesprekken/{thread.id}").words
    assert "Kijkt u?" in words and "Genoemd: Een beoordelaar" in words and "Proef Reviewer1" not in words


@pytest.mark.stage("released")
def test_everybody_who_can_be_mentioned_can_read_it(
    unit: Session, world: World, told: story.Told, release_id: uuid.UUID
) -> None:
    for label, (thread, may) in threads_of(told, release_id).items():
        for name in may & {"contributor1", "contributor2", "reviewer1", "coordinator", "buyer1"}:
            with turn():
                whole = service.view_thread(world[name].actor, thread.id).thread
                keys = {each.membership_id for each in service.mentionable(world[name].actor, whole)}
                assert set(audience.may_read(thread, keys)) == keys, f"{label}: {name}"
