# SPDX-License-Identifier: EUPL-1.2
"""Workbooks that were read and wait for their person, behind the wall between suppliers (ADR 17)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vendor' THEN EXISTS (SELECT FROM dossiers AS parent "
    "WHERE parent.id = dossier_id AND parent.vendor_id = ANY ((SELECT wall_organisations())::uuid[])) ELSE false END"
)
"""They are for their supplier alone: nobody else has a page for them."""


def upgrade() -> None:
    """The table and its wall."""
    state = sa.Enum("waiting", "done", name="workbook_state", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "workbook_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("read_key", sa.String(80), nullable=True),
        sa.Column("zip_key", sa.String(80), nullable=True),
        sa.Column("entries", JSON, nullable=False),
        sa.Column("outcome", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_workbook_imports_dossier_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_workbook_imports_user_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_workbook_imports"),
    )
    op.create_index("ix_workbook_imports_dossier_id", "workbook_imports", ["dossier_id"])
    op.create_index("ix_workbook_imports_user_id", "workbook_imports", ["user_id"])
    if op.get_bind().dialect.name != "sqlite":
        op.execute("CREATE POLICY workbook_imports_all ON workbook_imports USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY workbook_imports_wall ON workbook_imports AS RESTRICTIVE USING ({WALL})")
        op.execute("ALTER TABLE workbook_imports ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE workbook_imports FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """The table goes, and its wall with it; a workbook that was not taken over has to be sent again."""
    op.drop_table("workbook_imports")
