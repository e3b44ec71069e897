# SPDX-License-Identifier: EUPL-1.2
"""Taking out own data: everything own, nothing of others, nobody who judged; for one person and a short time."""

import io
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from samencontroleren.accounts.models import Membership, User
from samencontroleren.core import clock, ledger, own_data
from samencontroleren.core.db import Database
from samencontroleren.core.errors import ConfirmationRequired, Conflict, Forbidden, NotFound
from samencontroleren.core.trail import TrailRow
from samencontroleren.disclosures import service as disclosures
from samencontroleren.disclosures.kinds import ChangeKind, DataKind, UpdateStep
from samencontroleren.findings.kinds import RequestKind
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.takeout import service
from samencontroleren.takeout.kinds import ExportState
from samencontroleren.takeout.models import OwnExport
from samencontroleren.vendors.models import Product, Vendor
from tests.assessments.flow import Flow
from tests.findings.life import Life
from tests.support.pages import PageClient
from tests.support.world import World

HOLDS = {
    "leverancier": ("vendors",),
    "producten": ("products",),
    "productversies": ("product_versions",),
    "hosting": ("hosting_periods",),
    "contactpersonen": ("contacts",),
    "ondertekeningen": ("agreement_signatures",),
    "dossiers": ("dossiers",),
    "toestanden": ("dossier_moves",),
    "termijnverzoeken": ("term_requests",),
    "bewijsstukken": ("documents", "document_products"),
    "leesverzoeken": ("access_requests",),
    "antwoorden": ("answers", "answer_documents"),
    "versies-van-antwoorden": ("answer_versions",),
    "inzendingen": ("submissions",),
    "ingediende-antwoorden": ("submitted_answers", "submitted_documents"),
    "aanvullingen": ("supplement_requests", "supplement_questions"),
    "toegewezen-vragen": ("question_tasks",),
    "oordelen": ("conclusions",),
    "wederhoor": ("hearings",),
    "reacties-per-oordeel": ("hearing_points", "hearing_proofs"),
    "bevindingen": ("findings",),
    "resultaten": ("releases", "computed_results"),
    "rectificatieverzoeken": ("rectifications",),
    "verloop-van-bevindingen": ("finding_events",),
    "verbeterplannen": ("improvement_plans",),
    "stappen-van-plannen": ("plan_steps", "plan_step_owners", "plan_step_notes"),
    "verzoeken-bij-bevindingen": ("finding_requests", "finding_proofs"),
    "wijzigingsmeldingen": ("change_notices", "change_notice_products"),
    "aanvullingen-op-wijzigingen": ("change_notice_additions",),
    "incidenten": ("incidents", "incident_products"),
    "nieuws-over-incidenten": ("incident_updates",),
    "samenhang-van-bevindingen": ("finding_links",),
    "tussentijdse-herbeoordelingen": ("reassessments", "reopened_questions"),
    "gesprekken": ("threads",),
    "berichten": ("thread_messages",),
}
"""Which tables each part holds."""

REVIEWERS = "the work of reviewers and VNG; the supplier reads what comes of it"
FROZEN = "a copy of what stands in other parts, as it was released"
PASSING = "on its way to something that is in a part"

LEFT = {
    "assignments": REVIEWERS,
    "benchmarks": "made anew from the results, with figures of others",
    "conflicts_of_interest": REVIEWERS,
    "document_grants": "which submission opened a document; follows from the submitted answers",
    "dossier_parts": REVIEWERS,
    "finding_arrangements": REVIEWERS,
    "flag_events": REVIEWERS,
    "flags": REVIEWERS,
    "former_employers": "what reviewers say of themselves, to nobody else",
    "own_exports": "the export itself",
    "product_successions": "VNG's register of takeovers; the products stand where they are now",
    "proposal_drafts": REVIEWERS,
    "proposals": REVIEWERS,
    "recalls": "VNG's word on a result, to who reads it",
    "release_manifests": "for checking a result; comes with its bundle",
    "released_answers": FROZEN,
    "released_findings": FROZEN,
    "released_reassessments": FROZEN,
    "released_measures": FROZEN,
    "released_verdicts": FROZEN,
    "review_verdicts": REVIEWERS,
    "reviews": REVIEWERS,
    "supplement_wishes": REVIEWERS,
    "supplier_changes": "plans of VNG",
    "upload_parts": PASSING,
    "uploads": PASSING,
    "vendor_invitations": "VNG's list of whom it invites to a round",
    "workbook_imports": PASSING,
}
"""Tables behind the wall of suppliers that the export leaves out, and why."""


