# SPDX-License-Identifier: EUPL-1.2
"""The migration `bare_reasons` with verdicts under way: what a supplement made confidential is held against them."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql

from samencontroleren.core import migrate
from samencontroleren.core.db import make_engine
from tests.support import databases

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SECRET = "De sleutel ligt altijd in de kluis van de baas."
TOLD = "Het blijkt: de sleutel ligt altijd in de kluis."
KINDS: dict[str, dict[str, Any]] = {
    "dossiers": {"state": sa.String},
    "submissions": {"dossier_id": sa.Uuid, "number": sa.Integer, "submitted_at": sa.DateTime(timezone=True)},
    "submitted_answers": {
        "submission_id": sa.Uuid, "requirement_version_id": sa.Uuid, "is_confidential": sa.Boolean, "value": JSON,
    },
    "reviews": {"ready_at": sa.DateTime(timezone=True)},
    "review_verdicts": {
        "review_id": sa.Uuid, "dossier_id": sa.Uuid, "requirement_version_id": sa.Uuid, "public_reason": sa.Text,
        "changed_at": sa.DateTime(timezone=True), "is_repeating": sa.Boolean,
    },
    "requirement_versions": {"texts": JSON},
}  # fmt: skip


def hour(number: int) -> datetime:
    return datetime(2026, 1, 1, number, tzinfo=UTC)


class Scene:
    """The tables as far as that migration looks at them, and one requirement."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection, known = connection, sa.MetaData()
        self.tables = {name: self._table(known, name, columns) for name, columns in KINDS.items()}
        known.create_all(connection)
        self.asked = self.add("requirement_versions", texts={})

    @staticmethod
    def _table(known: sa.MetaData, name: str, columns: dict[str, Any]) -> sa.Table:
        return sa.Table(name, known, sa.Column("id", sa.Uuid), *(sa.Column(*each) for each in columns.items()))

    def add(self, name: str, **given: Any) -> uuid.UUID:
        key = uuid.uuid4()
        self.connection.execute(self.tables[name].insert().values(id=key, **given))
        return key

    def dossier(self, state: str = "in_review", was_secret: bool = False) -> uuid.UUID:
        """One whose supplement, at 3, made the answer confidential."""
        key = self.add("dossiers", state=state)
        for number, at, is_secret in ((1, 1, was_secret), (2, 3, True)):
            sent = self.add("submissions", dossier_id=key, number=number, submitted_at=hour(at))
            said = {"requirement_version_id": self.asked, "value": {"rows": [{"text": SECRET}]}}
            self.add("submitted_answers", submission_id=sent, is_confidential=is_secret, **said)
        return key

    def verdict(self, dossier: uuid.UUID, reason: str = TOLD, at: int = 2, ready: int | None = None) -> uuid.UUID:
        review = self.add("reviews", ready_at=hour(ready) if ready else None)
        where = {"review_id": review, "dossier_id": dossier, "requirement_version_id": self.asked}
        facts = {"public_reason": reason, "changed_at": hour(at), "is_repeating": False}
        return self.add("review_verdicts", **where, **facts)


@pytest.mark.database
def test_verdicts_under_way_are_held_against_what_became_confidential(kind: str, tmp_path: Path) -> None:
    (place,) = (migrate.FOLDER / "versions").glob("*_bare_reasons.py")
    script = ScriptDirectory(str(migrate.FOLDER)).get_revision(place.name[:4])
    engine = make_engine(databases.new_url(kind, tmp_path, f"marks_{databases.WORKER}"))
    with engine.begin() as connection:
        scene = Scene(connection)
        here = scene.dossier()
        marked = scene.verdict(here)
        scene.verdict(here, reason="De sleutel ligt altijd ergens.")
        scene.verdict(here, at=4)
        scene.verdict(here, ready=4)
        scene.verdict(scene.dossier(was_secret=True))
        scene.verdict(scene.dossier(state="discussing"))
        with Operations.context(MigrationContext.configure(connection)):
            script.module.upgrade()
        verdicts = scene.tables["review_verdicts"]
        found = connection.execute(sa.select(verdicts.c.id, verdicts.c.changed_at).where(verdicts.c.is_repeating)).all()
    assert [each[0] for each in found] == [marked]
    assert found[0][1].replace(tzinfo=UTC) == hour(2), "it stays of its time"
    engine.dispose()
