# SPDX-License-Identifier: EUPL-1.2
"""What a supplier says of each draft verdict, with its proof; a hearing on the verdicts that became lower."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
POINTS, PROOFS = "hearing_points", "hearing_proofs"
OWN = "ANY ((SELECT wall_organisations())::uuid[])"
WALLS = {
    POINTS: f"dossier_id = ANY (ARRAY(SELECT id FROM dossiers WHERE vendor_id = {OWN}))",
    PROOFS: "EXISTS (SELECT FROM hearing_points AS parent WHERE parent.id = point_id)",
}

FITS = (
    "SELECT 1 FROM documents, hearing_points, dossiers WHERE documents.id = {row}.document_id "
    "AND hearing_points.id = {row}.point_id "
    "AND dossiers.id = hearing_points.dossier_id AND dossiers.vendor_id = documents.vendor_id"
)
"""A proof keeps what was handed over, whoever the supplier is later: it must fit when it is written (ADR 17)."""


def _points_to(table: str, column: str, other: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    with op.batch_alter_table("hearings") as batch:
        batch.add_column(sa.Column("about", JSON, nullable=True))
    stance = sa.Enum(
        "agree", "correct", "object", name="point_stance", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        POINTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_version_id", sa.Uuid(), nullable=False),
        sa.Column("stance", stance, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        _points_to(POINTS, "hearing_id", "hearings"),
        _points_to(POINTS, "dossier_id", "dossiers"),
        _points_to(POINTS, "requirement_version_id", "requirement_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_points")),
        sa.UniqueConstraint(
            "hearing_id", "requirement_version_id", name=op.f("uq_hearing_points_hearing_id_requirement_version_id")
        ),
    )
    op.create_index(op.f("ix_hearing_points_dossier_id"), POINTS, ["dossier_id"])
    op.create_table(
        PROOFS,
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        _points_to(PROOFS, "point_id", POINTS, "CASCADE"),
        _points_to(PROOFS, "document_id", "documents"),
        sa.PrimaryKeyConstraint("point_id", "document_id", name=op.f("pk_hearing_proofs")),
    )
    op.create_index(op.f("ix_hearing_proofs_document_id"), PROOFS, ["document_id"])
    _refuse_mix()
    if op.get_bind().dialect.name != "sqlite":
        _wall_off()


def _refuse_mix() -> None:
    name = f"{PROOFS}_one_supplier"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {PROOFS} WHEN NOT EXISTS ({FITS.format(row='NEW')}) "
            f"BEGIN SELECT RAISE(ABORT, 'of two suppliers: {PROOFS}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS (SELECT 1 FROM written WHERE NOT EXISTS ({FITS.format(row='written')})) THEN "
        f"RAISE EXCEPTION 'of two suppliers: {PROOFS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {PROOFS} "
        f"REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _wall_off() -> None:
    for table, condition in WALLS.items():
        wall = (
            "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
            f"WHEN 'vendor' THEN {condition} ELSE false END"
        )
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({wall})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table(PROOFS)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION {PROOFS}_one_supplier()")
    op.drop_table(POINTS)
    with op.batch_alter_table("hearings") as batch:
        batch.drop_column("about")
