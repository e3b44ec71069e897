# SPDX-License-Identifier: EUPL-1.2
"""Tells a supplier how the check of a file went, when it was not done at once or ended badly."""

import uuid

from samencontroleren.accounts import service as accounts
from samencontroleren.evidence.kinds import EndStep, FileState
from samencontroleren.evidence.models import Document
from samencontroleren.notifications import recipients
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.kinds import Role


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


OF_STEP = {
    EndStep.ENDING: "document_ending",
    EndStep.SOON: "document_ending_soon",
    EndStep.ENDED: "document_ended",
}


def is_ending(document: Document, step: EndStep) -> None:
    """It came nearer to its end: those of the supplier who can do something have a task, in the place of the former."""
    needs_no_more(document)
    members = accounts.members_with_roles(document.vendor_id, Role.CONTRIBUTOR, Role.ADMINISTRATOR)
    kind, until = OF_STEP[step], document.valid_until
    told = [each.id for each in members]
    notifications.notify_all(f"{kind}:{document.id}:{until}", told, kind, document.id, date=until)


def needs_no_more(document: Document) -> None:
    """Nothing has to be done about its end: it has another one, was replaced or withdrawn."""
    for kind in OF_STEP.values():
        notifications.finish(kind, document.id)


def _tell(kind: str, document: Document) -> None:
    notifications.notify_all(f"{kind}:{document.id}", _uploader(document), kind, document.id)


def _uploader(document: Document) -> list[uuid.UUID]:
    """Whoever added it, while a member of its supplier."""
    members = recipients.memberships_of(document.uploaded_by_id)
    return [each.id for each in members if each.organisation_id == document.vendor_id]
