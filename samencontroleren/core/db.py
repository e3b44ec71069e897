# SPDX-License-Identifier: EUPL-1.2
"""Tables, transactions and the current session.

One `Database` per application. Work happens inside `unit(write=...)`, which puts a session in a context
variable; services reach it with `session()` and never commit. On SQLite a writing unit starts with BEGIN
IMMEDIATE, so that two writers wait instead of failing; a reading unit can not write on either database. On PostgreSQL
each unit stands on a side of the walls (`core.walls`).
"""

import enum
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any, ClassVar

import structlog
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, Uuid, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from samencontroleren.core import clock, walls
from samencontroleren.core.sides import NOBODY, SYSTEM, Side

log = structlog.get_logger()

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

STATEMENTS = 1500
"""So many statements are kept written out as SQL, which costs more than asking them: a permission is another one for
each kind of actor, and there are more of those than the usual 500."""

Json = JSON().with_variant(JSONB(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables: one naming convention, aware moments, JSON that suits both databases."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        uuid.UUID: Uuid(),
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
    }


class Identified:
    """Mixin: a random key of our own (no order, no meaning, safe in an address)."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


class Stamped:
    """Mixin: when the row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Revised:
    """Mixin: a number that goes up with each change; the ETag of an edit (a lost update raises StaleDataError)."""

    revision: Mapped[int] = mapped_column(default=1)


def enum_type(kind: type[enum.StrEnum], name: str) -> Enum:
    """A StrEnum stored as its text value, guarded by a CHECK with a name of its own."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


_current: ContextVar[Session | None] = ContextVar("current_session", default=None)


def session() -> Session:
    """The session of the unit of work we are in. Raises RuntimeError outside of one."""
    found = _current.get()
    if found is None:
        raise RuntimeError("no unit of work is open")
    return found


@contextmanager
def past_walls() -> Iterator[None]:
    """Within the body the platform itself looks and writes, whoever acts: for what an act sets off with others, and
    for the little that people may know across the walls (that a number is taken, the name of an earlier supplier).
    """
    with on_side(SYSTEM):
        yield


@contextmanager
def on_side(side: Side) -> Iterator[None]:
    """Within the body the transaction stands on this side: a job reads for a person behind that person's walls."""
    here = session()
    before: Side = here.info["side"]
    _stand(here, side)
    try:
        yield
        here.flush()
    except BaseException:
        with suppress(SQLAlchemyError):  # of a transaction beyond use the side goes with the rollback
            _stand(here, before)
        raise
    _stand(here, before)


def _stand(opened: Session, side: Side, read_only: bool = False, is_within: bool = False) -> tuple[str, str]:
    """Take a side; within another transaction, answers on which side that stood."""
    opened.info["side"] = side
    if opened.get_bind().dialect.name == "sqlite":
        return "", ""
    if is_within:
        return walls.take_from(opened, side, read_only)
    walls.take(opened, side, read_only)
    return "", ""


@contextmanager
def keys_checked_at_end() -> Iterator[None]:
    """Within the body rows may point to rows that are yet to follow them; at its end all must fit again.

    For moves of rows whose keys carry their supplier. Raises IntegrityError at the end.
    """
    here = session()
    here.flush()
    is_sqlite = here.get_bind().dialect.name == "sqlite"
    here.execute(text("PRAGMA defer_foreign_keys=ON" if is_sqlite else "SET CONSTRAINTS ALL DEFERRED"))
    yield
    here.flush()
    if not is_sqlite:
        here.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        return
    broken = here.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"{broken[0]} points to nothing"))
    here.execute(text("PRAGMA defer_foreign_keys=OFF"))


def after_unit(kept: Callable[[], None] | None = None, undone: Callable[[], None] | None = None) -> None:
    """Do something outside the database once the present unit of work is committed, or rolled back.

    For what mends itself later when it fails: it is logged, not raised. A commit that fails in itself calls neither,
    since nobody knows whether the database kept it.
    """
    session().info.setdefault("after", []).append((kept, undone))


class Database:
    """An engine with its two ways in: to read and to write."""

    def __init__(self, url: str, bind: Connection | None = None) -> None:
        self.engine = make_engine(url) if bind is None else bind.engine
        self._bind = bind
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if bind is not None:  # a test runs everything inside one outer transaction
            self._writing = self._reading = sessionmaker(
                bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
            )
            return
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        deferred = self.engine.execution_options(deferred=True)
        self._reading = sessionmaker(deferred, expire_on_commit=False)

    @contextmanager
    def unit(self, write: bool = True, *, side: Side) -> Iterator[Session]:
        """One transaction on a side of the walls, which the caller names: SYSTEM for work on what is of organisations,
        NOBODY for the platform's own bookkeeping. Committed at the end when `write` and nothing was raised, else rolled
        back."""
        opened = self.open(write, side)
        try:
            yield opened.session
        except BaseException:
            opened.close(keep=False)
            raise
        opened.close(keep=write)

    def open(self, write: bool, side: Side = NOBODY) -> "OpenUnit":
        """Open a unit of work by hand (a web request does); whoever opens it closes it."""
        outer = None if self.is_sqlite else self._bind
        return OpenUnit((self._writing if write else self._reading)(), write, self.is_sqlite, side, outer)


class OpenUnit:
    """A unit of work that is open: its session is the present one until `close`."""

    def __init__(
        self, opened: Session, write: bool, is_sqlite: bool, side: Side, outer: Connection | None = None
    ) -> None:
        self.session = opened
        self._sqlite_reader: Any = None
        self._outer = outer  # of a test: the side of its transaction comes back after us
        if not write and is_sqlite:
            self._sqlite_reader = opened.connection().connection.dbapi_connection
            self._sqlite_reader.execute("PRAGMA query_only=1")
        self._before = _stand(opened, side, read_only=not write, is_within=outer is not None)
        self._token: Token[Session | None] | None = _current.set(opened)

    def take_side(self, side: Side) -> None:
        """From here on the unit stands on this side of the walls: now it is known who acts."""
        _stand(self.session, side)

    def close(self, keep: bool) -> None:
        """End the unit: commit when `keep`, else roll back. A second call does nothing."""
        if self._token is None:
            return
        try:
            if keep:
                self.session.commit()
        finally:
            _current.reset(self._token)
            self._token = None
            if self._sqlite_reader is not None:
                self._sqlite_reader.execute("PRAGMA query_only=0")
            self.session.close()
        if self._outer is not None and keep:  # what is rolled back takes its side along
            walls.put_back(self._outer, self._before)
        self._call_after(keep)

    def _call_after(self, keep: bool) -> None:
        for kept, undone in self.session.info.pop("after", ()):
            act = kept if keep else undone
            try:
                if act is not None:
                    act()
            except Exception:
                log.exception("not_done_after_unit", kept=keep)


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys, immediate write transactions) or PostgreSQL (psycopg 3).

    What was typed never stands in the text of an error, and so in no log (BIO2 8.15.02).
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, query_cache_size=STATEMENTS)
    settings = {"timeout": 30, "check_same_thread": False}
    engine = create_engine(url, connect_args=settings, hide_parameters=True, query_cache_size=STATEMENTS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None  # we write BEGIN ourselves, below
    cursor = dbapi_connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=30000", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    deferred = connection.get_execution_options().get("deferred", False)
    connection.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")
