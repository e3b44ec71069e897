# SPDX-License-Identifier: EUPL-1.2
"""The inbox, digests and preferences."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DELIVERIES = ("at_once", "digest", "inbox")
TOPICS = ("answering", "reviewing", "results", "usage", "talks", "people")
ASKING = ("assigned", "reviewer_needed", "reminder", "hearing_opened", "supplement_asked")


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _member("digests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("membership_id", "day", name=op.f("uq_digests_membership_id_day")),
    )
    op.create_table(
        "notice_preferences",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("quiet_weekdays", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_until", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _member("notice_preferences"),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_notice_preferences")),
    )
    op.create_table(
        "notice_choices",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("topic", _enum(TOPICS, "notice_topic"), nullable=False),
        sa.Column("delivery", _enum(DELIVERIES, "notice_choice_delivery"), nullable=False),
        _member("notice_choices"),
        sa.PrimaryKeyConstraint("membership_id", "topic", name=op.f("pk_notice_choices")),
    )
    # what was there before had a mail of its own: no digest tells of it again
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("asks", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(
            sa.Column("delivery", _enum(DELIVERIES, "notice_delivery"), nullable=False, server_default="inbox")
        )
        batch.add_column(sa.Column("digest_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_notices_digest_id"), "digests", ["digest_id"], ["id"], ondelete="SET NULL")
        batch.drop_index(op.f("ix_notices_membership_id"))
        batch.create_index("ix_notices_member", ["membership_id", "seen_at", "finished_at"])
        batch.create_index("ix_notices_object", ["object_id", "kind"])
        batch.create_index("ix_notices_digest", ["delivery", "digest_id", "membership_id"])
    op.execute("UPDATE notices SET kind = 'reviewer_needed' WHERE kind = 'reviewer-needed'")
    asking = ", ".join(f"'{code}'" for code in ASKING)
    op.execute(f"UPDATE notices SET asks = true WHERE kind IN ({asking})")


def downgrade() -> None:
    op.execute("UPDATE notices SET kind = 'reviewer-needed' WHERE kind = 'reviewer_needed'")
    op.execute("UPDATE notices SET seen_at = finished_at WHERE seen_at IS NULL")
    with op.batch_alter_table("notices") as batch:
        batch.drop_index("ix_notices_digest")
        batch.drop_index("ix_notices_object")
        batch.drop_index("ix_notices_member")
        batch.create_index(op.f("ix_notices_membership_id"), ["membership_id"])
        batch.drop_constraint(op.f("fk_notices_digest_id"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_notices_notice_delivery"), type_="check")
        batch.drop_column("finished_at")
        batch.drop_column("digest_id")
        batch.drop_column("delivery")
        batch.drop_column("asks")
    op.drop_table("notice_choices")
    op.drop_table("notice_preferences")
    op.drop_table("digests")


def _member(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_membership_id")
    return sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=name, ondelete="CASCADE")


def _enum(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
