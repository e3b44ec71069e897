# SPDX-License-Identifier: EUPL-1.2
"""Files that come in parts, behind the wall between suppliers (ADR 17)."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = ("iso_27001", "isae", "soc_2", "tpm", "digid_tpm", "pentest", "in_control", "own_statement", "sbom", "other")

OWN = "vendor_id = ANY ((SELECT wall_organisations())::uuid[])"
WALLS = {"uploads": OWN, "upload_parts": "EXISTS (SELECT FROM uploads AS parent WHERE parent.id = upload_id)"}
"""Half sent files are for their supplier alone: nobody else has a page for them."""


def _chosen(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Tables and walls."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", _chosen("upload_kind", *KINDS), nullable=False),
        sa.Column("sharing", _chosen("upload_sharing", "users", "on_request", "reviewers"), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", _chosen("upload_state", "open", "done", "refused"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(400), nullable=False),
        sa.CheckConstraint("received >= 0 AND received <= size", name="received_within"),
        sa.CheckConstraint("(state = 'done') = (document_id IS NOT NULL)", name="done_is_a_document"),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name="fk_uploads_vendor_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_uploads_user_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["document_id", "vendor_id"],
            ["documents.id", "documents.vendor_id"],
            name="fk_uploads_document_id_vendor_id",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    for column in ("changed_at", "document_id", "user_id", "vendor_id"):
        op.create_index(f"ix_uploads_{column}", "uploads", [column])
    op.create_table(
        "upload_parts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_upload_parts_upload_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_upload_parts"),
        sa.UniqueConstraint("upload_id", "offset", name="uq_upload_parts_upload_id_offset"),
        sa.UniqueConstraint("storage_key", name="uq_upload_parts_storage_key"),
    )
    if op.get_bind().dialect.name != "sqlite":
        _wall_off()


def _wall_off() -> None:
    for table, condition in WALLS.items():
        wall = (
            "CASE (SELECT wall_side()) WHEN 'system' THEN true "
            f"WHEN 'vendor' THEN {condition} ELSE false END"
        )
        op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"CREATE POLICY {table}_wall ON {table} AS RESTRICTIVE USING ({wall})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """The tables go, and their walls with them; what was half sent has to be sent again."""
    op.drop_table("upload_parts")
    op.drop_table("uploads")
