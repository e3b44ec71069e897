# SPDX-License-Identifier: EUPL-1.2
"""Accounts nobody uses: warned, blocked by a job, let in again by an administrator."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.accounts import people
from samencontroleren.accounts.models import LoginSession, User
from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Forbidden, NotFound
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.rights import unused
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


def aged(unit: Session, world: World, name: str, days: float, warned: float | None = None) -> User:
    """Somebody of the world whose account was made, and maybe warned, so many days ago."""
    user = unit.get_one(User, world[name].user_id)
    user.created_at = ago(days)
    user.warned_at = None if warned is None else ago(warned)
    unit.flush()
    return user


def ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.mark.database
def test_a_warning_goes_once_and_in_time(unit: Session, app: Flask, world: World) -> None:
    aged(unit, world, "ciso1", 165)
    user = aged(unit, world, "buyer1", 167)
    assert unused.due_warnings() == [user.id]
    unused.warn(user.id)
    unused.warn(user.id)
    assert unused.due_warnings() == []
    [mail] = unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("unused"))).all()
    assert mail.to_address == world["buyer1"].email and "/inloggen" in mail.text
    assert unused.due_blocks() == []


@pytest.mark.database
def test_who_was_warned_and_stays_away_is_blocked(unit: Session, app: Flask, world: World) -> None:
    user = aged(unit, world, "buyer1", 181, warned=14.1)
    aged(unit, world, "ciso1", 181, warned=13.9)
    aged(unit, world, "owner1", 181)
    assert unused.due_blocks() == [user.id]
    unused.block(user.id)
    unused.block(user.id)
    assert user.blocked_at is not None
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "account_blocked")).all()
    assert told == [world["admin1"].membership_id]
    rows = unit.scalars(select(TrailRow).where(TrailRow.action == "user.blocked-unused")).all()
    assert [each.reader_organisation_id for each in rows] == [world.municipalities[0]]


@pytest.mark.database
@pytest.mark.parametrize("sign", ["login", "let-in"])
def test_who_was_here_since_is_left_alone(unit: Session, app: Flask, world: World, sign: str) -> None:
    user = aged(unit, world, "buyer1", 400, warned=20)
    if sign == "login":
        unit.add(LoginSession(token_digest="x", user_id=user.id, seen_at=ago(10), started_at=ago(10)))
    else:
        user.let_in_at = ago(10)
    unit.flush()
    assert unused.due_blocks() == [] and unused.due_warnings() == []
    unused.block(user.id)
    assert user.blocked_at is None


@pytest.mark.database
def test_the_only_functional_administrator_stays(unit: Session, app: Flask, world: World) -> None:
    aged(unit, world, "vng-admin", 400, warned=20)
    assert unused.due_blocks() == []


@pytest.mark.database
def test_the_own_administrator_lets_in_or_vng_for_the_last(unit: Session, app: Flask, world: World) -> None:
    user, last = aged(unit, world, "buyer1", 400, warned=20), aged(unit, world, "admin1", 400, warned=20)
    unused.block(user.id)
    with pytest.raises(Forbidden):
        people.let_in_again(world["vng-admin"].actor, world["buyer1"].membership_id)
    with pytest.raises(NotFound):
        people.let_in_again(world["admin2"].actor, world["buyer1"].membership_id)
    people.let_in_again(world["admin1"].actor, world["buyer1"].membership_id)
    assert user.blocked_at is None and user.let_in_at is not None
    unused.block(last.id)
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "account_blocked")).all()
    assert world["vng-admin"].membership_id in told
    people.let_in_again(world["vng-admin"].actor, world["admin1"].membership_id)
    assert last.blocked_at is None


def test_the_pages(client_of: Browser, database: Database, world: World) -> None:
    page, colleague = client_of(world["admin1"]), client_of(world["buyer1"])
    colleague.get("/profiel")
    with database.unit():
        session().execute(update(User).where(User.id == world["buyer1"].user_id).values(blocked_at=clock.now()))
    assert "/inloggen" in colleague.get("/profiel", status=302).location
    assert "Geblokkeerd" in page.get("/organisatie/gebruikers").words
    page.post(f"/organisatie/gebruikers/{world['buyer1'].membership_id}/toelaten")
    assert "Geblokkeerd" not in page.get("/organisatie/gebruikers").words
    client_of(world["buyer1"]).get("/profiel")
