# SPDX-License-Identifier: EUPL-1.2
"""Whatever belongs to a supplier can not point to something of another one, or says why it may (ADR 17)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import ForeignKeyConstraint, Table, text
from sqlalchemy.orm import Session

from samencontroleren import features
from samencontroleren.core.db import Base

THEN = "keeps the supplier of its time, whoever has the product now (ADR 9)"
FREE = {
    ("dossiers", "dossiers"): "a re-assessment that went on in a round was cancelled then: it does not go along",
    ("findings", "dossiers"): "of two rows of one supplier it goes along, a dossier that was cancelled then does not",
    ("rectifications", "releases"): THEN,
    ("releases", "products"): THEN,
    ("releases", "dossiers"): THEN,
    ("releases", "releases"): THEN,
    ("supplier_changes", "products"): THEN,
}
"""Keys without the supplier between two tables that both name theirs, and why."""

WRITTEN = {"document_grants", "hearing_proofs", "submitted_answers", "submitted_documents"}
"""Held by a trigger when they are written: later a product may go elsewhere; what was handed over stays."""


def tables() -> list[Table]:
    features.load_models()
    return Base.metadata.sorted_tables


def keys_between() -> Iterator[tuple[Table, ForeignKeyConstraint]]:
    """The keys from a table that names its supplier to another one that does."""
    for table in tables():
        for key in table.foreign_key_constraints if "vendor_id" in table.c else ():
            if "vendor_id" in key.referred_table.c:
                yield table, key


def test_each_key_between_things_of_suppliers_carries_the_supplier() -> None:
    plain = {
        (table.name, key.referred_table.name)
        for table, key in keys_between()
        if "vendor_id" not in {each.column.name for each in key.elements}
    }
    assert plain == set(FREE), "take the supplier into the key (`key_of_product`), or say here why not"


def test_what_hangs_between_two_things_of_a_supplier_is_held() -> None:
    """A row that joins documents to something: by its key, or by a trigger."""
    joins = {
        table.name
        for table in tables()
        if {each.referred_table.name for each in table.foreign_key_constraints} & {"documents", "answers"}
        and len(table.foreign_key_constraints) > 1
    }
    by_key = {
        "access_requests",
        "answer_documents",
        "document_products",
        "documents",
        "finding_proofs",
        "rectifications",
        "uploads",
    }
    assert joins - {"answer_versions"} == WRITTEN | by_key


@pytest.mark.database
def test_the_database_has_the_triggers(unit: Session, kind: str) -> None:
    asked = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_one_supplier_insert'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_one_supplier_insert'",
    }
    assert set(unit.scalars(text(asked[kind]))) == WRITTEN
