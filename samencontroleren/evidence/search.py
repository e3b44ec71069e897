# SPDX-License-Identifier: EUPL-1.2
"""What of evidence can be found: documents, by their title only. What stands inside them is not searched."""

from typing import Any

from samencontroleren.core.searching import Hit, SearchKind, Words, offer
from samencontroleren.evidence.kinds import DOCUMENT_LABELS
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.policy import VIEW


def _hit(row: Any, language: str) -> Hit:
    return Hit(row.title, DOCUMENT_LABELS[row.kind][language == "en"], "evidence.show", row.id)


offer(
    SearchKind(
        code="documenten",
        labels=("Documenten", "Documents"),
        icon="file-text",
        view=VIEW,
        columns=(Document.title, Document.kind),
        words=lambda row: Words(row.title),
        hit=_hit,
    )
)
