# SPDX-License-Identifier: EUPL-1.2
"""Which document took the place of another, and which warning of its end a supplier got."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY = "fk_documents_superseded_by_id_vendor_id"


def upgrade() -> None:
    steps = ("ending", "soon", "ended")
    step = sa.Enum(*steps, name="document_warned_step", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("superseded_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("superseded_at", MOMENT, nullable=True))
        table.add_column(sa.Column("warned_step", step, nullable=True))
        table.add_column(sa.Column("warned_until", sa.Date(), nullable=True))
        table.create_foreign_key(
            op.f(KEY),
            "documents",
            ["superseded_by_id", "vendor_id"],
            ["id", "vendor_id"],
            ondelete="RESTRICT",
            deferrable=True,
        )
        table.create_index(op.f("ix_documents_superseded_by_id"), ["superseded_by_id"])


def downgrade() -> None:
    """What took the place of a document is gone; the documents stay."""
    with op.batch_alter_table("documents") as table:
        table.drop_index(op.f("ix_documents_superseded_by_id"))
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.drop_constraint(op.f("ck_documents_document_warned_step"), type_="check")
        for name in ("warned_until", "warned_step", "superseded_at", "superseded_by_id"):
            table.drop_column(name)
