# SPDX-License-Identifier: EUPL-1.2
"""The private folder for plain copies: readable by this user only, emptied always, also after a kill.

Each copy is locked by the process that made it, so that a sweep knows what a killed process left behind: a lock
ends with its process. Put the folder on a tmpfs to keep plain text off the disk (FILES_TEMP_FOLDER).
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from samencontroleren.core.storage.objects import telling

YOUNG = 60
"""Seconds in which a copy is left alone: it may be made but not yet locked."""
PIECE = 1024 * 1024


class Workshop:
    """A folder for plain copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def copy(self, source: IO[bytes]) -> Iterator[Path]:
        """A plain copy for the time of the block. Raises StoreUnavailable when there is no room."""
        with telling():
            self._prepare()
            handle, name = tempfile.mkstemp(dir=self.folder)
        path = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                fcntl.flock(out, fcntl.LOCK_EX)
                with telling():
                    shutil.copyfileobj(source, out, PIECE)
                    out.flush()
                yield path
        finally:
            path.unlink(missing_ok=True)

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def sweep(self) -> int:
        """Remove what killed processes left behind; how many."""
        if not self.folder.is_dir():
            return 0
        return sum(_is_swept(path) for path in list(self.folder.iterdir()))


def _is_swept(path: Path) -> bool:
    try:
        with path.open("rb") as found:
            if time.time() - os.fstat(found.fileno()).st_mtime < YOUNG:
                return False
            fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
