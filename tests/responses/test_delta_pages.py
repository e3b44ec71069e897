# SPDX-License-Identifier: EUPL-1.2
"""The pages and the API of a second round, as the people of a supplier meet them."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, FindingState, Severity, Verdict
from samencontroleren.assessments.models import Conclusion, Finding
from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.responses.models import Answer
from samencontroleren.rounds.models import Dossier, Round
from tests.responses.again import Again, next_round, submitted_round
from tests.responses.rounds import make_dossier
from tests.responses.test_api import Call, call
from tests.responses.test_page_queries import MOST, statements
from tests.support.pages import Page, PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]
CODES = [f"EIS-{number:02}" for number in range(1, 9)]
__all__ = ["call"]


def judge(dossier: Dossier, asked: uuid.UUID) -> None:
    """The reviewers found it partly in order, and the supplier was told."""
    session().add(
        Conclusion(
            dossier_id=dossier.id,
            requirement_version_id=asked,
            number=1,
            code=Verdict.PARTLY,
            assurance=Assurance.CHECKED,
            public_reason="Het herstelplan is niet geoefend.",
            confidential_reason="De wachtdienst ontbreekt op zondag.",
            basis=ConclusionBasis.EQUAL,
            is_shown_to_vendor=True,
        )
    )
    session().add(
        Finding(
            dossier_id=dossier.id,
            vendor_id=dossier.vendor_id,
            product_id=dossier.product_id,
            requirement_version_id=asked,
            severity=Severity.HIGH,
            due_on=clock.today() + timedelta(days=30),
            state=FindingState.OPEN,
        )
    )
    session().flush()


@pytest.fixture
def again(app: Flask, database: Database, world: World) -> Again:
    """Eight answered before: one reworded, one dropped, one new, one not met last time; two themes."""
    with database.unit():
        first, wordings = submitted_round(world, CODES, themes=2)
        judge(first, wordings[1].id)
        now, asked = next_round(world, wordings, reworded=1, new=1, dropped=1)
    return Again(first, now, asked)


def read_marks(page: Page) -> list[str]:
    return re.findall(r'name="gelezen" value="([^"]+)"', page.text)


def test_the_page_of_changes_shows_each_group_and_what_is_left(again: Again, client_of: ClientOf, world: World) -> None:
    client = client_of(world["contributor1"])
    page = client.get(f"/dossiers/{again.now.id}/wijzigingen")
    for words in ("Anders verwoord", "Vorige keer niet voldaan", "Nieuw", "Vervallen", "Ongewijzigd"):
        assert words in page.words
    assert "Nog 5 van 5 vragen, ongeveer 5 minuten." in page.words
    assert "Het herstelplan is niet geoefend." in page.words
    assert "De wachtdienst ontbreekt op zondag." in page.words
    assert "nog open" in page.words
    assert re.search(r'<del class="sc-gone">.*?1.*?</del>', page.text)
    assert re.search(r'<ins class="sc-added">.*?2.*?</ins>', page.text)
    assert "Zo hebben we het geregeld." in page.words
    overview = client.get(f"/dossiers/{again.now.id}/invullen")
    assert "U deed eerder mee" in overview.words
    start = client.get("/")
    assert f"/dossiers/{again.now.id}/wijzigingen" in start.text
    dossier = client.get(f"/dossiers/{again.now.id}")
    buttons = [each.get("href") for each in dossier.all("a") if "sc-button-link" in (each.get("class") or "")]
    assert buttons[0] == f"/dossiers/{again.now.id}/wijzigingen"
    assert f"/dossiers/{again.first.id}/wijzigingen" not in client.get(f"/dossiers/{again.first.id}").text


def test_blocks_follow_each_other_and_what_comes_back_is_read_by_itself(
    again: Again, client_of: ClientOf, world: World
) -> None:
    client, base = client_of(world["contributor1"]), f"/dossiers/{again.now.id}/wijzigingen"
    page = client.get(f"{base}/toegang")
    assert len(read_marks(page)) == page.words.count("Zo wordt uw antwoord beoordeeld") == 2
    done = client.post(f"{base}/toegang", {"gelezen": read_marks(page)})
    assert done.location.endswith("/wijzigingen/logging")
    done = client.post(f"{base}/logging", {"gelezen": read_marks(client.get(f"{base}/logging"))})
    assert done.location.endswith("/wijzigingen")
    page = client.get(base)
    assert "Lees deze nog één keer" in page.words and "Zo wordt uw antwoord beoordeeld" in page.words
    refused = client_of(world["submitter1"]).get(f"/dossiers/{again.now.id}/indienen")
    assert "Lees nog één keer" in refused.words
    forms = [each for each in page.all("form") if "Gelezen, dit klopt" in "".join(each.itertext())]
    assert len(forms) == 3
    for form in forms:
        hidden = [each for each in form.iter() if each.get("type") == "hidden" and each.get("name") != "csrf_token"]
        given = {str(each.get("name")): str(each.get("value")) for each in hidden}
        client.post(str(form.get("action")), given)
    assert "Lees deze nog één keer" not in client.get(base).words


def test_a_stale_block_names_what_changed_and_confirms_nothing(
    again: Again, client_of: ClientOf, world: World, database: Database
) -> None:
    client, base = client_of(world["contributor1"]), f"/dossiers/{again.now.id}/wijzigingen/toegang"
    marks, asked = read_marks(client.get(base)), again.key("EIS-03")
    typed = {"choice": "partly", "explanation": "Deels.", "revision": "1"}
    client_of(world["submitter1"]).post(f"/dossiers/{again.now.id}/antwoorden/{asked}/concept", typed)
    page = client.post(base, {"gelezen": marks}, 409)
    assert "Er is niets bevestigd" in page.words
    assert "Vraag EIS-03" in page.words
    assert len(read_marks(page)) == 1
    with database.unit(write=False) as opened:
        assert not opened.scalars(select(Answer).where(Answer.confirmed_round_id == again.now.round_id)).all()


def test_the_page_stands_when_a_stale_confirmation_is_refused(again: Again, client_of: ClientOf, world: World) -> None:
    client, asked = client_of(world["contributor1"]), again.key("EIS-03")
    back = f"/dossiers/{again.now.id}/wijzigingen"
    done = client.post(f"/dossiers/{again.now.id}/antwoorden/{asked}/bevestigen", {"revision": "0", "back": back})
    assert done.location == back
    assert "Niet bevestigd" in client.get(back).words


def test_the_api_tells_the_group_and_confirms_a_block(again: Again, call: Call) -> None:
    path = f"/dossiers/{again.now.id}"
    found = call("contributor1", "GET", f"{path}/vragen?pageSize=100").json
    told: dict[str, Any] = {each["code"]: each for each in found}
    assert {code: each["groep"] for code, each in told.items() if each["groep"] != "ongewijzigd"} == {
        "EIS-01": "anders-verwoord",
        "EIS-02": "niet-voldaan",
        "NW-1": "nieuw",
    }
    assert told["EIS-01"]["vorigeKeer"]["verschillen"][0]["onderdeel"] == "text"
    assert told["EIS-02"]["vorigeKeer"]["oordeel"] == "voldoet-deels"
    assert told["NW-1"]["vorigeKeer"] is None
    read = [{"eisId": each["eisId"], "kenmerk": each["kenmerk"]} for each in found if each["kanSamenBevestigd"]]
    wrong = call("contributor1", "POST", f"{path}/bevestigingen", json={"gelezen": [{**read[0], "kenmerk": "0"}]})
    assert (wrong.status_code, wrong.json["code"]) == (409, "niet-meer-ongewijzigd")
    assert "EIS-03" in wrong.json["detail"]
    done = call("contributor1", "POST", f"{path}/bevestigingen", json={"gelezen": read})
    assert (done.status_code, done.json) == (200, {"bevestigd": 5})
    after = call("contributor1", "GET", f"{path}/vragen?pageSize=100").json
    assert sum(each["status"] == "nog-eens-te-lezen" for each in after) == 3


def test_a_change_after_submission_stands_on_the_dossier_for_its_supplier_and_vng(
    again: Again, client_of: ClientOf, world: World, database: Database
) -> None:
    asked, client = again.key("EIS-03"), client_of(world["submitter1"])
    typed = {"choice": "not_met", "explanation": "Het is stuk.", "revision": "1"}
    client.post(f"/dossiers/{again.now.id}/antwoorden/{asked}", typed)
    own = client.get(f"/dossiers/{again.first.id}")
    assert "Meld deze wijziging bij VNG" in own.words
    assert "Vraag EIS-03" in own.words
    seen = client_of(world["coordinator"]).get(f"/dossiers/{again.first.id}")
    assert "gevraagd om een wijzigingsmelding" in seen.words
    assert "Het is stuk." not in seen.text
    assert "Gewijzigd na inzending" not in client_of(world["coordinator"]).get(f"/dossiers/{again.now.id}").words


def test_the_dossier_of_the_supplier_and_those_of_its_products_show_each_other(
    again: Again, client_of: ClientOf, world: World, database: Database
) -> None:
    with database.unit() as opened:
        in_round = opened.get_one(Round, again.now.round_id)
        about_vendor = make_dossier(world, in_round, product=None)
        other = make_dossier(world, in_round, vendor=1)
    client = client_of(world["contributor1"])
    page = client.get(f"/dossiers/{again.now.id}/invullen")
    assert f"/dossiers/{about_vendor.id}/invullen" in page.text
    page = client.get(f"/dossiers/{about_vendor.id}/invullen")
    assert f"/dossiers/{again.now.id}/invullen" in page.text
    assert str(other.id) not in page.text


@pytest.mark.parametrize("size", [30, 300])
def test_the_queries_do_not_grow_with_the_answers(
    app: Flask, database: Database, world: World, client_of: ClientOf, size: int
) -> None:
    with database.unit():
        first, wordings = submitted_round(world, [f"R-{number}" for number in range(size)], themes=max(1, size // 40))
        judge(first, wordings[-1].id)
        now, _asked = next_round(world, wordings, reworded=size // 10, new=2, dropped=2)
    client = client_of(world["contributor1"])
    for address in ("wijzigingen", "wijzigingen/toegang"):
        with statements(database) as seen:
            client.get(f"/dossiers/{now.id}/{address}")
        assert 3 < len(seen) <= MOST, "\n".join(seen)
