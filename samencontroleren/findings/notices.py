# SPDX-License-Identifier: EUPL-1.2
"""The notices of findings, and how a finding is named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.assessments.kinds import WITH_SUPPLIER
from samencontroleren.assessments.models import Finding
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.findings import policy
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import Requirement, RequirementVersion
from samencontroleren.vendors.models import Product, Vendor


def names_of_findings(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The requirement with the product, or the supplier, of each finding this actor may read (one query)."""
    query = visible(actor, policy.READ, columns=[Finding.id, Requirement.code, Vendor.name, Product.name])
    query = (
        query.join(RequirementVersion, RequirementVersion.id == Finding.requirement_version_id)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .join(Vendor, Vendor.id == Finding.vendor_id)
        .outerjoin(Product, Product.id == Finding.product_id)
    )
    return {
        key: Named(f"{code} ({product or vendor})", f"/bevindingen/{key}")
        for key, code, vendor, product in session().execute(query.where(Finding.id.in_(keys)))
    }


NOTICE_NAMES = {"finding": names_of_findings}
SUBMITTER = ("U bent vrijgever van uw organisatie.", "You are a submitter of your organisation.")

NOTICES = (
    NoticeKind(
        "finding_waits",
        Topic.REVIEWING,
        title=(
            "Een leverancier wacht op een besluit bij een bevinding.",
            "A supplier waits for a decision about a finding.",
        ),
        why=("U bent coördinator van VNG.", "You are a co-ordinator of VNG."),
        about="finding",
        asks=True,
        path="/bevindingen/{id}",
    ),
    NoticeKind(
        "finding_decided",
        Topic.ANSWERING,
        title=("VNG nam een besluit bij een bevinding.", "VNG decided about a finding."),
        why=SUBMITTER,
        about="finding",
        path="/bevindingen/{id}",
    ),
    NoticeKind(
        "finding_due",
        Topic.ANSWERING,
        title=(
            "De termijn van een bevinding komt dichterbij of is voorbij.",
            "The term of a finding is near or has passed.",
        ),
        why=SUBMITTER,
        about="finding",
        asks=True,
        has_term=True,
        path="/bevindingen/{id}",
        states=frozenset(WITH_SUPPLIER),
    ),
    NoticeKind(
        "finding_reopened",
        Topic.ANSWERING,
        title=(
            "Een bevinding is weer open: het bewijs is niet meer geldig.",
            "A finding is open again: its evidence is not valid any more.",
        ),
        why=SUBMITTER,
        about="finding",
        path="/bevindingen/{id}",
    ),
)
