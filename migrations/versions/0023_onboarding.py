# SPDX-License-Identifier: EUPL-1.2
"""Lists of first administrators, who get a letter with a code."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _stamps() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    ]


def upgrade() -> None:
    """A list and its rows."""
    op.create_table(
        "onboarding_lists",
        *_stamps(),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_onboarding_lists"),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_onboarding_lists_made_by_id_users"), ondelete="RESTRICT"
        ),
    )
    op.create_table(
        "onboarding_rows",
        *_stamps(),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_text", sa.String(200), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_skipped", sa.Boolean(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_onboarding_rows"),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["onboarding_lists.id"],
            name=op.f("fk_onboarding_rows_list_id_onboarding_lists"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_onboarding_rows_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_onboarding_rows_invitation_id_invitations"),
            ondelete="SET NULL",
        ),
    )
    op.create_index(op.f("ix_onboarding_rows_list_id"), "onboarding_rows", ["list_id"])


def downgrade() -> None:
    """Without lists; invitations that were sent stay."""
    op.drop_table("onboarding_rows")
    op.drop_table("onboarding_lists")
