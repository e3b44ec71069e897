# SPDX-License-Identifier: EUPL-1.2
"""The pages on which a supplier fills in a dossier, as its people and others meet them."""

import io
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from samencontroleren.core.db import Database
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service
from samencontroleren.responses.models import Answer, Submission, SubmittedAnswer
from samencontroleren.rounds.kinds import DossierState
from tests.evidence.test_suggestions import pdf as read_pdf
from tests.responses.rounds import make_dossier, make_questionnaire, make_round
from tests.support.pages import PageClient
from tests.support.world import World

CERTIFICATE = "Norm: ISO/IEC 27001:2022\nAfgegeven door: Bedacht B.V.\nGeldig van 2 maart 2025 tot en met 1 maart 2028"
ClientOf = Callable[..., PageClient]
JSON = {"Accept": "application/json"}


@pytest.fixture
def dossier(app: Flask, database: Database, world: World) -> str:
    """The address of a dossier of the first supplier that is in progress."""
    with database.unit():
        return f"/dossiers/{make_dossier(world, make_round(world)).id}"


def form_values(page: Any, asked: Any) -> dict[str, str]:
    """The hidden fields of the answer form of a question."""
    for form in page.all("form"):
        if (form.get("action") or "").endswith(f"/antwoorden/{asked}"):
            hidden = (each for each in form.iter() if each.get("type") == "hidden")
            return {
                str(each.get("name")): str(each.get("value")) for each in hidden if each.get("name") != "csrf_token"
            }
    raise AssertionError("no such form")


def answer_all(client: PageClient, dossier: str, world: World) -> None:
    given = {"P-1": {"choice": "meets"}, "P-2": {"choice": "yes"}, "P-3": {"choice": "meets"}, "P-4": {"number": "4"}}
    for code, value in given.items():
        client.post(f"{dossier}/antwoorden/{world.requirement_versions[code]}", {**value, "revision": "0"})


def test_beginning_is_a_button(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    with database.unit():
        made = make_dossier(world, make_round(world), state=DossierState.INVITED)
    client = client_of(world["contributor1"])
    assert "Begin" in client.get(f"/dossiers/{made.id}/invullen").words
    begun = client.post(f"/dossiers/{made.id}/invullen")
    first = client.get(begun.location, 302).location
    assert first.endswith(f"/invullen/toegang#vraag-{world.requirement_versions['P-1']}")
    page = client.get(f"/dossiers/{made.id}/invullen")
    assert "0 van 4" in page.words
    assert "Nog leeg (4 vragen)" in page.words


def test_autosave_answers_with_the_time_and_the_next_revision(
    dossier: str, world: World, client_of: ClientOf, database: Database
) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    typed = {"choice": "partly", "explanation": "Bijna klaar.", "revision": "0"}
    saved = client.post(f"{dossier}/antwoorden/{asked}/concept", typed, 200, headers=JSON)
    answer = json.loads(saved.text)
    assert answer["revision"] == 1
    assert answer["label"].startswith("Opgeslagen om")
    page = client.get(f"{dossier}/invullen/toegang")
    assert "Bijna klaar." in page.text
    assert form_values(page, asked)["revision"] == "1"
    with database.unit(write=False) as opened:
        assert opened.scalars(select(Answer)).one().draft == {"choice": "partly", "explanation": "Bijna klaar."}


def test_confirming_goes_to_the_next_question(dossier: str, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    hidden = form_values(client.get(f"{dossier}/invullen/toegang"), asked)
    done = client.post(f"{dossier}/antwoorden/{asked}", {**hidden, "choice": "meets", "explanation": ""})
    assert done.location.endswith(f"/invullen/toegang#vraag-{world.requirement_versions['P-2']}")
    assert "1 van 4" in client.get(f"{dossier}/invullen").words


def test_an_incomplete_answer_keeps_what_was_typed(
    dossier: str, world: World, client_of: ClientOf, database: Database
) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-4"]
    page = client.post(f"{dossier}/antwoorden/{asked}", {"number": "vier", "explanation": "Ruw geteld"}, 422)
    assert 'value="vier"' in page.text
    assert "Ruw geteld" in page.text
    assert "Vul een getal van 0 of hoger in" in page.words
    page = client.post(f"{dossier}/antwoorden/{asked}", {"number": "   "}, 422)
    assert "Vul dit in." in page.words
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Answer)) == 0


