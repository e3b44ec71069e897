# SPDX-License-Identifier: EUPL-1.2
"""The reading desk: drafts, words of a confidential text, what stands out, and how much it asks of the database."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from samencontroleren.assessments import pages, service
from samencontroleren.assessments.concluding import merged
from samencontroleren.assessments.drafts import lacks_of
from samencontroleren.assessments.facts import paper
from samencontroleren.assessments.kinds import Assurance, Axis, ResultCode, Severity, Verdict
from samencontroleren.assessments.models import Finding, ReviewVerdict
from samencontroleren.assessments.sameness import Sameness
from samencontroleren.assessments.service import Lack, Mark
from samencontroleren.assessments.starters import PARTS
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict
from samencontroleren.evidence.kinds import DocumentKind, FileState, Validity
from samencontroleren.evidence.models import Document
from samencontroleren.responses import policy as responses_policy
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.models import Dossier
from tests.assessments import flow as flows
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]
JSON = {"Accept": "application/json"}
MOST = 12
"""Questions of a page, those for session, actor and inbox too."""
SECRET = "De sleutel ligt altijd in de oude kluis van het pand"


@pytest.fixture
def in_review(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    monkeypatch.setitem(flows.VALUES, "P-1", {"choice": "meets", "explanation": SECRET})
    yesterday = clock.today() - timedelta(days=1)
    flow.submit(flow.product_dossier, confidential=("P-1",), proof={"P-2": yesterday, "P-3": None})
    flow.assign(flow.product_dossier)
    return flow.product_dossier


def save(flow: Flow, dossier: Dossier, asked: str, reason: str = "", **given: object) -> service.Saved:
    reviewer = flow.world["reviewer1"].actor
    return service.save_verdict(reviewer, dossier.id, flow.version(asked), public_reason=reason, **given)  # type: ignore[arg-type]  # words of a verdict


@pytest.mark.database
def test_a_draft_is_kept_and_does_not_count(
    flow: Flow, in_review: Dossier, unit: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = flow.world["reviewer1"].actor
    for revision, code in enumerate((Verdict.MEETS, Verdict.PARTLY)):
        saved = save(flow, in_review, "P-2", code=code, assurance=Assurance.CHECKED, revision=revision)
        assert saved.lacks == [Lack.REASON]
    half = save(flow, in_review, "P-3", "Half", axes={Axis.DESIGN: Verdict.NOT_MET})
    assert (half.verdict.code, half.verdict.axes) == (None, {"design": "not_met"})
    assert half.lacks == [Lack.VERDICT, Lack.ASSURANCE]
    desk = service.desk(actor, in_review.id)
    assert (desk.done, desk.counts[Mark.LACKING], desk.counts[Mark.OPEN]) == (0, 2, len(desk.items))
    assert unit.scalars(select(ReviewVerdict).where(ReviewVerdict.is_whole())).all() == [], "nor on the start page"
    monkeypatch.setitem(PARTS, Verdict.PARTLY, "title")  # what is published never changes: its title will do here
    bare = save(flow, in_review, "P-4", "Eis P-4", code=Verdict.PARTLY, assurance=Assurance.CHECKED)
    assert bare.lacks == [Lack.STARTER]
    assert unit.scalars(select(ReviewVerdict).where(ReviewVerdict.is_whole())).all() == [], "as little"
    flow.judge(flow.world["reviewer2"], in_review)
    for revision, code in enumerate(("P-1", "P-4")):
        flow.give(flow.world["reviewer1"], in_review, code, Verdict.MEETS, revision)
    with pytest.raises(Conflict):
        service.mark_ready(actor, in_review.id)
    save(flow, in_review, "P-2", "Nu met reden", code=Verdict.PARTLY, assurance=Assurance.CHECKED, revision=2)
    flow.give(flow.world["reviewer1"], in_review, "P-3", Verdict.MEETS, revision=1)
    summary = service.summary_of(service.desk(actor, in_review.id))
    assert (summary.counts[Verdict.MEETS], summary.counts[Verdict.PARTLY], summary.wishes) == (3, 1, 0)
    assert [each.version.requirement.code for each, _severity in summary.findings] == ["P-2"]
    assert summary.outcome is not None and summary.outcome.result is ResultCode.MEETS_WITH_CONCERNS
    assert service.mark_ready(actor, in_review.id) is False


def test_nothing_is_audited_without_a_document_that_counts() -> None:
    row = ReviewVerdict(code=Verdict.PARTLY, assurance=Assurance.AUDITED, public_reason="Reden", is_repeating=False)
    for validities, lacks in (([], [Lack.PROOF]), ([Validity.ENDED], [Lack.PROOF]), ([Validity.VALID], [])):
        item = service.DeskItem(SubmittedAnswer(), row, validities=validities)
        assert lacks_of(row, speaks_for_itself=False, has_proof=item.has_proof) == lacks


def test_each_answer_is_audited_by_its_own_documents(flow: Flow, in_review: Dossier) -> None:
    audited = {"code": Verdict.PARTLY, "assurance": Assurance.AUDITED}
    assert Lack.PROOF not in save(flow, in_review, "P-3", "Reden", **audited).lacks
    for code in ("P-2", "P-4"):  # its document ended, and none at all
        assert save(flow, in_review, code, "Reden", **audited).lacks == [Lack.PROOF]


@pytest.mark.database
def test_repeated_words_wait_for_a_second_press(flow: Flow, in_review: Dossier) -> None:
    """Of the answer at another requirement too; and what was kept is asked again only for other words."""
    told = "Gezien: de SLEUTEL ligt, altijd in de kluis."
    given = {"code": Verdict.PARTLY, "assurance": Assurance.CHECKED}
    first = save(flow, in_review, "P-2", told, **given)
    assert first.repeated == ["de SLEUTEL ligt, altijd in de"]
    assert first.lacks == [Lack.CONFIRMATION]
    kept = save(flow, in_review, "P-2", told, revision=1, keeps_words=True, **given)
    assert kept.lacks == []
    again = save(flow, in_review, "P-2", told, revision=2, confidential_reason="Meer", **given)
    assert again.lacks == []
    other = save(flow, in_review, "P-2", f"{told} Oude kluis.", revision=3, **given)
    assert other.lacks == [Lack.CONFIRMATION]
    own = save(
        flow, in_review, "P-4", "een twee drie vier vijf", confidential_reason="Een, twee drie vier vijf!", **given
    )
    assert own.repeated == ["een twee drie vier vijf"]
    words = "zes zeven acht negen tien"
    assert save(flow, in_review, "P-3", words, **given).lacks == [Lack.VERDICT]
    later = save(flow, in_review, "P-3", words, revision=1, confidential_reason=words, **given)
    assert later.lacks == [Lack.VERDICT, Lack.CONFIRMATION]
    public = save(flow, in_review, "P-1", "ANTWOORD-P2", **given)
    assert public.repeated == []


def test_who_leaves_the_severity_open_means_that_of_the_requirement() -> None:
    given = {"code": Verdict.PARTLY, "assurance": Assurance.CHECKED, "public_reason": "R", "confidential_reason": ""}
    low, usual = (ReviewVerdict(severity=each, axes={}, **given) for each in (Severity.LOW, None))
    assert merged(low, usual, Severity.HIGH).severity is Severity.HIGH
    assert merged(low, usual, Severity.LOW).severity is Severity.LOW
    assert merged(usual, usual, Severity.HIGH).severity is None


@pytest.mark.database
def test_the_highest_proposed_severity_goes_on_to_the_finding(flow: Flow, in_review: Dossier, unit: Session) -> None:
    for name, severity in (("reviewer1", Severity.CRITICAL), ("reviewer2", None)):
        person = flow.world[name]
        for code in flow.codes(in_review):
            flow.give(person, in_review, code, Verdict.PARTLY if code in ("P-2", "P-4") else Verdict.MEETS)
        row = next(each for each in service.own_verdicts(person.actor, in_review.id) if each.code is Verdict.PARTLY)
        row.severity = severity if row.requirement_version_id == flow.version("P-2") else None
        unit.flush()
        given = {"code": Verdict.PARTLY, "assurance": Assurance.CHECKED, "public_reason": "Reden", "revision": 1}
        service.save_verdict(person.actor, in_review.id, flow.version("P-2"), severity=severity, **given)  # type: ignore[arg-type]  # words of a verdict
        service.mark_ready(person.actor, in_review.id)
    found = {each.requirement_version_id: each for each in unit.scalars(select(Finding))}
    assert found[flow.version("P-2")].severity is Severity.CRITICAL
    assert (found[flow.version("P-2")].due_on - clock.today()).days == 7
    assert found[flow.version("P-4")].severity is not Severity.CRITICAL


def test_what_stands_out(flow: Flow, in_review: Dossier) -> None:
    desk = service.desk(flow.world["reviewer1"].actor, in_review.id)
    marks = {each.version.requirement.code: each.marks(desk.can_wish) for each in desk.items}
    assert {Mark.ENDED, Mark.UNPROVEN} <= marks["P-2"]
    assert not {Mark.ENDED, Mark.UNPROVEN} & marks["P-3"]
    assert Mark.UNPROVEN in marks["P-4"] and Mark.ENDED not in marks["P-4"]
    assert all(Mark.UNANSWERED not in each and Mark.CHANGED not in each for each in marks.values())
    first = desk.items[0].version.id
    assert desk.next_todo() == first
    flow.give(flow.world["reviewer1"], in_review, desk.items[1].version.requirement.code, Verdict.MEETS)
    again = service.desk(flow.world["reviewer1"].actor, in_review.id)
    assert again.next_todo(first) == desk.items[2].version.id
    assert again.next_todo(desk.items[-1].version.id) == first


def test_a_wish_beside_a_finished_verdict_counts(flow: Flow, in_review: Dossier) -> None:
    reviewer = flow.world["reviewer1"]
    flow.judge(reviewer, in_review)
    service.save_wish(reviewer.actor, in_review.id, flow.version("P-2"), "Het verslag ontbreekt.", 0)
    found = service.desk(reviewer.actor, in_review.id)
    assert (found.is_whole, service.summary_of(found).wishes) == (True, 1)


def test_the_answer_of_last_time_lies_beside_it(flow: Flow) -> None:
    flow.publish_both()
    again = Flow(flow.world)
    dossier, supplier, asked = again.product_dossier, flow.world["submitter1"].actor, flow.version("P-2")
    responses.begin(supplier, dossier.id)
    answer = responses.overview(supplier, dossier.id).question(asked).answer
    assert answer is not None
    other = {"choice": "yes", "explanation": "ANTWOORD-P2, nu anders"}
    responses.save_draft(supplier, dossier.id, asked, other, answer.revision)
    responses.link_document(supplier, dossier.id, flow.version("P-3"), flow.document("Nieuw", None), "pagina 2")
    again.submit_standing(dossier)
    again.assign(dossier)
    desk = service.desk(flow.world["reviewer1"].actor, dossier.id)
    told = {each.version.requirement.code: each.sameness for each in desk.items}
    assert told == {
        "P-1": Sameness.SAME,
        "P-2": Sameness.CHANGED,
        "P-3": Sameness.CHANGED,
        "P-4": Sameness.SAME,
    }
    earlier = desk.item(asked).last.answer
    assert earlier is not None and earlier.value["explanation"] == "ANTWOORD-P2"
    first = service.desk(flow.world["reviewer1"].actor, flow.product_dossier.id)
    assert {each.sameness for each in first.items} == {Sameness.FIRST}


@pytest.mark.database
def test_answers_of_last_time_are_for_who_reviews_the_subject_now(flow: Flow, unit: Session) -> None:
    flow.publish_both()
    again = Flow(flow.world)

    def readers() -> list[str]:
        people = ("reviewer1", "reviewer2", "reviewer3", "ciso1", "submitter2")
        here = SubmittedAnswer.dossier_id == flow.product_dossier.id
        rows = {name: visible(flow.world[name].actor, responses_policy.EARLIER_VIEW).where(here) for name in people}
        return [name for name, query in rows.items() if unit.scalars(query).all()]

    assert readers() == []
    responses.begin(flow.world["submitter1"].actor, again.product_dossier.id)
    again.submit_standing(again.product_dossier)
    again.assign(again.product_dossier)
    assert readers() == ["reviewer1", "reviewer2"]


@pytest.fixture
def stored(app: Flask, database: Database, world: World, monkeypatch: pytest.MonkeyPatch) -> Flow:
    monkeypatch.setitem(flows.VALUES, "P-1", {"choice": "meets", "explanation": SECRET})
    with database.unit():
        made = Flow(world)
        made.submit(made.product_dossier, confidential=("P-1",), proof={"P-3": None})
        made.assign(made.product_dossier)
        return made


def test_saved_as_typed_and_told_what_is_lacking(stored: Flow, client_of: Clients, connection: Connection) -> None:
    client, address = client_of(stored.world["reviewer1"]), f"/dossiers/{stored.product_dossier.id}/beoordelen"
    here = f"{address}/{stored.version('P-2')}"
    typed = {"code": "partly", "public_reason": SECRET, "revision": 0, "severity": ""}
    with questions(connection) as seen:
        saved = client.post(here, typed, headers=JSON, status=200).response.json
    assert len(seen) <= MOST, len(seen)
    assert not [each for each in seen if "conclusions" in each], "the rest of the desk is laid out for one verdict"
    assert saved["revision"] == 1 and saved["label"].startswith("Opgeslagen om")
    assert saved["lacks"] == ["Zekerheid ontbreekt", "Herhaalt vertrouwelijke tekst"]
    assert saved["repeats"] == [SECRET]
    page = client.get(here)
    assert SECRET in page.text and "Toch zo opslaan" in page.words
    assert 'href="#antwoord"' in page.text and page.text.count('id="antwoord"') == 1
    stale = client.post(here, {**typed, "public_reason": "Ander venster"}, headers=JSON, status=409).response.json
    assert stale["compareLabel"]
    both = client.post(here, {**typed, "public_reason": "Ander venster"}, status=409)
    assert SECRET in both.text and "Ander venster" in both.text
    assert client.post(here, {**typed, "code": "weird"}, headers=JSON, status=422).response.json["message"]
    assert client.post(here, {**typed, "severity": "weird"}, status=422).text.count(SECRET)
    whole = {**typed, "assurance": "checked", "revision": 1}
    assert client.post(here, {**whole, "go": "next"}).location.endswith(here)
    assert not client.post(here, {**whole, "revision": 2, "go": "keep"}).location.endswith(here)
    assert "Geen eisen in deze groep" in client.get(f"{address}?toon=niet-compleet").words


def test_who_says_ready_knows_what_follows_and_reads_whether_both_agree(
    stored: Flow, database: Database, client_of: Clients
) -> None:
    world, dossier = stored.world, stored.product_dossier
    client, address = client_of(world["reviewer1"]), f"/dossiers/{dossier.id}"
    with database.unit():
        stored.judge(world["reviewer1"], dossier, {"P-2": Verdict.PARTLY})
        stored.judge(world["reviewer2"], dossier, {"P-2": Verdict.PARTLY})
    desk = client.get(f"{address}/beoordelen")
    assert "De andere beoordelaar is al klaar" not in desk.words
    assert "Aan elke sleuteleis die van toepassing is, is ten minste voor een deel voldaan" in desk.words
    (chosen,) = [each for each in desk.all("input") if each.get("name") == "wants_talk" and "checked" in each.attrib]
    assert chosen.get("value") == "0" and "Dan gaat het conceptoordeel meteen naar de leverancier" in desk.words
    with database.unit():
        service.mark_ready(world["reviewer2"].actor, dossier.id)
    assert "De andere beoordelaar is al klaar" in client.get(f"{address}/beoordelen").words
    mine, waits = client.get(address).words, client_of(world["reviewer2"]).get(address).words
    assert "Dit bent u" in mine and "Uw deel is klaar" not in mine
    assert "Uw deel is klaar" in waits and "Dit bent u" not in waits
    after = client.post(f"{address}/beoordelen/klaar", {"wants_talk": "0"}).location
    assert after.endswith(f"{address}/verschillen")
    told = client.get(after).words
    assert "Er zijn geen verschillen" in told and "gaven bij elke eis hetzelfde oordeel" in told
    page = client.get(address)
    assert any(each.get("href") == f"{address}/verschillen" for each in page.all("a")), "and finds it back"


def test_the_newest_proof_that_counts_opens_and_what_is_new_says_so(app: Flask, unit: Session) -> None:
    def linked(number: int, valid_until: date | None = None, is_replaced: bool = False) -> SubmittedDocument:
        at = clock.now() + timedelta(minutes=number)
        row = Document(id=uuid.UUID(int=number), title="Rapport", kind=DocumentKind.ISO_27001, state=FileState.CLEAN)
        row.valid_until, row.created_at, row.page_count = valid_until, at, 0
        row.superseded_at = at if is_replaced else None
        return SubmittedDocument(document_id=row.id, document=row, place=f"p. {number}", sha256=str(number))

    ended = clock.today() - timedelta(days=1)
    answer = SubmittedAnswer(documents=[linked(1), linked(2), linked(3, is_replaced=True), linked(4, ended)])
    then = {paper(answer.documents[0]), (str(uuid.UUID(int=2)), "p. 9", "2")}
    with app.test_request_context():
        shown, first = pages.proofs(answer, {}, then), pages.proofs(answer, {})
    assert [each.place for each in shown] == ["p. 2", "p. 1", "p. 3", "p. 4"]
    assert [each.since for each in shown] == [Sameness.CHANGED, None, Sameness.NEW, Sameness.NEW]
    assert {each.since for each in first} == {None}


def test_a_proposal_that_repeats_waits_for_a_second_press_too(
    stored: Flow, database: Database, client_of: Clients
) -> None:
    world, dossier, asked = stored.world, stored.product_dossier, stored.version("P-2")
    with database.unit():
        stored.review(dossier, {"P-2": Verdict.PARTLY}, {"P-2": Verdict.NOT_MET})
    client, here = client_of(world["reviewer1"]), f"/dossiers/{dossier.id}/verschillen"
    given = {"code": "partly", "assurance": "checked", "severity": "critical", "public_reason": f"Kort: {SECRET}"}
    page = client.post(f"{here}/{asked}/voorstel", given, status=422)
    assert f"“{SECRET}”" in page.text and "Toch zo voorstellen" in page.words
    client.post(f"{here}/{asked}/voorstel", {**given, "go": "keep"})
    with database.unit():
        (row,) = service.differences(world["reviewer2"].actor, dossier.id)
        assert row.open_proposal is not None
    other, agree = client_of(world["reviewer2"]), f"/dossiers/{dossier.id}/voorstellen/{row.open_proposal.id}/eens"
    given = {"code": "not_met", "assurance": "checked", "public_reason": "Anders"}
    overtaken = other.post(f"{here}/{asked}/voorstel", given, status=409)
    assert "De andere beoordelaar deed intussen een voorstel" in overtaken.words and "Anders" in overtaken.text
    assert other.post(agree).location.endswith(agree), "the last difference: the draft is read first"
    assert "Dit is het laatste verschil" in other.get(agree).words
    other.post(agree, {"gelezen": "1"})
    with database.unit():
        told = service.current_conclusions(world["reviewer2"].actor, dossier.id)
        (made,) = [each for each in told if each.requirement_version_id == asked]
        assert (made.severity, made.code) == (Severity.CRITICAL, Verdict.PARTLY)


def test_the_overview_shows_what_one_asks(stored: Flow, client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pages.texts  # what is published never changes
    monkeypatch.setattr(pages, "texts", lambda version: {**texts(version), "yardstick": "Voldoet als het er is."})
    client, address = client_of(stored.world["reviewer1"]), f"/dossiers/{stored.product_dossier.id}/beoordelen"
    titles = {code: f"/beoordelen/{stored.version(code)}" for code in stored.codes(stored.product_dossier)}
    there = client.post(f"{address}/{stored.version('P-2')}", {"code": "partly", "revision": 0, "go": "next"}).location
    assert there.endswith(f"{stored.version('P-2')}?aanvullen=1"), "what lacks something stays in sight"
    stayed = client.get(f"{address}/{stored.version('P-2')}?aanvullen=1")
    assert "<strong>Voldoet als</strong> het er is." in stayed.text
    assert "telt nog niet mee" in stayed.words and "Schrijf op waarom u dit oordeel geeft." in stayed.words
    lacking = client.get(f"{address}?toon=niet-compleet").text
    assert [code for code, link in titles.items() if link in lacking.split("<table")[-1]] == ["P-2"]
    assert "Reden ontbreekt" in lacking
    proven = client.get(f"{address}?toon=zonder-bewijs").text.split('class="sc-tabs"')[1]
    assert titles["P-3"] not in proven and titles["P-4"] in proven
    assert "Geen eisen in deze groep" in client.get(f"{address}?toon=onbeantwoord").words
