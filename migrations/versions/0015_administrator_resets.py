# SPDX-License-Identifier: EUPL-1.2
"""Resets of an administrator by two persons of VNG, and the telephone number of a contact they call back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _choice(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Contacts of before have no number."""
    with op.batch_alter_table("contacts") as table:
        table.add_column(sa.Column("phone", sa.String(30), server_default="", nullable=False))
    users = ("asked_by_id", "approved_by_id", "stopped_by_id")
    op.create_table(
        "administrator_resets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", _choice("administrator_reset_state", "asked", "waiting", "stopped", "done"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("called_name", sa.String(200), nullable=False),
        sa.Column("called_number", sa.String(30), nullable=False),
        sa.Column("ground", _choice("administrator_reset_ground", "registered", "recent", "public"), nullable=False),
        sa.Column("call_note", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("stopped_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_objection", sa.Boolean(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_administrator_resets"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_administrator_resets_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["users.id"], name=op.f(f"fk_administrator_resets_{name}_users"), ondelete="RESTRICT"
            )
            for name in users
        ),
    )
    op.create_index("ix_administrator_resets_due", "administrator_resets", ["state", "due_at"])
    op.create_index(op.f("ix_administrator_resets_organisation_id"), "administrator_resets", ["organisation_id"])


def downgrade() -> None:
    """Without resets; numbers of contacts are lost."""
    op.drop_table("administrator_resets")
    with op.batch_alter_table("contacts") as table:
        table.drop_column("phone")
