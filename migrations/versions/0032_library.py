# SPDX-License-Identifier: EUPL-1.2
"""Evidence says which products it covers, what it was held against, and how far it may be passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COVERS = "document_products"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    "WHEN 'vendor' THEN vendor_id = ANY ((SELECT wall_organisations())::uuid[]) ELSE false END"
)


def _key(column: str, other: str, **more: object) -> sa.ForeignKeyConstraint:
    """The supplier stands in both keys (ADR 17)."""
    return sa.ForeignKeyConstraint(
        [column, "vendor_id"],
        [f"{other}.id", f"{other}.vendor_id"],
        name=op.f(f"fk_{COVERS}_{column}_vendor_id"),
        ondelete="CASCADE",
        **more,
    )


def upgrade() -> None:
    tlp = ("clear", "green", "amber", "red")
    chosen = sa.Enum(*tlp, name="document_sensitivity", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("standard", sa.String(120), nullable=False, server_default=""))
        table.add_column(sa.Column("sensitivity", chosen, nullable=False, server_default="amber"))
    op.create_table(
        COVERS,
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        _key("document_id", "documents", deferrable=True),
        _key("product_id", "products", onupdate="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "product_id", name=op.f(f"pk_{COVERS}")),
    )
    op.create_index(op.f(f"ix_{COVERS}_product_id"), COVERS, ["product_id"])
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {COVERS}_all ON {COVERS} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {COVERS}_wall ON {COVERS} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {COVERS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {COVERS} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Which products a document covered is gone."""
    op.drop_table(COVERS)
    with op.batch_alter_table("documents") as table:
        table.drop_constraint(op.f("ck_documents_document_sensitivity"), type_="check")
        table.drop_column("sensitivity")
        table.drop_column("standard")
