# SPDX-License-Identifier: EUPL-1.2
"""Reviewers say before the hearing whether a verdict is about a finding of an earlier round."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

TABLE, COLUMN = "finding_arrangements", "earlier_id"
KEY = f"fk_{TABLE}_{COLUMN}"
MERGED = """
UPDATE findings SET merged_into_id = NULL WHERE state = 'draft'
AND merged_into_id IN (SELECT whole.id FROM findings AS whole WHERE whole.state != 'draft')
"""


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column(COLUMN, sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f(KEY), "findings", [COLUMN], ["id"], ondelete="RESTRICT")


def downgrade() -> None:
    """What was said about earlier findings ends; what was to go on in one goes on by itself."""
    op.execute(f"DELETE FROM {TABLE} WHERE {COLUMN} IS NOT NULL")
    op.execute(MERGED)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(KEY), type_="foreignkey")
        batch.drop_column(COLUMN)
