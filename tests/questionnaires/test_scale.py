# SPDX-License-Identifier: EUPL-1.2
"""Two thousand requirements: chosen, put in order, looked at, checked and published within twelve queries a page."""

import uuid

from sqlalchemy import insert, select

from samencontroleren.core import clock
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.models import QuestionnaireItem, Requirement, RequirementVersion
from tests.support.counting import questions

MANY = 2_000
MOST = 12 + 3
"""Twelve of the page, and at most three for session, actor and inbox."""


def fill(opened):
    """Requirements Z-1 … Z-2000 in ten themes, in two statements; each tenth hangs on the first of its theme."""
    keys = [uuid.uuid4() for _each in range(MANY)]
    opened.execute(
        insert(Requirement),
        [{"id": key, "code": f"Z-{number}", "source": "Groot"} for number, key in enumerate(keys, 1)],
    )
    opened.execute(insert(RequirementVersion), [version(number, key) for number, key in enumerate(keys, 1)])


def version(number, key):
    first = (number - 1) // 200 * 200 + 1
    return {
        "id": uuid.uuid4(),
        "requirement_id": key,
        "number": 1,
        "made_at": clock.now(),
        "subject": Subject.PRODUCT,
        "addressed_to": AddressedTo.SUPPLIER,
        "answer_kind": AnswerKind.YES_NO,
        "theme": f"thema {first // 200:02}",
        "segment": "",
        "texts": {"nl": {"title": f"Eis {number}", "text": f"Regelt de leverancier punt {number} elke maand opnieuw?"}},
        "options": [],
        "aspects": [],
        "proof": [],
        "norms": [{"kind": "BIO2", "number": f"5.{number % 20}"}],
        "is_key": number == 1,
        "weight": 1,
        "severity": Severity.LOW,
        "applies_when": {"is": [f"Z-{first}", "yes"]} if number % 10 == 0 else None,
        "digest": f"{number:064}",
    }


def test_two_thousand_requirements_within_twelve_queries_a_page(client_of, world, app, connection):
    with app.extensions["database"].unit() as opened:
        fill(opened)
    site = client_of(world["coordinator"])
    key = site.post("/vragenlijsten/nieuw", {"name": "Groot"}).location.split("localhost")[-1].removesuffix("/eisen")

    def within(act, path, *sent, **options):
        with questions(connection) as seen:
            page = act(f"{key}{path}", *sent, **options)
        assert len(seen) <= MOST, (path, len(seen), seen)
        return page

    within(site.post, "/eisen", {"revision": "1", "bron": "Groot", "found": "all"})
    assert "2000 gekozen" in within(site.get, "/eisen?bron=Groot").words.replace(".", "")
    assert "Pagina 1 van 10" in str(within(site.get, "").text)
    page = within(site.get, "/volgorde?thema=thema 04&pagina=2")
    moved = next(each.get("data-key") for each in page.all("li") if each.get("data-key"))
    within(site.post, "/volgorde", {"revision": "2", "move": f"1|{moved}"})
    within(site.post, "/volgorde", {"revision": "3", "move": "1|thema 09"})
    with app.extensions["database"].unit(write=False) as opened:
        place = select(QuestionnaireItem.position).where(QuestionnaireItem.requirement_id == uuid.UUID(moved))
        assert opened.scalar(place) == 1_001
    assert "2000" in within(site.get, "/voorbeeld?profiel=alles").words.replace(".", "")
    within(site.get, "/voorbeeld")
    check = within(site.get, "/publiceren")
    assert "Engelse tekst ontbreekt" in check.words
    edit = next(each.get("href") for each in check.all("a") if "wijzigen" in (each.get("href") or ""))
    with questions(connection) as seen:
        site.get(edit)
    assert len(seen) <= MOST
    within(site.post, "/publiceren", {"revision": "4"})
    assert "ligt vast" in within(site.get, "").words
