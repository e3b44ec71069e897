# SPDX-License-Identifier: EUPL-1.2
"""Whether an invitation lets in the first administrator of an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Invitations of before were made by the organisation itself, as far as we know."""
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("lets_in_first", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Back to invitations that all give their roles."""
    with op.batch_alter_table("invitations") as table:
        table.drop_column("lets_in_first")
