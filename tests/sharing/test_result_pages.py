# SPDX-License-Identifier: EUPL-1.2
"""The pages of assessment and release over HTTP, from the desk of a reviewer to the page of a product."""

import uuid
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import Connection

from samencontroleren.accounts import service as accounts
from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core.db import Database
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import service
from samencontroleren.usage import service as usages
from tests.assessments.flow import Flow
from tests.support.counting import questions
from tests.support.pages import PageClient
from tests.support.world import World

Clients = Callable[..., PageClient]


class Stage:
    """Runs steps of a flow in units of their own, as other requests would have."""

    def __init__(self, database: Database, world: World, told: uuid.UUID | None) -> None:
        self.database = database
        self.world = world
        with database.unit():
            self.flow = Flow(world, told)

    def do(self, step: Callable[[Flow], object]) -> None:
        with self.database.unit():
            step(self.flow)

    def state(self, dossier: Dossier) -> DossierState:
        with self.database.unit(write=False) as opened:
            found = opened.get_one(Dossier, dossier.id)
            return found.state


@pytest.fixture
def stage(app: Flask, database: Database, world: World, told: uuid.UUID | None) -> Stage:
    return Stage(database, world, told)


def verdict_form(code: str, reason: str, revision: int = 0) -> dict[str, object]:
    return {
        "code": code,
        "design": code,
        "existence": code,
        "assurance": "checked",
        "public_reason": reason,
        "confidential_reason": f"{reason}-GEHEIM",
        "revision": revision,
        "go": "next",
    }


def test_blind_over_http(stage: Stage, client_of: Clients) -> None:
    dossier, flow = stage.flow.product_dossier, stage.flow
    stage.do(lambda flow: (flow.submit(dossier), flow.assign(dossier)))
    first, second = client_of(stage.world["reviewer1"]), client_of(stage.world["reviewer2"])
    base = f"/dossiers/{dossier.id}"
    for code in flow.codes(dossier):
        place = f"{base}/beoordelen/{flow.version(code)}"
        assert "ANTWOORD" in first.get(place).words
        first.post(place, verdict_form("partly", "KANARIE-EEN"))
        second.post(place, verdict_form("meets", "KANARIE-TWEE"))
    first.post(f"{base}/beoordelen/klaar")
    everywhere = [base, f"{base}/beoordelen", f"{base}/verschillen", f"{base}/heroverweging"]
    everywhere += [f"{base}/beoordelen/{flow.version(code)}" for code in flow.codes(dossier)]
    for path in everywhere:
        assert "KANARIE-EEN" not in second.get(path).text, path
    for name in ("coordinator", "releaser"):
        for path in (base, f"{base}/verschillen", f"{base}/heroverweging"):
            assert "KANARIE" not in client_of(stage.world[name]).get(path).text, (name, path)
    client_of(stage.world["submitter1"]).get(f"{base}/verschillen", 404)
    client_of(stage.world["reviewer3"]).get(f"{base}/beoordelen", 404)
    second.post(f"{base}/beoordelen/klaar")
    assert stage.state(dossier) is DossierState.DISCUSSING
    page = second.get(f"{base}/verschillen")
    assert "KANARIE-EEN" in page.words
    assert "KANARIE-TWEE-GEHEIM" in page.words


def test_what_was_typed_is_kept(stage: Stage, client_of: Clients) -> None:
    dossier, flow = stage.flow.product_dossier, stage.flow
    stage.do(lambda flow: (flow.submit(dossier), flow.assign(dossier)))
    client = client_of(stage.world["reviewer1"])
    place = f"/dossiers/{dossier.id}/beoordelen/{flow.version('P-1')}"
    half = {"code": "onzin", "confidential_reason": "HALF GETYPT", "revision": 0}
    assert "HALF GETYPT" in client.post(place, half, status=422).text
    client.post(place, verdict_form("meets", "EERSTE"))
    changed = client.post(place, verdict_form("meets", "TWEEDE"), status=409)
    assert "EERSTE" in changed.text
    assert "TWEEDE" in changed.text
    client.post(place, verdict_form("meets", "TWEEDE", revision=1))


def test_difference_decided_over_http(stage: Stage, client_of: Clients) -> None:
    dossier, flow = stage.flow.vendor_dossier, stage.flow
    stage.do(lambda flow: (flow.submit(dossier), flow.assign(dossier)))
    stage.do(lambda flow: flow.review(dossier, {"V-1": Verdict.PARTLY}, None))
    base = f"/dossiers/{dossier.id}/verschillen"
    key = flow.version("V-1")
    first, second = client_of(stage.world["reviewer1"]), client_of(stage.world["reviewer2"])
    first.post(f"{base}/{key}/voorstel", {"code": "partly", "assurance": "checked"}, status=422)
    first.post(f"{base}/{key}/voorstel", {"code": "partly", "assurance": "checked", "public_reason": "VOORSTEL"})
    assert "VOORSTEL" in second.get(base).words
    coordinator = client_of(stage.world["coordinator"])
    wording = {"code": "partly", "assurance": "checked", "public_reason": "BESLUIT"}
    refused = coordinator.post(f"{base}/{key}/besluit", wording, status=422)
    assert "Schrijf op waarom u dit zo beslist." in refused.words
    coordinator.post(f"{base}/{key}/besluit", wording | {"reason": "Zij komen er niet uit"})
    assert stage.state(dossier) is DossierState.HEARING


