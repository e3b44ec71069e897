# SPDX-License-Identifier: EUPL-1.2
"""A demonstration of its own to look at: filled once, filled anew when its code changed, served while one looks."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from samencontroleren.cli import main; main()"]
PATIENCE = 30


@dataclass(frozen=True)
class Persona:
    """Somebody who looks: a role of the demonstration, or a visitor (no e-mail address)."""

    role: str
    email: str = ""
    password: str = ""

    @property
    def folder(self) -> str:
        """Name of its folder."""
        return self.role.replace(" ", "-")


VISITOR = Persona("bezoeker")


def environment(data: Path, address: str = "") -> dict[str, str]:
    """The environment of the demonstration in this folder."""
    return {**os.environ, "ENVIRONMENT": "demo", "DATA_FOLDER": str(data), "BASE_URL": address}


def freeze(place: Path) -> Path:
    """A copy of the application, so that one walk sees one version however long it takes; gives its folder."""
    shutil.rmtree(place, ignore_errors=True)
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in ("samencontroleren", "migrations"):
        shutil.copytree(ROOT / name, place / name, ignore=leave_out)
    shutil.copy(ROOT / "wsgi.py", place)
    return place


def _fingerprint(tree: Path) -> str:
    """What the demonstration is made of: other migrations or other stories ask for other data."""
    places = (tree / "migrations" / "versions", tree / "samencontroleren" / "demonstration")
    files = sorted(path for place in places for path in place.rglob("*") if path.suffix in (".py", ".yaml", ".csv"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def prepare(tree: Path, data: Path) -> None:
    """Fill the demonstration, unless this folder holds it as the code makes it now."""
    mark, made_of = data / "made-of", _fingerprint(tree)
    if mark.exists() and mark.read_text() == made_of:
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    _run(tree, data, "demo", "fill")
    mark.write_text(made_of)


def _run(tree: Path, data: Path, *words: str) -> str:
    env = environment(data, "http://127.0.0.1:1")
    command = [*PROGRAM, *words]
    done = subprocess.run(command, check=False, env=env, cwd=tree, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own command)
    if done.returncode:
        raise SystemExit(done.stdout)
    return done.stdout


def personas(tree: Path, data: Path) -> list[Persona]:
    """A visitor, and the first account of each role."""
    first: dict[str, Persona] = {}
    for row in json.loads(_run(tree, data, "demo", "accounts", "--json")):
        first.setdefault(row["role"], Persona(row["role"], row["email"], row["password"]))
    return [VISITOR, *first.values()]


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


@contextmanager
def served(tree: Path, data: Path) -> Iterator[str]:
    """The web server on this data, without its scheduler: what one looks at stands still."""
    address = f"127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "-b", address, "wsgi:application"]
    with (data / "server.log").open("ab") as log:
        env = environment(data, f"http://{address}")
        process = subprocess.Popen(command, env=env, cwd=tree, stdout=log, stderr=log)  # noqa: S603 (our own command)
        try:
            _wait_until_ready(f"http://{address}", data / "server.log")
            yield f"http://{address}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_until_ready(address: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_healthz/livez", timeout=2):  # noqa: S310 (loopback)
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server did not start, see {log}")
