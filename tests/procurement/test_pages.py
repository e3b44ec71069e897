# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets over HTTP: from a name to an annex, wrong input, files, the comparison, and how many questions it takes."""

import io
import re
import uuid
from collections.abc import Callable

import docx
import openpyxl
import pytest
from flask import Flask
from sqlalchemy import Connection

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.db import Database, session
from samencontroleren.procurement import service
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Subject
from samencontroleren.usage import service as usages
from samencontroleren.vendors.models import Product
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import Page, PageClient
from tests.support.wordings import publish, wording
from tests.support.world import World

Clients = Callable[..., PageClient]
MOST = 15
"""Twelve besides three for session, actor and inbox (quality.md, section 5)."""


@pytest.fixture
def questionnaire(app: Flask, database: Database, world: World) -> uuid.UUID:
    """One scope question, what hangs on it, and a title that a spreadsheet could take for a formula."""
    supplier, product = AddressedTo.SUPPLIER, Subject.PRODUCT
    with database.unit():
        scope = wording("S-1", supplier, product, answer_kind=AnswerKind.YES_NO, options=[], norms=[])
        texts = {"nl": {"title": "=2+3", "text": "Tekst\x0bmet een teken", "why": "Omdat"}}
        formula = wording("C-1", supplier, product, {"is": ["S-1", "yes"]}, texts=texts)
        return publish("Winkel", [scope, formula, *world.requirement_versions.values()])


def revision(page: Page) -> str:
    """The revision in the form of a page."""
    found = re.search(r'name="revision" value="(\d+)"', page.text)
    assert found is not None
    return found[1]


def made(client: PageClient, questionnaire: uuid.UUID) -> str:
    """A new set: where it stands."""
    sent = {"name": "Zaaksysteem", "reference": "TN-1", "questionnaire_id": str(questionnaire)}
    return client.post("/inkoopsets", sent).location.removesuffix("/keuzes")


def test_from_a_name_to_an_annex(client_of: Clients, questionnaire: uuid.UUID) -> None:
    buyer, ciso = client_of(questionnaire_world.buyer), client_of(questionnaire_world.ciso)
