# SPDX-License-Identifier: EUPL-1.2
"""The trail: who did what to which object, append only, sealed into a hash chain.

Rows are written in the transaction of the act itself (`rows`). A job seals them within seconds (`chain`), the head of
the chain is signed and published each day (`heads`), and `verify` names the first row that was changed, removed, added
or moved. Rows hold ids and codes, never names, answers or secrets; addresses of computers stand in a table of their
own that is emptied (`origins`).
"""

from samencontroleren.core.trail.chain import (
    GENESIS,
    TrailSeal,
    Verification,
    Waiting,
    seal,
    seal_waiting,
    verify,
    waiting,
)
from samencontroleren.core.trail.heads import TrailHead
from samencontroleren.core.trail.readings import TrailReading, note_reading
from samencontroleren.core.trail.rows import TrailOrigin, TrailRow, TrailWaiting, canonical_text, record

__all__ = [
    "GENESIS",
    "TrailHead",
    "TrailOrigin",
    "TrailReading",
    "TrailRow",
    "TrailSeal",
    "TrailWaiting",
    "Verification",
    "Waiting",
    "canonical_text",
    "note_reading",
    "record",
    "seal",
    "seal_waiting",
    "verify",
    "waiting",
]
