# SPDX-License-Identifier: EUPL-1.2
"""Units of work on both databases: reading ones can not write, failed ones leave nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from tests.support.databases import SystemDatabase

pytestmark = pytest.mark.database


def _add(name: str) -> None:
    session().add(Organisation(kind=OrganisationKind.AUDITOR, name=name))
    session().flush()


def test_reading_unit_refuses_to_write(own_database: str) -> None:
    database = SystemDatabase(own_database)
    with pytest.raises(DBAPIError), database.unit(write=False):
        _add("nooit")
    with database.unit():
        _add("wel")  # the connection writes again afterwards
    database.engine.dispose()


def test_failed_unit_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.unit():
        _add("half")
        raise ZeroDivisionError
    with database.unit(write=False):
        assert session().scalars(select(Organisation).where(Organisation.name == "half")).first() is None


def test_session_outside_a_unit_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        session()


def test_moments_come_back_aware(database: Database) -> None:
    with database.unit():
        _add("klok")
    with database.unit(write=False):
        row = session().scalars(select(Organisation).where(Organisation.name == "klok")).one()
        assert row.created_at.tzinfo is UTC
        assert abs(clock.now() - row.created_at).total_seconds() < 60


def test_naive_moment_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 -- that is what is tested
    with pytest.raises(Exception, match="without time zone"), database.unit():
        session().add(Organisation(kind=OrganisationKind.AUDITOR, name="x", created_at=naive))
