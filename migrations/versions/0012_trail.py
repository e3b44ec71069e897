# SPDX-License-Identifier: EUPL-1.2
"""The trail: a queue of rows to be sealed, addresses apart from it, and signed heads."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Rows that were not sealed yet go into the queue. Addresses that stand inside sealed rows stay: they are hashed."""
    op.create_table(
        "trail_waiting",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["trail_rows.id"], name="fk_trail_waiting_row_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("row_id", name="pk_trail_waiting"),
    )
    op.create_index("ix_trail_waiting_order", "trail_waiting", ["happened_at", "row_id"])
    op.create_table(
        "trail_origins",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["trail_rows.id"], name="fk_trail_origins_row_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("row_id", name="pk_trail_origins"),
    )
    op.create_index("ix_trail_origins_noted_at", "trail_origins", ["noted_at"])
    op.create_table(
        "trail_heads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("signature", sa.String(90), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_trail_heads"),
    )
    op.execute(
        "INSERT INTO trail_waiting (row_id, happened_at) SELECT r.id, r.happened_at FROM trail_rows r "
        "WHERE NOT EXISTS (SELECT 1 FROM trail_seals s WHERE s.row_id = r.id)"
    )
    _freeze("trail_heads")


def _freeze(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Earlier versions find what is not sealed by themselves."""
    for table in ("trail_heads", "trail_origins", "trail_waiting"):
        op.drop_table(table)
