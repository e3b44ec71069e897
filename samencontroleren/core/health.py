# SPDX-License-Identifier: EUPL-1.2
"""Health addresses: alive, and ready to serve (database and file store answer)."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from samencontroleren.core import db

blueprint = Blueprint("health", __name__, url_prefix="/_healthz")


@blueprint.get("/livez")
def livez() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Database and file store answer; 503 names what does not."""
    faults = [name for name, works in (("database", _database()), ("files", _files())) if not works]
    return jsonify(status="not ready" if faults else "ok", faults=faults), 503 if faults else 200


def _database() -> bool:
    try:
        db.session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _files() -> bool:
    return bool(current_app.extensions["files"].is_writable())
