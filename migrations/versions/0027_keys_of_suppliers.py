# SPDX-License-Identifier: EUPL-1.2
"""Keys that carry the supplier: the database itself refuses a document of one under an answer of another (ADR 17).

Rows of before that do not fit are mended by the rule of ADR 9: what is about a product has the supplier of that
product, and a link that crosses suppliers is dropped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PARENTS = ("products", "documents", "answers")
OF_PRODUCT = ("answers", "dossiers", "findings", "flags")

MIXED = {
    "document_grants": (
        "SELECT 1 FROM documents, dossiers WHERE documents.id = {row}.document_id "
        "AND dossiers.id = {row}.dossier_id AND dossiers.vendor_id = documents.vendor_id"
    ),
    "submitted_answers": (
        "SELECT 1 FROM answers, dossiers WHERE answers.id = {row}.answer_id "
        "AND dossiers.id = {row}.dossier_id AND dossiers.vendor_id = answers.vendor_id"
    ),
    "submitted_documents": (
        "SELECT 1 FROM documents, submitted_answers, dossiers WHERE documents.id = {row}.document_id "
        "AND submitted_answers.id = {row}.submitted_answer_id "
        "AND dossiers.id = submitted_answers.dossier_id AND dossiers.vendor_id = documents.vendor_id"
    ),
}
"""Rows that keep what was handed over, whoever the supplier is later: they must fit when they are written."""


def _actions(table: str) -> tuple[str, ...]:
    """The other two are frozen: they can not be changed at all."""
    return ("INSERT", "UPDATE") if table == "document_grants" else ("INSERT",)


OWN = "ANY ((SELECT wall_organisations())::uuid[])"
WALL = (
    "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
    "WHEN 'municipal' THEN true WHEN 'vendor' THEN {own} ELSE false END"
)
BY_ANSWER = "EXISTS (SELECT FROM answers AS parent WHERE parent.id = answer_id)"


def upgrade() -> None:
    _mend()
    for table in PARENTS:
        with op.batch_alter_table(table) as batch:
            batch.create_unique_constraint(op.f(f"uq_{table}_id_vendor_id"), ["id", "vendor_id"])
    for table in OF_PRODUCT:
        _key_to_product(table)
    _links()
    for table, fits in MIXED.items():
        _refuse_mix(table, fits)


def _mend() -> None:
    for table in OF_PRODUCT:
        of_product = f"(SELECT vendor_id FROM products WHERE products.id = {table}.product_id)"
        differs = f"product_id IS NOT NULL AND vendor_id <> {of_product}"
        op.execute(f"UPDATE {table} SET vendor_id = {of_product} WHERE {differs}")
    op.execute(
        "DELETE FROM answer_documents WHERE NOT EXISTS (SELECT 1 FROM answers, documents "
        "WHERE answers.id = answer_id AND documents.id = document_id AND documents.vendor_id = answers.vendor_id)"
    )


def _key_to_product(table: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"fk_{table}_product_id"), type_="foreignkey")
        batch.create_foreign_key(
            op.f(f"fk_{table}_product_id_vendor_id"),
            "products",
            ["product_id", "vendor_id"],
            ["id", "vendor_id"],
            ondelete="RESTRICT",
            onupdate="CASCADE",
        )


def _links() -> None:
    op.add_column("answer_documents", sa.Column("vendor_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE answer_documents SET vendor_id = (SELECT vendor_id FROM answers WHERE answers.id = answer_id)")
    with op.batch_alter_table("answer_documents") as batch:
        batch.alter_column("vendor_id", existing_type=sa.Uuid(), nullable=False)
        for name in ("answer_id", "document_id"):
            batch.drop_constraint(op.f(f"fk_answer_documents_{name}"), type_="foreignkey")
        batch.create_foreign_key(
            op.f("fk_answer_documents_answer_id_vendor_id"),
            "answers",
            ["answer_id", "vendor_id"],
            ["id", "vendor_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        )
        batch.create_foreign_key(
            op.f("fk_answer_documents_document_id_vendor_id"),
            "documents",
            ["document_id", "vendor_id"],
            ["id", "vendor_id"],
            ondelete="CASCADE",
            deferrable=True,
        )
    if op.get_bind().dialect.name != "sqlite":
        _let_the_earlier_version_link()
        _rebuild_wall(WALL.format(own=f"vendor_id = {OWN}"))


def _let_the_earlier_version_link() -> None:
    """It serves on while this runs, and does not know the column."""
    op.execute(
        "CREATE FUNCTION vendor_of_link() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "NEW.vendor_id := (SELECT vendor_id FROM answers WHERE id = NEW.answer_id); RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER answer_documents_vendor BEFORE INSERT ON answer_documents "
        "FOR EACH ROW WHEN (NEW.vendor_id IS NULL) EXECUTE FUNCTION vendor_of_link()"
    )


def _rebuild_wall(condition: str) -> None:
    op.execute("DROP POLICY answer_documents_wall ON answer_documents")
    op.execute(f"CREATE POLICY answer_documents_wall ON answer_documents AS RESTRICTIVE USING ({condition})")


def _refuse_mix(table: str, fits: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in _actions(table):
            op.execute(
                f"CREATE TRIGGER {table}_one_supplier_{action.lower()} BEFORE {action} ON {table} "
                f"WHEN NOT EXISTS ({fits.format(row='NEW')}) "
                f"BEGIN SELECT RAISE(ABORT, 'of two suppliers: {table}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_one_supplier() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS (SELECT 1 FROM written WHERE NOT EXISTS ({fits.format(row='written')})) THEN "
        f"RAISE EXCEPTION 'of two suppliers: {table}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NULL; END $$"
    )
    for action in _actions(table):
        op.execute(
            f"CREATE TRIGGER {table}_one_supplier_{action.lower()} AFTER {action} ON {table} "
            f"REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {table}_one_supplier()"
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in MIXED:
        if is_sqlite:
            for action in _actions(table):
                op.execute(f"DROP TRIGGER {table}_one_supplier_{action.lower()}")
        else:
            op.execute(f"DROP FUNCTION {table}_one_supplier() CASCADE")
    if not is_sqlite:
        op.execute("DROP FUNCTION vendor_of_link() CASCADE")
        _rebuild_wall(WALL.format(own=BY_ANSWER))
    _plain_links()
    for table in OF_PRODUCT:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_product_id_vendor_id"), type_="foreignkey")
            batch.create_foreign_key(
                op.f(f"fk_{table}_product_id"), "products", ["product_id"], ["id"], ondelete="RESTRICT"
            )
    for table in reversed(PARENTS):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"uq_{table}_id_vendor_id"), type_="unique")


def _plain_links() -> None:
    with op.batch_alter_table("answer_documents") as batch:
        for name, parent in (("answer_id", "answers"), ("document_id", "documents")):
            batch.drop_constraint(op.f(f"fk_answer_documents_{name}_vendor_id"), type_="foreignkey")
            batch.create_foreign_key(
                op.f(f"fk_answer_documents_{name}"), parent, [name], ["id"], ondelete="CASCADE"
            )
        batch.drop_column("vendor_id")
