# SPDX-License-Identifier: EUPL-1.2
"""The demonstration, filled once per worker on a SQLite file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from samencontroleren import config
from samencontroleren.app import create_app
from samencontroleren.demonstration import fill


def demo_app(folder: Path) -> Flask:
    """The application in the mode of the demonstration, its data in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return create_app(config.load({"ENVIRONMENT": "demo", "DATA_FOLDER": str(folder)}))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, dict[str, int]]]:
    """The filled demonstration and what `fill` said of it."""
    app = demo_app(tmp_path_factory.mktemp("demonstration"))
    counts = fill.fill(app)
    yield app, counts
    app.extensions["database"].engine.dispose()


@pytest.fixture
def demonstration(filled: tuple[Flask, dict[str, int]]) -> Flask:
    """The application on the filled demonstration; tests here only read, or log in."""
    return filled[0]
