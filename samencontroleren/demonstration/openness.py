# SPDX-License-Identifier: EUPL-1.2
"""Who may see what: the agreement that most signed, a request, evidence withdrawn, and what suppliers report."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.agreements import service as agreements
from samencontroleren.agreements.wording import first_texts
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.demonstration.people import Cast
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.disclosures import service as disclosures
from samencontroleren.disclosures.kinds import ChangeKind, DataKind, UpdateStep
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import requests
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DocumentKind, Purpose
from samencontroleren.evidence.models import Document, DocumentGrant
from samencontroleren.organisations.kinds import Role
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.sharing.models import Release

UNSIGNED = 7
"""One in so many did not sign yet; the first ones did."""
WITHDRAWS, CHANGES, HIT = 2, 0, 1
"""The suppliers that withdraw evidence, report a change, and report an incident."""


def agree(cast: Cast) -> None:
    """VNG publishes the first text; most gemeenten with somebody who signs, and most suppliers, sign it."""
    day = clock.today()
    made = agreements.publish(cast.vng["coordinator"].actor, first_texts(), day, day)
    signers = [town.people.get(Role.CISO) or town.people.get(Role.ADMINISTRATOR) for town in cast.towns]
    signers += [people.get(Role.SUBMITTER) for people in cast.suppliers]
    for number, each in enumerate(signer for signer in signers if signer is not None):
        if number % UNSIGNED != UNSIGNED - 1:
            agreements.sign(each.actor, made.id)


def disclose(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """A gemeente asks for evidence, a supplier withdraws some, one reports a change, and one an incident."""
    with clock.pretend(today - timedelta(days=6)):
        _withdraw(cast, suppliers[WITHDRAWS])
    with clock.pretend(today - timedelta(days=4)):
        _change(cast, suppliers[CHANGES])
    with clock.pretend(today - timedelta(days=2)):
        _ask(cast)
    with clock.pretend(today - timedelta(days=1)):
        _incident(cast, suppliers[HIT])


def _withdraw(cast: Cast, supplier: Supplier) -> None:
    """The report of a test that is to be done again: what leaned on it can not be assessed any more."""
    released = select(DocumentGrant.document_id).join(Release, Release.dossier_id == DocumentGrant.dossier_id)
    tests = select(Document.id).where(
        Document.vendor_id == supplier.id, Document.kind == DocumentKind.PENTEST, Document.id.in_(released)
    )
    key = session().scalars(tests.where(Document.withdrawn_at.is_(None)).order_by(Document.title).limit(1)).one()
    evidence.withdraw_document(cast.suppliers[WITHDRAWS][Role.SUBMITTER].actor, key)


def _change(cast: Cast, supplier: Supplier) -> None:
    reports = cast.suppliers[CHANGES][Role.SUBMITTER].actor
    made = disclosures.report_change(
        reports,
        kind=ChangeKind.HOSTING,
        counts_from=clock.today() + timedelta(days=40),
        product_ids=supplier.products[:1],
        explanation="Wij verhuizen naar een ander datacentrum in Nederland. Het beheer blijft bij ons.",
        measures="De nieuwe partij heeft hetzelfde certificaat. Wij voegen het toe voordat wij verhuizen.",
    )
    disclosures.add_to_change(reports, made.id, "Het nieuwe datacentrum staat in Groningen.")


def _ask(cast: Cast) -> None:
    """The CISO of the tour's gemeente asks for the first document that may be asked for."""
    ciso = cast.towns[0].people[Role.CISO].actor
    found = visible(ciso, evidence_policy.ASK, columns=[Document.id]).order_by(Document.title, Document.id).limit(1)
    explanation = "Wij bereiden ons besluit over het gebruik voor."
    requests.ask(ciso, session().scalars(found).one(), purpose=Purpose.DECISION, explanation=explanation)


def _incident(cast: Cast, supplier: Supplier) -> None:
    who = cast.suppliers[HIT][Role.ADMINISTRATOR].actor
    made = disclosures.report_incident(
        who,
        title="Inbraak op een beheeromgeving",
        what="Een onbekende heeft met een gestolen wachtwoord ingelogd op een beheeromgeving. Dat stond in de logs.",
        began_at=clock.now() - timedelta(hours=9),
        known_at=clock.now() - timedelta(hours=2),
        data_kinds=[DataKind.PERSONAL, DataKind.ACCOUNTS],
        severity=Severity.HIGH,
        measures="De omgeving is afgesloten en alle wachtwoorden zijn vervangen. Een extern bureau onderzoekt het.",
        contact_name="Wachtdienst beveiliging",
        contact_phone="030 000 00 00",
        product_ids=supplier.products[:1],
    )
    told = "Wij hebben de vroegtijdige waarschuwing aan het CSIRT gedaan. Er zijn nog geen gegevens buiten ons gezien."
    disclosures.add_update(who, made.id, UpdateStep.EARLY_WARNING, told)
