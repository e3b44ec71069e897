# SPDX-License-Identifier: EUPL-1.2
"""Findings: the public face. Plans, requests and reading live in modules of their own."""

from samencontroleren.assessments.kinds import MERGEABLE
from samencontroleren.findings.joining import merge_findings, mergeable_with, split_finding
from samencontroleren.findings.linking import Linked, link_findings, linkable_to, links_of, one_link_of, unlink_findings
from samencontroleren.findings.plans import (
    Step,
    decide_plan,
    report_progress,
    require_plan,
    require_step,
    save_plan,
    submit_plan,
    whole_plan,
    withdraw_plan,
)
from samencontroleren.findings.reading import (
    FindingPage,
    accepted_plans,
    get_finding,
    get_plan,
    is_late,
    list_findings,
    list_requests,
    reader_of,
    stands,
)
from samencontroleren.findings.reminding import due_reminders, remind, reopen, unproven
from samencontroleren.findings.requests import ask, decide, extend

__all__ = [
    "MERGEABLE",
    "FindingPage",
    "Linked",
    "Step",
    "accepted_plans",
    "ask",
    "decide",
    "decide_plan",
    "due_reminders",
    "extend",
    "get_finding",
    "get_plan",
    "is_late",
    "link_findings",
    "linkable_to",
    "links_of",
    "list_findings",
    "list_requests",
    "merge_findings",
    "mergeable_with",
    "one_link_of",
    "reader_of",
    "remind",
    "reopen",
    "report_progress",
    "require_plan",
    "require_step",
    "save_plan",
    "split_finding",
    "stands",
    "submit_plan",
    "unlink_findings",
    "unproven",
    "whole_plan",
    "withdraw_plan",
]
