# SPDX-License-Identifier: EUPL-1.2
"""What holds for every operation of the API, asked of each one at run time (Dutch API Design Rules)."""

import json
import os
import re
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from samencontroleren import features
from samencontroleren.accounts import service as accounts
from samencontroleren.core import openapi, web
from samencontroleren.core.db import Database
from samencontroleren.organisations.scopes import Scope
from tests.api.conftest import send
from tests.support.world import World

ROOT = Path(__file__).parents[2]
RULES = ROOT.parent / "shared" / "data" / "inputs" / "adr-linter.yaml"
PEOPLE = ("coordinator", "vng-admin", "contributor1", "vendor-admin1", "ciso1", "admin1", "reviewer1")
PUBLIC = ("/token",)
CLOSED_TO_CLIENTS = (
    "/meldingen/{key}/gelezen",
    "/gesprekken",
    "/gesprekken/{key}/berichten",
    "/dossiers/{key}/teruggaven",
)
"""What is a person's own: no scope opens it."""

Ask = Callable[..., Any]


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    """(method, path, operation) of the whole document."""
    for path, item in document["paths"].items():
        for method, told in item.items():
            yield method.upper(), path, told


def filled(path: str) -> str:
    return re.sub(r"{[^}]+}", lambda _found: str(uuid.uuid4()), path)


@pytest.fixture
def ask(app: Flask, database: Database, world: World) -> Ask:
    """`ask("ciso1", "GET", "/producten")`: a call by somebody; None: without a token."""
    tokens: dict[str, str] = {}

    def call(who: str | None, method: str, path: str, **options: Any) -> Any:
        headers = dict(options.pop("headers", {}))
        if who is not None:
            if who not in tokens:
                with database.unit():
                    tokens[who] = accounts.make_token(world[who].membership_id)
            headers["Authorization"] = f"Bearer {tokens[who]}"
        return send(app, method, f"/api/v1{path}", headers=headers, **options)

    return call


@pytest.fixture
def reader(ask: Ask, document: Any) -> Callable[[str, str], str]:
    """Somebody whom the door of an operation lets in."""

    def find(method: str, path: str) -> str:
        for who in PEOPLE:
            if ask(who, method, filled(path), query_string={"onbekend": "1"}).status_code == 400:
                return who
        raise AssertionError(f"nobody may use {method} {path}")

    return find


def is_problem(answer: Any, status: int) -> bool:
    said = answer.get_json(silent=True, force=True) or {}
    whole = {"type", "title", "status", "detail"} <= set(said)
    return bool(
        answer.status_code == status
        and answer.mimetype == "application/problem+json"
        and answer.headers.get("API-Version")
        and whole
        and said["status"] == status
    )


def test_the_document_says_what_the_routes_are(app: Flask, document: Any) -> None:
    routes = {(method.upper(), path) for path, method, _view in openapi.operations()}
    assert {(method, path) for method, path, _told in operations(document)} == routes
    assert len(routes) > 60


def test_each_writing_operation_asks_a_scope(app: Flask) -> None:
    known = {str(each) for each in Scope}
    for path, method, view in openapi.operations():
        if method.upper() in web.WRITING and path not in PUBLIC:
            assert (view.needs.scope in known) != (path in CLOSED_TO_CLIENTS), f"{method} {path}"


def test_without_a_token_there_is_nothing(ask: Ask, document: Any) -> None:
    for method, path, _told in operations(document):
        if path not in PUBLIC:
            answer = ask(None, method, filled(path))
            assert is_problem(answer, 401) and answer.headers["WWW-Authenticate"] == "Bearer", f"{method} {path}"
            wrong = ask(None, method, filled(path), headers={"Authorization": "Bearer geraden"})
            assert is_problem(wrong, 401), f"{method} {path}"


def test_slashes_methods_and_places_that_are_not_there(ask: Ask, document: Any) -> None:
    assert is_problem(ask("ciso1", "GET", "/bestaat-niet"), 404)
    for path, item in document["paths"].items():
        assert is_problem(ask("ciso1", "GET", f"{filled(path)}/"), 404), path
        refused = ask("ciso1", "PATCH", filled(path))
        allowed = {each.strip() for each in refused.headers.get("Allow", "").split(",")}
        assert is_problem(refused, 405) and {each.upper() for each in item} <= allowed, path


