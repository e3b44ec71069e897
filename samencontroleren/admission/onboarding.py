# SPDX-License-Identifier: EUPL-1.2
"""Letting in many first administrators at once: a list, a look at each row, a letter with a code for each.

Nothing is sent until VNG has seen the rows. A row that can not be used is mended by hand or left out.
"""

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath
from typing import IO

from marshmallow import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from samencontroleren.accounts import invitations
from samencontroleren.accounts.kinds import Stand
from samencontroleren.accounts.models import Invitation
from samencontroleren.accounts.schemas import ADDRESS
from samencontroleren.admission import codes, policy, reading
from samencontroleren.admission.kinds import Trouble
from samencontroleren.admission.models import OnboardingList, OnboardingRow
from samencontroleren.core import trail
from samencontroleren.core.access import fetch, require_any, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Forbidden, Invalid, NotFound
from samencontroleren.core.fields import clean
from samencontroleren.core.security import digest
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import FIRST_ROLES, OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.vendors.models import Vendor

LETTER_VALID = timedelta(days=45)
"""A letter takes longer to arrive and to be read than a mail."""
WHOLE = (
    selectinload(OnboardingList.rows).joinedload(OnboardingRow.organisation),
    selectinload(OnboardingList.rows).joinedload(OnboardingRow.invitation),
)
OF_ROW = (joinedload(OnboardingRow.organisation), joinedload(OnboardingRow.invitation), joinedload(OnboardingRow.list))
LONGEST_ADDRESS = 300


@dataclass(frozen=True)
class RowView:
    """A row with what is wrong with it, or how far its letter is."""

    row: OnboardingRow
    trouble: Trouble | None
    stand: Stand | None

    @property
    def is_ready(self) -> bool:
        return self.trouble is None and self.stand is None and not self.row.is_skipped


def start(actor: Actor, stream: IO[bytes], filename: str) -> OnboardingList:
    """Read in a list; nobody is invited yet. Raises Invalid at `file`, and then keeps nothing."""
    require_any(actor, policy.LIST_DO)
    if actor.user_id is None:
        raise Forbidden()
    name = clean(PurePath(filename.replace("\\", "/")).name)[-200:]
    if not name:
        raise Invalid({"file": ["Kies een bestand."]})
    made = OnboardingList(filename=name, made_by_id=actor.user_id)
    session().add(made)
    session().flush()
    for line in _read(stream, name):
        session().add(
            OnboardingRow(
                list_id=made.id,
                number=line.number,
                organisation_text=line.organisation[:200],
                organisation_id=find_organisation(line.organisation),
                name=line.name[:200],
                email=line.email[:320],
                address=line.address,
                language=line.language,
            )
        )
    session().flush()
    trail.record(actor, "onboarding.read", "onboarding-list", made.id)
    return made


def _read(stream: IO[bytes], name: str) -> Sequence[reading.Line]:
    """The sheet lives in a file of its own only as long as it is read."""
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(stream.read())
        kept.flush()
        try:
            return reading.read_lines(Path(kept.name), name)
        except SheetRefused as error:
            raise Invalid({"file": [error.message % error.params if error.params else error.message]}) from error


def find_organisation(text: str) -> uuid.UUID | None:
    """The organisation with this CBS code, KvK number or exact name; never VNG, never one that has ended."""
    text = text.strip()
    code = f"GM{text}" if text.isdigit() and len(text) == 4 else text.upper()
    of_vendor = select(Vendor.id).where(Vendor.kvk_number == text)
    same = (
        (Organisation.code == code) | Organisation.id.in_(of_vendor) | (func.lower(Organisation.name) == text.lower())
    )
    lives = Organisation.ended_on.is_(None) & (Organisation.kind != OrganisationKind.VNG)
    found = session().scalars(select(Organisation.id).where(same, lives).limit(2)).all()
    return found[0] if len(found) == 1 else None


def list_lists(actor: Actor, most: int = 20) -> list[OnboardingList]:
    """The newest lists, newest first."""
    query = visible(actor, policy.LIST_DO).options(selectinload(OnboardingList.rows))
    return list(session().scalars(query.order_by(OnboardingList.created_at.desc(), OnboardingList.id).limit(most)))


def get_list(actor: Actor, key: uuid.UUID) -> tuple[OnboardingList, list[RowView]]:
    """A list with each row as it stands now. Raises NotFound."""
    found = fetch(actor, policy.LIST_DO, key, options=WHOLE)
    return found, view_rows(found.rows)


def view_rows(rows: Sequence[OnboardingRow]) -> list[RowView]:
    """What is wrong with each row of one list, or how far its letter is (few queries for all)."""
    ordered = sorted(rows, key=lambda row: row.number)
    keys = {row.organisation_id for row in ordered if row.organisation_id}
    managed = invitations.managed_among(keys)
    stands = {
        made.id: stand for made, stand in invitations.stands([row.invitation for row in ordered if row.invitation])
    }
    seen: set[uuid.UUID] = set()
    views = []
    for row in ordered:
        trouble = None if row.invitation_id else _trouble(row, managed, seen)
        views.append(RowView(row, trouble, stands.get(row.invitation_id) if row.invitation_id else None))
        if row.organisation_id and not row.is_skipped:
            seen.add(row.organisation_id)
    return views


