# SPDX-License-Identifier: EUPL-1.2
"""Requests of suppliers for more time: of the supplier and VNG, behind the wall; gemeenten see none of it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLE = "term_requests"
DOSSIERS = "ARRAY(SELECT id FROM dossiers WHERE vendor_id = ANY ((SELECT wall_organisations())::uuid[]))"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
    f"WHEN 'vendor' THEN dossier_id = ANY ({DOSSIERS}) ELSE false END"
)
OPEN = sa.text("state = 'asked'")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _points_to(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("term", _enum("term_request_term", "round", "supplement", "hearing"), nullable=False),
        sa.Column("state", _enum("term_request_state", "asked", "granted", "refused", "lapsed"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("is_past_limit", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        _points_to("dossier_id", "dossiers"),
        _points_to("asked_by_id", "users"),
        _points_to("decided_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_dossier", TABLE, ["dossier_id", "asked_at"])
    op.create_index(f"ix_{TABLE}_state", TABLE, ["state", "asked_at"])
    op.create_index(
        f"uq_{TABLE}_open", TABLE, ["dossier_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Without the requests; a term that was moved stays as it is."""
    op.drop_table(TABLE)
