# SPDX-License-Identifier: EUPL-1.2
"""Warns a supplier before a document ends (product.md, section 5): once per step, document and end.

Nobody is warned of what was withdrawn or replaced: there is nothing to do about it.
"""

import uuid
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.evidence import policy, telling
from samencontroleren.evidence.kinds import EndStep, FileState
from samencontroleren.evidence.models import Document
from samencontroleren.evidence.validity import step_on
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code

LATE = timedelta(days=30)
"""What ended longer ago is history: of that nobody is warned any more, and the start page leaves it out."""


def due_warnings() -> list[uuid.UUID]:
    """Documents that came to a step nobody was warned of yet, those that end first in front (system)."""
    today = clock.today()
    warn, soon = _lengths(today)
    is_other_end = Document.warned_until.is_distinct_from(Document.valid_until)
    further = or_(
        and_(Document.warned_step == EndStep.ENDING, Document.valid_until <= today + soon),
        and_(Document.warned_step != EndStep.ENDED, Document.valid_until <= today),
    )
    query = select(Document.id).where(_is_ending(today, warn), or_(is_other_end, further))
    return list(session().scalars(query.order_by(Document.valid_until, Document.id)))


def warn(key: uuid.UUID) -> bool:
    """Tell the supplier of one document how near its end is, unless that was done (system). May run twice."""
    document = session().get(Document, key, with_for_update=True, populate_existing=True)
    if document is None or document.valid_until is None or not _counts(document):
        return False
    step = step_on(clock.today(), document.valid_until, *_lengths(clock.today()))
    if step is None or (document.warned_step, document.warned_until) == (step, document.valid_until):
        return False
    document.warned_step, document.warned_until = step, document.valid_until
    session().flush()
    telling.is_ending(document, step)
    return True


def list_ending(actor: Actor, most: int) -> list[Document]:
    """The supplier's own documents that end soon or ended lately, the first end in front."""
    today = clock.today()
    query = visible(actor, policy.EDIT).where(_is_ending(today, _lengths(today)[0]))
    return list(session().scalars(query.order_by(Document.valid_until, Document.title, Document.id).limit(most)))


def _lengths(day: date) -> tuple[timedelta, timedelta]:
    """How long before the end one is warned first, and again."""
    return parameters.days_on(Code.PROOF_WARNING, day), parameters.days_on(Code.PROOF_SOON, day)


def _is_ending(today: date, warn: timedelta) -> ColumnElement[bool]:
    counts = and_(Document.state == FileState.CLEAN, Document.withdrawn_at.is_(None), Document.superseded_at.is_(None))
    return and_(counts, Document.valid_until.between(today - LATE, today + warn))


def _counts(document: Document) -> bool:
    is_there = document.withdrawn_at is None and document.superseded_at is None
    return is_there and document.state is FileState.CLEAN
