# SPDX-License-Identifier: EUPL-1.2
"""The command line, as an operator types it."""

from pathlib import Path

from samencontroleren.core import migrate
from samencontroleren.core.db import make_engine
from tests.support import databases, processes

PLATFORM = "samencontroleren"


def test_from_nothing_to_the_first_administrator(kind: str, tmp_path: Path) -> None:
    url = databases.new_url(kind, tmp_path, f"fresh_{databases.WORKER}")
    assert processes.command(url, tmp_path, PLATFORM, "db", "upgrade", is_fresh=True).returncode == 0
    made = processes.command(url, tmp_path, PLATFORM, "first-administrator", "Eerste@vng.example", "Eva Eerste")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("http://127.0.0.1:8000/uitnodiging/")


def test_jobs_for_another_day(own_database: str, tmp_path: Path) -> None:
    dry = processes.command(
        own_database, tmp_path, PLATFORM, "jobs", "run", "flags", "--today", "2027-03-01", "--dry-run"
    )
    assert dry.returncode == 0, dry.stderr
    assert "would be handled" in dry.stdout
    unknown = processes.command(own_database, tmp_path, PLATFORM, "jobs", "run", "bestaat-niet")
    assert unknown.returncode == 1
    assert "no job is called" in unknown.stderr


def test_second_first_administrator_is_refused(own_database: str, tmp_path: Path) -> None:
    refused = processes.command(own_database, tmp_path, PLATFORM, "first-administrator", "x@vng.example", "X")
    assert refused.returncode == 1
    assert "already" in refused.stderr


def test_audit_verify(own_database: str, tmp_path: Path) -> None:
    found = processes.command(own_database, tmp_path, PLATFORM, "audit", "verify")
    assert found.returncode == 0, found.stderr
    assert "the chain is whole" in found.stdout


def test_unsafe_settings_are_named(tmp_path: Path) -> None:
    done = processes.ended(
        [PLATFORM, "db", "upgrade"], {"ENVIRONMENT": "production", "DATA_FOLDER": str(tmp_path)}, tmp_path
    )
    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr
    assert "postgresql" in done.stderr


def test_newest_version_is_the_head(kind: str, tmp_path: Path) -> None:
    engine = make_engine(databases.new_url(kind, tmp_path, f"twice_{databases.WORKER}"))
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    engine.dispose()