@pytest.fixture
def flow(app: Flask, unit: Session, world: World) -> Flow:
    made = Flow(world)
    made.to_hearing(made.product_dossier)
    return made


def unpacked(world: World, key: uuid.UUID, person: str = "submitter1") -> dict[str, bytes]:
    """The files of a download, by name."""
    ledger.open_page()
    body = b"".join(service.download(world[person].actor, key))
    with zipfile.ZipFile(io.BytesIO(body)) as found:
        return {name: found.read(name) for name in found.namelist()}


def whole(found: dict[str, bytes]) -> str:
    """Everything that can be read in it, workbook unpacked."""
    with zipfile.ZipFile(io.BytesIO(found["gegevens.xlsx"])) as book:
        sheets = [book.read(name) for name in book.namelist()]
    return b"\n".join([*found.values(), *sheets]).decode("utf-8", "ignore")


@pytest.mark.database
def test_everything_own_and_nothing_of_others(flow: Flow, unit: Session, world: World) -> None:
    document = flow.document("Bewijs uit de kast", None)
    unit.get_one(Vendor, world.vendors[1]).website = "https://KANARIE-2.example"
    unit.get_one(Product, world.products[1][0]).description = "KANARIE-PRODUCT-2"
    unit.flush()
    made = service.ask(world["submitter1"].actor)
    assert service.ask(world["submitter1"].actor) is made, "a second click asks for the same one"
    assert service.due_exports() == [made.id]
    assert service.build(made.id) is True
    assert service.build(made.id) is False
    found = unpacked(world, made.id)
    text = whole(found)
    for own in ("ANTWOORD-P1", "ANTWOORD-P4", "Bewijs uit de kast", str(flow.product_dossier.id), str(document)):
        assert own in text, own
    assert [name for name in found if name.startswith("bewijs/")]
    for name in ("antwoorden", "versies-van-antwoorden", "inzendingen", "oordelen", "wederhoor", "bewijsstukken"):
        assert found[f"json/{name}.json"] != b"[]", name
    for person in ("reviewer1", "reviewer2", "coordinator", "releaser", "submitter2"):
        user = unit.get_one(User, world[person].user_id)
        for secret in (user.name, user.email, str(user.id)):
            assert secret not in text, f"{person} stands in the export"
    for canary in ("KANARIE-2", "KANARIE-PRODUCT-2", str(world.vendors[1]), str(world.products[1][0])):
        assert canary not in text
    acts = set(unit.scalars(select(TrailRow.action).where(TrailRow.object_id == made.id)))
    assert acts == {"own-data.asked", "own-data.built"}, "the download is noted after the page"


def test_every_table_of_suppliers_is_in_the_export_or_has_a_reason(unit: Session) -> None:
    """Whatever a supplier's transactions see (ADR 17) is in a part, or stands here with why not."""
    walls = unit.execute(text("SELECT tablename, qual FROM pg_policies WHERE permissive = 'RESTRICTIVE'"))
    seen = {row.tablename for row in walls if "'vendor'::text THEN false" not in row.qual and "vendor" in row.qual}
    held = {table for tables in HOLDS.values() for table in tables}
    assert sorted((held | set(LEFT)) ^ seen) == [], "a new table: put it in an own_data part, or give a reason here"
    assert not held & set(LEFT)


