# SPDX-License-Identifier: EUPL-1.2
"""The conversations of the demonstration: within a supplier, with reviewers, among reviewers, and on results."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.rounds.kinds import RoundState
from samencontroleren.rounds.models import Assignment, Dossier, Round
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.threads import service as threads
from samencontroleren.threads.kinds import Audience

INSIDE, WITH_VENDOR, AMONG = Audience.INSIDE_VENDOR, Audience.VENDOR_VNG_REVIEWERS, Audience.REVIEWERS


@dataclass(frozen=True)
class Talk:
    """A conversation on a question of a dossier: who says what, in turn."""

    supplier: int
    product: int | None
    code: str
    audience: Audience
    title: str
    said: tuple[tuple[str, str], ...]
    """Who (contributor, submitter, first, second, coordinator) and what."""
    days: int = 6
    """So many days ago it began."""
    closed: str = ""


TALKS = (
    Talk(
        3,
        None,
        "SC-ORG-01",
        INSIDE,
        "Welk certificaat voegen we toe?",
        (
            ("contributor", "Ik heb alleen de verklaring van vorig jaar. Is de nieuwe audit al binnen?"),
            ("submitter", "Het rapport komt volgende week. Vul het antwoord alvast in, dan zet ik het stuk erbij."),
        ),
    ),
    Talk(
        1,
        1,
        "SC-TOE-01",
        INSIDE,
        "Reactie op het conceptoordeel",
        (
            ("submitter", "Ze missen de koppeling met de inlogdienst. Staat die al in de handleiding?"),
            ("contributor", "Ja, sinds versie 6.2. Ik heb de pagina aan het bewijs gekoppeld."),
        ),
        days=9,
    ),
    Talk(
        0,
        1,
        "SC-GEG-02",
        WITH_VENDOR,
        "Toegang vanuit het buitenland",
        (
            ("coordinator", "De beoordelaars lezen dat een specialist kan meekijken. Vanuit welk land is dat?"),
            ("contributor", "Vanuit een vestiging buiten Europa. Het gaat om hoogstens twee keer per jaar."),
            ("coordinator", "Dank u. Kunt u de afspraken daarover toevoegen in uw reactie?"),
        ),
        days=5,
    ),
    Talk(
        1,
        None,
        "SC-ORG-03",
        WITH_VENDOR,
        "Lijst van toeleveranciers",
        (("first", "In de lijst staat een helpdesk zonder land. Kunt u dat aanvullen?"),),
        days=3,
    ),
    Talk(
        2,
        1,
        "SC-GEG-01",
        WITH_VENDOR,
        "Wie beheert de sleutels?",
        (
            ("first", "Uit het antwoord blijkt niet wie bij de sleutels kan. Is daar een beschrijving van?"),
            ("submitter", "Twee beheerders, met registratie. De beschrijving sturen wij na."),
        ),
        days=4,
    ),
    Talk(
        3,
        None,
        "SC-ORG-02",
        WITH_VENDOR,
        "Mogen wij in het Engels antwoorden?",
        (
            ("contributor", "Our incident process is written in English. May we upload that?"),
            ("coordinator", "Ja, dat mag. Vat het dan in het antwoord kort samen in het Nederlands."),
            ("contributor", "Thank you, we will."),
        ),
        days=12,
        closed="Beantwoord.",
    ),
    Talk(
        1,
        0,
        "SC-GEG-01",
        AMONG,
        "Verschil over versleuteling",
        (
            ("first", "Ik vond de beschrijving genoeg, u niet. Wat mist u?"),
            ("second", "Wie de sleutels beheert. In de bijlage staat alleen de naam van de hostingpartij."),
            ("first", "Dat klopt. Zullen wij op deels uitkomen en dat als reden opschrijven?"),
        ),
        days=5,
    ),
    Talk(
        1,
        1,
        "SC-TOE-01",
        AMONG,
        "Weegt de reactie zwaar genoeg?",
        (
            ("second", "De leverancier zegt dat het sinds een maand voor iedereen geldt. Geloven we dat?"),
            ("first", "De releasenotes zeggen hetzelfde. Ik stel voor om het oordeel aan te passen."),
        ),
        days=3,
    ),
)


@dataclass(frozen=True)
class Question:
    """A gemeente's question on a result: who asks, and what VNG and the supplier did with it."""

    supplier: int
    product: int
    town: int
    title: str
    text: str
    published: str = ""
    answer: str = ""
    refused: str = ""
    days: int = 20


