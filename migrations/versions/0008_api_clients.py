# SPDX-License-Identifier: EUPL-1.2
"""API clients with scopes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Accounts of machines, clients and their tokens."""
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("is_machine", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "api_clients",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("secret_digest", sa.String(64), nullable=False),
        sa.Column("secret_held_by_id", sa.Uuid(), nullable=False),
        sa.Column("secret_made_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("minute_began_at", MOMENT, nullable=True),
        sa.Column("minute_calls", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_clients"),
        sa.UniqueConstraint("membership_id", name="uq_api_clients_membership_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_api_clients_organisation_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name="fk_api_clients_membership_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["secret_held_by_id"], ["users.id"], name="fk_api_clients_secret_held_by_id", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_api_clients_organisation_id", "api_clients", ["organisation_id"])
    op.create_table(
        "api_tokens",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_digest", name="uq_api_tokens_token_digest"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_clients.id"], name="fk_api_tokens_client_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_api_tokens_client_id", "api_tokens", ["client_id"])
    op.create_index("ix_api_tokens_expires_at", "api_tokens", ["expires_at"])


def downgrade() -> None:
    """Without clients."""
    op.drop_table("api_tokens")
    op.drop_table("api_clients")
    with op.batch_alter_table("users") as batch:
        batch.drop_column("is_machine")
