# SPDX-License-Identifier: EUPL-1.2
"""The dossier about the supplier beside those about its products in one round, each pointing at the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.organisations.actor import Actor
from samencontroleren.responses import policy
from samencontroleren.responses.counting import progress
from samencontroleren.rounds.kinds import DossierKind
from samencontroleren.rounds.models import Dossier


@dataclass(frozen=True)
class Sibling:
    """Another dossier of the same supplier in the same round, and how far it is."""

    dossier: Dossier
    done: int
    total: int


def siblings(actor: Actor, dossier: Dossier) -> Sequence[Sibling]:
    """Beside a product the dossier about the supplier; beside that one the dossiers about its products."""
    about_vendor = Dossier.product_id.is_(None)
    query = (
        visible(actor, policy.WORK)
        .where(
            Dossier.round_id == dossier.round_id,
            Dossier.kind == DossierKind.ROUND,
            Dossier.vendor_id == dossier.vendor_id,
            about_vendor if dossier.product_id else ~about_vendor,
        )
        .options(joinedload(Dossier.product), joinedload(Dossier.vendor))
    )
    found = sorted(session().scalars(query), key=lambda each: each.subject_name.casefold())
    counts = progress([each.id for each in found])
    return [Sibling(each, *counts[each.id]) for each in found]
