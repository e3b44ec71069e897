# SPDX-License-Identifier: EUPL-1.2
"""Level and acting subject (eHerkenning) of a log-in, kept with what was submitted."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("login_sessions", "submissions")


def upgrade() -> None:
    """Plain columns: making a table anew on SQLite would drop the triggers that keep submissions as they are."""
    for name in ("kvk_claim", "acting_claim"):
        op.add_column("identity_providers", sa.Column(name, sa.String(200), nullable=False, server_default=""))
    for table in TABLES:
        op.add_column(table, sa.Column("level", sa.String(100), nullable=True))
        op.add_column(table, sa.Column("acting_subject", sa.String(255), nullable=True))


def downgrade() -> None:
    """What was submitted stays; how the submitter was logged in is lost."""
    for table in TABLES:
        op.drop_column(table, "acting_subject")
        op.drop_column(table, "level")
    for name in ("acting_claim", "kvk_claim"):
        op.drop_column("identity_providers", name)
