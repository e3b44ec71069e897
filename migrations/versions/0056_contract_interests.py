# SPDX-License-Identifier: EUPL-1.2
"""Who has an interest by a contract, also past the wall around the use of other gemeenten (PostgreSQL).

Only persons and suppliers come out: no gemeente, no product. SQLite has no walls, there the application asks itself.
"""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION contract_interests() RETURNS TABLE (vendor_id uuid, user_id uuid) LANGUAGE plpgsql STABLE AS $$
DECLARE
    before text := coalesce(current_setting('sc.side', true), '');
BEGIN
    PERFORM set_config('sc.side', 'system', true);
    RETURN QUERY
        SELECT DISTINCT products.vendor_id, memberships.user_id
        FROM usages
        JOIN products ON products.id = usages.product_id
        JOIN memberships ON memberships.organisation_id = usages.municipality_id
        WHERE usages.leads_contract AND usages.state <> 'ended' AND memberships.ended_at IS NULL;
    PERFORM set_config('sc.side', before, true);
END
$$
"""
"""A failure within takes the side back along with its transaction or savepoint."""


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(FUNCTION)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION contract_interests()")
