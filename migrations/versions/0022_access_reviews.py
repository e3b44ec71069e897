# SPDX-License-Identifier: EUPL-1.2
"""Accounts nobody uses, and the yearly review of rights."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _stamps() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    ]


def upgrade() -> None:
    """Nobody was warned yet."""
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("warned_at", MOMENT, nullable=True))
        table.add_column(sa.Column("let_in_at", MOMENT, nullable=True))
    op.create_table(
        "access_reviews",
        *_stamps(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("finished_by_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_reviews"),
        sa.UniqueConstraint("organisation_id", "opened_on", name=op.f("uq_access_reviews_organisation_id_opened_on")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_access_reviews_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["finished_by_id"],
            ["users.id"],
            name=op.f("fk_access_reviews_finished_by_id_users"),
            ondelete="RESTRICT",
        ),
    )
    decision = sa.Enum(
        "keep", "change", "end", name="access_review_decision", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "access_review_lines",
        *_stamps(),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("roles_before", LIST, nullable=False),
        sa.Column("decision", decision, nullable=True),
        sa.Column("roles_after", LIST, nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_review_lines"),
        sa.UniqueConstraint("review_id", "membership_id", name=op.f("uq_access_review_lines_review_id_membership_id")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["access_reviews.id"],
            name=op.f("fk_access_review_lines_review_id_access_reviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["memberships.id"],
            name=op.f("fk_access_review_lines_membership_id_memberships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["users.id"],
            name=op.f("fk_access_review_lines_decided_by_id_users"),
            ondelete="RESTRICT",
        ),
    )
    op.create_index(op.f("ix_access_review_lines_membership_id"), "access_review_lines", ["membership_id"])


def downgrade() -> None:
    """Without reviews; whoever is blocked stays so."""
    op.drop_table("access_review_lines")
    op.drop_table("access_reviews")
    with op.batch_alter_table("users") as table:
        table.drop_column("let_in_at")
        table.drop_column("warned_at")
