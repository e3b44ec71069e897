# SPDX-License-Identifier: EUPL-1.2
"""A program that stores a file and can be killed halfway: `storing:main URL FOLDER HOW`."""

import resource
import sys
import time
from pathlib import Path

from samencontroleren import features
from samencontroleren.core.db import Database
from samencontroleren.core.sides import SYSTEM
from tests.support.stores import store_in

MEGABYTE = 1024 * 1024


class Stream:
    """Two megabytes and a bit; `halfway` it waits before the last."""

    def __init__(self, how: str) -> None:
        self.how, self.left = how, 3

    def read(self, _size: int) -> bytes:
        if self.how == "halfway" and self.left == 1:
            wait()
        self.left -= 1
        return b"x" * MEGABYTE if self.left >= 0 else b""


def say(word: str) -> None:
    """Write a line that the test reads at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def wait() -> None:
    """Say so, and wait to be killed."""
    say("waiting")
    time.sleep(60)


def main() -> None:
    url, folder, how = sys.argv[1:]
    features.load_models()
    if how == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (MEGABYTE, MEGABYTE))
    with Database(url).unit(side=SYSTEM):
        try:
            store_in(Path(folder)).put(Stream(how), 10 * MEGABYTE)
        except Exception as error:
            say(type(error).__name__)
            raise SystemExit(0) from None
        wait()
