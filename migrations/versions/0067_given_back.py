# SPDX-License-Identifier: EUPL-1.2
"""A question is given with a message, and can be given back with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

TABLE, CHECK, INDEX = "question_tasks", "question_task_given_back_reason", "ix_question_tasks_given_back"
REASONS = ("not_mine", "not_known", "unclear", "no_time", "other")


def upgrade() -> None:
    reason = sa.Enum(*REASONS, name=CHECK, native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("message", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("given_back_reason", reason))
        batch.add_column(sa.Column("given_back_note", sa.Text(), nullable=False, server_default=""))
    given_back = sa.text("given_back_reason IS NOT NULL")
    op.create_index(INDEX, TABLE, ["dossier_id"], sqlite_where=given_back, postgresql_where=given_back)


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(f"ck_{TABLE}_{CHECK}"), type_="check")
        for column in ("message", "given_back_reason", "given_back_note"):
            batch.drop_column(column)