@pytest.mark.database
def test_plans_requests_and_reports_are_in_it(app: Flask, unit: Session, world: World) -> None:
    """Also who does a step, which nobody but the supplier ever reads."""
    life, submitter = Life(world, unit).released(), world["submitter1"].actor
    life.plan()
    life.ask(RequestKind.EXTENSION, wanted_on=life.finding().due_on + timedelta(days=9))
    disclosures.report_change(
        submitter, kind=ChangeKind.HOSTING, counts_from=clock.today(), explanation="VERHUISD", measures="Getest"
    )
    incident = disclosures.report_incident(
        submitter,
        title="INCIDENT",
        what="Storing",
        began_at=None,
        known_at=clock.now(),
        data_kinds=[DataKind.NO_DATA],
        severity=Severity.LOW,
        measures="Hersteld",
        contact_name="Sam",
        contact_phone="0612345678",
    )
    disclosures.add_update(submitter, incident.id, UpdateStep.ENDED, "VOORBIJ")
    found, other = own_data.collect(submitter), own_data.collect(world["submitter2"].actor)
    expected = {
        "verloop-van-bevindingen": "Verbeterplan ingediend",
        "verbeterplannen": "ingediend",
        "stappen-van-plannen": "Anna van beheer",
        "verzoeken-bij-bevindingen": "uitstel",
        "wijzigingsmeldingen": "VERHUISD",
        "incidenten": "INCIDENT",
        "nieuws-over-incidenten": "VOORBIJ",
    }
    for name, word in expected.items():
        assert word in str(found[name]) and other[name] == [], name
    assert set(found) - {"gebruikers"} == set(HOLDS)


@pytest.mark.database
def test_it_is_for_one_person_who_still_may(flow: Flow, unit: Session, world: World) -> None:
    submitter = world["submitter1"].actor
    for person, refusal in (("contributor1", Forbidden), ("coordinator", Forbidden), ("ciso1", Forbidden)):
        with pytest.raises((refusal, NotFound)):
            service.ask(world[person].actor)
    with pytest.raises(ConfirmationRequired):
        service.ask(replace(submitter, is_present=False))
    made = service.ask(submitter)
    with pytest.raises(Conflict):
        service.download(submitter, made.id)
    service.build(made.id)
    for person in ("vendor-admin1", "submitter2", "coordinator", "reviewer1"):
        with pytest.raises(NotFound):
            service.download(world[person].actor, made.id)
    with pytest.raises(ConfirmationRequired):
        service.download(replace(submitter, is_present=False), made.id)
    with pytest.raises(NotFound):
        service.download(replace(submitter, roles=frozenset()), made.id)
    other = service.ask(world["vendor-admin1"].actor)
    unit.get_one(Membership, world["vendor-admin1"].membership_id).ended_at = clock.now()
    unit.flush()
    assert service.build(other.id) is False
    assert other.state is ExportState.DROPPED, "rights that ended build nothing"


def test_it_is_thrown_away_after_its_last_day(flow: Flow, unit: Session, world: World) -> None:
    submitter = world["submitter1"].actor
    made = service.ask(submitter)
    service.build(made.id)
    last = made.expires_on
    assert last == clock.today() + timedelta(days=7)
    with clock.pretend(last):
        assert service.due_removals() == []
        assert service.remove(made.id) is False
    with clock.pretend(last + timedelta(days=1)):
        with pytest.raises(Conflict):
            service.download(submitter, made.id)
        assert service.due_removals() == [made.id]
        assert service.remove(made.id) is True
        assert service.remove(made.id) is False
    assert unit.scalars(select(OwnExport)).all() == []


def test_the_page_asks_and_gives_the_file(
    app: Flask, database: Database, world: World, client_of: Callable[..., PageClient]
) -> None:
    client = client_of(world["submitter1"])
    assert "Zet onze gegevens klaar" in client.get("/onze-gegevens").words
    client.post("/onze-gegevens")
    assert "Wordt klaargezet" in client.get("/onze-gegevens").words
    with database.unit():
        key = service.due_exports()[0]
        service.build(key)
    assert "Download" in client.get("/onze-gegevens").words
    answer = client.get(f"/onze-gegevens/{key}/bestand").response
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        assert "gegevens.xlsx" in found.namelist()
    client_of(world["vendor-admin1"]).get(f"/onze-gegevens/{key}/bestand", 404)
    with database.unit(write=False) as opened:
        acts = set(opened.scalars(select(TrailRow.action).where(TrailRow.object_id == key)))
    assert "own-data.downloaded" in acts
    client_of(world["contributor1"]).get("/onze-gegevens", 403)
