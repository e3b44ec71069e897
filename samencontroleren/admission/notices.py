# SPDX-License-Identifier: EUPL-1.2
"""The notices of admission, and how a proposal is named in them."""

from collections.abc import Sequence
from uuid import UUID

from samencontroleren.admission import policy
from samencontroleren.admission.kinds import HandoverState
from samencontroleren.admission.models import Handover
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.notifications.kinds import Named, NoticeKind, Topic
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation

PATH = "/overdrachten/{id}"


def names_of_handovers(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, Named]:
    """The organisation of each proposal this actor decides on (one query)."""
    query = visible(actor, policy.HANDOVER_DECIDE, columns=[Handover.id, Organisation.name])
    query = query.join(Handover.organisation).where(Handover.id.in_(keys))
    return {key: Named(name, PATH.format(id=key)) for key, name in session().execute(query)}


NOTICE_NAMES = {"handover": names_of_handovers}

NOTICES = (
    NoticeKind(
        "handover_proposed",
        Topic.PEOPLE,
        title=(
            "Iemand die is uitgenodigd, stelt een ander voor. U besluit.",
            "Somebody who was invited proposes another person. You decide.",
        ),
        why=("U laat mensen toe bij deze organisatie.", "You let in people at this organisation."),
        about="handover",
        asks=True,
        path=PATH,
        states=frozenset((HandoverState.PROPOSED,)),
    ),
)
