# SPDX-License-Identifier: EUPL-1.2
"""Every table stands behind the walls of PostgreSQL, or on a written list with its reason (ADR 17)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

import samencontroleren
from samencontroleren import features
from samencontroleren.core.db import Base

PACKAGE = Path(samencontroleren.__file__).parent

PLATFORM = "the platform's own, of no organisation"
BEFORE = "read before it is known who acts"
OTHERS = "written by one for another; a supplier's act tells a reviewer"
COMMON = "the same for everybody"

OUTSIDE = {
    "access_review_lines": "memberships of an organisation, looked through once a year",
    "access_reviews": "memberships of an organisation, looked through once a year",
    "administrator_resets": "people of an organisation and VNG; say nothing of suppliers' work or use",
    "agreement_versions": COMMON,
    "alembic_version": PLATFORM,
    "api_clients": BEFORE,
    "api_tokens": BEFORE,
    "attempts": BEFORE,
    "catalogue_imports": COMMON,
    "digests": OTHERS,
    "file_keys": "keys of sealed files, found through a document that is behind the wall",
    "handovers": BEFORE,
    "identity_providers": BEFORE,
    "idempotency_records": "bound to one membership; places, no content",
    "import_profiles": COMMON,
    "installation": PLATFORM,
    "invitations": BEFORE,
    "job_runs": PLATFORM,
    "login_sessions": BEFORE,
    "mandates": BEFORE,
    "membership_roles": BEFORE,
    "memberships": BEFORE,
    "merger_parts": "plans of VNG; say nothing of suppliers or use",
    "mergers": "plans of VNG; say nothing of suppliers or use",
    "notice_choices": OTHERS,
    "notice_preferences": OTHERS,
    "notices": OTHERS,
    "onboarding_lists": "people to invite, made by VNG; say nothing of suppliers' work or use",
    "onboarding_rows": "people to invite, made by VNG; say nothing of suppliers' work or use",
    "organisation_successions": BEFORE,
    "organisations": BEFORE,
    "outbox_mails": OTHERS,
    "parameter_values": COMMON,
    "passkey_challenges": BEFORE,
    "passkeys": BEFORE,
    "password_resets": BEFORE,
    "personal_tokens": BEFORE,
    "provider_links": BEFORE,
    "questionnaire_items": COMMON,
    "questionnaire_versions": COMMON,
    "recovery_codes": BEFORE,
    "requirement_successions": COMMON,
    "requirement_versions": COMMON,
    "requirements": COMMON,
    "reviewer_profiles": "what people say they know and have room for; says nothing of suppliers or use",
    "reviewer_rooms": "what people say they know and have room for; says nothing of suppliers or use",
    "reviewers_left_out": "VNG's planning of people; says nothing of suppliers or use",
    "rounds": "VNG's planning; which products take part stands in dossiers",
    "search_entries": "words, only read joined with their rows; @@ is not leakproof, so the index would lie idle",
    "thread_members": OTHERS,
    "thread_mentions": OTHERS,
    "trail_checks": PLATFORM,
    "trail_heads": PLATFORM,
    "trail_origins": PLATFORM,
    "trail_readings": OTHERS,
    "trail_rows": OTHERS,
    "trail_seals": PLATFORM,
    "trail_waiting": PLATFORM,
    "users": BEFORE,
}
"""Tables without a wall, and why."""

STATE = text(
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS is_forced, "
    "array_agg(p.permissive ORDER BY p.permissive) FILTER (WHERE p.permissive IS NOT NULL) AS kinds, "
    "bool_and(p.cmd = 'ALL') AS for_all, pg_get_userbyid(c.relowner) = current_user AS is_mine "
    "FROM pg_class c LEFT JOIN pg_policies p ON p.tablename = c.relname AND p.schemaname = 'public' "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace "
    "GROUP BY c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner"
)


def test_every_table_has_a_wall_or_a_reason(unit: Session) -> None:
    found = {row.relname: row for row in unit.execute(STATE)}
    behind = {name for name, row in found.items() if row.is_forced}
    assert behind | set(OUTSIDE) == set(found), "a new table: give it a wall in its migration, or a reason here"
    assert not behind & set(OUTSIDE), "a reason too many"
    for name in behind:
        assert list(found[name].kinds) == ["PERMISSIVE", "RESTRICTIVE"] and found[name].for_all, name


def test_the_application_owns_nothing_and_passes_no_wall(unit: Session) -> None:
    assert not [row.relname for row in unit.execute(STATE) if row.is_mine]
    role = unit.execute(text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")).one()
    assert tuple(role) == (False, False)


def calls_of(name: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of something by this name in the package, and where each stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def test_every_unit_and_job_says_on_which_side_it_stands() -> None:
    found = [
        (where, {each.arg for each in call.keywords}) for name in ("unit", "Job") for where, call in calls_of(name)
    ]
    assert len(found) > 40
    assert not [where for where, given in found if "side" not in given]


def test_no_table_of_an_organisation_is_forgotten(unit: Session) -> None:
    """What points to a supplier or product, or below a table behind the walls, stands behind them itself."""
    features.load_models()
    behind = {row.relname for row in unit.execute(STATE) if row.is_forced}
    below = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in behind
    }
    assert below - behind <= {"thread_members", "thread_mentions"}
