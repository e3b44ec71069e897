# SPDX-License-Identifier: EUPL-1.2
"""File stores for tests: a real one in a folder, and what lies in it."""

from pathlib import Path

from flask import Flask

from samencontroleren.core.files import FileStore, FolderStore


def store_in(folder: Path) -> FileStore:
    """A file store of its own in a folder."""
    return FolderStore(folder)


def kept(app: Flask) -> list[Path]:
    """Everything that lies in the folder of the application's store."""
    folder: Path = app.extensions["files"].folder
    return [each for each in folder.rglob("*") if each.is_file()]
