# SPDX-License-Identifier: EUPL-1.2
"""Links to documents when a supplier or product goes on elsewhere: none joins two suppliers (ADR 9 and 17)."""

from typing import Any

from sqlalchemy import delete, select

from samencontroleren.core.db import session
from samencontroleren.evidence.models import Document
from samencontroleren.vendors.contributions import Move


def drop_parted_links(move: Move, *links: Any) -> None:
    """Drop the rows of these tables (`document_id`, `vendor_id`) whose document is of the other supplier now."""
    ours = (move.vendor_id, move.into_vendor_id)
    for link in links:
        fits = select(Document.id).where(Document.vendor_id == link.vendor_id)
        parted = link.vendor_id.in_(ours) & link.document_id.not_in(fits)
        session().execute(delete(link).where(parted).execution_options(synchronize_session="fetch"))
