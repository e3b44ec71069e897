# SPDX-License-Identifier: EUPL-1.2
"""The trail: append only, sealed, and `verify` names what was tampered with (product.md, 2.5)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from samencontroleren.core import clock, scheduler, trail
from samencontroleren.core.db import Database, make_engine
from samencontroleren.core.outbox import OutboxMail
from samencontroleren.core.request_context import reset_origin, set_origin
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import NOBODY
from samencontroleren.core.trail import TrailHead, TrailOrigin, TrailRow, TrailSeal, TrailWaiting, chain, heads, jobs
from samencontroleren.core.trail.settings import TrailSettings
from tests.support import databases
from tests.support.databases import SystemDatabase
from tests.support.world import World

pytestmark = pytest.mark.database

SECRET = "a" * 40
FROZEN = ("trail_rows", "trail_seals", "trail_heads")


def act(world: World, number: int = 0) -> None:
    trail.record(world["coordinator"].actor, "proef.gedaan", "proef", world.vng, number=number)


@pytest.fixture
def sealed(unit: Session, world: World) -> list[TrailRow]:
    for number in range(5):
        act(world, number)
    unit.flush()
    assert trail.seal() == 5
    assert trail.seal() == 0
    return list(unit.scalars(select(TrailRow).join(TrailSeal).order_by(TrailSeal.number)))


def test_whole_chain_verifies_and_reports_the_tail(unit: Session, sealed: list[TrailRow], world: World) -> None:
    act(world)
    unit.flush()
    found = trail.verify()
    assert (found.fault, found.sealed, found.unsealed) == (None, 5, 1)
    assert trail.waiting().since == unit.scalar(select(func.max(TrailRow.happened_at)))


def test_sealing_goes_in_pieces(database: Database, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 2)
    with database.unit():
        for number in range(5):
            act(world, number)
    assert trail.seal_waiting(database) == 5
    with database.unit(write=False):
        assert trail.verify() == trail.Verification(None, 5, 0, trail.verify().head)


def test_a_sealed_row_put_back_in_the_queue_stops_nothing(unit: Session, sealed: list[TrailRow], world: World) -> None:
    unit.add(TrailWaiting(row_id=sealed[0].id, happened_at=sealed[0].happened_at))
    act(world)
    unit.flush()
    assert trail.seal() == 2
    assert (trail.verify().fault, trail.verify().sealed, trail.verify().unsealed) == (None, 6, 0)


def test_only_one_seals_at_a_time(kind: str, own_database: str, world: World) -> None:
    database, other = SystemDatabase(own_database), SystemDatabase(own_database)
    with database.unit():
        act(world)
    with database.unit() as opened:
        assert trail.seal() == 1
        opened.flush()
        if kind == "postgresql":  # on SQLite a second writer waits at its BEGIN
            assert trail.seal_waiting(other) == 0
    assert trail.seal_waiting(other) == 0
    with other.unit(write=False):
        assert trail.verify().fault is None
    for each in (database, other):
        each.engine.dispose()


def changes_of(table: str, kind: str) -> list[str]:
    """A statement of each kind that changes a frozen table."""
    column = {"trail_rows": "action", "trail_seals": "digest", "trail_heads": "digest"}[table]
    truncate = [f"TRUNCATE {table} CASCADE"] if kind == "postgresql" else []
    return [f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}", *truncate]  # noqa: S608 -- names above


@pytest.mark.parametrize("table", FROZEN)
def test_database_refuses_change(unit: Session, sealed: list[TrailRow], kind: str, table: str) -> None:
    heads.take_head(SECRET)
    for statement in changes_of(table, kind):
        with pytest.raises(DBAPIError, match=r"frozen|permission denied"), unit.begin_nested():
            unit.execute(text(statement))


def test_the_trigger_alone_refuses_the_owner(kind: str, own_database: str, world: World) -> None:
    """Who owns the tables lacks no right to change them: what refuses each statement then is its trigger."""
    database = SystemDatabase(own_database)
    with database.unit():
        act(world)
        trail.seal()
        heads.take_head(SECRET)
    database.engine.dispose()
    engine = make_engine(databases.owner_url(own_database))
    with engine.connect() as connection:
        for table in FROZEN:
            assert connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 -- names above
            for statement in changes_of(table, kind):
                with pytest.raises(DBAPIError, match=f"frozen: {table}"), connection.begin_nested():
                    connection.execute(text(statement))
    engine.dispose()


def _without_triggers(unit: Session) -> None:
    """What somebody with the keys of the database could do."""
    if unit.get_bind().dialect.name == "sqlite":
        unit.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in FROZEN:
            for action in ("update", "delete"):
                unit.execute(text(f"DROP TRIGGER {table}_no_{action}"))
    else:
        unit.execute(text("SET LOCAL session_replication_role = replica"))


def fault_after(unit: Session, *statements: object) -> str:
    """What `verify` says when these were done past the platform."""
    _without_triggers(unit)
    for statement in statements:
        unit.execute(statement)  # type: ignore[call-overload]  # any statement
    fault = trail.verify().fault
    assert fault is not None
    return fault


def test_verify_names_the_changed_row(unit: Session, sealed: list[TrailRow]) -> None:
    fault = fault_after(unit, update(TrailRow).where(TrailRow.id == sealed[2].id).values(result="verzonnen"))
    assert fault == f"row {sealed[2].id} (seal 3) was changed"


def test_verify_names_the_removed_row(unit: Session, sealed: list[TrailRow]) -> None:
    fault = fault_after(unit, delete(TrailRow).where(TrailRow.id == sealed[1].id))
    assert fault == f"row {sealed[1].id} (seal 2) was removed"


def test_verify_notices_a_removed_seal(unit: Session, sealed: list[TrailRow]) -> None:
    assert fault_after(unit, delete(TrailSeal).where(TrailSeal.number == 3)) == "seal 3 is missing"


def test_verify_names_the_added_row(unit: Session, sealed: list[TrailRow]) -> None:
    row = TrailRow(action="x", object_kind="x", result="ok", origin="x", facts={})
    unit.add(row)
    unit.flush()
    assert trail.verify().fault == f"row {row.id} was added past the platform"


def test_verify_names_the_row_put_in(unit: Session, sealed: list[TrailRow]) -> None:
    """A row with a seal of its own, whose digest fits what stands before it: the next one does not fit any more."""
    row = TrailRow(action="x", object_kind="x", result="ok", origin="x", facts={})
    unit.add(row)
    unit.flush()
    second = unit.get_one(TrailSeal, 2)
    canonical = trail.canonical_text(row)
    made = {"number": 3, "row_id": row.id, "canonical": canonical, "digest": chain.chained(second.digest, canonical)}
    up = [update(TrailSeal).where(TrailSeal.number == number).values(number=number + 1) for number in (5, 4, 3)]
    fault = fault_after(unit, *up, insert(TrailSeal).values(**made))
    assert fault.startswith(f"row {sealed[2].id} (seal 4) was put in or moved")


def test_verify_names_the_moved_row(unit: Session, sealed: list[TrailRow]) -> None:
    moves = [(2, 99), (3, 2), (99, 3)]
    swap = [update(TrailSeal).where(TrailSeal.number == old).values(number=new) for old, new in moves]
    fault = fault_after(unit, *swap)
    assert fault.startswith(f"row {sealed[2].id} (seal 2) was put in or moved")


def own_keys() -> list[object]:
    return [heads.private_key(SECRET).public_key()]


def test_a_chain_made_anew_does_not_fit_its_head(unit: Session, sealed: list[TrailRow]) -> None:
    head = heads.take_head(SECRET)
    assert head is not None and head.number == 5
    kept = [head.published]
    assert heads.check(kept, own_keys()) is None  # type: ignore[arg-type]  # heads as they were kept
    fresh = update(TrailRow).where(TrailRow.id == sealed[4].id).values(result="verzonnen")
    fault_after(unit, fresh)
    unit.execute(delete(TrailSeal).where(TrailSeal.number == 5))
    unit.add(TrailWaiting(row_id=sealed[4].id, happened_at=sealed[4].happened_at))
    unit.flush()
    unit.expire_all()
    assert trail.seal() == 1
    assert trail.verify().fault is None  # from here alone it can not be seen
    assert "made anew: seal 5" in str(heads.check(kept, own_keys()))  # type: ignore[arg-type]  # heads as they were kept
    unit.execute(delete(TrailSeal).where(TrailSeal.number == 5))
    assert "cut off" in str(heads.check(kept, own_keys()))  # type: ignore[arg-type]  # heads as they were kept


def test_a_head_nobody_here_signed_is_refused(unit: Session, sealed: list[TrailRow]) -> None:
    forged = heads.take_head("b" * 40)
    assert forged is not None
    assert "was not signed" in str(heads.check([forged.published], own_keys()))  # type: ignore[arg-type]  # heads as they were kept
    theirs = heads.private_key("b" * 40).public_key()
    assert heads.check([forged.published], [theirs, *own_keys()]) is None  # type: ignore[list-item]  # heads as they were kept
    assert heads.public_key(heads.public_text(theirs)) == theirs


@pytest.fixture
def published(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of heads of an application that also mails them."""
    place = tmp_path / "elsewhere" / "heads.jsonl"
    monkeypatch.setattr(jobs, "settings", lambda: TrailSettings(place, "auditor@vng.example", 30))
    return place


