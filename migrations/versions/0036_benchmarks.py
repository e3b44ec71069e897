# SPDX-License-Identifier: EUPL-1.2
"""What each supplier may know of all others: a snapshot per supplier, behind the wall."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
TABLE = "benchmarks"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true "
    "WHEN 'vendor' THEN vendor_id = ANY ((SELECT wall_organisations())::uuid[]) ELSE false END"
)
"""The supplier it was made for, and the job that makes it; nobody else needs it."""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f(f"fk_{TABLE}_vendor_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("vendor_id", name=op.f(f"uq_{TABLE}_vendor_id")),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """The job makes them anew."""
    op.drop_table(TABLE)
