# SPDX-License-Identifier: EUPL-1.2
"""Health addresses: alive, and ready to serve.

Database and file store answer, destructions are carried out, the role of the database stands before the walls.
"""

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from samencontroleren.core import clock, db, walls
from samencontroleren.core.files import StoreUnavailable
from samencontroleren.core.sides import NOBODY
from samencontroleren.core.storage import destruction

BEHIND = "this database was put back from a backup: first run samencontroleren restore finish"
PATIENCE = 60
"""Seconds for which the list of destructions is not read again: this address is asked often."""

blueprint = Blueprint("health", __name__, url_prefix="/_healthz")


@blueprint.get("/livez")
def livez() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Database and file store answer; 503 names what does not."""
    works = {"database": _database(), "files": _files()}
    if all(works.values()):
        works["destructions"] = _destructions()
        works["database role"] = role_fault(current_app) is None
    faults = [name for name, is_fine in works.items() if not is_fine]
    return jsonify(status="not ready" if faults else "ok", faults=faults), 503 if faults else 200


def _database() -> bool:
    try:
        db.session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _files() -> bool:
    return bool(current_app.extensions["files"].is_writable())


def _destructions() -> bool:
    """Whether every destruction is known to this database; looked at once in a while."""
    seen = current_app.extensions.get("destructions_seen")
    now = clock.real_now().timestamp()
    if seen is None or now - seen > PATIENCE:
        if destruction.is_behind(current_app.extensions["files"].objects):
            return False
        current_app.extensions["destructions_seen"] = now
    return True


def role_fault(app: Flask) -> str | None:
    """Why the role of the database is unsafe, in words; asked until it once was fine, and not judged out of reach."""
    if app.extensions.get("role_seen"):
        return None
    try:
        with app.extensions["database"].engine.connect() as connection:
            found = walls.fault(connection)
    except SQLAlchemyError:
        return None
    app.extensions["role_seen"] = found is None
    return found


def is_behind(app: Flask) -> bool:
    """Whether the database was restored and not finished; a database or store out of reach is not judged here."""
    try:
        with app.extensions["database"].unit(write=False, side=NOBODY):
            return destruction.is_behind(app.extensions["files"].objects)
    except (SQLAlchemyError, StoreUnavailable):
        return False
