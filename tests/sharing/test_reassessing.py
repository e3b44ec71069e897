# SPDX-License-Identifier: EUPL-1.2
"""A light re-assessment: only what is named is open, the rest is taken over, and its release is the next version."""

import io
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import FindingState, ResultCode, Verdict
from samencontroleren.assessments.models import Finding, Hearing
from samencontroleren.assessments.terms import add_months, interim_until
from samencontroleren.core import clock, ledger
from samencontroleren.core.access import holds
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.kinds import AnswerKind, Subject
from samencontroleren.questionnaires.models import Requirement
from samencontroleren.responses import service as responses
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierKind, DossierState, Part
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import panels, service
from samencontroleren.sharing.bundle_items import BundleLayer
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.sharing.reassessing import BARE, RECALLED, can_begin
from tests.assessments.flow import VALUES
from tests.responses.again import publish
from tests.responses.rounds import unsaved_wording
from tests.sharing.again import CAUSE, Again
from tests.support.pages import PageClient
from tests.support.world import World

SHORT = {"V-1": Verdict.PARTLY, "V-2": Verdict.NOT_MET}


@pytest.mark.database
def test_only_what_is_named_is_judged_and_the_next_version_replaces_the_first(flow: Again, unit: Session) -> None:
    first = flow.publish(flow.vendor_dossier, SHORT)
    solved = unit.scalars(select(Finding).where(Finding.requirement_version_id == flow.version("V-2"))).one()
    solved.state = FindingState.CLOSED
    dossier = flow.begin(first, "V-1")
    noted = unit.scalars(select(TrailRow.object_id).where(TrailRow.action == "reassessment.started")).all()
    assert noted == [dossier.id]
    supplier, reviewer = flow.world["submitter1"].actor, flow.world["reviewer1"].actor
    assert (dossier.kind, dossier.round_id, dossier.state) == (DossierKind.INTERIM, flow.round.id, DossierState.INVITED)
    with pytest.raises(Conflict):  # the answers that are not named stay as they were submitted
        responses.save_draft(supplier, dossier.id, flow.version("V-2"), {"text": "x"}, 0)
    with pytest.raises(Conflict):  # what is named has to be confirmed anew
        responses.submit(supplier, dossier.id)
    flow.confirm(dossier, "V-1")
    flow.assign(dossier)
    desk = assessments.desk(reviewer, dossier.id)
    assert [each.version.requirement.code for each in desk.items] == ["V-1"]
    assert [(each.requirement_version.requirement.code, each.code) for each in desk.carried] == [
        ("V-2", Verdict.NOT_MET)
    ]
    with pytest.raises(Conflict):
        flow.give(flow.world["reviewer1"], dossier, "V-2", Verdict.MEETS)
    with pytest.raises(Conflict):
        assessments.save_wish(reviewer, dossier.id, flow.version("V-2"), "Meer bewijs", 0)
    with pytest.raises(Conflict):  # nothing is confirmed together: all that is open is judged anew
        assessments.together(reviewer, dossier.id)
    flow.judge_again(dossier, "V-1", Verdict.PARTLY)
    heard = unit.scalars(select(Hearing).where(Hearing.dossier_id == dossier.id)).one()
    assert heard.about == [str(flow.version("V-1"))]
    with pytest.raises(Conflict):  # nobody is heard on what was taken over
        assessments.link_proof(supplier, dossier.id, flow.version("V-2"), flow.document("Bewijs", None))
    assessments.reply_to_hearing(supplier, dossier.id, has_objection=True, reply="Toch nog iets.")
    with pytest.raises(Conflict):
        assessments.keep_verdict(reviewer, dossier.id, flow.version("V-2"), "Blijft.")
    for name in ("reviewer1", "reviewer2"):
        assessments.finish_reconsidering(flow.world[name].actor, dossier.id)
    second = service.release(flow.world["releaser"].actor, dossier.id)
    views = {each.release.id: each for each in service.list_releases(flow.world["ciso1"].actor).rows}
    assert views[first.id].currency is Currency.SUPERSEDED
    assert (second.number, views[second.id].currency) == (2, Currency.CURRENT)
    reassessed = views[second.id].reassessed
    assert reassessed is not None and (reassessed.follows_id, reassessed.counts_from) == (first.id, first.assessed_on)
    rows = {
        each.row.requirement_code: each for each in service.verdicts_of(flow.world["coordinator"].actor, [second.id])
    }
    facts = {code: (each.code, each.row.is_carried) for code, each in rows.items()}
    assert facts == {"V-1": (Verdict.PARTLY, False), "V-2": (Verdict.NOT_MET, True)}
    told_in_files(flow, first, second)
    # the open finding goes along; what was taken over makes no new one of what was solved
    found = {each.requirement_version_id: (each.state, each.dossier_id) for each in unit.scalars(select(Finding))}
    assert found == {
        flow.version("V-1"): (FindingState.OPEN, dossier.id),
        flow.version("V-2"): (FindingState.CLOSED, flow.vendor_dossier.id),
    }


