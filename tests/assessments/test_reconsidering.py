# SPDX-License-Identifier: EUPL-1.2
"""The page of a reconsideration: what is typed is kept for oneself, and nothing is proposed past a colleague."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from samencontroleren.assessments import service
from samencontroleren.assessments.kinds import Assurance, DraftPart, Stance, Verdict
from samencontroleren.assessments.models import Proposal
from samencontroleren.core import migrate
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Changed, Conflict, NotFound
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import service as sharing
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

JSON = {"Accept": "application/json"}
WORDING = (Verdict.MEETS, Assurance.CHECKED, "Het beleid is vastgesteld.", "", "Het nieuwe stuk laat dit zien.")
GIVEN = {"code": "meets", "assurance": "checked", "public_reason": "Vastgesteld.", "basis_reason": "Het nieuwe stuk."}


def objected(world: World) -> tuple[Flow, uuid.UUID, uuid.UUID]:
    """A dossier of which the supplier objected to the verdict on P-2: the flow, the dossier and that requirement."""
    flow = Flow(world)
    dossier, key = flow.product_dossier, flow.version("P-2")
    flow.to_hearing(dossier, {"P-2": Verdict.PARTLY})
    service.save_point(world["contributor1"].actor, dossier.id, key, Stance.OBJECT, "Dit is al geregeld.", 0)
    service.reply_to_hearing(world["submitter1"].actor, dossier.id, has_objection=True)
    return flow, dossier.id, key


def test_what_is_typed_of_a_reply_is_kept_for_oneself_per_form(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        _flow, dossier, key = objected(world)
    here = f"/dossiers/{dossier}/heroverweging"
    first, second, vng = (client_of(world[name]) for name in ("reviewer1", "reviewer2", "coordinator"))
    change, keep = f"{here}/{key}/voorstel/concept", f"{here}/{key}/handhaven/concept"
    typed: dict[str, Any] = {"code": "", "assurance": "", "basis_reason": "Halve zin", "severity": "", "revision": "0"}
    saved = first.post(change, typed, headers=JSON, status=200).response.json
    assert saved["revision"] == 1 and saved["label"].startswith("Opgeslagen om")
    assert first.post(keep, {"keep_reason": "Blijft, want", "revision": "0"}, headers=JSON, status=200).response.json
    page = first.get(here)
    assert "Halve zin" in page.text and "Blijft, want" in page.text and page.words.count("Alleen u ziet dit.") == 2
    assert all("Halve zin" not in each.get(here).text for each in (second, vng))
    stale = first.post(change, {**typed, "basis_reason": "Ander venster"}, headers=JSON, status=409).response.json
    assert stale["compareLabel"]
    for address in (change, f"{here}/{key}/voorstel"):
        both = first.post(address, {**GIVEN, "basis_reason": "Ander venster", "revision": "0"}, status=409)
        assert "Halve zin" in both.words and "Ander venster" in both.text and 'name="revision" value="1"' in both.text
    both = first.post(f"{here}/{key}/handhaven", {"keep_reason": "Elders getypt", "revision": "0"}, status=409)
    assert "Blijft, want" in both.words and "Elders getypt" in both.text
    assert first.post(change, {"code": "weird", "revision": "1"}, headers=JSON, status=422).response.json["message"]
    vng.post(change, typed, 403)
    location = first.post(change, {**typed, "basis_reason": "Hele zin", "revision": "1"}).location
    assert location.endswith(f"#eis-{key}") and "Alleen u ziet hem" in first.get(here).words
    first.post(f"{here}/{key}/voorstel", {**GIVEN, "revision": "2"})
    assert "Hele zin" not in first.get(here).text and "Blijft, want" in first.get(here).text


def test_a_page_that_does_not_show_what_a_colleague_did_proposes_nothing(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        _flow, dossier, key = objected(world)
    here = f"/dossiers/{dossier}/heroverweging"
    first, second = client_of(world["reviewer1"]), client_of(world["reviewer2"])
    seen = set(re.findall(r'name="seen" value="([^"]+)"', section(first.get(here).text, key)))
    assert len(seen) == 1, "both forms start from the conclusion"
    given = {**GIVEN, "revision": "0", "seen": seen.pop()}
    wrong = first.post(f"{here}/{key}/voorstel", {**given, "basis_reason": ""}, status=422)
    assert given["seen"] in section(wrong.text, key)
    second.post(f"{here}/{key}/handhaven", {"keep_reason": "HET BLIJFT ZO", "revision": "0", "seen": given["seen"]})
    late = first.post(f"{here}/{key}/voorstel", {**given, "basis_reason": "MIJN REDEN"}, status=409)
    assert "HET BLIJFT ZO" in late.words and "MIJN REDEN" in late.text
    assert "Oordeel blijft" in late.words, "what is proposed leaves the verdict as it is"
    assert "deed intussen een voorstel of stemde in" in late.words
    keep = {"keep_reason": "OOK ZO", "revision": "0", "seen": given["seen"]}
    assert "OOK ZO" in first.post(f"{here}/{key}/handhaven", keep, status=409).text
    with database.unit(write=False):
        row = compared(world, dossier, key)
        assert len(row.proposals) == 1
    read = re.findall(r'name="seen" value="([^"]+)"', section(late.text, key))
    assert str(row.proposals[0].id) in read
    first.post(f"{here}/{key}/voorstel", {**given, "seen": str(row.proposals[0].id)})
    with database.unit(write=False):
        assert len(compared(world, dossier, key).proposals) == 2


def section(text: str, key: uuid.UUID) -> str:
    """The part of the page about one requirement."""
    return text[text.index(f'id="eis-{key}"') :].split('id="eis-')[1]


def compared(world: World, dossier: uuid.UUID, key: uuid.UUID) -> service.Difference:
    """A requirement as reviewer 1 reads it."""
    rows = service.compared(world["reviewer1"].actor, dossier)
    return next(each for each in rows if each.version.id == key)


@pytest.mark.database
def test_what_was_agreed_meanwhile_is_read_before_another_proposal(app: Flask, unit: Session, world: World) -> None:
    _flow, dossier, key = objected(world)
    first, second = world["reviewer1"].actor, world["reviewer2"].actor
    stood = compared(world, dossier, key).standing
    assert stood is not None
    made = service.reconsider(first, dossier, key, *WORDING, seen=str(stood.id))
    service.reconsider(first, dossier, key, *WORDING, seen=str(stood.id))  # one's own, from another window
    made = compared(world, dossier, key).proposals[-1]
    service.agree(second, dossier, made.id)
    for seen in (stood.id, made.id):
        with pytest.raises(Changed):
            service.reconsider(first, dossier, key, *WORDING, seen=str(seen))
        with pytest.raises(Changed):
            service.keep_verdict(first, dossier, key, "Het blijft zo.", str(seen))
    agreed = compared(world, dossier, key).conclusion
    assert agreed is not None
    service.keep_verdict(first, dossier, key, "Het blijft zo.", str(agreed.id))


@pytest.mark.database
def test_what_was_typed_and_not_proposed_lapses_when_both_are_ready(app: Flask, unit: Session, world: World) -> None:
    _flow, dossier, key = objected(world)
    first, second = world["reviewer1"].actor, world["reviewer2"].actor
    part, wanted = DraftPart.KEEP, rounds_policy.REVIEW
    with pytest.raises(NotFound):
        service.save_proposal_draft(first, wanted, dossier, world.requirement_versions["V-1"], {}, 0, part)
    service.save_proposal_draft(second, wanted, dossier, key, {"keep_reason": "Half"}, 0, part)
    assert service.proposal_drafts(second, dossier, DraftPart.CHANGE) == {}
    answered = service.reconsider(second, dossier, key, Verdict.NOT_MET, *WORDING[1:])
    service.agree(second, dossier, service.reconsider(first, dossier, key, *WORDING).id)
    other = world.requirement_versions["P-1"]
    waiting = service.reconsider(first, dossier, other, *WORDING)
    service.finish_reconsidering(first, dossier)
    assert service.proposal_drafts(second, dossier, part)[key].typed == {"keep_reason": "Half"}
    assert compared(world, dossier, other).open_proposal is waiting
    service.finish_reconsidering(second, dossier)
    assert service.proposal_drafts(second, dossier, part) == {}
    lapsed = select(Proposal.id).where(Proposal.dossier_id == dossier, Proposal.lapsed_at.is_not(None))
    assert unit.scalars(lapsed).all() == [waiting.id], "what was answered with another one did not lapse"
    unit.execute(update(Proposal).values(lapsed_at=None))
    unit.execute(text(ScriptDirectory(str(migrate.FOLDER)).get_revision("0072").module.LAPSED))
    assert unit.scalars(lapsed).all() == [waiting.id] != [answered.id], "nor did it in a dossier of before"
    unit.refresh(waiting)
    for back in (DossierState.RECONSIDERING, DossierState.DISCUSSING):
        with unit.begin_nested() as point:
            sharing.send_back(world["releaser"].actor, dossier, back, "Weeg P-1 nog eens.")
            does_not_open_again(world, unit, dossier, waiting)
            point.rollback()


def does_not_open_again(world: World, unit: Session, dossier: uuid.UUID, waiting: Proposal) -> None:
    """What nobody agreed to is history after the releasing officer sent back, until somebody proposes anew."""
    first, second, key = world["reviewer1"].actor, world["reviewer2"].actor, waiting.requirement_version_id
    row = compared(world, dossier, key)
    assert (row.open_proposal, row.lapsed) == (None, [waiting]) and row.standing is row.conclusion
    assert unit.scalars(select(Proposal.id).where(Proposal.dossier_id == dossier, Proposal.is_open())).all() == []
    with pytest.raises(Conflict):
        service.agree(second, dossier, waiting.id)
    made = service.propose(first, dossier, key, *WORDING)
    assert compared(world, dossier, key).open_proposal is made
    service.agree(second, dossier, made.id)


SHOWN = 19
"""Queries of a reconsideration that is open, besides four for session, actor and inbox."""


def test_the_page_asks_only_what_it_shows(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        _flow, dossier, _key = objected(world)
    here, first = f"/dossiers/{dossier}/heroverweging", client_of(world["reviewer1"])
    first.get(here)
    with questions(database.engine) as seen:
        first.get(here)
    assert not any("finding_arrangements" in each for each in seen)
    assert 4 < len(seen) <= SHOWN + 4, "\n".join(seen)
