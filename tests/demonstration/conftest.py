# SPDX-License-Identifier: EUPL-1.2
"""The demonstration, filled once on a SQLite file that all workers share: they only read it, and log in."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren import config
from samencontroleren.app import create_app
from samencontroleren.demonstration import fill
from samencontroleren.evidence import reader
from tests.support import databases


def demo_app(folder: Path, is_bare: bool = False) -> Flask:
    """The application in the mode of the demonstration, its data in a folder of its own.

    A new database has its tables already, unless it `is_bare`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = config.load({"ENVIRONMENT": "demo", "DATA_FOLDER": str(folder)})
    place = Path(settings.database_url.removeprefix("sqlite:///"))
    if not is_bare and not place.exists():
        databases.put_migrated(place)
    return create_app(settings, databases.SystemDatabase(settings.database_url))


_opened: dict[tuple[str, ...], bytes | None] = {}


@contextmanager
def opened_once() -> Iterator[None]:
    """Within the body a paper that an earlier fill of this worker brought too is not opened again: the same process
    would say the same of the same bytes."""
    run_apart = reader.run_apart

    def look(module: str, verb: str, media_type: str, path: str, *more: str) -> bytes | None:
        key = (module, verb, media_type, sha256(Path(path).read_bytes()).hexdigest(), *more)
        if key not in _opened:
            _opened[key] = run_apart(module, verb, media_type, path, *more)
        return _opened[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "run_apart", look)
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, dict[str, int]]]:
    """A small demonstration and what there is in it; filled by the first worker that asks, for all of them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if databases.WORKER == "main" else base.parent) / "demonstration"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        app = demo_app(folder)
        with suppress(fill.AlreadyFilled), opened_once():
            fill.fill(app, scale=fill.Scale.SMALL)
    with app.extensions["database"].unit(write=False):
        counts = fill.counts()
    yield app, counts
    app.extensions["database"].engine.dispose()


@pytest.fixture
def demonstration(filled: tuple[Flask, dict[str, int]]) -> Flask:
    """The application on the filled demonstration; tests here only read, or log in."""
    return filled[0]
