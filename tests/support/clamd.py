# SPDX-License-Identifier: EUPL-1.2
"""A real ClamAV daemon for the tests, with one signature: that of the EICAR test file."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samencontroleren.core.scanner import MARK, Clamd

PATIENCE = 30
SETTINGS = """
Foreground yes
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.ctl
TemporaryDirectory {folder}
StreamMaxLength 30M
MaxScanSize 40M
MaxFileSize 30M
AlertEncrypted yes
AlertExceedsMax yes
"""


def find_clamd() -> str | None:
    """The daemon's program; None when it is not on this machine."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def running(program: str) -> Iterator[Clamd]:
    """A daemon on a socket in a folder of its own, for the time of the block."""
    folder = Path(tempfile.mkdtemp(prefix="sc-clamd-"))
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Eicar-Own-Test:0:*:{MARK.hex()}\n")
    user = "User root\n" if os.getuid() == 0 else ""
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder) + user)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "-c", str(folder / "clamd.conf")], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        found = Clamd(str(folder / "clamd.ctl"), 10)
        _wait(process, found, folder)
        yield found
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", found: Clamd, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not found.is_reachable():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"clamd did not start: {(folder / 'log').read_text()}")
        time.sleep(0.05)
