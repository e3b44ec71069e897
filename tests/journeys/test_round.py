# SPDX-License-Identifier: EUPL-1.2
"""One round from the sheet to the released result: five roles in a real browser."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pyotp
import pytest
from pypdf import PdfReader
from sqlalchemy import update

from samencontroleren.accounts.models import User
from samencontroleren.core import clock
from tests.journeys import afterwards, keyboard
from tests.journeys.afterwards import dossier_of
from tests.journeys.conftest import scheduled
from tests.journeys.person import Person, Platform
from tests.support import processes
from tests.support.databases import SystemDatabase
from tests.support.papers import certificate
from tests.support.world import World

pytestmark = pytest.mark.journey
People = Callable[..., Person]

SHEET = (
    "Programma van eisen (proef);;;\r\n"
    "Opgesteld voor de proef;;;\r\n"
    "Nummer;Thema;Titel;Eis\r\n"
    "PVE-1;Toegang;Overzicht van rechten;De leverancier houdt bij wie welke rechten heeft.\r\n"
    "PVE-1;Toegang;Dubbel;Deze rij heeft een nummer dat al bestaat.\r\n"
    ";Toegang;Zonder nummer;Deze rij heeft geen nummer.\r\n"
)
CHOSEN = ("SC-ORG-01", "SC-TOE-01", "SC-TOE-02", "PVE-1")
SERVICE = "Verzonnen dienst"
NEW_PASSWORD = "vijf groene fietsen zingen"


@pytest.fixture
def platform(platform: Platform) -> Iterator[Platform]:
    """With its scheduler: the supplier is invited by mail."""
    with scheduled(platform):
        yield platform


def test_one_round_in_five_roles(platform: Platform, person: People, world: World, tmp_path: Path) -> None:
    coordinator = person("1-coordinator")
    coordinator.log_in("coordinator")
    _import_sheet(coordinator, tmp_path)
    _publish(coordinator)
    _plan(coordinator)
    supplier = person("2-leverancier")
    _accept_invitation(supplier, platform)
    _answer(supplier, SERVICE, tmp_path)
    _submit(supplier)
    _answer(supplier, None, tmp_path)
    _submit(supplier)
    first, second = person("3-beoordelaar"), person("3-beoordelaar")
    first.enter("reviewer1")
    second.enter("reviewer2")
    for subject in (SERVICE, None):
        _assign(coordinator, subject)
        _review(first, subject, "Voldoet", "Het certificaat dekt deze dienst.")
        if subject is None:
            _review(second, subject, "Voldoet", "Het certificaat dekt de hele organisatie.")
            _reply(supplier, subject)
    _review(second, SERVICE, "Voldoet deels", "Het certificaat noemt de testomgeving niet.", lacks=True)
    _supplement(first, second, supplier)
    _settle(first, second, SERVICE)
    afterwards.object_to_one(supplier, SERVICE)
    afterwards.reconsider(first, second, SERVICE, "De testomgeving heeft nog geen eigen certificaat.")
    afterwards.read_outcome(supplier, SERVICE)
    releaser = person("4-fiatteur")
    releaser.enter("releaser")
    _release(releaser, None)
    _release(releaser, SERVICE)
    buyer = person("5-gemeente")
    buyer.enter("buyer3")
    _read_as_stranger(buyer)
    _confirm_use(buyer, person)
    _read_deeply(buyer, tmp_path)
    _reassess(coordinator, first, second, supplier)
    releaser.knows.clear()
    _release(releaser, SERVICE)
    afterwards.read_next_version(buyer, SERVICE)


def _supplement(first: Person, second: Person, supplier: Person) -> None:
    afterwards.send_supplement(second, SERVICE)
    afterwards.answer_again(supplier, SERVICE, "De directie tekent ieder kwartaal af.", "/aanvulling")
    for each in (first, second):
        afterwards.judge_open(each, SERVICE, "De directie tekent af; het verslag is gezien.")


def _reassess(coordinator: Person, first: Person, second: Person, supplier: Person) -> None:
    afterwards.reassess(coordinator, SERVICE, (clock.today() + timedelta(days=14)).isoformat())
    for each in (coordinator, first, second, supplier):
        each.knows.clear()  # it is a dossier of its own
    afterwards.answer_again(supplier, SERVICE, "De testomgeving heeft nu een eigen certificaat.", "/invullen")
    _assign(coordinator, SERVICE)
    for each in (first, second):
        _review(each, SERVICE, "Voldoet", "Ook de testomgeving is nu gecertificeerd.")
    _reply(supplier, SERVICE)


def _import_sheet(coordinator: Person, folder: Path) -> None:
    page = coordinator.page
    coordinator.look("start")
    file = folder / "eisen.csv"
    file.write_bytes(SHEET.encode("cp1252"))
    coordinator.go("/catalogus")
    coordinator.follow(re.compile("eigen eisen|tien eisen"))
    coordinator.go("/catalogus/import")
    page.set_input_files("[name=file]", file)
    coordinator.follow("Upload")
    coordinator.look("kop-kiezen")
    coordinator.follow("Ga verder")
    coordinator.look("kolommen-kiezen")
    coordinator.follow("Bekijk het resultaat")
    coordinator.see("Dubbel nummer")
    coordinator.see("geen nummer")
    coordinator.look("voorbeeld-van-import")
    page.fill("[name=profile]", "Proefprofiel")
    with coordinator.leaving():
        page.get_by_role("button", name="Importeer", exact=True).click()
    coordinator.see("Dubbel nummer")
    coordinator.look("import-klaar")
    coordinator.go("/catalogus")
    coordinator.see("PVE-1")
    coordinator.look("catalogus")


def _publish(coordinator: Person) -> None:
    """By keyboard alone; and the same order by mouse, on a second draft."""
    keyboard.draft_and_publish(coordinator, "Online diensten", CHOSEN)
    coordinator.look("gepubliceerd")
    coordinator.follow("Maak een nieuwe versie", "link")
    coordinator.follow("Maak een concept")
    coordinator.follow("2. Volgorde", "link")
    keyboard.drag_first_theme_down(coordinator)


def _plan(coordinator: Person) -> None:
    page, today = coordinator.page, clock.today()
    coordinator.go("/leveranciers")
    coordinator.follow("Voeg leverancier toe", "link")
    page.fill("[name=name]", "Wolkendroom B.V.")
    page.fill("[name=kvk_number]", "99000099")
    coordinator.follow("Opslaan")
    coordinator.follow("Voeg product toe", "link")
    page.fill("[name=name]", SERVICE)
    page.select_option("[name=category]", "civil_affairs")
    page.locator("[name=hosting][value=saas]").check()
    coordinator.follow("Opslaan")
    coordinator.look("product")
    coordinator.go("/rondes")
    coordinator.follow("Nieuwe ronde", "link")
    page.fill("[name=name]", "Proefronde")
    _choose(page, "questionnaire_id", "Online diensten")
    page.fill("[name=opens_on]", today.isoformat())
    page.fill("[name=answers_due_on]", (today + timedelta(days=40)).isoformat())
    page.fill("[name=review_due_on]", (today + timedelta(days=70)).isoformat())
    coordinator.look("nieuwe-ronde")
    coordinator.follow("Opslaan")
    page.get_by_label(SERVICE).check()
    coordinator.look("producten-kiezen")
    coordinator.follow("Voeg gekozen producten toe")
    if not page.get_by_role("link", name=re.compile("Nodig")).count():
        coordinator.follow("Verder naar de uitnodigingen", "link")
    coordinator.follow(re.compile("Nodig"), "link")
    page.fill("[name=name]", "Vera Verzonnen")
    page.fill("[name=email]", "vera@wolkendroom.example")
    coordinator.follow("Nodig uit")
    coordinator.look("uitnodigingen")
    coordinator.go("/rondes")
    coordinator.follow("Proefronde", "link")
    coordinator.confirm("Open de ronde")
    coordinator.see("Loopt")
    coordinator.look("ronde-loopt")


def _choose(page: object, name: str, words: str) -> None:
    """Choose the option whose label holds these words."""
    select = page.locator(f"[name={name}]")  # type: ignore[attr-defined]  # a page of the browser
    label = next(each for each in select.locator("option").all_inner_texts() if words in each)
    select.select_option(label=label)


def _mail_to(platform: Platform, address: str) -> Message:
    processes.wait_for(lambda: any(address in str(m["To"]) for m in platform.mail.messages), seconds=60)
    return next(m for m in platform.mail.messages if address in str(m["To"]))


def _accept_invitation(supplier: Person, platform: Platform) -> None:
    page = supplier.page
    mail = _mail_to(platform, "vera@wolkendroom.example")
    body = mail.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[index,union-attr]  # a mail in parts
    for secret in ("Wolkendroom", SERVICE):
        assert secret not in body and secret not in str(mail["Subject"]), "a mail names nobody"
    link = re.search(rf"{platform.address}/uitnodiging/\S+", body)
    assert link is not None
    supplier.go(link.group())
    supplier.look("uitnodiging")
    page.fill("[name=name]", "Vera Verzonnen")
    page.fill("[name=password]", NEW_PASSWORD)
    page.fill("[name=password_again]", NEW_PASSWORD)
    supplier.follow("Account maken")
    supplier.look("tweede-stap")
    page.locator("summary", has_text="Typ de sleutel").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    supplier.follow("Klaar")
    supplier.look("start")
    _exempt(platform, "vera@wolkendroom.example")


def _exempt(platform: Platform, email: str) -> None:
    """Ask for no second factor again, as of nobody of the world: on a slow machine the journey outlasts it."""
    database = SystemDatabase(platform.url)
    with database.unit() as opened:
        opened.execute(update(User).where(User.email == email).values(is_factor_exempt=True))
    database.engine.dispose()


def _answer(supplier: Person, subject: str | None, folder: Path) -> None:
    page = supplier.page
    overview = dossier_of(supplier, subject) + "/invullen"
    supplier.look(f"dossier-{'product' if subject else 'leverancier'}")
    supplier.go(overview)
    if page.get_by_role("button", name="Begin").count():
        supplier.look("omvang-van-het-werk")
        with page.expect_navigation():
            supplier.follow("Begin")
        supplier.go(overview)
    themes = [each.get_attribute("href") for each in page.locator("a[href*='/invullen/']").all()]
    for theme in dict.fromkeys(str(each).split("#")[0] for each in themes):
        supplier.go(theme)
        _answer_theme(supplier, folder)
    supplier.go(page.url.split("/invullen")[0] + "/invullen")
    supplier.look("overzicht-klaar")


def _answer_theme(supplier: Person, folder: Path) -> None:
    page = supplier.page
    for number in range(page.locator("section.sc-question").count()):
        card = page.locator("section.sc-question").nth(number)
        card.locator("[name=choice]").first.check()
        explanation = card.locator("[name=explanation]").first
        explanation.fill("Dit is geregeld, staat in ons beleid en wordt ieder jaar getoetst.")
        if number == 0:
            card.locator("[data-saved-at]").filter(has_text="Opgeslagen om").wait_for()
            supplier.look("autosave")
            _attach(supplier, number, folder)
            card = page.locator("section.sc-question").nth(number)
        with supplier.leaving():
            card.get_by_role("button", name="Opslaan en bevestigen").click()


def _attach(supplier: Person, number: int, folder: Path) -> None:
    page = supplier.page
    paper = folder / "certificaat.pdf"
    paper.write_bytes(certificate("Voorbeeldcertificaat ISO 27001, alleen voor de proef"))
    card = page.locator("section.sc-question").nth(number)
    card.locator("summary", has_text="Voeg een nieuw bestand toe").click()
    card.locator("[name=file]").set_input_files(paper)
    card.locator("[name=kind]").select_option("iso_27001")
    card.locator("[name=title]").fill("Certificaat ISO 27001")
    card.locator("[name=valid_until]").fill((clock.today() + timedelta(days=300)).isoformat())
    card.get_by_role("button", name="Voeg toe en koppel").click()
    card.locator("[id^=bewijs-]", has_text="Certificaat ISO 27001").wait_for()


def _submit(supplier: Person) -> None:
    page = supplier.page
    supplier.go(page.url.split("/invullen")[0] + "/indienen")
    supplier.look("nalezen-en-indienen")
    page.locator("summary", has_text="Dien in").click()
    supplier.follow("Ja, dien in namens mijn organisatie")
    supplier.see("Ingediend|ingediend")
    supplier.look("ingediend")


def _assign(coordinator: Person, subject: str | None) -> None:
    page = coordinator.page
    coordinator.go(dossier_of(coordinator, subject) + "/toewijzen")
    for name in ("Proef Reviewer1", "Proef Reviewer2"):
        page.locator("tr", has_text=name).locator("input").check()
    coordinator.look("toewijzen")
    coordinator.follow(re.compile("^Wijs toe$"))
    coordinator.see("In beoordeling")


def _review(reviewer: Person, subject: str | None, words: str, reason: str, lacks: bool = False) -> None:
    page = reviewer.page
    dossier = dossier_of(reviewer, subject)
    reviewer.go(dossier + "/beoordelen")
    reviewer.look("werklijst")
    links = [each.get_attribute("href") for each in page.locator("a[href*='/beoordelen/']").all()]
    places = list(dict.fromkeys(str(each).split("#")[0] for each in links))
    for number, link in enumerate(places):
        if not page.url.endswith(link):
            reviewer.go(link)
        if lacks and link == places[-1]:
            afterwards.note_wish(reviewer)
            break
        chosen = words if number == 0 else "Voldoet"
        for group in page.locator("#oordeel fieldset").all():
            option = group.locator("label").filter(has_text=re.compile(f"^\\s*{chosen}\\s*$"))
            if option.count():
                option.first.click()
        page.locator("[name=assurance][value=checked]").check()
        page.fill("[name=public_reason]", reason)
        if number == 0:
            picture = page.locator("img.sc-document-page")
            assert picture.evaluate("each => each.complete && each.naturalWidth > 100"), "no page of the evidence"
            reviewer.look("leestafel")
        reviewer.follow(re.compile("Sla op en ga"))
    reviewer.go(dossier + "/beoordelen")
    reviewer.confirm("Ik ben klaar")
    reviewer.look("klaar")


def _settle(first: Person, second: Person, subject: str) -> None:
    page = first.page
    first.go(dossier_of(first, subject) + "/verschillen")
    first.see("testomgeving")
    first.look("verschillen")
    page.locator("summary", has_text="Doe een voorstel").click()
    form = page.locator("form", has=page.get_by_role("button", name="Stel dit voor"))
    form.locator("[name=code]").select_option("partly")
    form.locator("[name=assurance]").select_option("checked")
    form.locator("[name=public_reason]").fill("Het certificaat noemt de testomgeving niet; dat is een aandachtspunt.")
    with first.leaving():
        form.get_by_role("button", name="Stel dit voor").click()
    second.go(dossier_of(second, subject) + "/verschillen")
    second.look("voorstel")
    second.follow("Ik ben het hiermee eens")
    second.look("conceptoordeel-eerst")
    second.follow("Ja, ik ben het eens: naar de leverancier")


def _reply(supplier: Person, subject: str | None) -> None:
    supplier.go(dossier_of(supplier, subject))
    supplier.see("Wederhoor")
    supplier.go(dossier_of(supplier, subject) + "/wederhoor")
    supplier.look("conceptoordeel")
    supplier.follow("Verder: ik ga akkoord")
    supplier.look("reactie-bevestigen")
    supplier.follow("Verstuur de reactie")
    supplier.see("Uw reactie is verstuurd")


def _release(releaser: Person, subject: str | None) -> None:
    releaser.go(dossier_of(releaser, subject) + "/fiatteren")
    releaser.look("fiatteren")
    releaser.confirm("Geef het resultaat vrij")
    releaser.see("Gepubliceerd|vrijgegeven")


def _read_as_stranger(buyer: Person) -> None:
    buyer.go("/resultaten")
    buyer.look("resultaten")
    buyer.follow(SERVICE, "link")
    buyer.see("aandachtspunten")
    assert "testomgeving" not in buyer.page.content(), "a gemeente without use reads no reason"
    buyer.look("resultaat-zonder-gebruik")


def _confirm_use(buyer: Person, person: People) -> None:
    page = buyer.page
    buyer.follow("Wij gebruiken dit product", "link")
    page.fill("[name=process]", "Burgerzaken")
    page.fill("[name=contract_number]", "C-2026-1")
    buyer.follow("Meld aan")
    buyer.look("gebruik-gemeld")
    ciso = person("5-ciso")
    ciso.enter("ciso3")
    ciso.go("/gebruik")
    ciso.follow(re.compile("^Bevestig"), "link")
    ciso.page.locator("summary", has_text="Bevestig het gebruik").click()
    ciso.look("gebruik-bevestigen")
    with ciso.leaving():
        ciso.page.locator("details[open] button[type=submit]").first.click()
    ciso.see("In gebruik")


def _read_deeply(buyer: Person, folder: Path) -> None:
    buyer.go("/resultaten")
    buyer.follow(SERVICE, "link")
    buyer.see("testomgeving")
    buyer.look("resultaat-met-gebruik")
    target = folder / "resultaat.pdf"
    buyer.download(re.compile("^Volledig rapport")).save_as(target)
    text = "".join(each.extract_text() for each in PdfReader(target).pages)
    assert SERVICE in text
    assert "testomgeving" in text