def test_the_hearing_over_http(stage: Stage, client_of: Clients) -> None:
    dossier = stage.flow.vendor_dossier
    stage.do(lambda flow: flow.to_hearing(dossier, {"V-1": Verdict.NOT_MET}))
    base = f"/dossiers/{dossier.id}/wederhoor"
    supplier = client_of(stage.world["submitter1"])
    page = supplier.get(base)
    assert "Concept" in page.words
    assert "OPENBAAR-V-1-reviewer1" in page.words
    assert "GEHEIM-V-1-reviewer1" in page.words
    assert "Proef Reviewer" not in page.words  # names of reviewers stay unknown to the supplier
    printed = PdfReader(BytesIO(supplier.get(f"{base}.pdf").response.get_data()))
    whole = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
    assert "OPENBAAR-V-1-reviewer1" in whole and "GEHEIM-V-1-reviewer1" in whole
    assert "Proef Reviewer" not in whole
    assert all("CONCEPT – voor wederhoor – niet verspreiden" in each.extract_text() for each in printed.pages)
    client_of(stage.world["submitter2"]).get(f"{base}.pdf", 404)
    client_of(stage.world["submitter2"]).get(base, 404)
    assert "Uw reactie" not in client_of(stage.world["contributor1"]).get(base).words
    supplier.post(base, {"choice": "object", "reply": "", "revision": 1}, status=422)
    supplier.post(base, {"choice": "object", "reply": "ONZE REACTIE", "revision": 1})
    assert "ONZE REACTIE" in supplier.get(f"{base}/versturen?keuze=object").words
    assert "ONZE REACTIE" not in client_of(stage.world["reviewer1"]).get(base).words
    client_of(stage.world["contributor1"]).post(f"{base}/versturen", {"choice": "object"}, status=404)
    supplier.post(f"{base}/versturen", {"choice": "object"})
    supplier.post(f"{base}/versturen", {"choice": "object"}, status=409)
    assert "ONZE REACTIE" in client_of(stage.world["reviewer1"]).get(f"/dossiers/{dossier.id}/heroverweging").words


def test_release_and_recall_over_http(stage: Stage, client_of: Clients) -> None:
    dossier = stage.flow.vendor_dossier
    stage.do(lambda flow: flow.to_release_desk(dossier, {"V-2": Verdict.PARTLY}))
    base = f"/dossiers/{dossier.id}/fiatteren"
    for name in ("coordinator", "reviewer1", "submitter1"):
        client_of(stage.world[name]).get(base, 403)
    releaser = client_of(stage.world["releaser"])
    desk = releaser.get(base)
    assert "elke gemeente" in desk.words and "Geen openbare reden herhaalt woorden" in desk.words
    releaser.post(f"{base}/terugsturen", {"to_state": "", "reason": "ZOMAAR"}, status=422)
    location = releaser.post(base).location
    assert releaser.post(base).location == location
    assert (
        "Voldoet met aandachtspunten"
        in client_of(stage.world["ciso3"]).get(f"/resultaten/leveranciers/{stage.world.vendors[0]}").words
    )
    client_of(stage.world["coordinator"]).get(f"{location}/intrekken", 404)
    releaser.post(f"{location}/intrekken", {"reason": ""}, status=422)
    releaser.post(f"{location}/intrekken", {"reason": "BEWIJS WAS VALS"})
    page = client_of(stage.world["submitter1"]).get(f"/resultaten/leveranciers/{stage.world.vendors[0]}")
    assert "BEWIJS WAS VALS" in page.words


