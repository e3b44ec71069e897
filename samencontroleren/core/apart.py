# SPDX-License-Identifier: EUPL-1.2
"""Running a module of ours in a process of its own, for what opens files of others (BIO2 8.07)."""

import subprocess
import sys

PATIENCE = 30
"""Seconds of the wall clock before the process is stopped."""


def run_apart(module: str, *arguments: str) -> bytes | None:
    """What the module writes; None when it gave up, died within its limits or took too long."""
    command = [sys.executable, "-I", "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the path is one of our own random keys
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None
