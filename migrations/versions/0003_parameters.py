# SPDX-License-Identifier: EUPL-1.2
"""Values that VNG's functional administrator sets, with the day from which they count."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
