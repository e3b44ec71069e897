# SPDX-License-Identifier: EUPL-1.2
"""The comparison of candidates as a workbook: only what this reader saw on the page."""

from collections.abc import Sequence

from samencontroleren.assessments.wording import ASSURANCES, RESULTS, VERDICTS
from samencontroleren.core.sheet_writer import SheetColumn, SheetTable, Value, write_workbook
from samencontroleren.procurement.document_words import pick, word
from samencontroleren.procurement.kinds import WEIGHT_LABELS
from samencontroleren.procurement.known import Known
from samencontroleren.procurement.reading import SetPage
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.sharing.kinds import CURRENCY_LABELS

FACTS = ("product", "supplier", "result", "currency", "valid_until", "assurance", "assessed", "of_total")
WIDTH = 28


def comparison_sheet(page: SetPage, known: Sequence[Known], buyer: str, language: str) -> bytes:
    """Candidates, theme scores, and a row per requirement."""
    tables = (_candidates(page, known, language), _scores(known, language), _requirements(page, known, language))
    return write_workbook(tables, f"{word('compared', language)}: {page.found.name}", buyer)


def themes_of(known: Sequence[Known]) -> list[str]:
    """The themes of which a candidate has a score, in their order."""
    return sorted({theme for each in known for theme in each.scores}, key=questionnaires.theme_order)


def _candidates(page: SetPage, known: Sequence[Known], language: str) -> SheetTable:
    rows = [_facts(each, page, language) for each in known]
    return SheetTable(word("compared", language), _columns([word(each, language) for each in FACTS]), rows)


def _columns(labels: Sequence[str]) -> list[SheetColumn]:
    return [SheetColumn(label, WIDTH) for label in labels]


def _facts(each: Known, page: SetPage, language: str) -> list[Value]:
    covered: list[Value] = [each.count(page.requirements), len(page.requirements)]
    if each.view is None:
        return [each.product.name, each.vendor_name, word("no_result", language), "", "", "", *covered]
    release = each.view.release
    return [
        each.product.name,
        each.vendor_name,
        pick(RESULTS[release.result], language),
        pick(CURRENCY_LABELS[each.view.currency], language),
        release.valid_until.isoformat(),
        pick(ASSURANCES[release.assurance], language),
        *covered,
    ]


def _scores(known: Sequence[Known], language: str) -> SheetTable:
    rows = [
        [pick(questionnaires.theme_label(theme), language), *(_score(each, theme) for each in known)]
        for theme in themes_of(known)
    ]
    labels = [word("theme", language), *(each.product.name for each in known)]
    return SheetTable(word("themes", language), _columns(labels), rows)


def _score(each: Known, theme: str) -> Value:
    score = each.scores.get(theme)
    return "" if score is None else score


def _requirements(page: SetPage, known: Sequence[Known], language: str) -> SheetTable:
    rows = []
    for line in page.inside:
        version = line.requirement_version
        title = questionnaires.requirement_texts(version, language)["title"]
        told = [_told(each, version, language) for each in known]
        rows.append([version.requirement.code, title, pick(WEIGHT_LABELS[line.weight], language), *told])
    labels = [*(word(each, language) for each in ("number", "title", "weight")), *(each.product.name for each in known)]
    return SheetTable(word("sheet_lines", language), _columns(labels), rows)


def _told(each: Known, version: RequirementVersion, language: str) -> str:
    code = each.verdict(version)
    if code is not None:
        told = pick(VERDICTS[code], language)
        return f"{told} ({word('withdrawn', language)})" if each.is_without_proof(version) else told
    return word("was_assessed" if each.covers(version) else "was_not", language)
