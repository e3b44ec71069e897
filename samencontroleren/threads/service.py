# SPDX-License-Identifier: EUPL-1.2
"""The public face of threads; each use case lives in the module that bears its name."""

from samencontroleren.threads.audience import Listener, colleagues, mentionable
from samencontroleren.threads.names import Shown
from samencontroleren.threads.opening import open_anywhere, require_opening
from samencontroleren.threads.openings import Opening, at_dossier, openings
from samencontroleren.threads.questions import (
    ask,
    asked_text,
    get_askable,
    get_waiting,
    merge,
    mergeable,
    publish,
    refuse,
)
from samencontroleren.threads.reading import (
    MessageView,
    Row,
    Tally,
    ThreadView,
    count_unread,
    count_waiting,
    get_thread,
    list_threads,
    tallies,
    view_thread,
)
from samencontroleren.threads.writing import (
    close_thread,
    get_finding,
    mark_read,
    open_entrusted,
    open_thread,
    questions_of,
    reopen_thread,
    reply,
    require_reply,
    withdraw_message,
)

__all__ = [
    "Listener",
    "MessageView",
    "Opening",
    "Row",
    "Shown",
    "Tally",
    "ThreadView",
    "ask",
    "asked_text",
    "at_dossier",
    "close_thread",
    "colleagues",
    "count_unread",
    "count_waiting",
    "get_askable",
    "get_finding",
    "get_thread",
    "get_waiting",
    "list_threads",
    "mark_read",
    "mentionable",
    "merge",
    "mergeable",
    "open_anywhere",
    "open_entrusted",
    "open_thread",
    "openings",
    "publish",
    "questions_of",
    "refuse",
    "reopen_thread",
    "reply",
    "require_opening",
    "require_reply",
    "tallies",
    "view_thread",
    "withdraw_message",
]
