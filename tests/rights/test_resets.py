# SPDX-License-Identifier: EUPL-1.2
"""A new administrator: two persons of VNG, a call back, a day in which any user can stop it."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.models import Invitation, User
from samencontroleren.core import clock
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.rights import policy, service
from samencontroleren.rights.jobs import JOBS
from samencontroleren.rights.kinds import NumberGround, ResetState
from samencontroleren.rights.models import AdministratorReset
from samencontroleren.vendors.models import Contact
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]
LONG_AGO = timedelta(days=31)


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def contact(unit: Session, world: World, age: timedelta = LONG_AGO) -> Contact:
    """The contact of supplier 1, with a number that is so old."""
    found = unit.scalars(select(Contact).where(Contact.vendor_id == world.vendors[0])).one()
    changed = {"phone": "030 1234567", "changed_at": clock.now() - age}
    unit.execute(update(Contact).where(Contact.id == found.id).values(changed))
    unit.refresh(found)
    return found


def ask(unit: Session, world: World, email: str = "nieuw@leverancier1.example", **more: object) -> AdministratorReset:
    facts = {"name": "Nora Nieuw", "language": "nl", "reason": "Beheerder is weg.", "call_note": "Bevestigd."}
    facts |= {"contact_id": contact(unit, world).id} | more
    return service.ask_reset(world["coordinator"].actor, world.vendors[0], email=email, **facts)  # type: ignore[arg-type]  # facts as told


def approved(unit: Session, world: World, email: str = "nieuw@leverancier1.example") -> AdministratorReset:
    return service.approve_reset(world["coordinator2"].actor, ask(unit, world, email).id)


def run_due(unit: Session) -> int:
    keys = list(JOBS[0].due())
    for key in keys:
        JOBS[0].work(key)
    return len(keys)


def wait(unit: Session, found: AdministratorReset, hours: float = 24.01) -> None:
    found.due_at = (found.due_at or clock.now()) - timedelta(hours=hours)
    unit.flush()


@pytest.mark.database
def test_all_the_way_to_an_invitation(unit: Session, in_app: Flask, world: World) -> None:
    found = approved(unit, world)
    assert found.state is ResetState.WAITING and found.ground is NumberGround.REGISTERED
    mails = unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("reset announced"))).all()
    people = {world[f"{name}1"].email for name in ("contributor", "submitter", "vendor-admin")}
    assert {each.to_address for each in mails} == people
    assert all(f"/beheerdersherstel/{found.id}" in each.text and "Bedacht" not in each.text for each in mails)
    wait(unit, found, 23.9)
    assert run_due(unit) == 0
    wait(unit, found, 0.2)
    assert run_due(unit) == 1 and run_due(unit) == 0
    made = unit.scalars(select(Invitation)).one()
    assert (made.email, made.lets_in_first) == ("nieuw@leverancier1.example", False)
    assert Role.ADMINISTRATOR in made.roles and made.organisation_id == world.vendors[0]
    assert unit.scalars(select(OutboxMail).where(OutboxMail.key == f"invitation {made.id}")).one()
    actions = set(unit.scalars(select(TrailRow.action).where(TrailRow.object_id == found.id)))
    assert {"administrator-reset.asked", "administrator-reset.approved", "administrator-reset.done"} <= actions
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "reset_done")).all()
    assert world["contributor1"].membership_id in told


@pytest.mark.database
def test_the_job_does_it_once(unit: Session, in_app: Flask, world: World) -> None:
    found = approved(unit, world)
    service.carry_out(found.id)
    assert found.state is ResetState.WAITING
    wait(unit, found)
    service.carry_out(found.id)
    service.carry_out(found.id)
    assert len(unit.scalars(select(Invitation)).all()) == 1


@pytest.mark.database
def test_a_colleague_gets_the_role(unit: Session, in_app: Flask, world: World) -> None:
    wait(unit, approved(unit, world, world["contributor1"].email))
    run_due(unit)
    managers = accounts.members_with_roles(world.vendors[0], Role.ADMINISTRATOR)
    assert {each.id for each in managers} == {world[name].membership_id for name in ("contributor1", "vendor-admin1")}
    assert unit.scalars(select(Invitation)).all() == []
    assert unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("reset done"))).one()


@pytest.mark.database
def test_the_administrator_without_phone_sets_up_another_factor(unit: Session, in_app: Flask, world: World) -> None:
    user = unit.get_one(User, world["vendor-admin1"].user_id)
    user.totp_secret, user.blocked_at = "versleuteld", clock.now()
    wait(unit, approved(unit, world, user.email))
    run_due(unit)
    assert user.totp_secret is None and user.blocked_at is None
    mail = unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("reset done"))).one()
    assert mail.to_address == user.email and "tweede stap" in mail.text


@pytest.mark.database
def test_one_who_is_blocked_hears_of_it_too(unit: Session, in_app: Flask, world: World) -> None:
    unit.get_one(User, world["vendor-admin1"].user_id).blocked_at = clock.now()
    approved(unit, world)
    mails = unit.scalars(select(OutboxMail.to_address).where(OutboxMail.key.startswith("reset announced"))).all()
    assert world["vendor-admin1"].email in mails


@pytest.mark.database
def test_it_takes_two_persons_who_are_present(unit: Session, in_app: Flask, world: World) -> None:
    found = ask(unit, world)
    told = set(unit.scalars(select(Notice.membership_id).where(Notice.kind == "reset_asked")))
    assert told == {world[name].membership_id for name in ("coordinator2", "all-roles", "vng-admin")}
    with pytest.raises(Forbidden):
        service.approve_reset(world["coordinator"].actor, found.id)
    with pytest.raises(Forbidden):
        service.approve_reset(world["contributor1"].actor, found.id)
    with pytest.raises(ConfirmationRequired):
        service.approve_reset(replace(world["coordinator2"].actor, is_present=False), found.id)
    service.approve_reset(world["vng-admin"].actor, found.id)
    with pytest.raises(Conflict):
        service.approve_reset(world["coordinator2"].actor, found.id)
    open_tasks = select(Notice).where(Notice.kind == "reset_asked", Notice.finished_at.is_(None))
    assert unit.scalars(open_tasks).all() == []


@pytest.mark.database
def test_any_user_stops_it_until_it_is_done(unit: Session, in_app: Flask, world: World) -> None:
    found = ask(unit, world)
    with pytest.raises(NotFound):
        service.object_to_reset(world["contributor2"].actor, found.id)
    service.approve_reset(world["coordinator2"].actor, found.id)
    service.object_to_reset(world["contributor1"].actor, found.id)
    wait(unit, found)
    assert run_due(unit) == 0 and found.is_objection
    service.carry_out(found.id)
    assert unit.scalars(select(Invitation)).all() == []
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "reset_stopped")).all()
    assert {world["coordinator"].membership_id, world["coordinator2"].membership_id} <= set(told)
    with pytest.raises(Conflict):
        service.approve_reset(world["coordinator2"].actor, found.id)
    other = ask(unit, world)
    service.stop_reset(world["coordinator"].actor, other.id)
    assert other.state is ResetState.STOPPED and other.is_objection is False


@pytest.mark.database
def test_only_a_registered_number_is_called(unit: Session, in_app: Flask, world: World) -> None:
    for wrong in (None, uuid.uuid4()):
        with pytest.raises(Invalid) as refused:
            ask(unit, world, contact_id=wrong, called_name="Iemand", called_number="06 12345678")
        assert "contact_id" in refused.value.fields
    fresh = contact(unit, world, timedelta(days=29))
    asked = replace(world["coordinator"].actor)
    facts = {"name": "N", "email": "n@x.example", "language": "nl", "reason": "Weg.", "call_note": "Ja."}
    made = service.ask_reset(asked, world.vendors[0], **facts, contact_id=fresh.id)  # type: ignore[arg-type]  # facts as told
    assert made.ground is NumberGround.RECENT and made.called_number == "030 1234567"


@pytest.mark.database
def test_a_gemeente_is_called_at_its_own_number(unit: Session, in_app: Flask, world: World) -> None:
    facts = {"name": "N", "email": "n@x.example", "language": "nl", "reason": "Weg.", "call_note": "Ja."}
    actor, town = world["vng-admin"].actor, world.municipalities[0]
    with pytest.raises(Invalid):
        service.ask_reset(actor, town, **facts)  # type: ignore[arg-type]  # facts as told
    made = service.ask_reset(actor, town, **facts, called_name="Balie", called_number="14 030")  # type: ignore[arg-type]  # facts as told
    assert made.ground is NumberGround.PUBLIC
    with pytest.raises(Forbidden):
        service.ask_reset(world["coordinator"].actor, town, **facts)  # type: ignore[arg-type]  # facts as told
    with pytest.raises(Forbidden):
        service.ask_reset(world["admin1"].actor, town, **facts)  # type: ignore[arg-type]  # facts as told


@pytest.mark.database
def test_one_at_a_time_and_only_where_somebody_manages(unit: Session, in_app: Flask, world: World) -> None:
    ask(unit, world)
    with pytest.raises(Conflict, match="loopt al"):
        ask(unit, world)
    from tests.support.world import end_people_of

    end_people_of(world.municipalities[1])
    facts = {"name": "N", "email": "n@x.example", "language": "nl", "reason": "Weg.", "call_note": "Ja."}
    with pytest.raises(Conflict, match="nog geen beheerder"):
        service.ask_reset(world["vng-admin"].actor, world.municipalities[1], **facts)  # type: ignore[arg-type]  # facts as told
    with pytest.raises(ConfirmationRequired):
        ask_absent = replace(world["vng-admin"].actor, is_present=False)
        service.ask_reset(ask_absent, world.municipalities[0], **facts)  # type: ignore[arg-type]  # facts as told


@pytest.mark.database
def test_list_and_single_reset_agree(unit: Session, in_app: Flask, world: World) -> None:
    key = ask(unit, world).id
    for person in world.people.values():
        for wanted in (policy.RESET_VIEW, policy.RESET_OVERSEE, policy.RESET_APPROVE, policy.RESET_OBJECT):
            listed = key in unit.scalars(visible(person.actor, wanted, columns=[AdministratorReset.id])).all()
            try:
                fetch(person.actor, wanted, key)
                fetched = True
            except (NotFound, Forbidden):
                fetched = False
            assert listed is fetched, (person.key, wanted.name)
    reads = {name for name, each in world.people.items() if can_view(each.actor, key)}
    own = {"contributor1", "submitter1", "vendor-admin1"}
    assert reads == own | {"coordinator", "coordinator2", "all-roles", "vng-admin"}


def can_view(actor: object, key: uuid.UUID) -> bool:
    try:
        fetch(actor, policy.RESET_VIEW, key)  # type: ignore[arg-type]  # any actor
    except NotFound:
        return False
    return True


def test_the_pages(client_of: Browser, database: Database, world: World) -> None:
    with database.unit() as opened:
        key = str(contact(opened, world).id)
    first, second, user = (client_of(world[name]) for name in ("coordinator", "coordinator2", "contributor1"))
    people = f"/organisaties/{world.vendors[0]}/gebruikers"
    place = f"/organisaties/{world.vendors[0]}/nieuwe-beheerder"
    assert place in first.get(people).text
    assert "030 1234567" in first.get(place).words
    typed = {"name": "Nora", "email": "geen adres", "reason": "Weg", "call_note": "Ja", "contact_id": key}
    wrong = first.post(place, typed, status=422)
    assert "geen geldig mailadres" in wrong.words and "Bel eerst terug" in wrong.words
    assert 'value="geen adres"' in wrong.text
    own = first.post(place, {**typed, "email": "nora@leverancier1.example", "is_called": "1"}).location
    assert "Een andere persoon van VNG" in first.get(own).words
    assert "Keur goed" not in first.get(own).words
    assert "030 1234567" in second.get(own).words
    assert "030 1234567" not in user.get(own).words
    second.post(f"{own}/goedkeuren")
    assert "Maak bezwaar" in user.get(own).words
    client_of(world["contributor2"]).get(own, status=404)
    user.post(f"{own}/bezwaar")
    assert "Gestopt na bezwaar" in first.get(own).words and "Gestopt" in first.get("/beheerdersherstel").words
    user.post(f"{own}/bezwaar", status=409)
    user.get("/beheerdersherstel", status=403)
    client_of(world["releaser"]).get("/beheerdersherstel", status=403)


def test_a_number_is_kept_with_a_contact(client_of: Browser, world: World) -> None:
    page = client_of(world["vendor-admin1"])
    place = f"/leveranciers/{world.vendors[0]}/contacten"
    typed = {"name": "Cor", "email": "cor@x.example", "kind": "board", "phone": "bel mij"}
    assert "telefoonnummer in" in page.post(place, typed, status=422).words
    page.post(place, {**typed, "phone": "+31 (0)30 123 45 67"})
    assert "+31 (0)30 123 45 67" in page.get(f"/leveranciers/{world.vendors[0]}").words
