# SPDX-License-Identifier: EUPL-1.2
"""File stores for tests: a real one in a folder, and what lies in it."""

from pathlib import Path

from flask import Flask

from samencontroleren.config_files import TEST_KEYS
from samencontroleren.core.files import Vault
from samencontroleren.core.storage.master_keys import MasterKeys, parse
from samencontroleren.core.storage.objects import FolderObjects
from samencontroleren.core.storage.workshop import Workshop


def store_in(folder: Path) -> Vault:
    """A file store of its own in a folder."""
    keys = MasterKeys(parse(TEST_KEYS))
    return Vault(FolderObjects(folder), keys, Workshop(folder.with_name(f"{folder.name}-plain")))


def kept(app: Flask) -> list[Path]:
    """Everything that lies in the folder of the application's store."""
    folder: Path = app.extensions["files"].objects.folder
    return [each for each in folder.rglob("*") if each.is_file()]