def test_heads_are_published_once_a_day(
    app: Flask, database: Database, published: Path, sealed: list[TrailRow], unit: Session
) -> None:
    head = next(each for each in jobs.JOBS if each.name == "trail-head")
    unit.commit()
    for _time in range(2):
        scheduler.run(database, head, again=True)
    (line,) = published.read_text().splitlines()
    assert heads.read_file(published) == [unit.scalars(select(TrailHead)).one().published]
    mail = unit.scalars(select(OutboxMail).where(OutboxMail.key.startswith("trail-head:"))).one()
    assert mail.to_address == "auditor@vng.example" and line in mail.text
    published.write_text("geen kop\n")
    with pytest.raises(heads.Unreadable, match="line 1"):
        heads.read_file(published)


def test_without_seals_there_is_no_head(app: Flask, database: Database, published: Path, unit: Session) -> None:
    unit.close()
    head = next(each for each in jobs.JOBS if each.name == "trail-head")
    assert scheduler.run(database, head).failed == 0
    assert published.read_text() == ""


def test_addresses_stand_apart_and_are_erased(
    app: Flask, database: Database, published: Path, unit: Session, world: World
) -> None:
    token = set_origin("page 5f2c", "192.0.2.77")
    act(world)
    reset_origin(token)
    act(world)
    unit.flush()
    texts = [trail.canonical_text(row) for row in unit.scalars(select(TrailRow))]
    assert len(texts) == 2 and not any("192.0.2" in each for each in texts)
    noted = unit.scalars(select(TrailOrigin)).one()
    assert noted.address == "192.0.2.77"
    noted.noted_at = clock.real_now() - timedelta(days=29)
    unit.commit()
    erasing = next(each for each in jobs.JOBS if each.name == "trail-addresses")
    assert scheduler.run(database, erasing, again=True).handled == 0
    unit.execute(update(TrailOrigin).values(noted_at=clock.real_now() - timedelta(days=31)))
    unit.commit()
    assert scheduler.run(database, erasing, again=True).handled == 1
    assert unit.scalar(select(func.count()).select_from(TrailOrigin)) == 0
    assert unit.scalar(select(func.count()).select_from(TrailRow)) == 2


