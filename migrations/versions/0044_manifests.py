# SPDX-License-Identifier: EUPL-1.2
"""The signed manifest of a released result: behind the wall like its layers, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLE = "release_manifests"
OWN = "ANY ((SELECT wall_organisations())::uuid[])"
PRODUCTS = f"ARRAY(SELECT id FROM products WHERE vendor_id = {OWN})"
RELEASES = (
    f"ARRAY(SELECT id FROM releases WHERE (product_id IS NULL AND vendor_id = {OWN}) OR product_id = ANY ({PRODUCTS}))"
)
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    f"WHEN 'vendor' THEN release_id = ANY ({RELEASES}) ELSE false END"
)
"""As the layers of a release (0024)."""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("release_id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f(f"fk_{TABLE}_release_id"), ondelete="RESTRICT"
        ),
    )
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_no_{action.lower()} BEFORE {action} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {TABLE}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
    op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table(TABLE)
