# SPDX-License-Identifier: EUPL-1.2
"""A reported takeover names the new owner, and a reported change can be added to."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

TABLE, CHANGES = "change_notice_additions", "change_notices"
OWNER = {"owner_name": 200, "owner_country": 2, "owner_number": 60}
WITHIN = f"EXISTS (SELECT FROM {CHANGES} AS parent WHERE parent.id = notice_id)"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
    f"WHEN 'municipal' THEN true WHEN 'vendor' THEN {WITHIN} ELSE false END"
)


def upgrade() -> None:
    with op.batch_alter_table(CHANGES) as batch:
        for name, length in OWNER.items():
            batch.add_column(sa.Column(name, sa.String(length)))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT")
            for column, other in (("notice_id", CHANGES), ("author_id", "users"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("notice_id", "number", name=op.f(f"uq_{TABLE}_notice_id_number")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _freeze_sqlite()
    else:
        _guard_postgresql()


def _freeze_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{action.lower()} BEFORE {action} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, 'frozen: {TABLE}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
    op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """What was added, and who the new owner is, is gone."""
    op.drop_table(TABLE)
    with op.batch_alter_table(CHANGES) as batch:
        for name in OWNER:
            batch.drop_column(name)
