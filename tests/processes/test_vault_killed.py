# SPDX-License-Identifier: EUPL-1.2
"""The store of files with real processes: kill -9 halfway, a full disk, and the commands of the operator."""

import io
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from samencontroleren.config_files import TEST_KEYS
from samencontroleren.core import clock
from samencontroleren.core.files import Vault
from samencontroleren.core.storage import master_keys, upkeep
from samencontroleren.core.storage.keys import FileKey, KeyState
from tests.support import nursery, processes
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in

PLATFORM = "samencontroleren"
SIZE = 3 * 1024 * 1024


def putting(url: str, folder: Path, how: str) -> tuple[ForkServerProcess, Path]:
    """A process that stores a file, and where it says that it waits."""
    out = folder.with_name("said")
    out.write_text("")
    words = ["tests.processes.storing:main", url, str(folder), how]
    return nursery.start(words, processes.environment(url, folder), out, out), out


def lying(folder: Path) -> list[Path]:
    """Everything that lies in a store's folder."""
    return [each for each in folder.rglob("*") if each.is_file()]


@pytest.mark.database
@pytest.mark.parametrize("how", ["halfway", "whole, not committed"])
def test_killed_while_storing_keeps_nothing(own_database: str, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "files"
    process, out = putting(own_database, folder, how)
    processes.wait_for(lambda: out.read_text() == "waiting\n", log=out)
    processes.kill(process)
    vault, database = store_in(folder), SystemDatabase(own_database)
    with database.unit() as opened:
        assert opened.query(FileKey).count() == 0
        assert len(lying(folder)) == 1
        after_a_day = clock.real_now() + timedelta(days=1)
        left = upkeep.orphans(vault.objects, after_a_day)
        assert len(left) == (0 if how == "halfway" else 1)
        for name in left:
            vault.objects.remove(name)
        vault.objects.tidy(after_a_day)
    assert lying(folder) == []
    database.engine.dispose()


def test_a_full_disk_is_told_and_leaves_nothing(own_database: str, tmp_path: Path) -> None:
    """The operating system itself refuses to write further than one megabyte."""
    folder = tmp_path / "files"
    process, out = putting(own_database, folder, "full")
    process.join(timeout=60)
    assert process.exitcode == 0 and out.read_text().strip().endswith("StoreUnavailable")
    assert lying(folder) == []


def stored(url: str, folder: Path, content: bytes) -> tuple[Vault, str]:
    """A file in the store of the processes that have this data folder."""
    vault, database = store_in(folder / "files"), SystemDatabase(url)
    with database.unit():
        key = vault.put(io.BytesIO(content), SIZE).key
    database.engine.dispose()
    return vault, key


def removed(url: str, vault: Vault, key: str) -> None:
    """Destroy a file, then put the database back as a backup from before would: it knows nothing of it."""
    database = SystemDatabase(url)
    with database.unit():
        vault.remove(key)
    with database.unit() as opened:
        row = opened.get_one(FileKey, key)
        row.state, row.condemned_at, row.listed_at = KeyState.ACTIVE, None, None
    database.engine.dispose()


def test_a_restored_database_is_served_only_after_the_destructions_were_replayed(
    own_database: str, tmp_path: Path
) -> None:
    vault, key = stored(own_database, tmp_path, b"geheim")
    removed(own_database, vault, key)
    refused = processes.command(own_database, tmp_path, "gunicorn", "-b", "127.0.0.1:0", "wsgi:application")
    assert refused.returncode != 0
    assert "first run samencontroleren restore finish" in refused.stderr
    done = processes.command(own_database, tmp_path, PLATFORM, "restore", "finish")
    assert (done.returncode, done.stdout.strip()) == (0, "1 destructions carried out again")
    assert processes.command(own_database, tmp_path, PLATFORM, "files", "verify").stdout.startswith(
        "0 opened, 0 faults"
    )


def test_an_operator_changes_the_master_key(own_database: str, tmp_path: Path) -> None:
    """Re-wrapping moves to the first key; without the old one all still opens."""
    stored(own_database, tmp_path, b"bewijs")
    line = master_keys.new_line("later")
    both = processes.command(
        own_database, tmp_path, PLATFORM, "files", "rewrap", FILES_MASTER_KEYS=f"{line},{TEST_KEYS}"
    )
    assert both.stdout.startswith("1 re-wrapped under later, 0 left under another key"), both.stderr
    alone = processes.command(own_database, tmp_path, PLATFORM, "files", "verify", FILES_MASTER_KEYS=line)
    assert (alone.returncode, alone.stdout.strip()) == (0, "1 opened, 0 faults, 0 orphans")
    assert line.partition(":")[2] not in both.stdout + both.stderr + alone.stdout + alone.stderr
