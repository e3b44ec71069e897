# SPDX-License-Identifier: EUPL-1.2
"""Running the demonstration: the web server and the scheduler as child processes, stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

ADDRESS = "127.0.0.1:8000"
ROOT = Path(__file__).parents[2]
"""Where wsgi.py lies."""
PATIENCE = 20
"""Seconds a child gets to end by itself."""


def commands(address: str = ADDRESS) -> list[list[str]]:
    """The two commands: web server (one process more than it needs, so that one may be busy) and scheduler."""
    web = ["-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "--workers", "2", "--log-level", "warning"]
    place = ["--chdir", str(ROOT), "-b", address]
    return [
        [sys.executable, *web, *place, "wsgi:application"],
        [str(Path(sys.executable).with_name("samencontroleren")), "jobs", "serve"],
    ]


class Family:
    """Child processes that live and end together."""

    def __init__(self, wanted: Sequence[Sequence[str]], environ: dict[str, str]) -> None:
        self._stopping = False
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        self.children = [subprocess.Popen(command, env=environ) for command in wanted]  # noqa: S603 (our own commands)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def wait(self, started: Callable[[], None]) -> int:
        """Wait until told to stop, or until one of the children ends; then stop the others.

        Returns 0 when told to stop, else the exit status of the child that ended by itself (at least 1).
        """
        started()
        while not self._stopping and all(child.poll() is None for child in self.children):
            time.sleep(0.2)
        status = 0 if self._stopping else max(1, *(child.poll() or 0 for child in self.children))
        self.end()
        return status

    def end(self) -> None:
        """Ask every child to stop; whoever does not listen in time is ended."""
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def environment() -> dict[str, str]:
    """The environment of the children: that of this process, in the mode of the demonstration."""
    return {**os.environ, "ENVIRONMENT": "demo"}
