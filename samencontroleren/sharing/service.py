# SPDX-License-Identifier: EUPL-1.2
"""Sharing: the public face. Release, layers, currency and reading live in modules of their own."""

from samencontroleren.sharing.bundles import bundle_of, file_of_layer, sign_release, signature_of_layer, unsigned
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.ending import announce_end, ended_results, unannounced
from samencontroleren.sharing.layer_reading import (
    Layer,
    VerdictNow,
    layer_of,
    list_answers,
    list_findings,
    list_measures,
    list_verdicts,
    verdicts_of,
)
from samencontroleren.sharing.layers import digest_of
from samencontroleren.sharing.leaning import documents_of
from samencontroleren.sharing.noting import note_layers, note_page
from samencontroleren.sharing.reading import (
    Reader,
    ReleaseView,
    SubjectPage,
    get_release,
    get_view,
    list_releases,
    list_results,
    newest_results,
    product_page,
    reader_of,
    results_of,
    vendor_page,
)
from samencontroleren.sharing.reassessing import Scope, can_begin, result_to_reassess, scope_of, start_reassessment
from samencontroleren.sharing.rectifying import (
    ask_rectification,
    can_ask,
    can_reassess,
    decide_rectification,
    get_rectification,
    known_rectifications,
    list_rectifications,
    named_versions,
)
from samencontroleren.sharing.releasing import Checklist, checklist, recall, release, send_back
from samencontroleren.sharing.result_file import result_document, result_on_one_page
from samencontroleren.sharing.result_workbook import result_workbook

__all__ = [
    "Checklist",
    "Layer",
    "Reader",
    "ReleaseView",
    "Scope",
    "SubjectPage",
    "VerdictNow",
    "announce_end",
    "ask_rectification",
    "bundle_of",
    "can_ask",
    "can_begin",
    "can_reassess",
    "checklist",
    "currency",
    "decide_rectification",
    "digest_of",
    "documents_of",
    "ended_results",
    "file_of_layer",
    "get_rectification",
    "get_release",
    "get_view",
    "known_rectifications",
    "layer_of",
    "list_answers",
    "list_findings",
    "list_measures",
    "list_rectifications",
    "list_releases",
    "list_results",
    "list_verdicts",
    "named_versions",
    "newest_results",
    "note_layers",
    "note_page",
    "product_page",
    "reader_of",
    "recall",
    "release",
    "result_document",
    "result_on_one_page",
    "result_to_reassess",
    "result_workbook",
    "results_of",
    "scope_of",
    "send_back",
    "sign_release",
    "signature_of_layer",
    "start_reassessment",
    "unannounced",
    "unsigned",
    "vendor_page",
    "verdicts_of",
]
