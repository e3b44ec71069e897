# SPDX-License-Identifier: EUPL-1.2
"""An improvement plan can be taken back before anybody decided on it: a line in the history of its finding."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

NAME = "ck_finding_events_finding_cause"
CAUSES = (
    "found", "dropped", "released", "carried", "met", "plan_submitted", "plan_accepted", "plan_returned",
    "check_asked", "check_passed", "check_failed", "extension_asked", "extended", "extension_refused", "disputed",
    "dispute_granted", "dispute_refused", "proof_ended", "severity", "merged", "absorbed", "split", "parted",
)  # fmt: skip
NEW = "plan_withdrawn"


def _allow(*causes: str) -> None:
    with op.batch_alter_table("finding_events") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), sa.column("cause").in_(causes))


def upgrade() -> None:
    _allow(*CAUSES, NEW)


def downgrade() -> None:
    """The line goes; the plan stays the draft it is."""
    op.execute(f"DELETE FROM finding_events WHERE cause = '{NEW}'")
    _allow(*CAUSES)