def told_in_files(flow: Again, first: Release, second: Release) -> None:
    """Bundle and PDFs say what was judged anew, each in its own layer."""
    ledger.open_page()
    insider, outsider = flow.world["submitter1"].actor, flow.world["ciso3"].actor
    told = {each["plaats"]: each["inhoud"] for each in layer(insider, second, BundleLayer.RESULT)}
    assert told["herbeoordeling"] == {
        "volgtOp": str(first.id),
        "reden": "nieuwer-bewijs",
        "themas": list(service.scope_of(flow.world["coordinator"].actor, second.id).themes)[:1],
        "teltVanaf": first.assessed_on.isoformat(),
    }
    verdicts = [each["inhoud"] for each in layer(insider, second, BundleLayer.VERDICTS)]
    carried = {each["eis"]: each["isOvergenomen"] for each in verdicts if isinstance(each, dict) and "eis" in each}
    assert carried == {"V-1": False, "V-2": True}
    assert "herbeoordeling" not in {each["plaats"] for each in layer(insider, first, BundleLayer.RESULT)}
    whole, page = (printed(make(insider, second.id)) for make in (service.result_document, service.result_on_one_page))
    assert "Overgenomen uit versie 1, ongewijzigd: V-2." in whole and "Eisen met een nieuw oordeel: V-1." in whole
    assert "Tussentijds, na versie 1" in page and "2, tussentijds na versie 1" in whole
    outside = printed(service.result_document(outsider, second.id))
    assert "De andere oordelen zijn ongewijzigd overgenomen uit versie 1." in outside and "V-2" not in outside
    assert "tussentijds" not in printed(service.result_document(insider, first.id)).lower()


