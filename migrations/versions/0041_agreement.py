# SPDX-License-Identifier: EUPL-1.2
"""The agreement with its signatures, which never change; requests to read a document, seen by both their sides."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
VERSIONS, SIGNATURES, REQUESTS = "agreement_versions", "agreement_signatures", "access_requests"
FROZEN = (VERSIONS, SIGNATURES)
OWN = "ANY ((SELECT wall_organisations())::uuid[])"


def _wall(vendor: str, municipal: str) -> str:
    return (
        "CASE (SELECT wall_side()) WHEN 'system' THEN true WHEN 'vng' THEN true "
        f"WHEN 'municipal' THEN {municipal} WHEN 'vendor' THEN {vendor} ELSE false END"
    )


WALLS = {
    SIGNATURES: _wall(f"organisation_id = {OWN}", f"organisation_id = {OWN}"),
    REQUESTS: _wall(f"vendor_id = {OWN}", f"municipality_id = {OWN}"),
}


def _chosen(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def upgrade() -> None:
    """Tables, frozen rows and walls."""
    op.create_table(
        VERSIONS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("earlier_until", sa.Date(), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.CheckConstraint("earlier_until >= counts_from", name=op.f(f"ck_{VERSIONS}_days_in_order")),
        _points_to(VERSIONS, "published_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{VERSIONS}")),
        sa.UniqueConstraint("number", name=op.f(f"uq_{VERSIONS}_number")),
    )
    op.create_table(
        SIGNATURES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        _points_to(SIGNATURES, "organisation_id", "organisations"),
        _points_to(SIGNATURES, "version_id", VERSIONS),
        _points_to(SIGNATURES, "signed_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SIGNATURES}")),
        sa.UniqueConstraint(
            "organisation_id", "version_id", name=op.f(f"uq_{SIGNATURES}_organisation_id_version_id")
        ),
    )
    op.create_index(op.f(f"ix_{SIGNATURES}_version_id"), SIGNATURES, ["version_id"])
    _requests()
    if op.get_bind().dialect.name == "sqlite":
        _freeze_sqlite()
    else:
        _freeze_postgresql()
        _build_walls()


def _requests() -> None:
    purposes = ("decision", "risk_analysis", "audit", "incident", "procurement")
    states = ("open", "granted", "refused", "stopped")
    op.create_table(
        REQUESTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("purpose", _chosen("access_request_purpose", *purposes), nullable=False),
        sa.Column("explanation", sa.String(1000), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        sa.Column("state", _chosen("access_request_state", *states), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.CheckConstraint(
            "(state IN ('granted', 'stopped')) = (until IS NOT NULL)", name=op.f(f"ck_{REQUESTS}_granted_until")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            name=op.f(f"fk_{REQUESTS}_document_id_vendor_id"),
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        _points_to(REQUESTS, "municipality_id", "organisations"),
        _points_to(REQUESTS, "asked_by_id", "users"),
        _points_to(REQUESTS, "decided_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REQUESTS}")),
    )
    op.create_index(f"ix_{REQUESTS}_reader", REQUESTS, ["municipality_id", "document_id"])
    op.create_index(f"ix_{REQUESTS}_vendor_id", REQUESTS, ["vendor_id"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        f"uq_{REQUESTS}_open",
        REQUESTS,
        ["document_id", "municipality_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _freeze_sqlite() -> None:
    for table in FROZEN:
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
            )


def _freeze_postgresql() -> None:
    for table in FROZEN:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _build_walls() -> None:
    for table, condition in WALLS.items():
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({condition})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Without agreement: nobody reads documents of others after release."""
    for table in (REQUESTS, SIGNATURES, VERSIONS):
        op.drop_table(table)
