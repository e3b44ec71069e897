# SPDX-License-Identifier: EUPL-1.2
"""Search from anywhere: the table of words, and beside it the index that each database keeps itself.

The words of rows that are there already are written by `samencontroleren db upgrade` after the migrations, and what
an older version still adds meanwhile by the job that mends them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TRIGGERS = {
    "added": ("INSERT", ("new",)),
    "removed": ("DELETE", ("old",)),
    "changed": ("UPDATE", ("old", "new")),
}


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_entries_kind_object_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _postgresql() -> None:
    op.execute(
        "ALTER TABLE search_entries ADD COLUMN fts_vector tsvector NOT NULL GENERATED ALWAYS AS ("
        "to_tsvector('simple', words) || to_tsvector('dutch', words) || to_tsvector('english', words)) STORED"
    )
    op.execute("CREATE INDEX fts_search_vector ON search_entries USING gin (fts_vector)")
    if _has_trigrams():
        op.execute("CREATE INDEX fts_search_trigrams ON search_entries USING gin (folded gin_trgm_ops)")


def _has_trigrams() -> bool:
    """The extension, made when this role may; without it there are no suggestions after a typing mistake."""
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            bind.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.DBAPIError:
        return False
    return True


def _sqlite() -> None:
    """Two indexes over the same table: of whole words, and of groups of three letters of the title."""
    tables = {
        "fts_search_words": ("words", "unicode61 remove_diacritics 2"),
        "fts_search_trigrams": ("folded", "trigram"),
    }
    for name, (column, tokenizer) in tables.items():
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='search_entries', content_rowid='id', "
            f"tokenize='{tokenizer}')"
        )
        for when, (action, rows) in TRIGGERS.items():
            changes = " ".join(_change(name, column, row) for row in rows)
            op.execute(f"CREATE TRIGGER {name}_{when} AFTER {action} ON search_entries BEGIN {changes} END")


def _change(name: str, column: str, row: str) -> str:
    if row == "new":
        return f"INSERT INTO {name}(rowid, {column}) VALUES (new.id, new.{column});"  # noqa: S608 -- our own names
    return f"INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.id, old.{column});"  # noqa: S608 -- our own names


def downgrade() -> None:
    """The extension stays: others may use it."""
    op.drop_table("search_entries")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE fts_search_words")
        op.execute("DROP TABLE fts_search_trigrams")