def layer(actor: Actor, release: Release, of: BundleLayer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(service.file_of_layer(actor, release.id, of))["onderdelen"]
    return found


def printed(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())


@pytest.mark.stage("supplier")
def test_who_begins_it_and_when(flow: Again) -> None:
    first = flow.vendor_release
    refused = {"submitter1": Forbidden, "submitter2": NotFound, "ciso1": Forbidden, "releaser": Forbidden}
    for outsider, error in refused.items():
        with pytest.raises(error):
            service.scope_of(flow.world[outsider].actor, first.id)
    actor = flow.world["coordinator"].actor
    with pytest.raises(Invalid) as nothing:
        flow.begin(first)
    assert set(nothing.value.fields) == {"requirements"}
    given = {"cause": CAUSE, "explanation": " ", "answers_due_on": clock.today()}
    with pytest.raises(Invalid) as late:
        service.start_reassessment(actor, first.id, requirements=[flow.version("V-1")], **given)
    assert set(late.value.fields) == {"explanation", "answers_due_on"}
    given = {"cause": CAUSE, "explanation": "Reden", "answers_due_on": date.max}
    with pytest.raises(Invalid) as far:
        service.start_reassessment(actor, first.id, requirements=[flow.version("V-1")], **given)
    assert set(far.value.fields) == {"answers_due_on"}
    themes = list(service.scope_of(actor, first.id).themes)
    dossier = flow.begin(first, "V-1", "V-2")
    with pytest.raises(Conflict):  # one at a time
        flow.begin(first, "V-1")
    latest = service.vendor_page(flow.world["ciso3"].actor, first.vendor_id).latest
    assert latest is not None and latest.running is not None
    running = latest.running
    assert (running.dossier_id, running.themes, running.is_open) == (dossier.id, themes, False)
    assert rounds.find_reassessment(flow.world["ciso3"].actor, dossier) is None
    counted = rounds.state_counts(actor, [flow.round.id])[flow.round.id]
    assert sum(counted.values()) == 2  # it is no part of the round
    rounds.cancel_dossier(actor, dossier.id, "Niet nodig.")
    assert can_begin(actor, first.id)


def test_verdicts_that_were_taken_over_get_no_new_life() -> None:
    begun = clock.today()
    year, soon, later = add_months(begun, 12), begun + timedelta(days=90), begun + timedelta(days=200)
    assert interim_until(begun, year, [], False) == year
    assert interim_until(begun, soon, [later], False) == soon
    assert interim_until(begun, soon, [later], True) == later
    assert interim_until(begun, soon, [year + timedelta(days=300)], True) == year


def test_a_newer_document_prolongs_and_nothing_else_does(flow: Again) -> None:
    soon, later = clock.today() + timedelta(days=60), clock.today() + timedelta(days=200)
    first = flow.publish(flow.vendor_dossier, proof={"V-1": soon})
    assert first.valid_until == soon
    other = flow.finish(flow.begin(first, "V-1"), "V-1", Verdict.NOT_MET)
    assert other.valid_until == soon  # a verdict that fell takes its proof away, but gives no time
    dossier, supplier, key = flow.begin(other, "V-1"), flow.world["submitter1"].actor, flow.version("V-1")
    before = responses.overview(supplier, dossier.id).question(key).links
    responses.link_document(supplier, dossier.id, key, flow.document("Nieuwer", later), "pagina 1")
    for link in before:
        responses.unlink_document(supplier, dossier.id, key, link.document_id)
    assert flow.finish(dossier, "V-1", Verdict.MEETS).valid_until == later


@pytest.mark.stage("supplier")
@pytest.mark.database
def test_a_recalled_result_is_no_ground_for_a_new_one(flow: Again) -> None:
    first = flow.vendor_release
    actor, releaser = flow.world["coordinator"].actor, flow.world["releaser"].actor
    dossier = flow.to_desk(flow.begin(first, "V-1"), "V-1")
    service.recall(releaser, first.id, "Er is een fout gevonden.")
    with pytest.raises(Conflict, match="is ingetrokken"):
        service.release(releaser, dossier.id)
    rounds.cancel_dossier(actor, dossier.id, "Het resultaat is ingetrokken.")
    with pytest.raises(Conflict, match=RECALLED):
        flow.begin(first, "V-1")
    assert not can_begin(actor, first.id)
    shown = panels.panels_at_result(actor, service.get_view(actor, first.id))
    assert "Tussentijdse herbeoordeling" not in [each.title for each in shown]


@pytest.mark.database
def test_no_verdict_is_taken_over_whose_proof_counts_no_more(flow: Again) -> None:
    soon = clock.today() + timedelta(days=60)
    first = flow.publish(flow.vendor_dossier, proof={"V-1": soon})
    actor, supplier = flow.world["coordinator"].actor, flow.world["submitter1"].actor
    with clock.pretend(soon + timedelta(days=1)), pytest.raises(Invalid) as ended:
        flow.begin(first, "V-2")
    assert (ended.value.fields, ended.value.params) == ({"requirements": [BARE]}, {"codes": "V-1"})
    dossier = flow.to_desk(flow.begin(first, "V-2"), "V-2")
    [link] = responses.overview(supplier, dossier.id).question(flow.version("V-1")).links
    evidence.withdraw_document(supplier, link.document_id)
    with pytest.raises(Conflict, match="overgenomen oordeel"):
        service.release(flow.world["releaser"].actor, dossier.id)
    rounds.cancel_dossier(actor, dossier.id, "Bewijs ingetrokken.")
    with pytest.raises(Invalid) as withdrawn:
        flow.begin(first, "V-2")
    assert (withdrawn.value.fields, withdrawn.value.params) == (ended.value.fields, ended.value.params)
    assert flow.begin(first, "V-1", "V-2").state is DossierState.INVITED


@pytest.mark.stage("supplier")
@pytest.mark.database
def test_who_judged_what_is_taken_over_does_not_release_it(flow: Again) -> None:
    other, first = flow.world["all-roles"], flow.vendor_release
    second = flow.finish(flow.begin(first, "V-1"), "V-1", Verdict.PARTLY)
    dossier = flow.to_desk(flow.begin(second, "V-1"), "V-1")
    assert holds(other.actor, rounds_policy.RELEASE, dossier)
    rounds.take_part(other.user_id, flow.vendor_dossier.id, Part.REVIEWS)  # two results earlier
    assert not holds(other.actor, rounds_policy.RELEASE, dossier)
    with pytest.raises(Forbidden):
        service.release(other.actor, dossier.id)
    assert service.release(flow.world["releaser"].actor, dossier.id).number == 3  # who released before still may


def conditional(world: World) -> World:
    """The same people; of suppliers are asked V-8 and, of who meets that, V-9."""
    rows = [Requirement(code=code, source="proef") for code in ("V-8", "V-9")]
    session().add_all(rows)
    session().flush()
    asked = [
        unsaved_wording(row.code, AnswerKind.COMPLIANCE, 1, row.id, theme)
        for row, theme in zip(rows, ("toegang", "logging"), strict=True)
    ]
    for each in asked:
        each.subject = Subject.VENDOR
    asked[1].applies_when, asked[1].is_key = {"is": ["V-8", "meets"]}, True
    session().add_all(asked)
    session().flush()
    versions = {row.code: each.id for row, each in zip(rows, asked, strict=True)}
    return replace(world, questionnaire=publish("Voorwaarden", 1, asked), requirement_versions=versions)


@pytest.mark.database
def test_a_verdict_on_what_is_not_asked_any_more_counts_no_more(
    app: Flask, unit: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("V-8", "V-9"):
        monkeypatch.setitem(VALUES, code, VALUES["V-1"])
    flow = Again(conditional(world))
    first = flow.publish(flow.vendor_dossier, {"V-9": Verdict.NOT_MET})
    dossier, supplier, key = flow.begin(first, "V-8"), world["submitter1"].actor, flow.version("V-8")
    held = responses.overview(supplier, dossier.id).question(key).answer
    assert held is not None
    other = {"choice": "not_met", "explanation": "Dit is gestopt."}
    responses.confirm_answer(supplier, dossier.id, key, other, held.revision)
    responses.submit(supplier, dossier.id)
    flow.assign(dossier)
    flow.judge_again(dossier, "V-8", Verdict.MEETS)
    assessments.reply_to_hearing(supplier, dossier.id, has_objection=False)
    second = service.release(world["releaser"].actor, dossier.id)
    assert [first.result, second.result] == [ResultCode.DOES_NOT_MEET, ResultCode.MEETS]
    assert [each["theme"] for each in second.theme_scores] == ["toegang"]
    [outcome] = assessments.outcomes_under(dossier.id, [second.rule_version])
    assert outcome is not None and outcome.result is second.result


def test_a_granted_rectification_leads_to_it_and_readers_see_it(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        flow = Again(world)
        released = flow.publish(flow.vendor_dossier, SHORT)
        asked = service.ask_rectification(world["submitter1"].actor, released.id, "Het verslag lag er al.")
    vng, supplier = client_of(world["coordinator"]), client_of(world["submitter1"])
    address = f"/resultaten/rectificaties/{asked.id}"
    answer = vng.post(address, {"outcome": "granted", "reason": "Klopt", "correction": "Er is een verslag."})
    begin, soon = f"/resultaten/{released.id}/herbeoordelen", clock.today() + timedelta(days=14)
    assert f'href="{begin}?reden=rectification"' in vng.get(answer.location).text
    assert 'value="rectification" selected' in vng.get(f"{begin}?reden=rectification").text
    theme = next(iter(released.theme_scores))["theme"]
    assert f'href="{begin}?thema={theme}"' in vng.get(f"/resultaten/leveranciers/{world.vendors[0]}").text
    assert re.search(f'value="{theme}"[^>]* checked', vng.get(f"{begin}?thema={theme}").text)
    wrong = vng.post(begin, {"cause": "", "explanation": "Het verslag klopt."}, status=422)
    assert "Kies een reden" in wrong.text and "Het verslag klopt." in wrong.text
    given = {"cause": "rectification", "explanation": "Het verslag klopt.", "answers_due_on": str(soon)}
    begun = vng.post(begin, {**given, "requirements": [str(flow.version("V-1"))]})
    page = supplier.get(begun.location).text
    assert "Het verslag klopt." in page and "Alleen een deel van het vorige resultaat" in page
    key = world.vendors[0]
    municipal = client_of(world["ciso3"]).get(f"/resultaten/leveranciers/{key}").text
    assert "loopt een tussentijdse herbeoordeling" in municipal and "Het verslag klopt." not in municipal
    dossier_id = uuid.UUID(begun.location.rsplit("/", 1)[1])
    with database.unit():
        flow.finish(session().get_one(Dossier, dossier_id), "V-1", Verdict.MEETS)
    page = client_of(world["coordinator"]).get(f"/resultaten/leveranciers/{key}").text
    assert "ongewijzigd overgenomen uit versie 1" in page and page.count("Overgenomen uit het vorige resultaat.") == 1
    assert "Vervangen" in page
