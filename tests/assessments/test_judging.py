# SPDX-License-Identifier: EUPL-1.2
"""Opzet, bestaan and werking of a verdict: one rule for the desk, for settling, and for what is released."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from samencontroleren.assessments import service
from samencontroleren.assessments.judging import chosen_on, lowest_of, verdict_of
from samencontroleren.assessments.kinds import Assurance, Axis, Verdict
from samencontroleren.assessments.models import ReviewVerdict
from samencontroleren.assessments.service import Lack
from samencontroleren.assessments.starters import PARTS, is_bare, offered
from samencontroleren.core.db import Database
from samencontroleren.core.errors import Invalid
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.sharing.bundle_items import named
from samencontroleren.sharing.layers import verdict_facts
from samencontroleren.sharing.models import ReleasedVerdict
from tests.assessments.flow import Flow
from tests.support.pages import PageClient
from tests.support.world import World

JSON = {"Accept": "application/json"}
STARTED = "De tweede factor is er, maar niet verplicht voor"
TWO = ["design", "existence"]


def test_the_lowest_counts_once_each_axis_that_is_asked_has_one() -> None:
    half = chosen_on(TWO, {Axis.DESIGN: Verdict.MEETS, Axis.OPERATION: Verdict.NOT_MET})
    assert half == {"design": "meets"}
    assert verdict_of(TWO, half, Verdict.MEETS) is None
    assert verdict_of(TWO, {**half, "existence": "partly"}, Verdict.MEETS) is Verdict.PARTLY
    assert verdict_of([], {}, Verdict.NOT_MET) is Verdict.NOT_MET
    first, second = {"design": "partly", "existence": "meets"}, {"design": "meets", "existence": "partly"}
    assert lowest_of(first, second) == {"design": "partly", "existence": "partly"}


@pytest.mark.parametrize(
    ("reason", "is_alone"),
    [
        (STARTED, True),
        (f"  {STARTED.upper()}  …\n", True),
        (f"{STARTED}\nThe evidence does not show it:", True),
        (f"{STARTED} beheerders.", False),
        (f"{STARTED}\nAlleen beheerders.", False),
        (" ", False),
    ],
)
def test_a_starting_sentence_alone_is_no_reason(reason: str, is_alone: bool) -> None:
    texts = {"nl": {"reason_partly": f"{STARTED}\n"}, "en": {"reason_not_met": "\nThe evidence does not show it:"}}
    version = RequirementVersion(texts=texts, aspects=[])
    assert offered(texts["nl"]) == {Verdict.PARTLY: [STARTED]}
    assert is_bare(reason, version) is is_alone
    row = ReviewVerdict(code=Verdict.PARTLY, assurance=Assurance.CHECKED, public_reason=reason, is_repeating=False)
    row.is_bare = is_bare(reason, version)
    item = service.DeskItem(SubmittedAnswer(requirement_version=version), row)
    assert (Lack.STARTER in item.lacks) is is_alone


def test_a_released_verdict_of_before_axes_were_kept_is_signed_as_it_was() -> None:
    facts: dict[str, Any] = {"position": 1, "requirement_code": "P-1", "theme": "toegang", "titles": {}, "is_key": True}
    facts |= {"code": Verdict.MEETS, "assurance": Assurance.CHECKED, "public_reason": "Gezien."}
    said = [
        named(row, verdict_facts(row))
        for row in (ReleasedVerdict(**facts, axes=axes) for axes in (None, {}, {"existence": "partly"}))
    ]
    before = {"volgnummer", "eis", "thema", "titels", "isSleuteleis", "oordeel", "zekerheidsgraad", "reden"}
    assert set(said[0]) == before
    assert [each.get("oordeelPerAspect") for each in said] == [None, {}, {"bestaan": "voldoet-deels"}]


@pytest.mark.database
def test_what_is_settled_decided_and_released_holds_its_axes(flow: Flow) -> None:
    dossier, first, second = flow.product_dossier, flow.world["reviewer1"].actor, flow.world["reviewer2"].actor
    flow.submit(dossier)
    flow.assign(dossier)
    flow.review(dossier, {"P-3": Verdict.PARTLY}, {"P-3": Verdict.NOT_MET})
    asked = flow.version("P-3")
    half = {Axis.DESIGN: Verdict.MEETS}
    with pytest.raises(Invalid) as refused:
        service.propose(first, dossier.id, asked, None, Assurance.CHECKED, "Reden", axes=half)
    assert set(refused.value.fields) == {"existence"}
    with pytest.raises(Invalid) as refused:
        service.decide(flow.world["coordinator"].actor, dossier.id, asked, None, Assurance.CHECKED, "", "", "Daarom")
    assert set(refused.value.fields) == {"design", "existence", "public_reason"}
    whole = {**half, Axis.EXISTENCE: Verdict.PARTLY}
    made = service.propose(first, dossier.id, asked, Verdict.MEETS, Assurance.CHECKED, "Reden", axes=whole)
    settled = service.agree(second, dossier.id, made.id)
    assert (settled.code, settled.axes) == (Verdict.PARTLY, {"design": "meets", "existence": "partly"})
    equal = {each.requirement_version_id: each.axes for each in service.current_conclusions(first, dossier.id)}
    assert equal[flow.version("P-1")] == {}


def test_a_proposal_asks_each_axis_and_what_is_agreed_is_read_by_its_readers(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PARTS, Verdict.PARTLY, "title")  # what is published never changes: its title will do here
    begun = "Eis P-3"
    with database.unit():
        flow = Flow(world)
        dossier, asked = flow.product_dossier, flow.version("P-3")
        flow.submit(dossier)
        flow.assign(dossier)
    client = client_of(world["reviewer1"])
    assert f'data-adapt="{begun}"' in client.get(f"/dossiers/{dossier.id}/beoordelen/{asked}").text
    with database.unit():
        flow.review(dossier, {"P-3": Verdict.PARTLY}, {"P-3": Verdict.NOT_MET})
    client, here = client_of(world["reviewer1"]), f"/dossiers/{dossier.id}/verschillen"
    assert "Opzet: voldoet · Bestaan: voldoet deels" in client.get(here).words
    given = {"design": "meets", "assurance": "checked", "public_reason": "Eens."}
    empty = client.post(f"{here}/{asked}/voorstel", {"public_reason": ""}, status=422)
    assert all(fault in empty.words for fault in ("Er zijn 4 fouten", "opzet", "bestaan", "Kies hoe zeker", "reden"))
    bare = {**given, "existence": "partly", "public_reason": begun}
    page = client.post(f"{here}/{asked}/voorstel", bare, status=422)
    assert "Vul de beginzin aan" in page.words
    page = client.post(f"{here}/{asked}/voorstel", given, status=422)
    assert "Bestaan" in page.words and "Kies een oordeel." in page.words and "Eens." in page.text
    client.post(f"{here}/{asked}/voorstel", {**given, "existence": "partly"})
    assert client.get(here).words.count("Opzet: voldoet · Bestaan: voldoet deels") == 2


def test_what_is_typed_at_a_difference_is_kept_for_oneself_and_a_stale_tab_is_told(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    with database.unit():
        flow = Flow(world)
        dossier, asked = flow.product_dossier, flow.version("P-2")
        flow.submit(dossier)
        flow.assign(dossier)
        flow.review(dossier, {"P-2": Verdict.PARTLY}, {"P-2": Verdict.NOT_MET})
    here = f"/dossiers/{dossier.id}/verschillen"
    first, second, vng = (client_of(world[name]) for name in ("reviewer1", "reviewer2", "coordinator"))
    keep = f"{here}/{asked}/voorstel/concept"
    typed = {"code": "", "assurance": "", "public_reason": "Halve zin", "severity": "", "seen": "", "revision": "0"}
    saved = first.post(keep, typed, headers=JSON, status=200).response.json
    assert saved["revision"] == 1 and saved["label"].startswith("Opgeslagen om")
    assert "Halve zin" in first.get(here).text
    assert all("Halve zin" not in each.get(here).text for each in (second, vng))
    stale = first.post(keep, {**typed, "public_reason": "Ander venster"}, headers=JSON, status=409).response.json
    assert stale["compareLabel"]
    for address in (keep, f"{here}/{asked}/voorstel"):
        given = {"code": "partly", "assurance": "checked", "public_reason": "Ander venster", "revision": "0"}
        both = first.post(address, given, status=409)
        assert "Halve zin" in both.text and "Ander venster" in both.text
        assert 'name="revision" value="1"' in both.text
    assert first.post(keep, {"code": "weird", "revision": "1"}, headers=JSON, status=422).response.json["message"]
    location = first.post(keep, {"public_reason": "Hele zin", "revision": "1"}).location
    assert location.endswith(f"#eis-{asked}") and "Alleen u ziet hem" in first.get(here).words
    taken = re.findall(r"van=([0-9a-f-]{36})", first.get(here).text)[1]
    page = first.get(f"{here}?van={taken}")
    assert "U had hier al een tekst bewaard" in page.words and "Bewaard op" not in page.words
    assert "Hele zin" in page.words and "OPENBAAR-P-2-reviewer2</textarea>" in page.text
    second.post(f"{here}/{asked}/besluit/concept", {**typed, "reason": "Daarom"}, 403)
    vng.post(f"{here}/{asked}/besluit/concept", {**typed, "reason": "Om de term"})
    assert "Om de term" in vng.get(here).text
    first.post(f"{here}/{asked}/voorstel", {**given, "revision": "2"})
    assert "Uw voorstel ligt bij de ander" in first.get("/").words
    assert "Er ligt een nieuw voorstel" in second.get("/").words
    with database.unit(write=False):
        assert service.proposal_drafts(world["reviewer1"].actor, dossier.id) == {}
        assert len(service.proposal_drafts(world["coordinator"].actor, dossier.id)) == 1
