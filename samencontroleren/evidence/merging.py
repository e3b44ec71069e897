# SPDX-License-Identifier: EUPL-1.2
"""What requests to read do when gemeenten merge: they are the successor's; of two open ones on a document one stays."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from samencontroleren.core.db import session
from samencontroleren.core.messages import N_
from samencontroleren.evidence.kinds import RequestState
from samencontroleren.evidence.models import AccessRequest
from samencontroleren.organisations.contributions import Counts, MergeContribution


def _requests(keys: Sequence[uuid.UUID]) -> list[AccessRequest]:
    query = select(AccessRequest).where(AccessRequest.municipality_id.in_(keys))
    return list(session().scalars(query.order_by(AccessRequest.asked_at, AccessRequest.id)))


def _preview(old: Sequence[uuid.UUID], _into: uuid.UUID | None) -> Counts:
    return [(N_("Verzoeken om bewijs te lezen"), len(_requests(old)))]


def _move(old: Sequence[uuid.UUID], into: uuid.UUID) -> None:
    open_for = {each.document_id for each in _requests([into]) if each.state is RequestState.OPEN}
    for each in _requests(old):
        if each.state is RequestState.OPEN and each.document_id in open_for:
            session().delete(each)
            continue
        if each.state is RequestState.OPEN:
            open_for.add(each.document_id)
        each.municipality_id, each.revision = into, each.revision + 1
    session().flush()


MERGING = MergeContribution(_preview, _move)
