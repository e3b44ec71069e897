# SPDX-License-Identifier: EUPL-1.2
"""Row-level security on PostgreSQL for tenancy (ADR 17); nothing on SQLite, which has no such thing.

Each table below gets one permissive policy that lets everything through and one restrictive policy, the wall:
supplier from supplier, gemeente from gemeente, supplier from use. The finer rules stay in the permissions.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FUNCTIONS = (
    "CREATE FUNCTION wall_side() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS "
    "$$ SELECT current_setting('sc.side', true) $$",
    "CREATE FUNCTION wall_organisations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS "
    "$$ SELECT string_to_array(nullif(current_setting('sc.organisations', true), ''), ',')::uuid[] $$",
)

OWN = "ANY ((SELECT wall_organisations())::uuid[])"
"""A sub-select without a column of the row: PostgreSQL works it out once per statement, not once per row."""
PRODUCTS = f"ARRAY(SELECT id FROM products WHERE vendor_id = {OWN})"
DOSSIERS = f"ARRAY(SELECT id FROM dossiers WHERE vendor_id = {OWN})"
RELEASED = f"((product_id IS NULL AND vendor_id = {OWN}) OR product_id = ANY ({PRODUCTS}))"
RELEASES = f"ARRAY(SELECT id FROM releases WHERE {RELEASED})"


def _within(table: str, column: str) -> str:
    """The row it belongs to is on this side of the wall (a look-up by key, under that table's own policy)."""
    return f"EXISTS (SELECT FROM {table} AS parent WHERE parent.id = {column})"


BY_VENDOR = f"vendor_id = {OWN}"
BY_DOSSIER = f"dossier_id = ANY ({DOSSIERS})"
BY_RELEASE = f"release_id = ANY ({RELEASES})"
BY_PRODUCT = f"product_id = ANY ({PRODUCTS})"

SUPPLIERS = {
    "vendors": f"id = {OWN}",
    "products": BY_VENDOR,
    "contacts": BY_VENDOR,
    "product_versions": BY_PRODUCT,
    "hosting_periods": BY_PRODUCT,
    "product_successions": f"(from_vendor_id = {OWN} OR to_vendor_id = {OWN})",
    "supplier_changes": f"(vendor_id = {OWN} OR into_vendor_id = {OWN})",
    "vendor_invitations": BY_VENDOR,
    "conflicts_of_interest": BY_VENDOR,
    "dossiers": BY_VENDOR,
    "dossier_moves": BY_DOSSIER,
    "dossier_parts": BY_DOSSIER,
    "assignments": BY_DOSSIER,
    "documents": BY_VENDOR,
    "document_grants": _within("documents", "document_id"),
    "answers": BY_VENDOR,
    "answer_versions": _within("answers", "answer_id"),
    "answer_documents": _within("answers", "answer_id"),
    "submissions": BY_DOSSIER,
    "submitted_answers": BY_DOSSIER,
    "submitted_documents": _within("submitted_answers", "submitted_answer_id"),
    "reviews": BY_DOSSIER,
    "review_verdicts": BY_DOSSIER,
    "proposals": BY_DOSSIER,
    "conclusions": BY_DOSSIER,
    "computed_results": BY_DOSSIER,
    "hearings": BY_DOSSIER,
    "findings": BY_VENDOR,
    "releases": RELEASED,
    "recalls": BY_RELEASE,
    "released_verdicts": BY_RELEASE,
    "released_findings": BY_RELEASE,
    "released_answers": BY_RELEASE,
    "flags": BY_VENDOR,
    "flag_events": _within("flags", "flag_id"),
}
"""What a supplier's transactions see of each table. Gemeenten and VNG cross here rightly: reviewers, results."""

MUNICIPALITIES = {"usages": f"municipality_id = {OWN}"}
"""What a gemeente's transactions see; a supplier's see nothing at all."""

QUESTION = f"(release_id IS NULL OR question_state = 'published' OR organisation_id = {OWN})"
TALK = f"(dossier_id = ANY ({DOSSIERS}) OR release_id = ANY ({RELEASES}))"

BOTH = {
    "threads": (TALK, QUESTION),
    "thread_messages": (_within("threads", "thread_id"), _within("threads", "thread_id")),
}
"""What a supplier's, and what a gemeente's transactions see."""


def _wall(vendor: str, municipal: str) -> str:
    return (
        "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
        f"WHEN 'municipal' THEN {municipal} WHEN 'vendor' THEN {vendor} ELSE false END"
    )


WALLS = {
    **{table: _wall(condition, "true") for table, condition in SUPPLIERS.items()},
    **{table: _wall("false", condition) for table, condition in MUNICIPALITIES.items()},
    **{table: _wall(*conditions) for table, conditions in BOTH.items()},
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for function in FUNCTIONS:
        op.execute(function)
    for table, condition in WALLS.items():
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({condition})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in WALLS:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY {table}_wall ON {table}")
        op.execute(f"DROP POLICY {table}_all ON {table}")
    op.execute("DROP FUNCTION wall_organisations()")
    op.execute("DROP FUNCTION wall_side()")
