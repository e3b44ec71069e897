# SPDX-License-Identifier: EUPL-1.2
"""Merging, splitting and linking findings, and assigning reviewers, in the API: the services of the pages."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete

from samencontroleren.core import clock
from samencontroleren.core.access import holds
from samencontroleren.core.db import Database
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.scopes import Scope
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.rounds import policy
from samencontroleren.rounds.models import ConflictOfInterest, Dossier
from tests.api.conftest import Client, Make
from tests.assessments.flow import Flow
from tests.findings.test_joining import Several
from tests.support.world import World

BOTH = [Scope.READ, Scope.WRITE_ASSESSMENT]


def post(client: Client, path: str, body: Any, key: str = "een") -> Any:
    return client.ask("POST", path, json=body, headers={"Idempotency-Key": key})


def releases(database: Database, world: World, dossier: uuid.UUID) -> bool:
    """Whether the person who was shown the secret of a client of VNG could release a dossier (product.md, 2.3)."""
    with database.unit(write=False) as unit:
        return holds(world["vng-admin"].also(Role.RELEASER), policy.RELEASE, unit.get_one(Dossier, dossier))


def test_findings_go_on_together_and_apart(app: Flask, database: Database, world: World, make_client: Make) -> None:
    with database.unit() as unit:
        life = Several(world, unit)
        life.released()
        dossier = life.dossier.id
        part = str(life.another("P-4", Severity.CRITICAL, clock.today() + timedelta(days=5)).id)
    vng, path = make_client("vng", [Role.COORDINATOR], BOTH), f"/bevindingen/{life.key}"
    wrong = post(vng, f"{path}/samenvoegingen", {"bevindingen": [], "reden": "Eén oorzaak"})
    assert [each["name"] for each in wrong.get_json()["invalidParams"]] == ["bevindingen"]
    merged = post(vng, f"{path}/samenvoegingen", {"bevindingen": [part], "reden": "Eén oorzaak"})
    assert (merged.status_code, merged.get_json()["ernst"]) == (200, "kritiek")
    assert not releases(database, world, dossier)
    assert vng.ask("GET", f"/bevindingen/{part}").get_json()["gaatVerderIn"] == str(life.key)
    assert post(vng, f"{path}/splitsingen", {"bevindingen": [part], "reden": "Toch niet"}).status_code == 200
    linked = post(vng, f"{path}/koppelingen", {"bevinding": part, "reden": "Zelfde dienst"})
    again = post(vng, f"{path}/koppelingen", {"bevinding": part, "reden": "Zelfde dienst"})
    assert (linked.status_code, again.status_code) == (201, 201) and linked.get_json() == again.get_json()
    supplier = make_client("supplier", [Role.CONTRIBUTOR], BOTH)
    [row] = supplier.ask("GET", f"{path}/koppelingen").get_json()
    assert (row["bevinding"], row["reden"]) == (part, "Zelfde dienst")
    for kind, body in (("samenvoegingen", {"bevindingen": [part]}), ("koppelingen", {"bevinding": part})):
        assert post(supplier, f"{path}/{kind}", {**body, "reden": "Reden"}, "twee").status_code == 403
    gemeente = make_client("gemeente", [Role.CISO], BOTH)
    assert gemeente.ask("GET", f"{path}/koppelingen").status_code == 404
    reader = make_client("vng", [Role.COORDINATOR], [Scope.READ], "Lezer")
    assert reader.ask("DELETE", f"/bevindingen/koppelingen/{row['id']}").status_code == 403
    assert vng.ask("DELETE", f"/bevindingen/koppelingen/{row['id']}").status_code == 204
    assert vng.ask("GET", f"{path}/koppelingen").get_json() == []


def test_vng_reads_the_pool_and_assigns_a_pair(app: Flask, database: Database, world: World, make_client: Make) -> None:
    with database.unit():
        flow = Flow(world)
        flow.submit(flow.vendor_dossier)
        dossier = flow.vendor_dossier.id
    vng, path = make_client("vng", [Role.COORDINATOR], BOTH), f"/dossiers/{dossier}"
    pool = vng.ask("GET", "/beoordelaars", query_string={"ronde": str(flow.round.id)}).get_json()
    known = {str(world[name].membership_id): name for name in ("reviewer1", "reviewer2", "reviewer3")}
    assert known.keys() <= {each["lid"] for each in pool} and {each["inHanden"] for each in pool} == {0}
    candidates = vng.ask("GET", f"{path}/kandidaten").get_json()
    proposed = [each["lid"] for each in candidates if each["isVoorgesteld"]]
    assert len(proposed) == 2 and {each["belemmering"] for each in candidates if each["lid"] in proposed} == {None}
    assert all(bool(each["belemmering"]) == bool(each["belemmeringCode"]) for each in candidates)
    wrong = vng.ask("POST", f"{path}/beoordelaars", json={"leden": proposed[:1]})
    assert [each["name"] for each in wrong.get_json()["invalidParams"]] == ["leden"]
    same = vng.ask("POST", f"{path}/beoordelaars", json={"leden": [proposed[0]] * 2})
    assert [each["name"] for each in same.get_json()["invalidParams"]] == ["leden"]
    interest = {"user_id": world["vng-admin"].user_id, "vendor_id": world.vendors[0]}
    with database.unit() as unit:  # of the person who holds the secret
        unit.add(ConflictOfInterest(reason="Familie", **interest))
    assert vng.ask("POST", f"{path}/beoordelaars", json={"leden": proposed}).status_code == 403
    with database.unit() as unit:
        unit.execute(delete(ConflictOfInterest).filter_by(**interest))
    assert releases(database, world, dossier)
    assigned = vng.ask("POST", f"{path}/beoordelaars", json={"leden": proposed})
    assert not releases(database, world, dossier)
    assert (assigned.status_code, assigned.get_json()["toestand"]) == (200, "in-beoordeling")
    assert vng.ask("POST", f"{path}/beoordelaars", json={"leden": proposed}).status_code == 409
    for where, role in (("supplier", Role.SUBMITTER), ("gemeente", Role.CISO)):
        other = make_client(where, [role], BOTH)
        assert other.ask("GET", "/beoordelaars").status_code == 403
        assert other.ask("GET", f"{path}/kandidaten").status_code in (403, 404)
        assert other.ask("POST", f"{path}/beoordelaars", json={"leden": proposed}).status_code in (403, 404)
