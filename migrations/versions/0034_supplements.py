# SPDX-License-Identifier: EUPL-1.2
"""Wishes of reviewers and the request made of them; dossiers that wait for a supplement keep every question open."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REQUESTS, QUESTIONS, WISHES = "supplement_requests", "supplement_questions", "supplement_wishes"
BY_DOSSIER = "dossier_id = ANY (ARRAY(SELECT id FROM dossiers WHERE vendor_id = ANY ((SELECT wall_organisations())::uuid[])))"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    f"WHEN 'vendor' THEN {BY_DOSSIER} ELSE false END"
)


def _common(table: str) -> list[object]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _points_to(table, "dossier_id", "dossiers"),
    ]


def _points_to(table: str, column: str, other: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        REQUESTS,
        *_common(REQUESTS),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _points_to(REQUESTS, "submission_id", "submissions"),
        _points_to(REQUESTS, "sent_by_id", "users"),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_supplement_requests_dossier_id_number")),
    )
    op.create_index(op.f("ix_supplement_requests_submission_id"), REQUESTS, ["submission_id"])
    op.create_table(
        QUESTIONS,
        *_common(QUESTIONS),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_version_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _points_to(QUESTIONS, "request_id", REQUESTS, "CASCADE"),
        _points_to(QUESTIONS, "requirement_version_id", "requirement_versions"),
        sa.UniqueConstraint(
            "request_id",
            "requirement_version_id",
            name=op.f("uq_supplement_questions_request_id_requirement_version_id"),
        ),
    )
    op.create_index(op.f("ix_supplement_questions_dossier_id"), QUESTIONS, ["dossier_id"])
    op.create_table(
        WISHES,
        *_common(WISHES),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_version_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_gathered", sa.Boolean(), nullable=False),
        _points_to(WISHES, "submission_id", "submissions"),
        _points_to(WISHES, "user_id", "users"),
        _points_to(WISHES, "requirement_version_id", "requirement_versions"),
        sa.UniqueConstraint(
            "submission_id",
            "user_id",
            "requirement_version_id",
            name=op.f("uq_supplement_wishes_submission_id_user_id_requirement_version_id"),
        ),
    )
    op.create_index(op.f("ix_supplement_wishes_dossier_id"), WISHES, ["dossier_id"])
    op.create_index(op.f("ix_supplement_wishes_user_id"), WISHES, ["user_id"])
    _open_all_that_wait()
    if op.get_bind().dialect.name != "sqlite":
        _wall_off()


def _open_all_that_wait() -> None:
    """A supplement that was asked before this concerned the whole dossier: name each of its questions."""
    bind, now = op.get_bind(), datetime.now(UTC)
    waiting = sa.text(
        "SELECT d.id, d.due_on, s.id AS submission_id, d.state_since FROM dossiers d JOIN submissions s "
        "ON s.dossier_id = d.id AND s.number = (SELECT max(number) FROM submissions WHERE dossier_id = d.id) "
        "WHERE d.state = 'supplement_asked'"
    ).columns(id=sa.Uuid, due_on=sa.Date, submission_id=sa.Uuid, state_since=MOMENT)
    tables = sa.MetaData()
    requests, questions = (sa.Table(name, tables, autoload_with=bind) for name in (REQUESTS, QUESTIONS))
    asked = sa.text("SELECT requirement_version_id FROM submitted_answers WHERE submission_id = :key").columns(
        requirement_version_id=sa.Uuid
    )
    for row in bind.execute(waiting).all():
        made = {"id": uuid.uuid4(), "dossier_id": row.id, "created_at": now, "changed_at": now}
        facts = {"number": 1, "revision": 1, "is_shared": False, "reason": "", "sent_at": row.state_since}
        bind.execute(
            requests.insert(), [{**made, **facts, "submission_id": row.submission_id, "due_on": row.due_on}]
        )
        keys = bind.execute(asked.bindparams(sa.bindparam("key", row.submission_id, sa.Uuid))).scalars().all()
        rows = [
            {**made, "id": uuid.uuid4(), "request_id": made["id"], "requirement_version_id": key, "text": REASON}
            for key in keys
        ]
        if rows:
            bind.execute(questions.insert(), rows)


REASON = "De beoordelaars vragen een aanvulling van dit dossier."


def _wall_off() -> None:
    for table in (REQUESTS, QUESTIONS, WISHES):
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table(WISHES)
    op.drop_table(QUESTIONS)
    op.drop_table(REQUESTS)
