# SPDX-License-Identifier: EUPL-1.2
"""Generate what is generated, or check that it is current: `python -m tools.generate [--check]`."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from samencontroleren import config, features
from samencontroleren.app import create_app
from tests.attacks import report as attack_report
from tools import coverage_page, file_schema, messages, permissions_page

DOCS = Path(__file__).parents[1] / "docs"


def bare_app() -> Flask:
    """The application without a database, to look at its routes."""
    features.load_models()
    folder = tempfile.mkdtemp()
    values = {"ENVIRONMENT": "test", "SECRET_KEY": "generate" * 5, "DATA_FOLDER": folder, "DB_NAME": ":memory:"}
    return create_app(config.load(values))


def openapi(app: Flask) -> str:
    """The OpenAPI document as it is served."""
    response = app.test_client().get("/api/v1/openapi.json")
    return json.dumps(response.get_json(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


GENERATED: dict[str, Callable[[Flask], str]] = {
    "permissions.md": permissions_page.page,
    "openapi.json": openapi,
    "eisen.schema.json": lambda _app: file_schema.page(),
    "catalogus.md": lambda _app: coverage_page.page(),
    "beveiliging/aanvallen.md": lambda _app: attack_report.page(),
}


def outdated() -> list[str]:
    """Names of generated files that differ from what the code makes, and texts without English."""
    app = bare_app()
    files = [name for name, make in GENERATED.items() if _read(name) != make(app)]
    return [f"docs/{name} is not current" for name in files] + [f"no English: {text}" for text in messages.missing()]


def _read(name: str) -> str:
    path = DOCS / name
    return path.read_text() if path.exists() else ""


def main() -> None:
    """Write the files, or with --check say what is not current and fail."""
    if "--check" in sys.argv:
        faults = outdated()
        sys.exit("\n".join([*faults, "run: make generate"]) if faults else 0)
    app = bare_app()
    for name, make in GENERATED.items():
        (DOCS / name).write_text(make(app))
    messages.update()


if __name__ == "__main__":
    main()
