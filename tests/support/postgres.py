# SPDX-License-Identifier: EUPL-1.2
"""A private PostgreSQL server for the tests, from the Debian programs, as an unprivileged user.

It has the roles of a real installation (docs/beheer/database.md): an owner that migrates, and the application's own
role, which owns nothing and stands before the walls. Its superuser only makes databases.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = "nobody"
OWNER = "sc_owner"
APPLICATION = "sc_app"


@dataclass
class Server:
    """A running server that listens on a socket in its own folder only."""

    folder: Path
    programs: Path

    @property
    def socket(self) -> str:
        return str(self.folder)

    def url(self, name: str, role: str = UNPRIVILEGED) -> str:
        """The address of a database on a server, for one of its roles."""
        return url(self.socket, name, role)

    def stop(self) -> None:
        """Stop the server and forget its data."""
        _run([str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def url(socket: str, name: str, role: str) -> str:
    """The address of a database on the server with this socket, for one of its roles."""
    return f"postgresql+psycopg://{role}@/{name}?host={socket}"


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    here = shutil.which("initdb")
    return Path(here).parent if here else None


def start() -> Server | None:
    """Start a server in a folder of its own; None when its programs are not on this machine."""
    programs = find_programs()
    if programs is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="sc-pg-"))
    folder.chmod(0o755)
    if os.getuid() == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = str(folder / "data")
    _run([str(programs / "initdb"), "-D", data, "-A", "trust", "-U", UNPRIVILEGED, "-E", "UTF8", "--no-locale", "-N"])
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off "
        "-c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB "
        "-c jit=off -c plan_cache_mode=force_generic_plan"  # what is prepared is planned once
    )
    log = str(folder / "log")
    _run([str(programs / "pg_ctl"), "-D", data, "-o", options, "-l", log, "-w", "-t", "30", "start"])
    server = Server(folder, programs)
    for role in (OWNER, APPLICATION):
        _run([str(programs / "createuser"), "-h", server.socket, "-U", UNPRIVILEGED, "-D", "-R", "-S", role])
    allow = f"GRANT SET ON PARAMETER session_replication_role TO {APPLICATION}"  # tests that switch triggers off
    _run([str(programs / "psql"), "-h", server.socket, "-U", UNPRIVILEGED, "-d", "postgres", "-qc", allow])
    return server


def _run(command: list[str]) -> None:
    as_other = ["runuser", "-u", UNPRIVILEGED, "--", *command] if os.getuid() == 0 else command
    done = subprocess.run(as_other, cwd="/", capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}\n{done.stderr}")
