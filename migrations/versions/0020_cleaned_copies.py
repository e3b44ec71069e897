# SPDX-License-Identifier: EUPL-1.2
"""Copies for reading, without active content.

A pdf or image that was clean before has no copy yet: it goes back to quarantine, and the job makes it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = ("scanner_down", "malware", "not_scanned_wholly")
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("cleaned_key", sa.String(80), nullable=True))
        table.add_column(sa.Column("findings", JSON, nullable=False, server_default="{}"))
        table.create_unique_constraint(op.f("uq_documents_cleaned_key"), ["cleaned_key"])
        _reasons(table, *BEFORE, "no_copy")
    op.execute(
        "UPDATE documents SET state = 'quarantine' WHERE state = 'clean'"
        " AND media_type IN ('application/pdf', 'image/png', 'image/jpeg')"
    )


def downgrade() -> None:
    op.execute("UPDATE documents SET reason = 'not_scanned_wholly' WHERE reason = 'no_copy'")
    with op.batch_alter_table("documents") as table:
        _reasons(table, *BEFORE)
        table.drop_constraint(op.f("uq_documents_cleaned_key"), type_="unique")
        table.drop_column("findings")
        table.drop_column("cleaned_key")


def _reasons(table, *values: str) -> None:
    table.drop_constraint(op.f("ck_documents_document_reason"), type_="check")
    quoted = ", ".join(f"'{value}'" for value in values)
    table.create_check_constraint(op.f("ck_documents_document_reason"), f"reason IN ({quoted})")
