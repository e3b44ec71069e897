# SPDX-License-Identifier: EUPL-1.2
"""Stories that many tests begin with, told once per worker and day into a database of their own.

The conftest of a folder offers them in its fixture `stories`; `@pytest.mark.stage("released")` gives a test that
database instead of the bare world, and the fixture `told` what the story gave: keys, for the rows are of a unit that is
closed. Whatever the test does there is rolled back as everywhere.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from samencontroleren.core import clock
from tests.support import databases
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in
from tests.support.world import World

Story = Callable[[World], Any]
Stories = Mapping[str, Story]


@dataclass(frozen=True)
class Stage:
    """A database where a story was told, what the story gave, and where its files lie."""

    prepared: databases.Prepared
    told: Any
    files: Path

    def lend_files(self, folder: Path) -> None:
        """Put the files of the story where a test looks for them; a test may spoil its own."""
        if self.files.exists():
            shutil.copytree(self.files, folder)


_made: dict[tuple[str, Story, date], Stage] = {}
"""By day too: a story tells what is so today, and a run may pass midnight."""


def begun(app: Flask, source: databases.Prepared, folder: Path, story: Story) -> Stage:
    """The stage of a story that begins in the world of `source`; made at first use."""
    key = (source.url, story, clock.today())
    if key not in _made:
        _made[key] = _tell(app, source, folder, story)
    return _made[key]


def _tell(app: Flask, source: databases.Prepared, folder: Path, story: Story) -> Stage:
    name = f"stage_{len(_made)}_{databases.WORKER}"
    files = folder / f"{name}-files"
    url = databases.copy_of(source.engine.dialect.name, source, folder, name)
    database = SystemDatabase(url)
    databases.share_statements(source.engine, database.engine)
    app.extensions["database"], app.extensions["files"] = database, store_in(files)
    with app.app_context(), database.unit():
        told = story(source.world)
    return Stage(databases.Prepared(url, database.engine, source.world), told, files)


def close_all() -> None:
    """Close the connections of this worker's stages."""
    for each in _made.values():
        each.prepared.engine.dispose()
    _made.clear()
