# SPDX-License-Identifier: EUPL-1.2
"""From a document: where it is used, many questions in one act, a newer version everywhere, a certificate first."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core.db import Database
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import superseding
from samencontroleren.evidence.kinds import DocumentKind
from samencontroleren.evidence.models import Document
from samencontroleren.responses import leaning, linking, service
from samencontroleren.responses.kinds import AnswerStatus
from samencontroleren.responses.linking import Pick
from samencontroleren.responses.models import AnswerDocument, SubmittedDocument
from tests.evidence.files import pdf
from tests.responses.rounds import MEETS, make_dossier, make_round
from tests.support import story
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

ClientOf = Callable[..., PageClient]


def places(unit: Session, document: Document) -> list[str]:
    """Where the proof stands in the answers that lean on a document."""
    rows = unit.scalars(select(AnswerDocument.place).where(AnswerDocument.document_id == document.id))
    return sorted(rows)


@pytest.mark.database
def test_one_document_goes_under_many_questions_in_one_act(app: Flask, unit: Session, world: World) -> None:
    who, asked = world["contributor1"].actor, world.requirement_versions
    dossier, made = make_dossier(world, make_round(world)), story.add_proof(world, 0)
    picks = [Pick(made.id, dossier.id, asked["P-1"], "pagina 2"), Pick(made.id, dossier.id, asked["P-3"])]
    assert linking.link_many(who, picks) == 2
    assert places(unit, made) == ["", "pagina 2"]
    found = leaning.leaning_on(who, made.id)
    assert {(each.version.id, each.place) for each in found} == {(asked["P-1"], "pagina 2"), (asked["P-3"], "")}
    assert {each.dossier.id for each in found if each.dossier} == {dossier.id} and all(each.is_open for each in found)
    sheet = service.overview(who, dossier.id)
    assert {each.status for each in sheet.questions} <= {
        AnswerStatus.EMPTY,
        AnswerStatus.INCOMPLETE,
    }  # nothing is answered
    with pytest.raises(Invalid):
        linking.link_many(who, [])
    with pytest.raises(NotFound):
        linking.link_many(who, [Pick(story.add_proof(world, 1).id, dossier.id, asked["P-1"])])
    with pytest.raises(NotFound):
        leaning_of_other = linking.link_many(world["contributor2"].actor, picks)
        assert not leaning_of_other
    assert leaning.leaning_on(world["contributor2"].actor, made.id) == []
    with questions(unit.connection()) as seen:
        leaning.leaning_on(who, made.id)
    assert len(seen) == 2


@pytest.mark.database
def test_a_newer_version_takes_the_place_everywhere_but_in_what_was_submitted(
    app: Flask, unit: Session, world: World
) -> None:
    place = story.subject(0, 0)
    told = story.start_round(world, [place, story.subject(0, 1)])
    old, new = story.add_proof(world, 0, "Oud"), story.add_proof(world, 0, "Nieuw", content=pdf(2))
    who, asked = world["submitter1"].actor, world.requirement_versions
    story.answer(told, place, proofs={"P-1": old, "P-3": old})
    story.submit(told, place)
    other = told[story.subject(0, 1)]
    service.confirm_answer(who, other, asked["P-1"], MEETS)
    service.link_document(who, other, asked["P-1"], old.id, "pagina 4")
    service.link_document(who, other, asked["P-1"], new.id, "pagina 5")
    with pytest.raises(Forbidden):
        linking.replace_document(world["vendor-admin1"].actor, old.id, new.id)
    assert linking.replace_document(who, old.id, new.id) == 3
    assert linking.replace_document(who, old.id, new.id) == 0  # a double click
    assert places(unit, old) == []
    assert "pagina 5" in places(unit, new) and len(places(unit, new)) == 3
    frozen = unit.scalars(select(SubmittedDocument.document_id)).all()
    assert set(frozen) == {old.id}
    assert [each.answers for each in leaning.held_in(who, old.id)] == [2]
    sheet = service.overview(who, other)
    assert sheet.question(asked["P-1"]).status is AnswerStatus.DONE  # stays confirmed
    unit.refresh(old)
    assert old.superseded_by_id == new.id and superseding.predecessors(who, new.id) == [old]
    assert not evidence.can_lean_on(old)
    with pytest.raises(Conflict):
        service.link_document(who, other, asked["P-3"], old.id)
    with pytest.raises(Conflict):
        linking.replace_document(who, old.id, story.add_proof(world, 0, "Derde", content=pdf(3)).id)
    with pytest.raises(Invalid):
        linking.replace_document(who, new.id, new.id)
    with pytest.raises(Invalid):
        linking.replace_document(who, new.id, old.id)
    with pytest.raises(NotFound):
        linking.replace_document(who, new.id, story.add_proof(world, 1).id)
    actions = unit.scalars(
        select(TrailRow.action).where(TrailRow.action.in_(("document.superseded", "answer.document-replaced")))
    )
    assert sorted(actions) == ["answer.document-replaced"] * 3 + ["document.superseded"]


def test_a_person_replaces_a_document_with_a_file(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        dossier = make_dossier(world, make_round(world))
        old = story.add_proof(world, 0, "Certificaat", standard="ISO/IEC 27001:2022", products=[world.products[0][0]])
        service.link_document(world["contributor1"].actor, dossier.id, world.requirement_versions["P-1"], old.id)
    client, path = client_of(world["contributor1"]), f"/bewijs/{old.id}/vervangen"
    assert "1 antwoord gaat mee." in client.get(path).words
    assert "Kies een bestand." in client.post(path, {"title": ""}, 422).words
    assert "Kies een document, of voeg" in client.post(path, {"document": ""}, 422).words
    for _click in range(2):
        facts: dict[str, Any] = {"title": "", "valid_until": "2031-01-01", "file": (io.BytesIO(pdf(2)), "nieuw.pdf")}
        place = client.post(path, facts).location
    with database.unit(write=False) as opened:
        found = opened.scalars(select(Document).where(Document.superseded_by_id.is_(None))).one()
        assert (found.standard, str(found.valid_until)) == ("ISO/IEC 27001:2022", "2031-01-01")
    page = client.get(place)
    assert "Nam op" in page.words and "Waar gebruikt" in page.words
    assert "Vervangen door een nieuwere versie" in client.get(f"/bewijs/{old.id}").words
    client.get(path, 409)
    client_of(world["contributor2"]).get(path, 404)
    client_of(world["reviewer1"]).get(path, 404)


def test_a_certificate_first_says_what_it_supports_and_what_remains(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        dossier = make_dossier(world, make_round(world))
        made = story.add_proof(world, 0, "Certificaat")
        report = story.add_proof(world, 0, "SOC-rapport", kind=DocumentKind.SOC_2, content=pdf(2))
    client, path = client_of(world["contributor1"]), f"/dossiers/{dossier.id}/certificaat-eerst"
    page = client.get(path)
    assert "Een certificaat is geen antwoord" in page.words and "bewijst niet dat een maatregel werkt" in page.words
    asked = world.requirement_versions["P-1"]
    page = client.get(f"{path}?bewijs={made.id}&bewijs={report.id}")
    field = f"{made.id}_{asked}_{dossier.id}"
    assert f'name="pick-{field}"' in page.text
    assert "Kies minstens één vraag." in client.post(path, {"bewijs": str(made.id)}, 422).words
    long = {"bewijs": str(made.id), f"pick-{field}": "1", f"place-{field}": "x" * 121}
    assert "Gebruik hoogstens 120 tekens." in client.post(path, long, 422).words
    assert (
        "Deze keuze kennen we niet." in client.post(path, {"bewijs": str(report.id), f"pick-{field}": "1"}, 422).words
    )
    client.post(path, {"bewijs": str(made.id), f"pick-{field}": "1", f"place-{field}": "bijlage A 5.15"})
    with database.unit(write=False) as opened:
        assert places(opened, made) == ["bijlage A 5.15"]
    assert "Al gekoppeld" in client.get(f"{path}?bewijs={made.id}").words
    client_of(world["contributor2"]).get(path, 404)


def test_questions_are_chosen_from_the_page_of_a_document(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        dossier, made = make_dossier(world, make_round(world)), story.add_proof(world, 0)
    client, path = client_of(world["contributor1"]), f"/bewijs/{made.id}/vragen"
    page = client.get(f"{path}?dossier={dossier.id}&alles=1")
    fields = [f"{made.id}_{world.requirement_versions[code]}_{dossier.id}" for code in ("P-1", "P-3")]
    assert all(f'name="pick-{each}"' in page.text for each in fields)
    ticked = {f"pick-{each}": "1" for each in fields} | {f"place-{fields[0]}": "pagina 3"}
    back = client.post(path, {"dossier": str(dossier.id), **ticked}).location
    page = client.get(back.split("#")[0])
    assert "pagina 3" in page.words and page.words.count("Loskoppelen") == 2
    assert "Kies minstens één vraag." in client.post(path, {"dossier": str(dossier.id)}, 422).words


def test_one_act_puts_a_document_under_questions_of_several_products(
    app: Flask, database: Database, world: World, client_of: ClientOf
) -> None:
    with database.unit():
        in_round = make_round(world)
        first, second = (make_dossier(world, in_round, product=each) for each in (0, 1))
        other, made = make_dossier(world, in_round, vendor=1), story.add_proof(world, 0)
    client, path = client_of(world["contributor1"]), f"/bewijs/{made.id}/vragen"
    asked = world.requirement_versions["P-1"]
    fields = [f"pick-{made.id}_{asked}_{each.id}" for each in (first, second, other)]
    page = client.get(f"{path}?overal=1")
    assert [f'name="{each}"' in page.text for each in fields] == [True, True, False]
    client.post(path, dict.fromkeys(fields, "1"), 404)
    with database.unit(write=False) as opened:
        assert places(opened, made) == [], "one that is not the supplier's own: nothing is linked"
    client.post(path, dict.fromkeys(fields[:2], "1"))
    with database.unit(write=False) as opened:
        assert places(opened, made) == ["", ""]
