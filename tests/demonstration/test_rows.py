# SPDX-License-Identifier: EUPL-1.2
"""A dossier written as rows is, row for row, the dossier that the services make."""

import json
import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.core import clock, collector, migrate
from samencontroleren.core.db import Base, Database, session
from samencontroleren.demonstration import fill, living, people, rounds, steps, suppliers
from samencontroleren.demonstration.bulk import Rows
from samencontroleren.demonstration.keys import Keys
from samencontroleren.demonstration.lives import Book, Life
from samencontroleren.demonstration.steps import Calendar, Script, Stage
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds import service
from samencontroleren.rounds.kinds import DossierState as S
from samencontroleren.rounds.models import Dossier
from tests.demonstration.conftest import demo_app, opened_once

DAYS = Calendar(-60, -55, -50, -48, -45, -42, -40, -25, -20)
SCRIPTS = (
    Script(0, None, S.PUBLISHED, weak={"SC-ORG-02": "fair"}),
    Script(0, 0, S.PUBLISHED, {"SC-TOE-01": "fair-2", "SC-GEG-03": "poor"}, ("SC-GEG-01",), "objects", pair=1),
    Script(0, 1, S.PUBLISHED, weak={"SC-WEE-02": "outdated"}, reply="silent", pair=2),
    Script(1, None, S.IN_REVIEW, weak={"SC-ORG-01": "marketing"}, pair=3),
    Script(1, 0, S.DISCUSSING, doubts=("SC-TOE-02",), pair=4),
    Script(1, 1, S.IN_PROGRESS),
    Script(2, None, S.RECONSIDERING, weak={"SC-ORG-03": "misused"}, reply="objects", pair=5),
    Script(2, 0, S.SUBMITTED),
    Script(2, 1, S.HEARING, weak={"SC-GEG-02": "contradictory"}, pair=6),
    Script(3, None, S.REFUSED),
    Script(3, 0, S.AWAITING_RELEASE, weak={"SC-WEE-01": "vague"}, pair=7),
    Script(3, 1, S.INVITED),
)
ASIDE = ("notices", "outbox_mails", "digests", "attempts", "search_entries", "trail_seals", "release_manifests")
"""Tables of messages, for nobody was told of what was written as rows, and those that a job fills afterwards."""


def played(folder: Path, way: str, day: date) -> dict[str, list[str]]:
    """The same twelve dossiers, one way or the other: the content of every table."""
    app = demo_app(folder)
    database: Database = app.extensions["database"]
    migrate.upgrade(database.engine)
    with app.app_context(), fill.command(), collector.at_rest(), opened_once(), database.unit():
        _play(app, way, day)
        found = {name: _content(name) for name in Base.metadata.tables if name not in ASIDE}
    database.engine.dispose()
    return found


def _play(app: Flask, way: str, day: date) -> None:
    rows = Rows(Keys(7))
    with clock.pretend(day - timedelta(days=90)):
        cast = people.begin()
        people.add_towns(cast, rows, frozenset((*people.WITH_EVERY_ROLE[:1], *people.WITH_REVIEWERS)))
        made = suppliers.add_suppliers(cast)
        for number, supplier in enumerate(made[:2]):
            suppliers.add_evidence(cast, number, supplier, day)
        version = rounds.publish_questionnaire(cast)
        coordinator = cast.vng["coordinator"].actor
        held = service.add_round(coordinator, "Proef", version.id, day - timedelta(days=60), day, day + timedelta(9))
        service.add_products(coordinator, held.id, [key for each in made for key in each.products])
        service.open_round(coordinator, held.id)
    versions = [each.requirement_version for each in questionnaires.items_of(version.id)]
    dossiers = {(each.vendor_id, each.product_id): each for each in session().scalars(select(Dossier))}
    book = Book(rows, {each.id: each for each in session().scalars(select(Document))})
    for script in SCRIPTS:
        supplier = made[script.supplier]
        dossier = dossiers[supplier.id, None if script.product is None else supplier.products[script.product]]
        asked = tuple(each for each in versions if each.subject is dossier.subject)
        stage = Stage(cast, supplier, script, DAYS, day, dossier.id, asked)
        if way == "rows":
            living.live(Life(stage, book, dossier, held, version), cast.vng["releaser"])
        else:
            steps.play(stage)
            if script.reaches is S.PUBLISHED:
                steps.release(stage)
    rows.store()


def _content(table: str) -> list[str]:
    """The rows of a table as text; keys and what is made of them are left out, and so is their order."""
    columns = Base.metadata.tables[table].columns
    rows = session().execute(select(*columns)).all()
    return sorted(
        json.dumps({c.name: _plain(table, c.name, v) for c, v in zip(columns, row, strict=True)}) for row in rows
    )


MADE = ("digest", "storage_key", "cleaned_key", "password_hash", "canonical", "wrapped_key")


def _plain(table: str, name: str, value: Any) -> Any:
    if (table, name) == ("submissions", "digest"):
        return value  # made of wording, answers and files only, so the same both ways
    if isinstance(value, uuid.UUID) or name in MADE:
        return "*"
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}", "*", str(value))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, list[str]], dict[str, list[str]]]]:
    folder = tmp_path_factory.mktemp("rows")
    day = clock.today()  # of both, also at midnight
    yield played(folder / "services", "services", day), played(folder / "rows", "rows", day)


def test_rows_are_those_of_the_services(both: tuple[dict[str, list[str]], dict[str, list[str]]]) -> None:
    by_services, by_rows = both
    assert len(by_services["released_verdicts"]) == 17 and len(by_services["conclusions"]) > 30
    for table, wanted in by_services.items():
        assert by_rows[table] == wanted, table
