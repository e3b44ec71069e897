# SPDX-License-Identifier: EUPL-1.2
"""What an organisation signed, for the export of its own data."""

from collections.abc import Iterator

from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.agreements import policy
from samencontroleren.agreements.models import AgreementSignature
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor


def _signatures(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.SIGNATURE_VIEW).options(joinedload(AgreementSignature.version))
    rows = list(session().scalars(query.order_by(AgreementSignature.signed_at, AgreementSignature.id)))
    names = accounts.get_user_names({each.signed_by_id for each in rows})
    for each in rows:
        yield {
            "versie": each.version.number,
            "sha256": each.digest,
            "ondertekendDoor": names.get(each.signed_by_id),
            "ondertekendOp": each.signed_at,
        }


PARTS = (Part("ondertekeningen", _signatures),)
