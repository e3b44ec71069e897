# SPDX-License-Identifier: EUPL-1.2
"""What somebody is typing at a difference is kept, for that person alone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE = "proposal_drafts"
MOMENT = sa.DateTime(timezone=True)
BY_DOSSIER = "dossier_id = ANY (ARRAY(SELECT id FROM dossiers WHERE vendor_id = ANY ((SELECT wall_organisations())::uuid[])))"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    f"WHEN 'vendor' THEN {BY_DOSSIER} ELSE false END"
)
POINTS_TO = {"dossier_id": "dossiers", "user_id": "users", "requirement_version_id": "requirement_versions"}


def upgrade() -> None:
    kind = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=False) for column in POINTS_TO),
        sa.Column("typed", kind, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT")
            for column, other in POINTS_TO.items()
        ),
        sa.UniqueConstraint(*POINTS_TO, name=op.f(f"uq_{TABLE}_dossier_id_user_id_requirement_version_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_user_id"), TABLE, ["user_id"])
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table(TABLE)
