# SPDX-License-Identifier: EUPL-1.2
"""The comparison of candidates as a workbook: only what this reader saw on the page."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from samencontroleren.assessments.wording import ASSURANCES, RESULTS, VERDICTS
from samencontroleren.procurement.annex_sheet import WRAPPED, head, safe
from samencontroleren.procurement.document_words import pick, word
from samencontroleren.procurement.kinds import WEIGHT_LABELS
from samencontroleren.procurement.known import Known
from samencontroleren.procurement.reading import SetPage
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.sharing.kinds import CURRENCY_LABELS

FACTS = ("product", "supplier", "result", "currency", "valid_until", "assurance", "assessed", "of_total")


def comparison_sheet(page: SetPage, known: Sequence[Known], language: str) -> bytes:
    """Candidates, theme scores, and a row per requirement. No cell can begin a formula."""
    book = Workbook()
    first: Any = book.active
    first.title = word("compared", language)
    first.append([word(each, language) for each in FACTS])
    for each in known:
        first.append(_facts(each, page, language))
    themes = book.create_sheet(word("themes", language))
    themes.append([word("theme", language), *(safe(each.product.name) for each in known)])
    for theme in themes_of(known):
        themes.append(
            [safe(pick(questionnaires.theme_label(theme), language)), *(each.scores.get(theme) for each in known)]
        )
    _requirements(book.create_sheet(word("sheet_lines", language)), page, known, language)
    for sheet in book.worksheets:
        _finish(sheet)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def themes_of(known: Sequence[Known]) -> list[str]:
    """The themes of which a candidate has a score, in their order."""
    return sorted({theme for each in known for theme in each.scores}, key=questionnaires.theme_order)


def _facts(each: Known, page: SetPage, language: str) -> list[Any]:
    named = [safe(each.product.name), safe(each.vendor_name)]
    covered = [each.count(page.requirements), len(page.requirements)]
    if each.view is None:
        return [*named, word("no_result", language), "", "", "", *covered]
    release = each.view.release
    return [
        *named,
        pick(RESULTS[release.result], language),
        pick(CURRENCY_LABELS[each.view.currency], language),
        release.valid_until,
        pick(ASSURANCES[release.assurance], language),
        *covered,
    ]


def _requirements(sheet: Any, page: SetPage, known: Sequence[Known], language: str) -> None:
    names = (safe(each.product.name) for each in known)
    sheet.append([*(word(each, language) for each in ("number", "title", "weight")), *names])
    for line in page.inside:
        version = line.requirement_version
        title = questionnaires.requirement_texts(version, language)["title"]
        cells = [safe(version.requirement.code), safe(title), pick(WEIGHT_LABELS[line.weight], language)]
        sheet.append([*cells, *(_told(each, version, language) for each in known)])


def _told(each: Known, version: RequirementVersion, language: str) -> str:
    code = each.verdict(version)
    if code is not None:
        return pick(VERDICTS[code], language)
    return word("was_assessed" if each.covers(version) else "was_not", language)


def _finish(sheet: Any) -> None:
    head(sheet)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = WRAPPED
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 28
    sheet.freeze_panes = "B2"
