# SPDX-License-Identifier: EUPL-1.2
"""A finished or running review as a workbook: the proof for ENSIA and BIO2 5.18.02."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

from openpyxl import Workbook
from openpyxl.styles import Font

from samencontroleren.core import clock
from samencontroleren.core.sheet_cells import cell_safe
from samencontroleren.core.web import pick
from samencontroleren.organisations.kinds import ROLE_LABELS, Role
from samencontroleren.rights.kinds import DECISION_LABELS
from samencontroleren.rights.models import AccessReview
from samencontroleren.rights.wording import COLUMNS, FACTS, OPEN


def workbook(review: AccessReview, names: Mapping[UUID, str]) -> bytes:
    """The review as xlsx; `names`: the people who decided. Cells can not begin a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 -- a new workbook has one
    sheet.title = pick(("Rechten", "Rights"))
    finished = clock.local(review.finished_at).date().isoformat() if review.finished_at else ""
    by = names.get(review.finished_by_id, "") if review.finished_by_id else ""
    values = (review.organisation.name, review.opened_on.isoformat(), review.due_on.isoformat(), finished, by)
    for label, value in zip(FACTS, values, strict=True):
        sheet.append([pick(label), cell_safe(value)])
    sheet.append([])
    sheet.append([pick(label) for label in COLUMNS])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for line in review.lines:
        user = line.membership.user
        decided = clock.local(line.decided_at).date().isoformat() if line.decided_at else ""
        made = pick(DECISION_LABELS[line.decision] if line.decision else OPEN)
        by = names.get(line.decided_by_id, "") if line.decided_by_id else ""
        cells = [user.name, user.email, roles_of(line.roles_before), made, roles_of(line.roles_after), by, decided]
        sheet.append([cell_safe(each) for each in cells])
    for letter, width in zip("ABCDEFG", (34, 34, 30, 22, 30, 26, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def roles_of(codes: list[str]) -> str:
    """Roles in words."""
    return ", ".join(pick(ROLE_LABELS[Role(code)]) for code in codes)
