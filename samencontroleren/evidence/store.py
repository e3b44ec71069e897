# SPDX-License-Identifier: EUPL-1.2
"""Where the files of documents lie."""

from flask import current_app

from samencontroleren.core.files import FileStore


def files() -> FileStore:
    """The file store of this application."""
    store: FileStore = current_app.extensions["files"]
    return store
