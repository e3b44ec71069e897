# SPDX-License-Identifier: EUPL-1.2
"""Conversations."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

VOICES = ("vendor", "vng", "reviewer", "municipality")


def upgrade() -> None:
    op.create_table(
        "threads",
        _enum("audience", "thread_audience", "inside_vendor", "vendor_vng_reviewers", "reviewers", "result_readers"),
        _enum("about", "thread_about", "question", "finding", "result"),
        _key("threads", "dossier_id", "dossiers", nullable=True),
        _key("threads", "requirement_version_id", "requirement_versions", nullable=True),
        _key("threads", "finding_id", "findings", nullable=True),
        _key("threads", "release_id", "releases", nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("asked_title", sa.String(200), nullable=False),
        _key("threads", "opened_by_id", "users"),
        _key("threads", "opened_by_membership_id", "memberships"),
        _key("threads", "organisation_id", "organisations"),
        _key("threads", "reviewer_id", "users", nullable=True),
        sa.Column("form_key", sa.Uuid(), nullable=True),
        _enum("state", "thread_state", "open", "closed"),
        _moment("closed_at", nullable=True),
        _key("threads", "closed_by_id", "users", nullable=True),
        _enum("closed_voice", "thread_closed_voice", *VOICES, nullable=True),
        sa.Column("closed_reason", sa.String(500), nullable=False),
        _enum(
            "question_state",
            "thread_question_state",
            *("waiting", "published", "merged", "refused", "withdrawn"),
            nullable=True,
        ),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        _moment("decided_at", nullable=True),
        _key("threads", "decided_by_id", "users", nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        _key("threads", "merged_into_id", "threads", nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        _moment("last_message_at"),
        sa.Column("id", sa.Uuid(), nullable=False),
        _moment("created_at"),
        _moment("changed_at"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("(dossier_id IS NULL) <> (release_id IS NULL)", name=op.f("ck_threads_one_parent")),
        sa.CheckConstraint(
            "(release_id IS NULL) = (question_state IS NULL)", name=op.f("ck_threads_question_of_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint(
            "opened_by_membership_id", "form_key", name=op.f("uq_threads_opened_by_membership_id_form_key")
        ),
    )
    op.create_index("ix_threads_dossier", "threads", ["dossier_id", "audience"])
    op.create_index("ix_threads_release", "threads", ["release_id", "question_state"])
    op.create_index("ix_threads_organisation_id", "threads", ["organisation_id"])
    op.create_index("ix_threads_last_message_at", "threads", ["last_message_at"])
    _messages()
    _people()


def _messages() -> None:
    op.create_table(
        "thread_messages",
        _key("thread_messages", "thread_id", "threads"),
        sa.Column("number", sa.Integer(), nullable=False),
        _enum("kind", "message_kind", "message", "asked", "published"),
        _key("thread_messages", "author_id", "users"),
        _key("thread_messages", "author_membership_id", "memberships"),
        _key("thread_messages", "organisation_id", "organisations"),
        _enum("voice", "message_voice", *VOICES),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=True),
        _moment("posted_at"),
        _moment("withdrawn_at", nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_messages")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_thread_messages_thread_id_number")),
        sa.UniqueConstraint(
            "author_membership_id", "form_key", name=op.f("uq_thread_messages_author_membership_id_form_key")
        ),
    )


def _people() -> None:
    op.create_table(
        "thread_members",
        _key("thread_members", "membership_id", "memberships", ondelete="CASCADE"),
        _key("thread_members", "thread_id", "threads", ondelete="CASCADE"),
        sa.Column("read_number", sa.Integer(), nullable=False),
        _moment("joined_at"),
        sa.PrimaryKeyConstraint("membership_id", "thread_id", name=op.f("pk_thread_members")),
    )
    op.create_index(op.f("ix_thread_members_thread_id"), "thread_members", ["thread_id"])
    op.create_table(
        "thread_mentions",
        _key("thread_mentions", "message_id", "thread_messages", ondelete="CASCADE"),
        _key("thread_mentions", "membership_id", "memberships", ondelete="CASCADE"),
        _enum("voice", "mention_voice", *VOICES),
        sa.PrimaryKeyConstraint("message_id", "membership_id", name=op.f("pk_thread_mentions")),
    )


def _key(table: str, column: str, target: str, nullable: bool = False, ondelete: str = "RESTRICT") -> sa.Column[Any]:
    name = op.f(f"fk_{table}_{column}")
    return sa.Column(column, sa.Uuid(), sa.ForeignKey(f"{target}.id", name=name, ondelete=ondelete), nullable=nullable)


def _moment(column: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(column, sa.DateTime(timezone=True), nullable=nullable)


def _enum(column: str, name: str, *values: str, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kind, nullable=nullable)


def downgrade() -> None:
    for table in ("thread_mentions", "thread_members", "thread_messages", "threads"):
        op.drop_table(table)
