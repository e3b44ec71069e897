# SPDX-License-Identifier: EUPL-1.2
"""Asking the API of the search as a person."""

from typing import Any

import pytest
from flask import Flask

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database
from tests.support.world import World


@pytest.fixture
def api(app: Flask, database: Database, world: World) -> Any:
    """`api("buyer1", "?q=product")`: an answer of the API for a person."""

    def send(name: str, query: str) -> Any:
        with database.unit():
            headers = {"Authorization": f"Bearer {accounts.make_token(world[name].membership_id)}"}
        return app.test_client().get(f"/api/v1/zoekresultaten{query}", headers=headers)

    return send
