# SPDX-License-Identifier: EUPL-1.2
"""Administrators and their people: roles, end of access, the last administrator; look-ups for other features."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from samencontroleren.accounts import people, policy, service
from samencontroleren.accounts.models import Membership
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.errors import Conflict, Forbidden, NotFound
from samencontroleren.organisations.kinds import Role
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


def test_an_administrator_sees_the_own_people_only(client_of: Browser, world: World) -> None:
    words = client_of(world["admin1"]).get("/organisatie/gebruikers").words
    assert "ciso1@proef.example" in words and "ciso2@proef.example" not in words
    client_of(world["ciso1"]).get("/organisatie/gebruikers", status=403)
    other = f"/organisaties/{world.municipalities[1]}/gebruikers"
    client_of(world["admin1"]).get(other, status=404)
    assert "ciso2@proef.example" in client_of(world["vng-admin"]).get(other).words


def test_ended_access_ends_the_sessions_at_once(client_of: Browser, world: World) -> None:
    colleague = client_of(world["ciso1"])
    colleague.get("/gebruik")
    place = f"/organisatie/gebruikers/{world['ciso1'].membership_id}"
    client_of(world["admin1"]).get(place)
    client_of(world["admin1"]).post(f"{place}/beeindigen")
    assert "/inloggen" in colleague.get("/gebruik", status=302).location
    client_of(world["admin1"]).get(place, status=404)


def test_a_lost_role_is_lost_at_once(client_of: Browser, world: World) -> None:
    colleague = client_of(world["ciso1"])
    place = f"/organisatie/gebruikers/{world['ciso1'].membership_id}"
    page = client_of(world["admin1"])
    page.post(place, {"roles": ["reviewer"]})
    assert "/inloggen" in colleague.get("/gebruik", status=302).location
    assert "Kies minstens één rol" in page.post(place, {}, status=422).words
    page.post(place, {"roles": ["coordinator"]}, status=422)
    page.post(f"/organisatie/gebruikers/{world['ciso2'].membership_id}", {"roles": ["buyer"]}, status=404)


@pytest.mark.parametrize("name", ["admin1", "vendor-admin1", "vng-admin"])
def test_the_last_administrator_stays(client_of: Browser, world: World, name: str) -> None:
    person = world[name]
    page = client_of(person)
    place = f"/organisatie/gebruikers/{person.membership_id}"
    assert "laatste beheerder" in page.post(f"{place}/beeindigen", status=409).words
    other = {"admin1": "ciso", "vendor-admin1": "submitter", "vng-admin": "releaser"}[name]
    assert "laatste beheerder" in page.post(place, {"roles": [other]}, status=409).words
    assert page.get(place).status == 200


@pytest.mark.database
def test_with_a_second_administrator_the_first_may_go(unit: Any, app: Flask, world: World) -> None:
    admin = world["admin1"].actor
    people.change_roles(admin, world["ciso1"].membership_id, [Role.CISO, Role.ADMINISTRATOR])
    people.end_membership(admin, world["admin1"].membership_id)
    left = service.members_with_roles(world.municipalities[0], Role.ADMINISTRATOR)
    assert [each.id for each in left] == [world["ciso1"].membership_id]
    heir = replace(world["ciso1"].actor, roles=frozenset((Role.ADMINISTRATOR,)))
    with pytest.raises(Conflict):
        people.end_membership(heir, world["ciso1"].membership_id)


def test_list_and_single_membership_agree(unit: Any, app: Flask, world: World) -> None:
    keys = [person.membership_id for person in world.people.values()]
    for person in world.people.values():
        listed = set(unit.scalars(visible(person.actor, policy.VIEW, columns=[Membership.id])))
        assert listed == {key for key in keys if can_fetch(person.actor, key)}, person.key


def can_fetch(actor: Any, key: Any) -> bool:
    try:
        fetch(actor, policy.VIEW, key)
    except NotFound:
        return False
    return True


@pytest.mark.database
def test_look_ups_for_other_features(unit: Any, app: Flask, world: World) -> None:
    found = service.members_with_roles(world.municipalities[0], Role.CISO, Role.PROCESS_OWNER)
    assert [each.user.email for each in found] == ["ciso1@proef.example", "owner1@proef.example"]
    assert found[0].organisation.name == "Gemeente Verzonnendam"
    people.end_membership(world["admin1"].actor, world["ciso1"].membership_id)
    assert len(service.members_with_roles(world.municipalities[0], Role.CISO, Role.PROCESS_OWNER)) == 1
    reviewers = service.reviewer_memberships(world["coordinator"].actor)
    assert [each.user.email.split("@")[0] for each in reviewers] == [
        "reviewer3",
        "reviewer2",
        "reviewer1",
        "all-roles",
    ]
    for name in ("releaser", "reviewer1", "submitter1", "vng-admin"):
        with pytest.raises(Forbidden):
            service.reviewer_memberships(world[name].actor)
    key = world["ciso2"].user_id
    assert service.get_user_names([key]) == {key: "Proef Ciso2"}
    assert service.get_user_names([]) == {}


def test_exemptions_and_tokens_do_not_exist_in_production(
    unit: Any, app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samencontroleren.accounts import factors
    from samencontroleren.accounts.models import User
    from samencontroleren.config import Mode

    live = replace(app.extensions["settings"], mode=Mode.PRODUCTION)
    monkeypatch.setitem(app.extensions, "settings", live)
    assert not factors.is_exempt(unit.get_one(User, world["ciso1"].user_id))
    with pytest.raises(RuntimeError):
        service.make_token(world["ciso1"].membership_id)
    with pytest.raises(RuntimeError):
        service.make_user("x@proef.example", "X", "y", is_factor_exempt=True)


def test_anybody_reads_the_accessibility_statement(client_of: Browser) -> None:
    assert "WCAG 2.2" in client_of().get("/toegankelijkheid").words
