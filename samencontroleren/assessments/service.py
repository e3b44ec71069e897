# SPDX-License-Identifier: EUPL-1.2
"""Assessments: the public face. The steps live in modules of their own, in the order a dossier goes through them."""

from samencontroleren.assessments.agreeing import list_agreement
from samencontroleren.assessments.arranged import Regraded, regraded_since_hearing
from samencontroleren.assessments.arrangements import agree_arrangement, arrange
from samencontroleren.assessments.arranging import Named, Planned
from samencontroleren.assessments.cards import following
from samencontroleren.assessments.carrying import carry_over
from samencontroleren.assessments.changes import Change, changes_since_hearing
from samencontroleren.assessments.closing import draft_with, next_to_review, summary_of
from samencontroleren.assessments.concluding import (
    compute,
    current_conclusions,
    latest_result,
    outcomes_under,
    titles_of,
    weighed,
)
from samencontroleren.assessments.confirming import (
    NothingChosen,
    Outcome,
    Together,
    confirm_together,
    confirmed_together,
    together,
)
from samencontroleren.assessments.desks import (
    Desk,
    DeskItem,
    Mark,
    Readiness,
    desk,
    own_verdicts,
    readiness,
    retold,
)
from samencontroleren.assessments.differing import Difference, compared, differences
from samencontroleren.assessments.dossiers import load_dossier, person, start_reviews, submitted, tell_supplier, unready
from samencontroleren.assessments.drafts import UNPROVEN, Lack
from samencontroleren.assessments.earlier import Said, offer_recalled, with_promises
from samencontroleren.assessments.figures import figures_of
from samencontroleren.assessments.finding_layout import Layout, layout_of, open_arrangements
from samencontroleren.assessments.finding_moves import move_finding, note_event, state_before
from samencontroleren.assessments.finding_release import release_findings
from samencontroleren.assessments.foreseeing import Foreseen, at_verdicts, foreseen
from samencontroleren.assessments.hearing import (
    check_choice,
    find_hearing,
    hearings_held,
    is_heard,
    list_findings,
    record_silence,
    reply_to_hearing,
    save_reply_draft,
    silent_dossiers,
)
from samencontroleren.assessments.last_time import said_in
from samencontroleren.assessments.late_marks import hold_against_reasons
from samencontroleren.assessments.proposal_drafts import (
    check_draft,
    drop_draft,
    proposal_drafts,
    save_proposal_draft,
)
from samencontroleren.assessments.reconsidering import (
    finish_reconsidering,
    keep_verdict,
    reconsider,
    without_outcome,
)
from samencontroleren.assessments.repeating import repeated
from samencontroleren.assessments.replying import (
    TOO_LATE,
    TooLate,
    link_proof,
    list_points,
    objections,
    readable_proofs,
    save_point,
    unlink_proof,
)
from samencontroleren.assessments.reviewing import (
    Saved,
    mark_ready,
    restart_reviews,
    save_verdict,
    take_back_ready,
)
from samencontroleren.assessments.rewording import decide_text, propose_text
from samencontroleren.assessments.settling import (
    LastDifference,
    Repeats,
    agree,
    decide,
    finish_discussion,
    opens_by_itself,
    propose,
)
from samencontroleren.assessments.severities import change_severity, gradable, graded_in
from samencontroleren.assessments.standing import findings_by_requirement
from samencontroleren.assessments.supplementing import (
    change_request,
    drop_request,
    find_request,
    gather,
    go_on_without,
    needs_reason,
    send_request,
)
from samencontroleren.assessments.taking_over import Suggestion, suggestions, take_over
from samencontroleren.assessments.wishing import own_wishes, save_wish, waiting_wishes

__all__ = [
    "TOO_LATE",
    "UNPROVEN",
    "Change",
    "Desk",
    "DeskItem",
    "Difference",
    "Foreseen",
    "Lack",
    "LastDifference",
    "Layout",
    "Mark",
    "Named",
    "NothingChosen",
    "Outcome",
    "Planned",
    "Readiness",
    "Regraded",
    "Repeats",
    "Said",
    "Saved",
    "Suggestion",
    "Together",
    "TooLate",
    "agree",
    "agree_arrangement",
    "arrange",
    "at_verdicts",
    "carry_over",
    "change_request",
    "change_severity",
    "changes_since_hearing",
    "check_choice",
    "check_draft",
    "compared",
    "compute",
    "confirm_together",
    "confirmed_together",
    "current_conclusions",
    "decide",
    "decide_text",
    "desk",
    "differences",
    "draft_with",
    "drop_draft",
    "drop_request",
    "figures_of",
    "find_hearing",
    "find_request",
    "findings_by_requirement",
    "finish_discussion",
    "finish_reconsidering",
    "following",
    "foreseen",
    "gather",
    "go_on_without",
    "gradable",
    "graded_in",
    "hearings_held",
    "hold_against_reasons",
    "is_heard",
    "keep_verdict",
    "latest_result",
    "layout_of",
    "link_proof",
    "list_agreement",
    "list_findings",
    "list_points",
    "load_dossier",
    "mark_ready",
    "move_finding",
    "needs_reason",
    "next_to_review",
    "note_event",
    "objections",
    "offer_recalled",
    "open_arrangements",
    "opens_by_itself",
    "outcomes_under",
    "own_verdicts",
    "own_wishes",
    "person",
    "proposal_drafts",
    "propose",
    "propose_text",
    "readable_proofs",
    "readiness",
    "reconsider",
    "record_silence",
    "regraded_since_hearing",
    "release_findings",
    "repeated",
    "reply_to_hearing",
    "restart_reviews",
    "retold",
    "said_in",
    "save_point",
    "save_proposal_draft",
    "save_reply_draft",
    "save_verdict",
    "save_wish",
    "send_request",
    "silent_dossiers",
    "start_reviews",
    "state_before",
    "submitted",
    "suggestions",
    "summary_of",
    "take_back_ready",
    "take_over",
    "tell_supplier",
    "titles_of",
    "together",
    "unlink_proof",
    "unready",
    "waiting_wishes",
    "weighed",
    "with_promises",
    "without_outcome",
]
