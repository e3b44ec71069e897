# SPDX-License-Identifier: EUPL-1.2
"""Which requirement followed which, and what of that was frozen with a questionnaire version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """No batch: on SQLite that would drop the triggers that keep published versions as they are."""
    op.create_table(
        "requirement_successions",
        sa.Column("requirement_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirements.id"],
            name=op.f("fk_requirement_successions_requirement_id_requirements"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["requirements.id"],
            name=op.f("fk_requirement_successions_successor_id_requirements"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("requirement_id", "successor_id", name=op.f("pk_requirement_successions")),
    )
    op.create_index(
        op.f("ix_requirement_successions_successor_id"), "requirement_successions", ["successor_id"], unique=False
    )
    op.add_column("questionnaire_items", sa.Column("succeeds", JSON, nullable=True))


def downgrade() -> None:
    """Successions are lost: what was replaced shows as dropped and new."""
    op.drop_column("questionnaire_items", "succeeds")
    op.drop_index(op.f("ix_requirement_successions_successor_id"), table_name="requirement_successions")
    op.drop_table("requirement_successions")
