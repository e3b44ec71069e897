# SPDX-License-Identifier: EUPL-1.2
"""The trail: append only, sealed, and `verify` names what was tampered with (product.md, 2.5)."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from samencontroleren.core import trail
from samencontroleren.core.trail import TrailRow, TrailSeal
from tests.support.world import World

pytestmark = pytest.mark.database


@pytest.fixture
def sealed(unit: Session, world: World) -> list[TrailRow]:
    for number in range(5):
        trail.record(world["coordinator"].actor, "proef.gedaan", "proef", world.vng, number=number)
    unit.flush()
    assert trail.seal() == 5
    assert trail.seal() == 0
    return list(unit.scalars(select(TrailRow).order_by(TrailRow.happened_at, TrailRow.id)))


def test_whole_chain_verifies_and_reports_the_tail(unit: Session, sealed: list[TrailRow], world: World) -> None:
    trail.record(world["coordinator"].actor, "proef.later", "proef", None)
    unit.flush()
    unit.expire_all()
    found = trail.verify()
    assert (found.fault, found.sealed, found.unsealed) == (None, 5, 1)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_change(unit: Session, sealed: list[TrailRow], change: str) -> None:
    statement = {
        "update": update(TrailRow).where(TrailRow.id == sealed[0].id).values(action="iets anders"),
        "delete": delete(TrailRow).where(TrailRow.id == sealed[0].id),
    }[change]
    with pytest.raises(DBAPIError, match="frozen"), unit.begin_nested():
        unit.execute(statement)


def _without_triggers(unit: Session) -> None:
    """What somebody with the keys of the database could do."""
    if unit.get_bind().dialect.name == "sqlite":
        for table in ("trail_rows", "trail_seals"):
            for action in ("update", "delete"):
                unit.execute(text(f"DROP TRIGGER {table}_no_{action}"))
    else:
        unit.execute(text("SET LOCAL session_replication_role = replica"))


def test_verify_names_the_changed_row(unit: Session, sealed: list[TrailRow]) -> None:
    _without_triggers(unit)
    unit.execute(update(TrailRow).where(TrailRow.id == sealed[2].id).values(result="verzonnen"))
    unit.expire_all()
    fault = trail.verify().fault
    assert fault is not None and str(sealed[2].id) in fault and "changed" in fault


def test_verify_names_the_removed_row(unit: Session, sealed: list[TrailRow]) -> None:
    _without_triggers(unit)
    second = unit.scalars(select(TrailSeal).where(TrailSeal.number == 2)).one()
    if unit.get_bind().dialect.name == "sqlite":
        unit.execute(text("PRAGMA defer_foreign_keys=ON"))
    unit.execute(delete(TrailRow).where(TrailRow.id == second.row_id))
    unit.expire_all()
    fault = trail.verify().fault
    assert fault is not None and str(second.row_id) in fault and "removed" in fault


def test_verify_notices_a_removed_seal(unit: Session, sealed: list[TrailRow]) -> None:
    _without_triggers(unit)
    unit.execute(delete(TrailSeal).where(TrailSeal.number == 3))
    unit.expire_all()
    assert trail.verify().fault == "seal 3 is missing"
