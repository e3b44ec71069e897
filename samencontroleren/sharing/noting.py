# SPDX-License-Identifier: EUPL-1.2
"""Reading a released result leaves a row in the trail: of a gemeente in its own, of VNG in VNG's (product.md, 2.1)."""

import uuid

from samencontroleren.core import trail
from samencontroleren.organisations.actor import Actor
from samencontroleren.sharing.reading import SubjectPage

RESULT = "result"


def note_page(actor: Actor, found: SubjectPage) -> None:
    """The page of a product or supplier was read: its newest result, and the layers below it that were shown."""
    if found.latest is None:
        return
    deeper = ("verdicts", "findings", "answers")
    shown = [name for name in deeper if getattr(found.layer, name) is not None]
    note_layers(actor, found.latest.release.id, RESULT, *shown)


def note_layers(actor: Actor, release_id: uuid.UUID, *layers: str) -> None:
    """These layers of a result were read; a supplier reading its own is not noted."""
    if not actor.is_vendor:
        what = " ".join(layers)
        trail.note_reading(actor, "result.read", "release", release_id, what, reader=_own(actor), layers=what)


def note_download(actor: Actor, release_id: uuid.UUID, form: str = "pdf") -> None:
    """A result was taken along as a PDF, a signed bundle or a workbook; each time, by everybody."""
    trail.note_reading(
        actor,
        "result.downloaded",
        "release",
        release_id,
        form,
        reader=_own(actor),
        is_told=not actor.is_vendor,
        each_time=True,
    )


def _own(actor: Actor) -> uuid.UUID | None:
    return actor.organisation_id if actor.is_municipal or actor.is_vendor else None
