# SPDX-License-Identifier: EUPL-1.2
"""How many queries the pages take on which a supplier fills in a dossier."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from samencontroleren.core.db import Database
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.rounds.models import Dossier
from tests.responses.rounds import make_dossier, make_questionnaire, make_round
from tests.support.counting import SIDES
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]
JSON = {"Accept": "application/json"}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", *SIDES)):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


MOST = 12 + 3
"""Queries of a page, with three for session and actor."""


@pytest.mark.database
def test_a_section_of_thirty_questions_and_one_save_stay_within_their_queries(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        made: Dossier = make_dossier(
            world, make_round(world, questionnaire=make_questionnaire([AnswerKind.COMPLIANCE] * 30))
        )
    client = client_of(world["contributor1"])
    page = client.get(f"/dossiers/{made.id}/invullen/toegang")
    addresses = [f.get("action") or "" for f in page.all("form")]
    forms = [each for each in addresses if "/antwoorden/" in each and "bewijs" not in each]
    assert len(forms) == 30
    for address in forms[:5]:
        client.post(address, {"choice": "meets", "revision": "0"})
    with statements(database) as seen:
        client.get(f"/dossiers/{made.id}/invullen/toegang")
    assert 3 < len(seen) <= MOST, "\n".join(seen)
    for address in (f"{forms[0]}/concept", f"{forms[6]}/concept"):
        with statements(database) as seen:
            client.post(
                address,
                {"choice": "partly", "revision": "1" if address.startswith(forms[0]) else "0"},
                200,
                headers=JSON,
            )
        assert 3 < len(seen) <= MOST, "\n".join(seen)
    with statements(database) as seen:
        client.post(forms[7], {"choice": "meets", "revision": "0"})
    assert 3 < len(seen) <= MOST, "\n".join(seen)
