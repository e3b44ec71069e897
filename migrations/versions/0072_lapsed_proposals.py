# SPDX-License-Identifier: EUPL-1.2
"""A proposal that nobody agreed to in a reconsideration lapses, and stays to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

LAPSED = """
UPDATE proposals SET lapsed_at = created_at WHERE agreed_at IS NULL
AND dossier_id IN (SELECT id FROM dossiers WHERE state IN ('awaiting_release', 'published'))
AND NOT EXISTS (SELECT 1 FROM proposals AS newer WHERE newer.dossier_id = proposals.dossier_id
    AND newer.requirement_version_id = proposals.requirement_version_id AND newer.created_at > proposals.created_at)
AND NOT EXISTS (SELECT 1 FROM conclusions WHERE conclusions.dossier_id = proposals.dossier_id
    AND conclusions.requirement_version_id = proposals.requirement_version_id
    AND conclusions.decided_at > proposals.created_at)
AND NOT EXISTS (SELECT 1 FROM hearings WHERE hearings.dossier_id = proposals.dossier_id
    AND hearings.opened_at > proposals.created_at)
"""


def upgrade() -> None:
    """Of dossiers that were sent back before, nobody can say any more what lapsed: there a proposal is still open."""
    op.add_column("proposals", sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(LAPSED)


def downgrade() -> None:
    op.drop_column("proposals", "lapsed_at")
