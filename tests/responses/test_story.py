# SPDX-License-Identifier: EUPL-1.2
"""The second time costs a fraction of the first: two rounds of one product through the pages, each act counted.

A text that is typed counts as one act, and so does each click: a choice, a button, a link. Ninety requirements in eight
themes; in the second round eight are reworded, four are new, and the proof under three has ended.
"""

import sys
import uuid
from collections import Counter
from datetime import timedelta
from statistics import median

import pytest
from flask import Flask
from sqlalchemy import update

from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.responses.again import THEMES, first_wordings, next_round, publish
from tests.responses.rounds import make_dossier, make_round
from tests.responses.test_delta_pages import ClientOf, read_marks
from tests.responses.test_submission import add_proof
from tests.support.pages import Page, PageClient
from tests.support.world import World

REQUIREMENTS, REWORDED, NEW, ENDED = 90, 8, 4, 3
ANSWER = {"choice": "meets", "explanation": "Zo hebben we het geregeld."}

ACTS_OF_A_FORM = 3
"""A choice, a text, and the button to save and confirm."""


class Hands:
    """Somebody who fills in, and how many acts that took, by what they were for."""

    def __init__(self, client: PageClient, dossier: uuid.UUID) -> None:
        self.client, self.base = client, f"/dossiers/{dossier}"
        self.acts: Counter[object] = Counter()
        self.pages: dict[str, Page] = {}

    def opens(self, path: str, about: object) -> Page:
        """One click on a link; a page that was read before is not fetched again."""
        self.acts[about] += 1
        if path not in self.pages:
            self.pages[path] = self.client.get(f"{self.base}{path}")
        return self.pages[path]

    def answers(self, asked: uuid.UUID, revision: int = 0) -> None:
        """The form of a question, filled in and confirmed."""
        self.acts[asked] += ACTS_OF_A_FORM
        self.client.post(f"{self.base}/antwoorden/{asked}", {**ANSWER, "revision": str(revision)})

    def leans(self, asked: uuid.UUID, document: uuid.UUID) -> None:
        """A document chosen from a list, and the button to link it."""
        self.acts[asked] += 2
        self.client.post(f"{self.base}/antwoorden/{asked}/bewijs", {"document": str(document)})

    def confirms(self, asked: uuid.UUID, revision: int, about: object) -> None:
        """The button that says it still fits."""
        self.acts[about] += 1
        self.client.post(f"{self.base}/antwoorden/{asked}/bevestigen", {"revision": str(revision)})


def first_round(client: PageClient, dossier: Dossier, wordings: list[RequirementVersion], proof: uuid.UUID) -> Hands:
    """The first theme, and what leans on a document, through the pages."""
    hands = Hands(client, dossier.id)
    for each in wordings:
        if each in wordings[-ENDED:]:
            hands.leans(each.id, proof)
        if each.theme == THEMES[0] or each in wordings[-ENDED:]:
            hands.answers(each.id)
    return hands


def the_rest(hands: Hands, actor: Actor, dossier: Dossier, wordings: list[RequirementVersion]) -> None:
    """What is left of the first round: the same forms and so the same acts, through the service for speed."""
    for each in wordings:
        if each.id not in hands.acts:
            hands.acts[each.id] += ACTS_OF_A_FORM
            service.confirm_answer(actor, dossier.id, each.id, ANSWER)


def second_round(
    client: PageClient, dossier: Dossier, asked: dict[str, RequirementVersion], ended: list[str], proof: uuid.UUID
) -> Hands:
    hands = Hands(client, dossier.id)
    hands.opens("/wijzigingen", "way in")
    rewordings = [each.id for each in asked.values() if each.number == 2]
    for key in rewordings[::2]:  # half still fits; for the others the question is opened and another text typed
        hands.confirms(key, 1, key)
    for key in rewordings[1::2]:
        hands.opens(f"/invullen/{_theme(asked, key)}", key)
        hands.answers(key, 1)
        hands.opens("/wijzigingen", key)
    for code in ended:
        hands.leans(asked[code].id, proof)
        hands.confirms(asked[code].id, 1, asked[code].id)
    for key in (each.id for code, each in asked.items() if code.startswith("NW-")):
        hands.opens(f"/invullen/{_theme(asked, key)}", key)
        hands.answers(key)
        hands.opens("/wijzigingen", key)
    _blocks(hands)
    page = hands.client.get(f"{hands.base}/wijzigingen")
    assert "Lees deze nog één keer" in page.words
    return hands


def _theme(asked: dict[str, RequirementVersion], key: uuid.UUID) -> str:
    return next(each.theme for each in asked.values() if each.id == key)


def _blocks(hands: Hands) -> None:
    """The first block is opened from the page of changes; each confirmation leads to the next one."""
    address = f"/wijzigingen/{THEMES[0]}"
    page = hands.opens(address, THEMES[0])
    while address != "/wijzigingen":
        marks = read_marks(page)
        hands.acts[address] += 1
        done = hands.client.post(f"{hands.base}{address}", {"gelezen": marks})
        address = done.location.removeprefix(hands.base)
        page = hands.client.get(done.location)


def test_the_second_round_costs_a_fraction_of_the_first(
    app: Flask, database: Database, world: World, client_of: ClientOf, capsys: pytest.CaptureFixture[str]
) -> None:
    person, vrijgever = world["contributor1"], world["submitter1"]
    with database.unit():
        places = [THEMES[number * len(THEMES) // REQUIREMENTS] for number in range(REQUIREMENTS)]
        wordings = first_wordings([f"EIS-{number:02}" for number in range(1, REQUIREMENTS + 1)], places)
        one = make_dossier(world, make_round(world, "Ronde 1", publish("Lijst", 1, wordings)))
        old, fresh = (add_proof(person.actor, world, content).id for content in (b"Van toen.", b"Van nu."))
    client = client_of(person)
    first = first_round(client, one, wordings, old)
    with database.unit():
        the_rest(first, person.actor, one, wordings)
    client_of(vrijgever).post(f"/dossiers/{one.id}/indienen")
    with database.unit():
        session().execute(update(Dossier).where(Dossier.id == one.id).values(state=DossierState.PUBLISHED))
        session().execute(update(Document).where(Document.id == old).values(valid_until=clock.today() - timedelta(1)))
        now, asked = next_round(world, wordings, reworded=REWORDED, new=NEW)
    ended = [f"EIS-{number:02}" for number in range(REQUIREMENTS - ENDED + 1, REQUIREMENTS + 1)]
    second = second_round(client, now, asked, ended, fresh)
    with database.unit(write=False):
        due = service.load_delta(person.actor, now.id).to_reread
    for each in due:
        second.confirms(each.question.version.id, each.question.revision, "read once more")
    with database.unit(write=False):
        assert service.overview(vrijgever.actor, now.id).may_submit
    usual = median(first.acts.values())
    most = (REWORDED + NEW + ENDED) * usual + 3 * len(THEMES)
    total = second.acts.total()
    with capsys.disabled():
        sys.stdout.write(
            f"\nfirst round {first.acts.total()} acts, median {usual:g} per question; "
            f"second {total} acts (at most {most:g}), {len(due)} read once more\n"
        )
    assert len(due) == 4
    assert len(first.acts) == REQUIREMENTS
    assert total <= most
