# SPDX-License-Identifier: EUPL-1.2
"""Exports of everything a supplier has: for that supplier alone, behind the wall."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE = "own_exports"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true "
    "WHEN 'vendor' THEN vendor_id = ANY ((SELECT wall_organisations())::uuid[]) ELSE false END"
)
STATES = sa.Enum(
    "asked", "ready", "dropped", name="own_export_state", native_enum=False, create_constraint=True, length=40
)


def _points_to(column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("storage_key", sa.String(80), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        _points_to("vendor_id", "vendors", "CASCADE"),
        _points_to("membership_id", "memberships", "CASCADE"),
        _points_to("user_id", "users", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("storage_key", name=op.f(f"uq_{TABLE}_storage_key")),
    )
    op.create_index(f"ix_{TABLE}_state", TABLE, ["state", "expires_on"])
    op.create_index(op.f(f"ix_{TABLE}_vendor_id"), TABLE, ["vendor_id"])
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Whoever wants one asks again."""
    op.drop_table(TABLE)
