# SPDX-License-Identifier: EUPL-1.2
"""Two reasons for one verdict become one text, by agreement; what was typed ends with what it was about."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.assessments import service
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, Stance, Verdict
from samencontroleren.assessments.models import Conclusion, ProposalDraft
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Changed, Conflict, Invalid
from samencontroleren.dashboard.service import start_page
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import service as sharing
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import World

ALIKE = {"P-1": Verdict.PARTLY}


def discussed(flow: Flow, wants_talk: bool = True) -> None:
    """Both judge P-1 alike in other words; the first one wants to talk about it."""
    dossier = flow.product_dossier
    flow.submit(dossier)
    flow.assign(dossier)
    for name, wants in (("reviewer1", wants_talk), ("reviewer2", False)):
        flow.judge(flow.world[name], dossier, ALIKE)
        service.mark_ready(flow.world[name].actor, dossier.id, wants)


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Flow:
    made = Flow(world)
    discussed(made)
    return made


def text_of(flow: Flow, code: str = "P-1") -> Conclusion:
    found = service.current_conclusions(flow.world["coordinator"].actor, flow.product_dossier.id)
    return next(each for each in found if each.requirement_version_id == flow.version(code))


@pytest.mark.database
def test_a_text_counts_once_the_other_agrees_and_a_stale_one_overwrites_nothing(flow: Flow, world: World) -> None:
    dossier, asked = flow.product_dossier, flow.version("P-1")
    first, second, vng = (world[name].actor for name in ("reviewer1", "reviewer2", "coordinator"))
    assert dossier.state is DossierState.DISCUSSING  # no difference, but one of them wanted to talk first
    joined = text_of(flow)
    assert joined.public_reason == "OPENBAAR-P-1-reviewer1\n\nOPENBAAR-P-1-reviewer2"
    seen = str(joined.id)
    with pytest.raises(Conflict):
        service.decide_text(vng, dossier.id, asked, "Eén reden.", reason="Daarom.", seen=seen)  # nobody proposed
    for public in ("", joined.public_reason):
        with pytest.raises(Invalid):
            service.propose_text(first, dossier.id, asked, public, joined.confidential_reason, seen)
    made = service.propose_text(first, dossier.id, asked, "Eén reden.", joined.confidential_reason, seen)
    assert text_of(flow) is joined
    with pytest.raises(Changed):
        service.propose_text(second, dossier.id, asked, "Mijn reden.", "", seen)
    with pytest.raises(Conflict):
        service.agree(first, dossier.id, made.id)
    more = service.propose_text(second, dossier.id, asked, "Eén betere reden.", "", str(made.id))
    row = next(each for each in service.compared(first, dossier.id) if each.version.id == asked)
    assert (row.before_proposal, row.open_proposal) == (made, more)
    service.agree(first, dossier.id, more.id)
    now = text_of(flow)
    assert (now.public_reason, now.confidential_reason) == ("Eén betere reden.", "")
    assert (now.code, now.basis, dossier.state) == (Verdict.PARTLY, ConclusionBasis.SETTLED, DossierState.DISCUSSING)
    made = service.propose_text(first, dossier.id, asked, "Toch anders.", "", str(now.id))
    service.decide_text(vng, dossier.id, asked, "De woorden van VNG.", reason="Zo is het.", seen=str(made.id))
    assert (text_of(flow).public_reason, text_of(flow).code) == ("De woorden van VNG.", Verdict.PARTLY)
    service.finish_discussion(second, dossier.id)
    assert dossier.state is DossierState.HEARING and text_of(flow).is_shown_to_vendor


@pytest.mark.database
def test_without_action_the_joined_text_goes_out_and_what_was_typed_ends(
    app: Flask, unit: Session, world: World
) -> None:
    flow = Flow(world)
    dossier, asked = flow.product_dossier, flow.version("P-2")
    flow.submit(dossier)
    flow.assign(dossier)
    flow.review(dossier, {**ALIKE, "P-2": Verdict.PARTLY}, {**ALIKE, "P-2": Verdict.NOT_MET})
    first, second, vng = (world[name].actor for name in ("reviewer1", "reviewer2", "coordinator"))
    keep = service.save_proposal_draft
    for actor, wanted, code in (
        (first, rounds_policy.REVIEW, "P-1"),
        (first, rounds_policy.REVIEW, "P-2"),
        (vng, rounds_policy.COORDINATE, "P-2"),
    ):
        keep(actor, wanted, dossier.id, flow.version(code), {"public_reason": "Halve zin"}, 0)
    made = service.propose(first, dossier.id, asked, Verdict.PARTLY, Assurance.CHECKED, "Een deel ontbreekt.")
    keep(second, rounds_policy.REVIEW, dossier.id, asked, {"public_reason": "Tegenvoorstel"}, 0)
    proposed = service.propose_text(first, dossier.id, flow.version("P-1"), "Eén.", seen=str(text_of(flow).id))
    service.agree(second, dossier.id, made.id)
    assert dossier.state is DossierState.HEARING  # nobody asked for a talk: the last difference opens it
    assert unit.scalars(select(ProposalDraft)).all() == []
    assert text_of(flow).public_reason.count("OPENBAAR") == 2
    with pytest.raises(Conflict):
        service.agree(second, dossier.id, proposed.id)  # the draft went out: what nobody agreed to lapsed


@pytest.mark.database
def test_a_text_nobody_agreed_to_is_no_outcome_of_an_objection(flow: Flow, unit: Session, world: World) -> None:
    dossier, asked = flow.product_dossier, flow.version("P-1")
    first, second = world["reviewer1"].actor, world["reviewer2"].actor
    made = service.propose_text(first, dossier.id, asked, "Eén reden.", seen=str(text_of(flow).id))
    block = start_page(second).reviewer
    assert block is not None and block.proposed == {dossier.id: True}
    service.finish_discussion(second, dossier.id)
    service.save_point(world["contributor1"].actor, dossier.id, asked, Stance.OBJECT, "Dit is al geregeld.", 0)
    service.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=True)
    assert dossier.state is DossierState.RECONSIDERING
    row = next(each for each in service.compared(second, dossier.id) if each.version.id == asked)
    assert row.proposals == [made] and row.open_proposal is None
    block = start_page(second).reviewer
    assert block is not None and block.proposed == {}
    with pytest.raises(Conflict):
        service.agree(second, dossier.id, made.id)
    newer = service.reconsider(first, dossier.id, asked, Verdict.MEETS, Assurance.CHECKED, "Reden", basis_reason="Stuk")
    newer.basis_reason = ""  # the supplier always reads why
    unit.flush()
    with pytest.raises(Conflict):
        service.agree(second, dossier.id, newer.id)


@pytest.mark.database
def test_an_agreed_text_stays_when_both_are_ready_again_on_the_same_verdict(flow: Flow, world: World) -> None:
    dossier = flow.product_dossier
    first, second = world["reviewer1"].actor, world["reviewer2"].actor
    for code in ("P-1", "P-2"):
        made = service.propose_text(
            first, dossier.id, flow.version(code), "Eén reden.", seen=str(text_of(flow, code).id)
        )
        service.agree(second, dossier.id, made.id)
    service.finish_discussion(second, dossier.id)
    service.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=False)
    sharing.send_back(world["releaser"].actor, dossier.id, DossierState.SUBMITTED, "Kijk nog eens.")
    flow.assign(dossier)
    wording = (Verdict.MEETS, Assurance.CHECKED, None, "Nu anders.")
    service.save_verdict(first, dossier.id, flow.version("P-2"), *wording, revision=1)
    agreed = text_of(flow)
    for actor in (first, second):
        service.mark_ready(actor, dossier.id)
    assert text_of(flow) is agreed and agreed.public_reason == "Eén reden."
    now = text_of(flow, "P-2")
    assert (now.public_reason, now.basis) == ("Nu anders.\n\nOPENBAAR-P-2-reviewer2", ConclusionBasis.EQUAL)


@pytest.mark.database
def test_a_text_never_brings_another_verdict_along(flow: Flow, unit: Session, world: World) -> None:
    dossier, asked = flow.product_dossier, flow.version("P-1")
    first, second, vng = (world[name].actor for name in ("reviewer1", "reviewer2", "coordinator"))
    other = (dossier.id, asked, Verdict.MEETS, Assurance.CHECKED, "Ander oordeel.")
    with pytest.raises(Conflict):  # both judged it alike: only the words are open
        service.propose(first, *other)
    made = service.propose_text(first, dossier.id, asked, "Eén reden.", seen=str(text_of(flow).id))
    made.code = Verdict.MEETS
    unit.flush()
    newer = service.propose_text(second, dossier.id, asked, "Andere reden.", seen=str(made.id))
    assert newer.code is Verdict.PARTLY
    newer.code = Verdict.MEETS
    unit.flush()
    decided = service.decide_text(vng, dossier.id, asked, "Van VNG.", reason="Zo is het.", seen=str(newer.id))
    assert (decided.code, decided.public_reason) == (Verdict.PARTLY, "Van VNG.")
    service.finish_discussion(second, dossier.id)
    service.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=False)
    sharing.send_back(world["releaser"].actor, dossier.id, DossierState.DISCUSSING, "Kijk nog eens.")
    assert service.propose(first, *other).code is Verdict.MEETS  # the draft came back: the verdict is open again


def test_the_draft_goes_on_when_who_asked_for_the_talk_reviews_no_more(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        flow = Flow(world)
        discussed(flow)
    dossier, ready = flow.product_dossier, "Het conceptoordeel kan naar de leverancier"
    here = f"/dossiers/{dossier.id}/verschillen"
    second = client_of(world["reviewer2"])
    assert ready not in second.get(here).words
    with database.unit():
        rounds.hand_back(world["reviewer1"].actor, dossier.id, "Ik ben ziek.")
        rounds.add_reviewer(world["coordinator"].actor, dossier.id, world["reviewer3"].membership_id)
    assert ready not in client_of(world["coordinator"]).get(here).words
    page = second.get(here)
    assert ready in page.words and f'action="{here}/afronden"' in page.text
    second.post(f"{here}/afronden", {})
    with database.unit(write=False):
        assert rounds.get_dossier(world["coordinator"].actor, dossier.id).state is DossierState.HEARING


@pytest.mark.database
def test_a_difference_is_settled_by_whoever_takes_the_place(app: Flask, unit: Session, world: World) -> None:
    flow = Flow(world)
    dossier, asked = flow.product_dossier, flow.version("P-1")
    flow.submit(dossier)
    flow.assign(dossier)
    flow.review(dossier, {"P-1": Verdict.PARTLY}, {})
    assert dossier.state is DossierState.DISCUSSING
    rounds.hand_back(world["reviewer1"].actor, dossier.id, "Ik ben ziek.")
    rounds.add_reviewer(world["coordinator"].actor, dossier.id, world["reviewer3"].membership_id)
    second, third = world["reviewer2"].actor, world["reviewer3"].actor
    assert [each.version.id for each in service.differences(second, dossier.id)] == [asked]
    made = service.propose(third, dossier.id, asked, Verdict.PARTLY, Assurance.OWN_STATEMENT, "Er ontbreekt iets.")
    service.agree(second, dossier.id, made.id)
    assert service.differences(second, dossier.id) == [] and dossier.state is DossierState.HEARING


def test_the_other_reads_what_differs_and_a_stale_page_keeps_what_was_typed(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        flow = Flow(world)
        discussed(flow)
    dossier, asked = flow.product_dossier, flow.version("P-1")
    here = f"/dossiers/{dossier.id}/verschillen"
    first, second, vng = (client_of(world[name]) for name in ("reviewer1", "reviewer2", "coordinator"))
    page = first.get(here)
    assert "Zelfde oordeel, andere redenen" in page.words and "Naar de leverancier" in page.words
    assert "Beslis over de tekst" not in vng.get(here).words
    seen = re.findall(r'name="seen" value="([0-9a-f-]{36})"', page.text)[0]
    given = {"public_reason": "OPENBAAR-P-1-reviewer1, kort.", "confidential_reason": "", "revision": "0", "seen": seen}
    first.post(f"{here}/{asked}/tekst", {**given, "public_reason": ""}, status=422)
    first.post(f"{here}/{asked}/tekst", given)
    page = second.get(here)
    assert "sc-gone" in page.text and "Tekst van " in page.words and "Ik ben het eens met deze tekst" in page.words
    stale = second.post(f"{here}/{asked}/tekst", {**given, "public_reason": "Mijn eigen tekst."}, status=409)
    assert "Intussen staat hier een andere tekst" in stale.words and "Mijn eigen tekst." in stale.text
    second.post(f"{here}/{asked}/tekst/besluit", {**given, "reason": "Daarom."}, status=403)
    newest = re.findall(r'name="seen" value="([0-9a-f-]{36})"', vng.get(here).text)[0]
    vng.post(f"{here}/{asked}/tekst/besluit", {**given, "seen": newest}, status=422)
    vng.post(f"{here}/{asked}/besluit/concept", {"public_reason": "Bijna besloten.", "revision": "0"})
    decision = {**given, "public_reason": "Besloten.", "seen": newest, "reason": "Om.", "revision": "1"}
    vng.post(f"{here}/{asked}/tekst/besluit", decision)
    assert "Besloten." in first.get(here).words
