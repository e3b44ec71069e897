# SPDX-License-Identifier: EUPL-1.2
"""Run the measurements on a private PostgreSQL and print them as a table (figures are reported, never tested)."""

import os
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import Select, create_engine, event, func, select, text
from sqlalchemy.orm import Session

from bench.country import Builder, Country
from samencontroleren import config, features
from samencontroleren.accounts.models import LoginSession, Membership
from samencontroleren.app import create_app
from samencontroleren.core import access, clock, db, migrate, walls
from samencontroleren.core.db import Database
from samencontroleren.core.security import digest, new_token
from samencontroleren.core.sides import SYSTEM
from samencontroleren.core.web import needs
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from tests.support import postgres
from tests.support.pages import PageClient

RUNS = 5
REQUESTS = 20


@dataclass(frozen=True)
class Operation:
    """Something a person does, as a request."""

    name: str
    client: PageClient
    request: Callable[[PageClient], int]


def main() -> None:
    """Build the country, measure, print."""
    scale = float(os.environ.get("SCALE", "0.1"))
    server = postgres.start()
    if server is None:
        sys.exit("PostgreSQL's programs (initdb, pg_ctl) are not on this machine")
    try:
        _measure(server, scale)
    finally:
        server.stop()


def _measure(server: postgres.Server, scale: float) -> None:
    features.load_models()
    with create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE bench OWNER {postgres.OWNER}"))
    owner = create_engine(server.url("bench", postgres.OWNER))
    migrate.upgrade(owner)
    with owner.begin() as connection:
        walls.grant(connection, postgres.APPLICATION)
    database = Database(server.url("bench", postgres.APPLICATION))
    began = time.monotonic()
    with database.unit(side=SYSTEM) as opened:
        country = Builder(opened, scale).build()
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    owner.dispose()
    print(f"scale {scale}: {sum(country.counts.values()):,} rows in {time.monotonic() - began:.0f} s")
    app = _app(database)
    operations = _operations(app, country)
    _print_operations(app, operations)
    _print_searches(app, operations)
    _print_permissions(database, country)
    database.engine.dispose()


def _app(database: Database) -> Flask:
    values = {"ENVIRONMENT": "test", "SECRET_KEY": "bench" * 8, "DATA_FOLDER": tempfile.mkdtemp()}
    app = create_app(replace(config.load(values), database_url="sqlite://"))
    app.extensions["database"] = database

    @app.get("/bench/floor")
    @needs()
    def floor() -> str:
        """The floor: checks the log-in, one indexed query, ten lines, without our base template."""
        names = db.session().scalars(select(Organisation.name).order_by(Organisation.name).limit(10)).all()
        return render_template_string("<ul>{% for name in names %}<li>{{ name }}</li>{% endfor %}</ul>", names=names)

    return app


def _operations(app: Flask, country: Country) -> list[Operation]:
    vendor = _client(app, country.vendor_member)
    gemeente = _client(app, country.municipal_member)
    reviewer = _client(app, country.reviewer_member)
    coordinator = _client(app, country.coordinator_member)
    find, paper, common = "/zoeken?q=leverancier+12", "/zoeken?q=verslag+uitwijk", "/zoeken?q=eis"
    fill = f"/dossiers/{country.dossier}/invullen/{country.theme}"
    save = f"/dossiers/{country.dossier}/antwoorden/{country.requirement_version}/concept"
    product = f"/resultaten/producten/{country.product}"
    return [
        Operation("floor", vendor, lambda client: client.browser.get("/bench/floor").status_code),
        Operation("save one answer", vendor, Saving(save)),
        Operation("open a section", vendor, lambda client: client.browser.get(fill).status_code),
        Operation("product page", gemeente, lambda client: client.browser.get(product).status_code),
        Operation("search as gemeente", gemeente, lambda client: client.browser.get(find).status_code),
        Operation("search as reviewer", reviewer, lambda client: client.browser.get(paper).status_code),
        Operation("search as VNG", coordinator, lambda client: client.browser.get(paper).status_code),
        Operation("search common words", coordinator, lambda client: client.browser.get(common).status_code),
    ]


class Saving:
    """Save one answer again and again, each time with the revision of the last answer."""

    def __init__(self, path: str) -> None:
        self.path, self.revision, self.number = path, 0, 0

    def __call__(self, client: PageClient) -> int:
        self.number += 1
        data = {"csrf_token": client.csrf_token, "revision": str(self.revision), "choice": "meets"}
        data["explanation"] = f"Poging {self.number} om te meten hoe lang opslaan duurt."
        answer = client.browser.post(self.path, data=data, headers={"Accept": "application/json"})
        if answer.status_code == 409 and not self.revision:
            self.revision = int((answer.get_json() or {}).get("revision", 1)) or 1
            return self(client)
        self.revision = int((answer.get_json() or {}).get("revision", self.revision))
        return answer.status_code


def _client(app: Flask, member: tuple[uuid.UUID, uuid.UUID]) -> PageClient:
    token = new_token()
    with app.extensions["database"].unit(side=SYSTEM) as opened:
        opened.add(
            LoginSession(token_digest=digest(token), user_id=member[0], membership_id=member[1], factor_at=clock.now())
        )
    client = PageClient(app)
    with client.browser.session_transaction() as cookie:
        cookie["sid"] = token
    return client


