# SPDX-License-Identifier: EUPL-1.2
"""Real processes on a database of their own: the web server and the scheduler, to be killed at will."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.support import nursery
from tests.support.smtp import free_port


def environment(url: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process in test mode on this database."""
    parsed = make_url(url)
    database = {"DB_ENGINE": "sqlite", "DB_NAME": parsed.database or ""}
    if not url.startswith("sqlite"):
        host = str(parsed.query["host"])
        database = {
            "DB_ENGINE": "postgresql",
            "DB_HOST": host,
            "DB_USER": parsed.username or "",
            "DB_NAME": parsed.database or "",
        }
    basics = {"ENVIRONMENT": "test", "SECRET_KEY": "test" * 10, "DATA_FOLDER": str(folder), "PATH": os.environ["PATH"]}
    return {**basics, **database, **more}


@contextmanager
def running(
    words: list[str], env: dict[str, str], out: Path, err: Path, is_fresh: bool = False
) -> Iterator[ForkServerProcess]:
    """A process in a group of its own (see `nursery`); killed with its children at the end."""
    process = nursery.start(words, env, out, err, is_fresh=is_fresh)
    try:
        yield process
    finally:
        kill(process)


def kill(process: ForkServerProcess) -> None:
    """kill -9 of the process and all its children."""
    assert process.pid is not None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join(timeout=10)


def command(
    url: str, folder: Path, *words: str, is_fresh: bool = False, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a program of the platform on a database as an operator does, to its end."""
    return ended(list(words), environment(url, folder, **more), folder, is_fresh=is_fresh)


def ended(
    words: list[str], env: dict[str, str], folder: Path, *, is_fresh: bool = False
) -> subprocess.CompletedProcess[str]:
    """What a program said and how it ended, within a minute."""
    out, err = folder / "command.out", folder / "command.err"
    out.write_text("")
    err.write_text("")
    with running(words, env, out, err, is_fresh) as process:
        process.join(timeout=60)
        assert process.exitcode is not None, f"it goes on: {err.read_text()}"
    return subprocess.CompletedProcess(words, process.exitcode, out.read_text(), err.read_text())


@contextmanager
def web(
    url: str,
    folder: Path,
    port: int | None = None,
    workers: int = 1,
    host: str = "127.0.0.1",
    is_fresh: bool = False,
) -> Iterator[tuple[ForkServerProcess, str]]:
    """The web server on a loopback port, ready to serve: (process, address). Passkeys need a `host` with a name."""
    chosen = port or free_port()
    address = f"http://{host}:{chosen}"
    words = ["gunicorn", "--workers", str(workers), "-b", f"127.0.0.1:{chosen}", "wsgi:application"]
    log = folder / "web.log"
    with running(words, environment(url, folder, BASE_URL=address), log, log, is_fresh) as process:
        wait_for(lambda: is_ready(address), seconds=60, log=log)
        yield process, address


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The web server on a demonstration in this folder, ready to serve: its address."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", folder / "web.log"
    env = {"ENVIRONMENT": "demo", "DATA_FOLDER": str(folder), "BASE_URL": address, "PATH": os.environ["PATH"]}
    with running(["gunicorn", "-b", f"127.0.0.1:{port}", "wsgi:application"], env, log, log):
        wait_for(lambda: is_ready(address), seconds=60, log=log)
        yield address


@contextmanager
def scheduler(
    url: str, folder: Path, smtp_port: int, address: str = "http://127.0.0.1:8000"
) -> Iterator[ForkServerProcess]:
    """The scheduler process, sending its mail to this port."""
    env = environment(url, folder, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(smtp_port), BASE_URL=address)
    log = folder / "scheduler.log"
    with running(["samencontroleren", "jobs", "serve"], env, log, log) as process:
        yield process


def is_ready(address: str) -> bool:
    """Whether the readiness address answers."""
    try:
        with urllib.request.urlopen(f"{address}/_healthz/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 60, log: Path | None = None) -> None:
    """Wait until something holds; fails with the process's log when it does not in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not in {seconds} s; log: {log.read_text()[-3000:] if log and log.exists() else ''}")
