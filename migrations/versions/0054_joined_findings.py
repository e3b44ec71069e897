# SPDX-License-Identifier: EUPL-1.2
"""Findings that are merged, split and linked; a severity that is changed before release."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE = "finding_links"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    "WHEN 'vendor' THEN vendor_id = ANY ((SELECT wall_organisations())::uuid[]) ELSE false END"
)
NAME = "ck_finding_events_finding_cause"
CAUSES = (
    "found", "dropped", "released", "carried", "met", "plan_submitted", "plan_accepted", "plan_returned",
    "check_asked", "check_passed", "check_failed", "extension_asked", "extended", "extension_refused", "disputed",
    "dispute_granted", "dispute_refused", "proof_ended",
)  # fmt: skip
NEW = ("severity", "merged", "absorbed", "split", "parted")
SEVERITIES = {
    "findings": ("own_severity", "finding_own_severity"),
    "finding_events": ("severity", "finding_event_severity"),
}


def _allow(*causes: str) -> None:
    with op.batch_alter_table("finding_events") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), sa.column("cause").in_(causes))


def upgrade() -> None:
    for table, (column, name) in SEVERITIES.items():
        kind = sa.Enum("low", "medium", "high", "critical", name=name, native_enum=False, length=40)
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, kind, nullable=True))
            values = ("low", "medium", "high", "critical")
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.column(column).in_(values))
    op.add_column("findings", sa.Column("own_due_on", sa.Date(), nullable=True))
    _allow(*CAUSES, *NEW)
    _add_links()


def _add_links() -> None:
    def to_finding(column: str, **more: object) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_{TABLE}_{column}_vendor_id")
        columns = ["findings.id", "findings.vendor_id"]
        return sa.ForeignKeyConstraint([column, "vendor_id"], columns, name=name, ondelete="CASCADE", **more)

    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        to_finding("first_id", onupdate="CASCADE"),
        to_finding("second_id", deferrable=True),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f(f"fk_{TABLE}_vendor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f(f"fk_{TABLE}_made_by_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f(f"uq_{TABLE}_first_id_second_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_second_id"), TABLE, ["second_id"])
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """What was merged is open again, by itself."""
    op.drop_table(TABLE)
    names = ", ".join(f"'{each}'" for each in NEW)
    op.execute(f"DELETE FROM finding_events WHERE cause IN ({names})")
    op.execute("UPDATE finding_events SET state = 'open' WHERE state = 'merged'")
    op.execute("UPDATE findings SET state = 'open', merged_into_id = NULL WHERE state = 'merged'")
    op.execute("UPDATE findings SET severity = COALESCE(own_severity, severity), due_on = COALESCE(own_due_on, due_on)")
    _allow(*CAUSES)
    with op.batch_alter_table("findings") as batch:
        batch.drop_column("own_due_on")
    for table, (column, name) in SEVERITIES.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.drop_column(column)
