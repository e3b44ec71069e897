# SPDX-License-Identifier: EUPL-1.2
"""Rows that may never change refuse it in the database itself (product.md, 2.5)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = (
    "trail_rows",
    "trail_seals",
    "requirement_versions",
    "answer_versions",
    "submissions",
    "submitted_answers",
    "submitted_documents",
    "dossier_moves",
    "releases",
    "released_verdicts",
    "released_findings",
    "released_answers",
    "recalls",
)

PUBLISHED = "(SELECT state FROM questionnaire_versions WHERE id = {row}.questionnaire_id) = 'published'"

CONDITIONAL = (
    ("questionnaire_versions", "UPDATE", "OLD.state = 'published'"),
    ("questionnaire_versions", "DELETE", "OLD.state = 'published'"),
    ("questionnaire_items", "INSERT", PUBLISHED.format(row="NEW")),
    ("questionnaire_items", "UPDATE", PUBLISHED.format(row="OLD")),
    ("questionnaire_items", "DELETE", PUBLISHED.format(row="OLD")),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for table in FROZEN:
        for action in ("UPDATE", "DELETE"):
            op.execute(_sqlite_trigger(table, action, ""))
    for table, action, condition in CONDITIONAL:
        op.execute(_sqlite_trigger(table, action, f"WHEN {condition}"))


def _sqlite_trigger(table: str, action: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
    )


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE owner uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.questionnaire_id ELSE OLD.questionnaire_id END; "
        "BEGIN IF (SELECT state FROM questionnaire_versions WHERE id = owner) = 'published' THEN "
        "RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    for table in FROZEN:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER questionnaire_versions_frozen BEFORE UPDATE OR DELETE ON questionnaire_versions "
        "FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER questionnaire_items_frozen BEFORE INSERT OR UPDATE OR DELETE ON questionnaire_items "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in FROZEN:
            for action in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{action}")
        for table, action, _condition in CONDITIONAL:
            op.execute(f"DROP TRIGGER {table}_no_{action.lower()}")
        return
    op.execute("DROP FUNCTION refuse_change() CASCADE")
    op.execute("DROP FUNCTION refuse_change_of_published() CASCADE")
