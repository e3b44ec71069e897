# SPDX-License-Identifier: EUPL-1.2
"""kill -9 of the web server between autosave and reload: nothing that was seen as saved is gone."""

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from samencontroleren.app import create_app
from tests.conftest import settings_for
from tests.support import processes, story
from tests.support.databases import SystemDatabase
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.database
TEXT = "Deze tekst was opgeslagen toen de server omviel."


class Visitor:
    """A person with cookies and no browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.open: Callable[..., object] = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        ).open

    def read(self, path: str, data: dict[str, str] | None = None, accept: str = "text/html") -> str:
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(self.address + path, body, {"Accept": accept})
        with self.open(request, timeout=60) as answer:  # type: ignore[attr-defined]  # given by the mix
            return str(answer.read().decode())

    def log_in(self, email: str) -> None:
        token = csrf(self.read("/inloggen"))
        self.read("/inloggen", {"csrf_token": token, "email": email, "password": PASSWORD, "next": "/"})


def csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


@pytest.fixture
def section(own_database: str, world: World, tmp_path: Path) -> str:
    """The address of questions that can be answered."""
    database = SystemDatabase(own_database)
    app = create_app(settings_for(own_database, tmp_path), database)
    with app.app_context(), database.unit():
        told = story.start_round(world, [story.subject(0, 0)])
        place = story.subject(0, 0)
        story.responses.begin(world["submitter1"].actor, told[place])
        address = f"/dossiers/{told[place]}"
    database.engine.dispose()
    return address


def test_nothing_saved_is_lost(own_database: str, world: World, tmp_path: Path, section: str) -> None:
    asked = world.requirement_versions["P-1"]
    with processes.web(own_database, tmp_path) as (process, address):
        visitor = Visitor(address)
        visitor.log_in(world["submitter1"].email)
        page = visitor.read(f"{section}/invullen/toegang")
        typed = {"csrf_token": csrf(page), "revision": "0", "choice": "meets", "explanation": TEXT}
        answer = json.loads(visitor.read(f"{section}/antwoorden/{asked}/concept", typed, "application/json"))
        assert answer["savedAt"]
        processes.kill(process)
        port = int(address.rsplit(":", 1)[1])
        with processes.web(own_database, tmp_path, port):
            assert TEXT in visitor.read(f"{section}/invullen/toegang")
