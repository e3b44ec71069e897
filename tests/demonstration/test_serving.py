# SPDX-License-Identifier: EUPL-1.2
"""Web server and scheduler live and end together (small stand-ins for both: real processes, real signals)."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from flask import Flask

from samencontroleren.accounts import passkeys
from samencontroleren.config import Mode
from samencontroleren.demonstration import serving

PARENT = """
import sys
from samencontroleren.demonstration import serving
code = "import time, pathlib, sys; pathlib.Path(sys.argv[1]).touch(); time.sleep(float(sys.argv[2]))"
wanted = [[sys.executable, "-c", code, path, seconds] for path, seconds in zip(sys.argv[1::2], sys.argv[2::2])]
family = serving.Family(wanted, {})
pids = " ".join(str(child.pid) for child in family.children)
raise SystemExit(family.wait(lambda: print(pids, flush=True)))
"""


def start(folder: Path, first: str, second: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A parent with two children that live so many seconds; gives the children's process ids."""
    places = [str(folder / name) for name in ("first", "second")]
    arguments = [places[0], first, places[1], second]
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *arguments], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    until = time.monotonic() + 60
    while time.monotonic() < until and not all(Path(place).exists() for place in places):
        time.sleep(0.05)
    return parent, pids


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]


def test_both_end_when_told_to_stop(tmp_path: Path) -> None:
    parent, pids = start(tmp_path, "60", "60")
    assert all(is_alive(pid) for pid in pids)
    parent.terminate()
    assert parent.communicate(timeout=60)[0] is not None
    assert parent.returncode == 0
    assert not any(is_alive(pid) for pid in pids)


def test_when_one_ends_the_other_is_stopped(tmp_path: Path) -> None:
    parent, pids = start(tmp_path, "60", "1")
    parent.communicate(timeout=60)
    assert parent.returncode == 1
    assert not any(is_alive(pid) for pid in pids)


def test_the_web_server_is_bound_to_the_given_loopback_address() -> None:
    web, jobs = serving.commands("127.0.0.1:8123")
    assert web[web.index("-b") + 1] == "127.0.0.1:8123"
    assert jobs[-2:] == ["jobs", "serve"]
    assert (serving.ROOT / "wsgi.py").is_file()


def test_passkeys_belong_to_the_name_one_came_by_in_the_demonstration_only(bare_app: Flask) -> None:
    """A browser keeps passkeys for localhost, and none for 127.0.0.1; elsewhere BASE_URL alone decides."""
    settings = bare_app.extensions["settings"]
    with bare_app.test_request_context("/", base_url="http://localhost:8000"):
        assert (passkeys.host(), passkeys.is_possible()) == ("127.0.0.1", False)
    bare_app.extensions["settings"] = replace(settings, mode=Mode.DEMO)
    try:
        for host, is_possible in (("localhost:8000", True), ("127.0.0.1:8000", False)):
            with bare_app.test_request_context("/", base_url=f"http://{host}"):
                assert (passkeys.origin(), passkeys.is_possible()) == (f"http://{host}", is_possible)
    finally:
        bare_app.extensions["settings"] = settings
