# SPDX-License-Identifier: EUPL-1.2
"""Tests about the whole application: what holds for every route, template, module and generated file."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from samencontroleren import features
from samencontroleren.core import access, web
from tools import generate, messages, permissions_page
from tools.actors import all_actors

ROOT = Path(__file__).parents[2]
SOURCES = [
    each
    for folder in ("samencontroleren", "tests", "tools", "migrations", "bench", "frontend")
    for each in sorted((ROOT / folder).rglob("*"))
    if each.suffix in (".py", ".html", ".css", ".js", ".mjs", ".yaml") and "dist" not in each.parts
]


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_route_declares_what_it_stands_on(bare_app: Flask) -> None:
    with bare_app.app_context():
        for endpoint in endpoints(bare_app) - features.PUBLIC_ENDPOINTS:
            assert web.route_needs(endpoint) is not None


def test_the_list_without_log_in_names_only_what_exists() -> None:
    demo_only = {name for name in features.PUBLIC_ENDPOINTS if name.startswith("demonstration.")}
    assert features.PUBLIC_ENDPOINTS - demo_only <= endpoints(generate.bare_app())


def test_demonstration_routes_exist_in_that_mode_only(bare_app: Flask) -> None:
    assert not any(endpoint.startswith("demonstration.") for endpoint in endpoints(bare_app))


def test_every_permission_says_who(bare_app: Flask) -> None:
    assert len(access.registry) > 30
    for name, each in access.registry.items():
        assert each.meaning.endswith("."), name
        for actor in all_actors().values():
            each.condition(actor)


def test_nobody_and_the_system_have_no_permission_at_all() -> None:
    actors = all_actors()
    for name in ("bezoeker", "systeem", "zonder organisatie"):
        for each in access.registry.values():
            word = permissions_page.cell(each, actors[name])
            assert word != "alle", f"{each.name} gives {name} everything"


def test_no_address_ends_with_a_slash(bare_app: Flask) -> None:
    slashed = [rule.rule for rule in bare_app.url_map.iter_rules() if rule.rule.endswith("/") and rule.rule != "/"]
    assert slashed == []


def test_pages_are_escaped_and_plain_text_is_not(bare_app: Flask) -> None:
    escapes: Any = bare_app.jinja_env.autoescape
    assert (escapes("page.html"), escapes("mail.txt")) == (True, False)


def test_every_template_compiles(bare_app: Flask) -> None:
    names = bare_app.jinja_env.list_templates(extensions=["html", "txt"])
    assert len(names) > 40
    for name in names:
        bare_app.jinja_env.get_template(name)


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_import_contracts_have_no_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_generated_files_are_current() -> None:
    assert generate.outdated() == []


def test_every_message_has_english() -> None:
    assert messages.missing() == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_licence_header(path: Path) -> None:
    if path.stat().st_size:
        assert "SPDX-License-Identifier: EUPL-1.2" in path.read_text()[:300]


def test_only_the_clock_reads_the_clock() -> None:
    strangers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "samencontroleren").rglob("*.py")
        if path.name != "clock.py" and any(word in path.read_text() for word in ("datetime.now(", "date.today("))
    ]
    assert strangers == []


def test_no_service_or_view_commits() -> None:
    features_folders = [ROOT / "samencontroleren" / name for name in features.ORDER]
    strangers = [
        str(path.relative_to(ROOT))
        for folder in features_folders
        for path in folder.rglob("*.py")
        if ".commit()" in path.read_text()
    ]
    assert strangers == []


def is_view(path: Path) -> bool:
    """Whether a module holds pages or API, also where a feature splits them over several files."""
    return path.stem.endswith(("routes", "pages")) or path.stem.startswith("routes_") or path.name == "api.py"


def test_views_hold_no_role_test_and_no_query() -> None:
    words = (".is_coordinator", ".is_vendor", ".is_municipal", ".is_vng", "actor().roles", "actor().has(", " select(")
    views = [path for path in (ROOT / "samencontroleren").rglob("*.py") if is_view(path)]
    assert len(views) > 20
    for path in views:
        whole = (".roles", "select(") if path.name in ("routes.py", "api.py") else ()
        for word in (*words, *whole):
            assert word not in path.read_text(), f"{path.relative_to(ROOT)} has {word}"


def test_the_page_for_auditors_shows_what_decides_a_writing_route() -> None:
    rows = [line for line in permissions_page.page(generate.bare_app()).splitlines() if "| POST |" in line]
    for place in ("/rondes", "/vragenlijsten", "/catalogus", "/belangen"):
        cells = [line.split(" | ")[3:6] for line in rows if line.startswith(f"| `{place}")]
        assert cells, place
        assert all(each == ["-", "-", "-"] for each in cells), f"a supplier writes at {place}"


def test_no_registry_or_machine_path_is_named() -> None:
    locks = [ROOT / "requirements.lock", ROOT / "package-lock.json"]
    for path in locks:
        assert "http" not in "".join(
            line for line in path.read_text().splitlines() if "resolved" in line or "index" in line
        ), path.name


def test_pages_for_auditors_name_tests_and_pages_that_are_there() -> None:
    pages = sorted((ROOT / "docs" / "beveiliging").glob("*.md"))
    assert len(pages) >= 6
    for page in pages:
        text = page.read_text()
        named = [ROOT / found for found in re.findall(r"`(tests/[\w/.]+)`", text)]
        linked = [page.parent / found for found in re.findall(r"\]\((?!https?:)([^)#]+)", text)]
        assert [str(path) for path in named + linked if not path.exists()] == [], page.name
