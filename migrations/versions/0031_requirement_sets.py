# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets with versions, lines and candidates: of one gemeente, behind the wall; a version laid down never changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
SETS, VERSIONS, LINES, CANDIDATES = (
    "requirement_sets",
    "requirement_set_versions",
    "requirement_set_lines",
    "requirement_set_candidates",
)
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true "
    "WHEN 'municipal' THEN municipality_id = ANY ((SELECT wall_organisations())::uuid[]) ELSE false END"
)
"""The gemeente itself and nobody else: a supplier sees nothing, neither does VNG."""

KEPT = "number, state, questionnaire_id, choices, made_by_id, finalised_at, finalised_by_id"
LINE_KEPT = "requirement_version_id, position, weight, reason, is_added, is_adjusted"
PARENTS = {VERSIONS: "set_id", LINES: "version_id"}
"""What a part belongs to: the key is written again when its gemeente changes, but stays the same."""
FINAL = "(SELECT state FROM requirement_set_versions WHERE id = {row}.version_id) = 'final'"


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _stamps() -> list[sa.Column[object]]:
    return [
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    ]


def _key(table: str) -> list[object]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _points_to(table: str, column: str, other: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(name), ondelete="RESTRICT")


def _owned(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column, "municipality_id"],
        [f"{other}.id", f"{other}.municipality_id"],
        name=op.f(f"fk_{table}_{column}"),
        ondelete="CASCADE",
        onupdate="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        SETS,
        *_key(SETS),
        *_stamps(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(100), nullable=False),
        _points_to(SETS, "municipality_id", "organisations", f"fk_{SETS}_municipality_id"),
        sa.UniqueConstraint("id", "municipality_id", name=op.f(f"uq_{SETS}_id_municipality_id")),
    )
    op.create_index(f"ix_{SETS}_owner", SETS, ["municipality_id"])
    op.create_table(
        VERSIONS,
        *_key(VERSIONS),
        *_stamps(),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _enum("requirement_set_state", "draft", "final"), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("finalised_at", MOMENT, nullable=True),
        sa.Column("finalised_by_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _owned(VERSIONS, "set_id", SETS),
        _points_to(VERSIONS, "questionnaire_id", "questionnaire_versions", f"fk_{VERSIONS}_questionnaire_id"),
        _points_to(VERSIONS, "made_by_id", "users", f"fk_{VERSIONS}_made_by_id"),
        _points_to(VERSIONS, "finalised_by_id", "users", f"fk_{VERSIONS}_finalised_by_id"),
        sa.UniqueConstraint("id", "municipality_id", name=op.f(f"uq_{VERSIONS}_id_municipality_id")),
        sa.UniqueConstraint("set_id", "number", name=op.f(f"uq_{VERSIONS}_set_id_number")),
    )
    op.create_table(
        LINES,
        *_key(LINES),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", _enum("requirement_set_weight", "must", "wish", "out"), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("is_added", sa.Boolean(), nullable=False),
        sa.Column("is_adjusted", sa.Boolean(), nullable=False),
        _owned(LINES, "version_id", VERSIONS),
        _points_to(LINES, "requirement_version_id", "requirement_versions", f"fk_{LINES}_requirement_version_id"),
        sa.UniqueConstraint(
            "version_id", "requirement_version_id", name=op.f(f"uq_{LINES}_version_id_requirement_version_id")
        ),
    )
    op.create_table(
        CANDIDATES,
        *_key(CANDIDATES),
        *_stamps(),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        _owned(CANDIDATES, "set_id", SETS),
        _points_to(CANDIDATES, "product_id", "products", f"fk_{CANDIDATES}_product_id"),
        sa.UniqueConstraint("set_id", "product_id", name=op.f(f"uq_{CANDIDATES}_set_id_product_id")),
    )
    op.create_index(op.f(f"ix_{CANDIDATES}_product_id"), CANDIDATES, ["product_id"])
    if op.get_bind().dialect.name == "sqlite":
        _freeze_sqlite()
    else:
        _freeze_postgresql()
        _build_walls()


def _freeze_sqlite() -> None:
    """Which gemeente a version belongs to may change when gemeenten merge; what it says may not."""
    rules = (
        (VERSIONS, "update", f"UPDATE OF {KEPT}", "OLD.state = 'final'"),
        (VERSIONS, "delete", "DELETE", "OLD.state = 'final'"),
        (LINES, "insert", "INSERT", FINAL.format(row="NEW")),
        (LINES, "update", f"UPDATE OF {LINE_KEPT}", FINAL.format(row="OLD")),
        (LINES, "delete", "DELETE", FINAL.format(row="OLD")),
        *((table, "move", f"UPDATE OF {key}", f"NEW.{key} <> OLD.{key}") for table, key in PARENTS.items()),
    )
    for table, name, action, condition in rules:
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {action} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
        )


def _freeze_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_final() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE owner uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.version_id ELSE OLD.version_id END; "
        "BEGIN IF (SELECT state FROM requirement_set_versions WHERE id = owner) = 'final' THEN "
        "RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {VERSIONS}_frozen BEFORE UPDATE OF {KEPT} OR DELETE ON {VERSIONS} "
        "FOR EACH ROW WHEN (OLD.state = 'final') EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {LINES}_frozen BEFORE INSERT OR UPDATE OF {LINE_KEPT} OR DELETE ON {LINES} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_final()"
    )
    for table, key in PARENTS.items():
        op.execute(
            f"CREATE TRIGGER {table}_no_move BEFORE UPDATE OF {key} ON {table} "
            f"FOR EACH ROW WHEN (NEW.{key} <> OLD.{key}) EXECUTE FUNCTION refuse_change()"
        )


def _build_walls() -> None:
    for table in (SETS, VERSIONS, LINES, CANDIDATES):
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({WALL})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Without sets: what gemeenten chose is gone."""
    for table in (CANDIDATES, LINES, VERSIONS, SETS):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change_of_final()")
