# SPDX-License-Identifier: EUPL-1.2
"""Processes of the platform that are born loaded: forked from one process per worker that has imported everything.

A process that starts from nothing spends two and a half seconds of processor time on importing, and a run starts some
eighty. What is forked runs the same program, as a process of its own with its own signals; a few tests ask for one
that starts from nothing (`is_fresh`), so that a program that can not start is seen.
"""

import multiprocessing
import os
import sys
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from pkgutil import resolve_name

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]

PROGRAMS = {"gunicorn": "gunicorn.app.wsgiapp:run", "samencontroleren": "samencontroleren.cli:main"}
"""What the commands of these names call."""

_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["pytest", "tests.support.loaded"])


def start(words: list[str], env: dict[str, str], out: Path, err: Path, *, is_fresh: bool = False) -> ForkServerProcess:
    """Run a program with its arguments in a process group of its own; what it writes is added to the files.

    The first word is one of `PROGRAMS`, or a function as `module:name`.
    """
    process = _nursery.Process(target=_live, args=(words, env, out, err, is_fresh))
    process.start()
    return process


def _live(words: list[str], env: dict[str, str], out: Path, err: Path, is_fresh: bool) -> None:
    os.setsid()
    _write_to(out, err)
    os.chdir(ROOT)
    if is_fresh:
        os.execve(BIN / words[0], words, env)  # noqa: S606 (our own programs)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = words
    resolve_name(PROGRAMS.get(words[0], words[0]))()


def _write_to(out: Path, err: Path) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, place in ((1, out), (2, err)):
        os.dup2(os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT), number)
