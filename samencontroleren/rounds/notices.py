# SPDX-License-Identifier: EUPL-1.2
"""The notices of rounds and dossiers, and how dossiers are named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Delivery, Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import TERM_OF, DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.vendors.models import Product, Vendor

S = DossierState


def names_of_dossiers(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The product, or the supplier, of each dossier this actor may open (one query)."""
    query = visible(actor, policy.VIEW, columns=[Dossier.id, Vendor.name, Product.name])
    query = query.join(Dossier.vendor).outerjoin(Dossier.product).where(Dossier.id.in_(keys))
    return {
        key: Named(f"{product} ({vendor})" if product else vendor, f"/dossiers/{key}")
        for key, vendor, product in session().execute(query)
    }


NOTICE_NAMES = {"dossier": names_of_dossiers}

REVIEWING = frozenset((S.IN_REVIEW, S.DISCUSSING, S.SUPPLEMENT_ASKED, S.HEARING, S.RECONSIDERING))
REVIEWER = ("U beoordeelt dit dossier.", "You review this dossier.")
RELEASER = ("U bent fiatteur.", "You are a releasing officer.")
COORDINATOR = ("U bent coördinator van VNG.", "You are a co-ordinator of VNG.")
WORKS = ("Uw organisatie vroeg om meer tijd.", "Your organisation asked for more time.")
SUBMITTER = ("U bent vrijgever van uw organisatie.", "You are a submitter of your organisation.")


def _task(code: str, title: tuple[str, str], why: tuple[str, str], path: str, *states: DossierState) -> NoticeKind:
    """A turn in a dossier: it ends when the dossier leaves these states."""
    return NoticeKind(
        code,
        Topic.REVIEWING,
        title=title,
        why=why,
        about="dossier",
        asks=True,
        has_term=True,
        path=path,
        states=frozenset(states),
    )


