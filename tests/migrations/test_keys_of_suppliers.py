# SPDX-License-Identifier: EUPL-1.2
"""The migration `keys_of_suppliers` with rows of before: what joined two suppliers is mended, nothing else is lost."""

import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, MetaData, Numeric, String, insert, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeEngine

from samencontroleren.core import migrate, sides, walls
from samencontroleren.core.db import make_engine
from tests.support import databases

PLAIN: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (Boolean, False),
    (Integer, 1),
    (Numeric, 1),
    (DateTime, datetime(2026, 1, 1, tzinfo=UTC)),
    (Date, date(2026, 1, 1)),
    (JSON, {}),
    (String, "x"),
)


def steps() -> tuple[str, str]:
    """The revision before it, and its own."""
    (place,) = (migrate.FOLDER / "versions").glob("*_keys_of_suppliers.py")
    number = int(place.name[:4])
    return f"{number - 1:04}", f"{number:04}"


class Rows:
    """Writes rows as the tables are at some version; what is not given and must be there gets something plain."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.tables = connection, MetaData()
        self.tables.reflect(connection)

    def add(self, name: str, /, **given: Any) -> str:
        table = self.tables.tables[name]
        key = uuid.uuid4().hex
        needed = {each.name: each for each in table.c if not each.nullable and each.server_default is None}
        filled = {each: _plain(column.type) for each, column in needed.items() if each not in given}
        if "id" in filled:
            filled["id"] = key
        self.connection.execute(insert(table).values(**filled, **given))
        return str(given.get("id", key))


def _plain(kind: TypeEngine[Any]) -> Any:
    return next((value for known, value in PLAIN if isinstance(kind, known)), None)


def _supplier(rows: Rows, number: int) -> tuple[str, str]:
    """A supplier with a product."""
    key = rows.add("organisations", kind="vendor")
    rows.add("vendors", id=key, name=f"Leverancier {number}", country="NL")
    return key, rows.add("products", vendor_id=key, category="finance", hosting="saas")


def _fill(rows: Rows) -> None:
    """An answer with a document of its own and one of another supplier; a dossier left behind at a takeover."""
    (one, product), (two, _other) = _supplier(rows, 1), _supplier(rows, 2)
    user = rows.add("users", language="nl")
    answer = rows.add("answers", vendor_id=one, product_id=product, requirement_id=rows.add("requirements"))
    for vendor in (one, two):
        facts = {"kind": "pentest", "sharing": "reviewers", "storage_key": vendor, "uploaded_by_id": user}
        rows.add("answer_documents", answer_id=answer, document_id=rows.add("documents", vendor_id=vendor, **facts))
    questionnaire = rows.add("questionnaire_versions", state="draft")
    planned = rows.add("rounds", state="planned", questionnaire_id=questionnaire, coordinator_id=user)
    facts = {"kind": "round", "subject": "product", "state": "invited"}
    rows.add("dossiers", round_id=planned, vendor_id=two, product_id=product, **facts)


@pytest.mark.database
def test_rows_of_before_are_mended_and_kept(kind: str, tmp_path: Path) -> None:
    engine = make_engine(databases.new_url(kind, tmp_path, f"keys_{databases.WORKER}"))
    before, it = steps()
    migrate.upgrade(engine, before)

    def count(connection: Connection, asked: str) -> int:
        if kind == "postgresql":
            walls.take(connection, sides.SYSTEM)
        return int(connection.scalar(text(f"SELECT count(*) FROM {asked}")) or 0)  # noqa: S608 -- of below

    with engine.begin() as connection:
        count(connection, "users")
        _fill(Rows(connection))
    for _time in range(2):
        migrate.upgrade(engine, it)
        with engine.connect() as connection:
            fits = "JOIN products p ON p.id = product_id AND p.vendor_id ="
            assert count(connection, f"dossiers {fits} dossiers.vendor_id") == 1
            assert count(connection, f"answers {fits} answers.vendor_id") == 1
            links = "answer_documents l JOIN documents d ON d.id = l.document_id AND d.vendor_id = l.vendor_id"
            assert (count(connection, links), count(connection, "documents")) == (1, 2)
        with pytest.raises(IntegrityError), engine.begin() as connection:
            count(connection, "users")
            other = "(SELECT vendor_id FROM products WHERE products.id <> dossiers.product_id)"
            connection.execute(text(f"UPDATE dossiers SET vendor_id = {other}"))  # noqa: S608
        migrate.downgrade(engine, before)
        with engine.connect() as connection:
            assert [count(connection, table) for table in ("dossiers", "answers", "answer_documents")] == [1, 1, 1]
    engine.dispose()
