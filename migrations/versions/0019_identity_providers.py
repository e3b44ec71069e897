# SPDX-License-Identifier: EUPL-1.2
"""The log-in of an organisation, who is who there, and through which one a session came."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LIST = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")


def upgrade() -> None:
    """Sessions that live on came without one."""
    proof = sa.Enum("secret", "key", name="identity_provider_proof", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "identity_providers",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("short_name", sa.String(60), nullable=False),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("client_id", sa.String(200), nullable=False),
        sa.Column("proof", proof, nullable=False),
        sa.Column("secret_sealed", sa.String(2000), nullable=True),
        sa.Column("key_sealed", sa.String(8000), nullable=True),
        sa.Column("levels", LIST, nullable=False),
        sa.Column("counts_as_factor", sa.Boolean(), nullable=False),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("authorization_endpoint", sa.String(500), nullable=False),
        sa.Column("token_endpoint", sa.String(500), nullable=False),
        sa.Column("jwks_uri", sa.String(500), nullable=False),
        sa.Column("sends_issuer", sa.Boolean(), nullable=False),
        sa.Column("posts_secret", sa.Boolean(), nullable=False),
        sa.Column("tested_at", MOMENT, nullable=True),
        sa.Column("active_from", MOMENT, nullable=True),
        sa.Column("is_obligatory", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        _key("identity_providers", "organisation_id", "organisations.id", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_providers")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_identity_providers_organisation_id")),
        sa.UniqueConstraint("short_name", name=op.f("uq_identity_providers_short_name")),
    )
    op.create_table(
        "provider_links",
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("provider_links", "provider_id", "identity_providers.id", "CASCADE"),
        _key("provider_links", "user_id", "users.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_links")),
        sa.UniqueConstraint("provider_id", "issuer", "subject", name=op.f("uq_provider_links_provider_id_issuer_subject")),
        sa.UniqueConstraint("provider_id", "user_id", name=op.f("uq_provider_links_provider_id_user_id")),
    )
    op.create_index(op.f("ix_provider_links_user_id"), "provider_links", ["user_id"])
    with op.batch_alter_table("login_sessions") as batch:
        batch.add_column(sa.Column("provider_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_login_sessions_provider_id"), "identity_providers", ["provider_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    """Sessions that came through a provider end: the version before would let them reach everything."""
    op.execute("UPDATE login_sessions SET ended_at = CURRENT_TIMESTAMP WHERE provider_id IS NOT NULL AND ended_at IS NULL")
    with op.batch_alter_table("login_sessions") as batch:
        batch.drop_constraint(op.f("fk_login_sessions_provider_id"), type_="foreignkey")
        batch.drop_column("provider_id")
    op.drop_table("provider_links")
    op.drop_table("identity_providers")


def _key(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
