# SPDX-License-Identifier: EUPL-1.2
"""Documents after release (product.md, section 7): by class, under the agreement, on request, until withdrawn."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, NotFound
from samencontroleren.evidence import classing, library, policy, reading, requests, service
from samencontroleren.evidence.kinds import (
    SHARING_LABELS,
    DocumentKind,
    Purpose,
    RequestState,
    Sensitivity,
    SharingClass,
)
from samencontroleren.evidence.models import Document
from samencontroleren.notifications.models import Notice
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import Part
from samencontroleren.sharing import result_file
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.layer_reading import NO_LAYER
from samencontroleren.sharing.models import Release
from tests.support import story
from tests.support.pages import PageClient
from tests.support.world import World

pytestmark = pytest.mark.stage("released")


@dataclass
class Stage:
    """Product 1a, released with a document of each class, and used by gemeente 1."""

    world: World
    release: Release
    documents: dict[SharingClass, Document]

    def reads(self, name: str) -> set[SharingClass]:
        """The classes of which somebody opens the document."""
        found = set()
        for kind, document in self.documents.items():
            try:
                service.get_document(self.world[name].actor, document.id)
                found.add(kind)
            except (NotFound, service.OnlyForReviewers):
                pass
        return found

    def share(self, kind: SharingClass, sharing: SharingClass) -> None:
        self.documents[kind].sharing = sharing


USERS, ON_REQUEST, REVIEWERS = SharingClass.USERS, SharingClass.ON_REQUEST, SharingClass.REVIEWERS


@pytest.fixture
def stage(app: Flask, unit: Session, world: World, told: dict[SharingClass, uuid.UUID]) -> Stage:
    released = unit.scalars(select(Release).where(Release.product_id.is_not(None))).one()
    return Stage(world, released, {each: unit.get_one(Document, key) for each, key in told.items()})


@pytest.mark.database
def test_users_read_what_is_theirs_once_they_accepted(stage: Stage, unit: Session) -> None:
    assert stage.reads("ciso1") == set(), "nobody signed yet"
    story.accept(stage.world, 1, 2)
    assert stage.reads("ciso1") == stage.reads("buyer1") == stage.reads("owner1") == {USERS}
    for name in ("admin1", "reviewer3", "ciso2", "ciso3", "submitter2", "releaser"):
        expected = set(SharingClass) if name == "releaser" else set()
        assert stage.reads(name) == expected, name
    assert unit.scalars(visible(stage.world["ciso1"].actor, policy.VIEW)).all() == [stage.documents[USERS]]
    made = story.publish_agreement(stage.world, days=10)
    with clock.pretend(made.earlier_until):
        assert stage.reads("ciso1") == {USERS}
    with clock.pretend(made.earlier_until + timedelta(days=1)):
        assert stage.reads("ciso1") == set(), "a next text that was not accepted in time stops it"
    stage.share(USERS, REVIEWERS)
    unit.flush()
    assert stage.reads("ciso1") == set(), "a stricter class stops future reads"
    stage.share(REVIEWERS, USERS)
    unit.flush()
    assert stage.reads("ciso1") == {REVIEWERS}
    service.withdraw_document(stage.world["submitter1"].actor, stage.documents[REVIEWERS].id)
    assert stage.reads("ciso1") == set(), "so does withdrawing"


@pytest.mark.database
def test_a_request_opens_one_document_until_a_day(stage: Stage, unit: Session) -> None:
    story.accept(stage.world, 1)
    ciso, admin = stage.world["ciso1"].actor, stage.world["vendor-admin1"].actor
    document = stage.documents[ON_REQUEST]
    for kind in (USERS, REVIEWERS):
        with pytest.raises(Forbidden):
            requests.ask(ciso, stage.documents[kind].id, purpose=Purpose.AUDIT)
    with pytest.raises(NotFound):
        requests.ask(stage.world["ciso3"].actor, document.id, purpose=Purpose.AUDIT)
    made = requests.ask(ciso, document.id, purpose=Purpose.AUDIT, explanation="Wij van Verzonnendam")
    with pytest.raises(Conflict):
        requests.ask(stage.world["buyer1"].actor, document.id, purpose=Purpose.AUDIT)
    seen = requests.get_request(admin, made.id)
    assert (seen.kind, seen.name, seen.explanation, seen.is_asker) == ("municipality", None, None, False)
    assert requests.get_request(ciso, made.id).explanation == "Wij van Verzonnendam"
    for name in ("submitter1", "coordinator", "ciso2", "vendor-admin2"):
        with pytest.raises(NotFound):
            requests.get_request(stage.world[name].actor, made.id)
    with pytest.raises(ConfirmationRequired):
        requests.grant(replace(admin, is_present=False), made.id, clock.today())
    for wrong in (None, clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        with pytest.raises(Invalid):
            requests.grant(admin, made.id, wrong)
    requests.grant(admin, made.id, clock.today() + timedelta(days=5))
    assert stage.reads("buyer1") == {USERS, ON_REQUEST}
    with clock.pretend(clock.today() + timedelta(days=6)):
        assert stage.reads("ciso1") == {USERS}
    told = unit.scalars(select(Notice.membership_id).where(Notice.kind == "access_decided")).all()
    assert told == [stage.world["ciso1"].membership_id]
    with pytest.raises(Invalid):
        requests.stop(admin, made.id, " ")
    requests.stop(admin, made.id, "Het contract is afgelopen.")
    assert stage.reads("ciso1") == {USERS}
    with pytest.raises(Conflict):
        requests.refuse(admin, made.id, "Toch niet")
    known = requests.ask(ciso, document.id, purpose=Purpose.INCIDENT, explanation="Bel ons", is_known=True)
    seen = requests.get_request(admin, known.id)
    assert (seen.name, seen.explanation) == ("Gemeente Verzonnendam", "Bel ons")
    assert requests.refuse(admin, known.id, "Eerst bellen").state is RequestState.REFUSED


@pytest.mark.database
def test_no_class_opens_what_is_red(stage: Stage, unit: Session) -> None:
    """TLP:RED: the reviewers and the co-ordinator of the dossier, whatever was shared, asked or granted."""
    story.accept(stage.world, 1)
    ciso, admin = stage.world["ciso1"].actor, stage.world["vendor-admin1"].actor
    first = requests.ask(ciso, stage.documents[ON_REQUEST].id, purpose=Purpose.AUDIT)
    requests.grant(admin, first.id, clock.today() + timedelta(days=5))
    assert stage.reads("ciso1") == {USERS, ON_REQUEST}
    assert stage.reads("coordinator") == stage.reads("releaser") == set(SharingClass)
    for document in stage.documents.values():
        document.sensitivity = Sensitivity.RED
    unit.flush()
    assert stage.reads("ciso1") == stage.reads("releaser") == stage.reads("reviewer3") == set()
    with pytest.raises(service.OnlyForReviewers):  # who opens the dossier is told why
        service.get_document(stage.world["releaser"].actor, stage.documents[USERS].id)
    for name in ("ciso1", "reviewer3", "submitter2"):
        with pytest.raises(NotFound):
            service.get_document(stage.world[name].actor, stage.documents[USERS].id)
    assert stage.reads("reviewer1") == stage.reads("coordinator") == stage.reads("submitter1") == set(SharingClass)
    assert stage.reads("all-roles") == set(), "another co-ordinator, who guides other dossiers"
    rounds.take_part(stage.world["all-roles"].user_id, stage.release.dossier_id, Part.COORDINATES)
    assert stage.reads("all-roles") == set(SharingClass)
    rounds.declare_conflict(stage.world["coordinator"].actor, stage.world.vendors[0], "Werkte daar")
    assert stage.reads("coordinator") == set()
    with pytest.raises(Forbidden):
        requests.ask(ciso, stage.documents[ON_REQUEST].id, purpose=Purpose.DECISION)
    lines = sharing.documents_of(ciso, stage.release.id).lines
    assert {(each.document.readers, each.title) for each in lines} == {(REVIEWERS, None)}
    printed = result_file.make_document(ciso, sharing.get_view(ciso, stage.release.id), NO_LAYER, "nl").evidence
    assert {each.readers for each in printed or ()} == {SHARING_LABELS[REVIEWERS][0]}
    assert len(library.list_library(admin, library.Wanted(sharing=REVIEWERS)).rows) == 3
    assert library.list_library(admin, library.Wanted(sharing=USERS)).rows == []


@pytest.mark.database
def test_what_a_reader_may_take_away_follows_the_tlp_class(stage: Stage, unit: Session) -> None:
    """Gemeenten take away what is CLEAR or GREEN, and read AMBER in the page; who assesses takes whatever it reads."""
    story.accept(stage.world, 1)
    document = stage.documents[USERS]
    taking = {each: {"ciso1", "reviewer1", "coordinator", "submitter1"} for each in Sensitivity}
    taking[Sensitivity.AMBER] = taking[Sensitivity.RED] = taking[Sensitivity.CLEAR] - {"ciso1"}
    for sensitivity, people in taking.items():
        document.sensitivity = sensitivity
        unit.flush()
        for name in ("ciso1", "reviewer1", "coordinator", "submitter1"):
            actor = replace(stage.world[name].actor, is_present=True)
            taken = unit.scalars(visible(actor, policy.DOWNLOAD).where(Document.id == document.id)).all()
            assert bool(taken) is (name in people), (sensitivity, name)
    for sensitivity, refused in ((Sensitivity.AMBER, Forbidden), (Sensitivity.RED, NotFound)):
        document.sensitivity = sensitivity
        unit.flush()
        for door in (reading.open_original, reading.open_for_machine):
            with pytest.raises(refused):
                door(replace(stage.world["ciso1"].actor, is_present=True), document.id)
    document.sensitivity = Sensitivity.AMBER
    unit.flush()
    assert stage.reads("ciso1") == {USERS}


@pytest.mark.database
def test_what_anybody_may_know_is_not_asked_for(stage: Stage, unit: Session) -> None:
    actor = stage.world["submitter1"].actor
    document = stage.documents[USERS]
    facts = {"title": "Folder", "kind": DocumentKind.OTHER, "sensitivity": Sensitivity.CLEAR, "sharing": ON_REQUEST}
    with pytest.raises(Invalid) as refused:
        service.change_document(actor, document.id, revision=document.revision, **facts)  # type: ignore[arg-type]  # facts of a document
    assert set(refused.value.fields) == {"sharing"}
    document.sensitivity = Sensitivity.CLEAR
    unit.flush()
    with pytest.raises(Conflict):
        classing.change_classes(actor, {document.id: classing.Choice(USERS, ON_REQUEST)})
    classing.change_classes(actor, {document.id: classing.Choice(USERS, REVIEWERS)})


@pytest.mark.database
def test_a_request_for_what_became_red_is_not_granted(stage: Stage, unit: Session) -> None:
    document = stage.documents[ON_REQUEST]
    made = requests.ask(stage.world["ciso1"].actor, document.id, purpose=Purpose.AUDIT)
    document.sensitivity = Sensitivity.RED
    unit.flush()
    admin = stage.world["vendor-admin1"].actor
    with pytest.raises(Conflict):
        requests.grant(admin, made.id, clock.today())
    assert requests.refuse(admin, made.id, "Te gevoelig").state is RequestState.REFUSED


def test_the_page_of_the_product_lists_it(stage: Stage, app: Flask, unit: Session) -> None:
    unit.flush()
    found = sharing.documents_of(stage.world["ciso1"].actor, stage.release.id)
    assert not found.has_accepted
    assert {each.document.sharing: each.title for each in found.lines}[REVIEWERS] is None
    with pytest.raises(Forbidden):
        sharing.documents_of(stage.world["ciso3"].actor, stage.release.id)
    story.accept(stage.world, 1)
    ciso, admin = PageClient(app, stage.world["ciso1"]), PageClient(app, stage.world["vendor-admin1"])
    place = f"/resultaten/{stage.release.id}/bewijs"
    assert place in ciso.get(f"/resultaten/producten/{stage.world.products[0][0]}").text
    page = ciso.get(place)
    assert f"Bewijs {USERS}" in page.words and f"Bewijs {REVIEWERS}" not in page.words
    asked = f"/bewijs/{stage.documents[ON_REQUEST].id}/aanvragen"
    assert "Kies waarvoor u het nodig hebt." in ciso.post(asked, {}, status=422).words
    place = ciso.post(asked, {"purpose": "audit", "explanation": "Wij van Verzonnendam"}).location
    page = admin.get(place)
    assert "Gemeente" in page.words and "Verzonnendam" not in page.text
    assert "Kies een dag" in admin.post(f"{place}/toestaan", {"until": ""}, status=422).words
    assert "Verzonnendam" not in admin.get("/inzageverzoeken").text
    admin.post(f"{place}/toestaan", {"until": str(clock.today())})
    assert ciso.get(f"/bewijs/{stage.documents[ON_REQUEST].id}").status == 200
