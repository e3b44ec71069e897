# SPDX-License-Identifier: EUPL-1.2
"""The task to sign the agreement, and how a text of it is named in any notice."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from samencontroleren.agreements import policy
from samencontroleren.agreements.models import AgreementVersion
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.long_dates import long_date
from samencontroleren.core.web import language, pick
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor

LABEL = (
    "Afspraken over delen, versie {number}, geldt vanaf {day}",
    "Agreement on sharing, version {number}, counts from {day}",
)


def names_of_versions(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """Which text each is, and from when it counts (one query)."""
    columns = [AgreementVersion.id, AgreementVersion.number, AgreementVersion.counts_from]
    query = visible(actor, policy.VIEW, columns=columns).where(AgreementVersion.id.in_(keys))
    return {
        key: Named(_label(number, counts_from), "/afspraken") for key, number, counts_from in session().execute(query)
    }


def _label(number: int, counts_from: date) -> str:
    return pick(LABEL).format(number=number, day=long_date(counts_from, language()))


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
