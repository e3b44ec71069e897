# SPDX-License-Identifier: EUPL-1.2
"""The notices of released results, and how results are named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Delivery, Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing import policy
from samencontroleren.sharing.models import Release
from samencontroleren.vendors.models import Product, Vendor


def names_of_releases(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The product, or the supplier, of each result this actor may read (one query)."""
    query = visible(actor, policy.VIEW, columns=[Release.id, Vendor.name, Product.name])
    query = query.join(Release.vendor).outerjoin(Release.product).where(Release.id.in_(keys))
    return {
        key: Named(f"{product} ({vendor})" if product else vendor, f"/resultaten/{key}")
        for key, vendor, product in session().execute(query)
    }


NOTICE_NAMES = {"release": names_of_releases}

NOTICES = (
    NoticeKind(
        "result_released",
        Topic.RESULTS,
        title=("Een resultaat is vrijgegeven.", "A result was released."),
        why=("Het gaat over uw organisatie.", "It is about your organisation."),
        about="dossier",
        path="/dossiers/{id}",
    ),
    NoticeKind(
        "result_published",
        Topic.RESULTS,
        title=("Er is een nieuw resultaat om te lezen.", "There is a new result to read."),
        why=("Uw gemeente gebruikt dit product.", "Your municipality uses this product."),
        about="release",
        path="/resultaten/{id}",
    ),
    NoticeKind(
        "result_recalled",
        Topic.RESULTS,
        title=(
            "Een resultaat is ingetrokken. Gebruik het niet meer.",
            "A result was recalled. Do not use it any more.",
        ),
        why=(
            "U las dit resultaat, uw gemeente gebruikt het product, of het gaat over uw organisatie.",
            "You read this result, your municipality uses the product, or it is about your organisation.",
        ),
        about="release",
        delivery=Delivery.AT_ONCE,
        path="/resultaten/{id}",
    ),
    NoticeKind(
        "rectification_asked",
        Topic.RESULTS,
        title=("Een leverancier vraagt om rectificatie.", "A supplier asks for rectification."),
        why=("U beslist namens VNG over resultaten.", "You decide on results for VNG."),
        about="release",
        asks=True,
        has_term=True,
        path="/resultaten/{id}",
    ),
    NoticeKind(
        "rectification_decided",
        Topic.RESULTS,
        title=(
            "VNG besliste over een verzoek om rectificatie.",
            "VNG decided on a request for rectification.",
        ),
        why=(
            "Het gaat over uw organisatie, of uw gemeente gebruikt het product.",
            "It is about your organisation, or your municipality uses the product.",
        ),
        about="release",
        path="/resultaten/{id}",
    ),
    NoticeKind(
        "validity_ended",
        Topic.RESULTS,
        title=(
            "Een resultaat is niet meer geldig. Een herbeoordeling is nodig.",
            "A result is no longer valid. A reassessment is needed.",
        ),
        why=(
            "U coördineert de rondes, of uw gemeente gebruikt het product.",
            "You co-ordinate the rounds, or your municipality uses the product.",
        ),
        about="release",
        path="/resultaten/{id}",
    ),
)
