# SPDX-License-Identifier: EUPL-1.2
"""Requests of suppliers to correct a released result, and what VNG decided."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE = "rectifications"
OWN = "ANY ((SELECT wall_organisations())::uuid[])"
RELEASES = (
    f"ARRAY(SELECT id FROM releases WHERE (product_id IS NULL AND vendor_id = {OWN}) "
    f"OR product_id = ANY (ARRAY(SELECT id FROM products WHERE vendor_id = {OWN})))"
)
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    f"WHEN 'vendor' THEN release_id = ANY ({RELEASES}) ELSE false END"
)


def _points_to(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT")


def upgrade() -> None:
    outcome = sa.Enum(
        "granted", "refused", name="rectification_outcome", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", outcome, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        _points_to("release_id", "releases"),
        _points_to("vendor_id", "vendors"),
        _points_to("asked_by_id", "users"),
        _points_to("decided_by_id", "users"),
        sa.ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            name=op.f("fk_rectifications_document_id_vendor_id"),
            ondelete="RESTRICT",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
    )
    for column in ("release_id", "vendor_id", "document_id"):
        op.create_index(op.f(f"ix_rectifications_{column}"), TABLE, [column])
    waiting = sa.text("outcome IS NULL")
    op.create_index(
        "uq_rectifications_waiting", TABLE, ["release_id"], unique=True, sqlite_where=waiting, postgresql_where=waiting
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table(TABLE)