class Counter:
    """Counts statements of the application's engine."""

    def __init__(self, database: Database) -> None:
        self.number = 0
        event.listen(database.engine, "before_cursor_execute", self._count)

    def _count(self, *_args: object) -> None:
        self.number += 1


def _print_operations(app: Flask, operations: list[Operation]) -> None:
    counter = Counter(app.extensions["database"])
    times: dict[str, list[list[float]]] = {each.name: [] for each in operations}
    queries: dict[str, int] = {}
    for each in operations:  # warm up, and see that each works
        status = each.request(each.client)
        if status != 200:
            sys.exit(f"{each.name} answers {status}")
        before = counter.number
        each.request(each.client)
        queries[each.name] = counter.number - before
    for _run in range(RUNS):
        for each in operations:
            times[each.name].append([_timed(each) for _request in range(REQUESTS)])
    floor = _median_of_medians(times["floor"])
    print(f"\n{'operation':20} {'p50 ms':>8} {'p95 ms':>8} {'x floor':>8} {'statements':>11}")
    for each in operations:
        middle = _median_of_medians(times[each.name])
        late = statistics.quantiles([t for run in times[each.name] for t in run], n=20)[-1]
        ratio = middle / floor
        print(f"{each.name:20} {middle:8.1f} {late:8.1f} {ratio:8.1f} {queries[each.name]:11}")


def _print_searches(app: Flask, operations: list[Operation]) -> None:
    """What each question of searching from anywhere reads, with every scan over more than 10,000 rows."""
    database: Database = app.extensions["database"]
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        if "search_entries" in statement:
            asked.append((statement, parameters))

    print(f"\n{'search':28} {'from':24} {'ms':>8} {'buffers':>9}  scan over 10,000 rows")
    for each in operations:
        asked.clear()
        event.listen(database.engine, "before_cursor_execute", note)
        each.request(each.client)
        event.remove(database.engine, "before_cursor_execute", note)
        with database.unit(write=False, side=SYSTEM) as opened:
            for statement, parameters in asked:
                table = re.search(r"\sFROM\s+(\w+)", statement)
                print(f"{each.name:28} {table[1] if table else '':24} {_plan(opened, statement, parameters)}")


def _timed(operation: Operation) -> float:
    began = time.perf_counter()
    operation.request(operation.client)
    return (time.perf_counter() - began) * 1000


def _median_of_medians(runs: list[list[float]]) -> float:
    return statistics.median(statistics.median(run) for run in runs)


def _print_permissions(database: Database, country: Country) -> None:
    """Buffers and time to count what each kind of actor sees, per permission on large tables."""
    actors = {
        "supplier": _actor(country.vendor_member, OrganisationKind.VENDOR, Role.CONTRIBUTOR, database),
        "reviewer": _actor(country.reviewer_member, OrganisationKind.MUNICIPALITY, Role.REVIEWER, database),
        "ciso": _actor(country.municipal_member, OrganisationKind.MUNICIPALITY, Role.CISO, database),
    }
    large = {name for name, number in country.counts.items() if number > 3000}
    print(f"\n{'permission':28} {'actor':10} {'rows':>9} {'ms':>8} {'buffers':>9}  scan over 10,000 rows")
    with database.unit(write=False, side=SYSTEM) as opened:
        for name, each in sorted(access.registry.items()):
            if each.model.__tablename__ not in large:
                continue
            for who, actor in actors.items():
                condition = each.condition(actor)
                if not access.is_never(condition):
                    walls.take(opened, actor.side)
                    query = select(func.count()).select_from(each.model).where(condition)
                    print(f"{name:28} {who:10} {_explained(opened, query)}")


def _explained(opened: Session, query: Select[int]) -> str:
    compiled = query.compile(opened.get_bind(), compile_kwargs={"render_postcompile": True})
    return f"{opened.execute(query).scalar_one():9,} {_plan(opened, str(compiled), compiled.params)}"


def _plan(opened: Session, statement: str, parameters: Any) -> str:
    """Time, buffers and large scans of one statement."""
    asked = opened.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
    plan = asked.scalar_one()[0]
    top = plan["Plan"]
    buffers = top.get("Shared Hit Blocks", 0) + top.get("Shared Read Blocks", 0)
    scans = sorted(set(_large_scans(top)))
    return f"{plan['Execution Time']:8.1f} {buffers:9,}  {', '.join(scans) or '-'}"


def _large_scans(node: dict[str, Any]) -> list[str]:
    mine = []
    read = float(node.get("Actual Rows", 0)) + float(node.get("Rows Removed by Filter", 0))
    if node["Node Type"] == "Seq Scan" and read > 10_000:
        mine.append(f"{node['Relation Name']} ({read:,.0f})")
    for child in node.get("Plans", []):
        mine += _large_scans(child)
    return mine


def _actor(member: tuple[uuid.UUID, uuid.UUID], kind: OrganisationKind, role: Role, database: Database) -> Actor:
    with database.unit(write=False, side=SYSTEM) as opened:
        organisation = opened.scalars(select(Membership.organisation_id).where(Membership.id == member[1])).one()
    return Actor(member[0], member[1], organisation, kind, frozenset((role,)))


if __name__ == "__main__":
    main()
