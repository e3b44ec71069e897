# SPDX-License-Identifier: EUPL-1.2
"""Assessments: the public face. The steps live in modules of their own, in the order a dossier goes through them."""

from samencontroleren.assessments.agreeing import list_agreement
from samencontroleren.assessments.concluding import (
    compute,
    current_conclusions,
    findings_by_requirement,
    latest_result,
    titles_of,
)
from samencontroleren.assessments.dossiers import load_dossier, person, start_reviews, submitted, tell_supplier, unready
from samencontroleren.assessments.figures import figures_of
from samencontroleren.assessments.hearing import (
    find_hearing,
    is_heard,
    list_findings,
    record_silence,
    reply_to_hearing,
    save_reply_draft,
    silent_dossiers,
)
from samencontroleren.assessments.last_time import said_in
from samencontroleren.assessments.reconsidering import finish_reconsidering, reconsider
from samencontroleren.assessments.reviewing import (
    Desk,
    DeskItem,
    Readiness,
    desk,
    earlier_conclusion,
    mark_ready,
    own_verdicts,
    readiness,
    restart_reviews,
    save_verdict,
    take_back_ready,
)
from samencontroleren.assessments.settling import (
    Difference,
    agree,
    compared,
    decide,
    differences,
    finish_discussion,
    propose,
)
from samencontroleren.assessments.supplementing import (
    change_request,
    drop_request,
    find_request,
    gather,
    go_on_without,
    needs_reason,
    send_request,
)
from samencontroleren.assessments.wishing import own_wishes, save_wish, waiting_wishes

__all__ = [
    "Desk",
    "DeskItem",
    "Difference",
    "Readiness",
    "agree",
    "change_request",
    "compared",
    "compute",
    "current_conclusions",
    "decide",
    "desk",
    "differences",
    "drop_request",
    "earlier_conclusion",
    "figures_of",
    "find_hearing",
    "find_request",
    "findings_by_requirement",
    "finish_discussion",
    "finish_reconsidering",
    "gather",
    "go_on_without",
    "is_heard",
    "latest_result",
    "list_agreement",
    "list_findings",
    "load_dossier",
    "mark_ready",
    "needs_reason",
    "own_verdicts",
    "own_wishes",
    "person",
    "propose",
    "readiness",
    "reconsider",
    "record_silence",
    "reply_to_hearing",
    "restart_reviews",
    "said_in",
    "save_reply_draft",
    "save_verdict",
    "save_wish",
    "send_request",
    "silent_dossiers",
    "start_reviews",
    "submitted",
    "take_back_ready",
    "tell_supplier",
    "titles_of",
    "unready",
    "waiting_wishes",
]