NOTICES = (
    NoticeKind(
        "dossier_joined",
        Topic.ANSWERING,
        title=(
            "U doet mee aan een ronde die al loopt. U hebt een eigen termijn.",
            "You take part in a round that is under way. You have a term of your own.",
        ),
        why=SUBMITTER,
        about="dossier",
        asks=True,
        has_term=True,
        path="/dossiers/{id}",
        states=frozenset((S.INVITED, S.IN_PROGRESS)),
    ),
    NoticeKind(
        "reassessment_started",
        Topic.ANSWERING,
        title=(
            "VNG laat een deel van een resultaat opnieuw beoordelen. Kijk welke antwoorden openstaan.",
            "VNG has a part of a result assessed again. See which answers are open.",
        ),
        why=SUBMITTER,
        about="dossier",
        asks=True,
        has_term=True,
        path="/dossiers/{id}",
        states=frozenset((S.INVITED, S.IN_PROGRESS)),
    ),
    NoticeKind(
        "reassessment_carried",
        Topic.ANSWERING,
        title=(
            "Een tussentijdse herbeoordeling gaat verder in de ronde die nu loopt. U antwoordt alleen daar.",
            "A re-assessment goes on in the round that runs now. You answer there only.",
        ),
        why=SUBMITTER,
        about="dossier",
        path="/dossiers/{id}",
    ),
    _task(
        "assigned",
        ("U bent gevraagd om een dossier te beoordelen.", "You were asked to review a dossier."),
        ("VNG heeft u als beoordelaar aangewezen.", "VNG appointed you as a reviewer."),
        "/dossiers/{id}",
        S.SUBMITTED,
        S.IN_REVIEW,
    ),
    _task(
        "supplement_arrived",
        (
            "De aanvulling is binnen, of de termijn is voorbij. U kunt verder beoordelen.",
            "The addition has arrived, or its term has passed. You can go on reviewing.",
        ),
        REVIEWER,
        "/dossiers/{id}/beoordelen",
        S.IN_REVIEW,
    ),
    _task(
        "differences",
        (
            "U en de andere beoordelaar zijn klaar en verschillen van oordeel. Bespreek de verschillen.",
            "You and the other reviewer are ready and differ. Discuss the differences.",
        ),
        REVIEWER,
        "/dossiers/{id}/verschillen",
        S.DISCUSSING,
    ),
    _task(
        "reply_arrived",
        (
            "De leverancier heeft gereageerd op het conceptoordeel. Weeg de reactie.",
            "The supplier replied to the draft verdict. Weigh the reply.",
        ),
        REVIEWER,
        "/dossiers/{id}/heroverweging",
        S.RECONSIDERING,
    ),
    _task(
        "sent_back",
        ("De fiatteur stuurde een dossier naar u terug.", "The releasing officer sent a dossier back to you."),
        REVIEWER,
        "/dossiers/{id}",
        S.DISCUSSING,
        S.RECONSIDERING,
    ),
    _task(
        "dossier_submitted",
        ("Een dossier is ingediend. Wijs beoordelaars toe.", "A dossier was submitted. Assign reviewers."),
        COORDINATOR,
        "/dossiers/{id}/toewijzen",
        S.SUBMITTED,
    ),
    _task(
        "sent_back_to_coordinator",
        (
            "De fiatteur stuurde een dossier terug. Wijs opnieuw beoordelaars toe.",
            "The releasing officer sent a dossier back. Assign reviewers anew.",
        ),
        COORDINATOR,
        "/dossiers/{id}/toewijzen",
        S.SUBMITTED,
    ),
    _task(
        "reviewer_needed",
        ("Een dossier heeft een nieuwe beoordelaar nodig.", "A dossier needs another reviewer."),
        ("U bent de coördinator van de ronde.", "You co-ordinate the round."),
        "/dossiers/{id}/toewijzen",
        S.SUBMITTED,
        *REVIEWING,
    ),
    _task(
        "awaiting_release",
        ("Een dossier wacht op uw fiat.", "A dossier awaits your release."),
        RELEASER,
        "/dossiers/{id}/fiatteren",
        S.AWAITING_RELEASE,
    ),
    _task(
        "not_delivered_proposed",
        (
            "Een collega stelt voor om een dossier als niet geleverd vast te leggen. Een tweede persoon besluit.",
            "A colleague proposes to record a dossier as not delivered. A second person decides.",
        ),
        ("U mag dit als tweede persoon van VNG goedkeuren.", "You may approve this as a second person of VNG."),
        "/dossiers/{id}",
        S.INVITED,
        S.IN_PROGRESS,
    ),
    NoticeKind(
        "supplement_asked",
        Topic.ANSWERING,
        title=("VNG vraagt om een aanvulling.", "VNG asks for additional information."),
        why=SUBMITTER,
        about="dossier",
        asks=True,
        is_obligatory=True,
        delivery=Delivery.AT_ONCE,
        has_term=True,
        path="/dossiers/{id}/aanvulling",
        states=frozenset((S.SUPPLEMENT_ASKED,)),
    ),
    NoticeKind(
        "reminder",
        Topic.ANSWERING,
        title=("Een termijn komt dichterbij of is voorbij.", "A term is near or has passed."),
        why=SUBMITTER,
        about="dossier",
        asks=True,
        has_term=True,
        path="/dossiers/{id}",
        states=frozenset((S.INVITED, S.IN_PROGRESS, S.SUPPLEMENT_ASKED, S.HEARING)),
    ),
    NoticeKind(
        "term_asked",
        Topic.REVIEWING,
        title=("Een leverancier vraagt meer tijd. Beslis daarover.", "A supplier asks for more time. Decide on it."),
        why=COORDINATOR,
        about="dossier",
        asks=True,
        path="/dossiers/{id}/termijn",
        states=frozenset(TERM_OF),
    ),
    NoticeKind(
        "dossier_passed_on",
        Topic.ANSWERING,
        title=("Een collega vraagt u om een dossier op te pakken.", "A colleague asks you to take up a dossier."),
        why=("U kunt voor uw organisatie antwoorden.", "You can answer for your organisation."),
        about="dossier",
        asks=True,
        delivery=Delivery.AT_ONCE,
        has_term=True,
        path="/dossiers/{id}",
        states=frozenset(TERM_OF),
    ),
    NoticeKind(
        "term_granted",
        Topic.ANSWERING,
        title=("U krijgt meer tijd voor een dossier.", "You get more time for a dossier."),
        why=WORKS,
        about="dossier",
        delivery=Delivery.AT_ONCE,
        path="/dossiers/{id}/termijn",
    ),
    NoticeKind(
        "term_refused",
        Topic.ANSWERING,
        title=("U krijgt geen extra tijd voor een dossier.", "You get no more time for a dossier."),
        why=WORKS,
        about="dossier",
        delivery=Delivery.AT_ONCE,
        path="/dossiers/{id}/termijn",
    ),
    NoticeKind(
        "hearing_began",
        Topic.REVIEWING,
        title=(
            "Beide beoordelaars zijn klaar. De leverancier kan nu reageren.",
            "Both reviewers are ready. The supplier can reply now.",
        ),
        why=("U bent de coördinator van de ronde.", "You co-ordinate the round."),
        about="dossier",
        path="/dossiers/{id}",
    ),
    NoticeKind(
        "contact_invited",
        Topic.PEOPLE,
        title=(
            "VNG nodigde iemand uit om namens uw organisatie vragen te beantwoorden. Hoort die er niet bij? "
            "Trek de uitnodiging dan in.",
            "VNG invited somebody to answer questions for your organisation. Not one of yours? Revoke the invitation.",
        ),
        why=("U bent beheerder van uw organisatie.", "You are an administrator of your organisation."),
        delivery=Delivery.AT_ONCE,
    ),
    NoticeKind(
        "dossier_refused",
        Topic.REVIEWING,
        title=("Een leverancier doet niet mee.", "A supplier does not take part."),
        why=("U bent de coördinator van de ronde.", "You co-ordinate the round."),
        about="dossier",
        path="/dossiers/{id}",
    ),
)
