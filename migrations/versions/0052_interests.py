# SPDX-License-Identifier: EUPL-1.2
"""Interests that follow from facts: who leads a contract, and former employers, behind the wall of suppliers."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE = "former_employers"
OWN = "ANY ((SELECT wall_organisations())::uuid[])"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
    f"WHEN 'municipal' THEN true WHEN 'vendor' THEN vendor_id = {OWN} ELSE false END"
)


def upgrade() -> None:
    """Nobody leads a contract until a gemeente says so."""
    with op.batch_alter_table("usages") as table:
        table.add_column(sa.Column("leads_contract", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("counts_until", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{TABLE}_user_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendors.id"], name=op.f(f"fk_{TABLE}_vendor_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("user_id", "vendor_id", name=op.f(f"uq_{TABLE}_user_id_vendor_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_vendor_id"), TABLE, ["vendor_id"])
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
    op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table(TABLE)
    with op.batch_alter_table("usages") as table:
        table.drop_column("leads_contract")
