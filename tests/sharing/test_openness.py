# SPDX-License-Identifier: EUPL-1.2
"""Who may see what: the supplier's page per product, many changed at once, and what withdrawing does."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from samencontroleren.assessments.kinds import Assurance, Verdict
from samencontroleren.core import clock
from samencontroleren.core.errors import Changed, Conflict, NotFound
from samencontroleren.core.trail import TrailReading
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import uses
from samencontroleren.evidence.classing import Choice, change_classes
from samencontroleren.evidence.kinds import SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.responses.models import Answer
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.sharing import openness, schemas
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.layer_reading import Layer
from samencontroleren.sharing.models import ReleasedVerdict
from samencontroleren.sharing.result_file import _verdict as verdict_line
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

USERS, REVIEWERS = SharingClass.USERS, SharingClass.REVIEWERS
ONE = story.subject(0, 0)


@pytest.fixture
def papers(app: Flask, unit: Session, world: World) -> list[Document]:
    """Product 1a released with two documents: P-1 leans on both, P-2 on the second alone."""
    told = story.start_round(world, [ONE])
    made = [story.add_proof(world, 0, name, name.encode(), filename=f"{name}.txt") for name in ("Een", "Twee")]
    for code, document in (("P-1", made[0]), ("P-1", made[1]), ("P-2", made[1])):
        story.link_proof(told, ONE, code, document)
    story.bring_to(told, ONE, DossierState.PUBLISHED)
    story.use(world, 0, 0, 1)
    return made


@pytest.mark.database
def test_what_leans_on_withdrawn_evidence_can_not_be_assessed(
    papers: list[Document], unit: Session, world: World
) -> None:
    key, ciso, submitter = world.products[0][0], world["ciso1"].actor, world["submitter1"].actor
    assert uses.effects(papers[0].id) == [], "P-1 keeps the other one"
    assert uses.effects(papers[1].id) == [uses.Effect("Product 1a", 1)]
    assert sharing.product_page(ciso, key).layer.without_proof == frozenset()
    evidence.withdraw_document(submitter, papers[1].id)
    layer = sharing.product_page(ciso, key).layer
    assert layer.without_proof == {"P-2"}
    assert {row.requirement_code: layer.code_of(row) for row in layer.verdicts or ()} == {
        "P-1": Verdict.MEETS,
        "P-2": Verdict.CANNOT_BE_ASSESSED,
        "P-3": Verdict.MEETS,
        "P-4": Verdict.MEETS,
    }
    release = sharing.product_page(ciso, key).releases[0].release
    now = {each.row.requirement_code: (each.code, each.row.code) for each in sharing.list_verdicts(ciso, release.id)}
    assert now["P-2"] == (Verdict.CANNOT_BE_ASSESSED, Verdict.MEETS)
    assert now["P-1"] == (Verdict.MEETS, Verdict.MEETS)
    [told] = schemas.VerdictOut(many=True).dump(sharing.list_verdicts(ciso, release.id))[1:2]
    assert (told["oordeel"], told["oordeelBijVrijgave"]) == ("niet-te-beoordelen", "voldoet")
    assert told["isBewijsIngetrokken"] is True
    evidence.withdraw_document(submitter, papers[0].id)
    assert sharing.product_page(ciso, key).layer.without_proof == {"P-1", "P-2"}
    with pytest.raises(Conflict):
        change_classes(submitter, {papers[0].id: Choice(USERS, REVIEWERS)})


@pytest.mark.parametrize(("lost", "axes"), [(frozenset(), {"existence": "partly"}), (frozenset({"P-3"}), {})])
def test_the_pdf_tells_of_the_axes_only_while_they_make_the_verdict(lost: frozenset[str], axes: dict[str, str]) -> None:
    facts = {"requirement_code": "P-3", "titles": {"nl": "Eis"}, "public_reason": "", "is_carried": False}
    row = ReleasedVerdict(code=Verdict.PARTLY, assurance=Assurance.CHECKED, axes={"existence": "partly"}, **facts)
    assert verdict_line(Layer([row], None, None, None, lost), row, "nl").axes == axes


@pytest.mark.database
def test_many_at_once_or_none(papers: list[Document], unit: Session, world: World) -> None:
    submitter = world["submitter1"].actor
    with pytest.raises(NotFound):
        change_classes(world["submitter2"].actor, {papers[0].id: Choice(USERS, REVIEWERS)})
    with pytest.raises(Changed):
        change_classes(submitter, {papers[0].id: Choice(REVIEWERS, USERS)})
    first, last = sorted(each.id for each in papers)
    with pytest.raises(Changed):
        change_classes(submitter, {first: Choice(USERS, REVIEWERS), last: Choice(REVIEWERS, USERS)})
    assert {each.sharing for each in papers} == {USERS}, "a page that says so shows what stands there"
    same, other = Choice(USERS, USERS), Choice(USERS, REVIEWERS)
    assert change_classes(submitter, {papers[0].id: same, papers[1].id: other}) == 1
    found = openness.openness_of(submitter, world.products[0][0])
    assert (found.verdicts, found.shared_answers, found.hidden_answers) == (4, 4, 0)
    assert {each.sharing for each in found.documents} == {USERS, REVIEWERS}
    classes = {line.key: line.classes for line in openness.overview(submitter).lines}
    assert classes[world.products[0][0]] == {USERS: 1, REVIEWERS: 1}
    for name in ("submitter2", "ciso1", "coordinator"):
        with pytest.raises(NotFound):
            openness.openness_of(world[name].actor, world.products[0][0])


def test_the_pages(papers: list[Document], app: Flask, unit: Session, world: World) -> None:
    product = world.products[0][0]
    place = f"/wie-ziet-wat/{product}"
    story.accept(world, 1)
    unit.flush()
    admin, writer = PageClient(app, world["vendor-admin1"]), PageClient(app, world["submitter1"])
    assert "Product 1a" in admin.get("/wie-ziet-wat").words
    ciso = PageClient(app, world["ciso1"])
    ciso.get(f"/bewijs/{papers[0].id}")
    yesterday = clock.today() - timedelta(days=1)
    unit.execute(update(TrailReading).values(day=yesterday))
    assert "1 oordeel over Product 1a wordt" in writer.get(f"/bewijs/{papers[1].id}").words
    page = admin.get(place)
    assert "Wie las dit" in page.words and "Gemeente" in page.words and "Verzonnendam" not in page.text
    assert "Wie las dit" not in writer.get(place).words
    keys = [str(each.id) for each in papers]
    answers = [str(each) for each in unit.scalars(select(Answer.id).where(Answer.product_id == product))]
    marked = select(Answer.id).where(Answer.product_id == product, Answer.is_confidential)
    stale = {"document": keys, "was": ["reviewers", "users"], "sharing": ["users", "users"]}
    refused = writer.post(place, {**stale, "answer": answers, "confidential": answers[:1]}, status=409)
    assert "intussen gewijzigd" in refused.words and not unit.scalars(marked).all()
    ticked = [each.get("value") for each in refused.all("input") if each.get("checked") is not None]
    assert ticked == answers[:1], "what was ticked stays ticked"
    writer.post(place, {"document": keys, "was": ["users"], "sharing": ["users"]}, status=422)
    both = {"document": keys, "was": ["users"] * 2, "sharing": ["reviewers", "users"]}
    writer.post(place, {**both, "answer": answers, "confidential": answers[:1]})
    ciso.get(f"/bewijs/{papers[0].id}", 404)
    told = writer.get(place)
    assert "Van 1 document is gewijzigd" in told.words and "Nu is 1 van de 4 antwoorden vertrouwelijk" in told.words
    assert [each.get("action") for each in told.all("form")].count(place) == 1, "one form carries everything"
    writer.post(place, {"answer": answers, "was_confidential": answers[:1], "confidential": answers[:2]})
    assert {str(each) for each in unit.scalars(marked)} == set(answers[:2])
    admin.post(place, {"answer": answers, "confidential": answers[:3]}, status=403)
    evidence.withdraw_document(world["submitter1"].actor, papers[1].id)
    unit.flush()
    late = {"document": keys[1:], "was": ["users"], "sharing": ["reviewers"]}
    refused = writer.post(place, {**late, "answer": answers, "confidential": answers[2:3]}, status=409)
    assert "Dit bewijs is ingetrokken" in refused.words
    ticked = [each.get("value") for each in refused.all("input") if each.get("checked") is not None]
    assert ticked == answers[2:3]
