# SPDX-License-Identifier: EUPL-1.2
"""Each column of text holds a canary somewhere in the scene, or stands here with the reason why it needs none.

Whoever adds a field in which people write must plant a word in it: what is not planted, the oracle can not find.
On SQLite alone: the columns are the same on both databases.
"""

import pytest
from sqlalchemy import JSON, Column, Enum, String, Table, Text, cast, select

from samencontroleren.core.db import Base
from tests.isolation.canaries import FOUND, SIGN
from tests.isolation.hunt import report
from tests.isolation.oracle import Oracle

pytestmark = pytest.mark.sqlite

UNPLANTED: dict[str, tuple[str, ...]] = {
    "codes from a list that the program knows": (
        "access_review_lines.roles_after",
        "access_review_lines.roles_before",
        "administrator_resets.language",
        "api_clients.scopes",
        "api_tokens.scopes",
        "computed_results.rule_version",
        "documents.media_type",
        "documents.scanner",
        "flags.facts",
        "hosting_periods.hosting_country",
        "incidents.data_kinds",
        "identity_providers.levels",
        "installation.key",
        "installation.value",
        "invitations.language",
        "invitations.roles",
        "job_runs.job",
        "job_runs.period",
        "login_sessions.level",
        "notice_preferences.quiet_weekdays",
        "notices.kind",
        "onboarding_rows.language",
        "organisations.province",
        "outbox_mails.language",
        "parameter_values.code",
        "parameter_values.value",
        "passkeys.transports",
        "products.hosting_country",
        "reassessments.themes",
        "released_reassessments.themes",
        "releases.rule_version",
        "requirement_versions.aspects",
        "requirement_versions.checks",
        "reviewer_profiles.categories",
        "reviewer_profiles.segments",
        "reviewer_profiles.themes",
        "requirement_versions.proof",
        "requirement_set_versions.choices",
        "review_verdicts.axes",
        "conclusions.axes",
        "proposals.axes",
        "released_verdicts.axes",
        "search_entries.kind",
        "submissions.level",
        "thread_messages.language",
        "users.language",
        "vendor_invitations.language",
        "vendors.country",
        "change_notices.owner_country",
        "finding_arrangements.severities",
    ),
    "keys, digests and what is sealed": (
        "agreement_signatures.digest",
        "agreement_versions.digest",
        "api_clients.secret_digest",
        "api_tokens.token_digest",
        "attempts.subject",
        "finding_arrangements.requirement_keys",
        "catalogue_imports.file_key",
        "documents.cleaned_key",
        "documents.sha256",
        "documents.storage_key",
        "file_keys.master_key_id",
        "file_keys.storage_key",
        "flags.key",
        "hearings.about",
        "idempotency_records.fingerprint",
        "idempotency_records.key",
        "identity_providers.key_sealed",
        "identity_providers.secret_sealed",
        "import_profiles.fingerprint",
        "invitations.token_digest",
        "login_sessions.token_digest",
        "notices.key",
        "own_exports.storage_key",
        "outbox_mails.key",
        "password_resets.token_digest",
        "personal_tokens.token_digest",
        "questionnaire_versions.digest",
        "recovery_codes.code_digest",
        "releases.digest",
        "releases.questionnaire_digest",
        "requirement_versions.digest",
        "submissions.digest",
        "submitted_documents.sha256",
        "upload_parts.storage_key",
        "uploads.sha256",
        "workbook_imports.read_key",
        "workbook_imports.zip_key",
        "trail_checks.digest",
        "trail_heads.digest",
        "trail_heads.key_id",
        "trail_heads.signature",
        "trail_seals.digest",
        "users.password_hash",
        "users.totp_secret",
    ),
    "numbers of a public register": (
        "mergers.new_code",
        "organisations.code",
        "organisations.oin",
        "organisations.rsin",
        "vendors.kvk_number",
        "vendors.oin",
        "vendors.rsin",
    ),
    "written by the program in fixed words, codes and numbers": (
        "catalogue_imports.mapping",
        "computed_results.explanation",
        "computed_results.theme_scores",
        "import_profiles.mapping",
        "mergers.moved",
        "outbox_mails.last_error",
        "outbox_mails.subject",
        "benchmarks.figures",
        "released_findings.part_of",
        "releases.explanation",
        "releases.theme_scores",
        "supplier_changes.moved",
        "trail_checks.fault",
        "uploads.note",
        "workbook_imports.outcome",
    ),
    "the trail holds ids and codes: test_isolation looks for any canary at all in it": (
        "trail_origins.address",
        "trail_readings.object_kind",
        "trail_readings.what",
        "trail_rows.action",
        "trail_rows.facts",
        "trail_rows.object_kind",
        "trail_rows.origin",
        "trail_rows.result",
        "trail_seals.canonical",
    ),
    "a copy of a column that is planted, or of the published questionnaire": (
        "organisation_successions.reason",
        "rectifications.about",
        "product_successions.reason",
        "provider_links.issuer",
        "findings.title",
        "released_answers.requirement_code",
        "released_answers.titles",
        "released_findings.requirement_code",
        "released_findings.titles",
        "released_verdicts.requirement_code",
        "released_verdicts.theme",
        "released_verdicts.titles",
        "released_measures.norms",
        "released_measures.requirement_code",
        "releases.questionnaire_name",
        "releases.round_name",
        "submissions.acting_subject",
    ),
    "part of the wording of a requirement, read and hidden with its title": (
        "questionnaire_items.succeeds",
        "requirement_versions.applies_when",
        "requirement_versions.norms",
        "requirement_versions.options",
        "requirements.code",
        "requirements.source",
    ),
    "addresses of a log-in service, read with its issuer": (
        "identity_providers.authorization_endpoint",
        "identity_providers.jwks_uri",
        "identity_providers.token_endpoint",
    ),
    "for everybody who reads the result itself": ("recalls.reason",),
}
"""By reason the columns that hold no canary."""


def texts() -> dict[str, tuple[Table, Column[object]]]:
    """All columns that hold text, by table and name; a choice from a list (an enum) is none."""
    return {
        f"{table.name}.{column.name}": (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    }


def is_planted(oracle: Oracle, table: Table, column: Column[object]) -> bool:
    """Whether some row holds a canary here."""
    whole = cast(column, Text)
    values = oracle.connection.scalars(select(whole).select_from(table).where(whole.like(f"%{SIGN}%")))
    return any(word in oracle.scene.canaries for value in values for word in FOUND.findall(value.lower()))


def test_each_column_of_text_holds_a_canary_or_needs_none(oracle: Oracle) -> None:
    needless = {name for names in UNPLANTED.values() for name in names}
    bare = {name for name, (table, column) in texts().items() if not is_planted(oracle, table, column)}
    faults = [f"{name} holds no canary: plant one, or say in UNPLANTED why it needs none" for name in bare - needless]
    report(faults + [f"{name} is planted, or gone: take it from UNPLANTED" for name in needless - bare])
