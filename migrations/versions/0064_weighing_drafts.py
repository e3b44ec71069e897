# SPDX-License-Identifier: EUPL-1.2
"""What reviewers type in a reconsideration is kept as well: a draft says for what it is; all there were settle a difference."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

TABLE = "proposal_drafts"
WHERE = ["dossier_id", "user_id", "requirement_version_id"]
UNIQUE = f"uq_{TABLE}_dossier_id_user_id_requirement_version_id"
CHECK = f"ck_{TABLE}_draft_part"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("part", sa.String(40), nullable=False, server_default="settle"))
    with op.batch_alter_table(TABLE) as batch:
        batch.create_check_constraint(op.f(CHECK), sa.column("part").in_(["settle", "change", "keep"]))
        batch.drop_constraint(op.f(UNIQUE), type_="unique")
        batch.create_unique_constraint(op.f(f"{UNIQUE}_part"), [*WHERE, "part"])


def downgrade() -> None:
    op.execute(f"DELETE FROM {TABLE} WHERE part <> 'settle'")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(f"{UNIQUE}_part"), type_="unique")
        batch.create_unique_constraint(op.f(UNIQUE), WHERE)
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.drop_column("part")
