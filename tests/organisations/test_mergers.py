# SPDX-License-Identifier: EUPL-1.2
"""Mergers of gemeenten and mandates of partnerships: planned, shown, carried out once; what opens and closes."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from samencontroleren.accounts import reach, sessions
from samencontroleren.accounts.models import Membership, MembershipRole
from samencontroleren.cli import cli
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid
from samencontroleren.organisations import mergers, municipalities, partnerships, service
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, PlanState, Role
from samencontroleren.organisations.loading import load_municipalities
from samencontroleren.organisations.models import Merger, OrganisationSuccession
from samencontroleren.sharing import policy as sharing
from samencontroleren.usage import policy as usage_policy
from samencontroleren.usage import service as usage
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from tests.support.pages import PageClient
from tests.support.world import Person, World, add_person

Browser = Callable[..., PageClient]
DAY = date(2030, 1, 1)


def use(world: World, number: int, product: Any, contract: str, confirmed: bool) -> Usage:
    made = usage.claim_usage(world[f"buyer{number}"].actor, product, f"Proces {number}", contract)
    if confirmed:
        usage.confirm_usage(world[f"ciso{number}"].actor, made.id)
    return made


def planned(world: World, **facts: Any) -> Merger:
    into = {"new_name": "Gemeente Samendam", "new_code": "GM9950"}
    given = {"part_ids": world.municipalities[:2], "happens_on": DAY, "ground": "Wet X", **(facts or into)}
    return mergers.plan_merger(world["vng-admin"].actor, **given)


@pytest.mark.database
def test_a_merger_moves_everything_once(unit: Any, app: Flask, world: World) -> None:
    one, two = world.municipalities[:2]
    both = Membership(user_id=world["ciso1"].user_id, organisation_id=two)
    both.roles = [MembershipRole(role=Role.PROCESS_OWNER)]
    unit.add(both)
    double = world.products[0][0]
    use(world, 1, double, "C-1", confirmed=False)
    use(world, 2, double, "C-2", confirmed=True)
    single = use(world, 2, world.products[1][0], "C-3", confirmed=True)
    mandated = _partnership(unit, world, one)
    plan = planned(world)
    counts = dict(mergers.dry_run(plan))
    assert counts["Dubbele producten, samen op één regel"] == 1
    assert counts["Regels in het register van producten"] == 3
    assert counts["Mandaten van samenwerkingsverbanden"] == 1
    assert counts["Mensen"] == 11 and counts["Mensen die er dubbel in staan: hun rollen komen bij elkaar"] == 1
    mergers.carry_out(plan.id)
    assert plan.state is PlanState.PLANNED and service.municipality_count() == 3, "not before its day"
    with clock.pretend(DAY):
        assert mergers.due_mergers() == [plan.id]
        for _time in range(2):
            mergers.carry_out(plan.id)
        assert mergers.due_mergers() == []
        unit.expire_all()
        _is_merged(unit, world, plan, single, mandated)


def _is_merged(unit: Any, world: World, plan: Merger, single: Usage, mandated: Person) -> None:
    one, two = world.municipalities[:2]
    into = plan.into_id
    assert into is not None and service.municipality_count() == 2
    rows = unit.scalars(select(OrganisationSuccession)).all()
    assert {(row.old_id, row.new_id, row.happened_on) for row in rows} == {(one, into, DAY), (two, into, DAY)}
    lines = {row.product_id: row for row in unit.scalars(select(Usage).where(Usage.municipality_id == into))}
    assert set(lines) == {world.products[0][0], world.products[1][0]}
    combined = lines[world.products[0][0]]
    assert combined.state is UsageState.CONFIRMED and combined.confirmed_by_id == world["ciso2"].user_id
    assert set(combined.contract_number.split("; ")) == {"C-1", "C-2"}
    assert lines[single.product_id].id == single.id
    left = unit.scalars(select(Usage).where(Usage.municipality_id.in_((one, two)))).all()
    assert [row.state for row in left] == [UsageState.ENDED]
    ciso = _actor(unit, world["ciso1"])
    assert ciso.organisation_id == into and ciso.roles == {Role.CISO, Role.PROCESS_OWNER}
    assert usage.find_usage(ciso, single.product_id) is not None
    assert _actor(unit, mandated).mandated.register == (into,)
    assert service.get_organisation(ciso, one).ended_on == DAY, "the page of the old gemeente stays"
    assert [row.id for row in service.list_organisations(world["vng-admin"].actor, search="GM9901").rows] == [one]


def _actor(unit: Any, person: Person) -> Actor:
    member = reach.living_memberships(person.user_id)[0]
    return sessions.actor_for(member, is_present=True)


def _partnership(unit: Any, world: World, *towns: Any, **facts: Any) -> Person:
    made = service.add_organisation(world["vng-admin"].actor, OrganisationKind.PARTNERSHIP, "Verband Droomstreek")
    given = {"covers_register": True, "covers_results": True, **facts}
    for town in towns:
        partnerships.add_mandate(
            world["vng-admin"].actor,
            made.id,
            municipality_id=town,
            valid_from=clock.today(),
            agreement="Regeling Droomstreek",
            **given,
        )
    roles = (Role.BUYER, Role.CISO)
    return add_person("partner", made.id, OrganisationKind.PARTNERSHIP, roles)


def test_into_one_that_stays_and_cancelling(unit: Any, app: Flask, world: World) -> None:
    plan = planned(world, into_id=world.municipalities[2])
    with pytest.raises(Invalid):
        planned(world, into_id=world.municipalities[2])
    mergers.cancel_merger(world["vng-admin"].actor, plan.id)
    with pytest.raises(Conflict):
        mergers.cancel_merger(world["vng-admin"].actor, plan.id)
    with clock.pretend(DAY):
        mergers.carry_out(plan.id)
        assert service.municipality_count() == 3
        again = planned(world, into_id=world.municipalities[2])
        mergers.carry_out(again.id)
        assert service.municipality_count() == 1
        with pytest.raises(Invalid):
            planned(world, into_id=world.municipalities[2])


@pytest.mark.parametrize(
    "facts",
    [
        {"new_name": "X", "new_code": "GM9903"},
        {"new_name": "", "new_code": "GM9950"},
        {"new_name": "X", "new_code": None},
        {"new_name": "X", "new_code": "GM9950", "happens_on": date(2020, 1, 1)},
        {"new_name": "X", "new_code": "GM9950", "part_ids": []},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(unit: Any, app: Flask, world: World, facts: Any) -> None:
    with pytest.raises(Invalid):
        planned(world, **facts)


def test_only_the_functional_administrator_plans(unit: Any, app: Flask, world: World) -> None:
    for name in ("coordinator", "releaser", "admin1", "vendor-admin1"):
        with pytest.raises(Forbidden):
            mergers.plan_merger(
                world[name].actor, part_ids=world.municipalities[:2], happens_on=DAY, ground="x", new_name="X"
            )


@pytest.mark.database
def test_a_mandate_opens_reading_and_its_end_closes_it(unit: Any, app: Flask, world: World) -> None:
    product = world.products[0][0]
    use(world, 1, product, "C-1", confirmed=True)
    use(world, 2, product, "C-2", confirmed=True)
    person = _partnership(unit, world, world.municipalities[0])
    acting = _actor(unit, person)
    assert [row[0].municipality_id for row in usage.list_usages(acting).rows] == [world.municipalities[0]]
    assert list(unit.scalars(usage_policy.confirmed_products(acting))) == [product]
    assert sharing.deep_releases(acting) is not None
    other = usage.claim_usage(acting, world.products[1][0], "Belasting", municipality_id=world.municipalities[0])
    assert other.municipality_id == world.municipalities[0]
    with pytest.raises(Invalid):
        usage.claim_usage(acting, world.products[1][0], "Belasting", municipality_id=world.municipalities[1])
    (mandate,) = partnerships.list_mandates(world["vng-admin"].actor, person.organisation_id)
    with pytest.raises(Invalid):
        partnerships.add_mandate(
            world["vng-admin"].actor,
            person.organisation_id,
            municipality_id=world.municipalities[0],
            valid_from=clock.today() + timedelta(days=3),
            agreement="Nog een",
            covers_results=True,
        )
    partnerships.end_mandate(world["vng-admin"].actor, mandate.id, "Opgezegd")
    ended = _actor(unit, person)
    assert usage.list_usages(ended).rows == [] and not list(unit.scalars(usage_policy.confirmed_products(ended)))
    with pytest.raises(Invalid):
        usage.claim_usage(ended, world.products[2][0], "Belasting", municipality_id=world.municipalities[0])


@pytest.mark.parametrize(
    ("facts", "register", "results"),
    [
        ({"covers_register": True, "covers_results": False}, 1, 0),
        ({"covers_register": False, "covers_results": True}, 0, 1),
        ({"valid_until": clock.today()}, 1, 1),
    ],
)
def test_a_mandate_covers_what_it_says_until_its_last_day(
    unit: Any, app: Flask, world: World, facts: Any, register: int, results: int
) -> None:
    use(world, 1, world.products[0][0], "C-1", confirmed=True)
    person = _partnership(unit, world, world.municipalities[0], **facts)
    acting = _actor(unit, person)
    assert len(usage.list_usages(acting).rows) == register
    assert len(list(unit.scalars(usage_policy.confirmed_products(acting)))) == results
    with clock.pretend(clock.today() + timedelta(days=1)):
        assert bool(_actor(unit, person).mandated.register) is bool(register and "valid_until" not in facts)


def test_pages_of_mergers_and_mandates(client_of: Browser, world: World) -> None:
    page = client_of(world["vng-admin"])
    one, two = (str(each) for each in world.municipalities[:2])
    page.get("/organisaties/herindelingen/nieuw?gemeente=" + one)
    form = {"part1": one, "part2": two, "happens_on": DAY.isoformat(), "ground": "Wet", "new_name": "Gemeente Samen"}
    wrong = page.post("/organisaties/herindelingen/nieuw", {**form, "new_code": "9950"}, status=422)
    assert "Voorbeeld: GM0363" in wrong.words and 'value="Gemeente Samen"' in wrong.text
    place = page.post("/organisaties/herindelingen/nieuw", {**form, "new_code": "gm 9950"}).location
    assert "GM9950" in page.get(place).words and "Gemeente Samen" in page.get("/organisaties/herindelingen").words
    client_of(world["coordinator"]).get(place, status=404)
    page.post(f"{place}/annuleren")
    assert "Geannuleerd" in page.get(place).words
    people = page.post("/organisaties/nieuw", {"kind": "partnership", "name": "Verband Ver"}).location
    partnership = people.replace("/gebruikers", "")
    page.get(f"{partnership}/mandaten/nieuw")
    mandate = {"municipality_id": one, "valid_from": clock.today().isoformat(), "agreement": "Regeling 7"}
    assert "Kies waarvoor" in page.post(f"{partnership}/mandaten/nieuw", mandate, status=422).words
    page.post(f"{partnership}/mandaten/nieuw", {**mandate, "covers": ["register", "decisions"]})
    shown = page.get(partnership).words
    assert "Regeling 7" in shown and "besluiten" in shown and "Geldt nu" in shown
    assert "Verband Ver" in client_of(world["admin1"]).get(f"/organisaties/{one}").words


def test_all_gemeenten_are_loaded_by_code(unit: Any, app: Flask, world: World) -> None:
    facts = municipalities.read_municipalities()
    assert len({each.code for each in facts}) == len(facts) == 342
    first = load_municipalities(facts)
    assert len(first.added) == 342 and len(first.not_listed) == 3
    assert service.municipality_count() == 345
    changed = [municipalities.MunicipalityFacts("GM0363", "Gemeente Mokum", "Noord-Holland", 5)]
    again = load_municipalities([*changed, *(each for each in facts if each.code != "GM0363")])
    assert again.added == [] and again.renamed == [("GM0363", "Gemeente Amsterdam", "Gemeente Mokum")]
    assert again.unchanged == 341


def test_the_command_says_which_line_is_wrong(app: Flask, database: Database, tmp_path: Path) -> None:
    source = tmp_path / "gemeenten.csv"
    source.write_text("cbs_code,naam,provincie\nGM0001,Een,Drenthe\n0002,Twee,Drenthe\n", encoding="utf-8")
    from samencontroleren.organisations.cli import organisations

    asked = ["load-municipalities", "--file", str(source)]
    refused = CliRunner().invoke(organisations, asked, obj={"application": lambda: app})
    assert refused.exit_code == 1 and "line 3" in refused.output
    source.write_text("cbs_code,naam,provincie,inwoners\nGM0001,Een,Drenthe,12\n", encoding="utf-8")
    done = CliRunner().invoke(organisations, asked, obj={"application": lambda: app})
    assert done.exit_code == 0 and "1 added" in done.output
    assert cli.name == "cli"
