# SPDX-License-Identifier: EUPL-1.2
"""Questions assigned to people, and the role of a guest of a supplier, who sees only those."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE = "question_tasks"
MOMENT = sa.DateTime(timezone=True)
BEFORE = (
    "contributor",
    "submitter",
    "administrator",
    "buyer",
    "ciso",
    "process_owner",
    "reviewer",
    "coordinator",
    "releaser",
    "functional_administrator",
    "auditor",
)
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
    "WHEN 'vendor' THEN dossier_id = ANY (ARRAY(SELECT id FROM dossiers WHERE vendor_id = "
    "ANY ((SELECT wall_organisations())::uuid[]))) ELSE false END"
)


def upgrade() -> None:
    """Nobody is a guest yet; one question is with one person at a time."""
    _roles(*BEFORE, "guest")
    op.create_table(
        TABLE,
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_version_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("invited_email", sa.String(320), nullable=False),
        sa.Column("invited_name", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{to}.id"], name=op.f(f"fk_{TABLE}_{name}_id"), ondelete="RESTRICT")
            for name, to in (
                ("dossier", "dossiers"),
                ("requirement_version", "requirement_versions"),
                ("membership", "memberships"),
                ("assigned_by", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_question_tasks_member", TABLE, ["membership_id", "ended_at"])
    op.create_index("ix_question_tasks_invited", TABLE, ["invited_email"])
    op.create_index(
        "uq_question_tasks_standing",
        TABLE,
        ["dossier_id", "requirement_version_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Guests lose their role: the version before would let them see everything of the supplier."""
    op.drop_table(TABLE)
    guests = "SELECT membership_id FROM membership_roles WHERE role = 'guest'"
    others = "SELECT membership_id FROM membership_roles WHERE role <> 'guest'"
    only = f"id IN ({guests}) AND id NOT IN ({others})"
    op.execute(f"UPDATE memberships SET ended_at = CURRENT_TIMESTAMP WHERE ended_at IS NULL AND {only}")
    op.execute("DELETE FROM membership_roles WHERE role = 'guest'")
    _roles(*BEFORE)


def _roles(*values: str) -> None:
    """Replace the CHECK on roles."""
    with op.batch_alter_table("membership_roles") as batch:
        batch.drop_constraint(op.f("ck_membership_roles_role"), type_="check")
        batch.create_check_constraint(op.f("ck_membership_roles_role"), f"role IN ({', '.join(map(repr, values))})")