def test_nobody_is_sent_to_another_site(dossier: str, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    sent = {"choice": "meets", "revision": "0", "next": "https://kwaad.example/"}
    assert client.post(f"{dossier}/antwoorden/{asked}", sent).location.endswith("/invullen")


@pytest.mark.parametrize("answer_kind", list(AnswerKind))
def test_each_kind_of_question_has_a_form(
    app: Flask, database: Database, world: World, client_of: ClientOf, answer_kind: AnswerKind
) -> None:
    with database.unit():
        listed = make_questionnaire([answer_kind])
        made = make_dossier(world, make_round(world, questionnaire=listed))
    page = client_of(world["contributor1"]).get(f"/dossiers/{made.id}/invullen/toegang")
    assert "Waarom vragen we dit?" in page.words
    folded = [" ".join(" ".join(each.itertext()).split()) for each in page.all("details")]
    told = "Zo wordt uw antwoord beoordeeld Voldoet als alles is geregeld. Voldoet niet als er niets is."
    assert told in folded and page.words.count("Voldoet als") == 1
    assert "Opslaan en bevestigen" in page.words


def test_rows_are_kept_row_by_row(app: Flask, database: Database, world: World, client_of: ClientOf) -> None:
    with database.unit():
        made = make_dossier(world, make_round(world, questionnaire=make_questionnaire([AnswerKind.ROWS])))
    client = client_of(world["contributor1"])
    page = client.get(f"/dossiers/{made.id}/invullen/toegang")
    address = next(f.get("action") for f in page.all("form") if "/antwoorden/" in (f.get("action") or ""))
    rows = {"row-0-name": "Bedachte Cloud", "row-0-country": "NL", "row-0-service": "Opslag", "row-1-country": "DE"}
    page = client.post(address, {**rows, "revision": "0"}, 422)
    assert "Vul de naam in." in page.words
    client.post(address, {**rows, "row-1-name": "Verzonnen Hosting", "revision": "0"})
    page = client.get(f"/dossiers/{made.id}/invullen/toegang")
    assert 'value="Verzonnen Hosting"' in page.text
    assert 'name="row-4-name"' in page.text


def test_a_document_is_added_at_the_question_and_used_again(dossier: str, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    sent = {"kind": "own_statement", "place": "pagina 2"}
    address = f"{dossier}/antwoorden/{asked}/bewijs/nieuw"
    client.post(address, {**sent, "file": (io.BytesIO(b"Ons beleid."), "beleid.txt")})
    client.post(address, {**sent, "file": (io.BytesIO(b"Ons beleid."), "nog eens.txt")})
    page = client.get(f"{dossier}/invullen/toegang")
    assert "pagina 2" in page.words
    assert page.words.count("Loskoppelen") == 1
    assert "1 antwoord" in client.get("/bewijs").words
    page = client.post(address, {**sent, "file": (io.BytesIO(b"x"), "kwaad.exe")}, 422)
    assert "Dit is een programma of een soort archief" in page.words
    assert 'value="pagina 2"' in page.text


def test_what_was_typed_goes_along_with_the_buttons_of_evidence(
    dossier: str, world: World, client_of: ClientOf
) -> None:
    """Without script they are buttons of the answer's own form."""
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    typed = {"choice": "partly", "explanation": "Net getypt.", "revision": "0", "kind": "own_statement"}
    page = client.get(f"{dossier}/invullen/toegang")
    buttons = [each for each in page.all("button") if f"{asked}/bewijs/nieuw" in (each.get("formaction") or "")]
    owners = {str(each.get("id")) for each in page.all("form") if f"/antwoorden/{asked}" in (each.get("action") or "")}
    assert [each.get("form") in owners for each in buttons] == [True]
    forms = {str(each.get("id")) for each in page.all("form")}
    beside = [each for kind in ("input", "select") for each in page.all(kind) if each.get("form")]
    assert {each.get("name") for each in beside} >= {"file", "kind", "title", "valid_until", "place", "sharing"}
    assert {each.get("form") for each in beside} <= forms
    address = f"{dossier}/antwoorden/{asked}/bewijs"
    page = client.post(f"{address}/nieuw", {**typed, "file": (io.BytesIO(b"x"), "kwaad.exe")}, 422)
    assert "Net getypt." in page.text
    assert "Net getypt." not in client.get(f"{dossier}/antwoorden").words
    assert form_values(page, asked)["revision"] == "0" and "Opgeslagen om" not in page.words, "nothing was stored"
    typed = {**typed, **form_values(page, asked)}
    page = client.post(f"{address}/nieuw", {**typed, "choice": "vals", "file": (io.BytesIO(b"y"), "a.txt")}, 422)
    assert "Kies een van de mogelijkheden." in page.words
    client.post(f"{address}/nieuw", {**typed, "file": (io.BytesIO(b"Ons beleid."), "beleid.txt")})
    words = client.get(f"{dossier}/antwoorden").words
    assert "Net getypt." in words and "beleid" in words
    clash = client.post(
        f"{address}/nieuw", {**typed, "explanation": "Anders.", "file": (io.BytesIO(b"z"), "b.txt")}, 409
    )
    assert "Kies welke tekst blijft" in clash.words
    unlink = next(
        str(each.get("formaction"))
        for each in client.get(f"{dossier}/invullen/toegang").all("button")
        if (each.get("formaction") or "").endswith("/los")
    )
    client.post(unlink, {**typed, "revision": "1", "explanation": "Nog iets."})
    words = client.get(f"{dossier}/antwoorden").words
    assert "Nog iets." in words and "beleid" not in words


def test_what_was_read_is_taken_over_right_at_the_question(
    dossier: str, world: World, client_of: ClientOf, database: Database
) -> None:
    """One press per document, or one for all; without script what was typed in the answer goes along."""
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    address, place = f"{dossier}/antwoorden/{asked}", f"{dossier}/invullen/toegang"
    for name, text in (("een.pdf", CERTIFICATE), ("twee.pdf", "Valid until 04/05/2027\nIssued by Twee LLP")):
        client.post(f"{address}/bewijs/nieuw", {"kind": "other", "file": (io.BytesIO(read_pdf(text)), name)})
    page = client.get(place)
    assert "Gelezen in een" in page.words and "1 maart 2028 (nu niet ingevuld)" in page.words
    held = {n: str(e.get("value")) for e in page.all("input") if (n := e.get("name") or "").startswith("lezing-")}
    presses = {e.get("value"): e.get("formaction") for e in page.all("button") if e.get("name") == "lezing"}
    assert set(presses.values()) == {f"{address}/lezingen"} and {"neem:alle", "laat:alle"} < set(presses)
    with database.unit(write=False) as opened:
        keys = {each.title: str(each.id) for each in opened.scalars(select(Document))}
    typed = {"choice": "partly", "explanation": "Net getypt.", "revision": "0", "back": place}
    sent = {name: value for name, value in held.items() if name.count("-") == 5}
    client.post(f"{address}/lezingen", {**sent, "lezing": f"neem:{asked}", "back": place})
    assert "Kies eerst welke lezing klopt" in client.get(place).words, "a press is of one document"
    outdated = {**sent, f"lezing-{keys['twee']}": "0"}
    client.post(f"{address}/lezingen", {**outdated, "lezing": "neem:alle", "back": place})
    page = client.get(place)
    assert "intussen gewijzigd" in page.words and "Gelezen in een" in page.words, "all or nothing"
    client.post(f"{address}/lezingen", {**typed, **sent, "lezing": "neem:alle"})
    with database.unit(write=False) as opened:
        found = {each.title: each for each in opened.scalars(select(Document))}
    assert (str(found["een"].valid_until), found["een"].kind.value) == ("2028-03-01", "iso_27001")
    assert (found["twee"].valid_until, found["twee"].issuer) == (None, "Twee LLP"), "which day it is, a person says"
    page = client.get(place)
    assert "Net getypt." in page.text and "Gelezen in een" not in page.words and "Gelezen in twee" in page.words
    stale = {f"lezing-{keys['twee']}": "0", "lezing": f"laat:{keys['twee']}"}
    client.post(f"{address}/lezingen", {**stale, "back": place})
    assert "intussen gewijzigd" in client.get(place).words
    now = {f"lezing-{keys['twee']}": str(found["twee"].revision), "lezing": f"neem:{keys['twee']}"}
    client.post(f"{address}/lezingen", {**now, "back": place})
    assert "Kies eerst welke lezing klopt" in client.get(place).words
    client.post(f"{address}/lezingen", {**now, f"lezing-{keys['twee']}-valid_until": "2027-05-04", "back": place})
    page = client.get(place)
    assert "Uw keuze is verwerkt" in page.words and "Gelezen in twee" not in page.words
    client_of(world["submitter2"]).post(f"{address}/lezingen", now, 404)


def test_autosave_says_how_the_answer_stands(dossier: str, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]

    def saved(revision: int, **typed: str) -> dict[str, Any]:
        sent = {**typed, "revision": str(revision)}
        return json.loads(client.post(f"{dossier}/antwoorden/{asked}/concept", sent, 200, headers=JSON).text)

    blank = saved(0, explanation="   ")
    assert (blank["label"], blank["status"]["label"]) == ("Er is nog niets ingevuld.", "Nog leeg")
    typed = saved(blank["revision"], choice="meets")
    assert typed["label"].startswith("Opgeslagen om") and typed["status"]["label"] == "Nog bevestigen"
    client.post(f"{dossier}/antwoorden/{asked}", {"choice": "meets", "revision": str(typed["revision"])})
    changed = saved(typed["revision"], choice="partly")
    assert changed["status"] == {"label": "Niet compleet", "tone": "warning"}
    emptied = saved(changed["revision"])
    assert emptied["label"].startswith("Er is nu niets ingevuld")


def test_half_a_row_is_kept_and_says_at_the_row_what_it_lacks(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        listed = make_questionnaire([AnswerKind.ROWS], checks={AnswerKind.ROWS: ["country"]})
        made = make_dossier(world, make_round(world, questionnaire=listed))
        asked = opened_question(world, made.id)
    client, place = client_of(world["contributor1"]), f"/dossiers/{made.id}"
    typed = {"row-1-name": "Bedacht Hosting", "row-1-country": "", "row-2-name": "", "row-2-country": "NL"}
    sent = {**typed, "revision": "0"}
    told = json.loads(client.post(f"{place}/antwoorden/{asked}/concept", sent, 200, headers=JSON).text)
    lacking = {"1": "Vul in deze regel nog in: land.", "2": "Vul in deze regel nog in: naam."}
    assert (told["rows"], told["status"]["label"]) == (lacking, "Niet compleet")
    page = client.get(f"{place}/invullen/toegang")
    notes = {each.get("data-row-note"): "".join(each.itertext()) for each in page.all("p") if each.get("data-row-note")}
    assert {name: text for name, text in notes.items() if text} == dict(zip("01", lacking.values(), strict=True))
    assert "Niet compleet" in client.get(f"{place}/vragen").words
    refused = client.post(f"{place}/antwoorden/{asked}", {**typed, "revision": str(told["revision"])}, 422)
    wrong = {each.get("name"): each.get("value") for each in refused.all("input") if each.get("aria-invalid")}
    assert wrong == {"row-0-country": "", "row-1-name": ""}, "at the row that was typed, whatever row was left blank"
    assert "nog in:" not in refused.words, "the message at the field says it"


def opened_question(world: World, dossier_id: uuid.UUID) -> uuid.UUID:
    (question,) = service.overview(world["contributor1"].actor, dossier_id).questions
    return question.version.id


def test_submitting_by_the_vrijgever_only(dossier: str, world: World, client_of: ClientOf, database: Database) -> None:
    answer_all(client_of(world["contributor1"]), dossier, world)
    assert "Alleen een vrijgever" in client_of(world["contributor1"]).get(f"{dossier}/indienen", 403).words
    client_of(world["contributor1"]).post(f"{dossier}/indienen", status=403)
    client = client_of(world["submitter1"])
    assert "Vraag een vrijgever" in client_of(world["contributor1"]).get(f"{dossier}/invullen").words
    client_of(world["contributor1"]).post(f"{dossier}/vrijgever")
    assert "klaar om na te lezen" in client.get("/berichten").words
    primary = [each for each in client.get(dossier).all("a") if "--primary" in (each.get("class") or "")]
    assert [each.get("href") for each in primary] == [f"{dossier}/indienen"]
    page = client.get(f"{dossier}/indienen")
    assert "Dien in" in page.words and "De hele eis" in page.words and "Wijzig dit antwoord" in page.words
    assert "let op het bewijs bij 3 antwoorden" in page.words
    client.post(f"{dossier}/indienen")
    client.post(f"{dossier}/indienen")
    page = client.get(f"{dossier}/invullen")
    assert "Uw antwoorden liggen nu vast" in page.words and "Aantal antwoorden 4" in page.words
    messages = client.get("/berichten").words
    assert "Uw inzending is ontvangen" in messages and "klaar om na te lezen" not in messages
    assert "Voldoet" in client.get(f"{dossier}/ingediend").words
    asked = world.requirement_versions["P-1"]
    page = client.post(f"{dossier}/antwoorden/{asked}/concept", {"choice": "partly", "revision": "1"}, 409)
    assert "liggen vast" in page.words
    with database.unit(write=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Submission)) == 1
    with database.unit() as opened:  # as when another answer made a question go away since
        submission, wording = opened.scalars(select(Submission)).one(), world.requirement_versions["V-1"]
        asked_before = opened.get_one(RequirementVersion, wording).requirement_id
        answer = Answer(vendor_id=world.vendors[0], requirement_id=asked_before, revision=0)
        opened.add(answer)
        opened.flush()
        facts = {"dossier_id": submission.dossier_id, "position": 5, "value": {}, "is_confidential": False}
        more = SubmittedAnswer(**facts, submission_id=submission.id, answer_id=answer.id, answer_number=1)
        more.requirement_version_id = wording
        opened.add(more)
    assert "Aantal antwoorden 5" in client.get(f"{dossier}/invullen").words


def test_what_is_missing_is_named_before_submitting(dossier: str, world: World, client_of: ClientOf) -> None:
    page = client_of(world["submitter1"]).get(f"{dossier}/indienen")
    assert "Er zijn nog 4 antwoorden niet klaar" in page.words
    client_of(world["submitter1"]).get(f"{dossier}/ingediend", status=404)
    refused = client_of(world["contributor1"]).post(f"{dossier}/vrijgever", status=409)
    assert "Bevestig eerst alle antwoorden" in refused.words
    client_of(world["submitter1"]).post(f"{dossier}/indienen", status=409)


@pytest.mark.parametrize("who", ["contributor2", "submitter2", "reviewer1", "buyer1", "coordinator", "releaser"])
def test_others_never_see_the_working_answers(dossier: str, world: World, client_of: ClientOf, who: str) -> None:
    asked = world.requirement_versions["P-1"]
    client = client_of(world[who])
    for path in ("invullen", "invullen/toegang", f"antwoorden/{asked}/geschiedenis", "indienen"):
        client.get(f"{dossier}/{path}", 404)
    for path in (f"antwoorden/{asked}", f"antwoorden/{asked}/concept", f"antwoorden/{asked}/bewijs/nieuw", "invullen"):
        client.post(f"{dossier}/{path}", {"choice": "meets", "revision": "0"}, 404)


def test_an_administrator_reads_but_has_no_form(dossier: str, world: World, client_of: ClientOf) -> None:
    client = client_of(world["vendor-admin1"])
    assert "Opslaan en bevestigen" not in client.get(f"{dossier}/invullen/toegang").words
    asked = world.requirement_versions["P-1"]
    client.post(f"{dossier}/antwoorden/{asked}", {"choice": "meets", "revision": "0"}, 403)


def test_history_shows_who_and_when(dossier: str, world: World, client_of: ClientOf) -> None:
    answer_all(client_of(world["contributor1"]), dossier, world)
    asked = world.requirement_versions["P-1"]
    page = client_of(world["submitter1"]).get(f"{dossier}/antwoorden/{asked}/geschiedenis")
    assert "Versie 1" in page.words
    assert "RequirementVersion" not in page.text
    assert "Proef Contributor1" in page.words


def test_line_below_an_answer_says_what_was_kept(dossier: str, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]

    def line() -> str:
        card = next(
            each
            for each in client.get(f"{dossier}/invullen/toegang").all("section")
            if each.get("id") == f"vraag-{asked}"
        )
        return next("".join(each.itertext()) for each in card.iter() if "data-saved-text" in each.attrib)

    assert line() == "Bewaar wat u typt met de knop."
    client.post(f"{dossier}/antwoorden/{asked}/concept", {"choice": "meets", "revision": "0"})
    assert line().endswith("nog niet bevestigd")
    client.post(f"{dossier}/antwoorden/{asked}", {"choice": "meets", "revision": "1"})
    assert line().startswith("Bevestigd op")


def test_overview_leads_to_the_first_question_that_is_not_done(dossier: str, world: World, client_of: ClientOf) -> None:
    client = client_of(world["contributor1"])

    def ways() -> list[str]:
        links = client.get(f"{dossier}/invullen").all("a")
        return [str(link.get("href")) for link in links if "Ga verder bij" in "".join(link.itertext())]

    assert [way.endswith(f"#vraag-{world.requirement_versions['P-1']}") for way in ways()] == [True]
    answer_all(client, dossier, world)
    assert ways() == []


def test_all_answers_stand_on_one_page_to_print(dossier: str, world: World, client_of: ClientOf) -> None:
    client, asked = client_of(world["contributor1"]), world.requirement_versions["P-1"]
    client.post(f"{dossier}/antwoorden/{asked}", {"choice": "partly", "explanation": "Bijna klaar.", "revision": "0"})
    page = client.get(f"{dossier}/antwoorden")
    assert "1 van 4 klaar" in page.words and "Bijna klaar." in page.words
    assert page.words.count("Nog geen antwoord.") == 3
    assert not [form for form in page.all("form") if "/antwoorden/" in (form.get("action") or "")]
    client_of(world["contributor2"]).get(f"{dossier}/antwoorden", 404)


def test_what_answers_lead_to_is_shown_while_filling_in_and_before_submitting(
    dossier: str, world: World, client_of: ClientOf
) -> None:
    client = client_of(world["contributor1"])
    link = "Waar leiden uw antwoorden toe?"
    assert link in client.get(f"{dossier}/invullen").words
    asked = world.requirement_versions["P-1"]
    typed = {"choice": "not_met", "explanation": "Nog niet.", "revision": "0"}
    client.post(f"{dossier}/antwoorden/{asked}", typed)
    words = client.get(f"{dossier}/gevolgen").words
    assert "Zoals u het nu zegt, komt er een bevinding" in words
    assert "Zonder antwoord kunt u niet indienen." in words
    for option in ("Voldoet deels", "Voldoet niet", "Niet van toepassing", "Ja", "Nee", "Gegeven antwoord"):
        assert option in words
    before = client_of(world["submitter1"]).get(f"{dossier}/indienen").words
    assert "Dit antwoord leidt nu tot een bevinding" in before
    client_of(world["submitter2"]).get(f"{dossier}/gevolgen", 404)
