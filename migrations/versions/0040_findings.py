# SPDX-License-Identifier: EUPL-1.2
"""The life of findings after the hearing: stages, history, improvement plans, and what a supplier asks."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = (
    "draft", "open", "plan_submitted", "plan_returned", "solving", "check_asked", "closed", "lapsed", "merged",
)  # fmt: skip
CAUSES = (
    "found", "dropped", "released", "carried", "met", "plan_submitted", "plan_accepted", "plan_returned",
    "check_asked", "check_passed", "check_failed", "extension_asked", "extended", "extension_refused", "disputed",
    "dispute_granted", "dispute_refused",
)  # fmt: skip
PARTIES = ("vendor", "coordinator", "reviewers", "releaser", "nobody")

WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    "WHEN 'vendor' THEN {within} ELSE false END"
)
PARENTS = {
    "finding_events": ("findings", "finding_id"),
    "improvement_plans": ("findings", "finding_id"),
    "plan_steps": ("improvement_plans", "plan_id"),
    "plan_step_owners": ("plan_steps", "step_id"),
    "plan_step_notes": ("plan_steps", "step_id"),
    "finding_requests": ("findings", "finding_id"),
    "finding_proofs": ("finding_requests", "request_id"),
}
"""Each row stands on the side of the wall of what it belongs to."""


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _key(table: str) -> list[object]:
    return [sa.Column("id", sa.Uuid(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _points(table: str, column: str, to: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    _stages()
    _history()
    _plans()
    _requests()
    if op.get_bind().dialect.name != "sqlite":
        _build_walls()


def _stages() -> None:
    """Findings of results that were not released yet were drafts all along. The earlier version goes on writing."""
    with op.batch_alter_table("findings") as batch:
        batch.add_column(sa.Column("found_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("next_dossier_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("next_requirement_version_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch.drop_constraint(op.f("ck_findings_finding_state"), type_="check")
    op.execute("UPDATE findings SET found_on = date(created_at)")
    op.execute(
        "UPDATE findings SET state = 'draft' WHERE state = 'open' AND dossier_id IN "
        "(SELECT id FROM dossiers WHERE state <> 'published')"
    )
    with op.batch_alter_table("findings") as batch:
        batch.alter_column(
            "found_on", existing_type=sa.Date(), nullable=False, server_default=sa.text("CURRENT_DATE")
        )
        batch.create_check_constraint(op.f("ck_findings_finding_state"), sa.column("state").in_(STATES))
        batch.create_unique_constraint(op.f("uq_findings_id_vendor_id"), ["id", "vendor_id"])
        for column, to in (
            ("next_dossier_id", "dossiers"),
            ("next_requirement_version_id", "requirement_versions"),
        ):
            batch.create_foreign_key(op.f(f"fk_findings_{column}"), to, [column], ["id"], ondelete="RESTRICT")
        batch.create_foreign_key(
            op.f("fk_findings_merged_into_id_vendor_id"),
            "findings",
            ["merged_into_id", "vendor_id"],
            ["id", "vendor_id"],
            ondelete="RESTRICT",
            deferrable=True,
        )
        batch.create_index(op.f("ix_findings_merged_into_id"), ["merged_into_id"])
        batch.create_index(op.f("ix_findings_next_dossier_id"), ["next_dossier_id"])
        batch.create_index("ix_findings_state_due_on", ["state", "due_on"])


def _history() -> None:
    op.create_table(
        "finding_events",
        *_key("finding_events"),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("cause", _enum("finding_cause", *CAUSES), nullable=False),
        sa.Column("state", _enum("finding_event_state", *STATES), nullable=False),
        sa.Column("party", _enum("finding_party", *PARTIES), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _points("finding_events", "finding_id", "findings", "CASCADE"),
        _points("finding_events", "user_id", "users"),
        sa.UniqueConstraint("finding_id", "number", name=op.f("uq_finding_events_finding_id_number")),
    )
    events = sa.table(
        "finding_events",
        sa.column("id", sa.Uuid()),
        sa.column("finding_id", sa.Uuid()),
        sa.column("number", sa.Integer()),
        sa.column("happened_at", MOMENT),
        *(sa.column(name, sa.String()) for name in ("cause", "state", "party", "reason")),
        sa.column("due_on", sa.Date()),
    )
    findings = sa.table(
        "findings",
        sa.column("id", sa.Uuid()),
        sa.column("created_at", MOMENT),
        sa.column("due_on", sa.Date()),
    )
    rows = [
        {
            "id": uuid.uuid4(),
            "finding_id": key,
            "number": 1,
            "happened_at": at,
            "cause": "found",
            "state": "draft",
            "party": "reviewers",
            "reason": "",
            "due_on": due_on,
        }
        for key, at, due_on in op.get_bind().execute(sa.select(findings.c.id, findings.c.created_at, findings.c.due_on))
    ]
    if rows:
        op.bulk_insert(events, rows)


def _plans() -> None:
    op.create_table(
        "improvement_plans",
        *_key("improvement_plans"),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _enum("plan_state", "draft", "submitted", "accepted", "returned"), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("improvement_plans", "finding_id", "findings", "CASCADE"),
        _points("improvement_plans", "submitted_by_id", "users"),
        _points("improvement_plans", "decided_by_id", "users"),
        sa.UniqueConstraint("finding_id", "number", name=op.f("uq_improvement_plans_finding_id_number")),
    )
    op.create_table(
        "plan_steps",
        *_key("plan_steps"),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("progress", _enum("step_progress", "not_begun", "busy", "done"), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=True),
        _points("plan_steps", "plan_id", "improvement_plans", "CASCADE"),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_plan_steps_plan_id_position")),
    )
    for table, text in (("plan_step_owners", sa.String(200)), ("plan_step_notes", sa.Text())):
        op.create_table(
            table,
            sa.Column("step_id", sa.Uuid(), nullable=False),
            sa.Column("text", text, nullable=False),
            _points(table, "step_id", "plan_steps", "CASCADE"),
            sa.PrimaryKeyConstraint("step_id", name=op.f(f"pk_{table}")),
        )


def _requests() -> None:
    op.create_table(
        "finding_requests",
        *_key("finding_requests"),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum("finding_request_kind", "check", "extension", "dispute"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party", _enum("finding_request_party", *PARTIES), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id", "vendor_id"],
            ["findings.id", "findings.vendor_id"],
            name=op.f("fk_finding_requests_finding_id_vendor_id"),
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        _points("finding_requests", "vendor_id", "vendors"),
        _points("finding_requests", "asked_by_id", "users"),
        _points("finding_requests", "decided_by_id", "users"),
        sa.UniqueConstraint("finding_id", "kind", "number", name=op.f("uq_finding_requests_finding_id_kind_number")),
        sa.UniqueConstraint("id", "vendor_id", name=op.f("uq_finding_requests_id_vendor_id")),
    )
    waiting = sa.text("is_granted IS NULL")
    op.create_index(
        "uq_finding_requests_waiting",
        "finding_requests",
        ["finding_id", "kind"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "finding_proofs",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id", "vendor_id"],
            ["finding_requests.id", "finding_requests.vendor_id"],
            name=op.f("fk_finding_proofs_request_id_vendor_id"),
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            name=op.f("fk_finding_proofs_document_id_vendor_id"),
            ondelete="CASCADE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("request_id", "document_id", name=op.f("pk_finding_proofs")),
    )
    op.create_index(op.f("ix_finding_proofs_document_id"), "finding_proofs", ["document_id"])


def _build_walls() -> None:
    for table, (parent, column) in PARENTS.items():
        within = f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {column})"
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({WALL.format(within=within)})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Plans, requests and history are lost; a finding is open, or closed when nothing is left to solve."""
    for table in reversed(PARENTS):
        op.drop_table(table)
    with op.batch_alter_table("findings") as batch:
        batch.drop_index("ix_findings_state_due_on")
        batch.drop_index(op.f("ix_findings_next_dossier_id"))
        batch.drop_index(op.f("ix_findings_merged_into_id"))
        batch.drop_constraint(op.f("fk_findings_merged_into_id_vendor_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_findings_next_requirement_version_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_findings_next_dossier_id"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_findings_id_vendor_id"), type_="unique")
        batch.drop_constraint(op.f("ck_findings_finding_state"), type_="check")
        for column in ("merged_into_id", "next_requirement_version_id", "next_dossier_id", "found_on"):
            batch.drop_column(column)
    op.execute("UPDATE findings SET state = 'closed' WHERE state IN ('closed', 'lapsed', 'merged')")
    op.execute("UPDATE findings SET state = 'open' WHERE state <> 'closed'")
    with op.batch_alter_table("findings") as batch:
        batch.create_check_constraint(op.f("ck_findings_finding_state"), sa.column("state").in_(("open", "closed")))
