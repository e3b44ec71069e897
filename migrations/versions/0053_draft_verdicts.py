# SPDX-License-Identifier: EUPL-1.2
"""A verdict is kept as it is typed, also unfinished; with how severe its finding is."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

VERDICTS = ("meets", "partly", "not_met", "not_applicable", "cannot_be_assessed")
ASSURANCES = ("own_statement", "checked", "audited")
SEVERITIES = ("low", "medium", "high", "critical")
PLACES = {"review_verdicts": "verdict", "proposals": "proposal", "conclusions": "conclusion"}


def _named(name: str, values: tuple[str, ...], create_constraint: bool = True) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=create_constraint, length=40)


def _needed(is_needed: bool) -> None:
    with op.batch_alter_table("review_verdicts") as table:
        verdict, assurance = _named("verdict_code", VERDICTS, False), _named("verdict_assurance", ASSURANCES, False)
        table.alter_column("code", existing_type=verdict, nullable=not is_needed)
        table.alter_column("assurance", existing_type=assurance, nullable=not is_needed)


def upgrade() -> None:
    for name, kind in PLACES.items():
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("severity", _named(f"{kind}_severity", SEVERITIES), nullable=True))
    _needed(False)
    with op.batch_alter_table("review_verdicts") as table:
        table.add_column(sa.Column("is_repeating", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Without the verdicts that are not finished."""
    op.execute("DELETE FROM review_verdicts WHERE code IS NULL OR assurance IS NULL")
    _needed(True)
    with op.batch_alter_table("review_verdicts") as table:
        table.drop_column("is_repeating")
    for name, kind in PLACES.items():
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_{kind}_severity"), type_="check")
            table.drop_column("severity")
