# SPDX-License-Identifier: EUPL-1.2
"""A light re-assessment: only what is named is open, the rest is taken over, and its release is the next version."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import FindingState, Verdict
from samencontroleren.assessments.models import Finding, Hearing
from samencontroleren.assessments.terms import add_months, interim_until
from samencontroleren.core import clock
from samencontroleren.core.db import Database, session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.responses import service as responses
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierKind, DossierState, ReassessmentCause
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import service
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.sharing.reassessing import is_newest
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import World

CAUSE = ReassessmentCause.NEWER_DOCUMENT
SHORT = {"V-1": Verdict.PARTLY, "V-2": Verdict.NOT_MET}


class Again(Flow):
    """A released result, and a part of it again."""

    def begin(self, release: Release, *codes: str) -> Dossier:
        """The co-ordinator has these requirements judged anew."""
        return service.start_reassessment(
            self.world["coordinator"].actor,
            release.id,
            cause=CAUSE,
            explanation="Er is een nieuw certificaat.",
            answers_due_on=clock.today() + timedelta(days=14),
            requirements=[self.version(code) for code in codes],
        )

    def confirm(self, dossier: Dossier, *codes: str) -> None:
        """The supplier confirms the answers that are open, and submits."""
        actor = self.world["submitter1"].actor
        for code in codes:
            answer = responses.overview(actor, dossier.id).question(self.version(code)).answer
            assert answer is not None
            responses.confirm_answer(actor, dossier.id, self.version(code), revision=answer.revision)
        responses.submit(actor, dossier.id)

    def judge_again(self, dossier: Dossier, code: str, verdict: Verdict) -> None:
        """Two reviewers judge what is open, up to the hearing."""
        for name in ("reviewer1", "reviewer2"):
            self.give(self.world[name], dossier, code, verdict)
            assessments.mark_ready(self.world[name].actor, dossier.id)

    def finish(self, dossier: Dossier, code: str, verdict: Verdict) -> Release:
        """The whole way: the supplier agrees, the releasing officer releases."""
        self.confirm(dossier, code)
        self.assign(dossier)
        self.judge_again(dossier, code, verdict)
        assessments.reply_to_hearing(self.world["submitter1"].actor, dossier.id, has_objection=False)
        return service.release(self.world["releaser"].actor, dossier.id)


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Again:
    return Again(world)


@pytest.mark.database
def test_only_what_is_named_is_judged_and_the_next_version_replaces_the_first(flow: Again, unit: Session) -> None:
    first = flow.publish(flow.vendor_dossier, SHORT)
    solved = unit.scalars(select(Finding).where(Finding.requirement_version_id == flow.version("V-2"))).one()
    solved.state = FindingState.CLOSED
    dossier = flow.begin(first, "V-1")
    supplier, reviewer = flow.world["submitter1"].actor, flow.world["reviewer1"].actor
    assert (dossier.kind, dossier.round_id, dossier.state) == (DossierKind.INTERIM, flow.round.id, DossierState.INVITED)
    with pytest.raises(Conflict):  # the answers that are not named stay as they were submitted
        responses.save_draft(supplier, dossier.id, flow.version("V-2"), {"text": "x"}, 0)
    with pytest.raises(Conflict):  # what is named has to be confirmed anew
        responses.submit(supplier, dossier.id)
    flow.confirm(dossier, "V-1")
    flow.assign(dossier)
    assert [each.version.requirement.code for each in assessments.desk(reviewer, dossier.id).items] == ["V-1"]
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
    # the open finding goes along; what was taken over makes no new one of what was solved
    found = {each.requirement_version_id: (each.state, each.dossier_id) for each in unit.scalars(select(Finding))}
    assert found == {
        flow.version("V-1"): (FindingState.OPEN, dossier.id),
        flow.version("V-2"): (FindingState.CLOSED, flow.vendor_dossier.id),
    }


def test_who_begins_it_and_when(flow: Again) -> None:
    first = flow.publish(flow.vendor_dossier)
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
    assert is_newest(actor, first.id)


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
    begin = f"/resultaten/{released.id}/herbeoordelen"
    assert f'href="{begin}?reden=rectification"' in vng.get(answer.location).text
    assert 'value="rectification" selected' in vng.get(f"{begin}?reden=rectification").text
    wrong = vng.post(begin, {"cause": "", "explanation": "Het verslag klopt."}, status=422)
    assert "Kies een reden" in wrong.text and "Het verslag klopt." in wrong.text
    given = {"cause": "rectification", "explanation": "Het verslag klopt.", "answers_due_on": "2099-01-01"}
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
