# SPDX-License-Identifier: EUPL-1.2
"""Reported changes and incidents, behind the walls; what was said of an incident never changes. Two rules for flags."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
CHANGES, INCIDENTS, UPDATES = "change_notices", "incidents", "incident_updates"
OF_CHANGE, OF_INCIDENT = "change_notice_products", "incident_products"
SAID = {
    INCIDENTS: "title, what, began_at, known_at, data_kinds, severity, measures, contact_name, contact_phone, "
    "reported_by_id, reported_at",
    UPDATES: "incident_id, number, step, text, author_id, made_at",
}
"""What never changes; whose incident it is may follow a supplier that was registered twice."""
RULES = ("proof_ending", "concentration")
MORE_RULES = (*RULES, "proof_withdrawn", "change_reported")

OWN = "vendor_id = ANY ((SELECT wall_organisations())::uuid[])"


def _within(table: str, column: str) -> str:
    return f"EXISTS (SELECT FROM {table} AS parent WHERE parent.id = {column})"


def _wall(condition: str, municipal: str) -> str:
    return (
        "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
        f"WHEN 'municipal' THEN {municipal} WHEN 'vendor' THEN {condition} ELSE false END"
    )


WALLS = {
    CHANGES: _wall(OWN, "true"),
    OF_CHANGE: _wall(_within(CHANGES, "notice_id"), "true"),
    INCIDENTS: _wall(OWN, "false"),
    OF_INCIDENT: _wall(_within(INCIDENTS, "incident_id"), "false"),
    UPDATES: _wall(_within(INCIDENTS, "incident_id"), "false"),
}
"""Reviewers of gemeenten know of changes; an incident is between its supplier and VNG."""


def _chosen(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _points_to(table: str, column: str, other: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _severity(name: str) -> sa.Enum:
    return _chosen(name, "low", "medium", "high", "critical")


def upgrade() -> None:
    """Tables, frozen rows, walls, and the rules of flags."""
    kinds = ("taken_over", "hosting", "sub_supplier", "support_ends", "answer_fell")
    op.create_table(
        CHANGES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _chosen("change_notice_kind", *kinds), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("state", _chosen("change_notice_state", "received", "handled"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.Column("handled_at", MOMENT, nullable=True),
        _points_to(CHANGES, "vendor_id", "vendors"),
        _points_to(CHANGES, "reported_by_id", "users"),
        _points_to(CHANGES, "handled_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CHANGES}")),
    )
    op.create_index("ix_change_notices_vendor", CHANGES, ["vendor_id", "reported_at"])
    _incidents()
    for table, owner, column in ((OF_CHANGE, CHANGES, "notice_id"), (OF_INCIDENT, INCIDENTS, "incident_id")):
        op.create_table(
            table,
            sa.Column(column, sa.Uuid(), nullable=False),
            sa.Column("product_id", sa.Uuid(), nullable=False),
            _points_to(table, column, owner, "CASCADE"),
            _points_to(table, "product_id", "products"),
            sa.PrimaryKeyConstraint(column, "product_id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_product_id"), table, ["product_id"])
    _set_rules(MORE_RULES)
    if op.get_bind().dialect.name == "sqlite":
        _freeze_sqlite()
    else:
        _freeze_postgresql()
        _build_walls()


def _incidents() -> None:
    op.create_table(
        INCIDENTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("known_at", MOMENT, nullable=False),
        sa.Column("data_kinds", JSON, nullable=False),
        sa.Column("severity", _severity("incident_severity"), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(200), nullable=False),
        sa.Column("contact_phone", sa.String(30), nullable=False),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        _points_to(INCIDENTS, "vendor_id", "vendors"),
        _points_to(INCIDENTS, "reported_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{INCIDENTS}")),
    )
    op.create_index("ix_incidents_vendor", INCIDENTS, ["vendor_id", "reported_at"])
    steps = ("news", "early_warning", "notification", "final_report", "ended")
    op.create_table(
        UPDATES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", _chosen("incident_update_step", *steps), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _points_to(UPDATES, "incident_id", INCIDENTS),
        _points_to(UPDATES, "author_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{UPDATES}")),
        sa.UniqueConstraint("incident_id", "number", name=op.f(f"uq_{UPDATES}_incident_id_number")),
    )


def _set_rules(rules: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{each}'" for each in rules)
    with op.batch_alter_table("flags") as table:
        table.drop_constraint(op.f("ck_flags_flag_rule"), type_="check")
        table.create_check_constraint(op.f("ck_flags_flag_rule"), f"rule IN ({listed})")


def _freeze_sqlite() -> None:
    for table, columns in SAID.items():
        for name, action in (("update", f"UPDATE OF {columns}"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
            )


def _freeze_postgresql() -> None:
    for table, columns in SAID.items():
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _build_walls() -> None:
    for table, condition in WALLS.items():
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({condition})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Without reports: what suppliers told is gone, and so are the flags that rest on it."""
    for table in (OF_CHANGE, OF_INCIDENT, UPDATES, INCIDENTS, CHANGES):
        op.drop_table(table)
    new = "('proof_withdrawn', 'change_reported')"
    op.execute(f"DELETE FROM flag_events WHERE flag_id IN (SELECT id FROM flags WHERE rule IN {new})")
    op.execute(f"DELETE FROM flags WHERE rule IN {new}")
    _set_rules(RULES)
