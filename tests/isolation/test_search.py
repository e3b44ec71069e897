# SPDX-License-Identifier: EUPL-1.2
"""A search finds nothing that is not theirs, nothing in confidential text, and all that is theirs (product.md, 2.6)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.search.models import SearchEntry
from tests.isolation.canaries import FOUND, GUESTS, Canary
from tests.isolation.extent import ACTORS, FULL, by_turns
from tests.isolation.hunt import report
from tests.isolation.oracle import Oracle
from tests.isolation.places import Place
from tests.support.turns import DAY

pytestmark = pytest.mark.database

OPEN = (
    "name of supplier",
    "register number of supplier",
    "name of product",
    "title of unpublished requirement",
    "name of round",
    ": title",
)
"""What may be searched at all: names and numbers, and titles of requirements and documents."""

BESIDE_A_RESULT = frozenset(("other proof on request 1: title",))
"""Read in a list of what can be asked for; who may not open the document does not find it."""

OF_ANOTHER = "name of round"
"""Found is a dossier of it: who reads the round and none of its dossiers finds nothing."""


def searched(oracle: Oracle, unit_of: Session) -> list[Canary]:
    """The canaries that stand in the words of the search."""
    text = " ".join(f"{entry.title} {entry.words}" for entry in unit_of.scalars(select(SearchEntry)))
    return [oracle.scene.canaries[word] for word in sorted(set(FOUND.findall(text.lower())))]


def asking(oracle: Oracle, canary: Canary) -> list[str]:
    """Everybody it is for and half of the others, in turn; on SQLite one of each."""
    everybody = sorted(oracle.scene.tokens.keys() & set(ACTORS))
    entitled = [each for each in everybody if each in canary.must]
    others = [each for each in everybody if each not in canary.must]
    today = others if FULL else others[DAY % 2 :: 2]
    return [*by_turns(oracle, entitled, canary.where), *by_turns(oracle, today, canary.where)]


def test_confidential_text_is_not_in_the_index(oracle: Oracle, unit_of: Session) -> None:
    there = searched(oracle, unit_of)
    assert [each.where for each in there if not any(part in each.where for part in OPEN)] == []
    for part in OPEN:
        assert any(part in each.where for each in there), f"no {part} was planted where it can be found"


def test_each_word_is_found_by_whom_it_is_for_and_by_nobody_else(oracle: Oracle, unit_of: Session) -> None:
    """Also the count is nothing; and what is found opens.

    A guest finds nothing at all: what it reads stands at its question, and no page of a supplier or document opens.
    """
    faults = []
    for canary in searched(oracle, unit_of):
        for actor in asking(oracle, canary):
            answer = oracle.ask(actor, Place("search", "GET", f"/api/v1/zoekresultaten?q={canary.word}", None))
            rows = answer.get_json() if answer.status_code == 200 else []
            total = int(answer.headers.get("X-Total-Count", 0))
            if (rows or total) and actor not in canary.may:
                faults.append(f"{actor} finds {canary.where}")
            is_theirs = canary.where not in BESIDE_A_RESULT and not canary.where.startswith(OF_ANOTHER)
            if not rows and actor in canary.must - GUESTS and is_theirs:
                faults.append(f"{actor} does not find {canary.where}")
            for path in {each["pagina"] for each in rows[:1]}:
                status = oracle.ask(actor, Place("found", "GET", path, None)).status_code
                if status not in (200, 302):
                    faults.append(f"{actor} finds {canary.where} but gets {status} at {path}")
    report(faults)
