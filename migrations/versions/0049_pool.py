# SPDX-License-Identifier: EUPL-1.2
"""The pool of reviewers: what they know, their room in a round, and who is left out of one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
PROFILES, ROOMS, LEFT_OUT = "reviewer_profiles", "reviewer_rooms", "reviewers_left_out"


def _points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _stamps() -> list[sa.Column[object]]:
    return [sa.Column(name, MOMENT, nullable=False) for name in ("created_at", "changed_at")]


def _room() -> list[sa.Column[object]]:
    away = [sa.Column(name, sa.Date(), nullable=True) for name in ("away_from", "away_until")]
    return [sa.Column("capacity", sa.Integer(), nullable=False), *away]


def _of_a_round(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        *columns,
        _points_to(table, "round_id", "rounds"),
        _points_to(table, "membership_id", "memberships"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("round_id", "membership_id", name=op.f(f"uq_{table}_round_id_membership_id")),
    )
    op.create_index(op.f(f"ix_{table}_membership_id"), table, ["membership_id"])


def upgrade() -> None:
    op.create_table(
        PROFILES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("categories", JSON, nullable=False),
        *_room(),
        *_stamps(),
        _points_to(PROFILES, "membership_id", "memberships"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PROFILES}")),
        sa.UniqueConstraint("membership_id", name=op.f(f"uq_{PROFILES}_membership_id")),
    )
    _of_a_round(ROOMS, *_room(), *_stamps())
    _of_a_round(
        LEFT_OUT,
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("left_out_by_id", sa.Uuid(), nullable=False),
        sa.Column("left_out_at", MOMENT, nullable=False),
        _points_to(LEFT_OUT, "left_out_by_id", "users"),
    )


def downgrade() -> None:
    for table in (LEFT_OUT, ROOMS, PROFILES):
        op.drop_table(table)
