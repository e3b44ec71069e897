# SPDX-License-Identifier: EUPL-1.2
"""A verdict says itself whether its reason is no more than starting sentences of the authors of the requirement."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

TABLE = "review_verdicts"
PARTS = ("reason_partly", "reason_not_met", "reason_cannot_be_assessed")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("is_bare", sa.Boolean(), nullable=False, server_default=sa.false()))
    verdicts = sa.table(TABLE, *map(sa.column, ("id", "requirement_version_id", "public_reason", "is_bare")))
    wordings = sa.table("requirement_versions", sa.column("id"), sa.column("texts", sa.JSON()))
    known = {key: _sentences(texts) for key, texts in op.get_bind().execute(sa.select(wordings.c.id, wordings.c.texts))}
    query = sa.select(verdicts.c.id, verdicts.c.requirement_version_id, verdicts.c.public_reason)
    rows = op.get_bind().execute(query.where(verdicts.c.public_reason != ""), execution_options={"yield_per": 1000})
    for key in [key for key, wording, reason in rows if _is_bare(reason, known[wording])]:
        op.execute(verdicts.update().where(verdicts.c.id == key).values(is_bare=sa.true()))


def _sentences(texts: Any) -> set[str]:
    """As `assessments.starters` knew them when this was written."""
    return {_plain(line) for each in texts.values() for part in PARTS for line in _lines(each.get(part, ""))}


def _is_bare(reason: str, known: set[str]) -> bool:
    return bool(_lines(reason)) and all(_plain(line) in known for line in _lines(reason))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold().rstrip(".…: ")


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("is_bare")
