# SPDX-License-Identifier: EUPL-1.2
"""The scene of a worker: planted once per run and kind of database, by the first worker that asks, and copied from
there. Whoever uses it keeps nothing (`oracle.asking`), so that the tests of one worker share one copy."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from samencontroleren.core.db import Database
from tests.isolation import planting
from tests.isolation.canaries import Scene
from tests.support import databases, once, story
from tests.support.databases import SystemDatabase
from tests.support.stores import store_in
from tests.support.world import World


class Built(NamedTuple):
    """A scene and its database."""

    scene: Scene
    database: Database


_built: dict[str, Built] = {}


def built(app: Flask, kind: str, folder: Path) -> Built:
    """The scene of this worker on this kind of database."""
    if kind not in _built:
        shared = once.run_folder(folder)
        planted = once.made_once(shared, f"scene-{kind}", lambda place: _planted(app, kind, place, folder))
        url = databases.copied(kind, planted.url, folder, f"canaries_{databases.WORKER}")
        files = folder / f"canary-files-{kind}"
        shutil.copytree(planted.files, files)
        database = databases.opened(url)
        databases.share_statements(databases.prepared(kind, folder).engine, database.engine)
        _built[kind] = Built(replace(planted, url=url, files=files), database)
    return _built[kind]


def _planted(app: Flask, kind: str, place: Path, folder: Path) -> Scene:
    """The scene in a copy of the world; what the application stood on comes back."""
    before = {name: app.extensions.get(name) for name in ("database", "files")}
    filled, url = databases.copy_of_world(kind, place, once.run_folder(folder), "canaries_of_all")
    database, files = SystemDatabase(url), place / "files"
    databases.share_statements(databases.prepared(kind, folder).engine, database.engine)
    files.mkdir()
    app.extensions["database"], app.extensions["files"] = database, store_in(files)
    with app.app_context(), database.unit():
        scene = _plant(filled, url, files)
    database.engine.dispose()
    app.extensions.update(before)
    return scene


def _plant(world: World, url: str, files: Path) -> Scene:
    planting.add_people(world)
    scene = Scene(world, story.start_round(world, [story.subject(place, 0) for place in range(3)]), url, files)
    planting.plant(scene)
    return scene
