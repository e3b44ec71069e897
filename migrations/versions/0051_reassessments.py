# SPDX-License-Identifier: EUPL-1.2
"""Light re-assessments between rounds: the dossier, the questions it opens, and what its release follows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
BASES = ("equal", "settled", "coordinator", "reconsidered")
CAUSES = (
    "newer_document", "check_passed", "check_failed", "takeover", "hosting", "sub_supplier", "incident", "advisory",
    "rectification",
)  # fmt: skip
OWN = "ANY ((SELECT wall_organisations())::uuid[])"
DOSSIERS = f"dossier_id = ANY (ARRAY(SELECT id FROM dossiers WHERE vendor_id = {OWN}))"
RELEASES = (
    f"release_id = ANY (ARRAY(SELECT id FROM releases WHERE (product_id IS NULL AND vendor_id = {OWN}) "
    f"OR product_id = ANY (ARRAY(SELECT id FROM products WHERE vendor_id = {OWN}))))"
)
TABLES = {"reassessments": DOSSIERS, "reopened_questions": DOSSIERS, "released_reassessments": RELEASES}
IN_ROUND = "kind = 'round'"
ABOUT_VENDOR = "product_id IS NULL AND kind = 'round'"


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _cause(name: str) -> sa.Column[str]:
    kind = sa.Enum(*CAUSES, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column("cause", kind, nullable=False)


def _bases(*bases: str) -> None:
    name = op.f("ck_conclusions_conclusion_basis")
    with op.batch_alter_table("conclusions") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.column("basis").in_(bases))


def _unique(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "dossiers", columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    op.drop_index("uq_dossiers_vendor_subject", "dossiers")
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_constraint(op.f("uq_dossiers_round_id_vendor_id_product_id"), type_="unique")
        batch.add_column(sa.Column("answers_due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("review_due_on", sa.Date(), nullable=True))
    _unique("uq_dossiers_subject", ["round_id", "vendor_id", "product_id"], IN_ROUND)
    _unique("uq_dossiers_vendor_subject", ["round_id", "vendor_id"], ABOUT_VENDOR)
    _bases(*BASES, "carried")
    op.add_column(
        "released_verdicts", sa.Column("is_carried", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _add_tables()
    if not _is_sqlite():
        for table, condition in TABLES.items():
            wall = (
                "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true WHEN 'municipal' THEN true "
                f"WHEN 'vendor' THEN {condition} ELSE false END"
            )
            op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
            op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({wall})")
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    _freeze("released_reassessments")


def _add_tables() -> None:
    op.create_table(
        "reassessments",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=False),
        _cause("reassessment_cause"),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        _points("reassessments", "dossier_id", "dossiers"),
        _points("reassessments", "follows_id", "dossiers"),
        _points("reassessments", "started_by_id", "users"),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_reassessments")),
    )
    op.create_index(op.f("ix_reassessments_follows_id"), "reassessments", ["follows_id"])
    op.create_table(
        "reopened_questions",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_version_id", sa.Uuid(), nullable=False),
        _points("reopened_questions", "dossier_id", "dossiers"),
        _points("reopened_questions", "requirement_version_id", "requirement_versions"),
        sa.PrimaryKeyConstraint("dossier_id", "requirement_version_id", name=op.f("pk_reopened_questions")),
    )
    op.create_table(
        "released_reassessments",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=False),
        _cause("released_reassessment_cause"),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        _points("released_reassessments", "release_id", "releases"),
        _points("released_reassessments", "follows_id", "releases"),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_released_reassessments")),
    )
    op.create_index(op.f("ix_released_reassessments_follows_id"), "released_reassessments", ["follows_id"])


def _freeze(table: str) -> None:
    if _is_sqlite():
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Refused while there are re-assessments: their results would lose where they came from."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM dossiers WHERE kind = 'interim'")):
        raise RuntimeError("There are re-assessments: their results would lose where they came from.")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("released_verdicts", "is_carried")
    _bases(*BASES)
    for name in ("uq_dossiers_subject", "uq_dossiers_vendor_subject"):
        op.drop_index(name, "dossiers")
    with op.batch_alter_table("dossiers") as batch:
        batch.drop_column("answers_due_on")
        batch.drop_column("review_due_on")
        batch.create_unique_constraint(
            op.f("uq_dossiers_round_id_vendor_id_product_id"), ["round_id", "vendor_id", "product_id"]
        )
    _unique("uq_dossiers_vendor_subject", ["round_id", "vendor_id"], "product_id IS NULL")
