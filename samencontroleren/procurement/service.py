# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets: the public face. Making, adjusting, candidates and reading live in modules of their own."""

from samencontroleren.procurement.adjusting import Weighed, add_lines, adjust_lines, others
from samencontroleren.procurement.annex import Annex, make_annex, norms_in_words
from samencontroleren.procurement.annex_sheet import annex_sheet
from samencontroleren.procurement.annex_word import annex_word
from samencontroleren.procurement.candidates import MOST, add_candidate, list_candidates, remove_candidate
from samencontroleren.procurement.comparison_sheet import comparison_sheet, themes_of
from samencontroleren.procurement.known import Known, candidate_facts, count_for_all, known_of, ordered
from samencontroleren.procurement.reading import (
    ScopePage,
    SetPage,
    can_make,
    changes_since,
    check_may_edit,
    get_set,
    lines_of_theme,
    list_sets,
    municipality_names,
    names_of,
    owner_name,
    page_to_edit,
    scope_page,
)
from samencontroleren.procurement.selecting import Choices
from samencontroleren.procurement.sets import add_set, add_version, finalise, list_buyers, set_choices

__all__ = [
    "MOST",
    "Annex",
    "Choices",
    "Known",
    "ScopePage",
    "SetPage",
    "Weighed",
    "add_candidate",
    "add_lines",
    "add_set",
    "add_version",
    "adjust_lines",
    "annex_sheet",
    "annex_word",
    "can_make",
    "candidate_facts",
    "changes_since",
    "check_may_edit",
    "comparison_sheet",
    "count_for_all",
    "finalise",
    "get_set",
    "known_of",
    "lines_of_theme",
    "list_buyers",
    "list_candidates",
    "list_sets",
    "make_annex",
    "municipality_names",
    "names_of",
    "norms_in_words",
    "ordered",
    "others",
    "owner_name",
    "page_to_edit",
    "remove_candidate",
    "scope_page",
    "set_choices",
    "themes_of",
]
