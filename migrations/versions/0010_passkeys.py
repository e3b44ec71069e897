# SPDX-License-Identifier: EUPL-1.2
"""Passkeys, recovery codes, and how a session began."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
METHODS = ("password", "passkey", "provider")
PURPOSES = ("register", "log_in", "factor", "confirm")


def upgrade() -> None:
    """Sessions that live on were begun with a password."""
    op.create_table(
        "passkeys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("doubted_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_table(
        "passkey_challenges",
        sa.Column("purpose", _enum(PURPOSES, "passkey_challenge_purpose"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("passkey_challenges"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenges")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_recovery_codes_code_digest")),
    )
    for table in ("passkeys", "passkey_challenges", "recovery_codes"):
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"])
    op.create_index(op.f("ix_passkey_challenges_expires_at"), "passkey_challenges", ["expires_at"])
    with op.batch_alter_table("login_sessions") as batch:
        batch.add_column(sa.Column("address", sa.String(45), nullable=False, server_default=""))
        method = _enum(METHODS, "login_session_method")
        batch.add_column(sa.Column("method", method, nullable=False, server_default="password"))


def downgrade() -> None:
    """A session begun in another way than with a password ends: the version before does not know it."""
    op.execute("UPDATE login_sessions SET ended_at = CURRENT_TIMESTAMP WHERE method <> 'password' AND ended_at IS NULL")
    with op.batch_alter_table("login_sessions") as batch:
        batch.drop_constraint(op.f("ck_login_sessions_login_session_method"), type_="check")
        batch.drop_column("method")
        batch.drop_column("address")
    for table in ("recovery_codes", "passkey_challenges", "passkeys"):
        op.drop_table(table)


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE")


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
