# SPDX-License-Identifier: EUPL-1.2
"""The yearly review of rights (BIO2 5.18.02): opened by a job, each person looked at, finished, exported."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.accounts import clients
from samencontroleren.accounts.models import ApiClient, Membership, User
from samencontroleren.core import clock
from samencontroleren.core.access import fetch, visible
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.rights import policy, reviews
from samencontroleren.rights.kinds import Decision
from samencontroleren.rights.models import AccessReview, AccessReviewLine
from tests.support.pages import PageClient
from tests.support.world import World

Browser = Callable[..., PageClient]


def begun(unit: Session, world: World, number: int = 0) -> AccessReview:
    """The review of a gemeente that has taken part for over a year."""
    town = world.municipalities[number]
    long_ago = clock.now() - timedelta(days=366)
    unit.execute(update(Membership).where(Membership.organisation_id == town).values(created_at=long_ago))
    made = reviews.open_review(town)
    assert made is not None
    return made


def line(unit: Session, review: AccessReview, world: World, name: str) -> AccessReviewLine:
    mine = (AccessReviewLine.review_id == review.id) & (AccessReviewLine.membership_id == world[name].membership_id)
    return unit.scalars(select(AccessReviewLine).where(mine)).one()


@pytest.mark.database
def test_it_opens_once_a_year(unit: Session, app: Flask, world: World) -> None:
    assert reviews.due_reviews() == [] and reviews.open_review(world.municipalities[0]) is None
    found = begun(unit, world)
    assert found.due_on == found.opened_on + timedelta(days=30)
    assert reviews.due_reviews() == [] and reviews.open_review(world.municipalities[0]) is None
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "review_opened")).all()
    assert told == [world["admin1"].membership_id]
    found.opened_on -= timedelta(days=365)
    unit.flush()
    assert reviews.due_reviews() == [world.municipalities[0]]


@pytest.mark.database
def test_each_person_is_kept_changed_or_ended(unit: Session, app: Flask, world: World) -> None:
    found, admin = begun(unit, world), world["admin1"].actor
    with pytest.raises(Invalid):
        reviews.finish(admin, found.id)
    for name in ("buyer1", "reviewer1", "admin1"):
        reviews.decide(admin, line(unit, found, world, name).id, Decision.KEEP, [])
    changed = reviews.decide(admin, line(unit, found, world, "ciso1").id, Decision.CHANGE, [Role.BUYER])
    assert (changed.roles_before, changed.roles_after) == (["ciso"], ["buyer"])
    reviews.decide(admin, line(unit, found, world, "owner1").id, Decision.END, [])
    assert unit.get_one(Membership, world["owner1"].membership_id).ended_at is not None
    reviews.finish(admin, found.id)
    for again in (
        lambda: reviews.finish(admin, found.id),
        lambda: reviews.decide(admin, changed.id, Decision.KEEP, []),
    ):
        with pytest.raises(Conflict, match="al afgerond"):
            again()
    actions = set(unit.scalars(select(TrailRow.action).where(TrailRow.action.startswith("access-review."))))
    assert actions == {f"access-review.{each}" for each in ("opened", "keep", "change", "end", "finished")}
    assert unit.scalars(select(Notice).where(Notice.kind == "review_opened", Notice.finished_at.is_(None))).all() == []


@pytest.mark.database
def test_who_left_meanwhile_needs_no_choice(unit: Session, app: Flask, world: World) -> None:
    found, admin = begun(unit, world), world["admin1"].actor
    unit.get_one(Membership, world["owner1"].membership_id).ended_at = clock.now()
    unit.flush()
    gone = line(unit, found, world, "owner1")
    with pytest.raises(Conflict, match="geen toegang meer"):
        reviews.decide(admin, gone.id, Decision.KEEP, [])
    for name in ("buyer1", "reviewer1", "admin1", "ciso1"):
        reviews.decide(admin, line(unit, found, world, name).id, Decision.KEEP, [])
    reviews.finish(admin, found.id)
    assert gone.decision is Decision.END and gone.decided_by_id is None


def linked(world: World, name: str = "Koppeling") -> ApiClient:
    """An API client of the gemeente."""
    ends = clock.today() + timedelta(days=90)
    return clients.add_client(world["admin1"].also(Role.CISO), name, [Role.CISO], [Scope.READ], ends)[0]


@pytest.mark.database
def test_api_clients_are_looked_at_too(unit: Session, app: Flask, world: World) -> None:
    stays, goes, gone = (linked(world, name) for name in ("Blijft", "Gaat", "Ging al"))
    clients.revoke_client(world["admin1"].actor, gone.id)
    found, admin = begun(unit, world), world["admin1"].actor
    assert set(reviews.clients_of(reviews.get_review(admin, found.id))) == {stays.membership_id, goes.membership_id}
    keys = {each.membership_id: each.id for each in reviews.get_review(admin, found.id).lines}
    with pytest.raises(Invalid) as refused:
        reviews.decide(admin, keys[stays.membership_id], Decision.CHANGE, [Role.BUYER])
    assert "Trek hem in" in refused.value.fields["roles"][0]
    kept = reviews.decide(admin, keys[stays.membership_id], Decision.KEEP, [])
    assert kept.roles_after == ["ciso"] and stays.revoked_at is None
    reviews.decide(admin, keys[goes.membership_id], Decision.END, [])
    assert goes.revoked_at is not None
    for member in (world[f"{name}1"].membership_id for name in ("buyer", "ciso", "owner", "reviewer", "admin")):
        reviews.decide(admin, keys[member], Decision.KEEP, [])
    assert reviews.finish(admin, found.id).finished_at is not None


@pytest.mark.database
def test_the_rules_of_roles_hold_here_too(unit: Session, app: Flask, world: World) -> None:
    found, admin = begun(unit, world), world["admin1"].actor
    own = line(unit, found, world, "admin1").id
    with pytest.raises(Invalid):
        reviews.decide(admin, own, Decision.CHANGE, [Role.ADMINISTRATOR, Role.CISO])
    with pytest.raises(Conflict):
        reviews.decide(admin, own, Decision.END, [])
    with pytest.raises(Invalid):
        reviews.decide(admin, line(unit, found, world, "ciso1").id, Decision.CHANGE, [Role.RELEASER])


@pytest.mark.database
def test_a_reminder_before_and_one_after_and_vng_sees_a_number(unit: Session, app: Flask, world: World) -> None:
    found = begun(unit, world)
    assert reviews.due_reminders() == [] and reviews.count_late() == 0
    found.due_on = clock.today() + timedelta(days=7)
    unit.flush()
    for _ in range(2):
        assert reviews.due_reminders() == [found.id]
        reviews.remind(found.id)
    found.due_on = clock.today() - timedelta(days=1)
    unit.flush()
    reviews.remind(found.id)
    assert len(unit.scalars(select(Notice).where(Notice.kind == "review_reminder")).all()) == 2
    assert reviews.count_late() == 1


@pytest.mark.database
def test_only_the_own_administrator_does_it(unit: Session, app: Flask, world: World) -> None:
    found = begun(unit, world)
    key = line(unit, found, world, "ciso1").id
    for person in world.people.values():
        may = person.key == "admin1"
        for wanted, model, one in (
            (policy.REVIEW_DO, AccessReview, found.id),
            (policy.LINE_DECIDE, AccessReviewLine, key),
        ):
            listed = one in unit.scalars(visible(person.actor, wanted, columns=[model.id])).all()
            try:
                fetched = fetch(person.actor, wanted, one) is not None
            except (NotFound, Forbidden):
                fetched = False
            assert listed is fetched is may, (person.key, wanted.name)


def test_the_pages_and_the_export(client_of: Browser, database: Database, world: World) -> None:
    with database.unit() as opened:
        linked(world)
        key = begun(opened, world).id
        lines = {name: line(opened, opened.get_one(AccessReview, key), world, name).id for name in ("ciso1", "buyer1")}
        session().execute(update(User).where(User.id == world["ciso1"].user_id).values(name="=1+1"))
    page = client_of(world["admin1"])
    assert "Loopt" in page.get("/rechten").words
    shown = page.get(f"/rechten/{key}").words
    assert "Proef Buyer1" in shown and "Rollen bij de start: Inkoper" in shown
    assert "API-client nog niet gebruikt" in shown and "clients.invalid" not in shown
    page.post(f"/rechten/regels/{lines['buyer1']}", {"decision": "keep"})
    wrong = page.post(f"/rechten/regels/{lines['ciso1']}", {"decision": "change"}, status=422)
    assert "Kies minstens één rol" in wrong.words
    page.post(f"/rechten/regels/{lines['ciso1']}", {"decision": "onzin"}, status=422)
    page.post(f"/rechten/regels/{lines['ciso1']}", {"decision": "change", "roles": ["buyer"]})
    assert "Rollen daarna: Inkoper" in page.get(f"/rechten/{key}").words
    assert "Nog niet iedereen is nagelopen" in page.post(f"/rechten/{key}/afronden", status=422).words
    for place in (f"/rechten/{key}", f"/rechten/{key}.xlsx"):
        client_of(world["admin2"]).get(place, status=404)
    client_of(world["ciso2"]).get("/rechten", status=403)
    client_of(world["vng-admin"]).get(f"/rechten/{key}", status=404)
    assert "bij 0 organisaties te laat" in client_of(world["vng-admin"]).get("/beheerdersherstel").words
    body = page.browser.get(f"/rechten/{key}.xlsx").data
    cells = [[cell.value for cell in row] for row in load_workbook(BytesIO(body)).active.iter_rows()]
    assert cells[0][:2] == ["Controle van rechten (BIO2 5.18.02)", "Gemeente Verzonnendam"]
    found = {row[0]: row for row in cells}
    assert found["'=1+1"][3:6] == ["CISO", "Rollen gewijzigd", "Inkoper"]
    assert found["Proef Owner1"][4] == "Nog niet besloten"
    assert found["Koppeling"][1:4] == ["API-client", None, "CISO"]
