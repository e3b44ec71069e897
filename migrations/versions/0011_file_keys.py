# SPDX-License-Identifier: EUPL-1.2
"""The data key of each stored file, wrapped under a master key."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """One row per file."""
    state = sa.Enum(
        "active", "condemned", "destroyed", name="file_key_state", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "file_keys",
        sa.Column("storage_key", sa.String(80), nullable=False),
        sa.Column("master_key_id", sa.String(40), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("state", state, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("condemned_at", MOMENT, nullable=True),
        sa.Column("listed_at", MOMENT, nullable=True),
        sa.Column("destroyed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("storage_key", name="pk_file_keys"),
        sa.CheckConstraint(
            "(state = 'destroyed') = (wrapped_key IS NULL)", name=op.f("ck_file_keys_destroyed_has_no_key")
        ),
        sa.CheckConstraint("(state = 'active') = (condemned_at IS NULL)", name=op.f("ck_file_keys_condemned_since")),
    )
    op.create_index("ix_file_keys_state", "file_keys", ["state", "condemned_at"])


def downgrade() -> None:
    """Without keys: files that were sealed can not be read any more."""
    op.drop_table("file_keys")
