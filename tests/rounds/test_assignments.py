# SPDX-License-Identifier: EUPL-1.2
"""Two reviewers from two organisations, none with a conflict or another part; rights end at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.accounts import people
from samencontroleren.core import clock
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.notifications.models import Notice
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import DossierState, Part
from samencontroleren.rounds.models import Assignment
from samencontroleren.rounds.obstacles import OBSTACLES
from tests.rounds.sample import bring_to, make_round
from tests.support.world import World, add_person

pytestmark = pytest.mark.database


def assign(world: World, key: object, *names: str, by: str = "coordinator") -> object:
    members = [world[name].membership_id for name in names]
    return service.assign_reviewers(world[by].actor, key, members)  # type: ignore[arg-type]  # keys of any


def test_two_reviewers_open_the_review(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    dossier = bring_to(world, sample.own, DossierState.SUBMITTED)
    assign(world, sample.own, "reviewer1", "reviewer2")
    assert dossier.state is DossierState.IN_REVIEW
    assert service.get_dossier(world["reviewer1"].actor, sample.own).id == sample.own
    with pytest.raises(NotFound):  # a right of the person, never of the gemeente
        service.get_dossier(world["ciso1"].actor, sample.own)
    told = unit.scalars(select(Notice).where(Notice.kind == "assigned")).all()
    assert {each.membership_id for each in told} == {world[name].membership_id for name in ("reviewer1", "reviewer2")}
    rows = unit.scalars(select(TrailRow).where(TrailRow.action == "assignment.added")).all()
    assert {each.reader_organisation_id for each in rows} == {None}  # not in the gemeente's own trail


def test_one_of_vng_may_review(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.SUBMITTED)
    assign(world, sample.own, "reviewer1", "all-roles")
    with pytest.raises(Conflict):
        service.take_part(world["all-roles"].user_id, sample.own, Part.RELEASES)
    with pytest.raises(Forbidden):
        service.cancel_dossier(world["all-roles"].actor, sample.own, "Twee rollen.")


@pytest.mark.parametrize(
    "names",
    [("reviewer1",), ("reviewer1", "reviewer1"), ("reviewer1", "reviewer2", "reviewer3"), (), ("ciso1", "reviewer2")],
)
def test_it_takes_two_reviewers(unit: Session, in_request: Flask, world: World, names: tuple[str, ...]) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.SUBMITTED)
    with pytest.raises(Invalid):
        assign(world, sample.own, *names)
    assert service.assignments_of(sample.own) == []


def test_two_of_one_gemeente(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    dossier = bring_to(world, sample.own, DossierState.SUBMITTED)
    gemeente = world.municipalities[0]
    colleague = add_person("collega", gemeente, OrganisationKind.MUNICIPALITY, [Role.REVIEWER])
    pair = [world["reviewer1"].membership_id, colleague.membership_id]
    with pytest.raises(Invalid):
        service.assign_reviewers(world["coordinator"].actor, sample.own, pair)
    assert dossier.state is DossierState.SUBMITTED


def test_a_conflict_is_refused(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.SUBMITTED)
    service.declare_conflict(world["reviewer1"].actor, world.vendors[0], "Ik heb daar gewerkt.")
    with pytest.raises(Invalid):
        assign(world, sample.own, "reviewer1", "reviewer2")
    found = {each.user_id: each for each in service.candidates(world["coordinator"].actor, sample.own).candidates}
    assert found[world["reviewer1"].user_id].obstacle == OBSTACLES["declared"]
    assert found[world["reviewer2"].user_id].obstacle is None


def test_who_belonged_to_the_supplier_is_refused(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.SUBMITTED)
    from samencontroleren.accounts.models import Membership
    from samencontroleren.core import clock

    unit.add(Membership(user_id=world["reviewer1"].user_id, organisation_id=world.vendors[0], ended_at=clock.now()))
    unit.flush()
    with pytest.raises(Invalid):
        assign(world, sample.own, "reviewer1", "reviewer2")


def test_the_co_ordinator_can_not_be_assigned(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.SUBMITTED)
    with pytest.raises(Invalid):  # the one who assigns
        assign(world, sample.own, "all-roles", "reviewer2", by="all-roles")
    service.take_part(world["all-roles"].user_id, sample.own, Part.COORDINATES)
    with pytest.raises(Invalid):  # one who co-ordinated it before
        assign(world, sample.own, "all-roles", "reviewer2")


def test_only_a_submitted_dossier(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    with pytest.raises(Conflict):
        assign(world, sample.own, "reviewer1", "reviewer2")
    for name in ("releaser", "submitter1"):
        with pytest.raises(Forbidden):
            assign(world, sample.own, "reviewer1", "reviewer2", by=name)
    with pytest.raises(NotFound):
        assign(world, sample.own, "reviewer1", "reviewer2", by="reviewer3")


def test_handing_back_ends_the_right_at_once(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    service.hand_back(world["reviewer1"].actor, sample.own, "Ziek.")
    with pytest.raises(NotFound):
        service.get_dossier(world["reviewer1"].actor, sample.own)
    notices = unit.scalars(select(Notice).where(Notice.kind == "reviewer_needed")).all()
    assert [each.membership_id for each in notices] == [world["coordinator"].membership_id]
    coordinator = world["coordinator"].actor
    service.add_reviewer(coordinator, sample.own, world["reviewer3"].membership_id)
    assert {each.user_id for each in service.assignments_of(sample.own)} == {
        world["reviewer2"].user_id,
        world["reviewer3"].user_id,
    }
    with pytest.raises(Conflict):  # two is enough
        service.add_reviewer(coordinator, sample.own, world["reviewer1"].membership_id)


def test_replacing(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    coordinator = world["coordinator"].actor
    first = next(each for each in service.assignments_of(sample.own) if each.user_id == world["reviewer1"].user_id)
    service.replace_reviewer(coordinator, sample.own, first.id, world["reviewer3"].membership_id)
    assert service.get_dossier(world["reviewer3"].actor, sample.own)
    with pytest.raises(NotFound):
        service.get_dossier(world["reviewer1"].actor, sample.own)
    with pytest.raises(Conflict):  # who reviewed it never releases it, also after the assignment
        service.take_part(world["reviewer1"].user_id, sample.own, Part.RELEASES)


def test_declaring_a_conflict_ends_the_assignment(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    service.declare_conflict(world["reviewer1"].actor, world.vendors[0], "Mijn partner werkt daar.")
    with pytest.raises(NotFound):
        service.get_dossier(world["reviewer1"].actor, sample.own)
    notices = unit.scalars(select(Notice).where(Notice.kind == "reviewer_needed")).all()
    assert [each.membership_id for each in notices] == [world["coordinator"].membership_id]


def test_conflicts_are_for_their_own_eyes(unit: Session, in_request: Flask, world: World) -> None:
    service.declare_conflict(world["reviewer1"].actor, world.vendors[0], "Aandelen.")
    assert len(service.list_conflicts(world["reviewer1"].actor)) == 1
    assert service.list_conflicts(world["reviewer2"].actor) == []
    assert len(service.list_conflicts(world["coordinator"].actor)) == 1
    with pytest.raises(Invalid):
        service.declare_conflict(world["reviewer1"].actor, world.vendors[0], "Nog eens.")
    with pytest.raises(Invalid):
        service.declare_conflict(world["reviewer1"].actor, world.vendors[1], " ")
    with pytest.raises(Forbidden):
        service.declare_conflict(world["ciso1"].actor, world.vendors[0], "Geen beoordelaar.")
    with pytest.raises(NotFound):
        service.declare_conflict(world["submitter1"].actor, world.vendors[1], "Een ander.")


def test_a_reviewer_who_leaves_loses_all_dossiers_at_once(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    people.end_membership(world["admin1"].actor, world["reviewer1"].membership_id)
    with pytest.raises(NotFound):
        service.get_dossier(world["reviewer1"].actor, sample.own)
    assert [each.membership_id for each in service.assignments_of(sample.own)] == [world["reviewer2"].membership_id]
    people.change_roles(world["admin2"].actor, world["reviewer2"].membership_id, [Role.BUYER])
    assert service.assignments_of(sample.own) == []
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "reviewer_needed")).all()
    assert told.count(world["coordinator"].membership_id) == 2
    kept = unit.scalars(select(Assignment).where(Assignment.dossier_id == sample.own)).all()
    assert len(kept) == 2 and all(each.ended_at for each in kept)


def test_a_dossier_that_ends_without_a_result_ends_the_rights_of_its_reviewers(
    unit: Session, in_request: Flask, world: World
) -> None:
    sample = make_round(world)
    bring_to(world, sample.own, DossierState.IN_REVIEW)
    service.cancel_dossier(world["coordinator"].actor, sample.own, "Niet meer nodig.")
    assert service.assignments_of(sample.own) == []
    with pytest.raises(NotFound):
        service.get_dossier(world["reviewer1"].actor, sample.own)


def test_the_right_to_read_after_a_release_ends_with_leaving(unit: Session, in_request: Flask, world: World) -> None:
    sample = make_round(world)
    dossier = bring_to(world, sample.own, DossierState.IN_REVIEW)
    service.end_assignments(dossier.id, clock.now() + timedelta(days=10))
    service.get_dossier(world["reviewer1"].actor, sample.own)
    people.leave(world["reviewer1"].actor, world["reviewer1"].membership_id)
    with pytest.raises(NotFound):
        service.get_dossier(world["reviewer1"].actor, sample.own)