def _trouble(row: OnboardingRow, managed: set[uuid.UUID], seen: set[uuid.UUID]) -> Trouble | None:
    if row.organisation_id is None:
        return Trouble.UNKNOWN
    if row.organisation_id in managed:
        return Trouble.MANAGED
    if row.organisation_id in seen:
        return Trouble.DOUBLE
    return _trouble_of_letter(row)


def _trouble_of_letter(row: OnboardingRow) -> Trouble | None:
    if not clean(row.name):
        return Trouble.NAME
    if not _is_address(row.email):
        return Trouble.EMAIL
    if not row.language:
        return Trouble.LANGUAGE
    return None if 0 < len(row.address) <= LONGEST_ADDRESS else Trouble.ADDRESS


def _is_address(text: str) -> bool:
    try:
        ADDRESS(text)
    except ValidationError:
        return False
    return True


def get_row(actor: Actor, key: uuid.UUID) -> OnboardingRow:
    """One row. Raises NotFound."""
    return fetch(actor, policy.ROW_DO, key, options=OF_ROW)


def mend_row(
    actor: Actor,
    key: uuid.UUID,
    organisation: str,
    name: str,
    email: str,
    address: str,
    language: str = "nl",
    is_skipped: bool = False,
) -> OnboardingRow:
    """Change a row by hand, or leave it out. Raises Conflict when its letter was made, Invalid at a field."""
    found = fetch(actor, policy.ROW_DO, key, options=OF_ROW, lock=True)
    if found.invitation_id is not None:
        raise Conflict("Voor deze rij is al een brief gemaakt.")
    organisation_id = find_organisation(organisation)
    if organisation_id is None and not is_skipped:
        raise Invalid(
            {"organisation": ["Deze organisatie vinden we niet. Vul de CBS-code, het KvK-nummer of de naam in."]}
        )
    found.organisation_text, found.organisation_id = organisation, organisation_id
    found.name, found.email, found.address = name, email.lower(), address
    found.language, found.is_skipped = language, is_skipped
    session().flush()
    trail.record(actor, "onboarding.row-mended", "onboarding-row", key)
    return found


def make_letters(actor: Actor, key: uuid.UUID) -> int:
    """Invite everybody whose row is in order, each by a letter with a code; returns how many.

    Raises ConfirmationRequired, and Conflict when no row is in order.
    """
    found = fetch(actor, policy.LIST_DO, key, lock=True)
    require_present(actor)
    rows = session().scalars(select(OnboardingRow).options(*OF_ROW).where(OnboardingRow.list_id == found.id)).all()
    ready = [view.row for view in view_rows(rows) if view.is_ready]
    if not ready:
        raise Conflict("Er is geen rij waarvoor een brief gemaakt kan worden.")
    for row in ready:
        _invite(actor, row)
    trail.record(actor, "onboarding.letters-made", "onboarding-list", key, number=len(ready))
    return len(ready)


def _invite(actor: Actor, row: OnboardingRow) -> None:
    organisation = row.organisation
    if organisation is None:
        raise NotFound()
    row.letters += 1
    code = next(codes.codes_of(row.id, row.letters))
    roles = {
        OrganisationKind.VENDOR: list(FIRST_ROLES),
        OrganisationKind.AUDITOR: [Role.AUDITOR],
    }.get(organisation.kind, [Role.ADMINISTRATOR])
    made, _code = invitations.issue(
        actor, organisation, row.email, row.name, roles, row.language, token=code, valid=LETTER_VALID
    )
    row.invitation = made
    session().flush()


def code_of(row: OnboardingRow) -> str:
    """The code in the letter of a row (its invitation loaded). Raises Conflict when it can not be known any more."""
    invitation: Invitation | None = row.invitation
    if invitation is None or invitations.state_of(invitation) is not invitations.InvitationState.OPEN:
        raise Conflict("Voor deze rij is er geen brief die nog werkt.")
    for code in codes.codes_of(row.id, row.letters):
        if digest(code) == invitation.token_digest:
            return code
    raise Conflict("Deze brief kan niet opnieuw worden gemaakt. Trek de uitnodiging in en nodig opnieuw uit.")


def letters_of(actor: Actor, key: uuid.UUID, only: uuid.UUID | None = None) -> list[tuple[OnboardingRow, str]]:
    """The rows of a list with a letter that still works, each with its code; the trail keeps that they were read.

    Raises ConfirmationRequired, Conflict when there are none.
    """
    found, views = get_list(actor, key)
    require_present(actor)
    usable = (Stand.WAITING, Stand.OPENED, Stand.UNDELIVERED)
    rows = [view.row for view in views if view.stand in usable and only in (None, view.row.id)]
    if not rows:
        raise Conflict("Er zijn nog geen brieven, of alle codes zijn gebruikt.")
    trail.record(actor, "onboarding.letters-read", "onboarding-list", found.id, number=len(rows))
    return [(row, code_of(row)) for row in rows]