def test_unknown_keys_forms_and_things_are_refused(ask: Ask, document: Any, reader: Callable[[str, str], str]) -> None:
    for method, path, told in operations(document):
        if path in PUBLIC:
            continue
        place = f"{method} {path}"
        if told.get("responses", {}).get("204") and method == "POST" and "requestBody" not in told:
            continue  # only for a person who is present: always 403
        who = reader(method, path)
        unknown = ask(who, method, filled(path), query_string={"onbekend": "1"})
        assert is_problem(unknown, 400), place
        assert [each["name"] for each in unknown.get_json()["invalidParams"]].count("onbekend") == 1, place
        assert is_problem(ask(who, method, filled(path), headers={"Accept": "text/html"}), 406), place
        if "{" in path:
            assert is_problem(ask(who, method, filled(path), headers={"If-Match": '"1"'}), 404), place
        elif "requestBody" in told:
            _check_body(ask, who, method, path, told)


def _check_body(ask: Ask, who: str, method: str, path: str, told: Any) -> None:
    place, key = f"{method} {path}", {"Idempotency-Key": "x"}
    assert is_problem(ask(who, method, path, data="<a/>", content_type="text/xml", headers=key), 415), place
    if "application/json" in told["requestBody"]["content"]:
        for body in ('{"a": ', "[]", "NaN", '{"a": "\\ud800"}', "[" * 100_000):
            wrong = ask(who, method, path, data=body, content_type="application/json", headers=key)
            assert is_problem(wrong, 400), f"{place} {body[:20]}"


def test_lists_and_their_pages(ask: Ask, document: Any) -> None:
    """Each list that needs no object answers its shape, and links its pages."""
    from openapi_schema_validator import OAS31Validator  # type: ignore[attr-defined]  # its stubs lag behind

    answered = 0
    for method, path, told in operations(document):
        needed = any(each.get("required") for each in told.get("parameters", ()))
        if method != "GET" or needed:
            continue
        answers = [ask(who, "GET", path) for who in PEOPLE]
        good = [each for each in answers if each.status_code == 200]
        assert good, f"nobody reads {path}"
        assert all(each.status_code in (200, 403) for each in answers), path
        schema = {**told["responses"]["200"]["content"]["application/json"]["schema"]}
        schema["components"] = document["components"]
        for each in good:
            assert each.headers["API-Version"] and each.mimetype == "application/json"
            OAS31Validator(schema).validate(each.get_json())
            answered += 1
        if any(each["name"] == "pageSize" for each in told.get("parameters", ())):
            assert all("Link" in each.headers and "X-Total-Count" in each.headers for each in good), path
    assert answered > 40


def test_the_document_is_for_everybody(app: Flask) -> None:
    answer = send(app, "GET", "/api/v1/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and answer.headers["API-Version"]
    assert answer.get_json()["info"]["version"] == answer.headers["API-Version"]
    assert "openapi.spec" in features.PUBLIC_ENDPOINTS


def test_each_part_of_the_api_has_a_heading_of_its_own(document: Any) -> None:
    headings = [each["name"] for each in document["tags"]]
    assert len(headings) == len(set(headings)) > 20


def patterns(part: Any) -> Iterator[str]:
    """Each regular expression of the document."""
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for each in part.values():
            yield from patterns(each)
    elif isinstance(part, list):
        for each in part:
            yield from patterns(each)


def test_expressions_mean_the_same_in_each_language(document: Any) -> None:
    told = list(patterns(document))
    assert told
    for each in told:
        assert each.startswith("^") and each.endswith("$"), each
        assert not re.search(r"\\[AZ]|\(\?(?!:)", each), f"only Python reads {each}"


def test_the_rules_of_the_government_find_no_error(document: Any, tmp_path: Path) -> None:
    program = ROOT / "node_modules" / ".bin" / "spectral"
    if not (RULES.exists() and program.exists()):
        pytest.skip("the ruleset of the Dutch API Design Rules or Spectral is not on this machine")
    place = tmp_path / "openapi.json"
    place.write_text(json.dumps(document))
    done = subprocess.run(
        [str(program), "lint", "-r", str(RULES), "-F", "error", str(place)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCARF_ANALYTICS": "false"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_of_the_api_shows_each_operation(client_of: Any, document: Any) -> None:
    visitor = client_of()
    page = visitor.get("/api")
    for method, path, _told in operations(document):
        assert f"{method} /api/v1{path}" in page.words
    assert "grant_type=client_credentials" in page.words
    assert client_of(None, "en").get("/api").words != page.words