@pytest.mark.stage("product")
def test_the_product_page_by_layer(stage: Stage, client_of: Clients, connection: Connection) -> None:
    product = stage.world.products[0][0]
    stage.do(lambda flow: usages.claim_usage(stage.world["buyer1"].actor, product, "Burgerzaken"))
    path = f"/resultaten/producten/{product}"
    ciso = client_of(stage.world["ciso1"])
    before = ciso.get(path)
    assert "OPENBAAR" not in before.text
    assert "Eis P-2" not in before.text
    assert "Wacht op bevestiging" in before.words

    def confirm(_flow: Flow) -> None:
        claimed = usages.find_usage(stage.world["ciso1"].actor, product)
        assert claimed is not None
        usages.confirm_usage(stage.world["ciso1"].actor, claimed.id)

    stage.do(confirm)
    with questions(connection) as seen:
        after = ciso.get(path)
    assert len(seen) <= 15, "twelve besides three for session, actor and inbox (quality.md, section 5)"
    for word in ("OPENBAAR-P-2-reviewer1", "GEHEIM-P-2-reviewer1", "ANTWOORD-P2", "houdt dit antwoord vertrouwelijk"):
        assert word in after.words, word
    assert "ANTWOORD-P4" not in after.text
    assert "GEHEIM-P-4" not in after.text
    base = next(str(each.get("href")) for each in after.all("a") if "oordelen.xlsx" in str(each.get("href")))
    base = base.removesuffix("/oordelen.xlsx")
    book = load_workbook(BytesIO(ciso.get(f"{base}/oordelen.xlsx").response.get_data()))
    cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "OPENBAAR-P-2-reviewer1" in cells and "GEHEIM-P-2-reviewer1" in cells
    assert "Opzet, bij vrijgave" in cells and "Toen niet bewaard" not in cells
    assert "Opzet: voldoet · Bestaan: voldoet" in after.words
    assert "ANTWOORD-P4" not in cells and "GEHEIM-P-4" not in cells
    assert all(str(sheet["A1"].value).startswith("VERTROUWELIJK") for sheet in book)
    assert not any(sheet["A1"].alignment.wrap_text for sheet in book)  # a narrow column would cut it off
    client_of(stage.world["ciso3"]).get(f"{base}/oordelen.xlsx", 403)
    one = PdfReader(BytesIO(ciso.get(f"{base}/een-a4.pdf").response.get_data()))
    assert len(one.pages) == 1 and "OPENBAAR-P-2" in one.pages[0].extract_text()
    short = PdfReader(BytesIO(client_of(stage.world["ciso3"]).get(f"{base}/een-a4.pdf").response.get_data()))
    assert "P-2" not in short.pages[0].extract_text()
    supplier = client_of(stage.world["submitter1"]).get(path)
    assert "Gebruik bij ons" not in supplier.words
    assert "Burgerzaken" not in supplier.words.replace("Bedacht Burgerzaken B.V.", "").replace(
        "Categorie Burgerzaken", ""
    ).replace("CategorieBurgerzaken", "")
    client_of(stage.world["submitter2"]).get(path, 404)
    assert "Product 1a" not in client_of(stage.world["submitter2"]).get("/resultaten").words
    assert "Product 1a" in client_of(stage.world["admin3"], "en").get("/resultaten?zoek=product&pagina=onzin").words


@pytest.mark.stage("supplier")
def test_the_pdf_over_http(stage: Stage, client_of: Clients, database: Database) -> None:
    with database.unit(write=False):
        key = service.list_releases(stage.world["ciso3"].actor).rows[0].release.id
    page = client_of(stage.world["ciso3"]).get(f"/resultaten/{key}.pdf")
    assert page.response.data.startswith(b"%PDF")
    assert page.response.headers["Content-Disposition"].startswith("attachment")
    client_of(stage.world["submitter2"]).get(f"/resultaten/{key}.pdf", 404)


@pytest.mark.stage("product")
def test_the_api_by_layer(stage: Stage, app: Flask, database: Database) -> None:
    product = stage.world.products[0][0]
    browser = app.test_client()

    def get(name: str, path: str, status: int = 200) -> object:
        with database.unit():
            token = accounts.make_token(stage.world[name].membership_id)
        answer = browser.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json

    (found,) = get("ciso3", f"/resultaten?product={product}&actualiteit=geldig")  # type: ignore[misc]  # JSON
    assert found["resultaat"] == "voldoet-met-aandachtspunten"
    assert "onderbouwing" not in found
    assert get("ciso3", f"/resultaten/{found['id']}") == found
    for part in ("oordelen", "antwoorden", "bevindingen", "onderbouwing"):
        get("ciso3", f"/resultaten/{found['id']}/{part}", 403)
        get("submitter2", f"/resultaten/{found['id']}/{part}", 404)
        assert get("submitter1", f"/resultaten/{found['id']}/{part}")
    answers = get("coordinator", f"/resultaten/{found['id']}/antwoorden")
    assert [each["eis"] for each in answers] == ["P-1", "P-2", "P-3"]  # type: ignore[attr-defined]  # JSON
    assert get("submitter2", "/resultaten") == []
    get("ciso3", "/resultaten?actualiteit=onzin", 400)


def test_nobody_ready_twice(stage: Stage, client_of: Clients) -> None:
    dossier = stage.flow.vendor_dossier
    stage.do(lambda flow: (flow.submit(dossier), flow.assign(dossier)))
    stage.do(lambda flow: flow.judge(stage.world["reviewer1"], dossier))
    client = client_of(stage.world["reviewer1"])
    ready = client.get(f"/dossiers/{dossier.id}/beoordelen").text.split('<details class="sc-confirm"')[1]
    assert "nl-button--primary" in ready.split("</summary>")[0] and "Ik ben klaar" in ready, "all that is left to do"
    for _ in range(2):
        client.post(f"/dossiers/{dossier.id}/beoordelen/klaar")
    assert stage.state(dossier) is DossierState.IN_REVIEW
    client.post(f"/dossiers/{dossier.id}/beoordelen/terugnemen")
    with stage.database.unit(write=False):
        ready = assessments.readiness(stage.world["coordinator"].actor, dossier.id)
    assert [each.ready_at for each in ready] == [None, None]
