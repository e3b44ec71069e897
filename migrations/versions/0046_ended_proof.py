# SPDX-License-Identifier: EUPL-1.2
"""A finding can be opened again because its proof has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

NAME = "ck_finding_events_finding_cause"
CAUSES = (
    "found", "dropped", "released", "carried", "met", "plan_submitted", "plan_accepted", "plan_returned",
    "check_asked", "check_passed", "check_failed", "extension_asked", "extended", "extension_refused", "disputed",
    "dispute_granted", "dispute_refused",
)  # fmt: skip


def _allow(*causes: str) -> None:
    with op.batch_alter_table("finding_events") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), sa.column("cause").in_(causes))


def upgrade() -> None:
    _allow(*CAUSES, "proof_ended")


def downgrade() -> None:
    """The line is lost; the finding stays open."""
    op.execute("DELETE FROM finding_events WHERE cause = 'proof_ended'")
    _allow(*CAUSES)
