# SPDX-License-Identifier: EUPL-1.2
"""Findings: the public face. Plans, requests and reading live in modules of their own."""

from samencontroleren.findings.plans import (
    Step,
    decide_plan,
    report_progress,
    require_plan,
    require_step,
    save_plan,
    submit_plan,
)
from samencontroleren.findings.reading import (
    FindingPage,
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
    "FindingPage",
    "Step",
    "ask",
    "decide",
    "decide_plan",
    "due_reminders",
    "extend",
    "get_finding",
    "get_plan",
    "is_late",
    "list_findings",
    "list_requests",
    "reader_of",
    "remind",
    "reopen",
    "report_progress",
    "require_plan",
    "require_step",
    "save_plan",
    "stands",
    "submit_plan",
    "unproven",
]
