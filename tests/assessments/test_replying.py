# SPDX-License-Identifier: EUPL-1.2
"""The hearing per verdict: drafts, proof that reviewers may read, an outcome per point, nothing lowered unheard."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from samencontroleren.assessments import pages, policy, service
from samencontroleren.assessments.kinds import Assurance, Axis, FindingState, Severity, Stance, Verdict
from samencontroleren.assessments.models import Conclusion, Finding, Hearing
from samencontroleren.assessments.schemas import HearingOut
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Changed, Conflict, Invalid, NotFound
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence.kinds import Sensitivity
from samencontroleren.evidence.models import Document
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World


@pytest.fixture
def heard(flow: Flow) -> Dossier:
    return flow.product_dossier


def object_to(flow: Flow, dossier: Dossier, code: str, text: str = "Dit is al geregeld.") -> None:
    service.save_point(flow.world["contributor1"].actor, dossier.id, flow.version(code), Stance.OBJECT, text, 0)


def send(flow: Flow, dossier: Dossier) -> None:
    service.reply_to_hearing(flow.world["submitter1"].actor, dossier.id, has_objection=True)


def settle(flow: Flow, dossier: Dossier, code: str, verdict: Verdict | None) -> None:
    """The reviewers change a verdict, or (None) keep it, and both are ready."""
    first, second = flow.world["reviewer1"].actor, flow.world["reviewer2"].actor
    key = flow.version(code)
    if verdict is None:
        made = service.keep_verdict(first, dossier.id, key, "Het stuk gaat over een ander product.")
    else:
        wording = (verdict, Assurance.CHECKED, "Nieuwe reden", "", "Het stuk laat dit zien.")
        made = service.reconsider(first, dossier.id, key, *wording)
    service.agree(second, dossier.id, made.id)
    for actor in (first, second):
        service.finish_reconsidering(actor, dossier.id)


@pytest.mark.stage("hearing")
@pytest.mark.database
def test_a_reply_is_read_by_others_once_it_is_sent(flow: Flow, heard: Dossier, unit: Session) -> None:
    object_to(flow, heard, "P-2")
    actor, key = flow.world["submitter1"].actor, flow.version("P-2")
    paper = flow.document("Nieuw bewijs", None)
    service.link_proof(actor, heard.id, key, paper, "pagina 3")
    reviewer = flow.world["reviewer1"].actor
    readable = evidence_policy.VIEW
    assert service.list_points(reviewer, heard.id) == {}
    assert paper not in {each.id for each in unit.scalars(visible(reviewer, readable))}
    send(flow, heard)
    assert heard.state is DossierState.RECONSIDERING
    points = service.list_points(reviewer, heard.id)
    assert (points[key].text, points[key].proofs[0].place) == ("Dit is al geregeld.", "pagina 3")
    assert paper in {each.id for each in unit.scalars(visible(reviewer, readable))}
    outsider = flow.world["reviewer3"].actor
    assert not unit.scalars(visible(outsider, policy.POINT_VIEW)).all()
    assert paper not in {each.id for each in unit.scalars(visible(outsider, readable))}
    with pytest.raises(Conflict):
        object_to(flow, heard, "P-1")


@pytest.mark.stage("hearing")
def test_a_reply_is_kept_from_being_half_or_overwritten(flow: Flow, heard: Dossier) -> None:
    actor, key = flow.world["submitter1"].actor, flow.version("P-2")
    with pytest.raises(Invalid):
        service.save_point(actor, heard.id, key, Stance.CORRECT, "  ", 0)
    with pytest.raises(NotFound):
        service.save_point(actor, heard.id, flow.version("V-1"), Stance.AGREE, "", 0)
    object_to(flow, heard, "P-2")
    with pytest.raises(Changed) as stale:
        service.save_point(actor, heard.id, key, Stance.AGREE, "", 0)
    assert stale.value.theirs.text == "Dit is al geregeld."
    service.save_point(actor, heard.id, key, Stance.CORRECT, "Het was in mei.", 1)
    with pytest.raises(Invalid) as both:  # an agreement with the whole beside a correction of a part
        service.reply_to_hearing(actor, heard.id, has_objection=False)
    assert both.value.params["codes"] == "P-2"
    service.link_proof(actor, heard.id, flow.version("P-1"), flow.document("Los bewijs", None))
    with pytest.raises(Invalid):  # proof without a word why
        send(flow, heard)


@pytest.mark.stage("hearing")
def test_each_objection_gets_an_outcome(flow: Flow, heard: Dossier) -> None:
    object_to(flow, heard, "P-2")
    send(flow, heard)
    for name in ("reviewer1", "reviewer2"):
        with pytest.raises(Conflict, match="geen uitkomst"):
            service.finish_reconsidering(flow.world[name].actor, heard.id)
    with pytest.raises(Invalid):
        service.keep_verdict(flow.world["reviewer1"].actor, heard.id, flow.version("P-2"), " ")
    settle(flow, heard, "P-2", None)
    assert heard.state is DossierState.AWAITING_RELEASE
    outcome = service.weighed(flow.world["submitter1"].actor, heard.id)[flow.version("P-2")]
    assert outcome.is_kept
    assert outcome.now.basis_reason == "Het stuk gaat over een ander product."


@pytest.mark.stage("hearing")
@pytest.mark.database
def test_a_lower_verdict_is_heard_again_and_only_that_one(flow: Flow, heard: Dossier) -> None:
    object_to(flow, heard, "P-2")
    send(flow, heard)
    settle(flow, heard, "P-2", Verdict.NOT_MET)
    assert heard.state is DossierState.HEARING
    supplier = flow.world["submitter1"].actor
    hearing = service.find_hearing(supplier, heard.id)
    assert hearing is not None
    assert (hearing.number, hearing.about) == (2, [str(flow.version("P-2"))])
    with pytest.raises(Conflict, match="lager"):
        service.save_point(supplier, heard.id, flow.version("P-1"), Stance.OBJECT, "Ook dit", 0)
    service.save_point(supplier, heard.id, flow.version("P-2"), Stance.AGREE, "", 0)
    service.reply_to_hearing(supplier, heard.id, has_objection=False)
    assert heard.state is DossierState.AWAITING_RELEASE


@pytest.mark.database
def test_what_became_lower_on_one_axis_is_heard_again(flow: Flow) -> None:
    """Opzet from *voldoet* to *deels*, where bestaan was *deels* already: the verdict on the requirement stays."""
    dossier, first, second = flow.product_dossier, flow.world["reviewer1"].actor, flow.world["reviewer2"].actor
    flow.to_hearing(dossier, {"P-3": Verdict.PARTLY})
    object_to(flow, dossier, "P-3")
    send(flow, dossier)
    wording = (None, Assurance.CHECKED, "Nieuwe reden", "", "Het stuk laat dit zien.")
    axes = dict.fromkeys((Axis.DESIGN, Axis.EXISTENCE), Verdict.PARTLY)
    made = service.reconsider(first, dossier.id, flow.version("P-3"), *wording, axes=axes)
    service.agree(second, dossier.id, made.id)
    for actor in (first, second):
        service.finish_reconsidering(actor, dossier.id)
    hearing = service.find_hearing(first, dossier.id)
    assert hearing is not None and dossier.state is DossierState.HEARING
    assert (hearing.number, hearing.about) == (2, [str(flow.version("P-3"))])


@pytest.mark.stage("hearing")
def test_a_better_verdict_goes_on(flow: Flow, heard: Dossier) -> None:
    object_to(flow, heard, "P-2")
    send(flow, heard)
    settle(flow, heard, "P-2", Verdict.MEETS)
    assert heard.state is DossierState.AWAITING_RELEASE
    outcome = service.weighed(flow.world["submitter1"].actor, heard.id)[flow.version("P-2")]
    assert (outcome.is_kept, outcome.before.code, outcome.now.code) == (False, Verdict.PARTLY, Verdict.MEETS)


def found_before_and_graver_now(flow: Flow) -> None:
    """As if an earlier round found it: it is graver from the release on, and the supplier is heard on that."""
    about = {"dossier_id": flow.product_dossier.id, "requirement_version_id": flow.version("P-2")}
    finding = session().scalars(select(Finding).filter_by(**about)).one()
    finding.state, finding.severity = FindingState.OPEN, Severity.LOW
    finding.next_dossier_id, finding.next_requirement_version_id = about["dossier_id"], about["requirement_version_id"]
    conclusion = session().scalars(select(Conclusion).filter_by(**about)).one()
    conclusion.severity = Severity.CRITICAL
    session().flush()


@pytest.mark.stage("hearing")
def test_the_pages_of_a_reply(
    app: Flask,
    database: Database,
    world: World,
    told: uuid.UUID,
    connection: Connection,
    client_of: Callable[..., PageClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with database.unit():
        flow = Flow(world, told)
        paper = flow.document("Uit de bibliotheek", None)
        found_before_and_graver_now(flow)
    address, key = f"/dossiers/{flow.product_dossier.id}", flow.version("P-2")
    supplier, reviewer = client_of(world["submitter1"]), client_of(world["reviewer1"])
    texts = pages.texts  # what is published never changes
    monkeypatch.setattr(pages, "texts", lambda version: {**texts(version), "yardstick": "Voldoet als het er is."})
    page = supplier.get(f"{address}/wederhoor/{key}")
    assert "GEHEIM-P-2-reviewer1" in page.words and "<strong>Voldoet als</strong> het er is." in page.text
    both = (page, supplier.get(f"{address}/wederhoor"))
    assert all("kritiek" in each.words.lower() for each in both)  # the severity it will have, on both pages
    assert "Uit de bibliotheek" in page.words
    said = {"stance": "object", "text": "EIGEN-WOORDEN", "revision": 0}
    assert (
        "Schrijf op wat er niet klopt"
        in supplier.post(f"{address}/wederhoor/{key}", {**said, "text": ""}, status=422).words
    )
    supplier.post(f"{address}/wederhoor/{key}", said)
    stale = supplier.post(f"{address}/wederhoor/{key}", {**said, "text": "OUDER VENSTER"}, status=409)
    assert "EIGEN-WOORDEN" in stale.words
    assert "OUDER VENSTER" in stale.text
    supplier.post(f"{address}/wederhoor/{key}/bewijs", {"document": str(paper), "place": "pagina 2"})
    supplier.post(f"{address}/wederhoor/{key}/bewijs/nieuw", {"kind": "other", "sharing": "reviewers"}, status=422)
    assert "EIGEN-WOORDEN" not in reviewer.get(f"{address}/wederhoor").words
    with questions(connection) as seen:
        assert "EIGEN-WOORDEN" in supplier.get(f"{address}/wederhoor").words
    assert len(seen) <= 22, len(seen)
    page = supplier.get(f"{address}/wederhoor").words
    assert "Verder: laat 1 reactie wegen" in page and "Verder: ik ga akkoord" not in page
    agreed = supplier.post(f"{address}/wederhoor", {"reply": "Toch goed", "revision": 1, "choice": "agree"}, status=422)
    assert "u reageerde op P-2" in agreed.words and "Toch goed" in agreed.text
    revisions = [each.get("value") for each in agreed.all("input") if each.get("name") == "revision"]
    assert revisions == ["1"], "nothing was stored"
    assert "U gaat akkoord" not in supplier.get(f"{address}/wederhoor/versturen?keuze=agree").words
    supplier.post(f"{address}/wederhoor", {"reply": "", "revision": 1, "choice": "object"})
    assert "EIGEN-WOORDEN" in supplier.get(f"{address}/wederhoor/versturen?keuze=object").words
    supplier.post(f"{address}/wederhoor/versturen", {"choice": "object"})
    assert "EIGEN-WOORDEN" in reviewer.get(f"{address}/heroverweging").words
    releaser = client_of(world["releaser"])
    assert "Uit de bibliotheek" in releaser.get(f"{address}/wederhoor").words
    with database.unit() as opened:
        opened.execute(update(Document).where(Document.id == paper).values(sensitivity=Sensitivity.RED))
    page = releaser.get(f"{address}/wederhoor")
    assert "Uit de bibliotheek" not in page.words and str(paper) not in page.text
    told = releaser.get(f"/bewijs/{paper}", 403).words
    assert "TLP:RED" in told and "Uit de bibliotheek" not in told and "rol die u nodig hebt" not in told
    reviewer.post(f"{address}/heroverweging/{key}/handhaven", {"keep_reason": ""}, status=422)
    reviewer.post(f"{address}/heroverweging/{key}/handhaven", {"keep_reason": "Het blijft zo."})
    assert "Het blijft zo." in client_of(world["reviewer2"]).get(f"{address}/heroverweging").words


@pytest.mark.stage("hearing")
@pytest.mark.database
def test_a_reply_counts_to_the_end_of_the_last_day_in_amsterdam(flow: Flow, heard: Dossier) -> None:
    supplier = flow.world["submitter1"].actor
    object_to(flow, heard, "P-2")
    hearing = service.find_hearing(supplier, heard.id)
    assert hearing is not None
    midnight = datetime.combine(hearing.due_on + timedelta(days=1), time(0), clock.AMSTERDAM)
    with time_machine.travel(midnight, tick=False):
        with pytest.raises(service.TooLate):
            send(flow, heard)
        with pytest.raises(service.TooLate):
            object_to(flow, heard, "P-1")
        with pytest.raises(service.TooLate):
            service.save_reply_draft(supplier, heard.id, "Nog een woord", hearing.revision)
        assert hearing.silent_at is None  # the job that records the silence has not run
        assert HearingOut().dump(hearing)["isTermijnVoorbij"] is True
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert HearingOut().dump(hearing)["isTermijnVoorbij"] is False
        send(flow, heard)
    assert heard.state is DossierState.RECONSIDERING


@pytest.mark.stage("hearing")
def test_after_the_term_the_page_says_so_and_keeps_what_was_typed(
    app: Flask, database: Database, world: World, told: uuid.UUID, client_of: Callable[..., PageClient]
) -> None:
    with database.unit() as opened:
        flow = Flow(world, told)
        opened.execute(update(Hearing).values(due_on=clock.today() - timedelta(days=1)))
    address, key = f"/dossiers/{flow.product_dossier.id}/wederhoor", flow.version("P-2")
    supplier = client_of(world["submitter1"])
    page = supplier.get(address)
    assert "Vraag dan om rectificatie" in page.words and "Verder: ik heb bezwaar" not in page.words
    assert "Vraag dan om rectificatie" in supplier.get(f"{address}/versturen?keuze=object").words
    said = {"reply": "TE-LAAT-GETYPT", "revision": 1, "choice": "object"}
    assert "TE-LAAT-GETYPT" in supplier.post(address, said, status=409).words
    point = {"stance": "object", "text": "OOK-TE-LAAT", "revision": 0}
    assert "OOK-TE-LAAT" in supplier.post(f"{address}/{key}", point, status=409).words
