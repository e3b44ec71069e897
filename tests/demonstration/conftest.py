# SPDX-License-Identifier: EUPL-1.2
"""The demonstration, filled once on a SQLite file that all workers share: they only read it, and log in."""

import fcntl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren import config
from samencontroleren.app import create_app
from samencontroleren.demonstration import fill
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


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, dict[str, int]]]:
    """A small demonstration and what there is in it; filled by the first worker that asks, for all of them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if databases.WORKER == "main" else base.parent) / "demonstration"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        app = demo_app(folder)
        with suppress(fill.AlreadyFilled):
            fill.fill(app, scale=fill.Scale.SMALL)
    with app.extensions["database"].unit(write=False):
        counts = fill.counts()
    yield app, counts
    app.extensions["database"].engine.dispose()


@pytest.fixture
def demonstration(filled: tuple[Flask, dict[str, int]]) -> Flask:
    """The application on the filled demonstration; tests here only read, or log in."""
    return filled[0]
