# SPDX-License-Identifier: EUPL-1.2
"""The permission mechanism itself."""

import uuid

import pytest
from sqlalchemy import and_, func, not_, or_, select

from samencontroleren.core import access
from samencontroleren.core.db import session
from samencontroleren.core.errors import Forbidden, NotFound
from samencontroleren.organisations.actor import NOBODY
from samencontroleren.vendors import policy
from samencontroleren.vendors.models import Vendor
from tests.support.world import World

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("unit")]


def test_fetch_and_list_agree_for_everybody(world: World) -> None:
    for person in world.people.values():
        listed = {row.id for row in session().scalars(access.visible(person.actor, policy.VIEW))}
        for key in world.vendors:
            outcome = access.fetch_many(person.actor, policy.VIEW, [key])[key]
            assert (outcome.found is not None) == (key in listed)
            assert (outcome.found is None) == isinstance(outcome.refusal, NotFound)


def test_supplier_sees_only_itself(world: World) -> None:
    mine = session().scalars(access.visible(world["submitter1"].actor, policy.VIEW)).all()
    assert [row.id for row in mine] == [world.vendors[0]]


def test_not_visible_is_not_found_and_visible_is_forbidden(world: World) -> None:
    actor = world["submitter1"].actor
    with pytest.raises(NotFound):
        access.fetch(actor, policy.EDIT, world.vendors[1], view=policy.VIEW)
    with pytest.raises(Forbidden):
        access.fetch(actor, policy.EDIT, world.vendors[0], view=policy.VIEW)
    with pytest.raises(NotFound):
        access.fetch(actor, policy.VIEW, uuid.uuid4())


def test_flags_come_along_as_columns(world: World) -> None:
    query = access.visible(world["coordinator"].actor, policy.VIEW, also=[policy.EDIT])
    rows = session().execute(query).all()
    assert len(rows) == len(world.vendors)
    assert all(row.can_edit for row in rows)


def test_nobody_sees_nothing(world: World) -> None:
    for permission in access.registry.values():
        query = select(func.count()).select_from(permission.model).where(permission.condition(NOBODY))
        assert session().scalar(query) == 0, permission.name


def test_count_agrees_with_list(world: World) -> None:
    actor = world["buyer1"].actor
    listed = session().scalars(access.visible(actor, policy.VIEW)).all()
    assert access.count(actor, policy.VIEW) == len(listed) == 3
    assert access.count(actor, policy.VIEW, Vendor.id == world.vendors[0]) == 1


def test_always_folds() -> None:
    assert access.is_never(access.always(False))
    assert access.is_always(access.always(True))
    assert access.is_never(policy.CREATE.condition(NOBODY))


def test_what_is_put_together_folds_by_its_shape() -> None:
    """In brackets too, and turned into its opposite."""
    some, no, yes = Vendor.kvk_number == "1", access.always(False), access.always(True)
    nothing = or_(or_(no, no), or_(no, no))
    assert access.is_never(and_(some, nothing))
    assert access.is_always(or_(some, and_(yes, yes)))
    assert access.is_always(not_(or_(no, no)))
    assert not access.is_never(not_(nothing))
    assert not access.is_never(or_(some, no))
    assert not access.is_always(and_(some, yes))
