# SPDX-License-Identifier: EUPL-1.2
"""The notices of rounds and dossiers, and how dossiers are named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy
from samencontroleren.rounds.kinds import DossierState
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

NOTICES = (
    NoticeKind(
        "assigned",
        Topic.REVIEWING,
        title=("U bent gevraagd om een dossier te beoordelen.", "You were asked to review a dossier."),
        why=("VNG heeft u als beoordelaar aangewezen.", "VNG appointed you as a reviewer."),
        about="dossier",
        asks=True,
        path="/dossiers/{id}",
        states=frozenset((S.SUBMITTED, S.IN_REVIEW)),
    ),
    NoticeKind(
        "reviewer_needed",
        Topic.REVIEWING,
        title=("Een dossier heeft een nieuwe beoordelaar nodig.", "A dossier needs another reviewer."),
        why=("U bent de coördinator van de ronde.", "You co-ordinate the round."),
        about="dossier",
        asks=True,
        path="/dossiers/{id}/toewijzen",
        states=frozenset((S.SUBMITTED, S.IN_REVIEW, S.DISCUSSING, S.SUPPLEMENT_ASKED, S.HEARING, S.RECONSIDERING)),
    ),
    NoticeKind(
        "reminder",
        Topic.ANSWERING,
        title=("Een termijn komt dichterbij of is voorbij.", "A term is near or has passed."),
        why=("U bent vrijgever van uw organisatie.", "You are a submitter of your organisation."),
        about="dossier",
        asks=True,
        has_term=True,
        path="/dossiers/{id}",
        states=frozenset((S.INVITED, S.IN_PROGRESS, S.SUPPLEMENT_ASKED, S.HEARING)),
    ),
)
