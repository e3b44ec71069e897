# SPDX-License-Identifier: EUPL-1.2
"""A finished or running review as a workbook: the proof for ENSIA and BIO2 5.18.02."""

from collections.abc import Mapping
from uuid import UUID

from samencontroleren.core import clock
from samencontroleren.core.sheet_writer import SheetColumn, SheetTable, write_workbook
from samencontroleren.core.web import pick
from samencontroleren.organisations.kinds import ROLE_LABELS, Role
from samencontroleren.rights.kinds import DECISION_LABELS
from samencontroleren.rights.models import AccessReview, AccessReviewLine
from samencontroleren.rights.wording import CLIENT, COLUMNS, FACTS, OPEN, PERSON

WIDTHS = (34, 14, 34, 30, 22, 30, 26, 14)


def workbook(review: AccessReview, names: Mapping[UUID, str]) -> bytes:
    """The review as xlsx; `names`: the people who decided. Cells can not begin a formula."""
    finished = clock.local(review.finished_at).date().isoformat() if review.finished_at else ""
    by = names.get(review.finished_by_id, "") if review.finished_by_id else ""
    values = (review.organisation.name, review.opened_on.isoformat(), review.due_on.isoformat(), finished, by)
    facts = [(pick(label), value) for label, value in zip(FACTS, values, strict=True)]
    columns = [SheetColumn(pick(label), width) for label, width in zip(COLUMNS, WIDTHS, strict=True)]
    rows = [_row(line, names) for line in review.lines]
    title = pick(("Rechten", "Rights"))
    return write_workbook([SheetTable(title, columns, rows, above=[*facts, ()])], title, "Samen Controleren")


def _row(line: AccessReviewLine, names: Mapping[UUID, str]) -> tuple[str, ...]:
    user = line.membership.user
    decided = clock.local(line.decided_at).date().isoformat() if line.decided_at else ""
    made = pick(DECISION_LABELS[line.decision] if line.decision else OPEN)
    by = names.get(line.decided_by_id, "") if line.decided_by_id else ""
    kind, email = (CLIENT, "") if user.is_machine else (PERSON, user.email)
    return user.name, pick(kind), email, roles_of(line.roles_before), made, roles_of(line.roles_after), by, decided


def roles_of(codes: list[str]) -> str:
    """Roles in words."""
    return ", ".join(pick(ROLE_LABELS[Role(code)]) for code in codes)
