# SPDX-License-Identifier: EUPL-1.2
"""Reviewers say before the hearing which findings there will be: several verdicts one, or one verdict several."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

TABLE = "finding_arrangements"
MOMENT = sa.DateTime(timezone=True)
BY_DOSSIER = "dossier_id = ANY (ARRAY(SELECT id FROM dossiers WHERE vendor_id = ANY ((SELECT wall_organisations())::uuid[])))"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
    f"WHEN 'vendor' THEN {BY_DOSSIER} ELSE false END"
)
POINTS_TO = {"dossier_id": "dossiers", "proposed_by_id": "users", "agreed_by_id": "users"}
OLD, NEW = "uq_findings_dossier_id_requirement_version_id", "uq_findings_dossier_id_requirement_version_id_part"
PLACE = ["dossier_id", "requirement_version_id"]
SEVERAL = "findings holds several rows for one verdict (part > 1); the version before this one has no place for them"


def upgrade() -> None:
    with op.batch_alter_table("findings") as batch:
        batch.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("title", sa.String(200), nullable=False, server_default=""))
        batch.drop_constraint(op.f(OLD), type_="unique")
        batch.create_unique_constraint(op.f(NEW), [*PLACE, "part"])
    op.add_column("released_findings", sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("released_findings", sa.Column("part_of", sa.String(20), nullable=True))
    _add_arrangements()


def _add_arrangements() -> None:
    kind = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("requirement_keys", kind, nullable=False),
        sa.Column("findings", kind, nullable=False),
        sa.Column("severities", kind, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_decided", sa.Boolean(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        *(sa.Column(column, sa.Uuid(), nullable=column == "agreed_by_id") for column in POINTS_TO),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT")
            for column, other in POINTS_TO.items()
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_dossier_id"), TABLE, ["dossier_id"])
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE POLICY {TABLE}_all ON {TABLE} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {TABLE}_wall ON {TABLE} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """What was to go on in another finding in a draft goes on by itself. Refused while one verdict gives several."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM findings WHERE part > 1")):
        raise RuntimeError(SEVERAL)
    op.drop_table(TABLE)
    op.drop_column("released_findings", "part_of")
    op.drop_column("released_findings", "part")
    op.execute("UPDATE findings SET merged_into_id = NULL WHERE state = 'draft'")
    with op.batch_alter_table("findings") as batch:
        batch.drop_constraint(op.f(NEW), type_="unique")
        batch.drop_column("title")
        batch.drop_column("part")
        batch.create_unique_constraint(op.f(OLD), PLACE)
