# SPDX-License-Identifier: EUPL-1.2
"""Conversations that a supplier reads, for the export of its own data: in which part somebody wrote, never who."""

from collections.abc import Iterator

from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.own_data import Part, Row
from samencontroleren.organisations.actor import Actor
from samencontroleren.threads import policy
from samencontroleren.threads.kinds import AUDIENCE_CODES, STATE_CODES, VOICE_CODES
from samencontroleren.threads.models import Thread, ThreadMessage


def _threads(actor: Actor) -> Iterator[Row]:
    for each in session().scalars(visible(actor, policy.VIEW).order_by(Thread.created_at, Thread.id)):
        yield {
            "id": each.id,
            "dossier": each.dossier_id,
            "resultaat": each.release_id,
            "onderwerp": each.title,
            "lezers": AUDIENCE_CODES[each.audience],
            "stand": STATE_CODES[each.state],
            "begonnenOp": each.begun_at,
        }


def _messages(actor: Actor) -> Iterator[Row]:
    query = visible(actor, policy.MESSAGE_VIEW).where(ThreadMessage.withdrawn_at.is_(None))
    for each in session().scalars(query.order_by(ThreadMessage.thread_id, ThreadMessage.number)):
        yield {
            "gesprek": each.thread_id,
            "nummer": each.number,
            "door": VOICE_CODES[each.voice],
            "tekst": each.body,
            "op": each.posted_at,
        }


PARTS = (Part("gesprekken", _threads), Part("berichten", _messages))
