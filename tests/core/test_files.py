# SPDX-License-Identifier: EUPL-1.2
"""The file store: limits, whole or not at all, random keys, hashes."""

import hashlib
import io
from pathlib import Path
from typing import IO

import pytest

from samencontroleren.core.errors import TooLarge
from samencontroleren.core.files import FolderStore, StoreUnavailable


def _everything(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_put_and_open(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    stored = store.put(io.BytesIO(b"bewijs"), 100)
    assert (stored.size, stored.sha256) == (6, hashlib.sha256(b"bewijs").hexdigest())
    with store.open(stored.key) as stream:
        assert stream.read() == b"bewijs"
    assert store.put(io.BytesIO(b"bewijs"), 100).key != stored.key
    store.remove(stored.key)
    store.remove(stored.key)
    with pytest.raises(FileNotFoundError):
        store.open(stored.key)


def test_too_large_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        FolderStore(tmp_path).put(io.BytesIO(b"x" * 101), 100)
    assert _everything(tmp_path) == []


class Breaking(io.BytesIO):
    """A disk that is full after the first piece."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(28, "No space left on device")
        return super().read(10)


def test_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    stream: IO[bytes] = Breaking(b"x" * 100)
    with pytest.raises(StoreUnavailable):
        FolderStore(tmp_path).put(stream, 1000)
    assert _everything(tmp_path) == []


@pytest.mark.parametrize("key", ["../geheim", "a/b", "", "..", "C:\\x"])
def test_no_key_leaves_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(FileNotFoundError):
        FolderStore(tmp_path).open(key)
