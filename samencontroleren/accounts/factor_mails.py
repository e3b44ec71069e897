# SPDX-License-Identifier: EUPL-1.2
"""The mail about a change in how somebody logs in, so that it is noticed when somebody else made it."""

import uuid

from flask import url_for
from flask_babel import force_locale

from samencontroleren.accounts import mailing
from samencontroleren.accounts.kinds import EVENT_LABELS, FactorEvent
from samencontroleren.accounts.models import User
from samencontroleren.core import clock
from samencontroleren.core.typography import moment


def tell(user: User, event: FactorEvent) -> None:
    """Put the mail in the outbox; what happened and when, no device and no address."""
    with force_locale(user.language):
        when = moment(clock.now())
    mailing.send(
        "accounts/factor_changed",
        f"factor {uuid.uuid4()}",
        email=user.email,
        name=user.name,
        language=user.language,
        kind=EVENT_LABELS[event][user.language == "en"],
        date=when,
        path=url_for("accounts.own_factors"),
    )
