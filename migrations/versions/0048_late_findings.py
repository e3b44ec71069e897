# SPDX-License-Identifier: EUPL-1.2
"""A rule for flags: a finding past its term."""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

RULES = ("proof_ending", "concentration", "proof_withdrawn", "change_reported")
NEW = "finding_late"


def _set_rules(*rules: str) -> None:
    listed = ", ".join(f"'{each}'" for each in rules)
    with op.batch_alter_table("flags") as table:
        table.drop_constraint(op.f("ck_flags_flag_rule"), type_="check")
        table.create_check_constraint(op.f("ck_flags_flag_rule"), f"rule IN ({listed})")


def upgrade() -> None:
    _set_rules(*RULES, NEW)


def downgrade() -> None:
    """Without the flags that rest on it."""
    op.execute(f"DELETE FROM flag_events WHERE flag_id IN (SELECT id FROM flags WHERE rule = '{NEW}')")
    op.execute(f"DELETE FROM flags WHERE rule = '{NEW}'")
    _set_rules(*RULES)
