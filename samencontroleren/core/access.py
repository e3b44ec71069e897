# SPDX-License-Identifier: EUPL-1.2
"""Permissions: one SQL condition on a table, given the actor. Nothing else decides.

The same condition serves lists, single objects, counts, exports and buttons, so it cannot drift:

    @permission("vendor:view", Vendor)
    def VIEW(actor: Actor) -> ColumnElement[bool]:
        "Its own people, every gemeente, VNG."
        return or_(Vendor.id.in_(actor.vendor_ids), always(actor.is_municipal))

`visible` is the only way to start a list, `fetch` the only way to load one object, `require` asks leave to
create below a parent. Not visible raises NotFound, visible but not allowed Forbidden.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar, cast

from sqlalchemy import ColumnElement, Select, false, func, inspect, select, true
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import AsBoolean, BooleanClauseList, False_, Grouping, True_

from samencontroleren.core.db import session
from samencontroleren.core.errors import ConfirmationRequired, Forbidden, NotFound, Refusal

M = TypeVar("M")
"""The table a permission is about."""
A = TypeVar("A")
T = TypeVar("T")


class Actor(Protocol):
    """What plumbing knows of who acts; `organisations.actor` has the whole."""

    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def membership_id(self) -> uuid.UUID | None: ...
    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def is_present(self) -> bool: ...
    @property
    def scopes(self) -> frozenset[str] | None: ...


Condition = Callable[[Any], ColumnElement[bool]]

_made: ContextVar[dict[tuple[object, Any], Any] | None] = ContextVar("conditions", default=None)


def keep_conditions() -> None:
    """Keep each condition for one request: it follows from the actor and the day, and a page asks it many times."""
    _made.set({})


def forget_conditions() -> None:
    """Keep nothing any longer."""
    _made.set(None)


def once_a_page(make: Callable[[A], T]) -> Callable[[A], T]:
    """Have a part of conditions, which follows from the actor and the day, made once per request."""

    @wraps(make)
    def asked(actor: A) -> T:
        return _once(make, actor)

    return asked


def _once(make: Callable[[A], T], actor: A) -> T:
    kept = _made.get()
    if kept is None:
        return make(actor)
    key = (make, actor)
    if key not in kept:
        kept[key] = make(actor)
    return cast(T, kept[key])


@dataclass(frozen=True, eq=False)
class Permission(Generic[M]):
    """A named right on rows of one table."""

    name: str
    model: type[M]
    condition: Condition
    meaning: str

    def __call__(self, actor: Actor) -> ColumnElement[bool]:
        """The condition for this actor."""
        return _once(self.condition, actor)


registry: dict[str, Permission[Any]] = {}


def permission(name: str, model: type[M]) -> Callable[[Condition], Permission[M]]:
    """Register a condition under a name such as "vendor:view". Raises ValueError on a name used twice."""

    def register(condition: Condition) -> Permission[M]:
        if name in registry:
            raise ValueError(f"permission {name} exists twice")
        made = Permission(name, model, condition, (condition.__doc__ or "").strip())
        registry[name] = made
        return made

    return register


def always(yes: bool) -> ColumnElement[bool]:
    """A condition that depends on the actor alone; folds away inside or_ and and_."""
    return true() if yes else false()


def is_never(condition: ColumnElement[bool]) -> bool:
    """Whether a condition holds for no row at all, whatever the rows are."""
    return _is_constant(condition, False_)


def is_always(condition: ColumnElement[bool]) -> bool:
    """Whether a condition holds for every row."""
    return _is_constant(condition, True_)


def _is_constant(condition: Any, wanted: type[False_ | True_]) -> bool:
    """By its shape: writing a condition out as SQL to look at it costs more than asking the database."""
    if isinstance(condition, BooleanClauseList):  # "false OR false" is kept apart from what it comes to
        parts = [_is_constant(each, wanted) for each in condition.clauses]
        is_or = condition.operator is operators.or_
        return all(parts) if is_or == (wanted is False_) else any(parts)
    if isinstance(condition, AsBoolean | Grouping):  # of a constant "not" makes the other one, and keeps no sign
        return _is_constant(condition.element, wanted)
    return isinstance(condition, wanted)


def visible(
    actor: Actor, view: Permission[M], also: Sequence[Permission[M]] = (), columns: Sequence[Any] = ()
) -> Select[Any]:
    """Start a list: the rows of `view` this actor may see.

    With `also` the further permissions come along as boolean columns named `can_edit` for "vendor:edit", so
    that a button costs no query. `columns` selects those instead of whole rows.
    """
    chosen = list(columns) or [view.model]
    return select(*chosen, *(_flag(actor, each) for each in also)).where(view(actor))


def count(actor: Actor, view: Permission[M], *where: ColumnElement[bool]) -> int:
    """How many rows of `view` this actor sees (under further conditions)."""
    counted = select(func.count()).select_from(view.model).where(view(actor), *where)
    return session().scalar(counted) or 0


def fetch(
    actor: Actor,
    wanted: Permission[M],
    key: uuid.UUID,
    view: Permission[M] | None = None,
    options: Sequence[ORMOption] = (),
    lock: bool = False,
) -> M:
    """Load one row by key.

    Raises NotFound when the actor may not see it (`view`, or `wanted` where no `view` is given) and Forbidden
    when it is seen but `wanted` does not hold. `lock` holds the row until the end of the unit (PostgreSQL) and reads
    it anew: whoever waited for a colleague gets what the colleague left, also when the row was read before.
    """
    model = cast(Any, wanted.model)
    allowed = wanted(actor).label("allowed")
    query = select(model, allowed).where(model.id == key, (view or wanted)(actor)).options(*options)
    if lock:
        _forget(model, key)
        query = query.with_for_update(of=model)
    row = session().execute(query).one_or_none()
    if row is None:
        raise NotFound()
    if not row.allowed:
        raise Forbidden()
    return cast(M, row[0])


def _forget(model: Any, key: uuid.UUID) -> None:
    """What was read of a row before it is locked may be old by then: its columns are read anew with the lock."""
    held = session().identity_map.get(identity_key(model, key))
    if held is not None:
        session().flush()
        session().expire(held, [each.key for each in inspect(model).column_attrs])


@dataclass(frozen=True)
class Outcome(Generic[M]):
    """What `fetch_many` found for one key: the object, or why not."""

    found: M | None
    refusal: Refusal | None


def fetch_many(
    actor: Actor, wanted: Permission[M], keys: Iterable[uuid.UUID], view: Permission[M] | None = None
) -> dict[uuid.UUID, Outcome[M]]:
    """Load several rows in one query; each key gets the outcome `fetch` would have given."""
    asked = list(keys)
    model = cast(Any, wanted.model)
    query = select(model, wanted(actor).label("allowed")).where(model.id.in_(asked), (view or wanted)(actor))
    rows = {row[0].id: row for row in session().execute(query)}
    return {key: _outcome(rows.get(key)) for key in asked}


def require(actor: Actor, wanted: Permission[M], parent: uuid.UUID, view: Permission[M] | None = None) -> M:
    """Ask leave to create something below a parent: creating is a permission on the parent."""
    return fetch(actor, wanted, parent, view=view)


def require_any(actor: Actor, wanted: Permission[Any]) -> None:
    """Ask leave for something that has no parent row. Raises Forbidden when the right holds for no row."""
    if is_never(wanted(actor)):
        raise Forbidden()


def require_present(actor: Actor) -> None:
    """Raise ConfirmationRequired unless a person has just shown the second factor again (not an API client)."""
    if not actor.is_present:
        raise ConfirmationRequired()


def holds(actor: Actor, wanted: Permission[M], row: M) -> bool:
    """Whether a permission holds for a row at hand; asks the database, so that nothing is written twice."""
    condition = wanted(actor)
    if is_never(condition):
        return False
    model = cast(Any, wanted.model)
    query = select(func.count()).select_from(model).where(model.id == cast(Any, row).id, condition)
    return bool(session().scalar(query))


def _flag(actor: Actor, wanted: Permission[Any]) -> ColumnElement[bool]:
    return wanted(actor).label("can_" + wanted.name.split(":")[1].replace("-", "_"))


def _outcome(row: Any) -> Outcome[Any]:
    if row is None:
        return Outcome(None, NotFound())
    return Outcome(row[0], None) if row.allowed else Outcome(None, Forbidden())
