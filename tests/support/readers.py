# SPDX-License-Identifier: EUPL-1.2
"""The processes that open untrusted files, born loaded: forked from one per worker that has loaded the libraries.

A process that starts from nothing spends a fifth of a second of processor time on importing, and a run starts
hundreds. What is forked runs the same module behind the same walls; `tests/evidence/test_child.py` has each start from
nothing, so that one that can not start, or is bound too late, is seen.
"""

import atexit
import json
import subprocess
import sys
from functools import cache
from threading import Lock
from typing import IO

from samencontroleren.core import apart, sheet_reader
from samencontroleren.evidence import reader as evidence_reader

WHO_ASK = (evidence_reader, sheet_reader)
"""The modules that have a file opened."""
_one_at_a_time = Lock()

PROGRAM = """
import gc, importlib, json, os, runpy, select, signal, sys

LIBRARIES = (
    "samencontroleren.core.confining",
    "samencontroleren.core.strict_json",
    "samencontroleren.evidence.child.cleaning",
    "samencontroleren.evidence.child.content",
    "samencontroleren.evidence.child.pages",
    "samencontroleren.evidence.child.tables",
    "samencontroleren.evidence.child.texts",
    "samencontroleren.offline.reading",
    "samencontroleren.questionnaires.exchange_yaml",
    "samencontroleren.questionnaires.sheets",
)
for each in LIBRARIES:
    importlib.import_module(each)
gc.freeze()

asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
nothing = os.open(os.devnull, os.O_RDWR)
for each in (0, 1, 2):
    os.dup2(nothing, each)


def live(module, arguments, out):
    os.dup2(out, 1)
    sys.argv[1:] = arguments
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.stdout.flush()
    except BaseException:
        os._exit(1)
    os._exit(0)


def told(module, arguments, patience):
    back, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(back)
        live(module, arguments, out)
    os.close(out)
    found = []
    while True:
        if not select.select([back], [], [], patience)[0]:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(back)
            return None
        piece = os.read(back, 1 << 20)
        if not piece:
            break
        found.append(piece)
    os.close(back)
    status = os.waitpid(child, 0)[1]
    return b"".join(found) if status == 0 else None


for line in asked:
    done = told(*json.loads(line))
    answers.write(b"%d\\n" % (-1 if done is None else len(done)) + (done or b""))
    answers.flush()
"""


@cache
def _nursery() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-c", PROGRAM]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})
    atexit.register(_end, started)
    return started


def _end(started: "subprocess.Popen[bytes]") -> None:
    for each in (started.stdin, started.stdout):
        if each is not None:
            each.close()
    started.wait()


def born_loaded(module: str, *arguments: str) -> bytes | None:
    """As `apart.run_apart`."""
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    question = json.dumps([module, arguments, apart.PATIENCE])
    with _one_at_a_time:
        nursery.stdin.write(question.encode() + b"\n")
        nursery.stdin.flush()
        return _answer(nursery.stdout)


def _answer(stream: IO[bytes]) -> bytes | None:
    size = int(stream.readline())
    return None if size < 0 else stream.read(size)


def install() -> None:
    """Have the processes of this run born loaded."""
    for each in WHO_ASK:
        each.run_apart = born_loaded
