# SPDX-License-Identifier: EUPL-1.2
"""The task to sign the agreement, and how a text of it is named in any notice."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.agreements import policy
from samencontroleren.agreements.models import AgreementVersion
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor


def names_of_versions(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The number of each text (one query)."""
    query = visible(actor, policy.VIEW, columns=[AgreementVersion.id, AgreementVersion.number])
    return {
        key: Named(f"v{number}", "/afspraken")
        for key, number in session().execute(query.where(AgreementVersion.id.in_(keys)))
    }


NOTICE_NAMES = {"agreement": names_of_versions}

NOTICES = (
    NoticeKind(
        "agreement_to_sign",
        Topic.PEOPLE,
        title=(
            "Onderteken de afspraken over delen voor uw organisatie.",
            "Sign the agreement on sharing for your organisation.",
        ),
        why=("U tekent voor uw organisatie.", "You sign for your organisation."),
        about="agreement",
        asks=True,
        has_term=True,
        path="/afspraken",
    ),
)
