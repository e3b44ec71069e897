# SPDX-License-Identifier: EUPL-1.2
"""Twin worlds: the same world in which only what others keep to themselves is different.

All words that somebody may not see are replaced by longer ones that sort elsewhere, and others do more that is not for
this person. Whatever then differs in an answer tells of it: a count, an order, a page that became longer.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import JSON, String, Table, Text, cast, select, text
from sqlalchemy.engine import Connection
from werkzeug.test import TestResponse

from samencontroleren.core.db import Base, Database
from samencontroleren.evidence.kinds import SharingClass
from samencontroleren.notifications import choices
from samencontroleren.notifications.kinds import Delivery, Topic
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.threads import service as threads
from samencontroleren.threads.kinds import Audience
from tests.isolation import assessed
from tests.isolation.canaries import FOUND, LETTERS, SIGN
from tests.isolation.oracle import Oracle, body_text
from tests.isolation.places import Place
from tests.support import story
from tests.support.story import Opinion

TWINS = ("submitter1", "buyer1", "reviewer1")
"""A supplier, a gemeente, and a reviewer who is blind to a colleague: whose answers are held against each other."""

VOLATILE = re.compile(
    r'nonce="[^"]*"'
    r"|\.?eJ[\w-]+\.[\w-]{6}\.[\w-]+"  # the token against forgery
    r'|name="form_key"[^>]*'
    r"|[Kk]enmerk:? [0-9a-f]+"
    r"|<dcterms:\w+[^>]*>[^<]*"  # when a workbook was made
)
"""What is new in each answer, whoever asks."""
HEADERS = ("Location", "Link", "X-Total-Count", "Content-Disposition")


def said(answer: TestResponse) -> str:
    """What an answer says: status, the headers that tell something, and its text without what is new each time."""
    head = [f"{name}: {answer.headers.get(name, '')}" for name in HEADERS]
    return "\n".join((str(answer.status_code), *head, VOLATILE.sub("", body_text(answer))))


@contextmanager
def twin(oracle: Oracle, actor: str) -> Iterator[None]:
    """The other world, for one person; gone again afterwards."""
    with oracle.forgotten():
        database: Database = oracle.app.extensions["database"]
        with oracle.app.app_context(), database.unit():
            _more(oracle, actor)
        _unfreeze(oracle.connection)
        _reword(oracle, actor)
        yield


def _more(oracle: Oracle, actor: str) -> None:
    """Others do what is not for this person."""
    scene, world = oracle.scene, oracle.scene.world
    story.use(world, 0, 0, 3), story.use(world, 1, 1, 2, is_confirmed=False)
    for vendor in (1, 2):
        story.add_proof(world, vendor, "Aaa eerste van de lijst", sharing=SharingClass.REVIEWERS)
    story.type_answer(scene.told, assessed.THREE, "P-3", {"choice": "meets", "explanation": "Stil"})
    asked = world.requirement_versions["P-2"]
    inside = (scene.told[assessed.TWO], asked, Audience.INSIDE_VENDOR)
    threads.open_thread(world["contributor2"].actor, *inside, "Onder ons", "Stil")
    story.opine(scene.told, assessed.TWO, "reviewer3", "P-1", Opinion(public="Iets anders"))
    organisations.add_organisation(world["vng-admin"].actor, OrganisationKind.PARTNERSHIP, "Aaa verband")
    questionnaires.add_questionnaire(world["coordinator"].actor, "Aaa vragenlijst")
    for other in ("contributor2", "ciso2", "coordinator2"):
        choose(oracle, other)


def choose(oracle: Oracle, person: str) -> None:
    """Somebody wants no news about anything."""
    wanted = choices.Choices(dict.fromkeys(Topic, Delivery.INBOX), quiet_weekdays=[2, 4])
    choices.change_choices(oracle.scene.world[person].actor, wanted)


def _unfreeze(connection: Connection) -> None:
    """Let frozen rows change; the triggers come back with the rollback."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in names:
        connection.execute(text(f'DROP TRIGGER "{name}"'))


def _reword(oracle: Oracle, actor: str) -> None:
    """Replace each word that this person may not see, in all columns of text."""
    hidden = {each.word for each in oracle.scene.canaries.values() if actor not in each.may}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text | JSON) and not column.primary_key:
                _reword_column(oracle.connection, table, column, hidden)


def _reword_column(connection: Connection, table: Table, column: Any, hidden: set[str]) -> None:
    keys = list(table.primary_key.columns)
    query = select(*keys, column).where(cast(column, Text).like(f"%{SIGN}%"))
    for *key, value in connection.execute(query).all():
        whole = value if isinstance(value, str) else json.dumps(value)
        new = FOUND.sub(lambda found: other_word(found[0]) if found[0] in hidden else found[0], whole)
        if new != whole:
            where = [each == part for each, part in zip(keys, key, strict=True)]
            given = new if isinstance(value, str) else json.loads(new)
            connection.execute(table.update().where(*where).values({column.name: given}))


def other_word(word: str) -> str:
    """A longer word that sorts at the other end."""
    turned = word[len(SIGN) :].translate(str.maketrans(LETTERS, LETTERS[::-1]))
    return f"{'a' if word[len(SIGN)] > 'n' else 'zz'}{turned}{turned[:3]}"


def differing(oracle: Oracle, actor: str, found: list[Place]) -> list[str]:
    """The places where a person can tell the two worlds apart."""
    here = {place.path: said(_asked(oracle, actor, place)) for place in found}
    with twin(oracle, actor):
        there = {place.path: said(_asked(oracle, actor, place)) for place in found}
    return [
        _told(place, actor, here[place.path], there[place.path])
        for place in found
        if here[place.path] != there[place.path]
    ]


def _asked(oracle: Oracle, actor: str, place: Place) -> TestResponse:
    with oracle.forgotten():
        return oracle.ask(actor, place)


def _told(place: Place, actor: str, here: str, there: str) -> str:
    """The first line that differs."""
    pairs = zip(here.splitlines(), there.splitlines(), strict=False)
    first = next(((one, two) for one, two in pairs if one != two), ("", "longer or shorter"))
    return f"{place}: {actor} reads {first[0].strip()[:120]!r} here and {first[1].strip()[:120]!r} in the twin world"
