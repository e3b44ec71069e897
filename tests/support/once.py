# SPDX-License-Identifier: EUPL-1.2
"""What takes long to make is made once per run, by the first worker that needs it; the others take it from there."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def run_folder(folder: Path) -> Path:
    """The folder that all workers of a run share, given the one for the databases of this worker."""
    own = folder.parent
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path, name: str, make: Callable[[Path], T]) -> T:
    """What `make` answers, which is given an empty folder to leave files in; who comes meanwhile waits.

    It comes back as a copy, also to whoever made it: so that nobody shares objects with anybody.
    """
    place, kept = folder / name, folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            made = pickle.dumps(make(place))
            kept.write_bytes(made)
    found: T = pickle.loads(kept.read_bytes())  # noqa: S301 -- written by a worker of this run
    return found