QUESTIONS = (
    Question(
        0,
        0,
        0,
        "Komt er een koppeling voor de logregels?",
        "Wij willen de logregels automatisch in onze eigen bewaking krijgen. Kan dat, en wanneer?",
        published="Kunnen gemeenten de logregels automatisch ophalen, en wanneer komt dat?",
        answer="Dat kan vanaf de volgende versie met onze API. De beschrijving staat al op de klantpagina.",
        days=60,
    ),
    Question(
        2,
        0,
        0,
        "Bewaartermijn van betaalgegevens",
        "Hoelang bewaart u betaalgegevens van inwoners na het einde van het contract?",
        published="Hoelang worden betaalgegevens bewaard na het einde van het contract?",
        days=12,
    ),
    Question(
        0,
        1,
        0,
        "Storing van vorige maand",
        "Bij ons in Amsterdam lag de uitgifte een ochtend stil. Wat was de oorzaak en kan het weer gebeuren?",
        days=2,
    ),
    Question(
        1,
        0,
        0,
        "Wat kost een extra omgeving?",
        "Kunt u een offerte sturen voor een extra testomgeving?",
        refused="Dit gaat over uw eigen contract. Stel deze vraag rechtstreeks aan de leverancier.",
        days=30,
    ),
)


def talk(cast: Cast, suppliers: list[Supplier], today: date) -> None:
    """All conversations, each message on its own day."""
    for each in TALKS:
        _talk(cast, suppliers, today, each)
    for question in QUESTIONS:
        _ask(cast, suppliers, today, question)


def _talk(cast: Cast, suppliers: list[Supplier], today: date, told: Talk) -> None:
    dossier = _dossier(suppliers, told.supplier, told.product)
    version = _version(told.code)
    thread = None
    for number, (who, text) in enumerate(told.said):
        actor = _speaker(cast, told.supplier, dossier, who)
        with clock.pretend(today - timedelta(days=told.days - number)):
            if thread is None:
                thread = threads.open_thread(actor, dossier.id, version, told.audience, told.title, text)
            else:
                threads.reply(actor, thread.id, text)
    if thread is not None and told.closed:
        with clock.pretend(today - timedelta(days=told.days - len(told.said))):
            threads.close_thread(_speaker(cast, told.supplier, dossier, "coordinator"), thread.id, told.closed)


def _ask(cast: Cast, suppliers: list[Supplier], today: date, asked: Question) -> None:
    product = suppliers[asked.supplier].products[asked.product]
    query = select(Release.id).where(Release.product_id == product, sharing.currency() != Currency.SUPERSEDED.value)
    release = session().scalars(query).one()
    vng = cast.vng["coordinator2"].actor
    ciso = cast.towns[asked.town].people[Role.CISO].actor
    with clock.pretend(today - timedelta(days=asked.days)):
        thread = threads.ask(ciso, release, asked.title, asked.text)
    with clock.pretend(today - timedelta(days=asked.days - 1)):
        if asked.refused:
            threads.refuse(vng, thread.id, asked.refused)
        if asked.published:
            threads.publish(vng, thread.id, asked.title, asked.published)
    if asked.answer:
        with clock.pretend(today - timedelta(days=asked.days - 4)):
            threads.reply(cast.suppliers[asked.supplier][Role.SUBMITTER].actor, thread.id, asked.answer)


def _dossier(suppliers: list[Supplier], number: int, product: int | None) -> Dossier:
    """The dossier of a subject in the running round."""
    supplier = suppliers[number]
    query = (
        select(Dossier)
        .join(Dossier.round)
        .where(
            Round.state == RoundState.RUNNING,
            Dossier.vendor_id == supplier.id,
            Dossier.product_id.is_not_distinct_from(None if product is None else supplier.products[product]),
        )
    )
    return session().scalars(query).one()


def _version(code: str) -> uuid.UUID:
    query = select(RequirementVersion.id).join(RequirementVersion.requirement).where(Requirement.code == code)
    return session().scalars(query.order_by(RequirementVersion.number.desc()).limit(1)).one()


def _speaker(cast: Cast, supplier: int, dossier: Dossier, who: str) -> Actor:
    if who == "coordinator":
        return cast.vng["coordinator"].actor
    if who in ("contributor", "submitter"):
        return cast.suppliers[supplier][Role(who)].actor
    query = select(Assignment.user_id).where(Assignment.dossier_id == dossier.id)
    order = [each.user_id for each in cast.reviewers]
    keys = sorted(session().scalars(query), key=order.index)
    return cast.reviewers[order.index(keys[0 if who == "first" else 1])].actor
