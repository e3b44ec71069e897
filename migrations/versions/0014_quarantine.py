# SPDX-License-Identifier: EUPL-1.2
"""Quarantine: how far the file of a document is, and who looked through it.

Documents that are there already begin in quarantine: nobody looked through them for malware yet. The job does so
within minutes. The earlier version goes on adding documents; those begin there as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        states = _choice("document_state", "quarantine", "clean", "refused")
        table.add_column(sa.Column("state", states, nullable=False, server_default="quarantine"))
        reasons = _choice("document_reason", "scanner_down", "malware", "not_scanned_wholly")
        table.add_column(sa.Column("reason", reasons, nullable=True))
        table.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("scanner", sa.String(40), nullable=False, server_default=""))
        table.create_index("ix_documents_state", ["state"])


def downgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.drop_index("ix_documents_state")
        for name in ("document_state", "document_reason"):
            table.drop_constraint(op.f(f"ck_documents_{name}"), type_="check")
        for name in ("scanner", "scanned_at", "reason", "state"):
            table.drop_column(name)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