def test_a_job_run_for_another_day_writes_the_real_moment(database: Database, world: World) -> None:
    job = Job("proef", "0 6 * * *", "%Y-%m-%d", lambda: [1], lambda number: act(world, number), "proef", NOBODY)
    before = clock.real_now()
    scheduler.run(database, job, day=date(2031, 3, 1))
    with database.unit(write=False) as opened:
        row = opened.scalars(select(TrailRow).where(TrailRow.action == "proef.gedaan")).one()
        assert before <= row.happened_at <= clock.real_now()
        assert row.origin == "job proef as on 2031-03-01"


def test_rows_of_before_wait_for_their_seal(kind: str, tmp_path: Path) -> None:
    """Migration 0012 puts what was not sealed yet in the queue, and leaves what was."""
    from samencontroleren.core import migrate
    from samencontroleren.core.db import make_engine

    engine = make_engine(databases.new_url(kind, tmp_path, f"queued_{databases.WORKER}"))
    migrate.upgrade(engine, "0011")
    rows = [{"id": number * 32, "at": "2026-01-01 00:00:00+00:00"} for number in ("a", "b")]
    facts = "'x', 'x', 'ok', 'page 192.0.2.1 x', '{}'"
    with engine.begin() as connection:
        names = "id, happened_at, action, object_kind, result, origin, facts"
        connection.execute(text(f"INSERT INTO trail_rows ({names}) VALUES (:id, :at, {facts})"), rows)  # noqa: S608
        sealed = text("INSERT INTO trail_seals VALUES (1, :id, 'x', 'x')")
        connection.execute(sealed, {"id": rows[0]["id"]})
    migrate.upgrade(engine, "0012")
    with engine.connect() as connection:
        assert connection.scalars(select(TrailWaiting.row_id)).one().hex == "b" * 32
    migrate.downgrade(engine, "0011")
    migrate.upgrade(engine)
    engine.dispose()
