# SPDX-License-Identifier: EUPL-1.2
"""The store of files, in a folder and in a bucket: one contract; and what seal, keys, rollback and destruction hold."""

import hashlib
import io
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy.orm import Session

from samencontroleren.config_files import TEST_KEYS
from samencontroleren.core import clock
from samencontroleren.core.db import Database
from samencontroleren.core.errors import TooLarge
from samencontroleren.core.files import FileDamaged, FileDestroyed, NoSuchFile, StoreUnavailable, Vault
from samencontroleren.core.storage import destruction, upkeep
from samencontroleren.core.storage.keys import FileKey, KeyState
from samencontroleren.core.storage.master_keys import BadKeys, MasterKeys, new_line, parse
from samencontroleren.core.storage.objects import FolderObjects, Objects
from samencontroleren.core.storage.s3 import S3Objects, S3Settings
from samencontroleren.core.storage.workshop import Workshop

MEGABYTE = 1024 * 1024
DAYS = 35
LATER = timedelta(days=DAYS + 1)


@pytest.fixture(scope="module")
def bucket() -> Iterator[S3Settings]:
    """A bucket on a real S3 server on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urllib.request.urlopen(urllib.request.Request(f"{address}/bewijs", method="PUT"), timeout=20).close()
    yield S3Settings("s3://bewijs/proef", address, "us-east-1", "proef", "proef")
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    """Where objects lie: the same tests for both."""
    if request.param == "folder":
        return FolderObjects(tmp_path / "files")
    settings: S3Settings = request.getfixturevalue("bucket")
    return S3Objects(replace(settings, url=f"{settings.url}/{tmp_path.name}"))


@pytest.fixture
def vault(objects: Objects, tmp_path: Path) -> Vault:
    return Vault(objects, MasterKeys(parse(TEST_KEYS)), Workshop(tmp_path / "plain"))


def names(vault: Vault) -> list[str]:
    return [item.name for item in vault.objects.items()]


def raw(vault: Vault, key: str) -> bytes:
    source = vault.objects.open(key)
    try:
        return source.read_at(0, source.size)
    finally:
        source.close()


def plant(vault: Vault, key: str, content: bytes) -> None:
    """Replace an object, as somebody with access to the store could."""
    vault.objects.remove(key)
    vault.objects.create(key, [content])


@pytest.mark.parametrize("size", [0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 2 * MEGABYTE, 2 * MEGABYTE + 17])
def test_what_is_put_comes_back(vault: Vault, unit: Session, size: int) -> None:
    plain = os.urandom(size)
    stored = vault.put(io.BytesIO(plain), size)
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(plain).hexdigest())
    with vault.open(stored.key) as stream:
        assert stream.read() == plain
        assert stream.seek(max(size - 9, 0)) >= 0
        assert stream.read() == plain[-9:] if size else stream.read() == b""
    assert not size or plain[:16] not in raw(vault, stored.key) or size < 16


def test_local_gives_a_private_copy_for_the_block_only(vault: Vault, unit: Session) -> None:
    stored = vault.put(io.BytesIO(b"bewijs"), 100)
    with pytest.raises(ZeroDivisionError), vault.local(stored.key) as path:
        assert path.read_bytes() == b"bewijs"
        assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
        assert vault.workshop.sweep() == 0
        raise ZeroDivisionError
    assert not path.exists()


def test_a_sweep_takes_only_what_a_killed_process_left(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "plain")
    with shop.copy(io.BytesIO(b"in gebruik")) as used:
        left = used.with_name("achtergebleven")
        left.write_bytes(b"x")
        for path in (used, left):
            os.utime(path, (1, 1))
        assert shop.sweep() == 1
        assert used.exists()
        assert not left.exists()


def test_too_large_leaves_nothing(vault: Vault, unit: Session) -> None:
    with pytest.raises(TooLarge):
        vault.put(io.BytesIO(b"x" * 101), 100)
    assert names(vault) == []


@pytest.mark.parametrize("key", ["../geheim", "a//b", "", "..", "C:\\x", "/etc/passwd", "a/../b"])
def test_no_name_leaves_the_store(objects: Objects, key: str) -> None:
    with pytest.raises(FileNotFoundError):
        objects.open(key)
    with pytest.raises(FileNotFoundError):
        objects.create(key, [b"x"])


def test_create_never_overwrites(objects: Objects) -> None:
    objects.create("abc", [b"een"])
    with pytest.raises(FileExistsError):
        objects.create("abc", [b"twee"])
    source = objects.open("abc")
    assert source.read_at(0, 9) == b"een"
    source.close()


def _cut(sealed: bytes) -> bytes:
    return sealed[: 4 + MEGABYTE + 16]


def _swap_chunks(sealed: bytes) -> bytes:
    size = MEGABYTE + 16
    return sealed[:4] + sealed[4 + size : 4 + 2 * size] + sealed[4 : 4 + size] + sealed[4 + 2 * size :]


def _flip(sealed: bytes) -> bytes:
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def _other_version(sealed: bytes) -> bytes:
    return b"SCF\x02" + sealed[4:]


@pytest.mark.parametrize("harm", [_cut, _swap_chunks, _flip, _other_version, lambda s: s + s[-20:], lambda s: s[:7]])
def test_a_harmed_object_is_noticed(vault: Vault, unit: Session, harm: object) -> None:
    stored = vault.put(io.BytesIO(os.urandom(2 * MEGABYTE + 5)), 3 * MEGABYTE)
    plant(vault, stored.key, harm(raw(vault, stored.key)))  # type: ignore[operator]  # harm is a function
    with pytest.raises(FileDamaged), vault.open(stored.key) as stream:
        stream.read()
    assert upkeep.verify(vault, clock.real_now()).faults == [f"{stored.key}: FileDamaged"]


def test_two_files_cannot_be_swapped(vault: Vault, unit: Session) -> None:
    one, two = (vault.put(io.BytesIO(text), 100).key for text in (b"een", b"twee"))
    plant(vault, two, raw(vault, one))
    with pytest.raises(FileDamaged), vault.open(two) as stream:
        stream.read()
    first, second = (unit.get_one(FileKey, key) for key in (one, two))
    second.wrapped_key = first.wrapped_key
    with pytest.raises(FileDamaged):
        vault.open(two)


def test_a_rolled_back_act_keeps_no_file(vault: Vault, database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.unit():
        vault.put(io.BytesIO(b"bewijs"), 100)
        assert len(names(vault)) == 1
        raise ZeroDivisionError
    assert names(vault) == []


@pytest.mark.database
def test_rewrap_and_another_master_key(database: Database, tmp_path: Path) -> None:
    old = parse(TEST_KEYS)
    before = Vault(FolderObjects(tmp_path / "f"), MasterKeys(old), Workshop(tmp_path / "p"))
    with database.unit():
        keys = [before.put(io.BytesIO(b"bewijs"), 100).key for _ in range(3)]
    fresh = parse(new_line("2027"))
    after = replace_keys(before, [*fresh, *old])
    assert upkeep.rewrap(database, after) == upkeep.Rewrapped(3, 0, [])
    assert upkeep.rewrap(database, after) == upkeep.Rewrapped(0, 0, [])
    with database.unit(write=False), replace_keys(before, fresh).open(keys[0]) as stream:
        assert stream.read() == b"bewijs"
    with database.unit(write=False), pytest.raises(FileDamaged):
        before.open(keys[0])
    assert len(upkeep.rewrap(database, before).failed) == 3


def replace_keys(vault: Vault, keys: list[object]) -> Vault:
    return Vault(vault.objects, MasterKeys(keys), vault.workshop)  # type: ignore[arg-type]  # keys of any kind


@pytest.mark.parametrize("text", ["zonder", "a:kort", "a:AAAA", f"{TEST_KEYS},{TEST_KEYS}", "é:AAAA"])
def test_bad_master_keys_are_told_without_the_keys(text: str) -> None:
    with pytest.raises(BadKeys) as told:
        parse(text)
    assert "AAAA" not in str(told.value)


def test_destruction_waits_for_the_last_backup_and_is_replayed(vault: Vault, database: Database) -> None:
    with database.unit():
        key = vault.put(io.BytesIO(b"geheim"), 100).key
        other = vault.put(io.BytesIO(b"blijft"), 100).key
    with database.unit():
        vault.remove(key)
        vault.remove(key)
    listed = [line.storage_key for line in destruction.lines(vault.objects)]
    with database.unit(), pytest.raises(FileDestroyed):
        assert listed == [key]
        destruction.work(vault.objects, vault.keys, key, DAYS)
        assert key in names(vault)
        vault.open(key)
    with database.unit() as opened, clock.pretend((clock.now() + LATER).date()):
        assert destruction.due(DAYS) == [key]
        destruction.work(vault.objects, vault.keys, key, DAYS)
        row = opened.get_one(FileKey, key)
        assert (row.state, row.wrapped_key) == (KeyState.DESTROYED, None)
    assert key not in names(vault)
    assert other in names(vault)


def test_a_restored_database_is_behind_until_it_replays(vault: Vault, database: Database) -> None:
    with database.unit():
        key = vault.put(io.BytesIO(b"geheim"), 100).key
    with database.unit():
        vault.remove(key)
    with database.unit() as opened:  # as a backup from before the removal would bring back
        row = opened.get_one(FileKey, key)
        row.state, row.condemned_at, row.listed_at = KeyState.ACTIVE, None, None
    with database.unit():
        assert destruction.is_behind(vault.objects)
        assert destruction.replay(vault.objects, vault.keys, destruction.unreplayed(vault.objects)) == 1
    with database.unit(write=False), pytest.raises(FileDestroyed):
        assert not destruction.is_behind(vault.objects)
        vault.open(key)


def test_a_forged_destruction_is_refused(vault: Vault, unit: Session) -> None:
    key = vault.put(io.BytesIO(b"blijft"), 100).key
    line = destruction.Line(key, clock.now())
    vault.objects.create(line.name, [b'{"file": "x", "master_key": "test", "seal": "00"}'])
    with pytest.raises(destruction.Forged):
        destruction.replay(vault.objects, vault.keys, destruction.unreplayed(vault.objects))
    with vault.open(key) as stream:
        assert stream.read() == b"blijft"


def test_orphans_are_named_and_missing_objects_too(vault: Vault, unit: Session) -> None:
    key = vault.put(io.BytesIO(b"bewijs"), 100).key
    vault.objects.create("wees", [b"x"])
    assert upkeep.orphans(vault.objects, clock.real_now() - timedelta(days=1)) == []
    vault.objects.remove(key)
    found = upkeep.verify(vault, clock.real_now() + timedelta(seconds=5))
    assert (found.faults, found.orphans) == ([f"{key}: its object is missing"], ["wees"])
    with pytest.raises(NoSuchFile):
        vault.open(key)


def test_a_store_that_does_not_answer_says_so(unit: Session, tmp_path: Path) -> None:
    gone = S3Objects(S3Settings("s3://bewijs", "http://127.0.0.1:9", "us-east-1", "proef", "proef"))
    vault = Vault(gone, MasterKeys(parse(TEST_KEYS)), Workshop(tmp_path / "p"))
    assert not vault.is_writable()
    with pytest.raises(StoreUnavailable):
        vault.put(io.BytesIO(b"bewijs"), 100)


class Breaking(io.BytesIO):
    """A disk that is full after the first piece."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(28, "No space left on device")
        return super().read(10)


def test_full_disk_is_said_and_leaves_nothing(unit: Session, tmp_path: Path) -> None:
    folder = FolderObjects(tmp_path / "f")
    with pytest.raises(StoreUnavailable):
        Vault(folder, MasterKeys(parse(TEST_KEYS)), Workshop(tmp_path / "p")).put(Breaking(b"x" * 100), 1000)
    assert [path for path in folder.folder.rglob("*") if path.is_file()] == []
