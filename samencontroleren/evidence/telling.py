# SPDX-License-Identifier: EUPL-1.2
"""Tells a supplier how the check of a file went, when it was not done at once or ended badly."""

import uuid

from samencontroleren.evidence.kinds import FileState
from samencontroleren.evidence.models import Document
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications


def is_waiting(document: Document) -> None:
    """The scanner is away: the file waits. Told once."""
    _tell("document_waiting", document)


def is_checked(document: Document, had_to_wait: bool) -> None:
    """The file was refused, or is clean after its supplier was told that it waits."""
    notifications.moved("document", document.id, document.state)
    if document.state is FileState.REFUSED:
        _tell("document_refused", document)
    elif had_to_wait:
        _tell("document_clean", document)


def _tell(kind: str, document: Document) -> None:
    notifications.notify_all(f"{kind}:{document.id}", _uploader(document), kind, document.id)


def _uploader(document: Document) -> list[uuid.UUID]:
    """Whoever added it, while a member of its supplier."""
    members = recipients.memberships_of(document.uploaded_by_id)
    return [each.id for each in members if each.organisation_id == document.vendor_id]
