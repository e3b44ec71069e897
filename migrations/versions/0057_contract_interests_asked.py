# SPDX-License-Identifier: EUPL-1.2
"""Interests by a contract of one person or supplier, through mandates of partnerships too (PostgreSQL).

Only persons and suppliers come out: no gemeente, no product. The version before calls it without arguments, and may.
"""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION contract_interests(
    asked_user uuid DEFAULT NULL,
    asked_vendor uuid DEFAULT NULL,
    day date DEFAULT (now() AT TIME ZONE 'Europe/Amsterdam')::date
) RETURNS TABLE (vendor_id uuid, user_id uuid) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    before text := coalesce(current_setting('sc.side', true), '');
BEGIN
    PERFORM set_config('sc.side', 'system', true);
    RETURN QUERY
        WITH members AS (
            SELECT memberships.user_id, memberships.organisation_id FROM memberships
            WHERE memberships.ended_at IS NULL AND (asked_user IS NULL OR memberships.user_id = asked_user)
        ), mandated AS (
            SELECT mandates.partnership_id, mandates.municipality_id FROM mandates
            WHERE mandates.ended_at IS NULL AND mandates.valid_from <= day
            AND (mandates.valid_until IS NULL OR mandates.valid_until >= day)
        ), leaders AS (
            SELECT members.user_id, members.organisation_id AS leader_id FROM members
            UNION
            SELECT members.user_id, mandated.municipality_id FROM members
            JOIN mandated ON mandated.partnership_id = members.organisation_id
            UNION
            SELECT members.user_id, mandated.partnership_id FROM members
            JOIN mandated ON mandated.municipality_id = members.organisation_id
        )
        SELECT DISTINCT products.vendor_id, leaders.user_id
        FROM leaders
        JOIN usages ON usages.municipality_id = leaders.leader_id
        JOIN products ON products.id = usages.product_id
        WHERE usages.leads_contract AND usages.state <> 'ended'
        AND (asked_vendor IS NULL OR products.vendor_id = asked_vendor);
    PERFORM set_config('sc.side', before, true);
END
$$
"""
"""A failure within takes the side back along with its transaction or savepoint. Planned anew at each call: a plan for
anybody would read the whole register for one person."""

BEFORE = """
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


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION contract_interests()")
        op.execute(FUNCTION)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION contract_interests(uuid, uuid, date)")
        op.execute(BEFORE)
